"""The thesis as data: files, codebook, and how they hang together.

The numbers 245, 33 and 28 are those of the ledger that the book was written from: claims, corrections, examples.
"""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from pybtex.database import parse_file

ROOT = Path(__file__).parents[2]
DATA = ROOT / "data"
FILES = sorted(file.name for file in DATA.glob("*.csv"))
KINDS = {
    "definition": 35,
    "figure": 11,
    "finding": 52,
    "mechanism": 56,
    "argument": 41,
    "method": 24,
    "limitation": 9,
    "conclusion": 17,
}
STATUSES = {"definition", "finding of a design", "association", "mechanism assumed", "argument", "method"}
CAUSAL = {"description", "association", "own account", "randomised contrast", "simulated"}
CERTAINTY = {"seen", "background", "thesis"}
LABELS = "addicts?|addicted (?:person|people)|alcoholics?|(?:drug|substance) (?:ab)?users?|abusers?|junkies|clean"


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def codebook():
    """The columns that the codebook describes, file by file, in its order."""
    text = (DATA / "CODEBOOK.md").read_text(encoding="utf-8")
    parts = re.split(r"^## (\S+\.csv)$", text, flags=re.MULTILINE)
    return {
        name: re.findall(r"^\| `(\w+)` \|", body, flags=re.MULTILINE)
        for name, body in zip(parts[1::2], parts[2::2], strict=True)
    }


def test_the_folder_holds_the_five_files_of_the_codebook():
    assert FILES == ["claims.csv", "corrections.csv", "evidence.csv", "examples.csv", "studies.csv"]
    assert sorted(codebook()) == FILES


@pytest.mark.parametrize("name", FILES)
def test_the_codebook_describes_exactly_the_columns_of_the_file(name):
    assert codebook()[name] == list(rows(name)[0])


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_plain_utf_8_with_one_kind_of_line_end_and_no_stray_space(name):
    text = (DATA / name).read_bytes().decode("utf-8")
    assert not text.startswith("\ufeff")
    assert "\r" not in text
    assert text.endswith("\n")
    cells = [cell for row in csv.reader(text.splitlines(), strict=True) for cell in row]
    assert cells
    assert [cell for cell in cells if cell != cell.strip() or "\xa0" in cell] == []


@pytest.mark.parametrize("name", FILES)
def test_names_of_rows_are_unique_and_in_ascii(name):
    names = [next(iter(row.values())) for row in rows(name)]
    assert [name for name, count in Counter(names).items() if count > 1] == []
    assert [name for name in names if not re.fullmatch(r"[A-Za-z][A-Za-z0-9.-]*", name)] == []


# Claims


def test_there_are_245_claims_each_named_after_its_section():
    claims = rows("claims.csv")
    assert len(claims) == 245
    assert [c["id"] for c in claims if not re.fullmatch(rf"C{re.escape(c['section'])}-\d\d", c["id"])] == []


def test_claims_of_a_section_are_numbered_without_a_gap():
    numbers = {}
    for claim in rows("claims.csv"):
        numbers.setdefault(claim["section"], []).append(int(claim["id"].rpartition("-")[2]))
    assert len(numbers) == 26
    assert [section for section, found in numbers.items() if found != list(range(1, len(found) + 1))] == []


def test_claims_are_of_the_declared_kinds_as_often_as_the_ledger_counted():
    assert Counter(claim["kind"] for claim in rows("claims.csv")) == KINDS


def test_claims_have_a_declared_status_that_fits_their_kind():
    claims = rows("claims.csv")
    assert {claim["evidence_status"] for claim in claims} == STATUSES
    assert {c["id"] for c in claims if (c["kind"] == "definition") != (c["evidence_status"] == "definition")} == set()
    assert {c["evidence_status"] for c in claims if c["kind"] == "mechanism"} == {"mechanism assumed"}
    assert {c["evidence_status"] for c in claims if c["kind"] in {"argument", "conclusion"}} == {"argument"}


def test_examples_of_claims_exist_and_each_example_serves_a_claim():
    examples = [example["id"] for example in rows("examples.csv")]
    used = {name for claim in rows("claims.csv") for name in claim["examples"].split()}
    assert examples == [f"E{number:02d}" for number in range(1, 29)]
    assert used == set(examples)


def test_corrections_of_claims_exist_and_each_correction_touches_a_claim():
    corrections = {correction["id"] for correction in rows("corrections.csv")}
    assert {name for claim in rows("claims.csv") for name in claim["inconsistencies"].split()} == corrections


def test_a_claim_that_cites_somebody_names_entries_of_the_references():
    known = set(parse_file(ROOT / "references.bib").entries)
    claims = rows("claims.csv")
    assert {key for claim in claims for key in claim["keys"].split()} <= known
    uncited = {claim["source"] for claim in claims if not claim["keys"]}
    assert uncited == {"own", "own synthesis", "own, from section 3.2", "personal conversation"}


# Corrections


def test_there_are_33_corrections_and_each_says_everything():
    corrections = rows("corrections.csv")
    assert [correction["id"] for correction in corrections] == [f"I-{number:02d}" for number in range(1, 34)]
    assert [(c["id"], column) for c in corrections for column, text in c.items() if not text] == []
    assert [c["id"] for c in corrections if not re.search("high|medium|low", c["certainty"])] == []


# Studies and numbers


def test_studies_are_entries_of_the_references_with_a_declared_certainty():
    studies = rows("studies.csv")
    assert {study["key"] for study in studies} <= set(parse_file(ROOT / "references.bib").entries)
    assert {study["certainty"] for study in studies} == CERTAINTY
    assert [study["key"] for study in studies if study["n"] and not study["n"].isdigit()] == []
    assert [
        (study["key"], column) for study in studies for column in study if column != "n" and not study[column]
    ] == []


def test_studies_of_one_topic_stand_together():
    topics = [study["topic"] for study in rows("studies.csv")]
    blocks = [topic for topic, before in zip(topics, [None, *topics], strict=False) if topic != before]
    assert len(blocks) == len(set(topics)) == 12


def test_designs_are_those_that_the_codebook_names():
    text = (DATA / "CODEBOOK.md").read_text(encoding="utf-8")
    named = re.search(r"^\| `design` \| how it was done \| (.*) \|$", text, re.MULTILINE)
    designs = set(re.findall("`([^`]+)`", named[1]))
    assert {study["design"] for study in rows("studies.csv")} == designs
    assert {number["design"] for number in rows("evidence.csv")} - designs == {"association within a randomised trial"}


def test_numbers_belong_to_studies_and_are_named_after_them():
    studies = {study["key"] for study in rows("studies.csv")}
    numbers = rows("evidence.csv")
    assert len(numbers) >= 150
    assert {number["study"] for number in numbers} <= studies
    assert [n["id"] for n in numbers if not n["id"].startswith(f"{n['study']}-")] == []


def test_numbers_have_a_declared_status_and_certainty():
    numbers = rows("evidence.csv")
    assert {number["causal_status"] for number in numbers} == CAUSAL
    assert {number["certainty"] for number in numbers} == CERTAINTY


def test_only_trials_give_randomised_contrasts():
    trials = {study["key"] for study in rows("studies.csv") if study["design"] == "randomised trial"}
    contrasts = [number for number in rows("evidence.csv") if number["causal_status"] == "randomised contrast"]
    assert contrasts
    assert [n["id"] for n in contrasts if n["study"] not in trials or n["design"] != "randomised trial"] == []


@pytest.mark.parametrize("number", rows("evidence.csv"), ids=lambda number: number["id"])
def test_a_number_parses_and_is_printed_as_it_is(number):
    value, low, high = (float(number[column]) if number[column] else None for column in ("value", "low", "high"))
    assert (low is None) == (high is None)
    assert low is None or low < high
    assert value is not None or low is not None
    assert None in (value, low) or low <= value <= high
    if number["unit"] == "%":
        assert all(0 <= part <= 100 for part in (value, low, high) if part is not None)
    printed = [float(part) for part in re.findall(r"\d[\d.]*", number["printed"].replace(",", ""))]
    assert printed == ([value] if value is not None else [low, high])
    assert number["printed"].endswith(" %") == (number["unit"] == "%")


def test_a_number_that_is_a_year_is_printed_without_a_comma_and_a_large_count_with_one():
    numbers = {number["id"]: number["printed"] for number in rows("evidence.csv")}
    assert numbers["thesis2019-window-from"] == "2010"
    assert numbers["rosenquist2010-n"] == "12,067"
    assert numbers["bathish2017-none-then"] == "38.3 %"
    assert numbers["bathish2017-years"] == "8.5 years"
    assert numbers["jason2006-income-house"] == "$989"


# Arithmetic that published numbers must satisfy among themselves


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        (["kelly2012-aftercare", "kelly2012-outpatient"], "kelly2012-n"),
        (["litt2015-men", "litt2015-women"], "litt2007-n"),
        (["jason2006-arm", "jason2006-arm"], "jason2006-n"),
        (["best2015-alcohol", "best2015-drugs", "best2015-both"], None),
    ],
    ids=["Project MATCH", "Network Support Project", "Oxford House", "what respondents used"],
)
def test_parts_add_up_to_their_whole(parts, whole):
    numbers = {number["id"]: number["value"] for number in rows("evidence.csv")}
    assert sum(float(numbers[part]) for part in parts) == (float(numbers[whole]) if whole else 100)


def test_the_share_with_somebody_to_confide_in_is_that_of_its_counts():
    numbers = {number["id"]: float(number["value"]) for number in rows("evidence.csv") if number["study"] == "fhi2014b"}
    share = 100 * numbers["fhi2014b-confidants-2002-k"] / numbers["fhi2014b-confidants-2002-n"]
    assert round(share, 1) == numbers["fhi2014b-confidants-2002"]


# Words


@pytest.mark.parametrize("name", FILES)
def test_people_come_first_in_our_words(name):
    labels = re.compile(rf"\b(?:{LABELS})\b", re.IGNORECASE)
    found = [(next(iter(row.values())), cell) for row in rows(name) for cell in row.values() if labels.search(cell)]
    assert found == []


def test_the_guard_for_people_first_words_notices_a_label():
    labels = re.compile(rf"\b(?:{LABELS})\b", re.IGNORECASE)
    assert labels.search("Addicts who stay clean.")
    assert not labels.search("People with an addiction who stay off drugs; Narcotics Anonymous.")


@pytest.mark.parametrize("name", FILES)
def test_names_that_the_thesis_misspells_are_right_everywhere_but_where_that_is_told(name):
    wrong = re.compile(r"Batish|Fækjer|Schifloe|Karlson\b|Brenbekken")
    found = {next(iter(row.values())) for row in rows(name) if any(wrong.search(cell) for cell in row.values())}
    assert found == ({"I-03", "I-15"} if name == "corrections.csv" else set())

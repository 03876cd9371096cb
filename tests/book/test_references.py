"""The list of references: every entry parses, says how sure it is, and is used."""

import csv
import re
import warnings
from pathlib import Path

import pytest
from pybtex.database import parse_file
from pybtex.errors import capture

ROOT = Path(__file__).parents[2]
BIB = ROOT / "references.bib"
ENTRIES = parse_file(BIB).entries
# The thesis is unsigned in the copy used, and the names of four authors could not be found.
UNSIGNED = {"thesis2019", "alir2023"}
# Works whose key is not a name and a year: an official page and a grant, both without a date.
UNDATED = {"helsedirektoratetsektor", "littgrant"}
NEEDED = {
    "article": {"title", "journal", "year"},
    "book": {"title", "year"},
    "incollection": {"title", "booktitle", "publisher", "year"},
    "mastersthesis": {"title", "school", "year"},
    "misc": {"title", "year"},
    "techreport": {"title", "institution", "year"},
    "unpublished": {"title", "note", "year"},
}


def column(name, field):
    with (ROOT / "data" / name).open(encoding="utf-8", newline="") as file:
        return {key for row in csv.DictReader(file) for key in row[field].split()}


def test_the_file_parses_without_a_warning():
    with warnings.catch_warnings(), capture() as problems:
        warnings.simplefilter("error")
        entries = parse_file(BIB).entries
    assert problems == []
    assert len(entries) > 100


def test_keys_are_the_first_author_and_the_year_in_lower_case_ascii():
    assert [key for key in ENTRIES if not re.fullmatch(r"[a-z]+(\d{4}[a-z]?)?", key)] == []
    undated = {key for key in ENTRIES if not re.search(r"\d{4}", key)}
    assert undated == {key for key, entry in ENTRIES.items() if entry.fields["year"] == "n.d."} == UNDATED
    for key in set(ENTRIES) - undated:
        year, lettered = re.search(r"\d{4}", key)[0], re.search(r"\d{4}[a-z]?", key)[0]
        assert ENTRIES[key].fields["year"] in {year, lettered}


@pytest.mark.parametrize("key", ENTRIES)
def test_an_entry_says_how_sure_it_is_and_what_was_seen(key):
    fields = ENTRIES[key].fields
    assert fields["certainty"] in {"A", "B", "C"}
    assert fields["certaintynote"].endswith(".")


@pytest.mark.parametrize("key", ENTRIES)
def test_an_entry_has_what_its_kind_needs_and_no_empty_field(key):
    entry = ENTRIES[key]
    assert NEEDED[entry.type] <= set(entry.fields)
    assert [name for name, text in entry.fields.items() if not text.strip() or text != text.strip()] == []


def test_only_works_whose_authors_are_not_known_are_unsigned():
    assert {key for key, entry in ENTRIES.items() if not entry.persons} == UNSIGNED


def test_a_work_whose_title_is_not_known_is_described_in_brackets_and_graded_as_a_guess():
    described = {key for key, entry in ENTRIES.items() if entry.fields["title"].startswith("{[")}
    assert described
    assert {key for key in described if ENTRIES[key].fields["certainty"] != "C"} == {
        "herregarden2019"
    }  # seen, but for its title


def test_a_guess_has_no_pages_but_those_that_the_thesis_gives():
    guesses = [key for key, entry in ENTRIES.items() if entry.fields["certainty"] == "C"]
    assert guesses
    assert [key for key in guesses if "pages" in ENTRIES[key].fields] == ["adib2016"]


def test_identifiers_have_the_form_of_their_kind():
    dois = {entry.fields["doi"] for entry in ENTRIES.values() if "doi" in entry.fields}
    assert len(dois) == sum("doi" in entry.fields for entry in ENTRIES.values())  # no two entries share one
    assert [doi for doi in dois if not re.fullmatch(r"10\.\d{4,5}/\S+", doi)] == []
    urls = [entry.fields["url"] for entry in ENTRIES.values() if "url" in entry.fields]
    assert urls
    assert [url for url in urls if not re.fullmatch(r"https?://\S+", url)] == []


def test_pages_are_ranges_with_two_hyphens_single_pages_or_article_numbers():
    pages = [entry.fields["pages"] for entry in ENTRIES.values() if "pages" in entry.fields]
    assert pages
    assert [page for page in pages if not re.fullmatch(r"e?\d+|(\d+--\d+)(, \d+--\d+)*", page)] == []
    ranges = [tuple(map(int, part)) for page in pages for part in re.findall(r"(\d+)--(\d+)", page)]
    assert [part for part in ranges if part[0] > part[1]] == []


def test_each_entry_serves_a_claim_or_stands_among_the_studies():
    assert set(ENTRIES) == column("claims.csv", "keys") | column("studies.csv", "key")


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("bathish2017", "Bathish"),
        ("fekjaer2016", "Fekjær"),
        ("schiefloe2015", "Schiefloe"),
        ("thompson2019", "Karlsson"),
    ],
)
def test_names_that_the_thesis_misspells_are_right(key, name):
    assert name in {" ".join(person.last_names) for person in ENTRIES[key].persons["author"]}


def test_the_editors_of_the_book_of_stories_are_the_same_wherever_it_is_cited():
    chapters = ["adib2016", "biong2016", "biong2016a", "landheim2016", "landheim2016a"]
    editors = {tuple(" ".join(p.last_names) for p in ENTRIES[key].persons["editor"]) for key in chapters}
    assert editors == {("Landheim", "Wiig", "Brendbekken", "Brodahl", "Biong")}


def test_no_name_is_written_in_one_of_the_wrong_spellings():
    assert not re.search(r"Batish|Fækjer|Schifloe|Karlson\b|Brenbekken", BIB.read_text(encoding="utf-8"))

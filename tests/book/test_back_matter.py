"""The back matter says what the data and the project's own files say."""

import csv
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
BOOK = ROOT / "book"
PAGES = [
    "abbreviations", "cite", "claims", "corrections", "evidence", "glossary", "help", "parameters", "references",
    "reproducibility",
]  # fmt: skip


def page(name):
    """The page as it is read: without front matter, and without the cells that draw its figures."""
    text = (BOOK / f"{name}.md").read_text(encoding="utf-8")
    text = re.sub(r"\A---\n.*?\n---\n\n", "", text, flags=re.DOTALL)
    return re.sub(r"^```\{code-cell\}.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)


def rows(name):
    with (ROOT / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def terms():
    body = re.search(r"^```\{glossary\}\n:sorted:\n(.*?)^```$", page("glossary"), re.MULTILINE | re.DOTALL)[1]
    return [line for line in body.splitlines() if line and not line.startswith(" ")]


def asked_for():
    """Every term that a page links to, with the pages that do."""
    found = {}
    for file in [*BOOK.glob("*.md"), *(ROOT / "notebooks").glob("*.ipynb")]:
        for text in re.findall(r"\{term\}`([^`]+)`", file.read_text(encoding="utf-8")):
            target = re.fullmatch(r".*<(.+)>", text, re.DOTALL)
            found.setdefault(target[1] if target else text, set()).add(file.name)
    return found


@pytest.mark.parametrize("name", PAGES)
def test_a_page_begins_with_a_label_and_one_title(name):
    assert re.match(r"\([a-z-]+\)=\n# \S", page(name))
    assert len(re.findall(r"^# ", page(name), re.MULTILINE)) == 1


def test_the_glossary_explains_each_word_once_in_alphabetical_order():
    words = terms()
    assert len(words) >= 60
    assert words == sorted(set(words), key=str.lower)


def test_every_word_that_a_page_links_to_is_in_the_glossary():
    known = {term.lower() for term in terms()}
    asked = asked_for()
    assert asked
    assert {term: pages for term, pages in asked.items() if term.lower() not in known} == {}


def test_every_vocabulary_of_the_tables_is_explained():
    from egonets import CAPITALS, SUPPORTS, ZONES

    words = set(terms())
    assert {f"{zone} zone" for zone in ZONES} <= words
    assert {f"{support} support" for support in SUPPORTS} <= words
    assert {f"{capital} capital" for capital in CAPITALS} <= words
    assert {"status", "context"} <= words


def test_counts_in_the_prose_are_those_of_the_data():
    claims, corrections = rows("data/claims.csv"), rows("data/corrections.csv")
    assert f"into {len(claims)} claims" in page("claims")
    assert f"In {len(corrections)} places" in page("corrections")
    assert sum(claim["kind"] == "mechanism" for claim in claims) * 5 > len(claims)
    assert "More than a fifth of the claims are assumed mechanisms." in page("claims")


def test_the_corrections_page_puts_each_correction_among_its_kind():
    prose = page("corrections").partition("In order of weight")[0]
    assert set(re.findall(r"I-\d\d", prose)) == {row["id"] for row in rows("data/corrections.csv")}


def test_the_claims_page_explains_each_evidence_status():
    explained = set(re.findall(r"^([a-z ]+)\n: ", page("claims"), re.MULTILINE))
    assert explained == {row["evidence_status"] for row in rows("data/claims.csv")}


def test_the_parameters_page_explains_each_kind_of_parameter():
    explained = set(re.findall(r"^([a-z ]+)\n: ", page("parameters"), re.MULTILINE))
    assert {row["kind"] for row in rows("src/egonets/data/parameters.csv")} <= explained


def test_the_evidence_page_cites_every_study():
    prose = page("evidence").partition("(studies-table)=")[0]
    cited = {key.strip() for keys in re.findall(r"\{cite:[pt]\}`([^`]+)`", prose) for key in keys.split(",")}
    assert {row["key"] for row in rows("data/studies.csv")} == cited


def test_tables_ask_for_columns_that_exist():
    found = []
    for name in PAGES:
        for file, columns in re.findall(r"```\{data-table\} (\S+)\n:columns: (.*)\n", page(name)):
            header = set(rows(file)[0])
            found.append(file)
            assert set(columns.split()) <= header, (name, file)
    assert len(found) >= 4


def test_the_book_is_cited_as_its_citation_file_says():
    work = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    author, year = work["authors"][0]["name"], str(work["date-released"])[:4]
    assert f"> {author}. ({year}). *{work['title']}* (Version {work['version']})." in page("cite")


def test_the_citation_file_and_the_packages_have_one_version_and_the_same_licences():
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    work = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert re.search(r'^version = "(.*)"$', project, re.MULTILINE)[1] == work["version"]
    assert re.search(r'^license = "(.*)"$', project, re.MULTILINE)[1].split(" AND ") == work["license"]


def test_the_licence_of_the_words_is_the_whole_legal_text():
    text = (ROOT / "LICENSE-text").read_text(encoding="utf-8")
    assert "Creative Commons Attribution 4.0 International Public License" in text
    assert re.findall(r"^Section (\d) -- ", text, re.MULTILINE) == list("12345678")


def test_help_in_norway_is_named_wherever_help_is_offered():
    for text in (page("help"), (BOOK / "_help-box.md").read_text(encoding="utf-8")):
        assert re.search(r"\*\*113\*\*", text)
        assert re.search(r"Mental Helse.*\*\*116 123\*\*", text)
        assert "rusinfo.no" in text


@pytest.mark.parametrize("name", [*PAGES, "../CONTRIBUTING", "../CHANGELOG"])
def test_our_own_pages_speak_of_people_first_and_in_british_spelling(name):
    text = page(name).replace("Alcoholics Anonymous", "")
    assert not re.search(r"\b(addicts?|alcoholics?|(drug|substance) (ab)?users?)\b", text, re.IGNORECASE)
    assert not re.search(r"\b(behavior|randomiz|recogniz|center|neighbor|color)", text)
    assert not re.search(r"(?<!\")\b(e\.g\.|i\.e\.)", text)

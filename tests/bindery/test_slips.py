"""Slips of an author in settings, data, references and pages: each ends the build with one line, `file:line: message`.

Each case is the template with one thing wrong. The messages behind "not valid" are those of PyYAML, csv, json and pybtex in the
versions of the lock; the line numbers were counted by hand in the text of the case.
"""

import pytest

from bindery.settings import read_settings

CHAPTERS = "format: jb-book\nroot: index\nchapters:\n"
COLUMNS = "id,claim,source\n"
NOTEBOOK = """---
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {name: python3, display_name: Python 3}
---
"""

WHOLE_FILES = {
    "toc-broken": ("_toc.yml", "root: [index\nchapters:\n", "2: not valid YAML: expected ',' or ']', but got ':'"),
    "toc-tab": (
        "_toc.yml",
        CHAPTERS + "\t- file: a\n",
        "4: not valid YAML: found character '\\t' that cannot start any token",
    ),
    "toc-not-text": ("_toc.yml", "root: index\x00\n", "1: not valid YAML: special characters are not allowed"),
    "toc-no-date": ("_toc.yml", "format: jb-book\nroot: 2026-13-01\n", "2: not valid YAML: month must be in 1..12"),
    "toc-not-utf8": ("_toc.yml", b"root: index\n# p\xe5\n", "2: not UTF-8; save the file as UTF-8"),
    "toc-empty": ("_toc.yml", "", "1: must be a mapping with the key 'root'"),
    "toc-list": ("_toc.yml", "- index\n", "1: must be a mapping with the key 'root'"),
    "toc-no-root": ("_toc.yml", "format: jb-book\n", "1: 'root' key not found"),
    "toc-format": ("_toc.yml", "root: index\nformat: jb-bok\n", "2: 'format' key value not recognised: 'jb-bok'"),
    "toc-key-twice": ("_toc.yml", "root: index\nroot: other\n", "2: not valid YAML: the key 'root' stands twice"),
    "toc-unknown-key": (
        "_toc.yml",
        "format: jb-book\nroot: index\nchaptres:\n  - file: a\n",
        "4: Unknown keys found: 'chaptres', allowed: 'chapters', 'defaults', 'format', 'meta', 'options', 'parts', 'root', 'title'",
    ),
    "toc-unknown-key-of-a-page": (
        "_toc.yml",
        CHAPTERS + "  - file: a\n    titel: A\n",
        "5: Unknown keys found: 'titel', allowed: 'defaults', 'file', 'format', 'meta', 'options', 'sections', 'subtrees', 'title'",
    ),
    "toc-unknown-key-of-a-part": (
        "_toc.yml",
        "format: jb-book\nroot: index\nparts:\n  - captoin: A\n    chapters:\n      - file: a\n",
        "4: unknown key 'captoin'; known here are caption, chapters, entries, hidden, maxdepth, numbered, restart_numbering, "
        "reversed, sections, style, titlesonly",
    ),
    "toc-no-file-key": (
        "_toc.yml",
        CHAPTERS + "  - fil: a\n",
        "4: entry does not contain one of 'file', 'glob', 'url'",
    ),
    "toc-twice": (
        "_toc.yml",
        CHAPTERS + "  - file: a\n  - file: ab\n  - file: a\n",
        "6: document file used multiple times: 'a'",
    ),
    "toc-no-such-page": (
        "_toc.yml",
        CHAPTERS + "  - file: inde\n",
        "4: there is no inde.md and no inde.ipynb; write the file or take the entry out",
    ),
    "config-broken": ("_config.yml", "title: 'A\nauthor: B\n", "3: not valid YAML: found unexpected end of stream"),
    "config-empty": ("_config.yml", "", "1: must be a mapping of settings (name: value)"),
    "config-key-twice": ("_config.yml", "title: A\ntitle: B\n", "2: not valid YAML: the key 'title' stands twice"),
    "config-type": ("_config.yml", "title: A\nauthor: [3]\n", "2: author: [3] is not of type 'string'"),
    "config-unknown": ("_config.yml", "title: A\nautor: B\n", "2: autor: Jupyter Book knows no setting of this name"),
    "config-unknown-below": (
        "_config.yml",
        "title: A\nexecute:\n  timeout: 5\n  alow_errors: true\n",
        "4: execute.alow_errors: Jupyter Book knows no setting of this name",
    ),
    "config-value": (
        "_config.yml",
        "execute:\n  execute_notebooks: perhaps\n",
        "2: execute.execute_notebooks: 'perhaps' is not one of ['auto', 'cache', 'force', 'inline', 'off', False]",
    ),
    "csv-wide-row": (
        "data/claims.csv",
        COLUMNS + 'C-1,"two\nlines",b\nC-2,a,b,c\n',
        "4: 4 cells where the header has 3; quote cells that hold a comma",
    ),
    "csv-narrow-row": (
        "data/claims.csv",
        COLUMNS + "C-1,a,b\n\nC-2,a\n",
        "4: 2 cells where the header has 3; quote cells that hold a comma",
    ),
    "csv-twice": (
        "data/claims.csv",
        COLUMNS + "C-1,a,b\nC-1,c,d\n",
        "3: id 'C-1' stands twice; every id must be unique",
    ),
    "csv-no-id": ("data/claims.csv", COLUMNS + "C-1,a,b\n,c,d\n", "3: the column 'id' is empty; every row needs one"),
    "csv-open-quote": (
        "data/claims.csv",
        COLUMNS + 'C-1,a,b\nC-2,"c,d\nC-3,e,f\n',
        "3: not valid CSV: unexpected end of data",
    ),
    "csv-stray-quote": ("data/claims.csv", COLUMNS + 'C-1,"a"b,c\n', "2: not valid CSV: ',' expected after '\"'"),
    "csv-not-utf8": ("data/claims.csv", b"id,claim,source\nC-1,\xe5,b\n", "2: not UTF-8; save the file as UTF-8"),
    "csv-empty": ("data/claims.csv", "", "1: the file is empty; its first line must name the columns"),
    "csv-blank": ("data/claims.csv", "\n\n", "1: the file is empty; its first line must name the columns"),
    "csv-nameless-column": ("data/numbers.csv", "id,,printed\n", "1: column 2 has no name"),
    "csv-column-twice": (
        "data/numbers.csv",
        "id,printed,printed\n",
        "1: the column 'printed' stands twice; every column needs a name of its own",
    ),
    "csv-beside-a-ledger": (
        "data/other.csv",
        "a,b\n1\n",
        "2: 1 cells where the header has 2; quote cells that hold a comma",
    ),
    "bib-broken": (
        "references.bib",
        "@book{a,\n title = {A}\n year = {2001}\n}\n",
        "3: not valid BibTeX: '}' expected",
    ),
    "bib-open": ("references.bib", "@book{a,\n title = {A\n}\n", "4: not valid BibTeX: premature end of file"),
    "bib-twice": (
        "references.bib",
        "@book{a, title={A}}\n@book{ab, title={A}}\n@book{a, title={A}}\n@book{abc, title={A}}\n",
        "3: not valid BibTeX: repeated bibliography entry: a",
    ),
    "bib-field-twice": (
        "references.bib",
        "@book{b, title={B}}\n@book{a,\n title={A},\n title={B},\n}\n",
        "2: not valid BibTeX: entry with key a has a duplicate title field",
    ),
    "bib-name": (
        "references.bib",
        "@book{a,\n author={A, B, C, D},\n title={A},\n}\n",
        "2: not valid BibTeX: Too many commas in 'A, B, C, D'",
    ),
    "bib-no-key": (
        "references.bib",
        "@book{\n title={A},\n}\n",
        "2: not valid BibTeX: an entry has no key; write one behind the opening brace",
    ),
    "bib-not-utf8": ("references.bib", b"@book{a,\n title={\xe5}}\n", "2: not UTF-8; save the file as UTF-8"),
    "citation-broken": (
        "CITATION.cff",
        "title: [\n",
        "2: not valid YAML: expected the node content, but found '<stream end>'",
    ),
    "citation-list": ("CITATION.cff", "- a\n", "1: must be a mapping of fields (name: value)"),
    "citation-without-version": (
        "CITATION.cff",
        "title: A\nauthors:\n  - name: B\ndate-released: 2026-01-01\n",
        "1: the field 'version' is missing; a citation needs it",
    ),
    "citation-authors": (
        "CITATION.cff",
        "title: A\nversion: 1\ndate-released: 2026-01-01\nauthors: B\n",
        "4: authors: must be a list, each entry with a name, or with family-names and given-names",
    ),
    "page-without-front-matter": (
        "index.md",
        "# A\n\n```{code-cell}\n1\n```\n",
        "3: this cell would not run: the front matter must hold jupytext and kernelspec, as valid YAML",
    ),
    "page-with-broken-front-matter": (
        "index.md",
        "---\njupytext: [\n---\n# A\n\n```{code-cell}\n1\n```\n",
        "6: this cell would not run: the front matter must hold jupytext and kernelspec, as valid YAML",
    ),
    "page-without-kernel": (
        "index.md",
        NOTEBOOK.replace("kernelspec: {name: python3, display_name: Python 3}\n", "")
        + "# A\n\n```{code-cell}\n1\n```\n",
        "1: has cells but no kernelspec; name one (python3) in its metadata",
    ),
    "cell-with-broken-options": (
        "index.md",
        NOTEBOOK + "# A\n\n```{code-cell}\n---\ntags: [\n---\n1\n```\n",
        "8: cannot be read as a notebook: Invalid options format (bad YAML)",
    ),
    "page-not-utf8": ("index.md", b"# A\n\nb\xe5t\n", "3: not UTF-8; save the file as UTF-8"),
}

SETTINGS = {
    "depends-on-nothing": ("[bars.py, data]", "[bars.py, dta]", "sphinx.config.bindery_depends.1: there is no dta"),
    "depends-on-a-text": (
        "bindery_depends: [bars.py, data]",
        "bindery_depends: bars.py",
        "sphinx.config.bindery_depends: 'bars.py' is not of type 'array'",
    ),
    "numbers": (
        "bindery_numbers: data/numbers.csv",
        "bindery_numbers: data/number.csv",
        "sphinx.config.bindery_numbers: there is no data/number.csv",
    ),
    "ledger-file": (
        "file: data/claims.csv",
        "file: data/claim.csv",
        "sphinx.config.bindery_ledgers.claim.file: there is no data/claim.csv",
    ),
    "ledger-key": (
        "complete: true",
        "complet: true",
        "sphinx.config.bindery_ledgers.claim: Additional properties are not allowed ('complet' was unexpected)",
    ),
    "ledger-column": (
        "opens: [claim, source]",
        "opens: [claim, sources]",
        "sphinx.config.bindery_ledgers.claim.opens.1: data/claims.csv has no column 'sources'; it has id, claim, source",
    ),
}


@pytest.mark.parametrize("case", WHOLE_FILES)
def test_a_file_that_is_malformed_gives_one_line(book, build, case):
    name, content, expected = WHOLE_FILES[case]
    root = book()
    (root / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    run = build(root)
    assert (run.status, run.out, run.err) == (1, "", f"{name}:{expected}\n")


@pytest.mark.parametrize("case", SETTINGS)
def test_a_setting_that_cannot_be_meant_gives_one_line(book, build, case):
    old, new, expected = SETTINGS[case]
    config = book() / "_config.yml"
    before = config.read_text().splitlines()
    config.write_text(config.read_text().replace(old, new, 1))
    changed = [number for number, line in enumerate(before, 1) if old in line]
    line = changed[0] - 2 if case == "ledger-key" else changed[0]  # the mapping begins two lines above
    run = build(config.parent)
    assert (run.status, run.out, run.err) == (1, "", f"_config.yml:{line}: {expected}\n")


@pytest.mark.parametrize("name", ["_toc.yml", "_config.yml", "CITATION.cff", "references.bib"])
def test_a_file_that_is_missing_is_named(book, build, name):
    root = book()
    (root / name).unlink()
    run = build(root)
    message = "this file is missing; the book cannot be built without it"
    assert (run.status, run.out, run.err) == (1, "", f"{name}: {message}\n")


def test_a_notebook_that_is_not_json_is_named_with_its_line(book, build):
    root = book()
    (root / "index.md").unlink()
    (root / "index.ipynb").write_text('{"cells": [\n  {"cell_type": "code",]}\n')
    run = build(root)
    expected = "index.ipynb:2: not valid JSON: Expecting property name enclosed in double quotes\n"
    assert (run.status, run.out, run.err) == (1, "", expected)


def test_a_setting_that_sphinx_does_not_know_is_named_with_its_line(book, build):
    config = book() / "_config.yml"
    config.write_text(config.read_text().replace("numfig: true", "numfigs: true"))
    line = config.read_text().splitlines().index("    numfigs: true") + 1
    run = build(config.parent)
    assert (run.status, run.out) == (1, "")
    assert f"_config.yml:{line}: WARNING: unknown config value 'numfigs' in override, ignoring\n" in run.err


@pytest.mark.parametrize(
    "name", ["project: A", "parse:\n  myst_substitutions: {a: b}", "logo: a.svg", "sphinx:\n  config:\n"]
)
def test_a_setting_that_jupyter_book_does_read_is_let_pass(book, name):
    config = book() / "_config.yml"
    config.write_text(f"title: A\n{name}\n")
    assert read_settings(config)["title"] == "A"


def test_a_cell_that_is_only_quoted_is_no_cell(book, build):
    root = book()
    quoted = "\n````md\n```{code-cell}\n1\n```\n````\n"
    (root / "index.md").write_text((root / "index.md").read_text() + quoted)
    assert build(root).status == 0


def test_the_template_itself_is_in_order(book, build):
    run = build(book())
    assert (run.status, run.err) == (0, "")
    assert run.out.startswith("html: 1 pages, 0 figures")

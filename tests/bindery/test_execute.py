"""Cells run side by side, what they gave is remembered, and one that fails is shown where it stands.

A cell of these books leaves a line in `runs.txt` whenever it runs, so that a run that did not happen can be seen.
"""

import json
from pathlib import Path

import pytest

from bindery.build import plan
from bindery.errors import BinderyError
from bindery.execute import execute, fingerprint
from bindery.progress import Plain


def line_with(file, text):
    return 1 + next(at for at, line in enumerate(file.read_text().splitlines()) if text in line)


def execute_all(root, jobs=1):
    ready = plan(root)
    return execute(ready.book, ready.sources, ready.executed, jobs=jobs, progress=Plain(9))


def runs(root):
    file = root / "runs.txt"
    return file.read_text().split() if file.exists() else []


def change(file, old, new):
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def test_a_failing_cell_of_a_page_is_shown_with_file_line_cell_and_the_lines_around(book, build, monkeypatch):
    root = book("failing-cell")
    monkeypatch.chdir(root)
    run = build(Path())
    line = line_with(root / "page.md", "per_thread(0)")
    assert (run.status, run.out) == (1, "")
    assert run.err == (
        f"page.md:{line}: cell 4: ZeroDivisionError: division by zero\n"
        '    print("tying")\n'
        "  > per_thread(0)\n"
        '    print("tied")\n'
    )


def test_a_failing_cell_of_a_notebook_is_shown_with_its_line_in_the_cell(book, build, monkeypatch):
    monkeypatch.chdir(book("failing-notebook"))
    run = build(Path())
    assert (run.status, run.out) == (1, "")
    assert run.err == (
        "page.ipynb: cell 3, line 2: ZeroDivisionError: division by zero\n"
        "    threads = 0\n"
        "  > knots / threads\n"
        '    print("tied")\n'
    )


def test_a_cell_that_is_not_python_is_shown_too(book, build, monkeypatch):
    root = book("failing-cell")
    change(root / "page.md", 'print("tied")', "tied knots")
    monkeypatch.chdir(root)
    run = build(Path())
    assert run.err == (
        f"page.md:{line_with(root / 'page.md', 'tied knots')}: cell 4: SyntaxError: invalid syntax\n"
        "    per_thread(0)\n"
        "  > tied knots\n"
    )


def test_a_cell_that_takes_too_long_is_named(book, build):
    root = book("slow-cell")
    change(root / "_config.yml", "timeout: 60", "timeout: 1")
    run = build(root)
    line = line_with(root / "page.md", "import time")
    message = "cell 2 took longer than 1 seconds; make it faster or raise execute: timeout"
    assert (run.status, run.out, run.err) == (1, "", f"slow-cell/page.md:{line}: {message}\n")


def test_a_cell_that_ends_its_process_is_named(book, build):
    root = book("dead-kernel")
    run = build(root)
    line = line_with(root / "page.md", "import os")
    message = "cell 2 ended the Python process; it may have run out of memory"
    assert (run.status, run.out, run.err) == (1, "", f"dead-kernel/page.md:{line}: {message}\n")


def test_a_warning_that_a_cell_prints_ends_the_build(book, build):
    run = build(book("warning-cell"))
    assert (run.status, run.out) == (1, "")
    assert "page.md:15: ERROR: stderr was found in the cell outputs of cell 2" in run.err


def test_pages_run_side_by_side(book):
    """Each page waits for the other one; one after the other, the first would wait until its time is over."""
    outcomes = execute_all(book("side-by-side"), jobs=2)
    assert [(outcome.docname, outcome.remembered) for outcome in outcomes] == [
        ("index", True),
        ("first", False),
        ("second", False),
    ]


def test_with_one_job_pages_run_one_after_the_other(book):
    root = book("side-by-side")
    change(root / "_config.yml", "timeout: 60", "timeout: 1")
    with pytest.raises(BinderyError, match=r"first\.md:\d+: cell 2 took longer than 1 seconds"):
        execute_all(root, jobs=1)


def test_what_ran_is_remembered_until_a_cell_or_what_it_depends_on_changes(book):
    root = book("memory")
    execute_all(root)
    assert runs(root) == ["first", "second"]
    assert all(outcome.remembered for outcome in execute_all(root))
    change(root / "first.md", "Prose.", "Other prose.")
    execute_all(root)
    assert runs(root) == ["first", "second"]
    change(root / "first.md", "first\\n", "changed\\n")
    execute_all(root)
    assert runs(root) == ["first", "second", "changed"]
    (root / "bars.py").write_text("")
    execute_all(root)
    assert runs(root) == ["first", "second", "changed", "changed", "second"]


def test_the_memory_is_another_one_whenever_something_that_cells_depend_on_changes(book):
    root = book()
    seen = [fingerprint(root, ["bars.py", "data"])]
    for name, content in [
        ("bars.py", "x"),
        ("data/claims.csv", "x"),
        ("data/new.csv", ""),
        ("data/deeper/new.csv", ""),
    ]:
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(content)
        seen.append(fingerprint(root, ["bars.py", "data"]))
    (root / "data/new.csv").rename(root / "data/newer.csv")
    seen.append(fingerprint(root, ["bars.py", "data"]))
    assert len(set(seen)) == 6


def test_the_memory_is_the_same_whatever_else_changes(book):
    root = book()
    before = fingerprint(root, ["bars.py", "data"])
    (root / "data/__pycache__").mkdir()
    (root / "data/__pycache__/x.pyc").write_bytes(b"x")
    (root / "index.md").write_text("# Other\n")
    assert fingerprint(root, ["data", "bars.py"]) == before


def test_what_ran_before_a_failure_is_remembered(book):
    root = book("memory")
    change(root / "second.md", "runs.write", "runs.writ")
    with pytest.raises(BinderyError, match=r"second\.md:\d+: cell 2: AttributeError"):
        execute_all(root)
    change(root / "second.md", "runs.writ", "runs.write")
    execute_all(root)
    assert runs(root) == ["first", "second"]


def test_sphinx_runs_no_cell_itself(whole, build):
    """Pages, EPUB and LaTeX of the whole book, and pages once more: its cell ran once."""
    assert runs(whole) == ["knots"]
    assert build(whole).status == 0
    assert runs(whole) == ["knots"]


def test_runs_under_an_earlier_state_are_forgotten(book, build):
    root = book()
    earlier = root / "_build/.cache/executed/0123456789abcdef"
    earlier.mkdir(parents=True)
    build(root)
    assert not earlier.exists()


def test_a_notebook_keeps_its_stored_outputs_apart_from_the_book(whole):
    """The build leaves sources as they are."""
    notebook = json.loads((whole / "more/threads.ipynb").read_text())
    assert [cell["outputs"] for cell in notebook["cells"] if cell["cell_type"] == "code"] == [[], []]

"""A finished book is never lost: a build that fails, is stopped or is killed leaves the last good one as it was.

What is killed runs in a process of its own; a marker file tells when it is in the middle.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]


def state(folder):
    """Every file below the folder with a digest of its bytes."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def started(root, marker, **environment):
    """Begin a build in a process of its own, and return it when the marker is there."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bindery.cli", "build", "html"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    end = time.monotonic() + 60
    while not marker.exists():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end, "the build did not come to the middle within a minute"
        time.sleep(0.05)
    return process


def kill(process):
    """End the build and the kernels that it has started, without a word."""
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=20)


@pytest.fixture
def good(book, build):
    """A book that was built, and the state of its pages."""
    root = book("slow-cell")
    cell = (root / "page.md").read_text()
    (root / "page.md").write_text("# A page\n")
    assert build(root).status == 0
    (root / "page.md").write_text(cell)
    return root, state(root / "_build/html")


def test_a_failing_build_leaves_the_last_good_book(book, build):
    root = book()
    build(root)
    before = state(root / "_build/html")
    assert len(before) > 20
    for broken in ("# A\n\nTies.{claim}`C-9`\n", "# A\n\n{ref}`nowhere`\n"):
        (root / "index.md").write_text(broken)
        assert build(root).status == 1
        assert state(root / "_build/html") == before
    assert sorted(file.name for file in (root / "_build").iterdir()) == [".cache", "html"]


def test_a_failing_first_build_leaves_no_book(book, build):
    root = book("unknown-entries")
    assert build(root).status == 1
    assert not (root / "_build/html").exists()


def test_what_a_failed_build_left_is_not_built_upon(book, build):
    """Sphinx does not repeat the warnings of pages that it need not read again."""
    root = book("unknown-entries")
    first, second = build(root), build(root)
    assert (second.status, second.err) == (first.status, first.err)


def test_a_build_that_is_killed_while_cells_run_leaves_the_last_good_book(good, build):
    root, before = good
    page = root / "page.md"
    marker = root / "running"
    page.write_text(page.read_text().replace("time.sleep(60)", 'open("running", "w").close()\ntime.sleep(60)'))
    kill(started(root, marker))
    assert state(root / "_build/html") == before
    page.write_text("# Another page\n")
    assert build(root).status == 0
    assert "Another page" in (root / "_build/html/page.html").read_text()


def test_a_build_that_is_killed_while_pages_are_written_leaves_the_last_good_book(book, build, monkeypatch):
    root = book("slow-pages")
    monkeypatch.syspath_prepend(root)
    assert build(root).status == 0
    before = state(root / "_build/html")
    index = root / "index.md"
    index.write_text(index.read_text() + "\nAnd knots.\n")
    kill(started(root, root / "writing", WAIT_HERE="writing"))
    assert state(root / "_build/html") == before
    assert build(root).status == 0
    assert "And knots." in (root / "_build/html/index.html").read_text()
    assert sorted(file.name for file in (root / "_build").iterdir()) == [".cache", "html"]


def test_a_build_that_is_stopped_by_hand_says_so(good):
    root, before = good
    page = root / "page.md"
    page.write_text(page.read_text().replace("time.sleep(60)", 'open("running", "w").close()\ntime.sleep(60)'))
    process = started(root, root / "running")
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (130, "", "stopped; the last good book is still in place\n")
    assert state(root / "_build/html") == before


def test_a_build_that_is_killed_between_the_two_steps_of_the_swap_loses_nothing(book, build, monkeypatch):
    root = book()
    build(root)
    before = state(root / "_build/html")

    def stop(self, target):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(Path, "replace", stop)
        assert build(root).status == 130
    assert not (root / "_build/html").exists()
    (root / "index.md").write_text("# A\n\nTies.{claim}`C-9`\n")
    assert build(root).status == 1
    assert state(root / "_build/html") == before


def test_the_swap_leaves_nothing_behind(whole):
    assert sorted(file.name for file in (whole / "_build").iterdir()) == [".cache", "epub", "html", "pdf"]
    assert [file.name for file in (whole / "_build/pdf").iterdir()] == ["tiny.pdf"]
    assert [file.name for file in (whole / "_build/epub").iterdir()] == ["tiny.epub"]


def test_a_page_that_left_the_book_leaves_the_site(book, build):
    root = book()
    (root / "_toc.yml").write_text("format: jb-book\nroot: index\nchapters:\n  - file: second\n")
    (root / "second.md").write_text("# Second\n")
    build(root)
    assert (root / "_build/html/second.html").is_file()
    (root / "_toc.yml").write_text("format: jb-book\nroot: index\n")
    (root / "second.md").unlink()
    assert build(root).status == 0
    assert [file for file in state(root / "_build/html") if "second" in file] == []


def test_plain_jupyter_book_gives_the_same_site(whole, tmp_path):
    """Byte by byte, nothing normalised; the file with Sphinx's own bookkeeping is left out."""
    root = tmp_path / "plain"
    shutil.copytree(whole, root, ignore=shutil.ignore_patterns("_build", "runs.txt"))
    run = subprocess.run(
        [str(Path(sys.executable).with_name("jupyter-book")), "build", "."], cwd=root, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout + run.stderr
    ours, theirs = state(whole / "_build/html"), state(root / "_build/html")
    for site in (ours, theirs):
        del site[".buildinfo"]
    assert len(ours) > 50
    assert theirs == ours


def test_tiny_books_have_the_settings_of_the_real_one():
    """What a tiny book proves must hold for the book; only its content's own extensions are left out."""

    def settings(path):
        return yaml.safe_load(path.read_text())

    real, tiny = settings(ROOT / "_config.yml"), settings(ROOT / "tests/bindery/books/template/_config.yml")
    extensions = [
        name for name in real["sphinx"]["config"]["extensions"] if name not in {"sphinx.ext.autodoc", "numpydoc"}
    ]
    assert tiny["sphinx"]["config"]["extensions"] == extensions
    for part in ("parse", "bibtex_bibfiles", "only_build_toc_files"):
        assert tiny[part] == real[part]
    for part in ("execute_notebooks", "stderr_output", "allow_errors"):
        assert tiny["execute"][part] == real["execute"][part]
    for name in (
        "nb_execution_raise_on_error",
        "nb_render_markdown_format",
        "html_math_renderer",
        "numfig",
        "latex_docclass",
    ):
        assert tiny["sphinx"]["config"][name] == real["sphinx"]["config"][name]

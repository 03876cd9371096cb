"""Tiny books: `books/template`, and for each behaviour a folder with the files that differ from it."""

import shutil
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path

import pytest

from bindery.cli import main

BOOKS = Path(__file__).with_name("books")

# Sphinx imports its extensions by name, and tells the interpreter's own path about the book's folder.
PATH = tuple(sys.path)


@dataclass(frozen=True)
class Run:
    """What a command did: its status and what it wrote."""

    status: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """Work in an empty folder of one's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(PATH))
    return tmp_path


@pytest.fixture
def book(tmp_path):
    """Lay out a tiny book by its name; return its folder."""

    def lay_out(name="template"):
        return copied(name, tmp_path / name)

    return lay_out


def copied(name, target):
    shutil.copytree(BOOKS / "template", target)
    if name != "template":
        shutil.copytree(BOOKS / name, target, dirs_exist_ok=True)
    return target


def command(*arguments):
    """Run the command in this process; warnings of Sphinx and its extensions are not ours, those of bindery are errors."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.filterwarnings("error", module="bindery")
        return main([str(argument) for argument in arguments])


@pytest.fixture
def bindery(capfd):
    """Run the command; return its status and what it wrote."""

    def run(*arguments):
        capfd.readouterr()
        status = command(*arguments)
        return Run(status, *capfd.readouterr())

    return run


@pytest.fixture
def build(bindery):
    """Build a book, its pages if nothing else is asked for."""

    def run(root, *formats):
        return bindery("build", *(formats or ["html"]), "--book", root)

    return run


@pytest.fixture(scope="session")
def whole(tmp_path_factory):
    """The one book that has everything, built once: `_build/html`, `_build/epub` and `_build/pdf` in the folder returned."""
    root = copied("whole", tmp_path_factory.mktemp("whole") / "book")
    assert command("build", "html", "epub", "pdf", "--book", root) == 0
    return root

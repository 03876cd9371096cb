"""From sources to a finished book: execute, build each format beside the last good one, count, and only then put it in place."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from jupyter_book.sphinx import build_sphinx

from bindery import count, tex
from bindery.bib_files import check_bibliographies
from bindery.citing import read_work
from bindery.errors import BinderyError
from bindery.execute import Outcome, cache_path, execute
from bindery.layout import Book, read_book
from bindery.ledger_files import check_data_files
from bindery.positions import line_of
from bindery.progress import watch
from bindery.sources import Promise, Source, all_promises, read_source

BUILD = Path("_build")
WORK = BUILD / ".cache"
FORMATS = ("html", "pdf", "epub")
BUILDING_ORDER = ("pdf", "epub", "html")  # the site offers the PDF, so it comes last
ANSI = re.compile(r"\x1b\[[0-9;]*m")

Say = Callable[[str], None]


@dataclass
class Report:
    """What a build made."""

    outcomes: list[Outcome] = field(default_factory=list)
    made: dict[str, str] = field(default_factory=dict)  #: format and what is in it, in words


@dataclass(frozen=True)
class Plan:
    """A book that was read and found to be in order."""

    book: Book
    sources: list[Source]
    figures: dict[str, Promise]
    executed: Path  #: where the results of its cells are remembered


def plan(root: Path) -> Plan:
    """Read settings, data and sources; the first thing that is not in order is a `BinderyError` with file and line."""
    book = read_book(root)
    read_work(book.root)
    check_data_files(book)
    check_bibliographies(book)
    sources = [read_source(book, document) for document in book.documents]
    executed = cache_path(book.root, book.setting("bindery_depends", []))
    return Plan(book, sources, all_promises(book, sources), executed)


def build(root: Path, formats: Iterable[str], *, jobs: int, say: Say) -> Report:
    """Build the book in `root` in each of `formats`; what fails leaves the last good book in place."""
    _mend(root / BUILD / "html")
    ready = plan(root)
    report = Report()
    with watch(sum(source.code_cells for source in ready.sources)) as progress:
        report.outcomes = execute(ready.book, ready.sources, ready.executed, jobs=jobs, progress=progress)
    _forget_old_runs(ready.executed)
    for name in sorted(formats, key=BUILDING_ORDER.index):
        started = time.monotonic()
        report.made[name] = BUILDERS[name](ready)
        say(f"{name}: {report.made[name]}, {time.monotonic() - started:.0f} s")
    return report


def _html(ready: Plan) -> str:
    made = _sphinx(ready.book, "html", ready.executed)
    counted = count.html(ready.book, ready.figures, made)
    _put_in_place(made, ready.book.root / BUILD / "html")
    return counted


def _pdf(ready: Plan) -> str:
    made = _sphinx(ready.book, "latex", ready.executed)
    paper = tex.typeset(made / _tex_name(ready.book))
    counted = count.pdf(ready.book, ready.figures, made / _tex_name(ready.book), paper)
    _put_in_place(paper, ready.book.root / BUILD / "pdf" / paper.name)
    return counted


def _epub(ready: Plan) -> str:
    made = _sphinx(ready.book, "epub", ready.executed)
    found = sorted(made.glob("*.epub"))
    if not found:
        raise BinderyError("the EPUB was not written", path="_build")
    counted = count.epub(ready.book, ready.figures, found[0])
    name = Path(_tex_name(ready.book)).with_suffix(".epub").name
    _put_in_place(found[0], ready.book.root / BUILD / "epub" / name)
    return counted


BUILDERS: dict[str, Callable[[Plan], str]] = {"html": _html, "pdf": _pdf, "epub": _epub}


def _tex_name(book: Book) -> str:
    documents = (book.config.get("latex") or {}).get("latex_documents") or {}
    return str(documents.get("targetname", "book.tex"))


def _sphinx(book: Book, builder: str, executed: Path) -> Path:
    """Run Sphinx as Jupyter Book does, warnings as errors, in a work folder of its own; return what it made.

    A work folder whose last run did not end well is thrown away, so that nothing half-written is built upon.
    """
    work = book.root / WORK / builder
    unfinished = work / "unfinished"
    if unfinished.exists():
        shutil.rmtree(work)
    work.mkdir(parents=True, exist_ok=True)
    unfinished.touch()
    made = work / "made"
    if builder != "latex":  # what TeX left there saves it a run
        _remove(made)  # Sphinx takes away no page, picture or download of a source that is gone
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(io.StringIO()):
        status = build_sphinx(
            str(book.root), str(made), path_config=str(book.root / "_config.yml"), noconfig=True,
            confoverrides={"latex_individualpages": False, "nb_execution_cache_path": str(executed)}, doctreedir=str(work / "doctrees"),
            builder=builder, warningiserror=True, keep_going=True, quiet=True,
        )  # fmt: skip
    problems = [_with_place(problem, book) for problem in _problems(said.getvalue(), book.root)]
    if isinstance(status, BaseException):
        problems.append(f"{type(status).__name__}: {status}")
    if status != 0 or problems:
        shown = problems or [f"Sphinx ended with status {status}"]
        raise BinderyError(f"{len(shown)} problem(s) while writing {builder}:\n" + "\n".join(shown))
    unfinished.unlink()
    return made


def _problems(said: str, root: Path) -> list[str]:
    """Return Sphinx's warnings and errors, one line each, paths as seen from the book's folder."""
    lines = [ANSI.sub("", line).replace(f"{root}/", "") for line in said.splitlines()]
    found = [line for line in lines if re.search(r"\b(WARNING|ERROR|CRITICAL): ", line)]
    return list(dict.fromkeys(found))


def _with_place(problem: str, book: Book) -> str:
    """Sphinx names no place for what it minds in the settings; find the line of the name or the value that it tells."""
    told = re.search(r"unknown config value '(\w+)'", problem)
    if told is None:
        return problem
    path = book.root / "_config.yml"
    return f"{path.name}:{line_of(path, ['sphinx', 'config', told[1]])}: {problem}"


def _put_in_place(new: Path, target: Path) -> None:
    """Copy beside the target, then swap: at every moment the old or the new one is whole on the disk."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh, old = _beside(target, "new"), _beside(target, "old")
    for left in (fresh, old):
        _remove(left)
    if new.is_dir():
        shutil.copytree(new, fresh)
    else:
        shutil.copy2(new, fresh)
    if target.is_dir():
        target.rename(old)
    fresh.replace(target)
    _remove(old)


def _beside(target: Path, part: str) -> Path:
    return target.with_name(f".{target.name}.{part}")


def _mend(target: Path) -> None:
    """A build that was killed between the two steps of the swap left the last good book under its other name."""
    old = _beside(target, "old")
    if old.exists() and not target.exists():
        old.rename(target)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _forget_old_runs(current: Path) -> None:
    """Runs under a state of code and data that is no longer there would only fill the disk."""
    for folder in current.parent.glob("*"):  # a book without cells has no memory
        if folder != current:
            _remove(folder)

"""The command `bindery`: parse, call, print, set the status. 0 all well, 1 the book is not in order, 2 wrong use."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bindery import tex
from bindery.build import FORMATS, build
from bindery.check import check
from bindery.errors import BinderyError
from bindery.record import accept, differences
from bindery.store import store


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its status."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except BinderyError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("stopped; the last good book is still in place", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bindery", description="Turn chapters and notebooks into a book that proves itself."
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    _add_build(commands)
    _add_store(commands)
    _add_check(commands)
    _add_record(commands)
    return parser


def _add_build(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("build", help="execute everything and write _build/html, _build/pdf and _build/epub")
    command.add_argument(
        "formats",
        nargs="*",
        choices=[*FORMATS, []],
        metavar="format",
        help="html, pdf, epub; without any: html and pdf",
    )
    command.add_argument("--book", type=Path, default=Path(), help="the book's folder (default: this one)")
    command.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, help="documents executed at a time (default: one a core)"
    )
    command.set_defaults(run=_build)


def _build(options: argparse.Namespace) -> int:
    """The PDF that nobody asked for by name is left out where TeX is not to be had; one that was asked for is an error."""
    formats = list(options.formats) or ["html", "pdf"]
    if "pdf" in formats and not _tex_is_there():
        message = f"no PDF: TeX lacks {', '.join(tex.missing())}; get it with: {tex.HOW}"
        if "pdf" in options.formats:
            raise BinderyError(message)
        print(message, file=sys.stderr)
        formats.remove("pdf")
    build(options.book, formats, jobs=options.jobs, say=print)
    return 0


def _add_store(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("store", help="run notebooks and keep their outputs in them")
    command.add_argument("notebooks", nargs="+", type=Path, help="the notebooks' files")
    command.set_defaults(run=_store)


def _store(options: argparse.Namespace) -> int:
    for notebook in options.notebooks:
        print(f"{notebook}: {store(notebook)} cells")
    return 0


def _add_check(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("check", help="read the text: claims, references, words, numbers")
    command.add_argument("--book", type=Path, default=Path(), help="the book's folder (default: this one)")
    command.set_defaults(run=_check)


def _check(options: argparse.Namespace) -> int:
    findings = check(options.book)
    for finding in findings:
        print(finding)
    return 1 if findings else 0


def _add_record(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser("record", help="compare the data of the built figures with the record")
    command.add_argument("--accept", action="store_true", help="make the record what the built site shows")
    command.add_argument("--book", type=Path, default=Path(), help="the book's folder (default: this one)")
    command.set_defaults(run=_record)


def _record(options: argparse.Namespace) -> int:
    if options.accept:
        print(f"{accept(options.book)} figures accepted")
        return 0
    found = differences(options.book)
    for line in found:
        print(line)
    return 1 if found else 0


def _tex_is_there() -> bool:
    if not tex.missing() or not tex.can_install():
        return not tex.missing()
    print("installing TeX for the PDF (217 MB, about a minute)", file=sys.stderr)
    return tex.install()


if __name__ == "__main__":
    sys.exit(main())

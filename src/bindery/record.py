"""The record: the data behind every published figure, as it was when somebody last accepted it.

A number that changes without anybody meaning it to shows here as a line of a CSV file that is not the same any more.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

from bindery.errors import BinderyError
from bindery.figure_node import FOLDER

BUILT = Path("_build/html") / FOLDER
RECORD = Path("record")


def differences(root: Path) -> list[str]:
    """Return, one line each, where the figures of the built site and the record are not the same."""
    built, kept = _tables(root / BUILT), _tables(root / RECORD)
    if not built:
        raise BinderyError("there is no built site to compare; run bindery build html first", path=BUILT.as_posix())
    return [line for name in sorted({*built, *kept}) for line in _compare(name, built.get(name), kept.get(name))]


def accept(root: Path) -> int:
    """Make the record what the built site shows; return the number of figures."""
    differences(root)  # a site that is not there must not empty the record
    (root / RECORD).mkdir(exist_ok=True)
    built = _tables(root / BUILT)
    for name, kept in _tables(root / RECORD).items():
        if name not in built:
            kept.unlink()
    for path in built.values():
        shutil.copyfile(path, root / RECORD / path.name)
    return len(built)


def _tables(folder: Path) -> dict[str, Path]:
    return {path.stem: path for path in sorted(folder.glob("*.csv"))}


def _compare(name: str, built: Path | None, kept: Path | None) -> Iterator[str]:
    file = RECORD / f"{name}.csv"
    if kept is None:
        yield f"{file}: the figure {name} is new; accept it with bindery record --accept"
    elif built is None:
        yield f"{file}: the book has no figure {name} any more; accept that with bindery record --accept"
    else:
        lines = zip_longest(*(path.read_text(encoding="utf-8").splitlines() for path in (kept, built)))
        changed = ((number, old, new) for number, (old, new) in enumerate(lines, 1) if old != new)
        yield from (f"{file}:{number}: was {old or 'not there'}, is {new or 'gone'}" for number, old, new in changed)

"""What bindery says when something is wrong.

BinderyError          a file of the book is not as it must be: one line with file, line and remedy
└── CellError         a cell failed: file, cell, line, the exception and the lines around it
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class BinderyError(Exception):
    """A file of the book is not as it must be; `str()` gives one line, `file:line: message`."""

    def __init__(self, message: str, *, path: Path | str | None = None, line: int | None = None) -> None:
        self.message = message
        self.path = path
        self.line = line
        super().__init__(message)

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.path, self.line) if part is not None)
        return f"{place}: {self.message}" if place else self.message


class CellError(BinderyError):
    """A cell failed; `str()` gives the place and the exception, then the lines around the failing one."""

    def __init__(
        self, exception: str, *, path: Path, cell: int, line: int | None, source: Sequence[str], failing: int
    ) -> None:
        place = f"cell {cell}" if line else f"cell {cell}, line {failing}"  # lines of a notebook's file tell nothing
        super().__init__(f"{place}: {exception}", path=path, line=line)
        self.cell = cell
        self.source = source
        self.failing = failing

    def __str__(self) -> str:
        around = range(max(0, self.failing - 2), min(len(self.source), self.failing + 1))
        shown = [f"  {'>' if at == self.failing - 1 else ' '} {self.source[at]}" for at in around]
        return "\n".join([super().__str__(), *shown])

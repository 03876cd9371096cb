"""What a long run tells whoever watches: a bar on a terminal, plain lines elsewhere; always on standard error."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Protocol, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar


class Progress(Protocol):
    """What the executor says: a cell has begun, a document is done, a document need not run."""

    def cell(self, document: str, cell: int) -> None: ...
    def done(self, document: str, cells: int, seconds: float) -> None: ...
    def skip(self, document: str, cells: int) -> None: ...


class Plain:
    """One line when a document is done; for logs."""

    def __init__(self, cells: int) -> None:
        self.cells = cells
        self.finished = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing to close."""

    def cell(self, document: str, cell: int) -> None:
        """A log needs no line for every cell."""

    def done(self, document: str, cells: int, seconds: float) -> None:
        self.finished += cells
        print(
            f"executed {document}: {cells} cells, {seconds:.1f} s ({self.finished}/{self.cells})",
            file=sys.stderr,
            flush=True,
        )

    def skip(self, document: str, cells: int) -> None:
        self.finished += cells


class Live:
    """A bar that names the file, the cell and the seconds."""

    def __init__(self, cells: int) -> None:
        self.bar = Bar(
            SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
            console=Console(stderr=True), transient=True,
        )  # fmt: skip
        self.total = self.bar.add_task("executing", total=cells)
        self.tasks: dict[str, tuple[TaskID, int]] = {}

    def __enter__(self) -> Self:
        self.bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.bar.stop()

    def cell(self, document: str, cell: int) -> None:
        if document not in self.tasks:
            self.tasks[document] = (self.bar.add_task(document, total=None), 0)
        task, begun = self.tasks[document]
        self.tasks[document] = (task, begun + 1)
        self.bar.update(task, description=f"{document} cell {cell}", completed=begun)
        if begun:
            self.bar.advance(self.total)

    def done(self, document: str, cells: int, seconds: float) -> None:
        task, _ = self.tasks.pop(document)
        self.bar.remove_task(task)
        self.bar.advance(self.total)

    def skip(self, document: str, cells: int) -> None:
        self.bar.advance(self.total, cells)


def watch(cells: int) -> Plain | Live:
    """Return a bar for a terminal, plain lines for anything else."""
    return Live(cells) if sys.stderr.isatty() else Plain(cells)

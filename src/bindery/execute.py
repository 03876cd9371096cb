"""Execute chapters and notebooks side by side, and remember what they gave.

The memory is jupyter-cache, which knows a document by its cells alone. So it is kept in a folder named after everything else that
the cells depend on (`bindery_depends` in `_config.yml`: code, data, lock): change any of these, and every document runs again.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn, JupyterCacheAbstract
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from bindery.errors import BinderyError, CellError
from bindery.layout import Book
from bindery.progress import Progress
from bindery.sources import Source

CACHE = Path("_build/.cache/executed")
IGNORED = {"__pycache__", ".ipynb_checkpoints"}
ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Outcome:
    """What became of one document."""

    docname: str
    cells: int
    seconds: float
    remembered: bool  #: True if nothing had to run


def cache_path(root: Path, depends: Iterable[str]) -> Path:
    """Return the folder of remembered runs for the present state of everything in `depends`."""
    return root / CACHE / fingerprint(root, depends)[:16]


def fingerprint(root: Path, depends: Iterable[str]) -> str:
    """Return the SHA-256 over the Python version and the names and bytes of all files in `depends`, in sorted order."""
    digest = hashlib.sha256(sys.version.encode())
    for file in _files(root, depends):
        digest.update(file.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _files(root: Path, depends: Iterable[str]) -> Iterator[Path]:
    for name in sorted(depends):
        place = root / name
        inside = sorted(place.rglob("*")) if place.is_dir() else [place]
        yield from (file for file in inside if file.is_file() and not IGNORED & set(file.parts))


def execute(book: Book, sources: list[Source], memory: Path, *, jobs: int, progress: Progress) -> list[Outcome]:
    """Run every document that is not in the folder `memory`, `jobs` at a time, and return one outcome each, in the book's order.

    The first failing cell ends the run with a `CellError`; what succeeded until then is remembered.
    """
    cache = get_cache(memory)
    timeout = int((book.config.get("execute") or {}).get("timeout", 30))
    with asyncio.Runner(loop_factory=_Loop) as runner:
        return runner.run(_execute_all(cache, sources, jobs, timeout, progress))


class _Loop(asyncio.SelectorEventLoop):
    """Every client of nbclient would take Ctrl-C for itself alone; here it ends them all, each with its kernel."""

    def add_signal_handler(self, *_: Any) -> None:  # type: ignore[override]
        raise RuntimeError("signals are the runner's")


async def _execute_all(
    cache: JupyterCacheAbstract, sources: list[Source], jobs: int, timeout: int, progress: Progress
) -> list[Outcome]:
    gate = asyncio.Semaphore(jobs)

    async def one(source: Source) -> Outcome:
        if source.notebook is None or _is_remembered(cache, source.notebook):
            progress.skip(source.docname, source.code_cells)
            return Outcome(source.docname, source.code_cells, 0.0, True)
        async with gate:
            return await _execute_one(cache, source, timeout, progress)

    tasks = [asyncio.create_task(one(source)) for source in sources]
    try:
        return list(await asyncio.gather(*tasks))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _is_remembered(cache: JupyterCacheAbstract, notebook: NotebookNode) -> bool:
    try:
        cache.match_cache_notebook(notebook)
    except KeyError:
        return False
    return True


async def _execute_one(cache: JupyterCacheAbstract, source: Source, timeout: int, progress: Progress) -> Outcome:
    assert source.notebook is not None
    started = time.monotonic()
    begun = [0]  # positions of the code cells that were sent to the kernel; the last one is running

    def on_cell_start(cell: NotebookNode, cell_index: int) -> None:
        if cell.cell_type == "code":
            begun.append(cell_index)
            progress.cell(source.docname, cell_index + 1)

    client = NotebookClient(
        source.notebook,
        timeout=timeout,
        kernel_name="python3",
        resources={"metadata": {"path": str(source.path.parent)}},
        on_cell_start=on_cell_start,
        record_timing=False,
    )
    try:
        # What the kernel itself says, when it starts or is ended, is not for authors.
        await client.async_execute(stderr=subprocess.DEVNULL)
    except CellExecutionError as error:
        raise cell_error(source, error) from None
    except CellTimeoutError:
        raise _stopped(
            source, begun[-1], f"took longer than {timeout} seconds; make it faster or raise execute: timeout"
        ) from None
    except DeadKernelError:
        if _is_cancelled():  # nbclient takes a cancelled cell for one whose kernel died
            raise asyncio.CancelledError from None
        raise _stopped(source, begun[-1], "ended the Python process; it may have run out of memory") from None
    except RuntimeError as error:  # the kernel did not start
        raise BinderyError(
            f"the Python process for its cells did not start: {error}", path=_shown(source.path)
        ) from error
    seconds = time.monotonic() - started
    _remember(cache, source, seconds)
    progress.done(source.docname, source.code_cells, seconds)
    return Outcome(source.docname, source.code_cells, seconds, False)


def _is_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0


def _remember(cache: JupyterCacheAbstract, source: Source, seconds: float) -> None:
    bundle = CacheBundleIn(source.notebook, str(source.path), data={"execution_seconds": round(seconds, 3)})
    cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)


def cell_error(source: Source, error: CellExecutionError) -> CellError:
    """Return what to tell the author of a failing cell."""
    index, traceback = _failed(source)
    lines = source.cells[index].source.splitlines()
    found = re.findall(r"Cell In\[\d+\], line (\d+)|line (\d+)\n", traceback)
    failing = int(next((a or b for a, b in found if int(a or b) <= len(lines)), "1"))
    first = source.first_line(index)
    # IPython has a name of its own for the cell of a SyntaxError.
    told = re.sub(r" \(\d+\.py, line \d+\)$", "", ANSI.sub("", error.evalue))
    return CellError(
        f"{error.ename}: {told}",
        path=_shown(source.path),
        cell=index + 1,
        line=first + failing - 1 if first else None,
        source=lines,
        failing=failing,
    )


def _failed(source: Source) -> tuple[int, str]:
    """Return the position of the cell that holds an error, and its traceback as plain text."""
    for index, cell in enumerate(source.cells):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                return index, ANSI.sub("", "\n".join(output.traceback))
    return 0, ""


def _stopped(source: Source, index: int, message: str) -> BinderyError:
    return BinderyError(f"cell {index + 1} {message}", path=_shown(source.path), line=source.first_line(index))


def _shown(path: Path) -> Path:
    """A path as the author typed it: relative to where the command runs, if it lies below."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path

"""Run notebooks and keep their outputs in them, so that a reader sees them and nbval can compare."""

from __future__ import annotations

import subprocess
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from bindery.errors import BinderyError
from bindery.execute import cell_error
from bindery.sources import Source


def store(notebook_path: Path, *, timeout: int = 120) -> int:
    """Run a notebook from its first cell and write it back with its outputs; return the number of code cells.

    What differs from run to run is left out (times, ids), so that a change of the file is a change of what it says. A
    failing cell is a `BinderyError`, and the file stays as it was.
    """
    notebook = _read(notebook_path)
    source = Source(notebook_path, notebook_path.stem, notebook, None)
    try:
        NotebookClient(
            notebook, timeout=timeout, kernel_name="python3", record_timing=False,
            resources={"metadata": {"path": str(notebook_path.parent)}},
        ).execute(stderr=subprocess.DEVNULL)  # fmt: skip
    except CellExecutionError as error:
        raise cell_error(source, error) from None
    _make_stable(notebook)
    beside = notebook_path.with_name(f".{notebook_path.name}.new")
    beside.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")
    beside.replace(notebook_path)
    return source.code_cells


def _read(path: Path) -> NotebookNode:
    try:
        notebook: NotebookNode = nbformat.read(path, as_version=4)
    except Exception as error:  # nbformat raises many kinds
        raise BinderyError(f"cannot be read as a notebook: {error}", path=path) from error
    return notebook


def _make_stable(notebook: NotebookNode) -> None:
    kept = {
        key: value for key, value in notebook.metadata.items() if key not in {"language_info", "widgets", "signature"}
    }
    notebook.metadata = NotebookNode(
        {**kept, "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    )
    for number, cell in enumerate(notebook.cells, 1):
        cell["id"] = f"cell-{number:02d}"
        cell.metadata.pop("execution", None)
    notebook.nbformat, notebook.nbformat_minor = 4, 5

"""Stored notebooks: nbval compares them with a fresh run, and these tests show that it would notice.

nbval itself runs over all of them with `pytest --nbval notebooks` (`make test`); here it runs over copies of one.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
ZONES = ROOT / "notebooks/zones.ipynb"
VEGA = "application/vnd.vegalite.v6+json"


def read(path):
    return nbformat.read(path, as_version=4)


def nbval(path):
    """Run nbval over one notebook as `make test` does, telling all; return how it ended and what it said."""
    settings = [
        "-c",
        str(ROOT / "pyproject.toml"),
        f"--rootdir={path.parent}",
        "--nbval",
        "-p",
        "no:cacheprovider",
        "-vv",
    ]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *settings, path.name],
        cwd=path.parent,
        capture_output=True,
        text=True,
        timeout=300,
    )
    return run.returncode, re.sub(r"\x1b\[[0-9;]*m", "", run.stdout + run.stderr)


def charts(notebook):
    """Every stored figure with the number of its cell among the code cells, as nbval counts."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [
        (at, output.data) for at, cell in enumerate(code) for output in cell.outputs if VEGA in output.get("data", {})
    ]


def numbers(spec):
    """Every number among the data that a figure draws, as the record it stands in and its column."""
    if isinstance(spec, dict) and isinstance(spec.get("values"), list):
        for record in spec["values"]:
            yield from ((record, name) for name, value in record.items() if isinstance(value, (int, float)))
    for part in spec.values() if isinstance(spec, dict) else spec if isinstance(spec, list) else ():
        yield from numbers(part)


@pytest.fixture
def copy(tmp_path):
    """A notebook in an empty folder."""
    return Path(tmp_path / ZONES.name)


def test_an_untouched_notebook_passes(copy):
    copy.write_bytes(ZONES.read_bytes())
    status, told = nbval(copy)
    cells = sum(cell.cell_type == "code" for cell in read(ZONES).cells)
    assert (status, f"{cells} passed" in told) == (0, True), told


def test_one_changed_number_in_a_stored_figure_fails_and_is_named(copy):
    notebook = read(ZONES)
    at, data = charts(notebook)[0]
    spec = data[VEGA]
    record, name = next(numbers(spec))
    record[name] += 1
    nbformat.write(notebook, copy)
    status, told = nbval(copy)
    cells = sum(cell.cell_type == "code" for cell in notebook.cells)
    assert status == 1
    assert f"1 failed, {cells - 1} passed" in told
    assert f"FAILED {ZONES.name}::Cell {at}" in told
    assert f"mismatch '{VEGA}'" in told
    assert f"'{name}': {record[name]!r}" in told


def test_one_changed_word_of_a_long_description_fails(copy):
    notebook = read(ZONES)
    at, data = charts(notebook)[0]
    data["text/plain"] += " And more."
    nbformat.write(notebook, copy)
    status, told = nbval(copy)
    assert status == 1
    assert f"FAILED {ZONES.name}::Cell {at}" in told


def test_there_are_notebooks():
    assert {"zones", "support-coverage"} <= {path.stem for path in NOTEBOOKS}
    assert sum(len(charts(read(path))) for path in NOTEBOOKS) >= 3


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_stored_as_bindery_stores_it(path):
    """Run from its first cell, one line of text a value, nothing that differs from run to run."""
    notebook = read(path)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    assert [cell["id"] for cell in notebook.cells] == [f"cell-{at:02d}" for at in range(1, len(notebook.cells) + 1)]
    assert [cell for cell in notebook.cells if "execution" in cell.metadata] == []
    kinds = {kind for cell in code for output in cell.outputs for kind in output.get("data", {})}
    assert kinds <= {VEGA, "text/plain", "text/markdown", "text/html", "application/papermill.record/text/plain"}
    assert [output.output_type for cell in code for output in cell.outputs if output.output_type == "error"] == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_figure_of_a_notebook_is_whole(path):
    for cell in read(path).cells:
        for output in cell.get("outputs", []):
            if VEGA in output.get("data", {}):
                spec = output.data[VEGA]
                assert set(output.data) == {VEGA, "text/plain"}
                assert spec["description"] == output.data["text/plain"]
                assert spec["usermeta"]["table"]
                assert json.dumps(spec, allow_nan=False)
                figure = cell.metadata["mystnb"]["figure"]
                assert figure["name"].startswith("fig-")
                assert figure["caption"].startswith("**")


def test_no_cell_is_let_off_the_comparison():
    let_off = {"nbval-skip", "nbval-ignore-output", "nbval-check-output", "raises-exception", "skip-execution"}
    checked = 0
    for path in NOTEBOOKS:
        for cell in read(path).cells:
            assert not let_off & set(cell.metadata.get("tags", [])), path.name
            assert "NBVAL_" not in cell.source, path.name
            checked += 1
    assert checked > 100

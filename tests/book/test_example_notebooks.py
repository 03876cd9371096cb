"""The examples of the thesis: each has its home, and each notebook is made as a reader expects it."""

from __future__ import annotations

import ast
import csv
import json
from pathlib import Path

import pytest
import yaml

from egonets.charts import _theme as theme

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LONGEST_CELL = 15
EXAMPLES = 28


def read(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))


def words(notebook: dict) -> str:
    return "\n".join("".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "markdown")


def code_cells(notebook: dict) -> list[dict]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def test_every_example_of_the_thesis_has_a_notebook():
    named = {example for path in NOTEBOOKS for example in read(path)["metadata"]["examples"]}
    assert named == {f"E{number:02d}" for number in range(1, EXAMPLES + 1)}


def test_every_claim_that_a_notebook_names_is_in_the_ledger():
    with (ROOT / "data/claims.csv").open(encoding="utf-8", newline="") as file:
        known = {row["id"] for row in csv.DictReader(file)}
    named = {claim for path in NOTEBOOKS for claim in read(path)["metadata"]["claims"]}
    assert named
    assert named <= known


def test_every_notebook_is_in_the_table_of_contents():
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
    listed = {chapter["file"] for part in contents["parts"] for chapter in part["chapters"]}
    assert {f"notebooks/{path.stem}" for path in NOTEBOOKS} <= listed


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_opens_with_a_question_and_ends_with_something_to_try(path):
    text = words(read(path))
    title = text.splitlines()[0]
    assert title.startswith("# ")
    assert title.endswith("?")
    assert "## What this shows, and what it does not" in text
    assert text.index("## Try this") > text.index("## What this shows")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_cells_are_short_were_run_in_order_and_store_what_they_gave(path):
    cells = code_cells(read(path))
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))
    too_long = [cell["id"] for cell in cells if len("".join(cell["source"]).splitlines()) > LONGEST_CELL]
    assert too_long == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_what_a_notebook_stores_is_words_and_figures_and_no_warning(path):
    outputs = [output for cell in code_cells(read(path)) for output in cell["outputs"]]
    assert outputs
    assert [output for output in outputs if output["output_type"] == "error" or output.get("name") == "stderr"] == []
    pictures = [kind for output in outputs for kind in output.get("data", {}) if kind.startswith("image/")]
    assert pictures == [], "figures are stored as their data, never as pixels"
    assert [output for output in outputs if "text/html" in output.get("data", {})] == [], "tables are Markdown, so that print has them"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_answers_to_try_this_are_folded_and_executed(path):
    folded = [cell for cell in code_cells(read(path)) if "hide-cell" in cell["metadata"].get("tags", [])]
    assert len(folded) >= 2
    for cell in folded:
        assert ast.parse("".join(cell["source"])).body


def test_at_least_ten_figures_answer_the_reader_s_hand():
    specs = [
        output["data"]["application/vnd.vegalite.v6+json"]
        for path in NOTEBOOKS
        for cell in code_cells(read(path))
        for output in cell["outputs"]
        if "application/vnd.vegalite.v6+json" in output.get("data", {})
    ]
    answering = [spec for spec in specs if _params(spec)]
    assert len(answering) >= 10


def _params(spec: dict) -> list:
    inner = [part for key in ("layer", "hconcat", "vconcat", "concat") for part in spec.get(key, [])]
    asked = [param for param in spec.get("params", []) if "bind" in param or "select" in param]
    return asked + [param for part in inner for param in _params(part)]


def test_the_site_s_dark_mode_knows_every_neutral_ink_of_the_figures():
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    assert set(config["sphinx"]["config"]["bindery_inks"]) == set(theme.NEUTRALS)

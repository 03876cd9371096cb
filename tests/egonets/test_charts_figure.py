"""A figure as a notebook stores it: two mime types, the same bytes everywhere, its table inside."""

import json
import os
import subprocess
import sys
from pathlib import Path

import altair as alt
import nbformat
import numpy as np
import pandas as pd
import pytest
from chart_gallery import GALLERY, made
from hypothesis import given, settings
from hypothesis import strategies as st
from IPython.core.formatters import DisplayFormatter

from egonets import charts, example
from egonets.charts._figure import balanced
from egonets.charts._text import text_width, wrapped

VEGA_LITE = "application/vnd.vegalite.v6+json"
FRAME = pd.DataFrame({"week": [0, 1, 2], "strength": [1 / 3, 0.1 + 0.2, 123456.789]})


def test_a_notebook_shows_exactly_two_mime_types():
    shown, metadata = DisplayFormatter().format(charts.egonet(example("diverse")))
    assert sorted(shown) == [VEGA_LITE, "text/plain"]
    assert metadata == {}


def test_a_notebook_with_a_figure_is_valid():
    bundle = charts.egonet(example("diverse"))._repr_mimebundle_()
    output = nbformat.v4.new_output("execute_result", bundle, execution_count=1)
    cell = nbformat.v4.new_code_cell("charts.egonet(net)", execution_count=1, outputs=[output])
    nbformat.validate(nbformat.v4.new_notebook(cells=[cell]))
    assert json.loads(json.dumps(bundle)) == bundle


def test_the_plain_text_is_the_description():
    figure = charts.egonet(example("diverse"))
    assert figure._repr_mimebundle_()["text/plain"] == figure.description == repr(figure)


def test_another_process_gives_the_same_bytes():
    here = json.dumps({name: made(name).spec for name in GALLERY})
    assert specs_in_another_process() == here


def test_names_that_altair_makes_do_not_depend_on_what_was_drawn_before():
    first = selectable().spec
    selectable(colour="red")
    assert selectable().spec == first
    assert [param["name"] for param in first["params"]] == ["param_1"]
    assert first["params"][0]["views"] == [first["layer"][0]["name"]] == ["view_1"]


def test_floats_have_six_significant_digits():
    figure = charts.figure(line(), "It grows.")
    assert [row["strength"] for row in values(figure)] == [0.333333, 0.3, 123457.0]
    assert [row["strength"] for row in figure.spec["usermeta"]["table"]] == [0.333333, 0.3, 123457.0]
    assert "-0.0" not in json.dumps(charts.figure(line(FRAME.assign(strength=-0.0)), "Nothing.").spec)


def test_what_is_missing_is_null_in_data_and_table():
    frame = FRAME.assign(strength=[0.5, np.nan, 1.0])
    figure = charts.figure(line(frame), "A gap.")
    assert values(figure)[1]["strength"] is None
    assert figure.spec["usermeta"]["table"][1]["strength"] is None
    assert json.loads(json.dumps(figure.spec, allow_nan=False)) == figure.spec


def test_a_table_of_other_types_becomes_plain_words():
    table = pd.DataFrame(
        {"day": pd.to_datetime(["2019-05-01"]), "zone": pd.Categorical(["primary"]), "n": [np.int64(3)], "yes": [True]}
    )
    [record] = charts.figure(line(), "It grows.", table).spec["usermeta"]["table"]
    assert record == {"day": "2019-05-01 00:00:00", "zone": "primary", "n": 3, "yes": True}


def test_data_stand_inside_the_spec():
    spec = charts.figure(line(), "It grows.").spec
    assert "datasets" not in spec
    assert list(spec["data"]) == ["values"]


def test_a_theme_that_somebody_enabled_changes_nothing():
    usual = charts.figure(line(), "It grows.").spec
    with alt.theme.enable("dark"), alt.data_transformers.enable("default", consolidate_datasets=False):
        assert charts.figure(line(), "It grows.").spec == usual


def test_making_a_figure_leaves_altair_as_it_was():
    before = alt.theme.active, alt.data_transformers.active
    charts.egonet(example("diverse"))
    assert (alt.theme.active, alt.data_transformers.active) == before


def test_the_config_of_a_chart_wins_over_the_theme():
    spec = charts.figure(line().configure_axis(labelFontSize=20), "It grows.").spec
    assert spec["config"]["axis"]["labelFontSize"] == 20
    assert spec["config"]["axis"]["titleFontSize"] == 14


def test_two_figures_do_not_share_their_config():
    one, other = charts.figure(line(), "One."), charts.figure(line(), "Other.")
    one.spec["config"]["axis"]["labelFontSize"] = 99
    assert other.spec["config"]["axis"]["labelFontSize"] == 14


def test_a_figure_needs_a_description():
    with pytest.raises(ValueError, match=r"^The description is empty\. Say what is drawn and what to see in it\.$"):
        charts.figure(line(), "  ")


def test_a_figure_needs_a_table():
    layered = alt.layer(line(), line(FRAME.assign(strength=1.0)))
    with pytest.raises(ValueError, match=r"^The chart has no frame of its own\. Give the numbers behind it as `table`"):
        charts.figure(layered, "Two lines.")
    assert charts.figure(layered, "Two lines.", FRAME).table.equals(FRAME)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(st.text("abcdefgh", min_size=1, max_size=12), min_size=2, max_size=25))
def test_a_title_has_no_more_lines_than_it_must_and_none_that_could_be_shorter(words):
    text = " ".join(words)
    lines, greedy = balanced(text, 300, 16), wrapped(text, 300, 16)
    assert " ".join(lines) == text
    assert len(lines) == len(greedy)
    longest = max(text_width(line, 16) for line in lines)
    assert longest <= max(text_width(line, 16) for line in greedy)
    assert (
        len(wrapped(text, longest - 5, 16)) > len(lines) or longest <= max(text_width(word, 16) for word in words) + 5
    )


def test_no_last_word_of_a_title_stands_alone():
    title = charts.points(
        FRAME, x="week", y="strength", x_title="week", y_title="strength", description="d.",
        title="Street team: cut at 0.5 the primary zone holds 7 alters, at 0.7 it holds 2",
    ).spec["title"]["text"]  # fmt: skip
    assert title == ["Street team: cut at 0.5 the primary", "zone holds 7 alters, at 0.7 it holds 2"]


def test_importing_the_package_does_not_import_altair():
    code = "import sys, egonets; print('altair' in sys.modules, 'egonets.charts' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "False"]


# -- helpers ---------------------------------------------------------------------------------------------------


def line(frame=FRAME):
    return alt.Chart(frame).mark_line().encode(x="week:Q", y="strength:Q")


def values(figure):
    return figure.spec["data"]["values"]


def selectable(colour="blue"):
    click = alt.selection_point(fields=["week"])
    base = alt.Chart(FRAME).encode(x="week:Q", y="strength:Q")
    layered = alt.layer(base.mark_point(color=colour).add_params(click), base.mark_line())
    return charts.figure(layered, "Click on a week.", FRAME)


def specs_in_another_process():
    """All specs of the gallery, drawn in another order by a Python with other hashes."""
    code = (
        "import json; from chart_gallery import GALLERY, made; "
        "specs = {name: made(name).spec for name in reversed(GALLERY)}; "
        "print(json.dumps({name: specs[name] for name in GALLERY}))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "1", "PYTHONPATH": str(Path(__file__).parent)}
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    return run.stdout.strip()

"""The chart of close alters: its table, its words, and what the browser makes of its spec when the line moves."""

import json
import re
from copy import deepcopy

import numpy as np
import pandas as pd
import pytest
import vl_convert

from egonets import EgoNets, charts, examples, star

NAMES = ["Home alone", "Using circle", "Family only", "Street team", "Diverse"]


def drawn_counts(spec, cutoff):
    """The numbers at the ends of the rows, once the line has been moved."""
    moved = deepcopy(spec)
    next(param for param in moved["params"] if param["name"] == "cutoff")["value"] = cutoff
    svg = vl_convert.vegalite_to_svg(json.dumps(moved))
    return [int(found) for found in re.findall(r'font-size="22px"[^>]*>(\d+)<', svg)]


@pytest.fixture(scope="module")
def chart():
    return charts.close_alters(examples(), cutoff=0.6)


@pytest.mark.parametrize("cutoff", [0.05, 0.5, 0.6, 0.95])
def test_the_table_counts_alters_at_or_above_the_line(chart, cutoff):
    alters = examples().alters
    expected = (alters["strength"] >= cutoff).groupby(alters["ego"], sort=False).sum()
    row = chart.table[np.isclose(chart.table["cutoff"], cutoff)].iloc[0]
    assert row[NAMES].astype(int).tolist() == expected.tolist()


@pytest.mark.parametrize("cutoff", [0.1, 0.5, 0.6, 0.9])
def test_the_numbers_drawn_are_those_of_the_table_wherever_the_line_is_moved(chart, cutoff):
    row = chart.table[np.isclose(chart.table["cutoff"], cutoff)].iloc[0]
    assert drawn_counts(chart.spec, cutoff) == row[NAMES].astype(int).tolist()


def test_an_egonet_without_close_alters_shows_a_nought():
    assert drawn_counts(charts.close_alters(examples(), cutoff=0.8).spec, 0.8)[0] == 0


def test_an_egonet_without_alters_keeps_its_row_and_shows_a_nought():
    egos = pd.DataFrame({"ego": [1, 2, 3]})
    nets = EgoNets(egos, pd.DataFrame({"ego": [1, 3, 3], "alter": [1, 1, 2], "strength": [0.7, 0.8, 0.9]}))
    chart = charts.close_alters(nets)
    assert chart.table.columns.tolist() == ["cutoff", "1", "2", "3"]
    assert sorted(drawn_counts(chart.spec, 0.6)) == [0, 1, 2]
    assert "Right of it stand: 1 1, 2 0, 3 2." in chart.description


def test_egonets_with_one_title_are_told_apart_by_their_ids():
    egos = pd.DataFrame({"ego": ["first", "second"], "title": "Anna"})
    alters = pd.DataFrame({"ego": ["first", "second"], "alter": 1, "strength": [0.7, 0.1]})
    assert charts.close_alters(EgoNets(egos, alters)).table.columns.tolist() == ["cutoff", "first", "second"]


def test_the_description_tells_the_counts_at_the_line_that_is_drawn(chart):
    assert (
        "Right of it stand: Home alone 0, Using circle 3, Family only 6, Street team 5, Diverse 4." in chart.description
    )


def test_the_title_names_who_has_most_unless_one_is_given(chart):
    assert chart.spec["title"]["text"] == ["With the line at 0.6, Family only has most close alters"]
    assert charts.close_alters(examples(), title="Who is close?").spec["title"]["text"] == ["Who is close?"]


@pytest.mark.parametrize("cutoff", [0, 0.62, 1])
def test_a_line_that_the_slider_cannot_reach_is_refused(cutoff):
    with pytest.raises(ValueError, match=rf"cutoff is {cutoff}\. Choose one from 0\.05, 0\.1, … 0\.95\."):
        charts.close_alters(examples(), cutoff=cutoff)


@pytest.mark.parametrize("strength", [None, np.nan])
def test_alters_without_strength_are_refused(strength):
    nets = star(2)
    if strength is not None:
        nets = EgoNets(nets.egos, nets.alters.assign(strength=strength))
    with pytest.raises(ValueError, match="No alter has a strength, so there is nothing to cut"):
        charts.close_alters(nets)

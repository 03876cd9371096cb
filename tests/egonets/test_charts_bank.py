"""The chart of the relation bank: at every position of its sliders it draws what the model says."""

import json
import re
from copy import deepcopy
from itertools import product

import pandas as pd
import pytest
import vl_convert

from egonets import charts
from egonets.models import relation_bank

WHO = {"grandfather": "primary", "neighbour": "effective", "acquaintance": "extended"}
CREDITS = (0.5, 1.0, 1.5)
PACES = (6, 10, 14)


def run(credit, every):
    parameters = {"credit_effective": credit, "ask_every": every}
    ledger = relation_bank.ledger(relation_bank.same_requests(WHO, parameters), parameters)
    return ledger.assign(credit=credit, every=every)


@pytest.fixture(scope="module")
def runs():
    return pd.concat([run(credit, every) for credit, every in product(CREDITS, PACES)], ignore_index=True)


@pytest.fixture(scope="module")
def chart(runs):
    return charts.requests(runs, credit=1, every=10, slider="credit limit of the neighbour")


def drawn(spec, credit, every):
    """Counts at the ends of the panels, discs and crosses, once the sliders have been moved."""
    moved = deepcopy(spec)
    for param in moved["params"]:
        param["value"] = {"credit": credit, "every": every}[param["name"]]
    svg = vl_convert.vegalite_to_svg(json.dumps(moved))
    counts = re.findall(r">(\d+) of (\d+)<", svg)
    signs = [len(re.findall(rf'aria-roledescription="point"[^>]*{colour}', svg)) for colour in ("#2a6df4", "#b0471b")]
    return [(int(granted), int(asked)) for granted, asked in counts], signs


@pytest.mark.parametrize(("credit", "every"), list(product(CREDITS, PACES)))
def test_wherever_the_sliders_stand_the_model_is_drawn(chart, credit, every):
    entries = run(credit, every)
    counts, signs = drawn(chart.spec, credit, every)
    granted = entries.groupby("alter", sort=False)["granted"]
    assert counts == list(zip(granted.sum().astype(int), granted.size(), strict=True))
    assert signs == [int(entries["granted"].sum()), int((~entries["granted"].astype(bool)).sum())]


def test_the_table_has_what_the_model_granted(chart):
    table = chart.table.set_index("alter")
    entries = run(1.0, 10)
    assert table["first_refusal"].equals(relation_bank.first_refusal(entries).rename_axis("alter"))
    assert table["limit"].tolist() == [-3, -1, 0]


def test_an_account_that_the_slider_does_not_touch_is_stored_once(chart):
    grandfather = chart.spec["vconcat"][0]["layer"]
    stored = [row for layer in grandfather for row in layer["data"]["values"] if set(row) != {"alter"}]
    assert all(row["credit"] is None for row in stored)


def test_the_description_says_who_refuses_when(chart):
    assert "Neighbour (effective zone, credit limit 1) grants 4 of 10 requests and first refuses in week 30." in (
        chart.description
    )
    assert "Grandfather (primary zone, credit limit 3) grants 10 of 10 requests and never refuses." in chart.description


def test_the_title_says_how_many_requests_each_grants(chart):
    assert " ".join(chart.spec["title"]["text"]) == (
        "The same 10 requests: grandfather grants 10, neighbour grants 4 and acquaintance grants 0"
    )


def test_the_first_panel_says_what_goes_up_and_down_and_every_panel_whose_it_is(chart):
    titles = [
        [
            layer["encoding"]["y"]["axis"].get("title")
            for layer in panel["layer"]
            if "axis" in layer["encoding"].get("y", {})
        ]
        for panel in chart.spec["vconcat"]
    ]
    assert set(titles[0]) == {"balance (help given minus help received)"}
    assert set(titles[1] + titles[2]) == {None}
    svg = vl_convert.vegalite_to_svg(json.dumps(chart.spec))
    for alter, zone in WHO.items():
        assert f">{alter} ({zone} zone)<" in svg


def test_a_start_that_was_not_run_is_refused(runs):
    with pytest.raises(ValueError, match="There is no run with credit 2 and every 10"):
        charts.requests(runs, credit=2, every=10, slider="credit limit")


def test_a_ledger_without_its_columns_is_refused(runs):
    with pytest.raises(ValueError, match="The ledgers have no column limit and every"):
        charts.requests(runs.drop(columns=["limit", "every"]), credit=1, every=10, slider="credit limit")

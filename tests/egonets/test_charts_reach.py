"""The chart of the extended zone: what it says about who is reached, at every position of its slider."""

import json
import re
from copy import deepcopy

import pandas as pd
import pytest
import vl_convert

from egonets import EgonetDataError, EgoNets, charts, example, extended_reach_curve, star
from egonets.charts import _theme

ORDERS = ("strongest first", "weakest first")


def drawn_count(spec, left, order):
    """The large number in the drawing, once the reader has moved the slider and chosen an order."""
    moved = deepcopy(spec)
    for param in moved["params"]:
        param["value"] = {"left": left, "order": order}[param["name"]]
    svg = vl_convert.vegalite_to_svg(json.dumps(moved))
    return int(re.search(r'font-size="34px"[^>]*>(\d+)<', svg)[1])


def leaving_one_by_one(nets, ascending):
    """Reach computed anew after each departure, by dropping the alters from the tables."""
    inner = nets.alters[nets.alters["zone"] != "extended"].sort_values("strength", ascending=ascending, kind="stable")
    counts = []
    for left in range(len(inner) + 1):
        there = set(inner["alter"][left:])
        outer = set(nets.alters.loc[nets.alters["zone"] == "extended", "alter"])
        pairs = [{s, t} for s, t in zip(nets.ties["source"], nets.ties["target"], strict=True)]
        counts.append(sum(any(pair == {who, door} for pair in pairs for door in there) for who in outer))
    return counts


@pytest.fixture(scope="module")
def diverse():
    return example("diverse")


@pytest.fixture(scope="module")
def chart(diverse):
    return charts.reach(diverse, left=5)


@pytest.mark.parametrize(("order", "ascending"), list(zip(ORDERS, (False, True), strict=True)))
def test_the_table_is_what_dropping_the_alters_one_by_one_gives(chart, diverse, order, ascending):
    assert chart.table[f"reached, {order}"].tolist() == leaving_one_by_one(diverse, ascending)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("left", [0, 4, 6, 10, 12])
def test_the_number_drawn_is_that_of_the_table_wherever_the_slider_stands(chart, left, order):
    assert drawn_count(chart.spec, left, order) == chart.table[f"reached, {order}"][left]


@pytest.mark.parametrize("name", ["home_alone", "using_circle", "family_only", "street_team", "diverse"])
def test_when_the_last_inner_alter_has_left_nobody_is_reached(name):
    nets = example(name)
    inner = int((nets.alters["zone"] != "extended").sum())
    chart = charts.reach(nets, left=inner)
    assert chart.table[[f"reached, {order}" for order in ORDERS]].iloc[-1].tolist() == [0, 0]
    assert drawn_count(chart.spec, inner, ORDERS[0]) == 0


def test_somebody_whom_no_inner_alter_knows_is_never_within_reach(chart, diverse):
    people = chart.spec["vconcat"][0]["layer"][1]["data"]["values"]
    doctor = next(person for person in people if person["alter"] == "doctor")
    assert (doctor["gone1"], doctor["gone2"]) == (0, 0)
    assert chart.table["reached, strongest first"][0] == extended_reach_curve(diverse)["reach"].max() == 4


def test_no_two_people_stand_in_one_place(chart):
    people = pd.DataFrame(chart.spec["vconcat"][0]["layer"][1]["data"]["values"])
    assert not people[["x", "y"]].round(1).duplicated().any()


def test_who_has_left_keeps_an_outline(diverse):
    def outlines(left):
        svg = vl_convert.vegalite_to_svg(json.dumps(charts.reach(diverse, left=left).spec))
        signs = re.findall(r'<path aria-label="[^"]*zone: [^>]*>', svg)
        return sum(_theme.MUTED in sign for sign in signs), len(signs)

    assert outlines(0) == (1, 17)  # the doctor, whom nobody knows
    assert outlines(5) == (1 + 5, 17)
    assert outlines(12) == (17, 17)


def test_the_key_of_the_curves_stands_above_them_with_strokes_long_enough_for_a_dash(chart):
    legend = chart.spec["vconcat"][1]["layer"][0]["encoding"]["strokeDash"]["legend"]
    assert legend["orient"] == "top"
    assert legend["symbolSize"] ** 0.5 > 3 * sum(_theme.DASHES[1])


@pytest.mark.parametrize(
    ("left", "title"),
    [
        (0, "4 friends of friends within reach"),
        (1, "Without the weakest tie, 4 of 4 friends of friends can be reached"),
        (10, "Without the 10 weakest ties, 1 of 4 friends of friends can be reached"),
    ],
)
def test_the_title_says_who_is_gone_and_what_is_left(diverse, left, title):
    assert " ".join(charts.reach(diverse, left=left, order="weakest first").spec["title"]["text"]) == title


def test_the_description_tells_both_courses(chart):
    assert "Strongest first: 4, 4, 4, 4, 4, 4, 3, 3, 3, 3, 1, 1, 0." in chart.description
    assert "When 5 inner alters have left, strongest first, 4 are within reach." in chart.description


@pytest.mark.parametrize("left", [-1, 13])
def test_more_departures_than_inner_alters_are_refused(diverse, left):
    with pytest.raises(ValueError, match=f"left is {left}, but there are 12 inner alters"):
        charts.reach(diverse, left=left)


def test_an_unknown_order_is_refused(diverse):
    with pytest.raises(ValueError, match="There is no order 'at random'"):
        charts.reach(diverse, order="at random")


def test_a_missing_column_of_strengths_is_named():
    with pytest.raises(EgonetDataError, match="there is no column 'strength'; the columns are ego, alter, zone"):
        charts.reach(EgoNets(star(2).egos, star(2).alters.assign(zone="primary")))


def test_an_egonet_without_inner_alters_is_refused():
    nets = star(2)
    outside = EgoNets(nets.egos, nets.alters.assign(zone="extended", strength=0.1))
    with pytest.raises(ValueError, match="there are 0 inner alters"):
        charts.reach(outside)

"""Rings and sectors: laws of the drawing, on random egonets of up to sixty alters, and as drawn by Vega."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import example as case
from hypothesis import given, settings
from hypothesis import strategies as st

from egonets import CONTEXTS, EXAMPLES, STATUSES, ZONES, EgoNets, charts, example
from egonets.charts import _theme
from egonets.charts._drawing import NAME_SIZE
from egonets.charts._layout import EGO, layout
from egonets.charts._names import box, name_places, turned_boxes
from egonets.charts._text import text_width

alter = st.tuples(
    st.sampled_from(ZONES), st.sampled_from(CONTEXTS), st.sampled_from(STATUSES), st.floats(0, 1, allow_subnormal=False)
)
egonets = st.lists(alter, min_size=1, max_size=60)
CROWD = [("primary", "family", "uses", 1.0)] * 60
LAWS = settings(max_examples=50, deadline=None, derandomize=True)


@LAWS
@given(egonets)
@case(CROWD)
@case([("extended", context, "uses", 1.0) for context in CONTEXTS for _ in range(10)])
def test_no_two_signs_overlap(alters):
    signs = signs_of(net_of(alters))
    assert len(signs) == len(alters)
    assert closest(signs) > 0


@LAWS
@given(egonets)
@case(CROWD)
def test_every_alter_stands_in_their_zone_and_context(alters):
    net = net_of(alters)
    plan = laid_out(net.alters)
    ring = np.searchsorted(plan.bounds, plan.places["distance"]) - 1
    sector = np.searchsorted(plan.edges, plan.places["angle"]) - 1
    assert [ZONES[place] for place in ring] == net.alters["zone"].tolist()
    assert [CONTEXTS[place] for place in sector] == net.alters["context"].tolist()


@LAWS
@given(egonets)
@case(CROWD)
@case([("primary", context, "uses", 1.0) for context in CONTEXTS for _ in range(3)])
def test_no_sign_crosses_the_border_of_its_zone_or_context(alters):
    net = net_of(alters)
    plan, signs = laid_out(net.alters), signs_of(net)
    ring = signs["ring"].map(ZONES.index).to_numpy()
    sector = signs["sector"].map(CONTEXTS.index).to_numpy()
    assert (signs["distance"] - signs["radius"] - plan.bounds[ring]).min() > 0
    assert (plan.bounds[ring + 1] - signs["radius"] - signs["distance"]).min() > 0
    for edge in (plan.edges[sector], plan.edges[sector + 1]):
        apart = np.abs(signs["angle"] - edge).clip(upper=np.pi / 2)
        assert (signs["distance"] * np.sin(apart) - signs["radius"]).min() > 0


@LAWS
@given(egonets)
def test_nobody_stands_on_ego(alters):
    signs = signs_of(net_of(alters))
    assert (np.hypot(signs["x"], signs["y"]) - signs["radius"]).min() > EGO


@LAWS
@given(egonets)
@case([])
@case(CROWD)
def test_all_rings_and_sectors_are_there_however_few_or_many_alters(alters):
    plan = laid_out(net_of(alters).alters)
    assert plan.rings == ZONES
    assert plan.sectors == CONTEXTS
    assert (np.diff(plan.bounds) > 20).all()
    assert (np.diff(plan.edges) > 0.1).all()
    assert np.diff(plan.edges).sum() == pytest.approx(2 * np.pi)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.sampled_from(ZONES), st.sampled_from(ZONES), st.sampled_from(CONTEXTS)), max_size=40))
def test_who_changes_zone_keeps_their_angle(moves):
    people = pd.DataFrame(
        [(drawing, number, move[drawing], move[2]) for drawing in (0, 1) for number, move in enumerate(moves)],
        columns=["drawing", "alter", "ring", "sector"],
    )
    places = layout(people, ZONES, CONTEXTS, 113, [0.3] * 6, held=True).places
    before, after = (places[places["drawing"] == drawing] for drawing in (0, 1))
    assert np.allclose(before["angle"], after["angle"])
    for drawing in (before, after):
        assert closest(drawing.assign(radius=0.0)) > 0 or len(drawing) < 2


@settings(max_examples=5, deadline=None, derandomize=True)
@given(st.lists(egonets, min_size=2, max_size=6))
def test_no_two_signs_overlap_in_any_of_several_egonets(several):
    parts = [net_of(alters, ego=f"ego {number}") for number, alters in enumerate(several)]
    nets = EgoNets(pd.concat([part.egos for part in parts]), pd.concat([part.alters for part in parts]))
    signs = drawn_signs(charts.egonets(nets))
    assert len(signs) == sum(map(len, several))
    assert closest(signs) > 0


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_drawing_puts_every_sign_where_the_layout_says(name):
    net = example(name)
    laid, drawn = signs_of(net), drawn_signs(charts.egonet(net))
    middle = 244 + 15
    assert drawn["x"].to_numpy() == pytest.approx(laid["x"].to_numpy() + middle, abs=0.01)
    assert drawn["y"].to_numpy() == pytest.approx(laid["y"].to_numpy() + middle, abs=0.01)
    assert drawn["radius"].to_numpy() == pytest.approx(laid["radius"].to_numpy(), abs=0.01)
    assert closest(drawn) > 0


@LAWS
@given(st.lists(st.tuples(st.text("abcdefgh", min_size=1, max_size=12), *[st.floats(0, 300)] * 2), max_size=25))
def test_names_beside_signs_never_overlap(signs):
    radius, size, ring = 8.0, 13, (100.0, 160.0, 140.0, 156.0)
    places = name_places([(*sign, radius) for sign in signs], [ring], (0, 300, 0, 300), size)
    boxes = [box(x, y, text_width(name, size), size) for x, y, name in places]
    signs_and_ring = [box(x, y, 2 * radius, 2 * radius) for _, x, y in signs] + [ring]
    assert not any(meet(one, other) for one, other in combinations(boxes, 2))
    assert not any(meet(name, other) for name in boxes for other in signs_and_ring)
    assert all(0 <= edge <= 300 for name in boxes for edge in name)
    assert len(signs) != 1 or len(places) == 1


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_alter_of_the_examples_is_named_and_no_two_names_overlap(name):
    written = written_names(charts.egonet(example(name)))
    assert {text.replace(" ", "_") for text in written} >= set(example(name).alters["alter"])
    pairs = combinations(written.values(), 2)
    assert not any(meet(a, b) for one, other in pairs for a in one for b in other)


def test_sectors_are_equally_wide_where_that_is_enough():
    plan = laid_out(net_of([("effective", context, "uses", 0.5) for context in CONTEXTS]).alters)
    assert np.diff(plan.edges) == pytest.approx(np.full(6, np.pi / 3))
    assert plan.scale == 1


def test_the_same_egonet_is_drawn_the_same():
    net = net_of(CROWD[:20])
    assert charts.egonet(net).spec == charts.egonet(net).spec


def test_two_hundred_alters_are_drawn_smaller():
    crowd = laid_out(net_of(CROWD[:1] * 200).alters)
    assert 0 < crowd.scale < laid_out(net_of(CROWD).alters).scale


def test_a_stronger_tie_has_a_larger_sign():
    signs = drawn_signs(charts.egonet(net_of([("primary", "work", "uses", share / 10) for share in range(11)])))
    assert (np.diff(signs["radius"]) > 0).all()


# -- helpers ---------------------------------------------------------------------------------------------------


def net_of(alters, ego="ego"):
    table = pd.DataFrame(alters, columns=["zone", "context", "status", "strength"])
    return EgoNets(pd.DataFrame({"ego": [ego]}), table.assign(ego=ego, alter=range(len(table))))


def laid_out(alters):
    people = pd.DataFrame(
        {
            "drawing": 0,
            "alter": alters["alter"].to_numpy(),
            "ring": alters["zone"].astype(str).to_numpy(),
            "sector": alters["context"].astype(str).to_numpy(),
        }
    )
    narrowest = [(text_width(context, NAME_SIZE) + 10) / 244 for context in CONTEXTS]
    return layout(people, ZONES, CONTEXTS, 244, narrowest)


def signs_of(net):
    """Place and reach of every sign, from the layout."""
    plan = laid_out(net.alters)
    return plan.places.assign(radius=plan.sign_radius(net.alters["strength"].to_numpy()))


def drawn_signs(figure):
    """Place and reach of every sign, from the numbers in the spec and Vega's rule for the size of a symbol."""
    [layer] = [layer for layer in figure.spec["layer"] if "shape" in layer.get("encoding", {})]
    signs = pd.DataFrame(layer["data"]["values"])
    low, high = layer["encoding"]["size"]["scale"]["range"]
    area = low + (high - low) * signs["drawn_strength"].astype(float)
    return signs.assign(radius=_theme.REACH * np.sqrt(area))


def closest(signs):
    """The smallest room between two signs; below 0 they overlap."""
    x, y, radius, drawing = (signs[column].to_numpy() for column in ("x", "y", "radius", "drawing"))
    rooms = [
        np.hypot(x[i] - x[j], y[i] - y[j]) - radius[i] - radius[j]
        for i, j in combinations(range(len(signs)), 2)
        if drawing[i] == drawing[j]
    ]
    return min(rooms, default=1.0)


def written_names(figure):
    """Every name in a drawing with the box round it, without the halos below."""
    inks = {_theme.INK, _theme.MUTED}
    layers = [layer for layer in figure.spec["layer"] if layer.get("mark", {}).get("type") == "text"]
    rows = [row for layer in layers if layer["mark"]["color"] in inks for row in layer["data"]["values"]]
    return {row["name"]: turned_boxes(row["x"], row["y"], row["name"], row.get("turn", 0), 12) for row in rows}


def meet(one, other):
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]

"""Support, zones and who leaves: what the drawings claim must be true, and must be seen without colour."""

import copy
import json
import re

import numpy as np
import pandas as pd
import pytest
import vl_convert

from egonets import SUPPORTS, EgoNets, charts, example, examples, support_coverage
from egonets.charts import _theme
from egonets.charts._coverage import chance

# -- coverage --------------------------------------------------------------------------------------------------


def test_what_is_not_certain_is_never_written_as_one():
    written = re.findall(r">(&gt;0\.99|\d\.\d\d)<", svg_of(charts.coverages(examples())))
    covered = support_coverage(examples()).to_numpy().ravel()
    nearly = int(((covered < 1) & (covered >= 0.995)).sum())
    assert nearly
    assert written.count("&gt;0.99") == nearly
    assert written.count("1.00") == int((covered == 1).sum()) == 0


@pytest.mark.parametrize(
    ("value", "told"), [(1, "1.00"), (0.9951, ">0.99"), (0.994, "0.99"), (0.6, "0.60"), (0, "0.00")]
)
def test_a_chance_has_two_decimals(value, told):
    assert chance(value) == told


def test_the_title_of_the_coverages_states_the_finding_in_one_line():
    assert title_of(charts.coverages(examples())) == ["Home alone is covered least: 0.37 on average, the next 0.85"]


# -- zones -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("primary", "title"),
    [
        (0.6, "Street team: 5 primary alters from 0.6 on, 7 from 0.5, 2 from 0.7"),
        (0.1, "Street team: 13 primary alters from 0.1 on, 13 from 0.2"),
        (0.9, "Street team: 0 primary alters from 0.9 on, 0 from 0.8"),
    ],
)
def test_the_title_of_the_zones_begins_with_the_cut_that_is_drawn(primary, title):
    assert title_of(charts.zones_by_cutoffs(example("street_team"), primary=primary, effective=0.05)) == [title]


@pytest.mark.parametrize("primary", [0.3, 0.6, 0.9])
def test_the_line_of_a_cut_is_named_and_stands_above_the_bar_of_that_cut(primary):
    spec = copy.deepcopy(charts.zones_by_cutoffs(example("street_team")).spec)
    next(param for param in spec["params"] if param["name"] == "primary")["value"] = primary
    svg = vl_convert.vegalite_to_svg(json.dumps(spec))
    assert f">primary from {primary}<" in svg
    assert ">effective from 0.3<" in svg
    rule = re.search(r'<line aria-label="strength: [^>]*transform="translate\(([\d.]+),0\)', svg)
    bar = re.search(rf'aria-label="[^"]*primary_from: {primary};[^>]*d="M([\d.]+),[\d.]+h([\d.]+)', svg)
    assert float(rule[1]) == pytest.approx(float(bar[1]) + float(bar[2]) / 2, abs=0.6)


# -- what if ---------------------------------------------------------------------------------------------------


def test_who_leaves_keeps_a_dashed_outline_that_a_dark_page_shows():
    svg = svg_of(charts.what_if(example("using_circle"), without="sister"))
    signs = re.findall(r'<path aria-label="[^>]*status: [^>]*alter: [^>]*>', svg)
    [leaver] = [sign for sign in signs if "alter: sister;" in sign]
    others = [sign for sign in signs if sign != leaver]
    assert len(others) == 9
    assert f'stroke="{_theme.INK}"' in leaver
    assert 'stroke-dasharray="3,2"' in leaver
    assert float(re.search(r'fill-opacity="([\d.]+)"', leaver)[1]) >= 0.3
    assert not any(f'stroke="{_theme.INK}"' in sign for sign in others)


def test_the_results_without_an_alter_have_one_number_of_decimals_and_a_count_has_no_bar():
    spec = charts.what_if(example("using_circle"), without="sister").spec
    assert spec["title"]["text"] == ["Without sister, appraisal support falls from 0.69 to 0.60"]
    svg = vl_convert.vegalite_to_svg(spec)
    assert {"0.60 (was 0.69)", "1.00 (was 0.90)", "nobody is there"} <= set(re.findall(r">([^<]*)</text>", svg))
    assert len(re.findall(rf'aria-roledescription="bar"[^>]*fill="{_theme.BLUE}"', svg)) == 2 * (len(SUPPORTS) + 1)


def test_how_many_are_reached_is_told_with_how_many_there_are():
    rows = charts.what_if(example("street_team"), without="coach").spec["vconcat"][1]["data"]["values"]
    told = {row["alter"]: row["text"] for row in rows if row["name"] == "extended alters reached"}
    assert told["nobody"] == "2 of 2"
    assert told["coach"] == "1 of 2 (was 2 of 2)"


def test_the_key_of_the_signs_stands_below_the_drawing():
    drawing = svg_of(charts.what_if(example("using_circle"), without="sister"))
    assert drawing.index(">does not use<") < drawing.index(">emotional support<")


# -- drawings --------------------------------------------------------------------------------------------------


def test_a_key_is_drawn_only_if_it_tells_something():
    alters = pd.DataFrame({"ego": 1, "alter": ["a", "b"], "status": ["uses", "uses"], "strength": [0.5, 0.5]})
    nets = EgoNets(pd.DataFrame({"ego": [1]}), alters)
    assert not {"status", "strength"} & words_of(charts.egonet(nets))
    assert words_of(charts.egonet(nets.change_alters("alter == 'a'", {"strength": 0.9}))) >= {"strength", "0.6"}
    assert words_of(charts.egonet(nets.change_alters("alter == 'a'", {"status": "unknown"}))) >= {"status", "uses"}


def test_an_outline_is_explained_only_where_somebody_leaves_or_comes():
    now = example("diverse")
    stay = charts.before_after(now, now).spec["title"]["subtitle"]
    leave = charts.before_after(now, now.drop_alters("status == 'uses'")).spec["title"]["subtitle"]
    assert "outline" not in " ".join(stay)
    assert "outline" in " ".join(leave)


def test_the_names_of_the_key_stand_outside_its_circle():
    spec = charts.egonets(examples()).spec
    rings = [layer for layer in inner(spec) if layer.get("mark", {}).get("filled") is False]
    [key] = [max((ring for ring in rings if len(ring["data"]["values"]) == 1), key=lambda ring: ring["mark"]["size"])]
    radius, [middle] = np.sqrt(key["mark"]["size"] / 4), key["data"]["values"]
    texts = [layer for layer in inner(spec) if layer.get("mark", {}).get("type") == "text" and "data" in layer]
    [names] = [text["data"]["values"] for text in texts if "angle" in text["encoding"] and "stroke" not in text["mark"]]
    away = [np.hypot(row["x"] - middle["x"], row["y"] - middle["y"]) for row in names]
    assert len(away) == 6
    assert all(radius + 7 <= distance <= radius + 15 for distance in away)


def test_headings_keep_clear_of_the_circles_above_them():
    spec = charts.egonets(examples()).spec
    [headings] = [layer for layer in inner(spec) if layer.get("mark", {}).get("fontWeight") == "bold"]
    heights = sorted({row["y"] for row in headings["data"]["values"]})
    assert len(heights) == 2
    # From one heading to the next: a circle of radius 84, the room above it, and 12 pixels between the rows.
    assert heights[1] - heights[0] >= 2 * 84 + 24 + 12


# -- helpers ---------------------------------------------------------------------------------------------------


def svg_of(figure):
    return vl_convert.vegalite_to_svg(figure.spec)


def words_of(figure):
    return set(re.findall(r">([^<]*)</text>", svg_of(figure)))


def title_of(figure):
    return figure.spec["title"]["text"]


def inner(spec):
    yield spec
    for child in spec.get("layer", []):
        yield from inner(child)

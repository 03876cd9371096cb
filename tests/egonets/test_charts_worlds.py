"""Two worlds drawn: what is shown when the page is opened, and what each control changes.

The numbers are made up here, so that every mark can be told from every other. A drawing is read as SVG, as a page shows it.
"""

import copy
import json
import re

import pandas as pd
import pytest
import vl_convert

from egonets import charts

ROWS = (("then", "none"), ("now", "none"), ("now", "three or more"))
WORLDS = {"A": 0.43, "B": 0.33, "common cause": 0.23, "both": 0.13}
PUBLISHED = pd.DataFrame([(*row, share) for row, share in zip(ROWS, (0.383, 0.02, 0.901), strict=True)]).set_axis(
    ["time", "important_people", "share"], axis=1
)


def tables():
    """Then: nobody is the world's own share, plus what is forgotten, less half of who is left out, in per cent."""
    rows = [
        (world, recall, survivors, *row, share)
        for world, own in WORLDS.items()
        for recall in (0.0, 0.25)
        for survivors in (0.5, 1.0)
        for row, share in zip(ROWS, (own + recall + (1 - survivors) / 50, 0.03, 0.88), strict=True)
    ]
    return pd.DataFrame(rows, columns=["world", "recall", "survivors", "time", "important_people", "share"])


def courses():
    """In A company makes 20 points, in B recovery makes 4 people; in the other worlds nothing does anything."""
    rows = []
    for world in WORLDS:
        for gives, arm, month in [
            (g, a, m) for g in ("ties", "recovery") for a in ("given", "not given") for m in (0, 24)
        ]:
            moved = arm == "given" and month == 24
            points = 0.2 * (moved and (world, gives) == ("A", "ties"))
            people = 4 * (moved and (world, gives) == ("B", "recovery"))
            rows.append((world, gives, arm, month, 0.1 + points, 1.0 + people))
    return pd.DataFrame(rows, columns=["world", "gives", "arm", "month", "in_recovery", "ties"])


def test_worlds_agree_in_the_survey_and_part_in_the_experiments():
    told = charts.two_worlds(tables(), courses(), PUBLISHED).description
    assert "World A, where company brings recovery. The survey: then: nobody, 43 per cent" in told
    assert "With company given by lot: 20 points apart. With a start of recovery given by lot: no difference." in told
    assert "With company given by lot: no difference. With a start of recovery given by lot: 4 people apart." in told


def test_the_table_holds_the_opening_state_of_every_world():
    table = charts.two_worlds(tables(), courses(), PUBLISHED).table
    assert list(table["world"].unique()) == ["A", "B", "common cause", "both"]
    assert list(table.loc[table["quantity"] == "then: nobody", "value"]) == pytest.approx([43, 33, 23, 13])
    last = table[(table["world"] == "A") & (table["quantity"] == "Company is given by lot: per cent in recovery")]
    assert dict(zip(last["arm"], last["value"], strict=True)) == pytest.approx({"given": 30, "not given": 10})


def test_another_world_can_be_chosen():
    opened = texts(charts.two_worlds(tables(), courses(), PUBLISHED))
    chosen = texts(charts.two_worlds(tables(), courses(), PUBLISHED), left_world="both")
    assert {"World A", "company → recovery", "43"} <= set(opened)
    assert {"Both", "company ↔ recovery", "13"} <= set(chosen)
    assert {"World A", "company → recovery", "43"}.isdisjoint(chosen)


def test_the_knobs_choose_another_table():
    opened = charts.two_worlds(tables(), courses(), PUBLISHED)
    shown = {"43", "33", "68", "58", "44", "34"}
    assert shown & set(texts(opened)) == {"43", "33"}
    assert shown & set(texts(opened, recall=0.25)) == {"68", "58"}
    assert shown & set(texts(opened, survivors=0.5)) == {"44", "34"}


def test_no_mark_of_the_published_survey_hides_a_bar():
    svg = vl_convert.vegalite_to_svg(charts.which_world(tables(), PUBLISHED).spec)
    bars = [spans(path) for path in re.findall(r'aria-roledescription="bar"[^>]*d="([^"]*)"', svg)]
    marks = [spans(path) for path in re.findall(r'aria-roledescription="tick"[^>]*d="([^"]*)"', svg)]
    assert len(bars) == len(marks) == 6
    for (_, top), (_, mark) in zip(sorted(bars), sorted(marks), strict=True):
        assert mark[1] <= top[0]


def test_a_number_stands_behind_its_bar_and_its_mark():
    svg = vl_convert.vegalite_to_svg(charts.which_world(tables(), PUBLISHED).spec)
    numbers = re.findall(r'translate\(([\d.]+),([\d.]+)\)"[^>]*>(\d+)</text>', svg)
    per_point = 184 / 112
    for x, _, told in numbers:
        published = {43: 38.3, 33: 38.3, 3: 2, 88: 90.1}[int(told)]
        assert float(x) == pytest.approx(max(int(told), published) * per_point + 6, abs=0.1)
    assert len(numbers) == 6


def test_an_experiment_not_yet_run_shows_nothing():
    opened = charts.two_worlds(tables(), courses(), PUBLISHED)
    assert "20 points apart" in texts(opened)
    assert "20 points apart" not in texts(opened, experiments="wait")
    assert "no difference" not in texts(opened, experiments="wait")


def test_a_guess_is_asked_for_before_the_names_are_told():
    asked = charts.which_world(tables(), PUBLISHED)
    assert "One world" in texts(asked)
    assert {"World A", "World B"}.isdisjoint(texts(asked))
    assert set(asked.table["side"]) == {"left", "right"}
    assert "World A" not in asked.description
    assert "Wrong, by chance: nothing in the tables could have told." in texts(asked, guess="left")
    assert {"Right, by chance: nothing in the tables could have told.", "World A"} <= set(texts(asked, guess="right"))


def test_a_world_without_a_table_is_named():
    message = "There is no table of a world 'C' with recall 0 and survivors 1."
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        charts.two_worlds(tables(), courses(), PUBLISHED, right="C")
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        charts.which_world(tables(), PUBLISHED, left="C")


def spans(path):
    """From where to where a rectangle reaches, across and down."""
    x, y, wide, high = (float(part) for part in re.match(r"M([-\d.]+),([-\d.]+)h([-\d.]+)v([-\d.]+)", path).groups())
    return (x, x + wide), (y, y + high)


def texts(figure, **signals):
    """The words of the drawing, from top to bottom, after the controls were moved."""
    spec = copy.deepcopy(figure.spec)
    params = {param["name"]: param for param in spec["params"]}
    for name, value in signals.items():
        params[name]["value"] = value
    svg = vl_convert.vegalite_to_svg(spec, vl_version="6.1")
    assert json.dumps(spec).count("http") == 1  # the schema
    return [text.replace("&amp;", "&") for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg) if text]

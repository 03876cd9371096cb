"""A map of where a difference changes its sign; the expected signs are those of a difference made by hand."""

import re

import numpy as np
import pandas as pd
import pytest
import vl_convert

from egonets import charts
from egonets.charts import Choice, _theme

GRID = pd.DataFrame(
    [
        {"cue": cue, "lonely": lonely, "shift": shift, "gain": cue - lonely + shift}
        for shift in (0, 9)
        for cue in np.arange(10.0)
        for lonely in np.arange(10.0)
    ]
)


def drawn(data=GRID[GRID["shift"] == 0], steps=(2, 5), choice=None, marks=None):
    return charts.sign_map(
        data, x="cue", y="lonely", value="gain", steps=steps, sides=("harms", "helps"), choice=choice, title="t",
        x_title="cue weight", y_title="loneliness weight", value_title="gain", description="d.", marks=marks,
    )  # fmt: skip


def test_bands_lie_evenly_on_both_sides_of_nought():
    scale = areas(drawn())["encoding"]["color"]["scale"]
    assert scale["range"] == [_theme.RUST] * 3 + [_theme.BLUE] * 3
    assert scale["domain"] == ["below −5", "−5 to −2", "−2 to 0", "0 to 2", "2 to 5", "5 or more"]


def test_the_bands_below_nought_cover_exactly_the_tiles_below_nought():
    points = pd.DataFrame(areas(drawn())["data"]["values"])
    below = points[points["band"].isin(["below −5", "−5 to −2", "−2 to 0"])]
    assert covered(below) == pytest.approx(45)
    assert covered(points) == pytest.approx(100)
    assert (below.dropna()["x"] <= below.dropna()["y"]).all()


def test_each_band_is_one_path_so_that_no_seam_shows():
    svg = vl_convert.vegalite_to_svg(drawn().spec)
    assert len(re.findall(r'aria-roledescription="line mark"', svg)) == 6


def test_the_line_between_the_sides_runs_where_neighbouring_tiles_have_opposite_signs():
    grid = GRID[GRID["shift"] == 0].pivot_table(index="lonely", columns="cue", values="gain").to_numpy() < 0
    neighbours = int((grid[1:] != grid[:-1]).sum() + (grid[:, 1:] != grid[:, :-1]).sum())
    [line] = [rules["data"]["values"] for rules in strokes(drawn()) if rules["mark"].get("strokeCap")]
    assert sum(abs(part["x2"] - part["x"]) + abs(part["y2"] - part["y"]) for part in line) == pytest.approx(neighbours)


def test_what_is_below_nought_is_hatched_and_nothing_else():
    [hatch] = [rules["data"]["values"] for rules in strokes(drawn()) if not rules["mark"].get("strokeCap")]
    steps = np.linspace(0.02, 0.98, 60)
    places = {
        (round(part["x"] + step * (part["x2"] - part["x"])), round(part["y"] + step * (part["y2"] - part["y"])))
        for part in hatch
        for step in steps
    }
    assert places == {(cue, lonely) for cue in range(10) for lonely in range(10) if cue < lonely}


def test_a_choice_without_harm_is_drawn_without_strokes():
    fine = GRID.assign(shift=GRID["shift"] / 18)  # choices nearer to each other than 1
    for shift, there in ((0.0, True), (0.5, False)):
        svg = vl_convert.vegalite_to_svg(drawn(fine, choice=Choice("shift", "shift", shift)).spec)
        hatched = re.findall(rf'aria-roledescription="rule mark"[^>]*stroke="{_theme.INK}"', svg)
        assert bool(hatched) == there


def test_only_bands_that_there_are_stand_in_the_legend_and_no_row_holds_both_sides():
    few = GRID[(GRID["shift"] == 0) & (GRID["gain"] > -5)].assign(gain=lambda frame: frame["gain"].clip(lower=-4))
    legend = areas(drawn(few))["encoding"]["color"]["legend"]
    assert legend["values"] == ["5 or more", "2 to 5", "0 to 2", "−2 to 0", "−5 to −2"]
    assert legend["columns"] == 3


def test_the_numbers_of_an_axis_stand_at_tiles():
    quarters = GRID[GRID["shift"] == 0].assign(lonely=lambda frame: frame["lonely"] / 4)
    axis = areas(drawn(quarters[quarters["lonely"] < 1.6]))["encoding"]["y"]["axis"]
    assert axis["values"] == [0, 0.25, 0.5, 0.75, 1, 1.25, 1.5]
    assert axis["format"] == ".2f"
    assert areas(drawn())["encoding"]["x"]["axis"]["values"] == [0, 2, 4, 6, 8]


def test_no_side_is_named_in_a_row_that_holds_a_mark():
    free = {row["words"]: row["y"] for row in side_names(drawn())}
    held = side_names(drawn(marks={"usual": (5, free["helps"]), "other": (1, free["harms"])}))
    assert {row["words"] for row in held} == {"harms", "helps"}
    assert {row["y"] for row in held}.isdisjoint(free.values())


def test_each_side_is_named_on_the_map_and_counted_in_words():
    figure = drawn()
    assert {row["words"] for row in side_names(figure)} == {"harms", "helps"}
    assert "Below 0, at 45 of 100 places, harms; above 0, at 45, helps." in figure.description


def test_a_side_that_is_not_there_has_no_name():
    names = side_names(drawn(GRID, choice=Choice("shift", "shift", 9)))
    assert {(row["words"], row["choice"]) for row in names} == {("harms", 0), ("helps", 0), ("helps", 9)}


def test_the_table_has_a_row_for_every_height():
    table = drawn().table
    assert table["lonely"].tolist() == list(np.arange(9.0, -1, -1))
    assert table.loc[0, "cue 9"] == 0


@pytest.mark.parametrize("steps", [[], [0], [2, 1], [-1, 1], [1, 2, 3]])
def test_steps_must_rise_from_nought(steps):
    with pytest.raises(ValueError, match=r"Give one or two rising numbers above 0\."):
        drawn(steps=steps)


def areas(figure):
    [layer] = [layer for layer in figure.spec["layer"] if layer["mark"]["type"] == "line"]
    return layer


def strokes(figure):
    return [layer for layer in figure.spec["layer"] if layer["mark"]["type"] == "rule"]


def covered(points):
    """The area within closed lines that turn against the clock, less that within lines that turn with it."""
    x, y = (points[axis].to_numpy(dtype=float) for axis in "xy")
    return float(np.nansum(x[:-1] * y[1:] - x[1:] * y[:-1])) / 2


def side_names(figure):
    layers = [each for each in figure.spec["layer"] if each["mark"].get("fontWeight") and "stroke" not in each["mark"]]
    return layers[0]["data"]["values"]

"""A number over two parameters as a map: areas without seams, heights on their lines, marks with their names.

Areas are measured by the shoelace formula; the expected ones are counted, or those of a plane that rises evenly.
"""

import re

import numpy as np
import pandas as pd
import pytest
import vl_convert
from hypothesis import example as case
from hypothesis import given, settings
from hypothesis import strategies as st

from egonets import charts
from egonets.charts import Choice
from egonets.charts._areas import between, borders, outline, tile_edges, tiles, within
from egonets.charts._points import HIGH, PLOT
from egonets.charts._text import text_width

LAWS = settings(max_examples=50, deadline=None, derandomize=True)
heights = st.lists(st.lists(st.integers(-3, 3), min_size=4, max_size=4), min_size=2, max_size=5)
STEPS = np.linspace(0, 1, 9)
GRID = pd.DataFrame(
    [(x, y, power, x**power * y) for power in (1, 3) for x in STEPS for y in STEPS],
    columns=["strength", "resource", "power", "yield"],
)


# -- areas -----------------------------------------------------------------------------------------------------


@LAWS
@given(heights)
@case([[0, 0], [0, 0]])
@case([[1, 0], [0, 1]])
def test_the_areas_between_heights_fill_the_map_and_overlap_nowhere(rows):
    grid = as_grid(rows)
    parts = [between(grid, low, high) for low, high in ((-np.inf, -1), (-1, 1), (1, np.inf))]
    whole = (len(grid.columns) - 1) * (len(grid) - 1)
    assert sum(area(outline(part)) for part in parts) == pytest.approx(whole)
    for part in parts:
        assert area(outline(part)) == pytest.approx(sum(area([piece]) for piece in part))


@LAWS
@given(heights, st.integers(-2, 2))
@case([[1, 0], [0, 1]], 1)
def test_a_height_lies_between_the_places_below_it_and_those_that_reach_it(rows, height):
    grid = as_grid(rows)
    ends = (grid.columns[0], grid.index[0]), (grid.columns[-1], grid.index[-1])
    for start, end in within(borders(between(grid, height, np.inf)), ends):
        nearest = [grid.loc[round(y), round(x)] for x, y in (start, end)]
        corners = [grid.loc[b, a] for x, y in (start, end) for a in around(x) for b in around(y)]
        assert min(corners) < height <= max(corners) or height in nearest


@LAWS
@given(st.lists(st.lists(st.booleans(), min_size=5, max_size=5), min_size=2, max_size=5))
def test_the_outline_of_tiles_holds_as_much_as_they_do(rows):
    chosen = np.array(rows)
    grid = pd.DataFrame(np.zeros(chosen.shape))
    edges = tile_edges(range(5)), tile_edges(range(len(rows)))
    assert area(outline(tiles(grid, edges, chosen))) == pytest.approx(chosen.sum())


def test_a_hole_turns_the_other_way():
    ring = np.ones((3, 3), dtype=bool)
    ring[1, 1] = False
    edges = tile_edges(range(3)), tile_edges(range(3))
    loops = outline(tiles(pd.DataFrame(np.zeros((3, 3))), edges, ring))
    assert sorted(area([loop]) for loop in loops) == pytest.approx([-1, 9])
    assert sorted(map(len, loops)) == [4, 4]


def test_an_evenly_rising_plane_is_cut_by_straight_lines():
    grid = pd.DataFrame({0: [0.0, 0.0], 1: [1.0, 1.0], 2: [2.0, 2.0]})
    [loop] = outline(between(grid, 0.25, 1.5))
    assert sorted(loop) == [(0.25, 0), (0.25, 1), (1.5, 0), (1.5, 1)]


def test_a_level_map_at_a_height_lies_above_it():
    level = pd.DataFrame({0: [1.0, 1.0], 1: [1.0, 1.0]})
    assert area(outline(between(level, 1, np.inf))) == pytest.approx(1)
    assert area(outline(between(level, -np.inf, 1))) == 0


def test_where_a_value_is_not_known_nothing_is_drawn():
    grid = pd.DataFrame({0: [0.0, 0.0], 1: [1.0, np.nan], 2: [2.0, 2.0]})
    assert area(outline(between(grid, -np.inf, np.inf))) == pytest.approx(0.5)


# -- the chart -------------------------------------------------------------------------------------------------


def test_each_band_is_one_path_so_that_no_seam_shows_when_a_page_is_scaled():
    svg = vl_convert.vegalite_to_svg(drawn().spec)
    assert len(re.findall(r'aria-roledescription="line mark"', svg)) == 3


def test_every_line_carries_its_height_at_a_place_that_has_it():
    for row in line_names(drawn()):
        assert row["x"] ** row["choice"] * row["y"] == pytest.approx(float(row["name"]), abs=0.02)
    assert {(row["choice"], row["name"]) for row in line_names(drawn())} == {
        (power, name) for power in (1, 3) for name in ("0.2", "0.6")
    }


def test_the_lowest_band_is_no_fainter_than_a_fifth():
    assert min(areas(drawn())["encoding"]["opacity"]["scale"]["range"]) == 0.2


@pytest.mark.parametrize(("x", "side"), [(0.1, "left"), (0.9, "right")])
def test_the_name_of_a_mark_stays_within_the_frame(x, side):
    name = "a rather long name"
    [text] = [layer for layer in marked(drawn(marks={name: (x, 0.5)})) if "stroke" not in layer["mark"]]
    assert text["mark"]["align"] == side
    end = x * PLOT + (1 if side == "left" else -1) * (9 + text_width(name, 14))
    assert 0 <= end <= PLOT


def test_no_height_is_written_on_a_mark_or_its_name():
    bare = {row["name"]: row for row in line_names(drawn()) if row["choice"] == 1}
    covered = drawn(marks={"here": (bare["0.2"]["x"], bare["0.2"]["y"])})
    moved = {row["name"]: row for row in line_names(covered) if row["choice"] == 1}["0.2"]
    away = (moved["x"] - bare["0.2"]["x"]) * PLOT, (moved["y"] - bare["0.2"]["y"]) * HIGH
    assert np.hypot(*away) > 14


def test_a_line_without_room_for_its_height_carries_none():
    named = line_names(drawn(GRID[GRID["power"] == 1], bands=[0.2, 0.998]))
    assert [row["name"] for row in named] == ["0.2"]


def test_a_plane_of_one_row_is_refused():
    with pytest.raises(ValueError, match=r"A plane needs at least two values across and two upwards\."):
        drawn(GRID[GRID["resource"] == 1])


# -- helpers ---------------------------------------------------------------------------------------------------


def drawn(data=GRID, marks=None, bands=(0.2, 0.6)):
    return charts.plane(
        data, x="strength", y="resource", value="yield", bands=bands, choice=Choice("power", "power", 1),
        title="t", x_title="strength", y_title="resource", value_title="yield", description="d.", marks=marks,
    )  # fmt: skip


def as_grid(rows):
    """Rows of equal length as a grid at 0, 1, 2 …"""
    return pd.DataFrame(rows, dtype=float)


def around(at):
    return {int(np.floor(at)), int(np.ceil(at))}


def area(loops):
    turns = [x * y2 - x2 * y for loop in loops for (x, y), (x2, y2) in zip(loop, [*loop[1:], loop[0]], strict=True)]
    return sum(turns) / 2


def areas(figure):
    [layer] = [layer for layer in figure.spec["layer"] if layer["mark"]["type"] == "line"]
    return layer


def line_names(figure):
    [layer] = [
        layer for layer in figure.spec["layer"] if layer["mark"].get("fontSize") == 13 and "stroke" not in layer["mark"]
    ]
    return layer["data"]["values"]


def marked(figure):
    return [layer for layer in figure.spec["layer"] if layer["mark"].get("align")]

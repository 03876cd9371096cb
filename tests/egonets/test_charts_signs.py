"""A map of where a difference changes its sign; the expected signs are those of a difference made by hand."""

import numpy as np
import pandas as pd
import pytest

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


def drawn(data=GRID[GRID["shift"] == 0], steps=(2, 5), choice=None):
    return charts.sign_map(
        data, x="cue", y="lonely", value="gain", steps=steps, sides=("harms", "helps"), choice=choice, title="t",
        x_title="cue weight", y_title="loneliness weight", value_title="gain", description="d.",
    )  # fmt: skip


def test_bands_lie_evenly_on_both_sides_of_nought():
    [scale] = {str(layer["encoding"]["color"]["scale"]) for layer in tiles(drawn())}
    assert scale.count(_theme.RUST) == scale.count(_theme.BLUE) == 3
    names = tiles(drawn())[0]["encoding"]["color"]["scale"]["domain"]
    assert names == ["below -5", "-5 to -2", "-2 to 0", "0 to 2", "2 to 5", "5 or more"]


def test_a_tile_below_nought_is_in_a_band_below_nought():
    values = pd.DataFrame(tiles(drawn())[0]["data"]["values"])
    below = values[values["band"].isin(["below -5", "-5 to -2", "-2 to 0"])]
    assert (below["x"] < below["y"]).all()
    assert len(below)


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


def tiles(figure):
    return [layer for layer in figure.spec["layer"] if layer["mark"]["type"] == "rect"]


def side_names(figure):
    [layer] = [each for each in figure.spec["layer"] if each["mark"].get("fontWeight") and "stroke" not in each["mark"]]
    return layer["data"]["values"]

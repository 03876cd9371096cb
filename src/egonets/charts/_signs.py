"""Where a difference changes its sign: a map of two parameters with a warm and a cold side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from egonets.charts import _theme
from egonets.charts._figure import Figure, figure, haloed, heading
from egonets.charts._points import HIGH, PLOT, _axis, _band_names, _extremes, _marks, _tiles
from egonets.charts._text import sentences, text_width
from egonets.charts._tidy import CHOICE, Choice, chosen_by_reader, filtered, start_only, tidy


def sign_map(
    data: pd.DataFrame,
    *,
    x: str,
    y: str,
    value: str,
    title: str,
    x_title: str,
    y_title: str,
    value_title: str,
    description: str,
    steps: Sequence[float],
    sides: tuple[str, str],
    choice: Choice | None = None,
    subtitle: str = "",
    value_format: str | None = None,
    marks: Mapping[str, tuple[float, float]] | None = None,
) -> Figure:
    """A difference over two parameters, in one colour where it is below 0 and in another where it is above.

    Parameters
    ----------
    data
        A tidy frame: one row per pair of parameters, on a regular grid.
    x, y, value
        Columns of numbers.
    title, x_title, y_title, value_title, description, choice, subtitle, value_format, marks
        As for :func:`plane`.
    steps
        Where one band ends and the next begins on either side of 0: one or two rising numbers above 0.
    sides
        What it means to be below 0, and above; written on the map where there is room.

    Returns
    -------
    Figure
        Its table has one row per y (from high to low) and one column per x.

    Raises
    ------
    ValueError
        If a column is not there, if there are no rows, or if the steps are not one or two rising numbers above 0.

    Examples
    --------
    >>> import pandas as pd
    >>> from egonets import charts
    >>> rows = [(cue, lonely, cue - lonely) for cue in (0, 1, 2) for lonely in (0, 1, 2)]
    >>> grid = pd.DataFrame(rows, columns=["cue", "lonely", "gain"])
    >>> figure = charts.sign_map(grid, x="cue", y="lonely", value="gain", title="It depends", x_title="cue weight",
    ...     y_title="loneliness weight", value_title="gain", description="The sign turns on the diagonal.", steps=[1],
    ...     sides=("leaving harms", "leaving helps"))
    >>> figure.description.split(". ")[-2]
    'Below 0, at 3 of 9 places, leaving harms; above 0, at 3, leaving helps'
    """
    if not 1 <= len(steps) <= 2 or any(b <= a for a, b in pairwise([0, *steps])):
        raise ValueError(f"steps are {list(steps)}. Give one or two rising numbers above 0.")
    frame = tidy(data, choice, x=x, y=y, value=value)
    bands = [*(-step for step in reversed(steps)), 0.0, *steps]
    names = _band_names(bands, value_format)
    tiles, domains = _tiles(frame, bands, names)
    across = alt.X("x:Q", scale=alt.Scale(domain=domains[0], nice=False), axis=_axis(x_title, None, grid=False))
    up = alt.Y("y:Q", scale=alt.Scale(domain=domains[1], nice=False), axis=_axis(y_title, None, grid=False))
    layers = [
        filtered(alt.Chart(tiles), choice)
        .mark_rect(strokeWidth=0)
        .encode(across, up, *_looks(names, value_title), x2="x2", y2="y2"),
        *_sides(frame, sides, choice, across, up),
        *_marks(marks or {}, across, up),
    ]
    chart = alt.layer(*layers).properties(width=PLOT, height=HIGH, title=heading(title, subtitle))
    shown = start_only(frame, choice)
    told = _extremes(shown, x_title, y_title, value_title, value_format)
    words = sentences(told, _counted(shown, sides), description)
    wide = shown.pivot_table(index="y", columns="x", values="value").sort_index(ascending=False)
    wide.columns = pd.Index([f"{x} {at:g}" for at in wide.columns])
    return figure(chosen_by_reader(chart, frame, choice), words, wide.rename_axis(y).reset_index())


def _looks(names: Sequence[str], value_title: str) -> list[Any]:
    """Colour for the side, opacity for the distance from 0; both in one legend."""
    half = len(names) // 2
    faint = list(np.linspace(0.3, 0.95, half).round(2))
    legend = alt.Legend(
        title=value_title, symbolType="square", symbolSize=220, symbolStrokeWidth=0, titleOrient="top", columns=3
    )
    colours = alt.Scale(domain=names, range=[_theme.RUST] * half + [_theme.BLUE] * half)
    opacities = alt.Scale(type="ordinal", domain=names, range=[*reversed(faint), *faint])
    return [alt.Color("band:O", scale=colours, legend=legend), alt.Opacity("band:O", scale=opacities, legend=legend)]


def _sides(frame: pd.DataFrame, sides: tuple[str, str], choice: Choice | None, across: alt.X, up: alt.Y) -> list[Any]:
    """What each side means, in the middle of the places that lie on it, where a row of them is wide enough."""
    width = PLOT / frame["x"].nunique()
    rows = []
    for picked, part in frame.groupby(CHOICE) if choice else [(None, frame)]:
        for below, words in ((True, sides[0]), (False, sides[1])):
            side = part[part["value"] < 0] if below else part[part["value"] > 0]
            if side.empty:
                continue
            widths = side.groupby("y")["x"].count()
            row = side[side["y"] == _middle(widths)]
            if len(row) * width > text_width(words, 14, bold=True) + 8:
                rows.append({"x": row["x"].mean(), "y": row["y"].iloc[0], "words": words, CHOICE: picked})
    if not rows:
        return []
    named = pd.DataFrame(rows) if choice else pd.DataFrame(rows).drop(columns=CHOICE)
    base = filtered(alt.Chart(named), choice).encode(across, up, text="words:N")
    return haloed(base, _theme.INK, fontWeight="bold", baseline="middle")


def _middle(widths: pd.Series[Any]) -> float:
    """Of the rows that are nearly the widest, the one in the middle."""
    wide = widths.index[widths >= 0.9 * widths.max()]
    return float(wide[len(wide) // 2])


def _counted(frame: pd.DataFrame, sides: tuple[str, str]) -> str:
    below, above = int((frame["value"] < 0).sum()), int((frame["value"] > 0).sum())
    return f"Below 0, at {below} of {len(frame)} places, {sides[0]}; above 0, at {above}, {sides[1]}."

"""Where a difference changes its sign: a map of two parameters with a warm and a cold side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from egonets.charts import _theme
from egonets.charts._areas import Loop, borders, outline, paths, tile_edges, tiles, within
from egonets.charts._figure import Figure, figure, haloed, heading
from egonets.charts._points import HIGH, PLOT, band_names, extremes, grids, marked, some_of
from egonets.charts._text import number, sentences, text_width
from egonets.charts._tidy import Choice, chosen_by_reader, filtered, start_only, tidy

#: Most numbers on an axis, and from one slanting stroke to the next, in pixels.
NUMBERS: Final = 8
HATCH: Final = 14.0


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
    """A difference over two parameters, hatched and in one colour where it is below 0, in another where it is above.

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
    names = band_names(bands, value_format)
    plan = _Plan(frame, choice, x_title, y_title)
    areas = _areas(plan, bands, names)
    there = [name for name in names if (areas["band"] == name).any()]
    layers = [
        filtered(alt.Chart(areas), choice)
        .mark_line(filled=True, strokeWidth=0)
        .encode(plan.across, plan.up, *_looks(names, there, value_title), order="order:Q"),
        *_hatched(plan),
        *_zero(plan),
        *_sides(plan, sides, marks or {}),
        *marked(marks or {}, plan.domains, plan.across, plan.up),
    ]
    chart = alt.layer(*layers).properties(width=PLOT, height=HIGH, title=heading(title, subtitle))
    shown = start_only(frame, choice)
    told = extremes(shown, x_title, y_title, value_title, value_format)
    words = sentences(told, _counted(shown, sides), description)
    wide = shown.pivot_table(index="y", columns="x", values="value").sort_index(ascending=False)
    wide.columns = pd.Index([f"{x} {at:g}" for at in wide.columns])
    return figure(chosen_by_reader(chart, frame, choice), words, wide.rename_axis(y).reset_index())


class _Plan:
    """Where the tiles meet, and both axes."""

    def __init__(self, frame: pd.DataFrame, choice: Choice | None, x_title: str, y_title: str) -> None:
        self.frame = frame
        self.choice = choice
        self.grids = grids(frame)
        places = [sorted(frame[axis].unique()) for axis in ("x", "y")]
        self.edges = tile_edges(places[0]), tile_edges(places[1])
        self.domains = [(edges[0], edges[-1]) for edges in self.edges]
        self.scale = [size / (high - low) for size, (low, high) in zip((PLOT, HIGH), self.domains, strict=True)]
        axes = [_axis_of_tiles(title, at) for title, at in zip((x_title, y_title), places, strict=True)]
        scales = [alt.Scale(domain=domain, nice=False) for domain in self.domains]
        self.across = alt.X("x:Q", scale=scales[0], axis=axes[0])
        self.up = alt.Y("y:Q", scale=scales[1], axis=axes[1])

    def below(self, grid: pd.DataFrame) -> list[Loop]:
        """The outline of all tiles below 0."""
        return outline(tiles(grid, self.edges, grid < 0))


def _axis_of_tiles(title: str, places: Sequence[float]) -> alt.Axis:
    """An axis with numbers where there are tiles: each, or every second, third …, where there are many."""
    values = [float(at) for at in places[:: -(-len(places) // NUMBERS)]]
    decimals = max(len(number(value, 6).partition(".")[2]) for value in values)
    return alt.Axis(title=title, values=values, format=f".{decimals}f", grid=False)


def _areas(plan: _Plan, bands: Sequence[float], names: Sequence[str]) -> pd.DataFrame:
    """The tiles of each band, as one path."""
    areas = []
    for chosen, grid in plan.grids:
        band = np.searchsorted(np.asarray(bands), grid.to_numpy(), side="right")
        for place, name in enumerate(names):
            areas.append(({**chosen, "band": name}, outline(tiles(grid, plan.edges, band == place))))
    return paths(areas)


def _looks(names: Sequence[str], there: Sequence[str], value_title: str) -> list[Any]:
    """Colour for the side, opacity for the distance from 0; both in one legend of the bands that there are."""
    half = len(names) // 2
    faint = list(np.linspace(0.3, 0.95, half).round(2))
    below = [name for name in names[:half] if name in there]
    above = [name for name in names[half:] if name in there]
    # The side with more bands fills the first row, so that no row holds both.
    values = [*below, *above] if len(below) >= len(above) else [*reversed(above), *reversed(below)]
    legend = alt.Legend(
        title=f"{value_title}; hatched: below 0" if below else value_title,
        values=values,
        symbolType="square",
        symbolSize=220,
        symbolStrokeWidth=0,
        titleOrient="top",
        columns=max(len(below), len(above)),
    )
    colours = alt.Scale(domain=names, range=[_theme.RUST] * half + [_theme.BLUE] * half)
    opacities = alt.Scale(type="ordinal", domain=names, range=[*reversed(faint), *faint])
    return [alt.Color("band:O", scale=colours, legend=legend), alt.Opacity("band:O", scale=opacities, legend=legend)]


def _rules(plan: _Plan, rows: list[dict[str, Any]], **look: Any) -> list[Any]:
    if not rows:
        return []
    base = some_of(plan.frame, pd.DataFrame(rows), plan.choice)
    return [base.mark_rule(color=_theme.INK, **look).encode(plan.across, plan.up, x2="x2", y2="y2")]


def _zero(plan: _Plan) -> list[Any]:
    """The line between both sides."""
    ends = tuple(zip(*plan.domains, strict=True))
    rows = [
        {**chosen, "x": start[0], "y": start[1], "x2": end[0], "y2": end[1]}
        for chosen, grid in plan.grids
        for start, end in within(borders(plan.below(grid)), (ends[0], ends[1]))
    ]
    return _rules(plan, rows, strokeWidth=2.5, strokeCap="square")


def _hatched(plan: _Plan) -> list[Any]:
    """Slanting strokes over all that is below 0, so that the sides differ in grey too."""
    rows = []
    for chosen, grid in plan.grids:
        parts: dict[int, list[tuple[float, float]]] = {}
        for (x, y), _, (x2, y2), _ in tiles(grid, plan.edges, grid < 0):
            left, low = (x - plan.edges[0][0]) * plan.scale[0], (y - plan.edges[1][0]) * plan.scale[1]
            right, high = left + (x2 - x) * plan.scale[0], low + (y2 - y) * plan.scale[1]
            for stroke in range(int((left + low) // HATCH) + 1, int(-((-right - high) // HATCH))):
                part = max(left, stroke * HATCH - high), min(right, stroke * HATCH - low)
                parts.setdefault(stroke, []).append(part)
        for stroke, found in parts.items():
            for ends in _joined(found):
                x, x2 = (plan.edges[0][0] + end / plan.scale[0] for end in ends)
                y, y2 = (plan.edges[1][0] + (stroke * HATCH - end) / plan.scale[1] for end in ends)
                rows.append({**chosen, "x": x, "y": y, "x2": x2, "y2": y2})
    return _rules(plan, rows, strokeWidth=1, opacity=0.45)


def _joined(parts: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Parts of one stroke, joined where one begins at the end of another."""
    joined: list[tuple[float, float]] = []
    for start, end in sorted(parts):
        if joined and start - joined[-1][1] < 1e-6:
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined


def _sides(plan: _Plan, sides: tuple[str, str], marks: Mapping[str, tuple[float, float]]) -> list[Any]:
    """What each side means, in the middle of the places that lie on it, where a row of them is wide enough.

    A row with a mark is left to the mark: two names beside each other would be read as one.
    """
    rows = []
    for chosen, grid in plan.grids:
        free = grid[[not _holds_a_mark(at, plan.edges[1], marks) for at in grid.index]]
        for words, side in zip(sides, (free < 0, free > 0), strict=True):
            place = _middle(side)
            if place and side.loc[place[1]].sum() * PLOT / side.shape[1] > text_width(words, 14, bold=True) + 8:
                rows.append({**chosen, "x": place[0], "y": place[1], "words": words})
    if not rows:
        return []
    base = some_of(plan.frame, pd.DataFrame(rows), plan.choice).encode(plan.across, plan.up, text="words:N")
    return haloed(base, _theme.INK, fontWeight="bold", baseline="middle")


def _holds_a_mark(row: float, edges: Sequence[float], marks: Mapping[str, tuple[float, float]]) -> bool:
    place = np.searchsorted(edges, row)
    return any(np.searchsorted(edges, y) == place for _, y in marks.values())


def _middle(side: pd.DataFrame) -> tuple[float, float] | None:
    """The middle of a row of the side: of the rows that are nearly the widest, the one in the middle."""
    widths = side.sum(axis=1)
    if not widths.any():
        return None
    wide = widths.index[widths >= 0.9 * widths.max()]
    row = wide[len(wide) // 2]
    return float(np.mean(side.columns[side.loc[row]])), float(row)


def _counted(frame: pd.DataFrame, sides: tuple[str, str]) -> str:
    below, above = int((frame["value"] < 0).sum()), int((frame["value"] > 0).sum())
    return f"Below 0, at {below} of {len(frame)} places, {sides[0]}; above 0, at {above}, {sides[1]}."

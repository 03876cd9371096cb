"""Two numbers at once: points, and a number over a plane."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from egonets.charts import _theme
from egonets.charts._areas import Edge, between, borders, outline, paths, within
from egonets.charts._figure import Figure, figure, haloed, heading
from egonets.charts._names import Box, box, name_places
from egonets.charts._text import capital, counted, said, sentences, text_width
from egonets.charts._tidy import (
    CHOICE,
    Choice,
    chosen_by_reader,
    filtered,
    formatted,
    nice_domain,
    plain,
    series_looks,
    series_names,
    start_only,
    tidy,
)

#: Width and height of the plot in pixels, and how many points at most have their names beside them.
PLOT: Final = _theme.WIDTH - 90
HIGH: Final = 330
NAMED: Final = 15
#: Size of the numbers on the lines of a plane, and how far from a mark its name begins, in pixels.
NUMBER: Final = 13
BESIDE: Final = 9
#: How much of an area a corner may cut off before it is drawn, in square pixels.
UNSEEN: Final = 1.5
SHAPES: Final = ("circle", _theme.SQUARE, _theme.DIAMOND, _theme.TRIANGLE, "cross")


def points(
    data: pd.DataFrame,
    *,
    x: str,
    y: str,
    title: str,
    x_title: str,
    y_title: str,
    description: str,
    label: str | None = None,
    series: str | None = None,
    choice: Choice | None = None,
    subtitle: str = "",
    x_format: str | None = None,
    y_format: str | None = None,
    zero: bool = True,
    diagonal: bool = False,
    muted: Collection[str] = (),
) -> Figure:
    """Points at two numbers; up to fifteen have their names beside them.

    Parameters
    ----------
    data
        A tidy frame: one row per point.
    x, y
        Columns of numbers.
    title, x_title, y_title, description, choice, subtitle, x_format, y_format, muted
        As for :func:`lines`.
    label
        Column with the name of the point.
    series
        Column with its colour and shape, at most five.
    zero
        Whether both axes begin at 0.
    diagonal
        Whether to draw the line on which both numbers are equal.

    Returns
    -------
    Figure
        Its table has the columns in use.

    Raises
    ------
    ValueError
        If a column is not there, if there are no rows, or if there are more than five series.

    Examples
    --------
    >>> import pandas as pd
    >>> from egonets import charts
    >>> nets = pd.DataFrame({"egonet": ["a", "b"], "size": [8, 8], "volume": [2.5, 11.0]})
    >>> charts.points(nets, x="size", y="volume", label="egonet", title="Equal in size, not in volume",
    ...     x_title="alters", y_title="volume of capital", description="Both have eight alters.").description
    'Scatter plot of 2 points: volume of capital by alters. A: 8, 2.5. B: 8, 11. Both have eight alters.'
    """
    frame = tidy(data, choice, x=x, y=y, label=label, series=series)
    names = series_names(frame)
    domains = [nice_domain(frame[column], zero=zero) for column in ("x", "y")]
    across = alt.X("x:Q", scale=alt.Scale(domain=domains[0], nice=False), axis=_axis(x_title, x_format, grid=True))
    up = alt.Y("y:Q", scale=alt.Scale(domain=domains[1], nice=False), axis=_axis(y_title, y_format, grid=True))
    base = filtered(alt.Chart(frame), choice).encode(across, up)
    layers: list[Any] = [_diagonal(domains, across, up)] if diagonal else []
    layers.append(base.mark_point(size=100, stroke=_theme.PAPER, strokeWidth=1).encode(**_looks(names, muted)))
    if label is not None and len(start_only(frame, choice)) <= NAMED:
        named = filtered(alt.Chart(_names(frame, domains)), choice).encode(across, up, text="label:N")
        layers += haloed(named, _theme.INK, baseline="middle")
    chart = alt.layer(*layers).properties(width=PLOT, height=HIGH, title=heading(title, subtitle))
    shown = start_only(frame, choice)
    words = sentences(
        f"Scatter plot of {counted(len(shown), 'point')}: {plain(y_title)} by {plain(x_title)}.",
        *_told(shown, x_format, y_format),
        description,
    )
    table = shown.drop(columns="choice", errors="ignore").rename(columns={"x": x, "y": y, "label": label or "label"})
    return figure(chosen_by_reader(chart, frame, choice), words, table)


def _names(frame: pd.DataFrame, domains: Sequence[tuple[float, float]]) -> pd.DataFrame:
    """Where the names of the points stand, in the units of the axes."""
    (left, right), (low, high) = domains
    scale = PLOT / (right - left), HIGH / (high - low)
    rows = []
    for value, part in frame.groupby("choice") if "choice" in frame else [(None, frame)]:
        signs = [
            (said(row["label"]), (row["x"] - left) * scale[0], (row["y"] - low) * scale[1], 7.0)
            for row in part.dropna(subset=["x", "y"]).to_dict("records")
        ]
        for x, y, name in name_places(signs, [], (-20, PLOT + 30, -10, HIGH + 10), _theme.TEXT_SIZE):
            rows.append((left + x / scale[0], low + y / scale[1], name, value))
    return pd.DataFrame(rows, columns=["x", "y", "label", "choice"]).dropna(axis=1, how="all")


def _axis(title: str, how: str | None, *, grid: bool) -> alt.Axis:
    if how is None:
        return alt.Axis(title=title, tickCount=5, grid=grid)
    return alt.Axis(title=title, tickCount=5, grid=grid, format=how)


def _looks(names: Sequence[str], muted: Collection[str]) -> dict[str, Any]:
    if not names:
        return {"color": alt.value(_theme.BLUE)}
    colours = alt.Scale(domain=list(names), range=series_looks(names, muted)[0])
    shapes = alt.Scale(domain=list(names), range=list(SHAPES[: len(names)]))
    legend = alt.Legend(title=None, symbolSize=130)
    return {
        "color": alt.Color("series:N", scale=colours, legend=legend),
        "shape": alt.Shape("series:N", scale=shapes, legend=legend),
    }


def _diagonal(domains: Sequence[tuple[float, float]], across: alt.X, up: alt.Y) -> Any:
    ends = [max(low for low, _ in domains), min(high for _, high in domains)]
    line = alt.Chart(pd.DataFrame({"x": ends, "y": ends}))
    return line.mark_line(color=_theme.MUTED, strokeDash=[4, 3], strokeWidth=1.2).encode(across, up)


def _told(frame: pd.DataFrame, x_format: str | None, y_format: str | None) -> list[str]:
    if "label" in frame and len(frame) <= NAMED:
        return [
            f"{capital(said(row['label']))}: {formatted(row['x'], x_format)}, {formatted(row['y'], y_format)}."
            for row in frame.to_dict("records")
        ]
    spans = [
        f"from {formatted(float(frame[axis].min()), how)} to {formatted(float(frame[axis].max()), how)}"
        for axis, how in (("x", x_format), ("y", y_format))
    ]
    return [f"Across they go {spans[0]}, upwards {spans[1]}."]


def plane(
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
    bands: Sequence[float],
    choice: Choice | None = None,
    subtitle: str = "",
    value_format: str | None = None,
    marks: Mapping[str, tuple[float, float]] | None = None,
) -> Figure:
    """A number over two parameters, in bands like the heights of a map, with the heights on the lines between them.

    Between the places of the grid the number is taken to change evenly.

    Parameters
    ----------
    data
        A tidy frame: one row per pair of parameters, on a regular grid.
    x, y, value
        Columns of numbers.
    title, x_title, y_title, description, choice, subtitle
        As for :func:`lines`.
    value_title
        What the bands show, with the unit in brackets.
    bands
        Where one band ends and the next begins: two to five rising numbers.
    value_format
        Format of the numbers of the bands, such as ``".0%"``.
    marks
        Named points on the plane.

    Returns
    -------
    Figure
        Its table has one row per y (from high to low) and one column per x.

    Raises
    ------
    ValueError
        If a column is not there, if there are no rows, if there are not two to five rising bands, or if a parameter
        has one value only.

    Examples
    --------
    >>> import pandas as pd
    >>> from egonets import charts
    >>> grid = pd.DataFrame([(e, s, e * s) for e in (0, 0.5, 1) for s in (0, 0.5, 1)], columns=["e", "s", "p"])
    >>> figure = charts.plane(grid, x="e", y="s", value="p", title="Both are needed", x_title="effort",
    ...     y_title="support", value_title="hazard", description="One does not replace the other.", bands=[0.2, 0.6])
    >>> figure.description.split(". ")[1]
    'It is lowest, 0, at effort 0 and support 0, and highest, 1, at effort 1 and support 1'
    """
    if not 2 <= len(bands) <= 5 or any(b <= a for a, b in pairwise(bands)):
        raise ValueError(f"bands are {list(bands)}. Give two to five rising numbers.")
    frame = tidy(data, choice, x=x, y=y, value=value)
    if min(frame["x"].nunique(), frame["y"].nunique()) < 2:
        raise ValueError("A plane needs at least two values across and two upwards.")
    names = band_names(bands, value_format)
    domains = [(float(frame[axis].min()), float(frame[axis].max())) for axis in ("x", "y")]
    heights, lines = _heights(frame, bands, names)
    legend = alt.Legend(
        title=value_title,
        symbolType="square",
        symbolSize=220,
        symbolFillColor=_theme.BLUE,
        symbolStrokeWidth=0,
        titleOrient="top",
        columns=3,
    )
    # The lowest band is to be seen on a white page and on a dark one.
    opacity = alt.Scale(type="ordinal", domain=names, range=list(np.linspace(0.2, 1, len(names)).round(3)))
    across = alt.X("x:Q", scale=alt.Scale(domain=domains[0], nice=False), axis=_axis(x_title, None, grid=False))
    up = alt.Y("y:Q", scale=alt.Scale(domain=domains[1], nice=False), axis=_axis(y_title, None, grid=False))
    layers = [
        filtered(alt.Chart(heights), choice)
        .mark_line(filled=True, color=_theme.BLUE, stroke=_theme.PAPER, strokeWidth=1)
        .encode(across, up, order="order:Q", opacity=alt.Opacity("band:O", scale=opacity, legend=legend)),
        *_line_names(_line_places(lines, marks or {}, domains, value_format), frame, choice, across, up),
        *marked(marks or {}, domains, across, up),
    ]
    chart = alt.layer(*layers).properties(width=PLOT, height=HIGH, title=heading(title, subtitle))
    shown = start_only(frame, choice)
    words = sentences(extremes(shown, x_title, y_title, value_title, value_format), description)
    wide = shown.pivot_table(index="y", columns="x", values="value").sort_index(ascending=False)
    wide.columns = pd.Index([f"{x} {formatted(float(at), None)}" for at in wide.columns])
    return figure(chosen_by_reader(chart, frame, choice), words, wide.rename_axis(y).reset_index())


def grids(frame: pd.DataFrame) -> list[tuple[dict[str, Any], pd.DataFrame]]:
    """The grid of each choice: a row for every y, a column for every x, both rising."""
    parts = frame.groupby(CHOICE) if CHOICE in frame else [(None, frame)]
    return [
        ({} if value is None else {CHOICE: value}, part.pivot_table(index="y", columns="x", values="value"))
        for value, part in parts
    ]


def _heights(
    frame: pd.DataFrame, bands: Sequence[float], names: Sequence[str]
) -> tuple[pd.DataFrame, list[tuple[dict[str, Any], float, list[Edge]]]]:
    """The areas between two heights, and the lines at each height."""
    areas, lines = [], []
    limits = [-np.inf, *bands, np.inf]
    pixel = np.ptp(frame["x"]) / PLOT * np.ptp(frame["y"]) / HIGH
    for chosen, grid in grids(frame):
        low_end, high_end = ((float(grid.columns[at]), float(grid.index[at])) for at in (0, -1))
        for name, (low, high) in zip(names, pairwise(limits), strict=True):
            areas.append(({**chosen, "band": name}, outline(between(grid, low, high), UNSEEN * pixel)))
        for height in bands:
            lines.append((chosen, height, within(borders(between(grid, height, np.inf)), (low_end, high_end))))
    return paths(areas), lines


def _line_places(
    lines: Sequence[tuple[dict[str, Any], float, list[Edge]]],
    marks: Mapping[str, tuple[float, float]],
    domains: Sequence[tuple[float, float]],
    how: str | None,
) -> pd.DataFrame:
    """The height of each line, at the place on it that is farthest from everything else."""
    (left, right), (low, high) = domains
    scale = PLOT / (right - left), HIGH / (high - low)
    filled: dict[Any, list[Box]] = {}
    rows = []
    for chosen, height, edges in lines:
        name = formatted(float(height), how)
        wide, tall = text_width(name, NUMBER) + 6, NUMBER + 4.0
        others = filled.setdefault(chosen.get(CHOICE), _mark_boxes(marks, domains))
        middles = [((x + x2) / 2, (y + y2) / 2) for (x, y), (x2, y2) in edges]
        boxes = [box((x - left) * scale[0], (y - low) * scale[1], wide, tall) for x, y in middles]
        rooms = [_room(here, others) for here in boxes]
        if rooms and max(rooms) > 0:
            best = int(np.argmax(rooms))
            others.append(boxes[best])
            rows.append({**chosen, "x": middles[best][0], "y": middles[best][1], "name": name})
    return pd.DataFrame(rows)


def _line_names(
    places: pd.DataFrame, frame: pd.DataFrame, choice: Choice | None, across: alt.X, up: alt.Y
) -> list[Any]:
    """The heights written on the lines: more and less must not hang on pale and dark, which a dark page turns round."""
    if not len(places):
        return []
    named = some_of(frame, places, choice).encode(across, up, text="name:N")
    return haloed(named, _theme.INK, fontSize=NUMBER, baseline="middle")


def some_of(frame: pd.DataFrame, rows: pd.DataFrame, choice: Choice | None) -> Any:
    """A chart of rows made from a frame, filtered as the frame is: some choices may have no row."""
    return filtered(alt.Chart(frame), choice).properties(data=rows)


def _room(here: Box, others: Sequence[Box]) -> float:
    """How far a box is from the others and from the rim of the plot; below 0 where it meets one."""
    gaps = [here[0], PLOT - here[1], here[2], HIGH - here[3]]
    gaps += [max(other[0] - here[1], here[0] - other[1], other[2] - here[3], here[2] - other[3]) for other in others]
    return min(gaps)


def band_names(bands: Sequence[float], how: str | None) -> list[str]:
    """What each band is called: below the first border, between two, above the last."""
    at = [formatted(float(band), how) for band in bands]
    between = [f"{a} to {b}" for a, b in pairwise(at)]
    return [f"below {at[0]}", *between, f"{at[-1]} or more"]


def marked(
    marks: Mapping[str, tuple[float, float]], domains: Sequence[tuple[float, float]], across: alt.X, up: alt.Y
) -> list[Any]:
    """Named dots; a name that would run over the right rim stands at the left of its dot."""
    if not marks:
        return []
    rows = pd.DataFrame([(name, *place) for name, place in marks.items()], columns=["name", "x", "y"])
    left = np.array([here[0] < dot for dot, _, here in _named_marks(marks, domains)])
    dot = alt.Chart(rows).encode(across, up)
    layers = [dot.mark_point(color=_theme.INK, stroke=_theme.PAPER, strokeWidth=1.5, size=110)]
    for side, align, away in ((~left, "left", BESIDE), (left, "right", -BESIDE)):
        if side.any():
            names = alt.Chart(rows[side]).encode(across, up, text="name:N")
            layers += haloed(names, _theme.INK, align=align, baseline="middle", dx=away)
    return layers


def _named_marks(
    marks: Mapping[str, tuple[float, float]], domains: Sequence[tuple[float, float]]
) -> list[tuple[float, float, Box]]:
    """Place of each mark in pixels, and the box of its name."""
    (left, right), (low, high) = domains
    named = []
    for name, (x, y) in marks.items():
        across, up = (x - left) / (right - left) * PLOT, (y - low) / (high - low) * HIGH
        wide = 1.1 * text_width(name, _theme.TEXT_SIZE)  # letters of another font may be wider
        side = 1 if across + BESIDE + wide <= PLOT else -1
        named.append((across, up, box(across + side * (BESIDE + wide / 2), up, wide, _theme.TEXT_SIZE + 4.0)))
    return named


def _mark_boxes(marks: Mapping[str, tuple[float, float]], domains: Sequence[tuple[float, float]]) -> list[Box]:
    """What marks and their names cover."""
    return [part for x, y, name in _named_marks(marks, domains) for part in (box(x, y, 14, 14), name)]


def extremes(frame: pd.DataFrame, x_title: str, y_title: str, value_title: str, how: str | None) -> str:
    told = []
    for word, row in (("lowest", frame["value"].idxmin()), ("highest", frame["value"].idxmax())):
        at = {axis: float(frame[axis][row]) for axis in ("x", "y", "value")}
        places = f"at {plain(x_title)} {formatted(at['x'], None)} and {plain(y_title)} {formatted(at['y'], None)}"
        told.append(f"{word}, {formatted(at['value'], how)}, {places}")
    return f"Map of {plain(value_title)} by {plain(x_title)} and {plain(y_title)}. It is {told[0]}, and {told[1]}."

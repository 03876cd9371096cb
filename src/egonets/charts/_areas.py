"""Areas of a map, each drawn as one path.

Tiles that only touch show a hairline of the page between them as soon as a page or a printer scales them; one path for
all that belongs together does not. Here is how it works: an area is cut into pieces, all with their corners against the
clock. A border that two pieces share is walked once in either direction, and both walks are dropped; what is left is
the outline.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

Point = tuple[float, float]
#: Corners of a piece, or points of a closed line; the last is joined to the first.
Loop = list[Point]
Edge = tuple[Point, Point]


def tiles(grid: pd.DataFrame, edges: tuple[Sequence[float], Sequence[float]], chosen: Any) -> list[Loop]:
    """The tiles of the chosen places of a grid, whose rows are y and whose columns are x, both rising."""
    x, y = edges
    return [
        [(x[j], y[i]), (x[j + 1], y[i]), (x[j + 1], y[i + 1]), (x[j], y[i + 1])]
        for i, j in np.argwhere(np.asarray(chosen) & grid.notna().to_numpy())
    ]


def tile_edges(values: Sequence[float]) -> list[float]:
    """Where the tiles of these rising places meet: half-way between two of them."""
    at = [float(value) for value in values]
    steps = [b - a for a, b in pairwise(at)] or [1.0]
    return [at[0] - steps[0] / 2, *(a + step / 2 for a, step in zip(at, steps, strict=False)), at[-1] + steps[-1] / 2]


def between(grid: pd.DataFrame, low: float, high: float) -> list[Loop]:
    """The parts of a grid with values from `low` to below `high`, as if values changed evenly from place to place."""
    places = [
        [(float(x), float(y), float(value)) for x, value in zip(grid.columns, row, strict=True)]
        for y, row in zip(grid.index, grid.to_numpy(), strict=True)
    ]
    parts = (_part(corners, low, high) for corners in _triangles(places))
    return [part for part in parts if len(part) > 2]


def _triangles(places: Sequence[Sequence[tuple[float, float, float]]]) -> Iterator[list[tuple[float, float, float]]]:
    """Every four neighbours as two triangles; those with an unknown corner are left out."""
    for lower, upper in pairwise(places):
        for j in range(len(lower) - 1):
            first, last = lower[j], upper[j + 1]
            for corners in ([first, lower[j + 1], last], [first, last, upper[j]]):
                if not any(np.isnan(value) for _, _, value in corners):
                    yield corners


def _part(corners: Sequence[tuple[float, float, float]], low: float, high: float) -> Loop:
    """The part of a triangle that lies between two heights."""
    for sign, limit in ((1, low), (-1, high)):
        kept: list[tuple[float, float, float]] = []
        for here, there in zip(corners, [*corners[1:], *corners[:1]], strict=True):
            # A place exactly at a limit belongs above it, so of two neighbouring areas to one.
            inside = [(value >= limit) == (sign > 0) for value in (here[2], there[2])]
            kept += [here] if inside[0] else []
            kept += [_at(here, there, limit)] if inside[0] != inside[1] else []
        corners = kept
    return [(x, y) for x, y, _ in corners]


def _at(
    one: tuple[float, float, float], other: tuple[float, float, float], height: float
) -> tuple[float, float, float]:
    """Where a line between two places reaches a height; the same point, to the last digit, from either end."""
    (x, y, low), (x2, y2, high) = sorted((one, other))
    share = (height - low) / (high - low)
    return x + share * (x2 - x), y + share * (y2 - y), height


def outline(pieces: Iterable[Loop], least: float = 1e-12) -> list[Loop]:
    """Closed lines round all pieces together: against the clock round an area, with it round a hole.

    Corners are left out that cut off no more than an area of `least`.
    """
    onwards: defaultdict[Point, list[Point]] = defaultdict(list)
    for start, end in borders(pieces):
        onwards[start].append(end)
    loops = []
    for start in list(onwards):
        while onwards[start]:
            loop, here = [start], onwards[start].pop()
            while here != start:
                loop.append(here)
                here = onwards[here].pop()
            loops.append(_straightened(loop, least))
    return [loop for loop in loops if len(loop) > 2]


def borders(pieces: Iterable[Loop]) -> list[Edge]:
    """The edges that no two pieces share."""
    counts: Counter[Edge] = Counter()
    for piece in pieces:
        for start, end in zip(piece, [*piece[1:], piece[0]], strict=True):
            if counts[end, start]:
                counts[end, start] -= 1
            elif start != end:
                counts[start, end] += 1
    return list(counts.elements())


def _straightened(loop: Loop, least: float) -> Loop:
    """A closed line without the points that lie on the way, or nearly, from the one before to the one after."""
    kept: Loop = []
    for here, there in zip(loop, [*loop[1:], loop[0]], strict=True):
        before = kept[-1] if kept else loop[-1]
        turn = (here[0] - before[0]) * (there[1] - here[1]) - (here[1] - before[1]) * (there[0] - here[0])
        if abs(turn) / 2 > least:
            kept.append(here)
    return kept


def within(edges: Iterable[Edge], ends: tuple[Point, Point]) -> list[Edge]:
    """The edges that do not lie on the rim of the whole map, which goes from one end to the other."""
    return [
        (start, end)
        for start, end in edges
        if not any(start[axis] == end[axis] == rim[axis] for axis in (0, 1) for rim in ends)
    ]


def paths(areas: Iterable[tuple[Mapping[str, Any], list[Loop]]]) -> pd.DataFrame:
    """One row per point, in the order in which a pen goes; an empty row lifts the pen between two closed lines."""
    rows: list[dict[str, Any]] = []
    for names, loops in areas:
        for loop in loops:
            points: list[Any] = [*loop, loop[0], (np.nan, np.nan)]
            rows += [{**names, "x": x, "y": y} for x, y in points]
    return pd.DataFrame(rows).assign(order=range(len(rows)))

"""Where the alters of an egonet stand: zones as rings, contexts as sectors, ego in the middle.

Here is how it works. The alters of one zone and one context share the arc where their ring crosses their sector: each
gets a slot of it, in the order of the table. If the slots are too narrow for the signs, the sectors become as wide as
they need, then the signs shrink and stand in several rows. Where two drawings are to be compared, an alter's slot is
one of its whole sector, so that it keeps its angle when it changes its zone. Nothing is random, and no two signs ever
overlap.

Lengths are in pixels from the middle, angles in radians clockwise from the top.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]

#: The border between the second and the third sector lies here, at three o'clock; the names of the rings stand on it.
NAMES_AT: Final = np.pi / 2
#: Radius of the sign of an alter with no strength and of one with full strength, and the room between two signs.
SMALLEST: Final = 9.0
LARGEST: Final = 14.5
GAP: Final = 3.0
#: Radius of ego's own sign.
EGO: Final = 13.0
#: Half the height of a ring's name.
NAME_ROOM: Final = 8.0


@dataclass(frozen=True)
class Layout:
    """The rings, the sectors and a place for every alter."""

    radius: float  #: Of the outmost ring.
    rings: tuple[str, ...]  #: From the inmost.
    bounds: Floats  #: Radii between the rings; shape (rings + 1,).
    sectors: tuple[str, ...]  #: Clockwise.
    edges: Floats  #: Angles between the sectors; shape (sectors + 1,).
    scale: float  #: 1, or less in a small drawing and where the signs had to shrink.
    places: pd.DataFrame  #: One row per alter and drawing, as it came, with `x`, `y`, `angle`, `distance`.

    def sign_radius(self, strength: Floats) -> Floats:
        """Radius of a sign: its area grows with the strength."""
        area = SMALLEST**2 + (LARGEST**2 - SMALLEST**2) * strength
        return np.asarray(np.sqrt(area) * self.scale)

    def sector_angles(self) -> Floats:
        """The middle of each sector."""
        return (self.edges[:-1] + self.edges[1:]) / 2

    def ring_radii(self) -> Floats:
        """The middle of each ring."""
        return (self.bounds[:-1] + self.bounds[1:]) / 2


def layout(
    people: pd.DataFrame,
    rings: Sequence[str],
    sectors: Sequence[str],
    radius: float,
    narrowest: Sequence[float],
    *,
    held: bool = False,
) -> Layout:
    """A place for every row of `people`.

    Parameters
    ----------
    people
        One row per alter and drawing: `drawing`, `alter`, `ring` and `sector`.
    rings, sectors
        Their names, inside out and clockwise. Those without alters are kept.
    radius
        Of the outmost ring, in pixels.
    narrowest
        How wide each sector must be for its name, in radians.
    held
        Whether the same alter stands at the same angle in every drawing, as long as it is in the same sector.

    Returns
    -------
    Layout
    """
    bounds = _bounds(radius, len(rings))
    slots = _slots(people, held)
    ring = slots["ring"].map(list(rings).index).to_numpy(dtype=int)
    slots = slots.assign(inner=bounds[ring], outer=bounds[ring + 1])
    for scale, rows, widths in _tries(slots, sectors, np.asarray(narrowest), min(1.0, 0.25 + radius / 300)):
        edges = _edges(widths)
        places = _placed(slots, sectors, edges, scale, rows)
        if places is not None:
            return Layout(radius, tuple(rings), bounds, tuple(sectors), edges, scale, places)
    raise AssertionError("unreachable: small enough signs always fit")


def _bounds(radius: float, rings: int) -> Floats:
    """Radii between the rings, round the space that is kept for ego; the smaller the drawing, the wider the inmost."""
    inner = (EGO + GAP) * min(1.0, radius / 200)
    power = np.interp(radius, [84, 230], [0.6, 0.9 if rings <= 3 else 1.0])
    return np.asarray(inner + (radius - inner) * np.linspace(0, 1, rings + 1) ** power)


def _slots(people: pd.DataFrame, held: bool) -> pd.DataFrame:
    """Each alter's slot, in the order of first appearance, and how many slots share its arc."""
    arc = ["sector"] if held else ["drawing", "sector", "ring"]
    keys = [*arc, "alter"]
    named = people.drop_duplicates(keys)[keys]
    named = named.assign(slot=named.groupby(arc).cumcount())
    named["slots"] = named.groupby(arc)["slot"].transform("size")
    people = people.assign(arc=people.groupby(arc).ngroup())
    return people.merge(named, on=keys, how="left")


def _tries(
    slots: pd.DataFrame, sectors: Sequence[str], narrowest: Floats, scale: float
) -> Iterator[tuple[float, int, Floats]]:
    """Scale of the signs, most rows in a ring and widths of the sectors, from the best looking to the ever smaller."""
    equal = np.full(len(sectors), 2 * np.pi / len(sectors))
    yield scale, 1, equal
    for power in count():
        for rows in range(1, (2 if scale == 1 else 3) + power // 2):
            smaller = scale * 0.93**power
            yield smaller, rows, _widths(_needed(slots, smaller, rows), sectors, narrowest)


def _needed(slots: pd.DataFrame, scale: float, rows: int) -> pd.Series[float]:
    """How wide an arc each alter's neighbours need, by sector, with the room at both ends."""
    apart = (2 * LARGEST + GAP) * scale
    radius = (slots["inner"] + slots["outer"]) / 2 - (rows - 1) / 2 * apart
    return ((slots["slots"] / rows + 1) * apart / radius.clip(lower=apart)).groupby(slots["sector"]).max()


def _widths(needed: pd.Series[float], sectors: Sequence[str], narrowest: Floats) -> Floats:
    """Sectors as wide as they need, or in proportion to it; what is left is shared equally."""
    extra = np.fmax(needed.reindex(list(sectors)).to_numpy(dtype=np.float64), narrowest) - narrowest
    spare = 2 * np.pi - narrowest.sum()
    squeeze = min(1.0, spare / extra.sum()) if extra.sum() else 1.0
    return np.asarray(narrowest + squeeze * extra + max(0.0, spare - extra.sum()) / len(sectors))


def _edges(widths: Floats) -> Floats:
    start = NAMES_AT - widths[:2].sum()
    return np.concatenate([[start], start + np.cumsum(widths)])


def _placed(
    slots: pd.DataFrame, sectors: Sequence[str], edges: Floats, scale: float, most_rows: int
) -> pd.DataFrame | None:
    """Places for all, or None if some sector is too narrow for signs of this scale."""
    parts = [slots.iloc[:0].assign(x=0.0, y=0.0, angle=0.0, distance=0.0)]
    for number, sector in enumerate(sectors):
        here = slots[slots["sector"] == sector]
        # The names of the rings stand between the second sector and the third.
        low = (edges[number], NAME_ROOM * (number == 2))
        high = (edges[number + 1], NAME_ROOM * (number == 1))
        placed = _sector(here, low, high, scale, most_rows) if len(here) else here
        if placed is None:
            return None
        parts.append(placed)
    return pd.concat([part for part in parts if len(part)] or parts[:1]).sort_index()


def _sector(
    here: pd.DataFrame, low: tuple[float, float], high: tuple[float, float], scale: float, most_rows: int
) -> pd.DataFrame | None:
    """Places in one sector, with as few rows in each ring as will do; None if none will."""
    apart = (2 * LARGEST + GAP) * scale
    inner, outer = here["inner"].to_numpy(), here["outer"].to_numpy()
    room = outer - inner - apart
    for rows in range(1, most_rows + 1) if (room >= 0).all() else ():
        step = np.minimum(room / max(rows - 1, 1), 1.1 * apart)
        distance = (inner + outer) / 2 + (here["slot"].to_numpy() % rows - (rows - 1) / 2) * step
        angle = _angles(here, distance, low, high, apart, scale)
        if angle is None:
            continue
        x, y = distance * np.sin(angle), distance * np.cos(angle)
        if _all_apart(x, y, here["drawing"].to_numpy(), apart):
            return here.assign(x=x, y=y, angle=angle, distance=distance)
    return None


def _angles(
    here: pd.DataFrame,
    distance: Floats,
    low: tuple[float, float],
    high: tuple[float, float],
    apart: float,
    scale: float,
) -> Floats | None:
    """The middle of each slot, clear of the borders of the sector; None if the borders leave nothing."""
    # One margin for all who share an arc, so that the angle does not depend on the row.
    nearest = pd.Series(distance).groupby(here["arc"].to_numpy()).transform("min").to_numpy()
    margins = [apart / 2 + room * scale for _, room in (low, high)]
    if (max(margins) >= nearest).any():
        return None
    first = low[0] + np.arcsin(margins[0] / nearest)
    last = high[0] - np.arcsin(margins[1] / nearest)
    if (first > last).any():
        return None
    return np.asarray(first + (last - first) * (here["slot"].to_numpy() + 0.5) / here["slots"].to_numpy())


def _all_apart(x: Floats, y: Floats, drawing: npt.NDArray[Any], apart: float) -> bool:
    """Whether any two signs of one drawing are at least so far apart."""
    first, second = np.triu_indices(len(x), 1)
    same = drawing[first] == drawing[second]
    distance = np.hypot(x[first] - x[second], y[first] - y[second])
    return bool((distance[same] >= apart - 1e-9).all())

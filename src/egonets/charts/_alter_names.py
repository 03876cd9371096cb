"""Where the names of alters stand: beside their own signs, off the ties, and never nearer to another sign.

Every name is tried in many places round its sign, near and far. Places on a sign, on a word of the drawing or beyond
its edge are out of question; of the others the cheapest is taken. The way from the sign costs, a tie below the name
costs more, and most of all costs another sign that is about as near. A name that stands apart is joined to its sign by
a dotted line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from egonets.charts._names import Box
from egonets.charts._text import text_width

Floats = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]
#: How far from its sign a name may begin, in pixels, and in how many directions it is tried.
AWAY: Final = (1.0, 4.0, 9.0, 15.0, 22.0, 30.0, 40.0, 52.0, 66.0, 82.0)
WAYS: Final = 32
#: From this gap on a dotted line joins a name to its sign, and by so much a name must be nearer to it than to others.
APART: Final = 8.0
NEARER: Final = 4.0
#: What is as bad as so many pixels of way: a tie below the name, a tie across its line, a line at all, a sign that is
#: about as near, and standing on the inner side of the sign.
ON_A_TIE: Final = 45.0
ACROSS: Final = 3.0
JOINED: Final = 8.0
DOUBTFUL: Final = 60.0
INWARDS: Final = 8.0
#: What it is worth that a name is there at all.
MISSING: Final = 1000.0
#: How often everybody chooses.
ROUNDS: Final = 3


@dataclass(frozen=True)
class Places:
    """Free places for one name, one row each."""

    boxes: Floats  #: Left, right, low and high edge.
    lines: Floats  #: From the rim of the sign to the box: x, y, x, y.
    joined: Truths  #: Whether the line is drawn.
    cost: Floats

    def cheapest(self, boxes: Floats, lines: Floats) -> int | None:
        """The best place that meets none of these names and none of the lines to them."""
        clash = _overlap(self.boxes, boxes).any(axis=1) | _cross(lines, self.boxes).any(axis=1)
        clash |= self.joined & (_cross(self.lines, boxes).any(axis=0) | _meet(self.lines, lines).any(axis=1))
        return None if clash.all() else int(np.where(clash, np.inf, self.cost).argmin())


def name_alters(
    signs: Sequence[tuple[str, float, float, float]],
    ties: Floats,
    taken: Sequence[Box],
    within: Box,
    size: float,
    middle: tuple[float, float],
) -> list[tuple[str, float, float, Floats | None]]:
    """Each name that finds a place, the middle of it, and the ends of the dotted line, if there is one.

    Parameters
    ----------
    signs
        Name, place and radius of each sign, in pixels.
    ties
        Ends of the ties, as rows of x, y, x, y.
    taken
        Boxes where no name may stand, beside the signs themselves.
    within
        Where the names must stand.
    size
        Size of the letters.
    middle
        Where ego stands; names stand away from here if they can.
    """
    edges = np.array([within])
    words = np.array(taken, dtype=np.float64).reshape(-1, 4)
    rounds = np.array([sign[1:] for sign in signs], dtype=np.float64).reshape(-1, 3)
    free = []
    for place, (name, *_) in enumerate(signs):
        tried = _tried(name, rounds[place], size)
        out = _overlap(tried, words).any(axis=1) | ~_inside(tried, edges[0])
        free.append(_places(tried[~out], place, rounds, ties, middle))
    chosen = _chosen(free)
    return [
        (
            signs[place][0],
            float(free[place].boxes[n, :2].mean()),
            float(free[place].boxes[n, 2:].mean()),
            free[place].lines[n] if free[place].joined[n] else None,
        )
        for place, n in sorted(chosen.items())
    ]


def _chosen(free: Sequence[Places]) -> dict[int, int]:
    """The place of each name: all names choose in turn, in several orders, of which the cheapest is taken."""
    scarce = [-float(np.sort(places.cost)[:8].sum()) for places in free]
    rows = [[float(places.boxes[:, edge].mean()) if len(places.cost) else 0.0 for places in free] for edge in (0, 2)]
    tried = [
        _in_turn(free, sorted(range(len(free)), key=lambda name: (sign * key[name], name)))
        for key in (scarce, *rows)
        for sign in (1, -1)
    ]
    return min(tried, key=lambda chosen: sum(free[name].cost[n] - MISSING for name, n in chosen.items()))


def _in_turn(free: Sequence[Places], order: Sequence[int]) -> dict[int, int]:
    """Each name takes its cheapest place beside all that stand already, and may choose again when all stand."""
    chosen: dict[int, int] = {}
    for name in [*order] * ROUNDS:
        others = [(free[other], n) for other, n in chosen.items() if other != name]
        boxes = np.array([places.boxes[n] for places, n in others]).reshape(-1, 4)
        lines = np.array([places.lines[n] for places, n in others if places.joined[n]]).reshape(-1, 4)
        best = free[name].cheapest(boxes, lines) if len(free[name].cost) else None
        if best is not None:
            chosen[name] = best
    return chosen


def _tried(name: str, sign: Floats, size: float) -> Floats:
    """Boxes for a name in all directions and distances."""
    x, y, radius = sign
    wide, high = 1.04 * text_width(name, size) + 2, size + 1.0
    angle, away = (part.ravel() for part in np.meshgrid(np.arange(WAYS) * 2 * np.pi / WAYS, AWAY))
    across, up = np.sin(angle), np.cos(angle)
    middle_x = x + across * (radius + away) + wide / 2 * np.clip(1.5 * across, -1, 1)
    middle_y = y + up * (radius + away) + high / 2 * np.clip(1.5 * up, -1, 1)
    return np.stack([middle_x - wide / 2, middle_x + wide / 2, middle_y - high / 2, middle_y + high / 2], axis=1)


def _places(boxes: Floats, own: int, signs: Floats, ties: Floats, middle: tuple[float, float]) -> Places:
    """Those of the boxes that lie on no sign and whose lines cross none, with what they cost."""
    gaps = _gaps(boxes, signs)
    lines = _lines(boxes, signs[own])
    joined = gaps[:, own] >= APART
    others = np.delete(signs, own, axis=0)
    crossed = (_distance(lines, others) < others[:, 2] + 2).any(axis=1)
    free = (gaps >= 0.5).all(axis=1) & ~(joined & crossed)
    nearest = np.delete(gaps, own, axis=1).min(axis=1, initial=np.inf)
    doubtful = nearest - gaps[:, own] < NEARER
    out = np.array(signs[own][:2] - middle)
    way = np.stack([boxes[:, :2].mean(axis=1), boxes[:, 2:].mean(axis=1)], axis=1) - signs[own][:2]
    outwards = (way @ out) / np.maximum(np.hypot(*way.T) * np.hypot(*out), 1e-9)
    cost = (
        gaps[:, own]
        + ON_A_TIE * _cross(ties, boxes).sum(axis=1)
        + joined * (JOINED + ACROSS * _meet(lines, ties).sum(axis=1))
        + DOUBTFUL * doubtful * np.where(joined, 0.3, 1)  # the dotted line says whose name it is
        + INWARDS * (1 - outwards) / 2
    )
    return Places(boxes[free], lines[free], joined[free], cost[free])


def _gaps(boxes: Floats, signs: Floats) -> Floats:
    """From every box to the rim of every sign; below 0 where they overlap."""
    away_x = np.maximum(0, np.maximum(boxes[:, [0]] - signs[:, 0], signs[:, 0] - boxes[:, [1]]))
    away_y = np.maximum(0, np.maximum(boxes[:, [2]] - signs[:, 1], signs[:, 1] - boxes[:, [3]]))
    return np.asarray(np.hypot(away_x, away_y) - signs[:, 2])


def _lines(boxes: Floats, sign: Floats) -> Floats:
    """From the rim of a sign to the nearest point of every box."""
    end = np.stack([np.clip(sign[0], boxes[:, 0], boxes[:, 1]), np.clip(sign[1], boxes[:, 2], boxes[:, 3])], axis=1)
    way = end - sign[:2]
    start = sign[:2] + way * ((sign[2] + 1) / np.maximum(np.hypot(*way.T), 1e-9))[:, None]
    return np.concatenate([start, end], axis=1)


def _distance(lines: Floats, signs: Floats) -> Floats:
    """From every line to the middle of every sign."""
    start, way = lines[:, None, :2], (lines[:, 2:] - lines[:, :2])[:, None]
    to_sign = signs[None, :, :2] - start
    share = (to_sign * way).sum(axis=2) / np.maximum((way**2).sum(axis=2), 1e-9)
    return np.asarray(np.hypot(*np.moveaxis(to_sign - np.clip(share, 0, 1)[..., None] * way, 2, 0)))


def _overlap(boxes: Floats, others: Floats) -> Truths:
    """Whether every box overlaps every other one."""
    x = (boxes[:, [0]] < others[:, 1]) & (others[:, 0] < boxes[:, [1]])
    return np.asarray(x & (boxes[:, [2]] < others[:, 3]) & (others[:, 2] < boxes[:, [3]]))


def _inside(boxes: Floats, edges: Floats) -> Truths:
    low, high = (boxes[:, [0, 2]] >= edges[[0, 2]]).all(axis=1), (boxes[:, [1, 3]] <= edges[[1, 3]]).all(axis=1)
    return np.asarray(low & high)


def _cross(lines: Floats, boxes: Floats) -> Truths:
    """Whether a line (columns) goes through a box (rows)."""
    start, way = lines[:, :2], lines[:, 2:] - lines[:, :2]
    way = np.where(np.abs(way) < 1e-9, 1e-9, way)
    ends = [(boxes[:, None, side] - start) / way for side in ([0, 2], [1, 3])]
    enters, leaves = np.minimum(*ends).max(axis=2, initial=0), np.maximum(*ends).min(axis=2, initial=1)
    return np.asarray(enters < leaves)


def _meet(lines: Floats, others: Floats) -> Truths:
    """Whether a line (rows) meets another (columns)."""

    def side(a: Floats, b: Floats, c: Floats) -> Floats:
        return np.asarray(
            (b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (c[..., 0] - a[..., 0])
        )

    a, b = lines[:, None, :2], lines[:, None, 2:]
    c, d = others[None, :, :2], others[None, :, 2:]
    return np.asarray((side(a, b, c) * side(a, b, d) < 0) & (side(c, d, a) * side(c, d, b) < 0))

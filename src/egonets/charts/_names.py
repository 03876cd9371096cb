"""Names beside signs and numbers beside bars, where there is room for them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np

from egonets.charts._text import text_width

#: Left, right, low and high edge in pixels.
Box = tuple[float, float, float, float]
#: Ways from a sign to its name, and how much further away a name may stand if it must, in pixels.
WAYS = (
    (1, 0),
    (-1, 0),
    (0, -1),
    (0, 1),
    (1, -1),
    (-1, -1),
    (1, 1),
    (-1, 1),
    (0.5, -1),
    (-0.5, -1),
    (0.5, 1),
    (-0.5, 1),
)
FURTHER = (0.0, 5.0)


def box(x: float, y: float, wide: float, high: float) -> Box:
    """The box of this size round a place."""
    return x - wide / 2, x + wide / 2, y - high / 2, y + high / 2


def turned_boxes(x: float, y: float, text: str, turn: float, size: float) -> list[Box]:
    """Boxes that cover a text turned clockwise by so many degrees, one behind the other; y grows upwards."""
    wide = text_width(text, size)
    along = np.cos(np.radians(turn)), -np.sin(np.radians(turn))
    steps = np.linspace(-0.5, 0.5, int(np.ceil(wide / size)) + 1) * (wide - size)
    return [box(float(x + step * along[0]), float(y + step * along[1]), size, size) for step in steps]


def name_places(
    signs: Sequence[tuple[str, float, float, float]],
    taken: Sequence[Box],
    within: Box,
    size: float,
) -> list[tuple[float, float, str]]:
    """The middle of each name that finds a free place beside its sign; the others are left out.

    Parameters
    ----------
    signs
        Name, place and radius of each sign, in pixels.
    taken
        Boxes where no name may stand, beside the signs themselves.
    within
        Where the names must stand.
    size
        Size of the letters.
    """
    filled = [*taken, *(box(x, y, 2 * radius, 2 * radius) for _, x, y, radius in signs)]
    places = []
    for name, x, y, radius in sorted(signs, key=lambda sign: -len(sign[0])):  # the longest has the fewest places
        wide, high = text_width(name, size) + 2, size + 1.0
        for away, (across, up) in product(FURTHER, WAYS):
            place = x + across * (radius + wide / 2 + 1 + away), y + up * (radius + high / 2 + away)
            here = box(*place, wide, high)
            if _inside(here, within) and not any(_meet(here, other) for other in filled):
                filled.append(here)
                places.append((*place, name))
                break
    return places


def number_place(
    low: float, high: float, wide: float, rules: Sequence[float], *, gap: float, within: float, sides: Sequence[str]
) -> float:
    """The left edge of a number beside something that reaches from `low` to `high`, in pixels.

    It stands at the first side where there is room and no rule runs through it, or else just beyond a rule.

    Parameters
    ----------
    low, high
        From where to where the thing reaches that the number belongs to.
    wide
        Width of the number.
    rules
        Where upright rules stand.
    gap
        How far from its thing the number stands.
    within
        Right edge of the room for numbers; the left one is 0.
    sides
        The sides where the number may stand, "right" and "left", the better one first.
    """
    places = {"right": high + gap, "left": low - gap - wide}
    for x in [*(places[side] for side in sides), *(rule + gap for rule in rules if rule >= high)]:
        if 0 <= x <= within - wide and not any(x - 2 < rule < x + wide + 2 for rule in rules):
            return x
    return places["right"]


def _inside(one: Box, within: Box) -> bool:
    return one[0] >= within[0] and one[1] <= within[1] and one[2] >= within[2] and one[3] <= within[3]


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]

"""Text before it is drawn: how wide it will be, where its lines break, how a number or a list is said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

#: Widths in ems of Helvetica's narrow and wide letters, rounded; its digits have 0.556 (Adobe's font metrics, 1990s,
#: Helvetica.afm), and the remaining small letters 0.5 to 0.56.
_WIDTHS = {
    **dict.fromkeys("ijl|'", 0.23),
    **dict.fromkeys("ft.,:;!/() I[]·", 0.29),
    **dict.fromkeys("r-“”", 0.34),
    **dict.fromkeys("m%M", 0.86),
    **dict.fromkeys("wABCDEFGHJKLNOPQRSTUVXYZ&", 0.7),
    **dict.fromkeys("W@—…", 0.98),
}

#: Not a hyphen, which is shorter than the digits are wide, and at which a line may break.
MINUS: Final = "\N{MINUS SIGN}"


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width of one line in pixels, within about a twentieth."""
    return sum(_WIDTHS.get(letter, 0.56) for letter in text) * size * (1.06 if bold else 1.0)


def wrapped(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """The text in lines no wider than `width` pixels, unless a single word is."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold=bold) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def said(word: object) -> str:
    """A word of a table as it is read aloud: `does_not_use` becomes "does not use"."""
    return str(word).replace("_", " ")


def capital(text: str) -> str:
    """The text with a capital at its start, the rest as it is."""
    return text[:1].upper() + text[1:]


def listed(items: Iterable[object]) -> str:
    """Words as a list in a sentence: "a", "a and b", "a, b and c"."""
    words = [str(item) for item in items]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 alter", "3 alters"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def fixed(value: float, digits: int) -> str:
    """A number with so many decimals and a true minus sign; "not defined" for NaN."""
    if value != value:
        return "not defined"
    text = f"{float(f'{value:.6g}'):,.{digits}f}"  # as the chart rounds it: 0.525, not 0.52499999
    return text.replace("-", MINUS if text.strip("-0.") else "")


def number(value: float, digits: int = 2) -> str:
    """A number with so many decimals, without the zeros that say nothing; "not defined" for NaN."""
    text = fixed(value, digits)
    return text.rstrip("0").rstrip(".") if "." in text else text


def sentences(*parts: str | None) -> str:
    """The sentences there are, joined."""
    return " ".join(part for part in parts if part)


def spread(positions: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions pushed apart until neighbours are `gap` apart, within `low` and `high` where there is room.

    The order is kept, a position moves only if it must, and those that must share the way evenly.
    """
    order = sorted(range(len(positions)), key=lambda i: (positions[i], i))
    # Each less the gaps below it: these need not stand apart, only not fall. Neighbours that would fall are pooled.
    pools: list[list[float]] = []
    for rank, i in enumerate(order):
        pools.append([positions[i] - rank * gap])
        while len(pools) > 1 and _mean(pools[-2]) > _mean(pools[-1]):
            last = pools.pop()
            pools[-1] += last
    level = [_mean(pool) for pool in pools for _ in pool]
    top = high - (len(order) - 1) * gap
    moved = {i: min(max(level[rank], low), top) + rank * gap for rank, i in enumerate(order)}
    return [moved[i] for i in range(len(positions))]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)

"""Text before it is drawn: how wide it will be, where its lines break, how a number or a list is said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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


def number(value: float, digits: int = 2) -> str:
    """A number with so many decimals, without the zeros that say nothing; "not defined" for NaN."""
    if value != value:
        return "not defined"
    text = f"{float(f'{value:.6g}'):.{digits}f}"  # as the chart rounds it: 0.525, not 0.52499999
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def sentences(*parts: str | None) -> str:
    """The sentences there are, joined."""
    return " ".join(part for part in parts if part)


def spread(positions: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions pushed apart until neighbours are `gap` apart, within `low` and `high` where there is room.

    The order is kept, and a position moves only if it must.
    """
    order = sorted(range(len(positions)), key=lambda i: (positions[i], i))
    moved = [min(max(positions[i], low), high) for i in order]
    for i in range(1, len(moved)):
        moved[i] = max(moved[i], moved[i - 1] + gap)
    overflow = max(0.0, moved[-1] - high) if moved else 0.0
    if overflow:
        moved[-1] -= overflow
        for i in range(len(moved) - 2, -1, -1):
            moved[i] = min(moved[i], moved[i + 1] - gap)
    back = dict(zip(order, moved, strict=True))
    return [back[i] for i in range(len(positions))]

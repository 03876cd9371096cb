"""Rows with names: bars, intervals of published numbers, and what an outcome hangs on."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from egonets.charts import _theme
from egonets.charts._figure import Figure, figure, haloed, heading
from egonets.charts._names import number_place
from egonets.charts._text import capital, counted, said, sentences, text_width, wrapped
from egonets.charts._tidy import (
    CHOICE,
    Choice,
    axis_of,
    chosen_by_reader,
    decimals,
    filtered,
    formatted,
    nice_domain,
    plain,
    series_looks,
    series_names,
    start_only,
    tidy,
    trimmed,
)

#: Most that the names of the rows may take, height of one of their lines, and space round them, in pixels.
NAMES: Final = 190
LINE: Final = 17
SPACE: Final = 13
#: Room for the number at the end of a row.
NUMBER: Final = 50
#: A bar with its outline is 19 pixels high.
BAR: Final = {"size": 17, "strokeWidth": 2}
#: How far the names of rows stand from bars, and from dots, which reach over their own value.
BESIDE_BARS: Final = 8
BESIDE_DOTS: Final = 16


def bars(
    data: pd.DataFrame,
    *,
    label: str,
    value: str,
    title: str,
    value_title: str,
    description: str,
    series: str | None = None,
    low: str | None = None,
    high: str | None = None,
    choice: Choice | None = None,
    subtitle: str = "",
    value_format: str | None = None,
    domain: tuple[float, float] | None = None,
    levels: Mapping[str, float] | None = None,
    muted: Collection[str] = (),
) -> Figure:
    """Lying bars with their numbers, in the order of the frame.

    Parameters
    ----------
    data
        A tidy frame: one row per bar.
    label, value
        Columns with the name of the row, and with the number its bar shows.
    title
        What to see.
    value_title
        What the bars show, with the unit in brackets.
    description
        What to see, for someone who cannot see it. The numbers are told before it.
    series
        Column with the colour of the bar, which fills every second series and outlines the others; a row may have several, at most five.
    low, high
        Columns with the ends of an interval.
    choice
        What the reader may choose; the other rows are stored in the figure.
    subtitle
        What one must know to read the bars, such as "Simulated".
    value_format
        Format of the numbers, such as ``".0%"``; if not given, all have as many decimals as one of them needs.
    domain
        Ends of the axis; if not given, from 0 to a round number. Below 0 it goes no further than the bars need.
    levels
        Named values, drawn as upright rules.
    muted
        Series that stand back.

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
    >>> sizes = pd.DataFrame({"egonet": ["star", "clique"], "size": [8, 1]})
    >>> charts.bars(sizes, label="egonet", value="size", title="Eight doors or one", value_title="effective size",
    ...     description="Nobody knows anybody in the star.").description
    'Bar chart: effective size. Star: 8. Clique: 1. Nobody knows anybody in the star.'
    """
    frame = tidy(data, choice, label=label, value=value, series=series, low=low, high=high)
    rows = _Rows(frame, value_title, value_format, domain, levels, muted, choice)
    chart = rows.drawn(_bars(rows), title, subtitle)
    shown = start_only(frame, choice)
    words = sentences(f"Bar chart: {plain(value_title)}.", *rows.told(shown), description)
    return figure(chosen_by_reader(chart, frame, choice), words, _named(shown, label, value))


def intervals(
    data: pd.DataFrame,
    *,
    label: str,
    value: str,
    low: str,
    high: str,
    title: str,
    value_title: str,
    description: str,
    series: str | None = None,
    choice: Choice | None = None,
    subtitle: str = "",
    value_format: str | None = None,
    domain: tuple[float, float] | None = None,
    levels: Mapping[str, float] | None = None,
    muted: Collection[str] = (),
) -> Figure:
    """Estimates as dots and their intervals as whiskers, one row each.

    Parameters are those of :func:`bars`; `low` and `high` are needed, and an estimate without an interval has NaN
    there. The axis need not start at 0.

    Examples
    --------
    >>> import pandas as pd
    >>> from egonets import charts
    >>> odds = pd.DataFrame({"study": ["A"], "odds": [2.7], "from": [1.9], "to": [3.8]})
    >>> charts.intervals(odds, label="study", value="odds", low="from", high="to", title="More than twice the odds",
    ...     value_title="odds ratio", description="The interval leaves out 1.", levels={"no difference": 1}).description
    'Dots with intervals: odds ratio. A: 2.7 (1.9 to 3.8). The interval leaves out 1.'
    """
    frame = tidy(data, choice, label=label, value=value, series=series, low=low, high=high)
    rows = _Rows(frame, value_title, value_format, domain, levels, muted, choice, zero=False, beside=BESIDE_DOTS)
    chart = rows.drawn(_dots(rows), title, subtitle)
    shown = start_only(frame, choice)
    words = sentences(f"Dots with intervals: {plain(value_title)}.", *rows.told(shown), description)
    return figure(chosen_by_reader(chart, frame, choice), words, _named(shown, label, value))


def tornado(
    data: pd.DataFrame,
    *,
    label: str,
    low: str,
    high: str,
    baseline: float,
    title: str,
    value_title: str,
    description: str,
    subtitle: str = "",
    value_format: str | None = None,
) -> Figure:
    """How far an outcome moves when each parameter goes from its least to its greatest value.

    The parameter that moves it most stands first.

    Parameters
    ----------
    data
        One row per parameter.
    label
        Column with the name of the parameter.
    low, high
        Columns with the outcome when the parameter is at its least and at its greatest value.
    baseline
        The outcome with all parameters at their usual values.
    title, value_title, description, subtitle, value_format
        As for :func:`bars`.

    Examples
    --------
    >>> import pandas as pd
    >>> from egonets import charts
    >>> swing = pd.DataFrame({"factor": ["strength", "size"], "least": [0.4, 0.1], "most": [0.6, 0.9]})
    >>> charts.tornado(swing, label="factor", low="least", high="most", baseline=0.5, title="Size moves it most",
    ...     value_title="volume", description="Strength hardly matters.").table["factor"].tolist()
    ['size', 'strength']
    """
    frame = tidy(data, None, label=label, least=low, greatest=high)
    span = (frame["greatest"] - frame["least"]).abs()
    frame = frame.iloc[np.argsort(-span.to_numpy(), kind="stable")].reset_index(drop=True)
    ends = ["parameter at its least", "parameter at its greatest"]
    long = frame.melt("label", ["least", "greatest"], "series", "value").replace(
        {"series": dict(zip(("least", "greatest"), ends, strict=True))}
    )
    long = long.assign(value=long["value"].astype(float))
    low_end, high_end = long["value"].min(), long["value"].max()
    room = 0.15 * (high_end - low_end)  # for the numbers at the ends
    domain = nice_domain([low_end - room, high_end + room], zero=False)
    levels = {"usual values": baseline}
    rows = _Rows(long, value_title, value_format, domain, levels, (), None, zero=False, together=True)
    chart = rows.drawn(_swings(rows, baseline), title, subtitle)
    told = [f"{capital(said(who))}: {rows.said(a)} to {rows.said(b)}." for who, a, b in frame.itertuples(index=False)]
    words = sentences(
        f"Tornado chart: {plain(value_title)} when each of {counted(len(frame), 'parameter')} goes from its least",
        f"to its greatest value; with all at their usual values it is {rows.said(baseline)}.",
        *told,
        description,
    )
    return figure(chart, words, frame.rename(columns={"label": label, "least": low, "greatest": high}))


class _Rows:
    """The rows of one chart: where each stands, the names beside them, the scale below."""

    def __init__(
        self,
        frame: pd.DataFrame,
        value_title: str,
        value_format: str | None,
        domain: tuple[float, float] | None,
        levels: Mapping[str, float] | None,
        muted: Collection[str],
        choice: Choice | None,
        *,
        zero: bool = True,
        together: bool = False,
        beside: float = BESIDE_BARS,
    ) -> None:
        self.frame = frame
        self.format = value_format
        self.choice = choice
        self.levels = dict(levels or {})
        self.series = series_names(frame)
        self.colours = series_looks(self.series, muted)[0]
        self.names = list(frame["label"].astype(str).drop_duplicates())
        self.lines = [wrapped(said(name), NAMES, 14) for name in self.names]
        self._stack(together)
        ends = [float(end) for column in ("value", "low", "high") if column in frame for end in frame[column]]
        self.digits = decimals(ends)
        ends += self.levels.values()
        self.domain = trimmed(domain, ends) if domain else nice_domain(ends, zero=zero)
        self.beside = beside
        left = max(text_width(line, 14) for lines in self.lines for line in lines) + beside + 2
        self.width = _theme.WIDTH - 12 - left - NUMBER
        self.value_title = value_title

    def _stack(self, together: bool) -> None:
        """How high each row is, and where in it each of its series stands."""
        split = self.series and not together and self.frame.duplicated(["label"]).any() and self._many()
        inside = len(self.series) if split else 1
        heights = [max(LINE * len(lines), 22 * inside) + SPACE for lines in self.lines]
        tops = np.concatenate([[0.0], np.cumsum(heights)])
        self.height = float(tops[-1])
        self.middles = dict(zip(self.names, (tops[:-1] + tops[1:]) / 2, strict=True))
        place = self.frame["series"].astype(str).map(self.series.index) if split else 0
        middle = self.frame["label"].astype(str).map(self.middles)
        self.frame = self.frame.assign(row=middle + 22 * (place - (inside - 1) / 2))

    def _many(self) -> bool:
        """Whether some row has more than one series at a time."""
        keys = ["label", *([] if self.choice is None else ["choice"])]
        return bool(self.frame.duplicated(keys).any())

    @property
    def x(self) -> alt.X:
        axis = axis_of(self.value_title, self.format, self.domain, grid=True, domain=False, ticks=False)
        return alt.X("value:Q", scale=alt.Scale(domain=list(self.domain), nice=False), axis=axis)

    @property
    def y(self) -> alt.Y:
        return alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[0, self.height], nice=False, reverse=True))

    @property
    def base(self) -> Any:
        return filtered(alt.Chart(self.frame), self.choice).encode(self.x, self.y)

    def pixels(self, value: float) -> float:
        """How far right of the left edge of the plot a value stands."""
        low, high = self.domain
        return (value - low) / (high - low) * self.width

    def said(self, value: float) -> str:
        return formatted(float(value), self.format, self.digits)

    def told(self, frame: pd.DataFrame) -> list[str]:
        """The number of every row, with its interval."""
        told = []
        for row in frame.to_dict("records"):
            who = capital(said(row["label"]))
            who += f", {row['series']}" if "series" in row else ""
            text = f"{who}: {self.said(row['value'])}"
            if "low" in row and row["low"] == row["low"]:
                text += f" ({self.said(row['low'])} to {self.said(row['high'])})"
            told.append(f"{text}.")
        return told

    def looks(self, symbol: str) -> dict[str, Any]:
        """Fill and outline of every series, with one legend for both."""
        if not self.series:
            return {name: alt.value(_theme.BLUE) for name in ("fill", "stroke")}
        legend = alt.Legend(title=None, symbolType=symbol, symbolSize=150)
        # Every second series is hollow, so that no bar is told by its hue alone: blue and rust are one grey.
        fills = [_theme.PAPER if place % 2 else colour for place, colour in enumerate(self.colours)]
        return {
            "fill": alt.Fill("series:N", scale=alt.Scale(domain=self.series, range=fills), legend=legend),
            "stroke": alt.Stroke("series:N", scale=alt.Scale(domain=self.series, range=self.colours), legend=legend),
        }

    def drawn(self, layers: Sequence[Any], title: str, subtitle: str) -> Any:
        """The layers with the names of the rows and of the levels."""
        names = pd.DataFrame({"label": self.lines, "row": [self.middle(i) for i in range(len(self.lines))]})
        name = (
            alt.Chart(names)
            .mark_text(align="right", baseline="middle", dx=-self.beside, lineHeight=LINE)
            .encode(x=alt.value(0), y=self.y, text="label:N")
        )
        return alt.layer(*layers, name, *self._level_names()).properties(
            width=self.width, height=self.height, title=heading(title, subtitle)
        )

    def middle(self, row: int) -> float:
        """Where the first line of a name stands, so that all its lines are in the middle of the row."""
        return float(self.middles[self.names[row]]) - LINE * (len(self.lines[row]) - 1) / 2

    def rules(self) -> list[Any]:
        """A broken line at each level, in a light gap, to be seen on bars as well as between them."""
        if not self.levels:
            return []
        base = self._levels.encode(self.x)
        gap = base.mark_rule(color=_theme.PAPER, strokeWidth=4, aria=False)
        return [gap, base.mark_rule(color=_theme.INK, strokeDash=[4, 3], strokeWidth=1.4)]

    def _level_names(self) -> list[Any]:
        named = self._levels.encode(self.x, self.y, text="name:N")
        return haloed(named, _theme.MUTED, baseline="bottom", dy=-4) if self.levels else []

    @property
    def _levels(self) -> Any:
        return alt.Chart(pd.DataFrame({"value": list(self.levels.values()), "name": list(self.levels), "row": 0.0}))


def _bars(rows: _Rows) -> list[Any]:
    bar = rows.base.mark_bar(**BAR).encode(x2=alt.X2Datum(0), **rows.looks("square"))
    whiskers = [_whisker(rows, alt.value(_theme.INK))] if "low" in rows.frame else []
    return [bar, *whiskers, *rows.rules(), *_numbers(rows, 9 if whiskers else 6, start=0.0)]


def _dots(rows: _Rows) -> list[Any]:
    looks = rows.looks("circle")
    dot = rows.base.mark_point(size=95, strokeWidth=2).encode(**looks)
    return [*rows.rules(), _whisker(rows, looks["stroke"]), dot, *_numbers(rows, 9)]


def _whisker(rows: _Rows, colour: Any) -> Any:
    return rows.base.mark_rule(strokeWidth=2.2).encode(x="low:Q", x2="high:Q", stroke=colour)


def _swings(rows: _Rows, baseline: float) -> list[Any]:
    """Two bars from the baseline in every row, each with its number at its far end."""
    bar = rows.base.mark_bar(**BAR).encode(x2=alt.X2Datum(baseline), **rows.looks("square"))
    return [bar, *rows.rules(), *_numbers(rows, 5, start=baseline)]


def _numbers(rows: _Rows, gap: float, *, start: float | None = None) -> list[Any]:
    """Beside each bar or dot its number, on a patch of the page, so that no line runs through it.

    Bars have a `start`, and their numbers stand at their far ends.
    """
    rules = [rows.pixels(level) for level in rows.levels.values()]
    placed = []
    for row in rows.frame.to_dict("records"):
        text = rows.said(row["value"])
        wide = text_width(text, _theme.TEXT_SIZE) + 2
        ends = [row["value"], row.get("low", np.nan), row.get("high", np.nan), np.nan if start is None else start]
        reach = [rows.pixels(end) for end in ends if end == end] or [0.0]
        sides = ("right", "left") if start is None else ("left", "right") if row["value"] < start else ("right",)
        x = number_place(min(reach), max(reach), wide, rules, gap=gap, within=rows.width + NUMBER, sides=sides)
        placed.append({"shown": text, "from": x, "to": x + wide})
    beside = rows.frame[[column for column in ("row", CHOICE) if column in rows.frame]].join(pd.DataFrame(placed))
    base = filtered(alt.Chart(beside), rows.choice).encode(alt.X("from:Q", scale=None), rows.y)
    patch = base.mark_rule(color=_theme.PAPER, strokeWidth=LINE, aria=False).encode(x2="to")
    return [patch, base.mark_text(align="left", baseline="middle", dx=1).encode(text="shown:N")]


def _named(frame: pd.DataFrame, label: str, value: str) -> pd.DataFrame:
    return frame.drop(columns="choice", errors="ignore").rename(columns={"label": label, "value": value})

"""Rows with names: bars, intervals of published numbers, and what an outcome hangs on."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from egonets.charts import _theme
from egonets.charts._figure import Figure, figure, haloed, heading
from egonets.charts._text import capital, counted, said, sentences, text_width, wrapped
from egonets.charts._tidy import (
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

#: Most that the names of the rows may take, height of one of their lines, and space round them, in pixels.
NAMES: Final = 190
LINE: Final = 17
SPACE: Final = 13
#: Room for the number at the end of a row.
NUMBER: Final = 50


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
        Column with the colour of the bar; a row may have several, at most five.
    low, high
        Columns with the ends of an interval.
    choice
        What the reader may choose; the other rows are stored in the figure.
    subtitle
        What one must know to read the bars, such as "Simulated".
    value_format
        Format of the numbers, such as ``".0%"``.
    domain
        Ends of the axis; if not given, from 0 to a round number.
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
    words = sentences(f"Bar chart: {plain(value_title)}.", *_told(shown, value_format), description)
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
    rows = _Rows(frame, value_title, value_format, domain, levels, muted, choice, zero=False)
    chart = rows.drawn(_dots(rows), title, subtitle)
    shown = start_only(frame, choice)
    words = sentences(f"Dots with intervals: {plain(value_title)}.", *_told(shown, value_format), description)
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
    rows = _Rows(long, value_title, value_format, domain, {"": baseline}, (), None, zero=False, together=True)
    chart = rows.drawn(_swings(rows, baseline), title, subtitle)
    told = [
        f"{capital(said(who))}: {formatted(a, value_format)} to {formatted(b, value_format)}."
        for who, a, b in frame.itertuples(index=False)
    ]
    words = sentences(
        f"Tornado chart: {plain(value_title)} when each of {counted(len(frame), 'parameter')} goes from its least",
        f"to its greatest value; with all at their usual values it is {formatted(baseline, value_format)}.",
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
        ends = [end for column in ("value", "low", "high") if column in frame for end in frame[column]]
        self.domain = domain or nice_domain([*ends, *self.levels.values()], zero=zero)
        left = max(text_width(line, 14) for lines in self.lines for line in lines) + 10
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
        axis = alt.Axis(title=self.value_title, tickCount=5, grid=True, domain=False, ticks=False)
        if self.format:
            axis = alt.Axis(
                title=self.value_title, tickCount=5, grid=True, domain=False, ticks=False, format=self.format
            )
        return alt.X("value:Q", scale=alt.Scale(domain=list(self.domain), nice=False), axis=axis)

    @property
    def y(self) -> alt.Y:
        return alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[0, self.height], nice=False, reverse=True))

    @property
    def base(self) -> Any:
        numbered = self.frame.assign(shown=[self._said(row) for row in self.frame.to_dict("records")])
        return filtered(alt.Chart(numbered), self.choice).encode(self.x, self.y)

    def _said(self, row: dict[Any, Any]) -> str:
        return formatted(float(row["value"]), self.format)

    def colour(self) -> Any:
        if not self.series:
            return alt.value(_theme.BLUE)
        legend = alt.Legend(title=None, symbolType="square", symbolSize=150)
        return alt.Color("series:N", scale=alt.Scale(domain=self.series, range=self.colours), legend=legend)

    def drawn(self, layers: Sequence[Any], title: str, subtitle: str) -> Any:
        """The layers with the names of the rows and of the levels."""
        names = pd.DataFrame({"label": self.lines, "row": [self.middle(i) for i in range(len(self.lines))]})
        name = (
            alt.Chart(names)
            .mark_text(align="right", baseline="middle", dx=-8, lineHeight=LINE)
            .encode(x=alt.value(0), y=self.y, text="label:N")
        )
        rules, above = self._rules()
        return alt.layer(*rules, *layers, name, *above).properties(
            width=self.width, height=self.height, title=heading(title, subtitle)
        )

    def middle(self, row: int) -> float:
        """Where the first line of a name stands, so that all its lines are in the middle of the row."""
        return float(self.middles[self.names[row]]) - LINE * (len(self.lines[row]) - 1) / 2

    def _rules(self) -> tuple[list[Any], list[Any]]:
        if not self.levels:
            return [], []
        levels = pd.DataFrame({"value": list(self.levels.values()), "name": list(self.levels), "row": 0.0})
        base = alt.Chart(levels)
        rule = base.mark_rule(strokeDash=[4, 3], strokeWidth=1.4).encode(self.x)
        named = base.encode(self.x, self.y, text="name:N")
        return [rule], haloed(named, _theme.MUTED, baseline="bottom", dy=-4)


def _bars(rows: _Rows) -> list[Any]:
    zero = alt.X2Datum(0)
    bar = rows.base.mark_bar(size=19).encode(x2=zero, color=rows.colour())
    layers = [bar]
    end = "value:Q"
    if "low" in rows.frame:
        layers.append(_whisker(rows, alt.value(_theme.INK)))
        end = "high:Q"
    return [*layers, *_numbers(rows, end)]


def _dots(rows: _Rows) -> list[Any]:
    dot = rows.base.mark_point(size=110).encode(color=rows.colour())
    return [_whisker(rows, rows.colour()), dot, *_numbers(rows, "high:Q")]


def _whisker(rows: _Rows, colour: Any) -> Any:
    return rows.base.mark_rule(strokeWidth=2.2).encode(x="low:Q", x2="high:Q", color=colour)


def _numbers(rows: _Rows, end: str) -> list[Any]:
    """The number at the end of each bar or whisker; a missing end is the value itself."""
    base = rows.base
    if end != "value:Q":
        base = base.transform_calculate(high="isValid(datum.high) ? datum.high : datum.value")
    scale = alt.Scale(domain=list(rows.domain), nice=False)
    base = base.transform_calculate(end=f"max({max(rows.domain[0], 0)}, datum.{end[:-2]})")
    named = base.encode(x=alt.X("end:Q", scale=scale), text="shown:N")
    return haloed(named, _theme.INK, align="left", baseline="middle", dx=9 if end != "value:Q" else 6)


def _swings(rows: _Rows, baseline: float) -> list[Any]:
    """Two bars from the baseline in every row, each with its number at its far end."""
    bar = rows.base.mark_bar(size=19).encode(x2=alt.X2Datum(baseline), color=rows.colour())
    layers = [bar]
    for side, align, dx in ((f"datum.value >= {baseline}", "left", 5), (f"datum.value < {baseline}", "right", -5)):
        named = rows.base.transform_filter(side).encode(text="shown:N")
        layers += haloed(named, _theme.INK, align=align, baseline="middle", dx=dx)
    return layers


def _told(frame: pd.DataFrame, how: str | None) -> list[str]:
    """The number of every row, with its interval."""
    told = []
    for row in frame.to_dict("records"):
        who = capital(said(row["label"]))
        who += f", {row['series']}" if "series" in row else ""
        text = f"{who}: {formatted(float(row['value']), how)}"
        if "low" in row and row["low"] == row["low"]:
            text += f" ({formatted(float(row['low']), how)} to {formatted(float(row['high']), how)})"
        told.append(f"{text}.")
    return told


def _named(frame: pd.DataFrame, label: str, value: str) -> pd.DataFrame:
    return frame.drop(columns="choice", errors="ignore").rename(columns={"label": label, "value": value})

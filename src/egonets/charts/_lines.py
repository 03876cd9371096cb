"""Lines: what changes over time, or along a parameter."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from egonets.charts import _theme
from egonets.charts._figure import Figure, figure, haloed, heading
from egonets.charts._text import capital, said, sentences, spread, text_width, wrapped
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
)

#: Width left of the plot for the numbers of the axis, and most that the names of series may take, in pixels.
LEFT: Final = 46
NAMES: Final = 150
#: Between a line's end and its name: from where to where a stroke repeats the line, and where the name begins.
SIGN: Final = (13, 33)
NAME: Final = 39
#: Most rows of a table that goes with a line.
ROWS: Final = 60


def lines(
    data: pd.DataFrame,
    *,
    x: str,
    y: str,
    title: str,
    x_title: str,
    y_title: str,
    description: str,
    series: str | None = None,
    low: str | None = None,
    high: str | None = None,
    panel: str | None = None,
    choice: Choice | None = None,
    subtitle: str = "",
    y_format: str | None = None,
    y_domain: tuple[float, float] | None = None,
    levels: Mapping[str, float] | None = None,
    moments: Mapping[str, float] | None = None,
    muted: Collection[str] = (),
    steps: bool = False,
) -> Figure:
    """Lines with their names at their ends and, where given, bands round them.

    Parameters
    ----------
    data
        A tidy frame: one row per point.
    x, y
        Columns of numbers.
    title
        What to see.
    x_title, y_title
        What the axes show, with the unit in brackets.
    description
        What to see, for someone who cannot see it. From where to where each line goes is told before it.
    series
        Column with the name of the line, at most five. Names of statuses have their own colours.
    low, high
        Columns with the borders of a band round each line.
    panel
        Column with the name of the panel; panels stand one below the other, each with a scale of its own.
    choice
        What the reader may choose; the other rows are stored in the figure.
    subtitle
        What one must know to read the lines, such as "Simulated, 1,000 people per line".
    y_format
        Format of the numbers beside the lines, such as ``".0%"``.
    y_domain
        Ends of the upright axis; if not given, from 0 to a round number above the highest line.
    levels, moments
        Named values of y, drawn as level rules, and of x, drawn as upright rules.
    muted
        Series that stand back.
    steps
        Whether a value holds until the next one, as in a survival curve.

    Returns
    -------
    Figure
        Its table has one row per x (at most 60 of them) and one column per series.

    Raises
    ------
    ValueError
        If a column is not there, if there are no rows, or if there are more than five series.

    Examples
    --------
    >>> import pandas as pd
    >>> from egonets import charts
    >>> weeks = pd.DataFrame({"week": [0, 26, 52], "strength": [0.8, 0.4, 0.2]})
    >>> charts.lines(weeks, x="week", y="strength", title="An unused tie fades", x_title="week",
    ...     y_title="strength (0 to 1)", description="It halves every half year.").description
    'Line chart: strength by week from 0 to 52. It goes from 0.8 to 0.2. It halves every half year.'
    """
    frame = tidy(data, choice, x=x, y=y, series=series, low=low, high=high, panel=panel)
    names = series_names(frame)
    plan = _Plan(
        names=names,
        right=max((text_width(line, 14) for name in names for line in _label(name)), default=0),
        x_title=x_title,
        y_format=y_format,
        y_domain=y_domain,
        levels=dict(levels or {}),
        moments=dict(moments or {}),
        muted=muted,
        steps=steps,
        choice=choice,
        bands=low is not None and high is not None,
    )
    chart = _panels(frame, plan, y_title).properties(title=heading(title, subtitle))
    shown = start_only(frame, choice)
    words = sentences(_told(shown, x_title, y_title, y_format, choice), description)
    return figure(chosen_by_reader(chart, frame, choice), words, _table(shown, x, y))


def survival(
    data: pd.DataFrame,
    *,
    time: str,
    share: str,
    title: str,
    description: str,
    time_title: str = "weeks",
    share_title: str = "still abstinent (% of simulated people)",
    series: str | None = None,
    low: str | None = None,
    high: str | None = None,
    choice: Choice | None = None,
    subtitle: str = "",
    moments: Mapping[str, float] | None = None,
    muted: Collection[str] = (),
) -> Figure:
    """Survival curves: the share for whom it has not happened yet, as steps from 100 % down.

    Parameters are those of :func:`lines`; `share` runs from 0 to 1 and is drawn in per cent.

    Examples
    --------
    >>> import pandas as pd
    >>> from egonets import charts
    >>> curve = pd.DataFrame({"week": [0, 52], "share": [1.0, 0.25]})
    >>> figure = charts.survival(curve, time="week", share="share", title="Three in four relapse within a year",
    ...     description="Simulated.")
    >>> figure.description.split(". ")[1]
    'It goes from 100 % to 25 %'
    """
    return lines(
        data,
        x=time,
        y=share,
        title=title,
        x_title=time_title,
        y_title=share_title,
        description=description,
        series=series,
        low=low,
        high=high,
        choice=choice,
        subtitle=subtitle,
        y_format=".0%",
        y_domain=(0, 1),
        moments=moments,
        muted=muted,
        steps=True,
    )


class _Plan:
    """Everything that the panels of one figure share."""

    def __init__(self, **parts: Any) -> None:
        self.names: list[str] = parts["names"]
        self.x_title: str = parts["x_title"]
        self.y_format: str | None = parts["y_format"]
        self.y_domain: tuple[float, float] | None = parts["y_domain"]
        self.levels: dict[str, float] = parts["levels"]
        self.moments: dict[str, float] = parts["moments"]
        self.choice: Choice | None = parts["choice"]
        self.bands: bool = parts["bands"]
        self.shape = "step-after" if parts["steps"] else "linear"
        self.width = _theme.WIDTH - 12 - LEFT - (parts["right"] + NAME + 4 if len(self.names) > 1 else 8)
        self.colours, self.dashes = series_looks(self.names, parts["muted"])


def _label(name: str) -> list[str]:
    return wrapped(said(name), NAMES, 14)


def _panels(frame: pd.DataFrame, plan: _Plan, y_title: str) -> Any:
    if "panel" not in frame:
        return _panel(frame, plan, y_title, 270, last=True)
    names = list(frame["panel"].drop_duplicates())
    high = {1: 270, 2: 170}.get(len(names), 120)
    panels = [_panel(frame[frame["panel"] == name], plan, str(name), high, last=name == names[-1]) for name in names]
    return alt.vconcat(*panels, spacing=38, bounds="flush")


def _panel(frame: pd.DataFrame, plan: _Plan, y_title: str, high: float, *, last: bool) -> Any:
    """Rules below, then bands, lines and names."""
    ends = [*frame.get("low", frame["y"]), *frame.get("high", frame["y"]), *frame["y"], *plan.levels.values()]
    domain = plan.y_domain or nice_domain(ends)
    y = alt.Y("y:Q", scale=alt.Scale(domain=list(domain), nice=False), axis=axis_of(y_title, plan.y_format, domain))
    x_domain = [float(frame["x"].min()), float(frame["x"].max())]
    x_axis = alt.Axis(title=plan.x_title if last else None, labels=last, tickCount=6)
    x = alt.X("x:Q", scale=alt.Scale(domain=x_domain, nice=False), axis=x_axis)
    base = filtered(alt.Chart(frame.drop(columns="panel", errors="ignore")), plan.choice).encode(x, y)
    rules, rule_names = _rules(plan, x, y, x_domain, domain)
    layers = [*rules, *_bands(base, plan), _line(base, plan), *rule_names]
    if len(plan.names) > 1:
        layers += _ends(frame, plan, x, y, domain, high)
    return alt.layer(*layers).properties(width=plan.width, height=high)


def _colour(plan: _Plan) -> Any:
    if not plan.names:
        return alt.value(_theme.BLUE)
    return alt.Color("series:N", scale=alt.Scale(domain=plan.names, range=plan.colours), legend=None)


def _bands(base: Any, plan: _Plan) -> list[Any]:
    if not plan.bands:
        return []
    area = base.mark_area(opacity=0.18, interpolate=plan.shape)
    return [area.encode(y="low:Q", y2="high:Q", color=_colour(plan))]


def _line(base: Any, plan: _Plan) -> Any:
    line = base.mark_line(interpolate=plan.shape, strokeWidth=2.5).encode(color=_colour(plan))
    return line.encode(strokeDash=_dash(plan)) if len(plan.names) > 1 else line


def _dash(plan: _Plan) -> alt.StrokeDash:
    return alt.StrokeDash("series:N", scale=alt.Scale(domain=plan.names, range=plan.dashes), legend=None)


def _ends(frame: pd.DataFrame, plan: _Plan, x: alt.X, y: alt.Y, domain: tuple[float, float], high: float) -> list[Any]:
    """The names of the lines at their ends, pushed apart where lines end close together.

    A name is in ink, as coloured letters would be too faint to read. Before it a stroke repeats its line, colour and
    dash, and where the name had to move, a thin rule leads to it from the line's end.
    """
    labels = _end_places(frame, plan, domain, high)
    base = filtered(alt.Chart(labels), plan.choice)
    placed = base.encode(y=alt.Y("place:Q", scale=alt.Scale(domain=list(domain), nice=False)))
    start, end, word = (alt.value(plan.width + away) for away in (*SIGN, NAME))
    sign = placed.mark_rule(strokeWidth=2.5, aria=False)
    name = placed.mark_text(align="left", baseline="middle", lineHeight=16)
    layers = [
        sign.encode(x=start, x2=end, color=_colour(plan), strokeDash=_dash(plan)),
        name.encode(x=word, text="label:N"),
    ]
    if labels["moved"].any():
        leader = base.transform_filter("datum.moved").mark_rule(strokeWidth=1, xOffset=3, aria=False)
        layers.append(leader.encode(x, y, x2=alt.value(plan.width + SIGN[0] - 2), y2="place:Q"))
    return layers


def _end_places(frame: pd.DataFrame, plan: _Plan, domain: tuple[float, float], high: float) -> pd.DataFrame:
    """Where each line ends, where its name stands, and whether that is somewhere else."""
    frame = frame.dropna(subset=["y"]).sort_values("x", kind="stable")
    keys = [key for key in (CHOICE, "series") if key in frame and (key == "series" or plan.choice)]
    last = frame.drop_duplicates(keys, keep="last")
    size = high / (domain[1] - domain[0])
    gap = (17.0 * max(len(_label(name)) for name in plan.names)) / size
    groups = [group for _, group in last.groupby(CHOICE, sort=True)] if plan.choice else [last]
    ends = pd.concat([group.assign(place=spread(list(group["y"]), gap, *domain)) for group in groups])
    ends["moved"] = (ends["place"] - ends["y"]).abs() * size > 2
    ends["label"] = [_label(str(name)) for name in ends["series"]]
    return ends[["x", "y", "place", "moved", "label", *keys]].reset_index(drop=True)


def _rules(
    plan: _Plan, x: alt.X, y: alt.Y, x_domain: list[float], domain: tuple[float, float]
) -> tuple[list[Any], list[Any]]:
    """Rules at the named levels and moments, and their names."""
    levels = pd.DataFrame({"y": list(plan.levels.values()), "name": list(plan.levels), "x": x_domain[0]})
    moments = pd.DataFrame({"x": list(plan.moments.values()), "name": list(plan.moments), "y": domain[1]})
    late = moments["x"] > x_domain[0] + 0.6 * (x_domain[1] - x_domain[0])
    rules: list[Any] = []
    names: list[Any] = []
    for marked, channel, place in (
        (levels, {"y": y}, {"align": "left", "baseline": "bottom", "dx": 4, "dy": -3}),
        (moments[~late], {"x": x}, {"align": "left", "baseline": "top", "dx": 5, "dy": 2}),
        # A name beside a late moment stands before it, clear of the names of the lines.
        (moments[late], {"x": x}, {"align": "right", "baseline": "top", "dx": -5, "dy": 2}),
    ):
        if len(marked):
            rules.append(alt.Chart(marked).mark_rule(strokeDash=[4, 3], strokeWidth=1.2).encode(**channel))
            names += haloed(alt.Chart(marked).encode(x, y, text="name:N"), _theme.MUTED, **place)
    return rules, names


def _told(frame: pd.DataFrame, x_title: str, y_title: str, y_format: str | None, choice: Choice | None) -> str:
    """From where to where each line goes."""
    span = f"from {formatted(float(frame['x'].min()), None)} to {formatted(float(frame['x'].max()), None)}"
    parts = frame.groupby("panel", sort=False) if "panel" in frame else [("", frame)]
    told = [f"Line chart: {plain(y_title)} by {plain(x_title)} {span}"]
    told[0] += (f", for {plain(choice.label)} {choice.start}" if choice else "") + "."
    for name, part in parts:
        by_line = part.groupby("series", sort=False) if "series" in part else [("it", part)]
        ends = {who: _first_and_last(line) for who, line in by_line}
        digits = decimals(end for both in ends.values() for end in both)
        for who, both in ends.items():
            course = "goes from {} to {}" if both else "is not defined anywhere"
            course = course.format(*(formatted(end, y_format, digits) for end in both))
            told.append(f"{plain(str(name))}: {said(who)} {course}." if name else f"{capital(said(who))} {course}.")
    return sentences(*told)


def _first_and_last(line: pd.DataFrame) -> list[float]:
    y = line.dropna(subset=["y"]).sort_values("x", kind="stable")["y"].astype(float).tolist()
    return [y[0], y[-1]] if y else []


def _table(frame: pd.DataFrame, x: str, y: str) -> pd.DataFrame:
    """One row per x, one column per line, with at most so many rows at equal steps."""
    keys = [key for key in ("panel", "series") if key in frame]
    values = [column for column in ("y", "low", "high") if column in frame]
    if keys:
        wide = frame.pivot_table(index="x", columns=keys, values=values, sort=False, aggfunc="first").sort_index()
        columns: list[Any] = wide.columns.to_list()
        wide.columns = pd.Index([_column(column, y) for column in columns])
    else:
        wide = frame.set_index("x")[values].rename(columns={"y": y})
    kept = np.unique(np.linspace(0, len(wide) - 1, min(len(wide), ROWS)).round().astype(int))
    return wide.iloc[kept].rename_axis(x).reset_index()


def _column(column: tuple[Any, ...], y: str) -> str:
    value, *names = column
    return " · ".join(str(name) for name in names) + ("" if value == "y" else f", {value}")

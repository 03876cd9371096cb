"""The relation bank: the same requests to several alters, and who keeps granting them."""

from __future__ import annotations

from typing import Any, Final

import altair as alt
import pandas as pd

from egonets.charts import _theme
from egonets.charts._figure import Figure, Layers, figure, heading
from egonets.charts._text import counted, listed, number, said, sentences

#: Width of the panels, height of one and the room at their right for a count, in pixels.
WIDE: Final = 390
HIGH: Final = 84
COUNT: Final = 22
#: Up to so many alters are named in the title.
NAMED: Final = 3
#: Columns of a ledger, and the two that tell its variants apart.
COLUMNS: Final = ("alter", "zone", "week", "before", "granted", "after", "limit", "credit", "every")
#: The sign of a refusal.
CROSS: Final = "M-1,-1L1,1M1,-1L-1,1"
#: Only the rows that the two sliders choose, in the language of the spec.
CHOSEN: Final = "(datum.credit === null || abs(datum.credit - credit) < 1e-9) && datum.every === every"


def requests(entries: pd.DataFrame, *, credit: float, every: int, slider: str, title: str | None = None) -> Figure:
    """The balance with each alter when all are asked for the same, with every request granted or refused.

    On a page that can, two sliders choose among the stored runs of the model.

    Parameters
    ----------
    entries
        Ledgers of :func:`egonets.models.relation_bank.ledger`, one below the other, with two columns more: ``credit``,
        the credit limit that was varied, and ``every``, the weeks from one request to the next. Each pair of the two
        must be there; both run in equal steps.
    credit, every
        The pair that is shown when the page is opened.
    slider
        What the limit that was varied is called, such as ``"credit limit of the neighbour"``.
    title
        What to see. If not given, how many requests each grants, or who grants all.

    Returns
    -------
    Figure
        Its table has one row per alter: requests, how many were granted, the first refusal and the limit.

    Raises
    ------
    ValueError
        If a column is not there, or the pair to start with.

    Examples
    --------
    >>> from egonets import charts
    >>> from egonets.models import relation_bank
    >>> asked = relation_bank.same_requests({"brother": "primary", "neighbour": "effective"})
    >>> run = relation_bank.ledger(asked).assign(credit=1.0, every=10)
    >>> charts.requests(run, credit=1.0, every=10, slider="credit limit").table["granted"].tolist()
    [10, 4]
    """
    absent = [name for name in COLUMNS if name not in entries]
    if absent:
        raise ValueError(f"The ledgers have no column {listed(absent)}.")
    shown = entries[((entries["credit"] - credit).abs() < 1e-9) & (entries["every"] == every)]
    if not len(shown):
        raise ValueError(f"There is no run with credit {credit} and every {every}.")
    alters = list(dict.fromkeys(entries["alter"]))
    table = _sums(shown).drop(columns=["credit", "every"])
    domain = [1.08 * float(entries["limit"].min()) - 0.2, max(0.3, float(entries["after"].max()) + 0.2)]
    panels = [
        _panel(entries[entries["alter"] == alter], domain, first=alter == alters[0], last=alter == alters[-1])
        for alter in alters
    ]
    chart = alt.vconcat(*panels, spacing=36, bounds="flush").add_params(*_sliders(entries, credit, every, slider))
    note = "Discs: granted. Crosses: refused. The shade begins at the credit limit. At the end: requests granted."
    chart = chart.properties(title=heading(title or _finding(table), note))
    return figure(chart, _words(table, credit, every, slider), table)


def _sums(entries: pd.DataFrame) -> pd.DataFrame:
    """One row per alter and run."""
    keys = ["alter", "zone", "credit", "every", "limit"]
    granted = entries["granted"].astype(bool)
    grouped = entries.assign(granted=granted, refused=entries["week"].where(~granted)).groupby(
        keys, sort=False, dropna=False
    )
    sums = grouped.agg(requests=("granted", "size"), granted=("granted", "sum"), first_refusal=("refused", "min"))
    return sums.reset_index()


def _sliders(entries: pd.DataFrame, credit: float, every: int, slider: str) -> list[alt.Parameter]:
    credits = sorted({float(value) for value in entries["credit"]})
    weeks = sorted({int(value) for value in entries["every"]})
    return [
        alt.param(name="credit", value=float(credit), bind=_range(credits, f"{slider} ")),
        alt.param(name="every", value=int(every), bind=_range(weeks, "weeks from one request to the next ")),
    ]


def _range(values: list[Any], name: str) -> Any:
    step = round(values[1] - values[0], 9) if len(values) > 1 else 1
    return alt.binding_range(min=values[0], max=values[-1], step=step, name=name)


def _panel(mine: pd.DataFrame, domain: list[float], *, first: bool, last: bool) -> Layers:
    """One alter, by name: the balance over time, above the limit. What goes up and down is told once."""
    weeks = [0, float(mine["week"].max())]
    mine = _once(mine)
    axis = alt.Axis(title="week" if last else None, labels=last, ticks=last, tickCount=6)
    x = alt.X("week:Q", scale=alt.Scale(domain=weeks, nice=False), axis=axis)
    scale = alt.Scale(domain=domain, nice=False)
    name = f"{said(mine['alter'].iloc[0])} ({mine['zone'].iloc[0]} zone)"
    title = alt.Axis(title="balance (help given minus help received)", titleY=-28) if first else alt.Axis(title=None)
    y = alt.Y("balance:Q", scale=scale, axis=alt.Axis(tickCount=3, grid=False, **title.to_dict()))
    words = alt.Chart(pd.DataFrame({"alter": [name]})).mark_text(align="left", baseline="bottom", fontWeight="bold")
    asked = _asked(mine)
    line = alt.Chart(_course(mine)).transform_filter(CHOSEN).mark_line(color=_theme.INK, strokeWidth=1.8)
    granted, refused = (
        alt.Chart(asked.loc[asked["granted"] == yes].drop(columns="granted")).transform_filter(CHOSEN)
        for yes in (True, False)
    )
    return alt.layer(
        *_floor(mine, domain, scale),
        line.encode(x, y, order="order:Q"),
        granted.mark_point(size=85, filled=True, opacity=1, shape="circle", color=_theme.BLUE).encode(x, y),
        refused.mark_point(size=85, filled=False, strokeWidth=2.6, shape=CROSS, color=_theme.RUST).encode(x, y),
        words.encode(x=alt.value(0), y=alt.value(-8), text="alter:N"),
    ).properties(width=WIDE, height=HIGH)


def _once(mine: pd.DataFrame) -> pd.DataFrame:
    """Whose limit is not varied has the same account in every run, which is stored once, for any credit."""
    if mine["limit"].nunique() > 1 or mine["credit"].nunique() == 1:
        return mine
    once: pd.DataFrame = mine[mine["credit"] == mine["credit"].iloc[0]].assign(credit=None)
    return once


def _asked(mine: pd.DataFrame) -> pd.DataFrame:
    """A sign for each request, at the balance that it leads to."""
    columns = ["week", "credit", "every", "granted"]
    return mine[columns].assign(granted=mine["granted"].astype(bool), balance=mine["after"].astype(float))


def _course(mine: pd.DataFrame) -> pd.DataFrame:
    """The balance before and after each request, from nought in week 0 on."""
    runs = mine[["credit", "every"]].drop_duplicates()
    parts = [runs.assign(week=0, balance=0.0, order=0)]
    for place, column in ((0, "before"), (1, "after")):
        points = mine[["credit", "every", "week"]].assign(balance=mine[column].astype(float))
        parts.append(points.assign(order=2 * mine["week"] + place))
    return pd.concat(parts, ignore_index=True)


def _floor(mine: pd.DataFrame, domain: list[float], scale: alt.Scale) -> list[alt.Chart]:
    """Where the account may not go, and at the right how many requests were granted."""
    sums = _sums(mine)[["limit", "credit", "every", "requests", "granted"]].assign(bottom=domain[0])
    base = alt.Chart(sums).transform_filter(CHOSEN)
    y = alt.Y("limit:Q", scale=scale)
    shade = base.mark_rect(color=_theme.RUST, opacity=0.16).encode(y, x=alt.value(0), x2=alt.value(WIDE), y2="bottom:Q")
    edge = base.mark_rule(color=_theme.RUST, strokeWidth=1.5).encode(y, x=alt.value(0), x2=alt.value(WIDE))
    count = (
        base.transform_calculate(text="datum.granted + ' of ' + datum.requests")
        .mark_text(align="left", baseline="middle", fontSize=COUNT, fontWeight="bold", color=_theme.INK)
        .encode(x=alt.value(WIDE + 14), y=alt.value(HIGH / 2), text="text:N")
    )
    return [shade, edge, count]


def _finding(table: pd.DataFrame) -> str:
    """How many requests each of a few alters grants; of many, who grants all."""
    asked = sorted(set(table["requests"]))
    if len(asked) == 1 and len(table) <= NAMED:
        grants = zip(table["alter"], table["granted"], strict=True)
        told = listed(f"{said(alter)} grants {granted}" for alter, granted in grants)
        return f"The same {counted(asked[0], 'request')}: {told}"
    all_of_it = table.loc[table["granted"] == table["requests"], "alter"]
    if not len(all_of_it):
        return "The same requests, and everybody refuses at some time"
    verb = "grants" if len(all_of_it) == 1 else "grant"
    return f"The same requests: {listed(said(alter) for alter in all_of_it)} {verb} all"


def _words(table: pd.DataFrame, credit: float, every: int, slider: str) -> str:
    told = []
    for row in table.to_dict("records"):
        first = row["first_refusal"]
        never = "never refuses" if pd.isna(first) else f"first refuses in week {number(first, 0)}"
        limit = number(-row["limit"], 2)
        told.append(
            f"{said(row['alter']).capitalize()} ({row['zone']} zone, credit limit {limit}) grants {row['granted']} of "
            f"{row['requests']} requests and {never}."
        )
    return sentences(
        f"{counted(len(table), 'panel')}, one below the other, with the balance of the relation bank by week, when "
        f"help is asked for every {every} weeks and the {slider} is {number(credit)}.",
        *told,
        "On a page with sliders the limit and the pace of the requests can be changed.",
    )

"""Support as heat maps: what reaches ego from each alter, and what covers each egonet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from egonets import measures
from egonets._tables import EgoNets
from egonets._words import SUPPORTS
from egonets.charts import _theme
from egonets.charts._egonets import name_of, the_ego
from egonets.charts._figure import Figure, Layers, figure, heading
from egonets.charts._text import counted, fixed, listed, number, said, sentences, text_width

#: Height of a row, and the space that sets the summary row off, in pixels.
ROW: Final = 27
APART: Final = 9
#: From this share on a cell is so dark that its number must be light.
DARK: Final = 0.85
#: From this chance on two decimals would say that help is certain.
SURE: Final = 0.995
TOGETHER: Final = "all together"


def coverage(nets: EgoNets, *, ego: Any = None, title: str | None = None) -> Figure:
    r"""Support that reaches ego from each alter, :math:`w_j q_{jk}`, and what covers ego in all, :math:`M_k`.

    Parameters
    ----------
    nets
        The egonet, with strength and the four kinds of support.
    ego
        Which one; needed only if there are several.
    title
        What to see. If not given, the kind that is covered least.

    Returns
    -------
    Figure
        Its table has one row per alter, from the most to the least helpful, and last all together.

    Raises
    ------
    ValueError
        If there are several egos and none is named, or if the ego has no alters.
    EgonetDataError
        If the alters lack one of the columns.

    See Also
    --------
    egonets.support_coverage : the measure in the last row.

    Examples
    --------
    >>> from egonets import charts, example
    >>> charts.coverage(example("home_alone")).table["alter"].iloc[-1]
    'all together'
    """
    ego = the_ego(nets, ego)
    mine = nets[[ego]]
    if not len(mine.alters):
        raise ValueError(f"Ego {ego!r} has no alters, so there is no support to draw.")
    together = measures.support_coverage(mine).iloc[0]  # first, because it names a column that is not there
    help_ = _help(mine)
    cells = pd.concat([help_, pd.DataFrame([together], index=[TOGETHER])])
    finding = title or f"{name_of(nets, ego)}: {_least_kind(together)}"
    note = (
        "Each alter: strength of the tie times support given. "
        "Last row: the chance that somebody helps, if each does so independently."
    )
    chart = _heat_map(cells, summary=True).properties(title=heading(finding, note))
    words = sentences(
        f"Heat map of {counted(len(help_), 'alter')} by four kinds of support, from 0 (none) to 1 (all that is",
        "needed).",
        f"All together cover {_all_kinds(together)}.",
        *(_suppliers(help_, kind) for kind in SUPPORTS),
    )
    return figure(chart, words, cells.rename_axis("alter").reset_index())


def coverages(nets: EgoNets, *, title: str | None = None) -> Figure:
    r"""Support coverage :math:`M_k` of several egonets, as a heat map of egonets by kinds of support.

    Parameters
    ----------
    nets
        Egonets with strength and the four kinds of support, drawn in their order.
    title
        What to see. If not given, which egonet is covered least on average.

    Returns
    -------
    Figure
        Its table has one row per egonet.

    Raises
    ------
    EgonetDataError
        If the alters lack one of the columns.

    Examples
    --------
    >>> from egonets import charts, examples
    >>> charts.coverages(examples()).table["egonet"].tolist()
    ['Home alone', 'Using circle', 'Family only', 'Street team', 'Diverse']
    """
    covered = measures.support_coverage(nets)
    covered.index = pd.Index([name_of(nets, ego) for ego in nets.ego_ids])
    mean = covered.mean(axis=1)
    finding = title or _least_covered(mean)
    note = "The chance that somebody helps, if each alter does so independently."
    chart = _heat_map(covered, summary=False).properties(title=heading(finding, note))
    words = sentences(
        f"Heat map of the support coverage of {counted(len(covered), 'egonet')}, from 0 (nobody helps) to 1.",
        *(f"{name}: {_all_kinds(row)}." for name, row in covered.iterrows()),
    )
    return figure(chart, words, covered.rename_axis("egonet").reset_index())


def _help(nets: EgoNets) -> pd.DataFrame:
    """What reaches ego from each alter, the most helpful first."""
    alters = nets.alters
    given = {kind: alters["strength"].to_numpy() * alters[f"support_{kind}"].to_numpy() for kind in SUPPORTS}
    help_ = pd.DataFrame(given, index=pd.Index([said(alter) for alter in alters["alter"]]))
    order = np.argsort(-help_.sum(axis=1).to_numpy(), kind="stable")
    return help_.iloc[order]


class _Grid:
    """Pixels of a heat map of four columns; y grows downwards."""

    def __init__(self, names: Sequence[str], summary: bool) -> None:
        self.top = np.arange(len(names)) * float(ROW) + APART * (summary * (np.arange(len(names)) == len(names) - 1))
        self.left = max(text_width(name, _theme.TEXT_SIZE, bold=True) for name in names) + 10
        self.wide = min(110.0, (_theme.WIDTH - 8 - self.left) / len(SUPPORTS))
        self.width = self.wide * len(SUPPORTS)
        self.height = float(self.top[-1] + ROW)

    def x(self, column: str) -> alt.X:
        return alt.X(f"{column}:Q", axis=None, scale=alt.Scale(domain=[0, self.width], nice=False))

    def y(self, column: str) -> alt.Y:
        return alt.Y(f"{column}:Q", axis=None, scale=alt.Scale(domain=[0, self.height], nice=False, reverse=True))


def _heat_map(cells: pd.DataFrame, *, summary: bool) -> Layers:
    """Rows of four cells with their numbers; the last row may sum up the others."""
    names = [str(name) for name in cells.index]
    grid = _Grid(names, summary)
    bold = [False] * (len(names) - 1) + [summary]
    return alt.layer(*_cells(cells, grid), _column_names(grid), *_row_names(names, bold, grid)).properties(
        width=grid.width, height=grid.height
    )


def _cells(cells: pd.DataFrame, grid: _Grid) -> list[alt.Chart]:
    """One blue, more or less of it: on a light page it fades to light, on a dark one to dark."""
    rows = [
        (name, kind, value, column * grid.wide, grid.top[row])
        for row, name in enumerate(cells.index)
        for column, kind in enumerate(SUPPORTS)
        if not np.isnan(value := float(cells.iloc[row][kind]))
    ]
    long = pd.DataFrame(rows, columns=["name", "support", "value", "left", "top"])
    long = long.astype(dict.fromkeys(["value", "left", "top"], float))  # also without any row
    long = long.assign(right=long["left"] + grid.wide - 2, bottom=long["top"] + ROW - 2)
    long = long.assign(x=(long["left"] + long["right"]) / 2, y=(long["top"] + long["bottom"]) / 2)
    base = alt.Chart(long)
    boxes = base.mark_rect(color=_theme.BLUE, cornerRadius=2).encode(
        grid.x("left"),
        grid.y("top"),
        x2="right",
        y2="bottom",
        opacity=alt.Opacity("value:Q", scale=alt.Scale(domain=[0, 1], range=[0.07, 1]), legend=None),
        tooltip=[alt.Tooltip("name:N", title="from"), "support:N", alt.Tooltip("value:Q", format=".2f")],
    )
    light = alt.when(f"datum.value >= {DARK}").then(alt.value(_theme.ON_COLOUR)).otherwise(alt.value(_theme.INK))
    numbers = (
        base.transform_calculate(
            told=f"datum.value < 1 && datum.value >= {SURE} ? '>0.99' : format(datum.value, '.2f')"
        )
        .mark_text(baseline="middle")
        .encode(grid.x("x"), grid.y("y"), text="told:N", color=light)
    )
    return [boxes, numbers]


def _column_names(grid: _Grid) -> alt.Chart:
    middles = [(column + 0.5) * grid.wide - 1 for column in range(len(SUPPORTS))]
    names = pd.DataFrame({"x": middles, "y": 0.0, "name": SUPPORTS})
    layer: alt.Chart = (
        alt.Chart(names)
        .mark_text(color=_theme.INK, baseline="bottom", dy=-6)
        .encode(grid.x("x"), grid.y("y"), text="name:N")
    )
    return layer


def _row_names(names: Sequence[str], bold: Sequence[bool], grid: _Grid) -> list[alt.Chart]:
    rows = pd.DataFrame({"x": 0.0, "y": grid.top + ROW / 2 - 1, "name": list(names), "bold": list(bold)})
    return [
        alt.Chart(rows[rows["bold"] == weight])
        .mark_text(align="right", baseline="middle", dx=-8, fontWeight="bold" if weight else "normal")
        .encode(grid.x("x"), grid.y("y"), text="name:N")
        for weight in (False, True)
        if (rows["bold"] == weight).any()
    ]


def _all_kinds(row: pd.Series[Any]) -> str:
    return listed(f"{kind} support {chance(float(row[kind]))}" for kind in SUPPORTS)


def chance(value: float) -> str:
    """A chance with two decimals; what is nearly certain is not said to be so."""
    return ">0.99" if SURE <= value < 1 else fixed(value, 2)


def _least_kind(together: pd.Series[Any]) -> str:
    if together.isna().any():
        return "support from each alter"
    return f"{together.idxmin()} support is covered least ({number(together.min())})"


def _least_covered(mean: pd.Series[Any]) -> str:
    """Which egonet has the lowest coverage, beside the next."""
    others = mean.drop(mean.idxmin()).dropna() if mean.notna().any() else mean.iloc[:0]
    if not len(others):
        return "Support coverage"
    least = f"{mean.idxmin()} is covered least: {number(mean.min())} on average"
    return f"{least}, the {'other' if len(others) == 1 else 'next'} {number(others.min())}"


def _suppliers(help_: pd.DataFrame, kind: str) -> str | None:
    """Who gives most of one kind of support; nothing where that is not known."""
    most = help_[kind].max()
    if not most > 0:
        return None if help_[kind].isna().any() else f"Nobody gives {kind} support."
    return f"Most {kind} support comes from {help_[kind].idxmax()} ({number(most)})."

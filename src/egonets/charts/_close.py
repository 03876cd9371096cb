"""Several egonets on one scale of strength, and a line that the reader moves across all of them."""

from __future__ import annotations

from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from egonets._tables import EgoNets
from egonets.charts import _theme
from egonets.charts._egonets import name_of
from egonets.charts._figure import Figure, Layers, figure, heading
from egonets.charts._text import counted, listed, number, said, sentences, text_width

#: Where the line can stand.
CUTS: Final = tuple(round(0.05 * step, 2) for step in range(1, 20))
#: Heights in pixels: of a row, and of one sign in a pile.
ROW: Final = 58
PILE: Final = 13
#: Room at the right for a count.
COUNT: Final = 44
#: Whether an alter is close, in the language of the spec.
IS_CLOSE: Final = "datum.strength >= cutoff - 1e-9"


def close_alters(nets: EgoNets, *, cutoff: float = 0.6, title: str | None = None) -> Figure:
    """Egonets one below the other, every alter at its strength; those right of a line are close, and are counted.

    On a page that can, a slider moves the line across all egonets at once.

    Parameters
    ----------
    nets
        Egonets whose alters have a strength; drawn in their order.
    cutoff
        Where the line stands when the page is opened: 0.05, 0.10, … 0.95.
    title
        What to see. If not given, who has most close alters at this line.

    Returns
    -------
    Figure
        Its table has one row per cut-off, and in each the close alters of every egonet.

    Raises
    ------
    ValueError
        If the cut-off is none of these, or if no alter has a strength.

    Examples
    --------
    >>> from egonets import charts, examples
    >>> charts.close_alters(examples()).table.query("cutoff == 0.8")["Street team"].item()
    0
    """
    if not np.isclose(cutoff, CUTS).any():
        raise ValueError(f"cutoff is {cutoff}. Choose one from {CUTS[0]}, {CUTS[1]}, … {CUTS[-1]}.")
    alters = _placed(nets)
    rows = pd.DataFrame({"row": range(len(nets)), "egonet": _names_of(nets)})
    table = _table(alters, rows)
    chart = _rows(alters, rows).add_params(_line(cutoff))
    here = table[np.isclose(table["cutoff"], cutoff)].iloc[0].drop("cutoff")
    chart = chart.properties(
        title=heading(title or _finding(here, cutoff), "Right of the line: close. The number at the end counts them.")
    )
    words = sentences(
        f"{counted(len(here), 'egonet')} one below the other; each alter is a sign at the strength of its tie, from 0 to 1.",
        f"A line at {number(cutoff)} runs through all of them.",
        f"Right of it stand: {_said(here)}.",
        *(
            f"At {number(cut)}: {_said(table[np.isclose(table['cutoff'], cut)].iloc[0].drop('cutoff'))}."
            for cut in _others(cutoff)
        ),
        "On a page with a slider the line can be moved.",
    )
    return figure(chart, words, table)


def _placed(nets: EgoNets) -> pd.DataFrame:
    """The alters with a strength, each with its row and its place in the pile of those as strong."""
    if "strength" not in nets.alters or not nets.alters["strength"].notna().any():
        raise ValueError("No alter has a strength, so there is nothing to cut.")
    alters = nets.alters[nets.alters["strength"].notna()]
    frame = pd.DataFrame({"row": nets.alter_ego[alters.index], "alter": alters["alter"].map(said).to_numpy()})
    frame["egonet"] = np.array(_names_of(nets), dtype=object)[frame["row"]]
    frame["strength"] = alters["strength"].to_numpy(dtype=float)
    pile = frame.groupby(["row", (frame["strength"] / 0.04).round()]).cumcount()
    return frame.assign(y=ROW * (frame["row"] + 1) - 14 - PILE * pile)


def _names_of(nets: EgoNets) -> list[str]:
    """What to call the egonets: their ids where two have one title, as two waves of an ego may."""
    names = [name_of(nets, ego) for ego in nets.ego_ids]
    return names if len(set(names)) == len(names) else [str(ego) for ego in nets.ego_ids]


def _table(alters: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    egonets = zip(rows["row"], rows["egonet"], strict=True)
    close = {name: alters.loc[alters["row"] == row, "strength"].to_numpy() for row, name in egonets}
    counts = {name: [int((strength >= cut - 1e-9).sum()) for cut in CUTS] for name, strength in close.items()}
    return pd.DataFrame({"cutoff": CUTS, **counts})


def _line(cutoff: float) -> alt.Parameter:
    slider = alt.binding_range(min=CUTS[0], max=CUTS[-1], step=0.05, name="close from strength ")
    return alt.param(name="cutoff", value=cutoff, bind=slider)


class _Grid:
    """Pixels of the rows: names at the left, strengths in the middle, counts at the right."""

    def __init__(self, rows: pd.DataFrame) -> None:
        self.rows = rows
        self.left = max(text_width(name, _theme.TEXT_SIZE, bold=True) for name in rows["egonet"]) + 12
        self.wide = _theme.WIDTH - 12 - self.left - COUNT
        self.high = ROW * len(rows)
        strengths = alt.Axis(values=[0, 0.2, 0.4, 0.6, 0.8, 1], format=".1f", title="strength of the tie to ego")
        self.x = alt.X("strength:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=strengths)
        self.y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[0, self.high], reverse=True, nice=False))


def _rows(alters: pd.DataFrame, rows: pd.DataFrame) -> Layers:
    grid = _Grid(rows)
    layers = [_floors(grid), _the_line(grid), _signs(alters, grid), _counts(alters, grid), _names(grid)]
    return alt.layer(*layers).properties(width=grid.wide, height=grid.high)


def _signs(alters: pd.DataFrame, grid: _Grid) -> alt.Chart:
    close = alt.when(IS_CLOSE)
    layer: alt.Chart = (
        alt.Chart(alters[["egonet", "alter", "strength", "y"]])
        .mark_point(size=110, filled=True, opacity=1)
        .encode(
            grid.x,
            grid.y,
            color=close.then(alt.value(_theme.PLUM)).otherwise(alt.value(_theme.OCHRE)),
            shape=close.then(alt.value(_theme.SQUARE)).otherwise(alt.value("circle")),
            tooltip=["egonet:N", "alter:N", "strength:Q"],
        )
    )
    return layer


def _counts(alters: pd.DataFrame, grid: _Grid) -> alt.Chart:
    """How many are right of the line; also where that is nobody."""
    strangers = grid.rows.loc[~grid.rows["row"].isin(alters["row"]), ["row"]].assign(strength=-1.0)
    layer: alt.Chart = (
        alt.Chart(pd.concat([alters[["row", "strength"]], strangers], ignore_index=True))
        .transform_calculate(close=f"{IS_CLOSE} ? 1 : 0")
        .transform_aggregate(alters="sum(close)", groupby=["row"])
        .transform_calculate(y=f"{ROW} * (datum.row + 1) - {ROW - 36}")
        .mark_text(align="left", baseline="middle", fontSize=22, fontWeight="bold", color=_theme.PLUM)
        .encode(grid.y, x=alt.value(grid.wide + 14), text="alters:Q")
    )
    return layer


def _names(grid: _Grid) -> alt.Chart:
    layer: alt.Chart = (
        alt.Chart(grid.rows.assign(y=ROW * grid.rows["row"] + 36)[["y", "egonet"]])
        .mark_text(align="right", baseline="middle", fontWeight="bold", color=_theme.INK)
        .encode(grid.y, x=alt.value(-12), text="egonet:N")
    )
    return layer


def _floors(grid: _Grid) -> alt.Chart:
    layer: alt.Chart = (
        alt.Chart(pd.DataFrame({"y": ROW * (grid.rows["row"] + 1.0)}))
        .mark_rule(color=_theme.GRID)
        .encode(grid.y, x=alt.value(0), x2=alt.value(grid.wide))
    )
    return layer


def _the_line(grid: _Grid) -> alt.Chart:
    layer: alt.Chart = (
        alt.Chart(pd.DataFrame({"at": [0]}))
        .transform_calculate(strength="cutoff - 0.025")  # between two steps, so that no sign stands on it
        .mark_rule(color=_theme.INK, strokeWidth=2)
        .encode(grid.x)
    )
    return layer


def _finding(close: pd.Series[Any], cutoff: float) -> str:
    most = list(close.index[close == close.max()])
    has = "has" if len(most) == 1 else "have"
    return f"With the line at {number(cutoff)}, {listed(most)} {has} most close alters"


def _said(close: pd.Series[Any]) -> str:
    return ", ".join(f"{name} {int(count)}" for name, count in close.items())


def _others(cutoff: float) -> list[float]:
    return [cut for cut in (0.4, 0.5, 0.6, 0.7, 0.8) if not np.isclose(cut, cutoff)]

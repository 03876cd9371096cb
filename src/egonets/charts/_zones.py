"""Zones from strengths: how many alters each zone holds, depending on where the cuts are made."""

from __future__ import annotations

from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from egonets._tables import EgoNets
from egonets._words import ZONES
from egonets.charts import _theme
from egonets.charts._egonets import name_of, the_ego
from egonets.charts._figure import Figure, Layers, figure, haloed, heading
from egonets.charts._text import counted, listed, number, said, sentences

#: Cuts that the reader can choose from: strengths of 0.1 to 0.9 for the primary zone, of 0.05 to 0.9 for the effective.
PRIMARY_CUTS: Final = tuple(round(0.1 * step, 2) for step in range(1, 10))
EFFECTIVE_CUTS: Final = tuple(round(0.05 * step, 2) for step in range(1, 19))
READING: Final = "Above: every alter at the strength of its tie. Below: alters per zone, for each cut-off."
#: Widths and heights in pixels.
WIDE: Final = 470
HIGH: Final = 240
#: Heights in pixels: of one sign in a pile, and of a row of words.
PILE: Final = 15
WORDS: Final = 18


def zones_by_cutoffs(
    nets: EgoNets,
    *,
    ego: Any = None,
    primary: float = 0.6,
    effective: float = 0.3,
    title: str | None = None,
) -> Figure:
    """Zone counts against the cut-off of the primary zone, below the strengths they are cut from.

    An alter is in the primary zone from one strength on, in the effective zone from a lower one on, and otherwise in
    the extended zone. On a page that can, two sliders move the cuts.

    Parameters
    ----------
    nets
        The egonet, whose alters have a strength.
    ego
        Which one; needed only if there are several.
    primary
        Where the primary zone begins when the page is opened: 0.1, 0.2, … 0.9.
    effective
        Where the effective zone begins: 0.05, 0.10, … 0.90. At or above `primary`, the effective zone is empty.
    title
        What to see. If not given, how the size of the primary zone changes.

    Returns
    -------
    Figure
        Its table has one row per primary cut-off, with the count of each zone at the effective cut-off chosen.

    Raises
    ------
    ValueError
        If a cut-off is none of these, if there are several egos and none is named, or if no alter has a strength.

    Examples
    --------
    >>> from egonets import charts, example
    >>> charts.zones_by_cutoffs(example("street_team")).table.query("primary_from == 0.6")["primary"].item()
    5
    """
    _check("primary", primary, PRIMARY_CUTS)
    _check("effective", effective, EFFECTIVE_CUTS)
    ego = the_ego(nets, ego)
    strengths = _strengths(nets, ego)
    counts = _counts(strengths["strength"].to_numpy())
    table = _table(counts, effective)
    chart = alt.vconcat(_dots(strengths), _bars(counts, len(strengths)), spacing=44, bounds="flush")
    chart = chart.add_params(*_sliders(primary, effective)).properties(
        title=heading(title or _finding(name_of(nets, ego), table, primary), READING)
    )
    return figure(chart, _words(name_of(nets, ego), strengths, table, primary, effective), table)


def _check(name: str, value: float, allowed: tuple[float, ...]) -> None:
    if not np.isclose(value, allowed).any():
        raise ValueError(f"{name} is {value}. Choose a cut-off from {allowed[0]}, {allowed[1]}, … {allowed[-1]}.")


def _strengths(nets: EgoNets, ego: Any) -> pd.DataFrame:
    """The alters with a strength, each with its place in the pile of those about as strong."""
    alters = nets.alters[(nets.alters["ego"] == ego).to_numpy()]
    if "strength" not in alters or not alters["strength"].notna().any():
        raise ValueError(f"No alter of ego {ego!r} has a strength, so there is nothing to cut.")
    alters = alters[alters["strength"].notna()].sort_values("strength", kind="stable")
    frame = pd.DataFrame({"alter": alters["alter"].map(said), "strength": alters["strength"].astype(float)})
    pile = frame.groupby((frame["strength"] / 0.04).round()).cumcount()
    return frame.assign(pile=pile).reset_index(drop=True)


def _counts(strength: np.ndarray[Any, Any]) -> pd.DataFrame:
    """Count of each zone for every pair of cuts, and where its bar begins and ends."""
    rows = []
    for primary in PRIMARY_CUTS:
        for effective in EFFECTIVE_CUTS:
            inner = int((strength >= primary - 1e-9).sum())
            both = max(inner, int((strength >= effective - 1e-9).sum()))
            for zone, low, high in zip(ZONES, (0, inner, both), (inner, both, len(strength)), strict=True):
                rows.append((primary, effective, zone, low, high))
    frame = pd.DataFrame(rows, columns=["primary_from", "effective_from", "zone", "low", "high"])
    return frame[frame["high"] > frame["low"]].reset_index(drop=True)


def _table(counts: pd.DataFrame, effective: float) -> pd.DataFrame:
    chosen = counts[np.isclose(counts["effective_from"], effective)]
    chosen = chosen.assign(alters=chosen["high"] - chosen["low"])
    wide = chosen.pivot_table(index="primary_from", columns="zone", values="alters", fill_value=0, aggfunc="sum")
    wide = wide.reindex(columns=list(ZONES), fill_value=0).astype(int).reset_index()
    wide.insert(1, "effective_from", effective)
    return wide.rename_axis(columns=None)


def _sliders(primary: float, effective: float) -> list[alt.Parameter]:
    first = alt.binding_range(min=0.1, max=0.9, step=0.1, name="primary zone from strength ")
    second = alt.binding_range(min=0.05, max=0.9, step=0.05, name="effective zone from strength ")
    return [
        alt.param(name="primary", value=primary, bind=first),
        alt.param(name="effective", value=effective, bind=second),
    ]


def _dots(strengths: pd.DataFrame) -> Layers:
    """Each alter at its strength, with the sign of the zone that the cuts put it in."""
    highest = int(strengths["pile"].max()) + 1
    # Above the highest pile, two rows of words.
    high = PILE * highest + 2 * WORDS + 8
    zone = "datum.strength >= effective - 1e-9 ? 'effective' : 'extended'"
    dots = (
        alt.Chart(strengths)
        .transform_calculate(zone=f"datum.strength >= primary - 1e-9 ? 'primary' : {zone}")
        .mark_point(size=120, filled=True, opacity=1)
        .encode(
            alt.X("strength:Q", scale=alt.Scale(domain=[0, 1], nice=False), axis=_line_only()),
            alt.Y("pile:Q", axis=None, scale=alt.Scale(domain=[-0.8, high / PILE - 0.8], nice=False)),
            color=_zone_channel(alt.Color, _theme.ZONE_COLOURS),
            shape=_zone_channel(alt.Shape, _theme.ZONE_SHAPES),
            tooltip=["alter:N", "strength:Q", "zone:N"],
        )
    )
    return alt.layer(*_cuts(high), dots).properties(width=WIDE, height=high)


def _line_only() -> alt.Axis:
    return alt.Axis(values=[0, *PRIMARY_CUTS, 1], labels=False, title=None)


def _zone_channel(channel: Any, looks: dict[str, str]) -> Any:
    scale = alt.Scale(domain=list(looks), range=list(looks.values()))
    return channel("zone:N", scale=scale, legend=alt.Legend(title="zone", titleOrient="left", symbolSize=150))


def _cuts(high: float) -> list[alt.Chart]:
    """A line at each cut, behind the signs: whoever stands on it is in the zone that begins there. Its name beside it."""
    rules, names = [], []
    for row, (name, dash) in enumerate((("primary", [1, 0]), ("effective", [4, 3]))):
        base = (
            alt.Chart(pd.DataFrame({"cut": [0]}))
            .transform_calculate(strength=name, words=f"'{name} from ' + format({name}, '.2~f')")
            .encode(x="strength:Q", y=alt.value(row * WORDS))
        )
        rule = base.mark_rule(strokeWidth=1.5, strokeDash=dash, color=_theme.INK)
        rules.append(rule.encode(y2=alt.value(high)))
        late = f"{name} > 0.7"  # to the right of such a cut there is no room for the name
        beside = {"align": alt.expr(f"{late} ? 'right' : 'left'"), "dx": alt.expr(f"{late} ? -6 : 6")}
        names += haloed(base.encode(text="words:N"), _theme.INK, baseline="top", **beside)
    return [*rules, *names]


def _bars(counts: pd.DataFrame, alters: int) -> Layers:
    """A pile of zones at every primary cut-off; the one chosen in full colour."""
    base = alt.Chart(counts).transform_filter("abs(datum.effective_from - effective) < 0.001")
    x = alt.X(
        "primary_from:Q",
        scale=alt.Scale(domain=[0, 1], nice=False, padding=0),  # as above, without the room that bars are given
        axis=alt.Axis(
            values=list(PRIMARY_CUTS), format=".1f", title="strength of the tie from which an alter is primary"
        ),
    )
    y = alt.Y(
        "low:Q",
        scale=alt.Scale(domain=[0, alters], nice=False),
        title="alters",
        axis=alt.Axis(tickMinStep=1, grid=False),
    )
    chosen = alt.when("abs(datum.primary_from - primary) < 0.001")
    bars = base.mark_bar(size=34, stroke=_theme.PAPER, strokeWidth=1).encode(
        x,
        y,
        y2="high",
        color=_zone_channel(alt.Color, _theme.ZONE_COLOURS),
        opacity=chosen.then(alt.value(1)).otherwise(alt.value(0.55)),
        tooltip=["zone:N", "primary_from:Q", "effective_from:Q"],
    )
    enough = f"(datum.high - datum.low) * {HIGH} / {alters} >= 13"
    numbers = (
        base.transform_filter(enough)
        .transform_calculate(alters="datum.high - datum.low", low="(datum.low + datum.high) / 2")
        .mark_text(baseline="middle", fontWeight="bold")
        .encode(x, y, text="alters:Q", color=chosen.then(alt.value(_theme.ON_COLOUR)).otherwise(alt.value(_theme.INK)))
    )
    return alt.layer(bars, numbers).properties(width=WIDE, height=HIGH)


def _finding(name: str, table: pd.DataFrame, primary: float) -> str:
    """The size of the primary zone at the cut chosen, and one step below and above it."""
    sizes = {round(float(cut), 2): int(size) for cut, size in zip(table["primary_from"], table["primary"], strict=True)}
    near = [cut for cut in (round(primary - 0.1, 2), round(primary + 0.1, 2)) if cut in sizes]
    sizes_near = ", ".join(f"{sizes[cut]} from {number(cut)}" for cut in near)
    return f"{name}: {counted(sizes[round(primary, 2)], 'primary alter')} from {number(primary)} on, {sizes_near}"


def _words(name: str, strengths: pd.DataFrame, table: pd.DataFrame, primary: float, effective: float) -> str:
    values = strengths["strength"]
    chosen = table[np.isclose(table["primary_from"], primary)].iloc[0]
    here = [f"{chosen[zone]:.0f} {zone}" for zone in ZONES]
    sizes = [f"{held} at {number(cut)}" for cut, held in zip(table["primary_from"], table["primary"], strict=True)]
    span = f"from {number(float(values.min()))} to {number(float(values.max()))}"
    return sentences(
        f"{name}: {counted(len(values), 'alter')} with strengths {span}, each drawn as a sign at its strength;",
        "below, a bar of three zones for each cut-off of the primary zone.",
        f"With the effective zone from {number(effective)} and the primary zone from {number(primary)} the alters are",
        f"{listed(here)}.",
        f"Size of the primary zone by cut-off: {', '.join(sizes)}.",
        "On a page with sliders both cuts can be moved.",
    )

"""The extended zone: who is reached through whom, and who no longer is when the inner alters leave one by one."""

from __future__ import annotations

from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from egonets import measures
from egonets._tables import EgoNets
from egonets._words import ZONES
from egonets.charts import _theme
from egonets.charts._egonets import the_ego
from egonets.charts._figure import Figure, Layers, figure, heading
from egonets.charts._text import counted, said, sentences

#: The two orders in which inner alters leave, and how a reader is told.
ORDERS: Final = ("strongest first", "weakest first")
#: Radii of the inner and the outer ring, width of both drawings and height of the curve, in pixels.
INNER: Final = 92.0
OUTER: Final = 172.0
WIDE: Final = 500.0
HIGH: Final = 2 * (OUTER + 14)
CURVE: Final = 120
#: Size of a stroke in the key, long enough to tell a dashed one.
STROKE: Final = 1300
#: How faint somebody is who has left, or who can no longer be reached; an outline stays, on paper too.
FAINT: Final = 0.12


def reach(nets: EgoNets, *, ego: Any = None, left: int = 0, order: str = ORDERS[0], title: str | None = None) -> Figure:
    """Ego, the inner alters and those behind them; with a slider, the inner ones leave one after the other.

    An alter of the extended zone is reached as long as one inner alter who knows them is there.

    Parameters
    ----------
    nets
        The egonet, whose alters have zone and strength.
    ego
        Which one; needed only if there are several.
    left
        How many inner alters have left when the page is opened.
    order
        ``"strongest first"`` or ``"weakest first"``.
    title
        What to see. If not given, how many are still reached once `left` have gone.

    Returns
    -------
    Figure
        Its table has one row per departure, with who leaves and how many are reached in each order.

    Raises
    ------
    ValueError
        If there are several egos and none is named, if the order is neither of the two, if `left` is not between 0
        and the number of inner alters, or if there are none.
    EgonetDataError
        If the alters lack zone or strength.

    See Also
    --------
    egonets.extended_reach_curve : the numbers below the drawing.

    Examples
    --------
    >>> from egonets import charts, example
    >>> charts.reach(example("diverse"), left=5).table["reached, strongest first"].tolist()[-1]
    0
    """
    mine = nets[[the_ego(nets, ego)]]
    if order not in ORDERS:
        raise ValueError(f"There is no order {order!r}. Choose {ORDERS[0]!r} or {ORDERS[1]!r}.")
    table = _table(mine)
    if not 0 <= left <= len(table) - 1 or len(table) == 1:
        raise ValueError(f"left is {left}, but there are {counted(len(table) - 1, 'inner alter')}.")
    before, after = (int(table[f"reached, {order}"][row]) for row in (0, left))
    people = _people(mine, table)
    chart = alt.vconcat(_drawing(people, _threads(mine, people)), _curves(table), spacing=30, center=True)
    chart = chart.resolve_scale(color="independent", shape="independent", strokeDash="independent")
    finding = title or _finding(left, order, before, after)
    note = "Inner ring: alters near ego. Outer ring: people whom only they know. Pale: gone, or out of reach."
    chart = chart.add_params(*_controls(left, len(table) - 1, order)).properties(title=heading(finding, note))
    return figure(chart, _words(table, left, order), table)


def _finding(left: int, order: str, before: int, after: int) -> str:
    if not left:
        return f"{counted(before, 'friend')} of friends within reach"
    kind = order.split()[0]
    gone = f"{kind} tie" if left == 1 else f"{left} {kind} ties"
    return f"Without the {gone}, {after} of {counted(before, 'friend')} of friends can be reached"


def _table(mine: EgoNets) -> pd.DataFrame:
    """Who leaves at each step, and how many are still reached, in both orders."""
    curves = [measures.extended_reach_curve(mine, "strength")]  # first, because it names a column that is not there
    alters = mine.alters.assign(weakness=1 - mine.alters["strength"])
    curves.append(measures.extended_reach_curve(EgoNets(mine.egos, alters, mine.layers), "weakness"))
    columns: dict[str, Any] = {"left": curves[0]["removed"]}
    for order, curve in zip(ORDERS, curves, strict=True):
        columns[f"leaves, {order}"] = curve["alter"]
        columns[f"reached, {order}"] = curve["reach"]
    return pd.DataFrame(columns)


def _people(mine: EgoNets, table: pd.DataFrame) -> pd.DataFrame:
    """Inner and extended alters with their places, and the step at which they go in either order."""
    alters = mine.alters
    people = pd.DataFrame(
        {"alter": alters["alter"], "zone": alters["zone"].astype(str), "strength": alters["strength"]}
    )
    ranks = [_ranks(people, table, order) for order in ORDERS]
    source, target = mine.tie_source, mine.tie_target
    for number, rank in enumerate(ranks, 1):
        gone = rank.copy()
        for one, other in ((source, target), (target, source)):
            outer = rank[one] == 0
            np.maximum.at(gone, one[outer], rank[other[outer]])
        people[f"gone{number}"] = gone
    return _placed(people, ranks[0], source, target)


def _ranks(people: pd.DataFrame, table: pd.DataFrame, order: str) -> np.ndarray[Any, np.dtype[np.int64]]:
    """The step at which each inner alter leaves; 0 for the extended zone."""
    step = {alter: row for row, alter in enumerate(table[f"leaves, {order}"]) if row}
    inner = people["zone"] != ZONES[-1]
    return np.array([step[a] if i else 0 for a, i in zip(people["alter"], inner, strict=True)], dtype=np.int64)


def _placed(people: pd.DataFrame, rank: Any, source: Any, target: Any) -> pd.DataFrame:
    """Each inner alter in the middle of an arc wide enough for those whose last door she is."""
    doors = np.where(rank > 0, rank, people["gone1"])  # 0: nobody knows them
    weight = {door: max(1, int((doors == door).sum()) - 1) for door in np.unique(doors)}
    whole, start, angle = sum(weight.values()), 0.0, np.zeros(len(people))
    for door, wide in weight.items():
        behind = np.flatnonzero((doors == door) & (rank == 0))
        angle[behind] = start + (np.arange(len(behind)) + 0.5) * wide / max(len(behind), 1)
        angle[(doors == door) & (rank > 0)] = start + wide / 2
        start += wide
    angle *= 2 * np.pi / whole
    radius = np.where(rank > 0, INNER, OUTER)
    return people.assign(x=WIDE / 2 + radius * np.sin(angle), y=HIGH / 2 - radius * np.cos(angle))


def _threads(mine: EgoNets, people: pd.DataFrame) -> pd.DataFrame:
    """Lines from ego to the inner alters and from these to each other and outwards; a line goes with its first end."""
    x, y = people["x"].to_numpy(), people["y"].to_numpy()
    inner = (people["zone"] != ZONES[-1]).to_numpy()
    steps = [people["gone1"].to_numpy(), people["gone2"].to_numpy()]
    rows = [(WIDE / 2, HIGH / 2, x[i], y[i], *(step[i] for step in steps)) for i in np.flatnonzero(inner)]
    for one, other in zip(mine.tie_source, mine.tie_target, strict=True):
        ends = [end for end in (one, other) if inner[end]]
        if ends:
            rows.append((x[one], y[one], x[other], y[other], *(min(step[end] for end in ends) for step in steps)))
    return pd.DataFrame(rows, columns=["x", "y", "x2", "y2", "gone1", "gone2"])


def _controls(left: int, most: int, order: str) -> list[alt.Parameter]:
    slider = alt.binding_range(min=0, max=most, step=1, name="inner alters who have left ")
    buttons = alt.binding_radio(options=list(ORDERS), name="they leave ")
    return [alt.param(name="left", value=left, bind=slider), alt.param(name="order", value=order, bind=buttons)]


#: Whether somebody is there still, in the language of the spec; a step of 0 means never reached at all.
STEP: Final = f"(order === '{ORDERS[0]}' ? datum.gone1 : datum.gone2)"


def _drawing(people: pd.DataFrame, threads: pd.DataFrame) -> Layers:
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, WIDE], nice=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[0, HIGH], nice=False, reverse=True))
    here = alt.when(f"{STEP} > left")
    thin = here.then(alt.value(0.6)).otherwise(alt.value(0.2))
    lines = alt.Chart(threads).mark_rule(color=_theme.MUTED).encode(x, y, x2="x2", y2="y2", opacity=thin)
    shown = people.assign(alter=people["alter"].map(said))
    zones = [zone for zone in ZONES if (people["zone"] == zone).any()]
    signs = (
        alt.Chart(shown)
        .mark_point(size=170, filled=True, opacity=1, strokeWidth=1)
        .encode(
            x,
            y,
            fillOpacity=here.then(alt.value(1)).otherwise(alt.value(FAINT)),
            stroke=here.then(alt.value(_theme.PAPER)).otherwise(alt.value(_theme.MUTED)),
            strokeOpacity=here.then(alt.value(1)).otherwise(alt.value(0.6)),
            color=_zone(alt.Color, _theme.ZONE_COLOURS, zones),
            shape=_zone(alt.Shape, _theme.ZONE_SHAPES, zones),
            tooltip=["alter:N", "zone:N", "strength:Q"],
        )
    )
    ego = alt.Chart(pd.DataFrame({"x": [WIDE / 2], "y": [HIGH / 2]})).encode(x, y)
    disc = ego.mark_point(shape="circle", filled=True, size=700, color=_theme.INK, opacity=1)
    name = ego.mark_text(color=_theme.PAPER, fontSize=12).encode(text=alt.value("ego"))
    return alt.layer(lines, signs, disc, name, *_count(shown, x, y)).properties(width=WIDE, height=HIGH)


def _zone(channel: Any, looks: dict[str, str], there: list[str]) -> Any:
    scale = alt.Scale(domain=list(looks), range=list(looks.values()))
    return channel(
        "zone:N",
        scale=scale,
        legend=alt.Legend(title="zone", titleOrient="left", values=there, symbolSize=150, symbolStrokeWidth=0),
    )


def _count(people: pd.DataFrame, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """How many are reached, in large figures."""
    outer = people[people["zone"] == ZONES[-1]][["gone1", "gone2"]]
    base = (
        alt.Chart(pd.concat([outer, pd.DataFrame({"gone1": [0], "gone2": [0]})]))  # so that nought is drawn as well
        .transform_calculate(there=f"{STEP} > left ? 1 : 0")
        .transform_aggregate(reached="sum(there)")
    )
    number = base.mark_text(align="left", fontSize=34, fontWeight="bold", color=_theme.OCHRE, baseline="top")
    words = base.mark_text(align="left", baseline="top", color=_theme.INK, dy=36)
    place = {"x": alt.value(2), "y": alt.value(2)}
    return [number.encode(text="reached:Q", **place), words.encode(text=alt.value("within reach"), **place)]


def _curves(table: pd.DataFrame) -> Layers:
    """Both curves of reach; a disc stands where the drawing above is."""
    long = pd.concat([_one_curve(table, order) for order in ORDERS])
    steps = alt.Axis(title="inner alters who have left", tickMinStep=1, format="d")
    x = alt.X("left:Q", scale=alt.Scale(domain=[0, len(table) - 1], nice=False), axis=steps)
    y = alt.Y(
        "reached:Q", scale=alt.Scale(domainMin=0), title="within reach", axis=alt.Axis(tickCount=4, tickMinStep=1)
    )
    looks = alt.Scale(domain=list(ORDERS), range=[_theme.BLUE, _theme.RUST])
    dashes = alt.Scale(domain=list(ORDERS), range=[[1, 0], [7, 3]])
    legend = alt.Legend(
        title=None,
        labelExpr="replace(datum.label, ' ', ' leave ')",
        orient="top",
        direction="horizontal",
        offset=26,
        symbolType="stroke",
        symbolSize=STROKE,
    )
    base = alt.Chart(long).encode(x, y)
    line = base.mark_line(interpolate="step-after").encode(
        alt.Color("leave:N", scale=looks, legend=legend), alt.StrokeDash("leave:N", scale=dashes, legend=legend)
    )
    here = base.transform_filter("datum.left === left && datum.leave === order")
    disc = here.mark_point(size=150, filled=True, opacity=1, color=_theme.INK, shape="circle")
    return alt.layer(line, disc).properties(width=WIDE - 40, height=CURVE)


def _one_curve(table: pd.DataFrame, order: str) -> pd.DataFrame:
    return pd.DataFrame({"left": table["left"], "reached": table[f"reached, {order}"], "leave": order})


def _words(table: pd.DataFrame, left: int, order: str) -> str:
    reached = table[f"reached, {order}"]
    courses = [f"{o}: {', '.join(str(r) for r in table[f'reached, {o}'])}" for o in ORDERS]
    return sentences(
        f"Drawing of ego with {counted(len(table) - 1, 'inner alter')} on a ring, and on a wider ring the people whom "
        f"these know; {int(reached[0])} of them are reached.",
        f"When {counted(left, 'inner alter')} have left, {order}, {int(reached[left])} are within reach.",
        "Below, two falling curves: how many are within reach after each departure.",
        *(f"{course[0].upper()}{course[1:]}." for course in courses),
        "Both end at 0. On a page with a slider the inner alters leave one by one.",
    )

"""Egonets as rings and sectors: one, several, or one before and after."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from egonets._tables import EgoNets
from egonets._words import CONTEXTS, STATUSES, ZONES
from egonets.charts._drawing import NOT_STATED, Panel, drawn, panel
from egonets.charts._figure import Figure, figure, heading
from egonets.charts._text import counted, listed, number, said, sentences

READING = "Rings, from the middle: primary, effective and extended zone."


def egonet(nets: EgoNets, *, ego: Any = None, title: str | None = None) -> Figure:
    """One egonet: zones as rings, contexts as sectors, status by colour and shape, strength by size, ties as lines.

    Parameters
    ----------
    nets
        The egonet. Zones and contexts that it lacks are drawn as not stated, statuses as unknown.
    ego
        Which one; needed only if there are several.
    title
        What to see. If not given, the size of the network and what its alters do.

    Returns
    -------
    Figure
        Its table has one row per alter, with the names of the alters whom they know.

    Raises
    ------
    ValueError
        If there are several egos and none is named, or if there is no such ego.

    Notes
    -----
    Rings and sectors are drawn also where they are empty, in an order that never changes. No two signs overlap. Up to
    25 alters, their names are written off the ties, with a dotted line where a name stands apart from its sign.

    Examples
    --------
    >>> from egonets import charts, example
    >>> charts.egonet(example("home_alone")).description.split(". ")[0]
    'Egonet "Home alone" drawn as three rings and six sectors round ego'
    """
    ego = the_ego(nets, ego)
    one = panel(nets, ego, name_of(nets, ego))
    chart = drawn([one], 244, 1).properties(title=heading(title or _finding(one)))
    words = sentences(
        f'Egonet "{one.heading}" drawn as three rings and six sectors round ego.', _counts(one), _empty(one), _ties(one)
    )
    return figure(chart, words, _table(one))


def egonets(nets: EgoNets, *, title: str | None = None) -> Figure:
    """Several egonets side by side, with the same rings, sectors and signs.

    Parameters
    ----------
    nets
        Two to twelve egonets, drawn in their order.
    title
        What to see. If not given, how many egonets there are and how large.

    Returns
    -------
    Figure
        Its table has one row per alter of each ego.

    Raises
    ------
    ValueError
        If there are fewer than two or more than twelve egos.

    Examples
    --------
    >>> from egonets import charts, examples
    >>> len(charts.egonets(examples()).table)
    53
    """
    if not 2 <= len(nets) <= 12:
        raise ValueError(f"{counted(len(nets), 'ego')} cannot be drawn side by side. Choose two to twelve.")
    panels = [panel(nets, ego, name_of(nets, ego)) for ego in nets.ego_ids]
    few = len(panels) <= 4
    chart = drawn(panels, 113 if few else 84, 2 if few else 3, key=not few)
    sizes = [len(one.people) for one in panels]
    finding = title or f"{counted(len(panels), 'egonet')} of {min(sizes)} to {max(sizes)} alters"
    words = [
        f"{counted(len(panels), 'egonet')} drawn side by side, each as three rings and six sectors round ego.",
        *(sentences(f"{one.heading}: {_counts(one)}", _empty(one), _ties(one)) for one in panels),
    ]
    table = pd.concat([_table(one).assign(egonet=one.heading) for one in panels], ignore_index=True)
    return figure(chart.properties(title=heading(finding, READING)), sentences(*words), _first(table, "egonet"))


def before_after(
    before: EgoNets,
    after: EgoNets,
    *,
    headings: tuple[str, str] = ("Before", "After"),
    title: str | None = None,
) -> Figure:
    """One egonet at two times, with everyone who stays at the same angle.

    An alter who changes zone moves straight in or out. Those who leave are outlined in the first drawing, those who
    come in the second.

    Parameters
    ----------
    before, after
        One ego each; alters are the same if their ids are.
    headings
        Names of the two drawings.
    title
        What to see. If not given, how many leave, stay and come.

    Returns
    -------
    Figure
        Its table has one row per alter, with zone, status and strength at both times.

    Raises
    ------
    ValueError
        If either has not exactly one ego.

    Examples
    --------
    >>> from egonets import charts, example
    >>> now = example("home_alone")
    >>> charts.before_after(now, now.drop_alters("status == 'uses'")).description.split(". ")[1]
    '2 alters leave, 3 stay and 0 come'
    """
    pair = [panel(nets, the_ego(nets, None), f"{name}") for nets, name in zip((before, after), headings, strict=True)]
    stay = set(pair[0].people["alter"]) & set(pair[1].people["alter"])
    shown = [
        Panel(f"{one.heading}: {counted(len(one.people), 'alter')}", _outlined(one.people, stay), one.ties)
        for one in pair
    ]
    leave, come = (len(one.people) - len(stay) for one in pair)
    leaving, coming = counted(leave, "alter leaves", "alters leave"), counted(come, "comes", "come")
    finding = f"{leaving}, {counted(len(stay), 'stays', 'stay')} and {coming}"
    reading = f"{READING} An outline marks who leaves and who comes." if leave or come else READING
    chart = drawn(shown, 113, 2, held=True).properties(title=heading(title or finding, reading))
    moved = _moves(pair[0].people, pair[1].people)
    words = sentences(
        f'Egonet drawn twice, "{headings[0]}" and "{headings[1]}", with the same alters at the same angles.',
        f"{finding}.",
        moved,
        *(f"{one.heading}. {_counts(one)}" for one in pair),
    )
    return figure(chart, words, _both(pair[0].people, pair[1].people))


def the_ego(nets: EgoNets, ego: Any) -> Any:
    """The ego that is meant: the named one, or the only one."""
    names = list(nets.ego_ids)
    if ego is None and len(names) == 1:
        return names[0]
    some = listed(names[:8]) + (" and others" if len(names) > 8 else "")
    if ego is None:
        raise ValueError(f"There are {len(names)} egos. Say which with `ego`: {some}.")
    if ego not in names:
        raise ValueError(f"There is no ego {ego!r}. There are {some}.")
    return ego


def name_of(nets: EgoNets, ego: Any) -> str:
    """What to call an egonet: its `title`, or else the ego's id."""
    egos = nets.egos
    if "title" in egos:
        title = egos.loc[(egos["ego"] == ego).to_numpy(), "title"].iloc[0]
        if isinstance(title, str):
            return title
    return said(ego)


#: What several alters do, as a verb; one alter does what the status says.
SEVERAL = {"uses": "use", "does_not_use": "do not use"}


def _finding(one: Panel) -> str:
    counts = {status: int((one.people["status"] == status).sum()) for status in STATUSES}
    does = [f"{n} {said(status if n == 1 else SEVERAL.get(status, status))}" for status, n in counts.items() if n]
    return f"{one.heading}: {counted(len(one.people), 'alter')}" + (f"; {', '.join(does)}" if does else "")


def _counts(one: Panel) -> str:
    """How many alters there are, by zone, context and status."""
    people = one.people
    if not len(people):
        return "Ego has no alters."
    parts = [_tally(people["zone"], ZONES, "By zone"), _tally(people["context"], CONTEXTS, "by context")]
    parts.append(_tally(people["status"], STATUSES, "by status"))
    return f"{counted(len(people), 'alter')}. {'; '.join(parts)}."


def _tally(column: pd.Series[Any], words: tuple[str, ...], start: str) -> str:
    counts = column.value_counts()
    there = [f"{said(word)} {counts[word]}" for word in (*words, NOT_STATED) if word in counts]
    return f"{start}: {', '.join(there)}"


def _empty(one: Panel) -> str | None:
    """Which rings and sectors are empty."""
    if not len(one.people):
        return None
    zones = [zone for zone in ZONES if not (one.people["zone"] == zone).any()]
    contexts = [said(context) for context in CONTEXTS if not (one.people["context"] == context).any()]
    nobody = [f"in the {listed(zones)} zone" + ("s" if len(zones) > 1 else "")] if zones else []
    nobody += [f"from {listed(contexts)}"] if contexts else []
    return f"There is nobody {', nor '.join(nobody)}." if nobody else None


def _ties(one: Panel) -> str | None:
    """How many pairs know each other, and who is nearest."""
    count, ties = len(one.people), len(one.ties)
    if count < 2:
        return None
    text = (
        f"{counted(ties, 'pair')} of alters know{'s' if ties == 1 else ''} each other, of {count * (count - 1) // 2}."
    )
    strength = one.people["strength"]
    if strength.notna().any():
        nearest = one.people.loc[strength.idxmax()]
        text += f" The strongest tie is to {said(nearest['alter'])} ({number(float(strength.max()))})."
    return text


def _table(one: Panel) -> pd.DataFrame:
    """One row per alter, with the names of those whom they know."""
    names = one.people["alter"].to_numpy()
    known: list[list[str]] = [[] for _ in names]
    for source, target in zip(one.ties["source"], one.ties["target"], strict=True):
        known[int(source)].append(names[int(target)])
        known[int(target)].append(names[int(source)])
    columns = ["alter", "zone", "context", "status", "strength"]
    return one.people[columns].assign(ties=[len(k) for k in known], knows=[", ".join(k) for k in known])


def _first(table: pd.DataFrame, column: str) -> pd.DataFrame:
    return table[[column, *(other for other in table.columns if other != column)]]


def _outlined(people: pd.DataFrame, stay: set[str]) -> pd.DataFrame:
    return people.assign(outlined=~people["alter"].isin(list(stay)))


def _both(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    columns = ["alter", "zone", "context", "status", "strength"]
    both = before[columns].merge(after[columns], on="alter", how="outer", suffixes=("_before", "_after"), sort=False)
    there = [both["zone_before"].notna(), both["zone_after"].notna()]
    both["change"] = np.select([there[0] & there[1], there[0]], ["stays", "leaves"], "comes")
    return both


def _moves(before: pd.DataFrame, after: pd.DataFrame) -> str | None:
    """Who of those who stay changes zone."""
    both = before[["alter", "zone"]].merge(after[["alter", "zone"]], on="alter", suffixes=("_before", "_after"))
    moved = both[both["zone_before"] != both["zone_after"]]
    steps = [f"{said(a)} from {x} to {y}" for a, x, y in moved.itertuples(index=False)]
    return (
        f"Of those who stay, {len(steps)} {'changes' if len(steps) == 1 else 'change'} zone: {listed(steps)}."
        if steps
        else None
    )

"""What may happen to a network during the weeks of the recovery model, as data.

Interventions are small frozen objects; a scenario is a tuple of them, applied in the order of their weeks. ::

    team = example("street_team").alters.query("context == 'group'")
    scenario = (Drop(week=1, where={"status": "uses"}), JoinGroup(week=4, members=team))

An intervention acts on every egonet that is simulated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from egonets._parameters import ParameterError, Parameters
from egonets._tables import EgoNets

#: A week that never comes.
NEVER = np.iinfo(np.int64).max

#: Columns that the timeline adds to a table of alters.
TIMES = ("first", "until", "meets", "inside")


@dataclass(frozen=True, eq=False)
class Timeline:
    """Who is there when: a table of alters with their weeks, and the calendar of ordinary life.

    ``alters`` has the columns of :attr:`EgoNets.alters` and four more: ``first`` and ``until`` (an alter is there in
    week t if first ≤ t < until), ``meets`` (1 for members of a joined group) and ``inside`` (1 for people met in
    treatment). ``events`` and ``outside`` hold a factor for each week.
    """

    egos: tuple[Any, ...]
    alters: pd.DataFrame
    events: npt.NDArray[np.float64]
    outside: npt.NDArray[np.float64]

    @classmethod
    def of(cls, nets: EgoNets, weeks: int) -> Timeline:
        """The timeline in which nothing happens."""
        alters = nets.alters.assign(first=1, until=NEVER, meets=0, inside=0)
        return cls(tuple(nets.ego_ids), alters, np.ones(weeks), np.ones(weeks))

    def without(self, week: int, where: Mapping[str, object]) -> Timeline:
        """From a week on, alters of a description are gone."""
        there = (self.alters["first"] <= week) & (week < self.alters["until"])
        gone = there & _meant(self.alters, where)
        return replace(self, alters=self.alters.assign(until=self.alters["until"].where(~gone, week)))

    def having(self, week: int, newcomers: pd.DataFrame, until: int = NEVER, **flags: int) -> Timeline:
        """From a week on, new alters are there in every egonet."""
        times = {"meets": 0, "inside": 0, **flags, "first": week, "until": until}
        each = [newcomers.assign(ego=ego, **times) for ego in self.egos]
        alters = pd.concat([self.alters, *each], ignore_index=True)
        return replace(self, alters=alters)


@dataclass(frozen=True)
class Drop:
    """From a week on, the alters that fit a description are gone: ``Drop(week=1, where={"status": "uses"})``."""

    week: int
    where: Mapping[str, object]

    def apply(self, timeline: Timeline, parameters: Parameters) -> Timeline:
        """The timeline after the intervention."""
        return timeline.without(self.week, self.where)


@dataclass(frozen=True, eq=False)
class Add:
    """From a week on, new alters are there, to stay or until a later week; ``alters`` is a table of alters."""

    week: int
    alters: pd.DataFrame
    until: int = NEVER

    def apply(self, timeline: Timeline, parameters: Parameters) -> Timeline:
        """The timeline after the intervention."""
        return timeline.having(self.week, _newcomers(timeline, self.alters, self.week), self.until)


@dataclass(frozen=True, eq=False)
class Replace:
    """From a week on, new alters stand in the place of those that fit a description."""

    week: int
    where: Mapping[str, object]
    alters: pd.DataFrame

    def apply(self, timeline: Timeline, parameters: Parameters) -> Timeline:
        """The timeline after the intervention."""
        return Add(self.week, self.alters).apply(Drop(self.week, self.where).apply(timeline, parameters), parameters)


@dataclass(frozen=True, eq=False)
class JoinGroup:
    """From a week on, the members of a group are there; they meet in the parameter ``meeting_share`` of the weeks."""

    week: int
    members: pd.DataFrame
    until: int = NEVER

    def apply(self, timeline: Timeline, parameters: Parameters) -> Timeline:
        """The timeline after the intervention."""
        return timeline.having(self.week, _newcomers(timeline, self.members, self.week), self.until, meets=1)


@dataclass(frozen=True, eq=False)
class LeaveTreatment:
    """Before this week the person is in treatment, from it on at home.

    In treatment the contact with all others and the rate of stressful events are scaled down by the parameters
    ``inside_contact`` and ``inside_events``; ``company`` are the people met there, who stay behind.
    """

    week: int
    company: pd.DataFrame = field(default_factory=pd.DataFrame)

    def apply(self, timeline: Timeline, parameters: Parameters) -> Timeline:
        """The timeline after the intervention."""
        inside = np.arange(len(timeline.events)) + 1 < self.week
        timeline = replace(
            timeline,
            events=np.where(inside, parameters.inside_events, timeline.events),
            outside=np.where(inside, parameters.inside_contact, timeline.outside),
        )
        if self.company.empty:
            return timeline
        return timeline.having(1, _newcomers(timeline, self.company, 1), self.week, inside=1)


#: What can happen.
Intervention = Drop | Add | Replace | JoinGroup | LeaveTreatment


def timeline(nets: EgoNets, weeks: int, interventions: Sequence[Intervention], parameters: Parameters) -> Timeline:
    """Who is there when, after all interventions, in the order of their weeks.

    Raises
    ------
    ParameterError
        For a week that is no week, a description of a column that is not there, an alter that is there already.
    EgonetDataError
        For new alters that could not be in an egonet.
    """
    problems = [
        f"{type(each).__name__}: the week is {each.week!r}, but must be a whole number from 1."
        for each in interventions
        if not isinstance(each.week, int | np.integer) or each.week < 1
    ]
    if problems:
        raise ParameterError(parameters.model, problems)
    result = Timeline.of(nets, weeks)
    for each in sorted(interventions, key=lambda each: each.week):
        result = each.apply(result, parameters)
    return result


def _meant(alters: pd.DataFrame, where: Mapping[str, object]) -> pd.Series[bool]:
    unknown = [column for column in where if column not in alters]
    if unknown or not where:
        known = ", ".join(str(column) for column in alters.columns)
        raise ParameterError("recovery", [f"where names {', '.join(unknown) or 'nothing'}; it can name {known}."])
    meant = pd.Series(True, index=alters.index)
    for column, wanted in where.items():
        wanted = [wanted] if isinstance(wanted, str) or not isinstance(wanted, Sequence) else list(wanted)
        meant &= alters[column].isin(wanted)
    return meant


def _newcomers(timeline: Timeline, alters: pd.DataFrame, week: int) -> pd.DataFrame:
    """New alters, checked as those of an egonet; none of them may be there already."""
    nets = EgoNets(pd.DataFrame({"ego": [0]}), alters.assign(ego=0))
    present = timeline.alters[(timeline.alters["first"] <= week) & (week < timeline.alters["until"])]
    double = sorted(set(map(str, nets.alters["alter"])) & set(map(str, present["alter"])))
    if double:
        raise ParameterError("recovery", [f"{', '.join(double)} would join in week {week}, but is there already."])
    return nets.alters

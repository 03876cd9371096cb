r"""The weekly recovery model, one function per equation, and the loop that applies them in order.

Each equation is compiled by numba and is also an ordinary function of numbers, to be called, drawn or printed
beside its formula. Nothing here reads a file: parameters come in, and chance by address, see
:mod:`egonets.models._philox`. Equations and loop share a file because numba, which keeps what it compiled, looks for
changes in one file only.

Letters: :math:`w` strength of a tie, :math:`q` support of one kind, :math:`h` contact, :math:`b` balance in the
relation bank, :math:`M` coverage, :math:`S` stress, :math:`L` loneliness, :math:`B` belonging, :math:`C` craving,
:math:`I` recovery identity. Week 1 is the first week of abstinence.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple, ParamSpec, TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt

from egonets.models._philox import four_draws
from egonets.models.interventions import NEVER

Float64Array = npt.NDArray[np.float64]
Int64Array = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]
Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

#: Kinds of support, and of events that ask for them (House 1981: emotional, instrumental, informational, appraisal).
KINDS = 4

#: Events that can count in one week: each needs a draw of its own, and their number must not depend on the scenario.
MOST_EVENTS = 8

#: Places of the first draws of a person's week; one for each event follows.
EVENT_COUNT, SEEK, RETURN, MEET, FIRST_EVENT = range(5)

#: Draws of a step of the generator.
AT_ONCE = 4

#: Uniform draws of a person's week, needed or not, so that two scenarios with one seed meet the same events and luck.
DRAWS = FIRST_EVENT + MOST_EVENTS
STEPS = DRAWS // AT_ONCE

#: What the contact of a week comes to: contact, cues, support of a recovery identity, belonging.
COMPANY = 4

#: What an alter is to the model.
USES, IN_RECOVERY, NEITHER = range(3)

#: Columns of the weekly states.
STATES = (
    "stress", "loneliness", "craving", "identity", "belonging", "coverage", "seeks", "willing", "hazard", "well_being",
)  # fmt: skip


def equation(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Compile a function once; numba keeps the result in ``__pycache__``, where Python keeps its own."""
    return cast("Callable[Arguments, Result]", numba.njit(cache=True, nogil=True, error_model="numpy")(function))


class Settings(NamedTuple):
    """The parameters as the loop uses them: social weights already multiplied by the social scale."""

    event_rate: float
    stress_memory: float
    loneliness_speed: float
    desired_belonging: float
    craving_memory: float
    cue_weight: float
    talk: float
    identity_speed: float
    neutral_identity: float
    seek_baseline: float
    seek_loneliness: float
    seek_identity: float
    passing_contact: float
    meeting_share: float
    cost: float
    earn: float
    balance_memory: float
    buffering: float
    main_effect: float
    loneliness_weight: float
    craving_weight: float
    identity_weight: float
    stress_weight: float
    effort: float
    effort_drain: float
    effort_weight: float
    effort_support: float
    baseline: float
    duration_weight: float
    duration_unit: float
    tie_growth: float
    tie_decay: float
    wellbeing_stress: float
    wellbeing_loneliness: float


class Alters(NamedTuple):
    """The alters of all egonets, row after row; those of egonet e are rows ``offsets[e]`` to ``offsets[e + 1]``."""

    offsets: Int64Array
    first: Int64Array  #: First week in which the alter is there.
    until: Int64Array  #: First week in which the alter is gone.
    strength: Float64Array
    support: Float64Array  #: Shape (alters, 4).
    credit: Float64Array  #: Credit limit of the alter's zone.
    role: Int64Array  #: USES, IN_RECOVERY or NEITHER.
    reach: Float64Array  #: 1; less in the extended zone.
    meets: Int64Array  #: 1 for members of a joined group, whose meetings may be irregular.
    inside: Int64Array  #: 1 for people met in treatment.


class People(NamedTuple):
    """The simulated people of one block: how they begin, and what becomes of them."""

    number: Int64Array  #: By which chance knows each person.
    egonet: Int64Array  #: Which egonet each person lives in.
    frailty: Float64Array
    stress: Float64Array
    loneliness: Float64Array
    craving: Float64Array
    identity: Float64Array
    bank: Int64Array  #: Where each person's ties begin in the two arrays that follow.
    balance: Float64Array
    strength: Float64Array
    returned: Int64Array  #: Week of the return to use; 0 where there is none.
    well_being: Float64Array  #: Mean over the weeks.


@equation
def willing(balance: float, cost: float, credit: float) -> bool:
    r"""Whether an alter helps: the balance after one more help stays within the credit limit.

    .. math:: a_j = [\, b_j - c \ge -K_z \,]
    """
    return balance - cost >= -credit


@equation
def next_balance(balance: float, helped: float, given: float, memory: float, cost: float, earn: float) -> float:
    r"""The balance with an alter after a week of helping and of being given something.

    .. math:: b_j \leftarrow \rho\, b_j - c \cdot \text{helped}_j + g \cdot \text{given}_j
    """
    return memory * balance - cost * helped + earn * given


@equation
def coverage(offered: Float64Array, support: Float64Array, kind: int) -> float:
    r"""How well one kind of support is covered by the alters together, between 0 and 1.

    .. math:: M_k = 1 - \prod_j (1 - a_j\, w_j\, q_{jk})

    ``offered`` holds :math:`a_j w_j`: the strength of the ties whose alters are there and willing, 0 for the others.
    """
    missing = 1.0
    for j in range(len(support)):
        missing *= 1 - offered[j] * support[j, kind]
    return 1 - missing


@equation
def events_in_week(uniform: float, rate: float) -> int:
    r"""The number of stressful events of a week, Poisson with mean :math:`\lambda`, from one uniform draw."""
    count = 0
    probability = math.exp(-rate)
    reached = probability
    while uniform >= reached and count < MOST_EVENTS:
        count += 1
        probability *= rate / count
        reached += probability
    return count


@equation
def kind_of_event(uniform: float) -> int:
    """Which of the four kinds of support an event asks for: each as likely."""
    return int(KINDS * uniform)


@equation
def size_of_event(uniform: float) -> float:
    r"""The size of an event, exponential with mean 1, from what the kind has left of the same draw."""
    return -math.log1p(-(KINDS * uniform - int(KINDS * uniform)))


@equation
def felt(size: float, buffering: float, covered: float) -> float:
    r"""What is felt of an event of kind :math:`k`: support of that kind dampens it.

    .. math:: x\,(1 - \beta M_k)
    """
    return size * (1 - buffering * covered)


@equation
def next_stress(stress: float, felt_this_week: float, memory: float) -> float:
    r"""Stress after a week.

    .. math:: S \leftarrow \varphi_S S + \sum_{\text{events}} x\,(1 - \beta M_k)
    """
    return memory * stress + felt_this_week


@equation
def seeking(loneliness: float, identity: float, baseline: float, by_loneliness: float, by_identity: float) -> float:
    r"""The chance of seeking the milieu this week.

    .. math:: p = \operatorname{logit}^{-1}(\theta_0 + \theta_L L - \theta_I I)
    """
    return 1 / (1 + math.exp(-(baseline + by_loneliness * loneliness - by_identity * identity)))


@equation
def belonging(contact: float) -> float:
    r"""Belonging, from all contact of the week, that with people who use included.

    .. math:: B = 1 - \exp\Bigl(-\sum_j w_j h_j\Bigr)
    """
    return 1 - math.exp(-contact)


@equation
def next_loneliness(loneliness: float, belongs: float, desired: float, speed: float) -> float:
    r"""Loneliness after a week: it follows the gap between wished and actual belonging.

    .. math:: L \leftarrow (1 - \varphi_L) L + \varphi_L\, (B^* - B)_+
    """
    return (1 - speed) * loneliness + speed * max(desired - belongs, 0.0)


@equation
def next_craving(craving: float, cues: float, memory: float, cue_weight: float) -> float:
    r"""Craving after a week: a leaky sum of cues.

    .. math:: C \leftarrow \varphi_C C + \gamma E, \qquad
              E = \sum_{\text{uses}} w_j h_j + \tau \sum_{\text{in recovery}} w_j h_j
    """
    return memory * craving + cue_weight * cues


@equation
def next_identity(identity: float, company: float, speed: float) -> float:
    r"""Recovery identity after a week: it moves towards the company kept.

    .. math:: I \leftarrow I + \eta\,(N - I)

    :math:`N` is the share of contact with people who support it: in recovery 1, neither 0.6, uses 0.
    """
    return identity + speed * (company - identity)


@equation
def duration_effect(weeks_abstinent: float, weight: float, unit: float) -> float:
    r"""How much weeks of abstinence lower the log hazard.

    .. math:: \nu \ln(1 + t / t_0)
    """
    return weight * math.log1p(weeks_abstinent / unit)


@equation
def capacity(loneliness: float, effort: float, drain: float) -> float:
    r"""Effort that a person can make: loneliness drains it.

    .. math:: e = e_0\,(1 - \kappa_e L)
    """
    return effort * (1 - drain * loneliness)


@equation
def log_hazard(
    p: Settings,
    stress: float,
    loneliness: float,
    craving: float,
    identity: float,
    covered: float,
    frailty: float,
    time_effect: float,
) -> float:
    r"""The log of the weekly hazard of a return to use.

    .. math:: \ln h = \alpha + a_S S + a_L L + a_C C - a_I I - \delta M - a_e e - a_{eM}\, e M
              + \text{frailty} - \nu \ln(1 + t / t_0)
    """
    effort = capacity(loneliness, p.effort, p.effort_drain)
    return (
        p.baseline
        + p.stress_weight * stress
        + p.loneliness_weight * loneliness
        + p.craving_weight * craving
        - p.identity_weight * identity
        - p.main_effect * covered
        - p.effort_weight * effort
        - p.effort_support * effort * covered
        + frailty
        - time_effect
    )


@equation
def chance_of_return(log_of_hazard: float) -> float:
    r"""The chance of a return to use in a week.

    .. math:: p = 1 - \exp(-h)
    """
    return -math.expm1(-math.exp(log_of_hazard))


@equation
def next_strength(strength: float, contact: float, growth: float, decay: float) -> float:
    r"""The strength of a tie after a week: contact builds it, time wears it.

    .. math:: w \leftarrow w + g_w h\,(1 - w) - d_w w
    """
    return min(max(strength + growth * contact * (1 - strength) - decay * strength, 0.0), 1.0)


@equation
def good_life(stress: float, loneliness: float, by_stress: float, by_loneliness: float) -> float:
    r"""Well-being of a week, the second outcome, between 0 and 1.

    .. math:: W = \bigl(1 - w_S S - w_L L\bigr)_+
    """
    return max(1 - by_stress * stress - by_loneliness * loneliness, 0.0)


@equation
def contact_with(role: int, reach: float, seeks: float, passing: float, outside: float) -> float:
    """Contact of the week with one alter: with people who use it must be sought, beyond what happens in passing."""
    return reach * outside * (passing + seeks if role == USES else 1.0)


@equation
def live_weeks(
    people: People,
    alters: Alters,
    p: Settings,
    seed: np.uint64,
    stream: int,
    events: Float64Array,
    outside: Float64Array,
    states: Float64Array,
) -> None:
    """Let a block of people live through all weeks; what has become of them is left in ``people``.

    ``events`` and ``outside`` scale the rate of events and the contact with ordinary life, week by week. ``states``
    has shape (people, weeks, 10), or no weeks when nobody asked for them.
    """
    weeks, most = len(events), 0
    for egonet in people.egonet:
        most = max(most, alters.offsets[egonet + 1] - alters.offsets[egonet])
    quiet, healing = np.empty(weeks), np.empty(weeks)
    for row in range(weeks):
        quiet[row] = math.exp(-p.event_rate * events[row])
        healing[row] = duration_effect(row, p.duration_weight, p.duration_unit)
    paper = Paper(
        np.empty(AT_ONCE), np.empty(AT_ONCE), np.empty(most, dtype=np.bool_), np.empty(most), np.empty(KINDS),
        np.empty(KINDS), np.empty((2, most)), np.empty((2, COMPANY)), np.empty(2, dtype=np.bool_),
    )  # fmt: skip
    for person in range(len(people.egonet)):
        a, z = alters.offsets[people.egonet[person]], alters.offsets[people.egonet[person] + 1]
        bank = slice(people.bank[person], people.bank[person] + z - a)
        ties = Ties(
            alters.first[a:z], alters.until[a:z], alters.support[a:z], alters.credit[a:z], alters.role[a:z],
            alters.reach[a:z], alters.meets[a:z], alters.inside[a:z], people.balance[bank], people.strength[bank],
        )  # fmt: skip
        live(person, people, ties, paper, p, seed, stream, events, quiet, healing, outside, states[person])


class Ties(NamedTuple):
    """One person's alters, balances and strengths."""

    first: Int64Array
    until: Int64Array
    support: Float64Array
    credit: Float64Array
    role: Int64Array
    reach: Float64Array
    meets: Int64Array
    inside: Int64Array
    balance: Float64Array
    strength: Float64Array


class Paper(NamedTuple):
    """Scratch paper of a person's week, with room for the largest egonet."""

    draws: Float64Array  #: The first four draws of the week.
    more: Float64Array  #: Four draws for events.
    there: BoolArray  #: Whether each alter is there.
    offered: Float64Array  #: Strength of each tie whose alter is there and willing, else 0.
    covered: Float64Array  #: How well each kind of support is covered.
    asked: Float64Array  #: Events of the week that ask for each kind.
    met: Float64Array  #: Shape (2, alters): contact with each in a week without, and with, seeking the milieu.
    company: Float64Array  #: Shape (2, 4): what that contact comes to, see :func:`weigh`.
    known: BoolArray  #: Whether that still holds, without and with.


@equation
def live(
    person: int,
    people: People,
    ties: Ties,
    paper: Paper,
    p: Settings,
    seed: np.uint64,
    stream: int,
    events: Float64Array,
    quiet: Float64Array,
    healing: Float64Array,
    outside: Float64Array,
    states: Float64Array,
) -> None:
    """Let one person live through all weeks, each week by the equations above, in their order.

    What changes seldom is worked out when it changes: who is there, how well support is covered, and what the
    contact of a week comes to, once without and once with seeking the milieu. ``quiet`` holds the chance of a week
    without an event, ``healing`` the effect of the weeks abstinent.
    """
    # local names: numba counts references to whatever is reached through a tuple, every time
    first, until, support, credit, role, reach, meets, inside, balance, strength = ties
    draws, more, there, offered, covered, asked, met, company, known = paper
    stress, loneliness = people.stress[person], people.loneliness[person]
    craving, identity = people.craving[person], people.identity[person]
    frailty, returned, well = people.frailty[person], 0, 0.0
    step = STEPS * people.number[person]
    change, meeting, freely = 1, math.nan, math.nan
    wears, keep = p.tie_growth > 0 or p.tie_decay > 0, len(states) > 0
    for row in range(len(events)):
        week = row + 1
        four_draws(seed, stream, week, step, draws)
        if week == change:
            change = attend(week, first, until, there)
            known[:] = False
        if offer_help(p.cost, there, strength, balance, credit, offered) or week == 1:
            for kind in range(KINDS):
                covered[kind] = coverage(offered, support, kind)
        helpers = willing_alters(p.cost, there, balance, credit) if keep else 0
        felt_now, eventful = 0.0, draws[EVENT_COUNT] >= quiet[row]
        if eventful:
            count = events_in_week(draws[EVENT_COUNT], p.event_rate * events[row])
            felt_now = suffer(count, seed, stream, week, step, p.buffering, covered, more, asked)
        stress = next_stress(stress, felt_now, p.stress_memory)
        chance = seeking(loneliness, identity, p.seek_baseline, p.seek_loneliness, p.seek_identity)
        seeks = 1 if draws[SEEK] < chance else 0
        group = 1 / p.meeting_share if draws[MEET] < p.meeting_share else 0.0
        if group != meeting or outside[row] != freely:
            meeting, freely = group, outside[row]
            known[:] = False
        if not known[seeks]:
            meet(seeks, meeting, freely, p.passing_contact, there, role, reach, meets, inside, met)
            weigh(seeks, met, strength, role, p.talk, p.neutral_identity, company)
            known[seeks] = not wears
        contact, cues, recovering, belongs = company[seeks]
        settle(eventful, seeks, p.balance_memory, p.cost, p.earn, support, offered, met, asked, balance)
        if wears:
            wear(p.tie_growth, p.tie_decay, seeks, met, strength)
        loneliness = next_loneliness(loneliness, belongs, p.desired_belonging, p.loneliness_speed)
        craving = next_craving(craving, cues, p.craving_memory, p.cue_weight)
        if contact > 0:  # a week without company leaves the identity as it was
            identity = next_identity(identity, recovering / contact, p.identity_speed)
        support_now = (covered[0] + covered[1] + covered[2] + covered[3]) / KINDS
        hazard = 0.0
        if returned == 0 or keep:
            hazard = chance_of_return(
                log_hazard(p, stress, loneliness, craving, identity, support_now, frailty, healing[row])
            )
        if returned == 0 and draws[RETURN] < hazard:
            returned = week
        week_well = good_life(stress, loneliness, p.wellbeing_stress, p.wellbeing_loneliness)
        well += week_well
        if keep:
            kept = states[row]
            kept[0], kept[1], kept[2], kept[3], kept[4] = stress, loneliness, craving, identity, belongs
            kept[5], kept[6], kept[7], kept[8], kept[9] = support_now, seeks, helpers, hazard, week_well
    people.returned[person], people.well_being[person] = returned, well / len(events)


@equation
def attend(week: int, first: Int64Array, until: Int64Array, there: BoolArray) -> int:
    """Who is there this week; returns the next week in which somebody comes or goes."""
    change = NEVER
    for j in range(len(first)):
        there[j] = first[j] <= week < until[j]
        for moment in (first[j], until[j]):
            if moment > week:
                change = min(change, moment)
    return change


@equation
def offer_help(
    cost: float,
    there: BoolArray,
    strength: Float64Array,
    balance: Float64Array,
    credit: Float64Array,
    offered: Float64Array,
) -> bool:
    """Who would help this week; returns whether that is other than it was."""
    changed = False
    for j in range(len(balance)):
        offer = strength[j] if there[j] and willing(balance[j], cost, credit[j]) else 0.0
        if offer != offered[j]:
            offered[j] = offer
            changed = True
    return changed


@equation
def willing_alters(cost: float, there: BoolArray, balance: Float64Array, credit: Float64Array) -> int:
    """How many alters would help this week."""
    number = 0
    for j in range(len(balance)):
        number += there[j] and willing(balance[j], cost, credit[j])
    return number


@equation
def suffer(
    count: int,
    seed: np.uint64,
    stream: int,
    week: int,
    step: int,
    buffering: float,
    covered: Float64Array,
    more: Float64Array,
    asked: Float64Array,
) -> float:
    """What is felt of the week's events together; ``asked`` counts the events of each kind."""
    asked[:] = 0.0
    load = 0.0
    for event in range(count):
        place = (FIRST_EVENT + event) % AT_ONCE
        if place == 0:
            four_draws(seed, stream, week, step + (FIRST_EVENT + event) // AT_ONCE, more)
        kind = kind_of_event(more[place])
        load += felt(size_of_event(more[place]), buffering, covered[kind])
        asked[kind] += 1
    return load


@equation
def meet(
    seeks: int,
    meeting: float,
    outside: float,
    passing: float,
    there: BoolArray,
    role: Int64Array,
    reach: Float64Array,
    meets: Int64Array,
    inside: Int64Array,
    met: Float64Array,
) -> None:
    """Contact of the week with each alter."""
    for j in range(len(role)):
        freely = 1.0 if inside[j] else outside
        occasion = meeting if meets[j] else 1.0
        met[seeks, j] = contact_with(role[j], reach[j], seeks, passing, freely) * occasion if there[j] else 0.0


@equation
def weigh(
    seeks: int,
    met: Float64Array,
    strength: Float64Array,
    role: Int64Array,
    talk: float,
    neutral: float,
    company: Float64Array,
) -> None:
    """All contact, the cues in it, what in it supports a recovery identity, and the belonging that it gives."""
    contact, cues, recovering = 0.0, 0.0, 0.0
    for j in range(len(strength)):
        weighed = strength[j] * met[seeks, j]
        contact += weighed
        cues += weighed * (1.0 if role[j] == USES else talk if role[j] == IN_RECOVERY else 0.0)
        recovering += weighed * (0.0 if role[j] == USES else 1.0 if role[j] == IN_RECOVERY else neutral)
    for place, sum_of_week in enumerate((contact, cues, recovering, belonging(contact))):
        company[seeks, place] = sum_of_week


@equation
def settle(
    had_events: bool,
    seeks: int,
    memory: float,
    cost: float,
    earn: float,
    support: Float64Array,
    offered: Float64Array,
    met: Float64Array,
    asked: Float64Array,
    balance: Float64Array,
) -> None:
    """Balances after the week: help was withdrawn, contact paid in."""
    for j in range(len(balance)):
        helped = 0.0
        if had_events:
            for kind in range(KINDS):
                helped += asked[kind] * offered[j] * support[j, kind]
        balance[j] = next_balance(balance[j], helped, met[seeks, j], memory, cost, earn)


@equation
def wear(growth: float, decay: float, seeks: int, met: Float64Array, strength: Float64Array) -> None:
    """Strengths after the week: contact built the tie, time wore it."""
    for j in range(len(strength)):
        strength[j] = next_strength(strength[j], met[seeks, j], growth, decay)

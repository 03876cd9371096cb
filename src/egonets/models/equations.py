r"""The weekly recovery model, one function per equation, and the loop that applies them in order.

Each function is compiled by numba and is also an ordinary function of numbers, to be called, drawn or printed
beside its formula. Nothing here reads a file or draws a random number: parameters and uniform draws come in.

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

Float64Array = npt.NDArray[np.float64]
Int64Array = npt.NDArray[np.int64]
Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

#: Kinds of support, and of events that ask for them (House 1981: emotional, instrumental, informational, appraisal).
KINDS = 4

#: Events that can count in one week: each needs a draw of its own, and their number must not depend on the scenario.
MOST_EVENTS = 8

#: Uniform draws per person and week, by place. Twelve are three blocks of the Philox generator, and always all drawn,
#: so that two scenarios with one seed meet the same events and the same luck.
EVENT_COUNT, SEEK, RETURN, MEET, FIRST_EVENT = range(5)
DRAWS = FIRST_EVENT + MOST_EVENTS

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
    """The simulated people of one block, and what has become of them so far; every array is changed in place."""

    egonet: Int64Array  #: Which egonet each person lives in.
    frailty: Float64Array
    stress: Float64Array
    loneliness: Float64Array
    craving: Float64Array
    identity: Float64Array
    bank: Int64Array  #: Where each person's ties begin in the two arrays that follow.
    balance: Float64Array
    strength: Float64Array
    returned: Int64Array  #: Week of the return to use; 0 while there is none.
    well_being: Float64Array  #: Sum over the weeks so far.


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
    for j in range(len(offered)):
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

    .. math:: B = 1 - \exp\bigl(-\textstyle\sum_j w_j h_j\bigr)
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
    uniforms: Float64Array,
    first_week: int,
    events: Float64Array,
    outside: Float64Array,
    states: Float64Array,
) -> None:
    """Let a block of people live through some weeks; what has become of them is left in ``people``.

    ``uniforms`` has shape (weeks, people, 12). ``events`` and ``outside`` scale the rate of events and the contact
    with ordinary life, week by week. ``states`` has shape (people, weeks, 10), or no weeks when nobody asked for them.
    """
    most = 0
    for egonet in people.egonet:
        most = max(most, alters.offsets[egonet + 1] - alters.offsets[egonet])
    offered, met, healing = np.empty(most), np.empty(most), np.empty(len(uniforms))
    for row in range(len(uniforms)):
        healing[row] = duration_effect(first_week + row - 1, p.duration_weight, p.duration_unit)
    for person in range(len(people.egonet)):
        a, z = alters.offsets[people.egonet[person]], alters.offsets[people.egonet[person] + 1]
        bank = slice(people.bank[person], people.bank[person] + z - a)
        ties = Ties(
            alters.first[a:z], alters.until[a:z], alters.support[a:z], alters.credit[a:z], alters.role[a:z],
            alters.reach[a:z], alters.meets[a:z], alters.inside[a:z], people.balance[bank], people.strength[bank],
            offered[: z - a], met[: z - a],
        )  # fmt: skip
        live(person, people, ties, p, uniforms[:, person], first_week, events, outside, healing, states[person])


class Ties(NamedTuple):
    """One person's alters, balances and strengths, and scratch paper for the week."""

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
    offered: Float64Array  #: Strength of each tie whose alter is there and willing, else 0.
    met: Float64Array  #: Contact with each alter this week.


@equation
def live(
    person: int,
    people: People,
    ties: Ties,
    p: Settings,
    uniforms: Float64Array,
    first_week: int,
    events: Float64Array,
    outside: Float64Array,
    healing: Float64Array,
    states: Float64Array,
) -> None:
    """Let one person live through some weeks, each week by the equations above, in their order."""
    # local names: numba counts references to whatever is reached through a tuple, every time
    first, until, support, credit, role, reach, meets, inside, balance, strength, offered, met = ties
    stress, loneliness = people.stress[person], people.loneliness[person]
    craving, identity = people.craving[person], people.identity[person]
    frailty, returned, well = people.frailty[person], people.returned[person], people.well_being[person]
    covered, asked = np.zeros(KINDS), np.zeros(KINDS)
    offered[:] = -1.0  # nobody's help is worked out yet
    keep = len(states) > 0
    for row in range(len(uniforms)):
        week, draws = first_week + row, uniforms[row]
        helpers = offer_help(week, p.cost, first, until, strength, balance, credit, support, offered, covered)
        felt_now = suffer(draws, p.event_rate * events[row], p.buffering, covered, asked)
        stress = next_stress(stress, felt_now, p.stress_memory)
        chance = seeking(loneliness, identity, p.seek_baseline, p.seek_loneliness, p.seek_identity)
        seeks = 1.0 if draws[SEEK] < chance else 0.0
        meeting = 1 / p.meeting_share if draws[MEET] < p.meeting_share else 0.0
        meet(week, seeks, meeting, outside[row], p.passing_contact, first, until, role, reach, meets, inside, met)
        contact, cues, company = weigh(met, strength, role, p.talk, p.neutral_identity)
        settle(felt_now > 0, p.balance_memory, p.cost, p.earn, support, offered, met, asked, balance)
        if p.tie_growth > 0 or p.tie_decay > 0:
            wear(p.tie_growth, p.tie_decay, met, strength)
        belongs = belonging(contact)
        loneliness = next_loneliness(loneliness, belongs, p.desired_belonging, p.loneliness_speed)
        craving = next_craving(craving, cues, p.craving_memory, p.cue_weight)
        if contact > 0:  # a week without company leaves the identity as it was
            identity = next_identity(identity, company / contact, p.identity_speed)
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
    people.stress[person], people.loneliness[person] = stress, loneliness
    people.craving[person], people.identity[person] = craving, identity
    people.returned[person], people.well_being[person] = returned, well


@equation
def offer_help(
    week: int,
    cost: float,
    first: Int64Array,
    until: Int64Array,
    strength: Float64Array,
    balance: Float64Array,
    credit: Float64Array,
    support: Float64Array,
    offered: Float64Array,
    covered: Float64Array,
) -> int:
    """Who would help this week, and how well that covers each kind of support; returns how many are willing."""
    helpers, changed = 0, len(first) == 0
    for j in range(len(first)):
        helps = first[j] <= week < until[j] and willing(balance[j], cost, credit[j])
        offer = strength[j] if helps else 0.0
        changed = changed or offer != offered[j]
        offered[j] = offer
        helpers += helps
    if changed:  # seldom, and the costliest step
        for kind in range(KINDS):
            covered[kind] = coverage(offered, support, kind)
    return helpers


@equation
def suffer(draws: Float64Array, rate: float, buffering: float, covered: Float64Array, asked: Float64Array) -> float:
    """What is felt of the week's events together; ``asked`` counts the events of each kind."""
    asked[:] = 0.0
    load = 0.0
    for event in range(events_in_week(draws[EVENT_COUNT], rate)):
        draw = draws[FIRST_EVENT + event]
        load += felt(size_of_event(draw), buffering, covered[kind_of_event(draw)])
        asked[kind_of_event(draw)] += 1
    return load


@equation
def meet(
    week: int,
    seeks: float,
    meeting: float,
    outside: float,
    passing: float,
    first: Int64Array,
    until: Int64Array,
    role: Int64Array,
    reach: Float64Array,
    meets: Int64Array,
    inside: Int64Array,
    met: Float64Array,
) -> None:
    """Contact of the week with each alter."""
    for j in range(len(first)):
        there = first[j] <= week < until[j]
        freely = 1.0 if inside[j] else outside
        occasion = meeting if meets[j] else 1.0
        met[j] = contact_with(role[j], reach[j], seeks, passing, freely) * occasion if there else 0.0


@equation
def weigh(
    met: Float64Array, strength: Float64Array, role: Int64Array, talk: float, neutral: float
) -> tuple[float, float, float]:
    """All contact, the cues in it, and what in it supports a recovery identity, each weighted by strength."""
    contact, cues, company = 0.0, 0.0, 0.0
    for j in range(len(met)):
        weighed = strength[j] * met[j]
        contact += weighed
        cues += weighed * (1.0 if role[j] == USES else talk if role[j] == IN_RECOVERY else 0.0)
        company += weighed * (0.0 if role[j] == USES else 1.0 if role[j] == IN_RECOVERY else neutral)
    return contact, cues, company


@equation
def settle(
    had_events: bool,
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
        balance[j] = next_balance(balance[j], helped, met[j], memory, cost, earn)


@equation
def wear(growth: float, decay: float, met: Float64Array, strength: Float64Array) -> None:
    """Strengths after the week: contact built the tie, time wore it."""
    for j in range(len(strength)):
        strength[j] = next_strength(strength[j], met[j], growth, decay)

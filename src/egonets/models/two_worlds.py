r"""Same table, two worlds: networks that bring recovery, and recovery that brings networks.

A population of people who use, month by month. Each has a number of important people :math:`K`, is in recovery or not,
:math:`R`, and may one day have a turning point, :math:`X`:

.. math:: K \leftarrow \mathrm{Binomial}(K, 1 - d) + \mathrm{Poisson}\bigl(d F (k_0 + k_X X + k_R R)\bigr)

.. math:: \Pr(\text{recovery starts}) = \operatorname{logit}^{-1}(s_0 + s_X X + s_K f(K)), \qquad
          \Pr(\text{it ends}) = \operatorname{logit}^{-1}(r_0 - r_X X - r_K f(K))

with :math:`f(K) = \min(K, 3)/3` and :math:`F` how sociable a person is (gamma, mean 1). The worlds differ in their
arrows only:

- **A**: the turning point lies in the network (:math:`k_X`), and recovery follows the network (:math:`s_K, r_K`);
- **B**: the turning point lies in the person (:math:`s_X, r_X`), and the network follows recovery (:math:`k_R`);
- **common cause**: the turning point changes both (:math:`k_X, s_X, r_X`), which do nothing to each other;
- **both**: every arrow at half strength.

A survey that asks people in recovery how many important people they have now, and had then, gets nearly the same table in
all of them: three numbers per world were set to match the published one. An experiment does not get the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import optimize, stats

from egonets._parameters import ParameterError, Parameters, resolve
from egonets.models import evidence_arithmetic
from egonets.models._random import Luck, generator
from egonets.models._worlds import DRAWS, INTERVIEW, MODEL, RECALL, WORLDS, BoolArray, Int64Array, Lives, live

__all__ = [
    "GIFTS",
    "ROWS",
    "WORLDS",
    "Experiment",
    "Lives",
    "apparent_change",
    "before_after",
    "effects",
    "experiment",
    "live",
    "power",
    "recall_alone",
    "same_table",
    "survey",
    "which_came_first",
]

#: Rows of the published table.
ROWS = ("none", "one or two", "three or more")

#: What an experiment can give: important people, or a start of recovery.
GIFTS = ("ties", "recovery")

#: Intervals are at 95 %, the custom of the field.
OUTSIDE = 0.05


def survey(lives: Lives, *, recall: float | None = None, survivors: float | None = None) -> pd.DataFrame:
    """Who is asked in the last month, and what they answer.

    Parameters
    ----------
    lives
        What :func:`live` returned.
    recall
        Recall bias: the share of the important people of then whom people in recovery no longer remember as important.
    survivors
        1: only people in stable recovery are asked; 0: everybody; between: others with that much less probability.

    Returns
    -------
    DataFrame
        One row per person asked: ``then`` (important people as remembered), ``then_true``, ``now``, ``stable`` (in
        recovery for as long as the parameter ``stable`` says). The index is the person's number.
    """
    given = {name: value for name, value in (("recall", recall), ("survivors", survivors)) if value is not None}
    design = lives.parameters.but(**given)
    draws = np.empty((design.whole("people"), DRAWS))
    Luck(lives.seed, MODEL, 0, DRAWS).fill(0, draws)
    stable = lives.recovering[:, -(design.whole("stable") + 1) :].all(axis=1)
    asked = stable | (draws[:, INTERVIEW] < 1 - design.survivors)
    true = lives.ties[:, 0]
    remembered = np.asarray(stats.binom.ppf(draws[:, RECALL], true, 1 - design.recall), dtype=np.int64)
    then = np.where(lives.recovering[:, -1], remembered, true)
    table = pd.DataFrame({"then": then, "then_true": true, "now": lives.ties[:, -1], "stable": stable})
    return table[asked]


def before_after(answers: pd.DataFrame, respondents: int | None = None) -> pd.DataFrame:
    """The before-and-after table of a survey, as the published one.

    Parameters
    ----------
    answers
        What :func:`survey` returned.
    respondents
        Only the first so many; everybody who was asked if left out.

    Returns
    -------
    DataFrame
        Columns ``time`` (``then``, ``now``), ``important_people`` (``none``, ``one or two``, ``three or more``),
        ``count``, ``share``, and its 95 % Wilson interval ``low`` to ``high``.
    """
    answers = answers if respondents is None else answers.head(respondents)
    rows = []
    for time in ("then", "now"):
        counts = np.bincount(_row(answers[time].to_numpy()), minlength=len(ROWS))
        for name, count in zip(ROWS, counts, strict=True):
            low, high = evidence_arithmetic.share_interval(int(count), len(answers))
            row = {"time": time, "important_people": name, "count": int(count), "share": count / len(answers)}
            rows.append(row | {"low": low, "high": high})
    return pd.DataFrame(rows)


def _row(ties: Int64Array) -> Int64Array:
    """0 for nobody, 1 for one or two, 2 for three or more."""
    return np.digitize(ties, [1, 2 + 1]).astype(np.int64)


def same_table(
    parameters: Parameters | Mapping[str, float] | None = None, *, respondents: int | None = None, seed: int = 1
) -> pd.DataFrame:
    """The before-and-after table of every world, and the published one.

    Returns
    -------
    DataFrame
        As :func:`before_after`, with the column ``world``; the published table is the world ``published``, NaN where
        it is silent.

    Examples
    --------
    >>> from egonets.models import two_worlds
    >>> table = two_worlds.same_table({"people": 2000})
    >>> sorted(table["world"].unique())
    ['A', 'B', 'both', 'common cause', 'published']
    """
    tables = [
        before_after(survey(live(world, parameters, seed=seed)), respondents).assign(world=world) for world in WORLDS
    ]
    table = pd.concat([*tables, _published()], ignore_index=True)
    return table[["world", *(column for column in table if column != "world")]]


def _published() -> pd.DataFrame:
    """The published table, with the rows of ours."""
    columns = ["time", "important_people", "count", "share", "low", "high"]
    table = evidence_arithmetic.important_people()[columns].set_index(["time", "important_people"])
    rows = pd.MultiIndex.from_product([("then", "now"), ROWS], names=["time", "important_people"])
    return table.reindex(rows).reset_index().assign(world="published")


def apparent_change(lives: Lives, answers: pd.DataFrame) -> pd.DataFrame:
    """What a change in the table is made of: change in everybody, selection of those asked, and recall.

    Returns
    -------
    DataFrame
        Indexed by ``none`` and ``three or more``; ``everybody`` (change in the whole population), ``selection`` (how
        much more those asked changed), ``recall`` (what memory adds), and ``reported``, their sum: the change that
        the table shows. In shares.
    """
    rows = {}
    for place, name in ((0, ROWS[0]), (2, ROWS[2])):
        all_then, all_now = ((_row(lives.ties[:, month]) == place).mean() for month in (0, -1))
        then, true, now = ((_row(answers[time].to_numpy()) == place).mean() for time in ("then", "then_true", "now"))
        everybody = all_now - all_then
        parts = {"everybody": everybody, "selection": now - true - everybody, "recall": true - then}
        rows[name] = parts | {"reported": now - then}
    return pd.DataFrame.from_dict(rows, orient="index")


def recall_alone(answers: pd.DataFrame, none_then: float) -> float:
    r"""How much would have to be forgotten if no network had changed: the recall bias that alone makes the table.

    If people had then what they have now, and forgot each important person with probability :math:`\delta`, the
    share who remember nobody would be the mean of :math:`\delta^K`.

    Parameters
    ----------
    answers
        What :func:`survey` returned; only ``now`` is used.
    none_then
        The share who report nobody then.
    """
    now = answers["now"].to_numpy()
    return float(optimize.brentq(lambda forgotten: (forgotten**now).mean() - none_then, 0, 1))


def which_came_first(lives: Lives) -> pd.Series[float]:
    """What a panel that followed everybody month by month would see among those in stable recovery at the end.

    Compared are the month since which a person has had three important people or more without a break, and the month
    since which the person has been in recovery.

    Returns
    -------
    Series
        Shares of ``ties first``, ``recovery first``, ``same month`` and ``too few ties`` (fewer than three at the
        end).
    """
    enough = lives.ties >= lives.parameters.enough
    stable = lives.recovering[:, -(lives.parameters.whole("stable") + 1) :].all(axis=1)
    ties, recovery = (_since(each[stable]) for each in (enough, lives.recovering))
    few = ~enough[stable, -1]
    order = {"ties first": ties < recovery, "recovery first": ties > recovery, "same month": ties == recovery}
    shares = {name: float((true & ~few).mean()) for name, true in order.items()}
    return pd.Series(shares | {"too few ties": float(few.mean())}, name=lives.world)


def _since(state: BoolArray) -> Int64Array:
    """The month since which a state has lasted; the number of months if it does not hold at the end."""
    backwards = state[:, ::-1]
    lasted = np.where(backwards.all(axis=1), state.shape[1], backwards.argmin(axis=1))
    return np.asarray(state.shape[1] - lasted, dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Experiment:
    """A randomised experiment: its arms, and the difference between them with a 95 % interval.

    ``arms`` is indexed by ``given`` and ``not given``: ``people``, ``in_recovery`` and ``ties`` (means at
    follow-up). ``differences`` is indexed by ``in_recovery`` and ``ties``: ``difference``, ``low``, ``high``, by
    Newcombe for shares and by Welch for means.
    """

    world: str
    gives: str
    arms: pd.DataFrame
    differences: pd.DataFrame


def experiment(
    world: str,
    gives: str,
    parameters: Parameters | Mapping[str, float] | None = None,
    arrows: Mapping[str, float] | None = None,
    *,
    seed: int = 1,
) -> Experiment:
    """Give half of some people who use, chosen by lot, important people or a start of recovery; look again later.

    Parameters
    ----------
    world
        As in :func:`live`.
    gives
        ``"ties"`` (the parameter ``given_ties`` says how many) or ``"recovery"``.
    parameters, arrows, seed
        As in :func:`live`; ``per_arm`` and ``follow_up`` are in ``two_worlds``.

    Examples
    --------
    >>> from egonets.models import two_worlds
    >>> trial = two_worlds.experiment("B", "ties")
    >>> trial.arms["people"].tolist()
    [75, 75]
    """
    design = resolve(MODEL, parameters)
    each = design.whole("per_arm")
    design = design.but(people=2 * each, months=design.follow_up)
    lot = np.argsort(generator(seed, MODEL).random(2 * each), kind="stable") < each
    lives = _given(world, gives, design, arrows, seed, lot)
    recovering, ties = lives.recovering[:, -1], lives.ties[:, -1]
    arms = pd.DataFrame(
        {
            "people": [each, each],
            "in_recovery": [recovering[lot].mean(), recovering[~lot].mean()],
            "ties": [ties[lot].mean(), ties[~lot].mean()],
        },
        index=["given", "not given"],
    )
    return Experiment(world, gives, arms, _differences(recovering, ties, lot))


def _given(
    world: str, gives: str, design: Parameters, arrows: Mapping[str, float] | None, seed: int, lot: BoolArray
) -> Lives:
    if gives not in GIFTS:
        raise ParameterError(MODEL, [f"an experiment gives one of {', '.join(GIFTS)}, not {gives!r}."])
    if gives == "ties":
        return live(world, design, arrows, seed=seed, given_ties=lot * design.whole("given_ties"))
    return live(world, design, arrows, seed=seed, started=lot)


def _differences(recovering: BoolArray, ties: Int64Array, lot: BoolArray) -> pd.DataFrame:
    from statsmodels.stats.proportion import confint_proportions_2indep

    counts = recovering[lot].sum(), lot.sum(), recovering[~lot].sum(), (~lot).sum()
    shares = confint_proportions_2indep(*counts, method="newcomb", alpha=OUTSIDE)
    means = stats.ttest_ind(ties[lot], ties[~lot], equal_var=False).confidence_interval(1 - OUTSIDE)
    rows = {
        "in_recovery": [recovering[lot].mean() - recovering[~lot].mean(), *shares],
        "ties": [ties[lot].mean() - ties[~lot].mean(), means.low, means.high],
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=["difference", "low", "high"])


def effects(parameters: Parameters | Mapping[str, float] | None = None, *, seed: int = 1) -> pd.DataFrame:
    """The true effect of each gift in each world: every simulated person lives twice, with it and without it.

    Returns
    -------
    DataFrame
        Columns ``world``, ``gives``, ``in_recovery`` (difference in the share at follow-up), ``ties`` (difference in
        the mean), ``people_changed`` (share of people of whom recovery or ties differ at follow-up through something
        other than the gift itself). The effect of a gift on the other thing is exactly 0 in a world without that
        arrow.
    """
    design = resolve(MODEL, parameters)
    design = design.but(months=design.follow_up)
    rows = []
    for world in WORLDS:
        without = live(world, design, seed=seed)
        for gives in GIFTS:
            having = _given(world, gives, design, None, seed, np.ones(design.whole("people"), dtype=bool))
            recovery = having.recovering[:, -1] * 1.0 - without.recovering[:, -1]
            ties = having.ties[:, -1] - without.ties[:, -1]
            other = recovery if gives == "ties" else ties
            row = {"world": world, "gives": gives, "in_recovery": recovery.mean(), "ties": ties.mean()}
            rows.append(row | {"people_changed": float((other != 0).mean())})
    return pd.DataFrame(rows)


def power(
    world: str,
    gives: str,
    per_arm: Iterable[int],
    repeats: int,
    parameters: Parameters | Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """In which share of repeated experiments the interval of the other thing leaves out 0.

    The other thing is recovery if ties are given, and ties if recovery is given.

    Returns
    -------
    DataFrame
        Columns ``per_arm``, ``found`` (share of experiments whose interval lies above 0) and ``wrong`` (below 0).
    """
    base = resolve(MODEL, parameters)
    other = "in_recovery" if gives == "ties" else "ties"
    rows = []
    for size in per_arm:
        trials = [experiment(world, gives, base.but(per_arm=size), seed=seed) for seed in range(repeats)]
        ends = np.array([trial.differences[["low", "high"]].loc[other] for trial in trials], dtype=np.float64)
        rows.append({"per_arm": size, "found": float((ends[:, 0] > 0).mean()), "wrong": float((ends[:, 1] < 0).mean())})
    return pd.DataFrame(rows)

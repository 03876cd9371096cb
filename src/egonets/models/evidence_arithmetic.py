"""Arithmetic on published figures: what a percentage pins down, and what it leaves open.

The published figures are in ``parameters.csv`` under ``evidence_arithmetic``, with their sources. Intervals and
distributions are SciPy's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
from scipy import optimize, special, stats

from egonets._parameters import ParameterError, Parameters, resolve
from egonets.models._random import generator

MODEL = "evidence_arithmetic"

#: Intervals are at 95 %, the custom of the field.
OUTSIDE = 0.05

#: Percentages are divided by this.
PERCENT = 100


def share_interval(count: int, people: int) -> tuple[float, float]:
    """The 95 % Wilson interval of a share.

    Examples
    --------
    >>> from egonets.models import evidence_arithmetic
    >>> low, high = evidence_arithmetic.share_interval(206, 537)
    >>> f"{low:.1%} to {high:.1%}"
    '34.3% to 42.5%'
    """
    interval = stats.binomtest(count, people).proportion_ci(1 - OUTSIDE, method="wilson")
    return float(interval.low), float(interval.high)


def important_people(parameters: Parameters | Mapping[str, float] | None = None) -> pd.DataFrame:
    """The published before-and-after table with what follows from it: counts, intervals, the row left implicit.

    Returns
    -------
    DataFrame
        Columns ``time`` (``then``, ``now``), ``important_people`` (``none``, ``one or two``, ``three or more``,
        ``one or more``), ``share``, ``count`` (rounded), ``low``, ``high`` and ``published`` (False for a share that
        follows from the others).
    """
    p = resolve(MODEL, parameters)
    people = p.whole("people")
    few = PERCENT - p.now_none - p.now_three
    rows = [
        ("then", "none", p.then_none, True),
        ("then", "one or more", PERCENT - p.then_none, False),
        ("now", "none", p.now_none, True),
        ("now", "one or two", few, False),
        ("now", "three or more", p.now_three, True),
    ]
    table = pd.DataFrame(rows, columns=["time", "important_people", "share", "published"])
    table["share"] /= PERCENT
    table["count"] = (table["share"] * people).round().astype(int)
    ends = [share_interval(count, people) for count in table["count"]]
    return table.assign(low=[low for low, _ in ends], high=[high for _, high in ends])


def poisson_check(parameters: Parameters | Mapping[str, float] | None = None) -> pd.DataFrame:
    """Whether one Poisson distribution gives both published figures of the recovery row; it does not.

    Returns
    -------
    DataFrame
        Rows ``then, from none``, ``now, from none``, ``now, from three or more`` (each a Poisson distribution fitted
        to that one figure) and ``now, published``; columns ``mean`` (people), ``none`` and ``three_or_more``
        (shares, fitted or implied).
    """
    p = resolve(MODEL, parameters)
    none, three = p.now_none / PERCENT, p.now_three / PERCENT
    means = {
        "then, from none": -np.log(p.then_none / PERCENT),
        "now, from none": -np.log(none),
        "now, from three or more": optimize.brentq(lambda mean: stats.poisson.sf(2, mean) - three, 0, PERCENT),
    }
    rows = [(name, mean, np.exp(-mean), stats.poisson.sf(2, mean)) for name, mean in means.items()]
    rows.append(("now, published", np.nan, none, three))
    return pd.DataFrame(rows, columns=["row", "mean", "none", "three_or_more"]).set_index("row").astype(float)


def odds(probability: float) -> float:
    """The odds of a probability below 1."""
    return probability / (1 - probability)


def probability(odds: float) -> float:
    """The probability that odds stand for."""
    return odds / (1 + odds)


def with_odds_ratio(base: float, ratio: float) -> float:
    """The probability in a group whose odds are a multiple of those at the base probability.

    Examples
    --------
    >>> from egonets.models import evidence_arithmetic
    >>> round(evidence_arithmetic.with_odds_ratio(0.5, 3), 2)
    0.75
    """
    return probability(odds(base) * ratio)


def comorbidity(parameters: Parameters | Mapping[str, float] | None = None) -> pd.DataFrame:
    """Whether the published shares with a mental disorder lie in the range that the thesis quotes.

    Returns
    -------
    DataFrame
        Indexed by ``alcohol`` and ``other drugs``: ``published`` share, ``low`` and ``high`` of the quoted range,
        ``inside``, and ``odds_ratio``, the odds in this group against those in the whole sample (not the published
        one, which compares with people without the disorder).
    """
    p = resolve(MODEL, parameters)
    low, high = p.quoted_low / PERCENT, p.quoted_high / PERCENT
    everybody = odds(p.any_mental / PERCENT)
    rows = {}
    for name, share in (("alcohol", p.alcohol_mental / PERCENT), ("other drugs", p.drugs_mental / PERCENT)):
        row = {"published": share, "low": low, "high": high, "inside": low <= share <= high}
        rows[name] = row | {"odds_ratio": odds(share) / everybody}
    return pd.DataFrame.from_dict(rows, orient="index")


def rank_lists(parameters: Parameters | Mapping[str, float] | None = None, *, seed: int = 1) -> pd.DataFrame:
    """Some small simulated studies of the same factors: how often each is mentioned, and how strong it is.

    The true effects fall in equal steps. A study asks about a factor with some probability, the less often asked
    about the more often it is forgotten, and mentions it if what it observes, true effect plus the noise of a small
    sample, is large enough.

    Returns
    -------
    DataFrame
        One row per factor, the strongest first: ``factor``, ``true_effect``, ``asked`` (studies), ``mentions``,
        ``pooled`` (mean observed effect over the studies that asked, NaN if none), ``rank_by_effect``,
        ``rank_by_pooled`` and ``rank_by_mentions`` (1 is first; ties share the mean rank).
    """
    p = resolve(MODEL, parameters)
    factors, studies = p.whole("factors"), p.whole("studies")
    random = generator(seed, "ranks")
    true = np.linspace(p.strongest, p.weakest, factors)
    popularity = (
        p.asked_least + (p.asked_most - p.asked_least) * np.linspace(0, 1, factors)[np.argsort(random.random(factors))]
    )
    asked = random.random((studies, factors)) < popularity
    observed = true + special.ndtri(random.random((studies, factors))) / np.sqrt(p.study_size)
    mentions = (asked & (observed > p.threshold)).sum(axis=0)
    count = asked.sum(axis=0)
    pooled = np.divide((observed * asked).sum(axis=0), count, out=np.full(factors, np.nan), where=count > 0)
    table = pd.DataFrame({"factor": range(1, factors + 1), "true_effect": true, "asked": count, "mentions": mentions})
    return table.assign(
        pooled=pooled,
        rank_by_effect=table["true_effect"].rank(ascending=False),
        rank_by_pooled=pd.Series(pooled).rank(ascending=False),
        rank_by_mentions=table["mentions"].rank(ascending=False),
    )


def first_is_strongest(repeats: int, parameters: Parameters | Mapping[str, float] | None = None) -> dict[str, float]:
    """In which share of repeated reviews the truly strongest factor comes first.

    Returns
    -------
    dict
        ``mentions``: ranked by mentions, where a shared first place counts in part; ``pooled``: ranked by mean effect.
    """
    mentions = pooled = 0.0
    for seed in range(repeats):
        table = rank_lists(parameters, seed=seed)
        most = table["mentions"] == table["mentions"].max()
        mentions += float(most.iloc[0]) / float(most.sum())
        pooled += float(table["rank_by_pooled"].iloc[0] == 1)
    return {"mentions": mentions / repeats, "pooled": pooled / repeats}


def stories_interval(count: int, stories: int) -> dict[str, float]:
    """What stories say about a share: the exact 95 % interval (Clopper and Pearson), and the one-sided lower bound.

    Returns
    -------
    dict
        ``low`` and ``high`` of the two-sided interval, and ``at_least``, the one-sided 95 % lower bound.

    Examples
    --------
    >>> from egonets.models import evidence_arithmetic
    >>> bounds = evidence_arithmetic.stories_interval(14, 14)
    >>> round(bounds["low"], 2), round(bounds["at_least"], 2)
    (0.77, 0.81)
    """
    if not 0 <= count <= stories or stories < 1:
        raise ParameterError(MODEL, [f"{count} of {stories} stories cannot be."])
    both = stats.binomtest(count, stories).proportion_ci(1 - OUTSIDE, method="exact")
    one = stats.binomtest(count, stories, alternative="greater").proportion_ci(1 - OUTSIDE, method="exact")
    return {"low": float(both.low), "high": float(both.high), "at_least": float(one.low)}


def someone_you_know(shares: Iterable[float], sizes: Iterable[int]) -> pd.DataFrame:
    r"""The chance that a circle of some size holds at least one affected person: :math:`1 - (1 - p)^n`.

    Circles are taken as drawn at random. They are not: people who use know each other, so that the true chance is
    lower for most circles and higher for some.

    Returns
    -------
    DataFrame
        Columns ``share``, ``size``, ``chance``.
    """
    rows = [(share, size, 1 - (1 - share) ** size) for share in shares for size in list(sizes)]
    return pd.DataFrame(rows, columns=["share", "size", "chance"])

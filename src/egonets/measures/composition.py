"""Who the alters are: counts and shares of categories, and statistics of columns of numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from egonets._errors import EgonetDataError, Problem
from egonets.measures._arrays import (
    Bools,
    Floats,
    alters_per_ego,
    column,
    frame,
    maximum_per_ego,
    minimum_per_ego,
    numbers,
    ratio,
    sizes,
    sum_per_ego,
)
from egonets.measures._categories import MISSING, Coded, Missing, check_missing, coded, counts_per_ego

if TYPE_CHECKING:
    from egonets._tables import EgoNets

Statistic = Literal["mean", "sum", "minimum", "maximum", "median", "standard_deviation", "any", "all"]


def answered(nets: EgoNets, name: str) -> pd.Series[Any]:
    """Alters of each ego who have a value in a column.

    The denominator of every measure that leaves missing values out; :func:`size` less this is what is missing.

    Parameters
    ----------
    nets
        Any number of egonets.
    name
        Column of the alters.

    Returns
    -------
    Series of int, indexed by ego
        From 0 to the number of alters.

    Raises
    ------
    EgonetDataError
        If the alters have no column of that name.

    Examples
    --------
    >>> from egonets import answered, example
    >>> answered(example("street_team"), "status").item()
    13
    """
    known = column(nets, name).notna().to_numpy()
    return nets.series(alters_per_ego(nets, known), "answered")


def composition_counts(nets: EgoNets, name: str, *, categories: Sequence[Any] | None = None) -> pd.DataFrame:
    """Alters of each declared category.

    Parameters
    ----------
    nets
        Any number of egonets.
    name
        Column of the alters.
    categories
        All that the column may hold. Needed unless the column is a pandas ``Categorical``, as ``zone``, ``status`` and
        ``context`` always are: what happens to occur may not be all.

    Returns
    -------
    DataFrame of int, indexed by ego
        One column per declared category, in the declared order, and last ``missing``: alters without a value. A row's
        sum is :func:`size`. A category that nobody has is 0; an ego without alters has zeros.

    Raises
    ------
    EgonetDataError
        If there is no such column, its categories are not declared, or a value is not among them.

    Examples
    --------
    >>> from egonets import composition_counts, example
    >>> composition_counts(example("street_team"), "status").loc["street_team", "in_recovery"].item()
    7
    """
    code = _with_room_for_missing(coded(nets, name, categories), name)
    return frame(nets, dict(zip((*code.categories, MISSING), counts_per_ego(nets, code).T, strict=True)))


def composition_shares(
    nets: EgoNets, name: str, *, categories: Sequence[Any] | None = None, missing: Missing = "leave_out"
) -> pd.DataFrame:
    """Share of the alters that each declared category has.

    Parameters
    ----------
    nets
        Any number of egonets.
    name
        Column of the alters.
    categories
        All that the column may hold; see :func:`composition_counts`.
    missing
        What to do with alters without a value. ``"leave_out"``: neither in the numerator nor in the denominator.
        ``"own_share"``: a category of their own, in a last column ``missing``. ``"undefined"``: an ego with such
        an alter has NaN.

    Returns
    -------
    DataFrame of float, indexed by ego
        One column per declared category, from 0 to 1; a row's sum is 1. A category that nobody has is 0, not NaN.
        NaN for an ego without alters, or without any that count.

    Raises
    ------
    EgonetDataError
        If there is no such column, its categories are not declared, or a value is not among them.
    ValueError
        For any other ``missing``.

    Examples
    --------
    >>> from egonets import composition_shares, star
    >>> nobody = star(alters=0)
    >>> composition_shares(nobody, "alter", categories=["mother", "coach"]).loc["ego"].tolist()
    [nan, nan]
    """
    check_missing(missing)
    code = _with_room_for_missing(coded(nets, name, categories), name)
    counts = counts_per_ego(nets, code)
    names = (*code.categories, MISSING)
    if missing != "own_share":
        without_value, counts, names = counts[:, -1], counts[:, :-1], names[:-1]
    shares = ratio(counts, counts.sum(axis=1, keepdims=True))
    if missing == "undefined":
        shares[without_value > 0] = np.nan
    return frame(nets, dict(zip(names, shares.T, strict=True)))


def _with_room_for_missing(code: Coded, name: str) -> Coded:
    if MISSING not in code.categories:
        return code
    problem = Problem(
        code="reserved_category",
        table="alters",
        row=None,
        column=name,
        value=MISSING,
        message=f"column {name!r} has a category {MISSING!r}, which is the name for alters without a value",
        remedy="Leave those values empty, or give the category another name.",
    )
    raise EgonetDataError([problem])


def status_share(nets: EgoNets, *, missing: Missing = "leave_out") -> pd.DataFrame:
    """Share of the alters with each status.

    :func:`composition_shares` of the column ``status``. ``unknown`` is a status, with a share of its own; a status that
    is missing is treated as ``missing`` says.

    Parameters
    ----------
    nets
        Egonets whose alters have a column ``status``.
    missing
        See :func:`composition_shares`.

    Returns
    -------
    DataFrame of float, indexed by ego
        Columns ``uses``, ``in_recovery``, ``does_not_use`` and ``unknown``, from 0 to 1. NaN without alters.

    Raises
    ------
    EgonetDataError
        If the alters have no column ``status``.

    Examples
    --------
    >>> from egonets import example, status_share
    >>> status_share(example("using_circle")).columns.tolist()
    ['uses', 'in_recovery', 'does_not_use', 'unknown']
    """
    return composition_shares(nets, "status", missing=missing)


def context_share(nets: EgoNets, *, missing: Missing = "leave_out") -> pd.DataFrame:
    """Share of the alters whom ego knows from each context.

    :func:`composition_shares` of the column ``context``.

    Parameters
    ----------
    nets
        Egonets whose alters have a column ``context``.
    missing
        See :func:`composition_shares`.

    Returns
    -------
    DataFrame of float, indexed by ego
        One column per context, from 0 to 1. NaN without alters.

    Raises
    ------
    EgonetDataError
        If the alters have no column ``context``.

    Examples
    --------
    >>> from egonets import context_share, example
    >>> context_share(example("family_only")).columns.tolist()
    ['family', 'work', 'neighbourhood', 'milieu', 'group', 'services']
    """
    return composition_shares(nets, "context", missing=missing)


def alter_statistic(
    nets: EgoNets,
    name: str,
    statistic: Statistic = "mean",
    *,
    missing: Literal["leave_out", "undefined"] = "leave_out",
) -> pd.Series[Any]:
    """One number from a column of the alters: their mean age, whether any of them has work.

    Parameters
    ----------
    nets
        Any number of egonets.
    name
        Numeric or yes/no column of the alters.
    statistic
        ``"mean"``, ``"sum"``, ``"minimum"``, ``"maximum"``, ``"median"``, ``"standard_deviation"`` (of a sample,
        divided by one less than their number), ``"any"`` or ``"all"`` (of values other than 0).
    missing
        ``"leave_out"``: of the alters who have a value. ``"undefined"``: NaN where an alter has none.

    Returns
    -------
    Series of float, indexed by ego
        In the unit of the column; 1 or 0 for ``"any"`` and ``"all"``. Named after the statistic and the column, such as
        ``mean_strength``. NaN where no alter has a value, also for ``"sum"``, ``"any"`` and ``"all"``; the standard
        deviation of a single value is NaN.

    Raises
    ------
    EgonetDataError
        If there is no numeric column of that name.
    ValueError
        For any other statistic or ``missing``.

    Examples
    --------
    >>> from egonets import EgoNets, alter_statistic, star
    >>> nets = star(alters=3)
    >>> aged = EgoNets(nets.egos, nets.alters.assign(age=[20.0, 30.0, None]))
    >>> alter_statistic(aged, "age", "mean").item()
    25.0
    >>> alter_statistic(aged, "age", "mean", missing="undefined").item()
    nan

    """
    if statistic not in STATISTICS:
        raise ValueError(f"There is no statistic {statistic!r}. Choose one of {', '.join(STATISTICS)}.")
    if missing not in {"leave_out", "undefined"}:
        raise ValueError(f"missing must be 'leave_out' or 'undefined', not {missing!r}.")
    values = numbers(nets, name)
    known = ~np.isnan(values)
    count = alters_per_ego(nets, known)
    defined = (count > 0) if missing == "leave_out" else (count > 0) & (count == sizes(nets))
    result = np.where(defined, STATISTICS[statistic](nets, values, known), np.nan)
    return nets.series(result, f"{statistic}_{name}")


def _sum(nets: EgoNets, values: Floats, known: Bools) -> Floats:
    return sum_per_ego(nets, np.where(known, values, 0.0))


def _mean(nets: EgoNets, values: Floats, known: Bools) -> Floats:
    return ratio(_sum(nets, values, known), alters_per_ego(nets, known))


def _minimum(nets: EgoNets, values: Floats, known: Bools) -> Floats:
    return minimum_per_ego(nets, np.where(known, values, np.inf))


def _maximum(nets: EgoNets, values: Floats, known: Bools) -> Floats:
    return maximum_per_ego(nets, np.where(known, values, -np.inf))


def _median(nets: EgoNets, values: Floats, known: Bools) -> Floats:
    # NaN sorts last within its ego, so the known values come first.
    in_order = np.append(values[np.lexsort((values, nets.alter_ego))], np.nan)
    count = alters_per_ego(nets, known)
    start = nets.offsets[:-1]
    lower, upper = start + np.maximum(count - 1, 0) // 2, start + count // 2
    return np.asarray((in_order[lower] + in_order[upper]) / 2)


def _standard_deviation(nets: EgoNets, values: Floats, known: Bools) -> Floats:
    away = values - _mean(nets, values, known)[nets.alter_ego]
    freedom = np.maximum(alters_per_ego(nets, known) - 1, 0)
    return np.asarray(np.sqrt(ratio(_sum(nets, away**2, known), freedom)))


def _any(nets: EgoNets, values: Floats, known: Bools) -> Floats:
    return np.asarray(alters_per_ego(nets, known & (values != 0)) > 0, dtype=float)


def _all(nets: EgoNets, values: Floats, known: Bools) -> Floats:
    return np.asarray(alters_per_ego(nets, known & (values == 0)) == 0, dtype=float)


STATISTICS: dict[str, Callable[[EgoNets, Floats, Bools], Floats]] = {
    "mean": _mean,
    "sum": _sum,
    "minimum": _minimum,
    "maximum": _maximum,
    "median": _median,
    "standard_deviation": _standard_deviation,
    "any": _any,
    "all": _all,
}

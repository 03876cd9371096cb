"""Indices in the manner of the Important People Drug and Alcohol interview (IPDA).

The interview asks for up to twelve people and, about each, how often ego meets them, how important and how supportive
they are, what and how often they use, and how they react to ego's use and treatment [1]_, [2]_. Its indices are sums
and means over those people. What is computed here is the form of the indices; the answer codes are the interview's, so
columns and thresholds are the caller's. Higher numbers must mean more: more important, more supportive.

References
----------
.. [1] Zywiak, W. H., and others (2009). The Important People Drug and Alcohol interview: psychometric properties,
   predictive validity, and implications for treatment. *Journal of Substance Abuse Treatment*.
.. [2] PhenX Toolkit, protocol 590202: *Comprehensive interviewer-administered assessment of social network
   characteristics*, which lists the 23 indices of the interview.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from egonets.measures._arrays import (
    Bools,
    Floats,
    alters_per_ego,
    frame,
    has_columns,
    maximum_per_ego,
    minimum_per_ego,
    numbers,
    ratio,
    sizes,
    sum_per_ego,
)
from egonets.measures._categories import coded, told

if TYPE_CHECKING:
    from egonets._tables import EgoNets

#: Contacts per week from which a contact counts as daily.
DAILY = 7.0


def daily_size(nets: EgoNets, *, contact: str = "contact") -> pd.Series[Any]:
    """Alters whom ego meets every day: at least seven contacts a week.

    Parameters
    ----------
    nets
        Any number of egonets.
    contact
        Numeric column of the alters: contacts per week.

    Returns
    -------
    Series of float, indexed by ego
        Whole numbers from 0 to the number of alters. An alter whose contact is missing is not counted; NaN where there
        are alters but none has a value.

    Raises
    ------
    EgonetDataError
        If there is no numeric column of that name.

    Examples
    --------
    >>> from egonets import EgoNets, daily_size, star
    >>> nets = star(alters=3)
    >>> daily_size(EgoNets(nets.egos, nets.alters.assign(contact=[14.0, 7.0, 1.0]))).item()
    2.0
    """
    values = numbers(nets, contact)
    told = alters_per_ego(nets, ~np.isnan(values)) > 0
    count = np.where(told | (sizes(nets) == 0), alters_per_ego(nets, values >= DAILY), np.nan)
    return nets.series(count, "daily_size")


def mean_importance(nets: EgoNets, *, importance: str = "importance") -> pd.Series[Any]:
    """Mean importance of the alters to ego.

    Parameters
    ----------
    nets
        Any number of egonets.
    importance
        Numeric column of the alters; higher is more important.

    Returns
    -------
    Series of float, indexed by ego
        In the unit of the column, over the alters who have a value. NaN where none has.

    Raises
    ------
    EgonetDataError
        If there is no numeric column of that name.

    Examples
    --------
    >>> from egonets import EgoNets, mean_importance, star
    >>> nets = star(alters=2)
    >>> mean_importance(EgoNets(nets.egos, nets.alters.assign(importance=[4, 2]))).item()
    3.0
    """
    return nets.series(_mean(nets, numbers(nets, importance)), "mean_importance")


def use_contact(nets: EgoNets, *, use: str | None = None, contact: str = "contact") -> pd.Series[Any]:
    r"""Use of the alters times how often ego meets them, averaged over all alters.

    With the use :math:`u_j` and the contact :math:`h_j` of alter :math:`j`,

    .. math:: \frac{1}{n} \sum_j u_j h_j

    Parameters
    ----------
    nets
        Any number of egonets.
    use
        Numeric column of the alters: status of use or days of use per week, higher is more. Without it, the column
        ``status``: 1 for ``uses``, 0 for ``in_recovery`` and ``does_not_use``. The result is then the mean number of
        contacts a week with alters who use.
    contact
        Numeric column of the alters: contacts per week.

    Returns
    -------
    Series of float, indexed by ego
        0 or more, over the alters for whom both are known. NaN where there are none.

    Raises
    ------
    EgonetDataError
        If the alters lack one of the columns.

    Examples
    --------
    >>> from egonets import EgoNets, star, use_contact
    >>> nets = star(alters=2)
    >>> use_contact(EgoNets(nets.egos, nets.alters.assign(status=["uses", "does_not_use"], contact=[3.0, 7.0]))).item()
    1.5
    """
    of_alters = _is_using(nets) if use is None else numbers(nets, use)
    return nets.series(_mean(nets, of_alters * numbers(nets, contact)), "use_contact")


def _is_using(nets: EgoNets) -> Floats:
    status = told(coded(nets, "status"))
    return np.where(status.known, status.is_in("uses").astype(float), np.nan)


def heavy_use_share(nets: EgoNets, *, heavy_use: str = "heavy_use") -> pd.Series[Any]:
    """Share of the alters who use heavily.

    Parameters
    ----------
    nets
        Any number of egonets.
    heavy_use
        Yes/no column of the alters.

    Returns
    -------
    Series of float, indexed by ego
        From 0 to 1, over the alters who have a value. NaN where none has.

    Raises
    ------
    EgonetDataError
        If there is no yes/no or numeric column of that name.

    Examples
    --------
    >>> from egonets import EgoNets, heavy_use_share, star
    >>> nets = star(alters=4)
    >>> heavy_use_share(EgoNets(nets.egos, nets.alters.assign(heavy_use=[True, False, False, False]))).item()
    0.25
    """
    heavy = numbers(nets, heavy_use)
    return nets.series(_mean(nets, np.where(np.isnan(heavy), np.nan, heavy != 0)), "heavy_use_share")


def abstinent_share(nets: EgoNets) -> pd.Series[Any]:
    """Share of the alters who do not use or are in recovery, among those whose status is known.

    One less :func:`exposure`.

    Parameters
    ----------
    nets
        Egonets whose alters have a column ``status``.

    Returns
    -------
    Series of float, indexed by ego
        From 0 to 1. NaN where no alter's status is known.

    Raises
    ------
    EgonetDataError
        If the alters have no column ``status``.

    Examples
    --------
    >>> from egonets import abstinent_share, example
    >>> 0 <= abstinent_share(example("street_team")).item() <= 1
    True
    """
    return nets.series(_mean(nets, 1 - _is_using(nets)), "abstinent_share")


def use_support(
    nets: EgoNets,
    *,
    reaction: str = "reaction_to_use",
    importance: str = "importance",
    at_least: float | None = None,
) -> pd.DataFrame:
    """How the alters react to ego's use: the most and the least supportive of it, and the mean.

    Parameters
    ----------
    nets
        Any number of egonets.
    reaction
        Numeric column of the alters; higher is more supportive of use.
    importance
        Numeric column of the alters, read only if ``at_least`` is given.
    at_least
        Count only alters of this importance or more. The interview counts those who are very or extremely important;
        give the code of its "very". Without it, all alters count.

    Returns
    -------
    DataFrame of float, indexed by ego
        Columns ``highest``, ``lowest`` and ``mean``, in the unit of the column. NaN where no alter that counts has
        a value.

    Raises
    ------
    EgonetDataError
        If the alters lack one of the columns.

    Examples
    --------
    >>> from egonets import EgoNets, star, use_support
    >>> nets = star(alters=3)
    >>> asked = EgoNets(nets.egos, nets.alters.assign(reaction_to_use=[1, 5, 3], importance=[6, 2, 5]))
    >>> use_support(asked, at_least=5).loc["ego"].tolist()
    [3.0, 1.0, 2.0]
    """
    values = numbers(nets, reaction)
    if at_least is not None:
        values = np.where(numbers(nets, importance) >= at_least, values, np.nan)
    return _spread(nets, values)


def treatment_support(nets: EgoNets, *, reaction: str = "reaction_to_treatment") -> pd.DataFrame:
    """How the alters feel about ego's treatment: the most and the least supportive, and the mean.

    Parameters
    ----------
    nets
        Any number of egonets.
    reaction
        Numeric column of the alters; higher is more supportive of treatment.

    Returns
    -------
    DataFrame of float, indexed by ego
        Columns ``highest``, ``lowest`` and ``mean``, in the unit of the column. NaN where no alter has a value.

    Raises
    ------
    EgonetDataError
        If there is no numeric column of that name.

    Examples
    --------
    >>> from egonets import EgoNets, star, treatment_support
    >>> nets = star(alters=3)
    >>> asked = EgoNets(nets.egos, nets.alters.assign(reaction_to_treatment=[6.0, 5.0, 1.0]))
    >>> treatment_support(asked).loc["ego"].tolist()
    [6.0, 1.0, 4.0]
    """
    return _spread(nets, numbers(nets, reaction))


def general_support(nets: EgoNets, *, supportiveness: str = "supportiveness") -> pd.DataFrame:
    """How supportive the alters are in general: the most and the least, and the mean.

    Parameters
    ----------
    nets
        Any number of egonets.
    supportiveness
        Numeric column of the alters; higher is more supportive.

    Returns
    -------
    DataFrame of float, indexed by ego
        Columns ``highest``, ``lowest`` and ``mean``, in the unit of the column. NaN where no alter has a value.

    Raises
    ------
    EgonetDataError
        If there is no numeric column of that name.

    Examples
    --------
    >>> from egonets import EgoNets, general_support, star
    >>> nets = star(alters=2)
    >>> general_support(EgoNets(nets.egos, nets.alters.assign(supportiveness=[6, 3]))).loc["ego", "mean"].item()
    4.5
    """
    return _spread(nets, numbers(nets, supportiveness))


def important_people(nets: EgoNets, *, at_least: float | None = None) -> pd.DataFrame:
    """The indices of this module in one table.

    Parameters
    ----------
    nets
        Any number of egonets, with columns named as the defaults of the single indices.
    at_least
        See :func:`use_support`.

    Returns
    -------
    DataFrame, indexed by ego
        ``size`` and one column per index, named as its function; ``use_support_highest`` and so on where an index
        has three. An index whose columns the alters lack is left out, not filled with NaN; ``.attrs["left_out"]`` names
        it and its columns.

    Examples
    --------
    >>> from egonets import example, important_people
    >>> table = important_people(example("street_team"))
    >>> table.columns.tolist()
    ['size', 'daily_size', 'use_contact', 'abstinent_share']
    >>> table.attrs["left_out"]["mean_importance"]
    ['importance']
    """
    table, left_out = frame(nets, {"size": sizes(nets)}), {}
    for name, (index, needed) in _indices(at_least).items():
        if has_columns(nets, needed):
            found = index(nets)
            table = table.join(found if isinstance(found, pd.Series) else found.add_prefix(f"{name}_"))
        else:
            left_out[name] = [one for one in needed if not has_columns(nets, [one])]
    table.attrs["left_out"] = left_out
    return table


Index = Callable[["EgoNets"], "pd.Series[Any] | pd.DataFrame"]


def _indices(at_least: float | None) -> Mapping[str, tuple[Index, list[str]]]:
    """Each index and the columns that it needs."""
    important = [] if at_least is None else ["importance"]
    return {
        "daily_size": (daily_size, ["contact"]),
        "mean_importance": (mean_importance, ["importance"]),
        "use_contact": (use_contact, ["status", "contact"]),
        "heavy_use_share": (heavy_use_share, ["heavy_use"]),
        "abstinent_share": (abstinent_share, ["status"]),
        "use_support": (lambda nets: use_support(nets, at_least=at_least), ["reaction_to_use", *important]),
        "treatment_support": (treatment_support, ["reaction_to_treatment"]),
        "general_support": (general_support, ["supportiveness"]),
    }


def _mean(nets: EgoNets, values: Floats) -> Floats:
    known = ~np.isnan(values)
    return ratio(sum_per_ego(nets, np.where(known, values, 0.0)), alters_per_ego(nets, known))


def _spread(nets: EgoNets, values: Floats) -> pd.DataFrame:
    known: Bools = ~np.isnan(values)
    somebody = alters_per_ego(nets, known) > 0
    highest = maximum_per_ego(nets, np.where(known, values, -np.inf))
    lowest = minimum_per_ego(nets, np.where(known, values, np.inf))
    columns = {"highest": highest, "lowest": lowest, "mean": _mean(nets, values)}
    return frame(nets, {name: np.where(somebody, value, np.nan) for name, value in columns.items()})

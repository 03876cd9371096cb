"""Like and unlike: the E-I index between ego and alters, and among alters.

Who is ``unknown``, such as a status may be, is neither like nor unlike anybody, and counts as a missing value here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from egonets._errors import EgonetDataError, Problem
from egonets.measures._arrays import Floats, Ints, alters_per_ego, column, pairs, ratio, ties_per_ego
from egonets.measures._categories import UNKNOWN, Coded, cells, coded, observed, told

if TYPE_CHECKING:
    from egonets._tables import EgoNets


def ei_index(
    nets: EgoNets, name: str = "status", *, ego_name: str | None = None, categories: Sequence[Any] | None = None
) -> pd.Series[Any]:
    r"""Alters unlike ego less alters like ego, over both.

    With :math:`E` alters of another category than ego's and :math:`I` of the same,

    .. math:: \frac{E - I}{E + I}

    Parameters
    ----------
    nets
        Egonets where egos and alters have a column of the same kind.
    name
        Column of the alters. Those without a value, and those whose value is ``unknown``, are left out.
    ego_name
        Column of the egos, if it has another name.
    categories
        All that both columns may hold, to have their values checked; the result does not depend on it.

    Returns
    -------
    Series of float, indexed by ego
        From -1, where all alters are like ego, to 1, where none is. NaN where ego has no value, or no alter has one.

    Raises
    ------
    EgonetDataError
        If a column is missing, a value is not among the declared categories, or one column holds text and the other
        numbers, which could never be alike.

    Examples
    --------
    >>> from egonets import EgoNets, ei_index, star
    >>> nets = star(alters=4)
    >>> towns = EgoNets(nets.egos.assign(town="Oslo"), nets.alters.assign(town=["Oslo", "Oslo", "Oslo", "Bergen"]))
    >>> ei_index(towns, "town").item()
    -0.5

    References
    ----------
    .. [1] Krackhardt, D., & Stern, R. N. (1988). Informal networks and organizational crises: an experimental
       simulation. *Social Psychology Quarterly*, 51(2), 123-140.
    """
    ego_code, alter_code = _one_code(nets, name, ego_name or name, categories)
    code_of_ego = ego_code[nets.alter_ego]
    known = (alter_code >= 0) & (code_of_ego >= 0)
    like = alters_per_ego(nets, known & (alter_code == code_of_ego))
    return nets.series(_e_less_i(alters_per_ego(nets, known) - like, like), "ei_index")


def _one_code(nets: EgoNets, name: str, ego_name: str, categories: Sequence[Any] | None) -> tuple[Ints, Ints]:
    """The egos' and the alters' column in one code, -1 where a value is missing."""
    of_egos, of_alters = column(nets, ego_name, "egos"), column(nets, name)
    if categories is not None:
        coded(nets, ego_name, categories, "egos"), coded(nets, name, categories)
    kinds = _kind(of_egos), _kind(of_alters)
    if set(kinds) == {"text", "numbers"}:
        raise EgonetDataError([_unlike_kinds(ego_name, *kinds)])
    # NaN for what is missing: pandas.NA is neither equal nor unequal to a word.
    together = np.concatenate([values.to_numpy(dtype=object, na_value=np.nan) for values in (of_egos, of_alters)])
    codes = np.where(together == UNKNOWN, -1, pd.factorize(together)[0])
    return codes[: len(nets)], codes[len(nets) :]


def _kind(values: pd.Series[Any]) -> str | None:
    """Text or number, by the first value; nothing when there is none."""
    present = values.dropna()
    if present.empty:
        return None
    return "text" if isinstance(present.iloc[0], str) else "numbers"


def _unlike_kinds(name: str, of_egos: str | None, of_alters: str | None) -> Problem:
    return Problem(
        code="mixed_kinds",
        table="egos",
        row=None,
        column=name,
        value=None,
        message=f"column {name!r} of the egos holds {of_egos}, that of the alters {of_alters}",
        remedy='Use text or numbers in both: "1" and 1 would never be alike.',
    )


def tie_ei_index(nets: EgoNets, name: str = "status", *, categories: Sequence[Any] | None = None) -> pd.Series[Any]:
    r"""Ties between unlike alters less ties between like alters, over both.

    With :math:`E` ties among alters of different categories and :math:`I` among alters of one,

    .. math:: \frac{E - I}{E + I}

    Each tie counts once. The value depends on how many alters of each category there are; see
    :func:`rescaled_tie_ei_index`.

    Parameters
    ----------
    nets
        Any number of egonets. Tie weights are not used.
    name
        Column of the alters. Ties of alters without a value, or whose value is ``unknown``, are left out.
    categories
        All that the column may hold, to have its values checked; the result does not depend on it.

    Returns
    -------
    Series of float, indexed by ego
        From -1, where all ties join like alters, to 1, where none does. NaN without such ties.

    Raises
    ------
    EgonetDataError
        If there is no such column, or a value is not among the declared categories.

    Examples
    --------
    >>> from egonets import EgoNets, clique, tie_ei_index
    >>> nets = clique(alters=3)
    >>> towns = EgoNets(nets.egos, nets.alters.assign(town=["Oslo", "Oslo", "Bergen"]), nets.ties)
    >>> round(tie_ei_index(towns, "town").item(), 4)
    0.3333

    References
    ----------
    .. [1] Krackhardt, D., & Stern, R. N. (1988). Informal networks and organizational crises: an experimental
       simulation. *Social Psychology Quarterly*, 51(2), 123-140.
    """
    external, internal = _ties_by_likeness(nets, told(observed(nets, name, categories)))
    return nets.series(_e_less_i(external, internal), "tie_ei_index")


def rescaled_tie_ei_index(
    nets: EgoNets, name: str = "status", *, categories: Sequence[Any] | None = None
) -> pd.Series[Any]:
    r"""The E-I index on ties as it would be if like and unlike pairs were equally many.

    With :math:`D_E` the share of the possible ties among unlike alters that are there, and :math:`D_I` the same for
    like alters,

    .. math:: \frac{D_E - D_I}{D_E + D_I}

    It is 0 where ties do not care for the category, however large the categories are.

    Parameters
    ----------
    nets
        Any number of egonets. Tie weights are not used.
    name
        Column of the alters. Alters without a value, or whose value is ``unknown``, are left out, with their ties.
    categories
        All that the column may hold, to have its values checked; the result does not depend on it.

    Returns
    -------
    Series of float, indexed by ego
        From -1 to 1. NaN without ties, and where there is no like or no unlike pair that could be tied.

    Raises
    ------
    EgonetDataError
        If there is no such column, or a value is not among the declared categories.

    Examples
    --------
    >>> from egonets import EgoNets, clique, rescaled_tie_ei_index
    >>> nets = clique(alters=3)
    >>> towns = EgoNets(nets.egos, nets.alters.assign(town=["Oslo", "Oslo", "Bergen"]), nets.ties)
    >>> rescaled_tie_ei_index(towns, "town").item()
    0.0
    """
    code = told(observed(nets, name, categories))
    external, internal = _ties_by_likeness(nets, code)
    ego, of_one_category = cells(nets, code, code.known)
    like = np.bincount(ego, pairs(of_one_category), len(nets))
    unlike = pairs(alters_per_ego(nets, code.known)) - like
    return nets.series(_e_less_i(ratio(external, unlike), ratio(internal, like)), "rescaled_tie_ei_index")


def _ties_by_likeness(nets: EgoNets, code: Coded) -> tuple[Ints, Ints]:
    source, target = code.codes[nets.tie_source], code.codes[nets.tie_target]
    known = (source >= 0) & (target >= 0)
    return ties_per_ego(nets, known & (source != target)), ties_per_ego(nets, known & (source == target))


def _e_less_i(external: Ints | Floats, internal: Ints | Floats) -> Floats:
    return ratio(external - internal, external + internal)

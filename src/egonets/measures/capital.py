"""Social capital: what the alters have, and how much of it their ties let through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from egonets._errors import EgonetDataError, Problem
from egonets.measures._arrays import Floats, frame, has_columns, numbers, ratio, sizes, sum_per_ego

if TYPE_CHECKING:
    from egonets._tables import EgoNets

#: Column that is used when it is there and nothing else is said; without it, all that is there can be mobilised.
MOBILISABILITY = "mobilisability"


def resource_product(nets: EgoNets, resource: str = "economic", *, strength: str = "strength") -> pd.Series[Any]:
    r"""What can be drawn from all alters, if a tie lets through a share of what they have.

    The multiplicative reading of "what a tie can give depends on how strong it is and on what the other has": with
    strength :math:`w_j` and resource :math:`r_j`,

    .. math:: \sum_j w_j\, r_j

    A tie half as strong gives half as much. See :func:`resource_bottleneck` for the other reading.

    Parameters
    ----------
    nets
        Any number of egonets.
    resource
        Numeric column of the alters, 0 or more.
    strength
        Column of the alters with the strength of the tie to ego, from 0 to 1.

    Returns
    -------
    Series of float, indexed by ego
        In the unit of the resource, from 0 to the sum of what the alters have. 0 for an ego without alters. NaN where a
        value is missing.

    Raises
    ------
    EgonetDataError
        If the alters lack one of the columns.

    Examples
    --------
    >>> from egonets import EgoNets, resource_product, star
    >>> nets = star(alters=2)
    >>> rich = EgoNets(nets.egos, nets.alters.assign(strength=[0.5, 0.2], economic=[1.0, 0.1]))
    >>> resource_product(rich).item()
    0.52
    """
    return nets.series(sum_per_ego(nets, _product(nets, resource, strength)), "resource_product")


def resource_bottleneck(
    nets: EgoNets, resource: str = "economic", *, strength: str = "strength", full: float = 1.0
) -> pd.Series[Any]:
    r"""What can be drawn from all alters, if a tie lets through so much and no more.

    The bottleneck reading: a tie of strength :math:`w_j` carries at most :math:`w_j f`, and an alter gives at most what
    she has,

    .. math:: \sum_j \min(w_j f,\; r_j)

    A strong tie to somebody who has little gives that little in full, and a weak tie to somebody rich gives no more
    than it can carry. The two readings agree for ties of strength 0 or 1 and for alters who have nothing or exactly
    :math:`f`; everywhere between, the bottleneck gives more, as long as nobody has more than :math:`f`.

    Parameters
    ----------
    nets
        Any number of egonets.
    resource
        Numeric column of the alters, 0 or more.
    strength
        Column of the alters with the strength of the tie to ego, from 0 to 1.
    full
        What a tie of strength 1 can carry, in the unit of the resource; above 0. Strength has no unit, so this is what
        makes the two comparable.

    Returns
    -------
    Series of float, indexed by ego
        In the unit of the resource, from 0 to the sum of what the alters have. 0 for an ego without alters. NaN where a
        value is missing.

    Raises
    ------
    EgonetDataError
        If the alters lack one of the columns.
    ValueError
        If ``full`` is not above 0.

    Examples
    --------
    >>> from egonets import EgoNets, resource_bottleneck, star
    >>> nets = star(alters=2)
    >>> rich = EgoNets(nets.egos, nets.alters.assign(strength=[0.5, 0.2], economic=[1.0, 0.1]))
    >>> resource_bottleneck(rich).item()
    0.6
    """
    return nets.series(sum_per_ego(nets, _bottleneck(nets, resource, strength, full)), "resource_bottleneck")


def alter_resources(
    nets: EgoNets, resource: str = "economic", *, strength: str = "strength", full: float = 1.0
) -> pd.DataFrame:
    r"""What can be drawn from each alter, in both readings.

    Parameters
    ----------
    nets
        Any number of egonets.
    resource, strength, full
        As in :func:`resource_bottleneck`.

    Returns
    -------
    DataFrame of float, indexed by ego and alter
        One row per alter, in the order of ``nets.alters``: ``product``, :math:`w_j r_j`, and ``bottleneck``,
        :math:`\min(w_j f, r_j)`, in the unit of the resource. NaN where a value is missing.

    Raises
    ------
    EgonetDataError
        If the alters lack one of the columns.
    ValueError
        If ``full`` is not above 0.

    Examples
    --------
    >>> from egonets import EgoNets, alter_resources, star
    >>> nets = star(alters=2)
    >>> rich = EgoNets(nets.egos, nets.alters.assign(strength=[0.5, 0.2], economic=[1.0, 0.1]))
    >>> alter_resources(rich)["bottleneck"].tolist()
    [0.5, 0.1]
    """
    readings = {
        "product": _product(nets, resource, strength),
        "bottleneck": _bottleneck(nets, resource, strength, full),
    }
    return pd.DataFrame(readings, index=pd.MultiIndex.from_frame(nets.alters[["ego", "alter"]]))


def _product(nets: EgoNets, resource: str, strength: str) -> Floats:
    return np.asarray(numbers(nets, strength) * numbers(nets, resource))


def _bottleneck(nets: EgoNets, resource: str, strength: str, full: float) -> Floats:
    if not full > 0:
        raise ValueError(f"full must be above 0, in the unit of the resource; got {full}.")
    return np.minimum(numbers(nets, strength) * full, numbers(nets, resource))


def capital_volume(
    nets: EgoNets,
    *,
    strength: str = "strength",
    mobilisability: str | None = None,
    economic: str = "economic",
    cultural: str = "cultural",
) -> pd.Series[Any]:
    r"""Volume of ego's social capital, after Bourdieu.

    Bourdieu lets the volume of social capital depend on how many ties somebody can mobilise and on the capital of those
    at their other ends [1]_. He gives no formula; this is one that says the same. With strength :math:`w_j`,
    mobilisability :math:`m_j`, economic capital :math:`e_j` and cultural capital :math:`c_j` of alter :math:`j`,

    .. math:: V = \sum_j w_j\, m_j\, (e_j + c_j)

    The sum treats the two kinds of capital as measured on one scale.

    Parameters
    ----------
    nets
        Any number of egonets.
    strength
        Column of the alters with the strength of the tie to ego, from 0 to 1.
    mobilisability
        Column of the alters with the share that can be mobilised, from 0 to 1. Without it, the column
        ``mobilisability`` is used if there is one; otherwise all can be mobilised, :math:`m_j = 1`.
    economic, cultural
        Columns of the alters, 0 or more.

    Returns
    -------
    Series of float, indexed by ego
        0 or more, in the unit of the capital. 0 for an ego without alters. NaN where a value is missing.

    Raises
    ------
    EgonetDataError
        If the alters lack one of the columns, or a mobilisability is not between 0 and 1.

    Examples
    --------
    >>> from egonets import EgoNets, capital_volume, star
    >>> nets = star(alters=2)
    >>> rich = EgoNets(nets.egos, nets.alters.assign(strength=[0.5, 0.25], economic=[1.0, 2.0], cultural=[1.0, 0.0]))
    >>> capital_volume(rich).item()
    1.5

    References
    ----------
    .. [1] Bourdieu, P. (1986). The forms of capital. In J. G. Richardson (Ed.), *Handbook of theory and research for
       the sociology of education* (pp. 241-258). Greenwood.
    """
    w, m, wealth = _factors(nets, strength, mobilisability, economic, cultural)
    return nets.series(sum_per_ego(nets, w * m * wealth), "capital_volume")


def capital_factors(
    nets: EgoNets,
    *,
    strength: str = "strength",
    mobilisability: str | None = None,
    economic: str = "economic",
    cultural: str = "cultural",
) -> pd.DataFrame:
    r"""The four factors of the volume of social capital, and how they go together.

    :func:`capital_volume` is exactly the product of the columns: size, three means over the alters, and what is left,

    .. math:: V = n \; \bar w \; \bar m \; \overline{(e + c)} \; a

    The alignment :math:`a` is 1 where the factors are unrelated, above 1 where the strong ties are those to alters
    who have much or can be moved, and below 1 where they are the others.

    Parameters
    ----------
    nets
        Any number of egonets.
    strength, mobilisability, economic, cultural
        As in :func:`capital_volume`.

    Returns
    -------
    DataFrame of float, indexed by ego
        Columns ``size``, ``strength``, ``mobilisability``, ``wealth`` (mean of economic plus cultural capital) and
        ``alignment``. The means are NaN for an ego without alters or with a missing value; the alignment also where one
        of the means is 0.

    Raises
    ------
    EgonetDataError
        If the alters lack one of the columns, or a mobilisability is not between 0 and 1.

    Examples
    --------
    >>> from egonets import EgoNets, capital_factors, star
    >>> nets = star(alters=2)
    >>> rich = EgoNets(nets.egos, nets.alters.assign(strength=[0.5, 0.25], economic=[1.0, 2.0], cultural=[1.0, 0.0]))
    >>> capital_factors(rich).loc["ego"].tolist()
    [2.0, 0.375, 1.0, 2.0, 1.0]
    """
    w, m, wealth = _factors(nets, strength, mobilisability, economic, cultural)
    n = sizes(nets)
    means = {
        name: ratio(sum_per_ego(nets, values), n)
        for name, values in {"strength": w, "mobilisability": m, "wealth": wealth}.items()
    }
    unrelated = n * means["strength"] * means["mobilisability"] * means["wealth"]
    alignment = ratio(sum_per_ego(nets, w * m * wealth), unrelated)
    return frame(nets, {"size": n, **means, "alignment": alignment})


def _factors(
    nets: EgoNets, strength: str, mobilisability: str | None, economic: str, cultural: str
) -> tuple[Floats, Floats, Floats]:
    """Strength, mobilisability and wealth of each alter."""
    wealth = numbers(nets, economic) + numbers(nets, cultural)
    return numbers(nets, strength), _mobilisability(nets, mobilisability), wealth


def _mobilisability(nets: EgoNets, name: str | None) -> Floats:
    if name is None and not has_columns(nets, [MOBILISABILITY]):
        return np.ones(len(nets.alter_ego))
    name = MOBILISABILITY if name is None else name
    values = numbers(nets, name)
    outside = np.flatnonzero((values < 0) | (values > 1))
    if len(outside):
        raise EgonetDataError(_not_a_share(name, int(row), values[row]) for row in outside)
    return values


def _not_a_share(name: str, row: int, value: float) -> Problem:
    return Problem(
        code="out_of_range",
        table="alters",
        row=row,
        column=name,
        value=float(value),
        message=f"{name} is {value:g}, not between 0 and 1",
        remedy=f"Rescale {name}: 0 cannot be mobilised, 1 can be in full.",
    )

"""Support when an alter leaves, and when one is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from egonets._errors import EgonetDataError, Problem
from egonets._frames import with_text_as_objects
from egonets._words import SUPPORTS
from egonets.measures._arrays import (
    Bools,
    Floats,
    Ints,
    alters_per_ego,
    frame,
    maximum_per_ego,
    picked,
    product_per_ego,
)
from egonets.measures.support import help_of_alters, support_coverage

if TYPE_CHECKING:
    from egonets._tables import EgoNets


def leave_one_out_loss(nets: EgoNets, *, strength: str = "strength") -> pd.DataFrame:
    r"""What the coverage of each kind of support loses when one alter leaves.

    .. math:: M_k - M_k^{(-j)} = w_j\, q_{jk} \prod_{i \ne j} (1 - w_i\, q_{ik})

    Parameters
    ----------
    nets
        Egonets whose alters have the four ``support_`` columns.
    strength
        Column of the alters with the strength of the tie to ego, from 0 to 1.

    Returns
    -------
    DataFrame of float, indexed by ego and alter
        One row per alter, in the order of ``nets.alters``; columns as in :func:`support_coverage`. From 0, where the
        alter is not missed, to 1, where she alone gave full support. NaN where a value of the egonet is missing.

    Raises
    ------
    EgonetDataError
        If the alters lack one of the columns.

    Examples
    --------
    >>> import pandas as pd
    >>> from egonets import EgoNets, leave_one_out_loss
    >>> egos = pd.DataFrame({"ego": ["anna"]})
    >>> alters = pd.DataFrame({"ego": "anna", "alter": ["mother", "coach"], "strength": [1.0, 0.5],
    ...     "support_emotional": [0.5, 1.0], "support_instrumental": [0.0, 0.0],
    ...     "support_informational": [0.0, 1.0], "support_appraisal": [1.0, 0.0]})
    >>> leave_one_out_loss(EgoNets(egos, alters)).loc[("anna", "coach")].tolist()
    [0.25, 0.0, 0.5, 0.0]
    """
    losses = _losses(nets, strength)
    alters = nets.alters
    return pd.DataFrame(losses, index=pd.MultiIndex.from_frame(alters[["ego", "alter"]]))


def largest_loss(nets: EgoNets, *, strength: str = "strength") -> pd.DataFrame:
    """What the coverage of each kind of support loses when its most important alter leaves.

    The largest :func:`leave_one_out_loss` among the alters of an ego, for each kind on its own.

    Parameters
    ----------
    nets
        Egonets whose alters have the four ``support_`` columns.
    strength
        Column of the alters with the strength of the tie to ego, from 0 to 1.

    Returns
    -------
    DataFrame of float, indexed by ego
        Columns as in :func:`support_coverage`, from 0 to 1. NaN for an ego without alters, and where a value is
        missing.

    Raises
    ------
    EgonetDataError
        If the alters lack one of the columns.

    Examples
    --------
    >>> from egonets import example, largest_loss
    >>> bool(largest_loss(example("diverse")).le(1).all(axis=None))
    True
    """
    return frame(nets, {kind: maximum_per_ego(nets, loss) for kind, loss in _losses(nets, strength).items()})


def _losses(nets: EgoNets, strength: str) -> dict[str, Floats]:
    return {kind: given * _nobody_else_helps(nets, 1 - given) for kind, given in help_of_alters(nets, strength).items()}


def _nobody_else_helps(nets: EgoNets, absent: Floats) -> Floats:
    """Product of ``absent`` over the other alters of the ego."""
    # Dividing the whole product by one's own factor fails where that factor is 0, so zeros are set aside and counted.
    is_zero = absent == 0
    others = product_per_ego(nets, np.where(is_zero, 1.0, absent))[nets.alter_ego] / np.where(is_zero, 1.0, absent)
    zeros_elsewhere = alters_per_ego(nets, is_zero)[nets.alter_ego] - is_zero
    return np.where(zeros_elsewhere > 0, 0.0, others)


def best_tie_to_add(
    nets: EgoNets, candidates: pd.DataFrame | None = None, *, strength: str = "strength"
) -> pd.DataFrame:
    r"""The one new alter who would raise support coverage most.

    A tie to add is a tie from ego to somebody who is not an alter yet. A candidate with strength :math:`w` who gives
    :math:`q_k` of each kind raises the coverage :math:`M_k` by

    .. math:: w\, q_k\, (1 - M_k)

    The best candidate is the one with the largest mean over the four kinds. Help of a kind that is well covered adds
    little, so the best is rarely the one who gives most.

    Parameters
    ----------
    nets
        Egonets whose alters have the four ``support_`` columns.
    candidates
        One row per candidate, with a column ``alter`` (a name for the candidate), the strength that the tie would have
        and the four ``support_`` columns, all from 0 to 1. With a column ``ego``, a candidate is offered to that ego
        only; without, to every ego. Left out: four candidates, each named after one kind of support and giving that one
        in full, so that the best names the kind in which a new tie would help most.
    strength
        Column of the alters and of the candidates with the strength of the tie to ego, from 0 to 1.

    Returns
    -------
    DataFrame indexed by ego
        ``candidate``, the name of the best; ``gain``, the mean rise in coverage over the four kinds, from 0 to 1; and
        the rise in each kind, named as in :func:`support_coverage`. Of equal candidates the first is named. None and
        NaN where no candidate is offered, or the coverage is not defined.

    Raises
    ------
    EgonetDataError
        If the alters or the candidates lack a column, or a candidate's value is not between 0 and 1, or a candidate is
        offered to an unknown ego.

    Examples
    --------
    >>> from egonets import best_tie_to_add, example, support_coverage
    >>> best = best_tie_to_add(example("home_alone")).loc["home_alone", "candidate"]
    >>> bool(best == support_coverage(example("home_alone")).loc["home_alone"].idxmin())
    True
    """
    offered = with_text_as_objects(_givers_of_one_kind(strength) if candidates is None else candidates)
    _check_candidates(nets, offered, strength)
    given = np.stack([offered[strength] * offered[f"support_{kind}"] for kind in SUPPORTS], axis=1, dtype=float)
    uncovered = 1 - support_coverage(nets, strength=strength).to_numpy()
    if "ego" in offered.columns:
        ego = nets.ego_ids.get_indexer(pd.Index(offered["ego"]))
        best, gain = _best_for_one_ego(ego.astype(np.int64), given, uncovered)
    else:
        best, gain = _best_for_everybody(given, uncovered)
    found = best >= 0
    rise = np.full_like(uncovered, np.nan)
    rise[found] = given[best[found]] * uncovered[found]
    names = picked(offered["alter"].to_numpy(dtype=object), best)
    return frame(nets, {"candidate": names, "gain": gain, **dict(zip(SUPPORTS, rise.T, strict=True))})


def _best_for_everybody(given: Floats, uncovered: Floats) -> tuple[Ints, Floats]:
    """Row of the best candidate of each ego, -1 without one, and the mean gain; every candidate offered to all."""
    best, gain = np.full(len(uncovered), -1), np.full(len(uncovered), np.nan)
    for row, kinds in enumerate(given):
        offer = (kinds * uncovered).sum(axis=1) / len(SUPPORTS)
        better = (offer > gain) | (np.isnan(gain) & ~np.isnan(offer))
        best[better], gain[better] = row, offer[better]
    return best, gain


def _best_for_one_ego(ego: Ints, given: Floats, uncovered: Floats) -> tuple[Ints, Floats]:
    """The same where candidate ``row`` is offered to ego ``ego[row]`` only."""
    offer = (given * uncovered[ego]).sum(axis=1) / len(SUPPORTS)
    order = np.lexsort((-offer, ego))
    order = order[~np.isnan(offer[order])]
    egos, first = np.unique(ego[order], return_index=True)
    best, gain = np.full(len(uncovered), -1), np.full(len(uncovered), np.nan)
    best[egos], gain[egos] = order[first], offer[order[first]]
    return best, gain


def _givers_of_one_kind(strength: str) -> pd.DataFrame:
    full = pd.DataFrame(np.eye(len(SUPPORTS)), columns=[f"support_{kind}" for kind in SUPPORTS])
    return full.assign(alter=SUPPORTS, **{strength: 1.0})


def _check_candidates(nets: EgoNets, offered: pd.DataFrame, strength: str) -> None:
    shares = [strength, *(f"support_{kind}" for kind in SUPPORTS)]
    problems = [_no_such_column(name) for name in ("alter", *shares) if name not in offered.columns]
    if not problems:
        problems = [p for name in shares for p in _outside(offered, name, ~offered[name].between(0, 1).to_numpy())]
    if "ego" in offered.columns:
        problems += _unknown_egos(offered, ~offered["ego"].isin(nets.ego_ids).to_numpy())
    if problems:
        raise EgonetDataError(problems)


def _no_such_column(name: str) -> Problem:
    return Problem(
        code="missing_column",
        table="candidates",
        row=None,
        column=name,
        value=None,
        message=f"candidates has no column {name!r}",
        remedy="Give each candidate a name in `alter`, a strength, and the four kinds of support.",
    )


def _outside(offered: pd.DataFrame, name: str, outside: Bools) -> list[Problem]:
    return [
        Problem(
            code="out_of_range",
            table="candidates",
            row=int(row),
            column=name,
            value=offered[name].iloc[row],
            message=f"{name} is {offered[name].iloc[row]}, not between 0 and 1",
            remedy=f"Give {name} as a share: 0 is none, 1 is full.",
        )
        for row in np.flatnonzero(outside)
    ]


def _unknown_egos(offered: pd.DataFrame, unknown: Bools) -> list[Problem]:
    return [
        Problem(
            code="unknown_ego",
            table="candidates",
            row=int(row),
            column="ego",
            value=offered["ego"].iloc[row],
            message=f"ego {offered['ego'].iloc[row]!r} is not among the egos",
            remedy="Correct the id, or leave the column out to offer the candidate to every ego.",
        )
        for row in np.flatnonzero(unknown)
    ]

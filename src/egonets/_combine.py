"""Several sets of egonets in one."""

from __future__ import annotations

from collections.abc import Sequence

from egonets._tables import EgoNets
from egonets._what_if import appended


def combine(nets: Sequence[EgoNets]) -> EgoNets:
    """The egonets of several objects in one, in their order.

    Parameters
    ----------
    nets
        At least one; no ego id may be in two of them, and ids of all are text or those of all are whole numbers.

    Raises
    ------
    EgonetDataError
        If an ego is in two of them, or if ids are of two kinds.
    ValueError
        If there is none.

    Examples
    --------
    >>> from egonets import combine, example
    >>> list(combine([example("diverse"), example("home_alone")]).ego_ids)
    ['diverse', 'home_alone']
    """
    if not nets:
        raise ValueError("There is nothing to combine. Give at least one EgoNets.")
    tables = [nets[0].egos, nets[0].alters, nets[0].layers]
    for more in nets[1:]:
        tables = [appended(*pair) for pair in zip(tables, (more.egos, more.alters, more.layers), strict=True)]
    return EgoNets(*tables)

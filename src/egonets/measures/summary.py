"""All measures in one table."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from egonets._words import CAPITALS, SUPPORTS
from egonets.measures._arrays import has_columns
from egonets.measures.brokerage import betweenness, constraint, hierarchy, normalised_betweenness, weighted_constraint
from egonets.measures.capital import capital_factors, capital_volume, resource_bottleneck, resource_product
from egonets.measures.composition import context_share, status_share
from egonets.measures.diversity import blau, iqv, richness, shannon
from egonets.measures.exposure import (
    contact_exposure,
    contact_recovery_exposure,
    density_among_using,
    exposure,
    isolates_not_using,
    recovery_exposure,
    strength_exposure,
    strength_recovery_exposure,
    zone_exposure,
    zone_recovery_exposure,
)
from egonets.measures.important_people import (
    abstinent_share,
    daily_size,
    general_support,
    heavy_use_share,
    mean_importance,
    treatment_support,
    use_contact,
    use_support,
)
from egonets.measures.mixing import ei_index, rescaled_tie_ei_index, tie_ei_index
from egonets.measures.reach import extended_only, extended_reach
from egonets.measures.structure import (
    component_ratio,
    components,
    density,
    effective_size,
    efficiency,
    fragmentation,
    isolates,
    size,
)
from egonets.measures.support import (
    ambivalent_alters,
    ambivalent_share,
    kinds_from_one_alter,
    sole_suppliers,
    support_coverage,
    support_redundancy,
)
from egonets.measures.support_changes import best_tie_to_add, largest_loss
from egonets.measures.zones import zone_counts, zone_density

if TYPE_CHECKING:
    from egonets._tables import EgoNets


class Measure(NamedTuple):
    """A measure and the columns that it reads when nothing else is said."""

    of: Callable[[EgoNets], pd.Series[Any] | pd.DataFrame]
    alters: tuple[str, ...] = ()
    egos: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.of.__name__

    def lacks(self, nets: EgoNets) -> list[str]:
        """Columns that are not there, with their table."""
        needed = [("alters", name) for name in self.alters] + [("egos", name) for name in self.egos]
        return [f"{table}.{name}" for table, name in needed if not has_columns(nets, [name], table)]


HELP = ("strength", *(f"support_{kind}" for kind in SUPPORTS))

#: In the order of the columns of :func:`summary`.
MEASURES = (
    Measure(size),
    Measure(density),
    Measure(components),
    Measure(component_ratio),
    Measure(isolates),
    Measure(fragmentation),
    Measure(effective_size),
    Measure(efficiency),
    Measure(constraint),
    Measure(weighted_constraint, ("strength",)),
    Measure(hierarchy),
    Measure(betweenness),
    Measure(normalised_betweenness),
    Measure(zone_counts, ("zone",)),
    Measure(zone_density, ("zone",)),
    Measure(extended_reach, ("zone",)),
    Measure(extended_only, ("zone",)),
    Measure(status_share, ("status",)),
    Measure(context_share, ("context",)),
    Measure(richness, ("context",)),
    Measure(shannon, ("context",)),
    Measure(blau, ("context",)),
    Measure(iqv, ("context",)),
    Measure(ei_index, ("status",), ("status",)),
    Measure(tie_ei_index, ("status",)),
    Measure(rescaled_tie_ei_index, ("status",)),
    Measure(exposure, ("status",)),
    Measure(strength_exposure, ("status", "strength")),
    Measure(contact_exposure, ("status", "contact")),
    Measure(zone_exposure, ("status", "zone")),
    Measure(recovery_exposure, ("status",)),
    Measure(strength_recovery_exposure, ("status", "strength")),
    Measure(contact_recovery_exposure, ("status", "contact")),
    Measure(zone_recovery_exposure, ("status", "zone")),
    Measure(density_among_using, ("status",)),
    Measure(isolates_not_using, ("status",)),
    Measure(support_coverage, HELP),
    Measure(support_redundancy, HELP),
    Measure(sole_suppliers, HELP),
    Measure(kinds_from_one_alter, HELP),
    Measure(largest_loss, HELP),
    Measure(best_tie_to_add, HELP),
    Measure(ambivalent_alters, ("status", *HELP[1:])),
    Measure(ambivalent_share, ("status", *HELP[1:])),
    Measure(resource_product, ("strength", "economic")),
    Measure(resource_bottleneck, ("strength", "economic")),
    Measure(capital_volume, ("strength", *CAPITALS)),
    Measure(capital_factors, ("strength", *CAPITALS)),
    Measure(daily_size, ("contact",)),
    Measure(mean_importance, ("importance",)),
    Measure(use_contact, ("status", "contact")),
    Measure(heavy_use_share, ("heavy_use",)),
    Measure(abstinent_share, ("status",)),
    Measure(use_support, ("reaction_to_use",)),
    Measure(treatment_support, ("reaction_to_treatment",)),
    Measure(general_support, ("supportiveness",)),
)


def summary(nets: EgoNets) -> pd.DataFrame:
    """Every measure of an egonet that needs no more than its tables, side by side.

    Each is computed with its defaults. Not among them are those that need the name of a column
    (:func:`alter_statistic`, :func:`answered`, :func:`composition_counts`, :func:`composition_shares`) or a second wave
    (:func:`turnover` and its kin), and those that give several rows per ego (:func:`leave_one_out_loss`,
    :func:`alter_resources`, :func:`extended_reach_curve`).

    Parameters
    ----------
    nets
        Any number of egonets.

    Returns
    -------
    DataFrame, indexed by ego
        Columns are named as the functions: ``size``, ``density``, ``constraint`` and so on. Where a function gives
        several columns, their names follow its own: ``support_coverage_emotional``. A measure whose columns the tables
        lack is left out, not filled with NaN; ``.attrs["left_out"]`` names it and the columns that it needs.

    Raises
    ------
    EgonetDataError
        If a column is there but holds something else than its name promises.

    Examples
    --------
    >>> from egonets import star, summary
    >>> table = summary(star(alters=4))
    >>> table.loc["ego", "effective_size"].item()
    4.0
    >>> table.attrs["left_out"]["exposure"]
    ['alters.status']
    """
    lacking = {measure.name: measure.lacks(nets) for measure in MEASURES}
    found = [_columns(measure, nets) for measure in MEASURES if not lacking[measure.name]]
    table = pd.concat(found, axis=1)
    table.attrs["left_out"] = {name: columns for name, columns in lacking.items() if columns}
    return table


def _columns(measure: Measure, nets: EgoNets) -> pd.Series[Any] | pd.DataFrame:
    result = measure.of(nets)
    return result if isinstance(result, pd.Series) else result.add_prefix(f"{measure.name}_")

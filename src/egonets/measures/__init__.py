"""Measures: egonets in, one row per ego out."""

from egonets.measures.brokerage import (
    betweenness,
    constraint,
    hierarchy,
    normalised_betweenness,
    weighted_constraint,
)
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
from egonets.measures.support import support_coverage
from egonets.measures.zones import zone_counts, zone_density

__all__ = [
    "betweenness",
    "component_ratio",
    "components",
    "constraint",
    "contact_exposure",
    "contact_recovery_exposure",
    "density",
    "density_among_using",
    "effective_size",
    "efficiency",
    "exposure",
    "fragmentation",
    "hierarchy",
    "isolates",
    "isolates_not_using",
    "normalised_betweenness",
    "recovery_exposure",
    "size",
    "strength_exposure",
    "strength_recovery_exposure",
    "support_coverage",
    "weighted_constraint",
    "zone_counts",
    "zone_density",
    "zone_exposure",
    "zone_recovery_exposure",
]

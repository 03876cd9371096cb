"""Measures: egonets in, one row per ego out."""

from egonets.measures.brokerage import (
    betweenness,
    constraint,
    hierarchy,
    normalised_betweenness,
    weighted_constraint,
)
from egonets.measures.capital import (
    alter_resources,
    capital_factors,
    capital_volume,
    resource_bottleneck,
    resource_product,
)
from egonets.measures.composition import (
    alter_statistic,
    answered,
    composition_counts,
    composition_shares,
    context_share,
    status_share,
)
from egonets.measures.diversity import (
    blau,
    iqv,
    richness,
    shannon,
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
from egonets.measures.important_people import (
    abstinent_share,
    daily_size,
    general_support,
    heavy_use_share,
    important_people,
    mean_importance,
    treatment_support,
    use_contact,
    use_support,
)
from egonets.measures.mixing import (
    ei_index,
    rescaled_tie_ei_index,
    tie_ei_index,
)
from egonets.measures.reach import (
    extended_only,
    extended_reach,
    extended_reach_curve,
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
from egonets.measures.summary import (
    summary,
)
from egonets.measures.support import (
    ambivalent_alters,
    ambivalent_share,
    kinds_from_one_alter,
    sole_suppliers,
    support_coverage,
    support_redundancy,
)
from egonets.measures.support_changes import (
    best_tie_to_add,
    largest_loss,
    leave_one_out_loss,
)
from egonets.measures.turnover import (
    transitions,
    turnover,
    turnover_by,
)
from egonets.measures.zones import (
    zone_counts,
    zone_density,
)

__all__ = [
    "abstinent_share",
    "alter_resources",
    "alter_statistic",
    "ambivalent_alters",
    "ambivalent_share",
    "answered",
    "best_tie_to_add",
    "betweenness",
    "blau",
    "capital_factors",
    "capital_volume",
    "component_ratio",
    "components",
    "composition_counts",
    "composition_shares",
    "constraint",
    "contact_exposure",
    "contact_recovery_exposure",
    "context_share",
    "daily_size",
    "density",
    "density_among_using",
    "effective_size",
    "efficiency",
    "ei_index",
    "exposure",
    "extended_only",
    "extended_reach",
    "extended_reach_curve",
    "fragmentation",
    "general_support",
    "heavy_use_share",
    "hierarchy",
    "important_people",
    "iqv",
    "isolates",
    "isolates_not_using",
    "kinds_from_one_alter",
    "largest_loss",
    "leave_one_out_loss",
    "mean_importance",
    "normalised_betweenness",
    "recovery_exposure",
    "rescaled_tie_ei_index",
    "resource_bottleneck",
    "resource_product",
    "richness",
    "shannon",
    "size",
    "sole_suppliers",
    "status_share",
    "strength_exposure",
    "strength_recovery_exposure",
    "summary",
    "support_coverage",
    "support_redundancy",
    "tie_ei_index",
    "transitions",
    "treatment_support",
    "turnover",
    "turnover_by",
    "use_contact",
    "use_support",
    "weighted_constraint",
    "zone_counts",
    "zone_density",
    "zone_exposure",
    "zone_recovery_exposure",
]

"""Charts of personal networks: a frame or an EgoNets in, a :class:`Figure` out."""

from egonets.charts._coverage import coverage, coverages
from egonets.charts._egonets import before_after, egonet, egonets
from egonets.charts._figure import Figure, figure
from egonets.charts._zones import zones_by_cutoffs

__all__ = ["Figure", "before_after", "coverage", "coverages", "egonet", "egonets", "figure", "zones_by_cutoffs"]

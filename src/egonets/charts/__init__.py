"""Charts of personal networks: a frame or an EgoNets in, a :class:`Figure` out.

Egonets are drawn by :func:`egonet`, :func:`egonets` and :func:`before_after`, their support by :func:`coverage` and
:func:`coverages`, their zones by :func:`zones_by_cutoffs`, and what leaves with an alter by :func:`what_if`. The
general charts take a tidy frame: :func:`lines`, :func:`survival`, :func:`bars`, :func:`intervals`, :func:`tornado`,
:func:`points` and :func:`plane`. What a survey and what experiments see in worlds with one table is drawn by
:func:`two_worlds` and :func:`which_world`. :func:`figure` makes a figure of any Altair chart.
"""

from egonets.charts._bank import requests
from egonets.charts._close import close_alters
from egonets.charts._coverage import coverage, coverages
from egonets.charts._egonets import before_after, egonet, egonets
from egonets.charts._figure import Figure, figure
from egonets.charts._lines import lines, survival
from egonets.charts._points import plane, points
from egonets.charts._reach import reach
from egonets.charts._rows import bars, intervals, tornado
from egonets.charts._signs import sign_map
from egonets.charts._tidy import Choice
from egonets.charts._what_if import what_if
from egonets.charts._worlds import two_worlds, which_world
from egonets.charts._zones import zones_by_cutoffs

__all__ = [
    "Choice",
    "Figure",
    "bars",
    "before_after",
    "close_alters",
    "coverage",
    "coverages",
    "egonet",
    "egonets",
    "figure",
    "intervals",
    "lines",
    "plane",
    "points",
    "reach",
    "requests",
    "sign_map",
    "survival",
    "tornado",
    "two_worlds",
    "what_if",
    "which_world",
    "zones_by_cutoffs",
]

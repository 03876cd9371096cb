"""Personal networks: tables, measures, models and charts.

An :class:`EgoNets` holds any number of egonets as three tables: egos, their alters, and the ties among the alters.
Measures take one and return one row per ego.
"""

from egonets import files, measures
from egonets._combine import combine
from egonets._errors import EgonetDataError, Problem
from egonets._examples import EXAMPLES, clique, example, examples, star
from egonets._parameters import ParameterError, parameters
from egonets._tables import EgoNets
from egonets._words import CAPITALS, CONTEXTS, STATUSES, SUPPORTS, ZONES
from egonets.files import *  # noqa: F403 -- its __all__ says which
from egonets.measures import *  # noqa: F403 -- its __all__ says which

__all__ = [
    "CAPITALS",
    "CONTEXTS",
    "EXAMPLES",
    "STATUSES",
    "SUPPORTS",
    "ZONES",
    "EgoNets",
    "EgonetDataError",
    "ParameterError",
    "Problem",
    "clique",
    "combine",
    "example",
    "examples",
    "files",
    "measures",
    "parameters",
    "star",
]
__all__ += measures.__all__
__all__ += files.__all__

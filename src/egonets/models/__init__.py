"""Models of support effects: small, transparent, each in a module of its own.

Every model takes its numbers from ``parameters.csv``; :class:`Parameters` holds those of one model, with overrides.
What a model shows it shows *in this model, with these parameters*: none of them says what happens to people.
"""

from egonets._parameters import ParameterError, Parameters, parameters
from egonets.models import (
    anchors,
    evidence_arithmetic,
    experiments,
    interventions,
    job_leads,
    moving_away,
    pathways,
    recovery,
    relation_bank,
    risk,
    sensitivity,
    stress,
    sweeps,
    tie_dynamics,
    two_worlds,
)
from egonets.models._progress import progress_line

__all__ = [
    "ParameterError",
    "Parameters",
    "anchors",
    "evidence_arithmetic",
    "experiments",
    "interventions",
    "job_leads",
    "moving_away",
    "parameters",
    "pathways",
    "progress_line",
    "recovery",
    "relation_bank",
    "risk",
    "sensitivity",
    "stress",
    "sweeps",
    "tie_dynamics",
    "two_worlds",
]

"""Experiments with the weekly recovery model: compare scenarios, sweep a parameter, cut an arrow, switch a channel off.

All scenarios of an experiment are lived through by the same simulated people with the same luck (common random
numbers), so a difference between two scenarios is a difference person by person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import pandas as pd
from scipy import special

from egonets._parameters import ParameterError, Parameters, resolve
from egonets._tables import EgoNets
from egonets.models import recovery
from egonets.models._engine import settings
from egonets.models.interventions import Drop, Intervention, Replace

#: The loop from being alone to use, arrow by arrow, and the parameters whose zero cuts it.
ARROWS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "little company → loneliness": {"desired_belonging": 0},
        "loneliness → seeking the milieu": {"seek_loneliness": 0},
        "milieu → craving": {"cue_weight": 0},
        "craving → use": {"craving_weight": 0},
        "loneliness → use": {"loneliness_weight": 0},
    }
)

#: The ways in which a network reaches recovery in this model, and the parameters whose zero closes each.
CHANNELS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "support against stress": {"buffering": 0},
        "support as such": {"main_effect": 0},
        "belonging": {"loneliness_weight": 0, "seek_loneliness": 0},
        "identity": {"identity_weight": 0, "seek_identity": 0},
        "cues": {"craving_weight": 0},
    }
)


@dataclass(frozen=True, eq=False)
class Scenario:
    """Egonets, parameters that differ from the file, and what happens."""

    nets: EgoNets
    parameters: Mapping[str, float] = field(default_factory=dict)
    interventions: Sequence[Intervention] = ()


def compare(
    scenarios: Mapping[str, Scenario], parameters: Parameters | Mapping[str, float] | None = None, *, seed: int = 1
) -> pd.DataFrame:
    """Outcomes of scenarios side by side, and their difference from the first one, person by person.

    Parameters
    ----------
    scenarios
        By name; all must have the same number of egonets, which are compared in their order.
    parameters
        Parameters for all scenarios; a scenario's own come on top.
    seed
        Of the draws that all scenarios share.

    Returns
    -------
    DataFrame
        Columns ``scenario``, ``ego``, those of :func:`recovery.outcomes`, and ``difference`` in the share abstinent
        from the first scenario, with the 95 % Monte Carlo interval ``difference_low`` to ``difference_high``, and
        ``well_being_difference``.

    Examples
    --------
    >>> from egonets import example
    >>> from egonets.models.experiments import Scenario, compare
    >>> nets = example("home_alone")
    >>> pair = {"as is": Scenario(nets), "never lonely": Scenario(nets, {"desired_belonging": 0})}
    >>> table = compare(pair, {"people": 200})
    >>> bool(table["difference"][1] > 0)
    True
    """
    base = resolve("recovery", parameters)
    runs = {
        name: recovery.simulate(each.nets, base.but(**each.parameters), interventions=each.interventions, seed=seed)
        for name, each in scenarios.items()
    }
    first = next(iter(runs.values()))
    if any(run.returned.shape != first.returned.shape for run in runs.values()):
        raise ParameterError("recovery", ["all scenarios must have as many egonets and people as the first."])
    tables = [
        recovery.outcomes(run).assign(scenario=name, **_differences(run, first)).reset_index()
        for name, run in runs.items()
    ]
    table = pd.concat(tables, ignore_index=True)
    return table[["scenario", *(column for column in table if column != "scenario")]]


def _differences(
    run: recovery.Recovery, first: recovery.Recovery
) -> dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    by_person = (run.returned == 0) * 1.0 - (first.returned == 0)
    mean = by_person.mean(axis=1)
    margin = special.ndtri(1 - recovery.OUTSIDE / 2) * by_person.std(axis=1) / np.sqrt(run.people)
    return {
        "difference": mean,
        "difference_low": mean - margin,
        "difference_high": mean + margin,
        "well_being_difference": (run.well_being - first.well_being).mean(axis=1),
    }


def sweep(
    nets: EgoNets,
    name: str,
    values: Iterable[float],
    parameters: Parameters | Mapping[str, float] | None = None,
    *,
    interventions: Sequence[Intervention] = (),
    seed: int = 1,
) -> pd.DataFrame:
    """Outcomes for one parameter at several values.

    Returns
    -------
    DataFrame
        Columns ``value``, ``ego`` and those of :func:`recovery.outcomes`.
    """
    base = resolve("recovery", parameters)
    tables = []
    for value in values:
        run = recovery.simulate(nets, base.but(**{name: value}), interventions=interventions, seed=seed)
        tables.append(recovery.outcomes(run).assign(value=value).reset_index())
    table = pd.concat(tables, ignore_index=True)
    return table[["value", *(column for column in table if column != "value")]]


def cut_arrows(
    nets: EgoNets, parameters: Parameters | Mapping[str, float] | None = None, *, seed: int = 1
) -> pd.DataFrame:
    """The loop loneliness → milieu → use with each of :data:`ARROWS` cut, and with all, as :func:`compare`."""
    everything = {name: value for cut in ARROWS.values() for name, value in cut.items()}
    cuts = {"nothing cut": {}, **ARROWS, "all cut": everything}
    return compare({name: Scenario(nets, cut) for name, cut in cuts.items()}, parameters, seed=seed)


def channels(
    without: Scenario, having: Scenario, parameters: Parameters | Mapping[str, float] | None = None, *, seed: int = 1
) -> pd.DataFrame:
    """Through which channels a difference in networks works: all open, each closed, each open alone, all closed.

    Parameters
    ----------
    without, having
        Two scenarios, such as home alone, and home alone with a team; their egonets are compared in their order.
    parameters, seed
        As in :func:`compare`.

    Returns
    -------
    DataFrame
        Columns ``open`` (``all``, ``all but …``, ``only …``, ``none``), ``ego``, ``difference``, ``difference_low``,
        ``difference_high`` and ``well_being_difference``: what having the one network instead of the other changes.
    """
    closed = {name: value for each in CHANNELS.values() for name, value in each.items()}
    openings: dict[str, Mapping[str, float]] = {"all": {}}
    openings |= {f"all but {name}": each for name, each in CHANNELS.items()}
    openings |= {
        f"only {name}": {key: value for key, value in closed.items() if key not in each}
        for name, each in CHANNELS.items()
    }
    base = resolve("recovery", parameters)
    tables = []
    for name, shut in (openings | {"none": closed}).items():
        pair = compare({"without": without, "having": having}, base.but(**shut), seed=seed)
        tables.append(pair[pair["scenario"] == "having"].assign(open=name))
    columns = ["open", "ego", "difference", "difference_low", "difference_high", "well_being_difference"]
    return pd.concat(tables, ignore_index=True)[columns]


def two_faced_tie(
    nets: EgoNets,
    cue_weights: Iterable[float],
    parameters: Parameters | Mapping[str, float] | None = None,
    *,
    week: int = 1,
    seed: int = 1,
) -> pd.DataFrame:
    """What ties to people who use are worth, at several cue weights: kept, dropped, or replaced.

    A tie to a person who uses gives support and belonging, and brings cues. *Replaced* means: as many new ties of
    the same strength, zone and support to people who do not use.

    Returns
    -------
    DataFrame
        Columns ``cue_weight``, then those of :func:`compare` with the scenarios ``kept``, ``dropped`` and
        ``replaced``; ``difference`` is the change from ``kept``.
    """
    using = {"status": "uses"}
    alters = nets.alters
    if len(nets) != 1 or not (alters["status"] == "uses").any():
        raise ParameterError("recovery", ["this question needs one egonet with at least one alter who uses."])
    others = alters[alters["status"] == "uses"].assign(status="does_not_use", contact=1.0)
    others["alter"] = [f"in place of {alter}" for alter in others["alter"]]
    base = resolve("recovery", parameters)
    scenarios = {
        "kept": Scenario(nets),
        "dropped": Scenario(nets, interventions=(Drop(week, using),)),
        "replaced": Scenario(nets, interventions=(Replace(week, using, others),)),
    }
    tables = [
        compare(scenarios, base.but(cue_weight=value), seed=seed).assign(cue_weight=value) for value in cue_weights
    ]
    table = pd.concat(tables, ignore_index=True)
    return table[["cue_weight", *(column for column in table if column != "cue_weight")]]


def sign_change(table: pd.DataFrame, x: str, y: str = "difference") -> float:
    """Where a column first changes its sign, between two rows in a straight line; NaN if it never does."""
    ordered = table.sort_values(x)
    at, value = ordered[x].to_numpy(dtype=float), ordered[y].to_numpy(dtype=float)
    changes = np.flatnonzero(np.sign(value[:-1]) * np.sign(value[1:]) < 0)
    if not len(changes):
        return float("nan")
    i = int(changes[0])
    return float(at[i] - value[i] * (at[i + 1] - at[i]) / (value[i + 1] - value[i]))


def hazard_surface(
    efforts: Iterable[float],
    coverages: Iterable[float],
    parameters: Parameters | Mapping[str, float] | None = None,
    *,
    loneliness: float = 0,
) -> pd.DataFrame:
    """The weekly hazard by own effort and by support, in the first week and with everything else at 0.

    Returns
    -------
    DataFrame
        Columns ``effort``, ``coverage``, ``hazard``. Above 0, the parameter ``effort_support`` makes effort and
        support complements; below 0 substitutes: an assumption, not a finding.
    """
    from egonets.models import equations

    p = settings(resolve("recovery", parameters))
    rows = []
    for effort in efforts:
        for coverage in coverages:
            log = equations.log_hazard(p._replace(effort=effort), 0.0, loneliness, 0.0, 0.0, coverage, 0.0, 0.0)
            rows.append({"effort": effort, "coverage": coverage, "hazard": equations.chance_of_return(log)})
    return pd.DataFrame(rows)

"""The weekly model over every combination of some parameter values, as one tidy table.

Every combination is lived through by the same simulated people with the same luck.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

import pandas as pd

from egonets._parameters import ParameterError, Parameters, resolve
from egonets._tables import EgoNets
from egonets.models import experiments, recovery, risk
from egonets.models.experiments import Scenario
from egonets.models.interventions import Intervention


def compare_over(
    scenarios: Mapping[str, Scenario],
    given: Parameters | Mapping[str, float] | None = None,
    *,
    seed: int = 1,
    **values: Iterable[float],
) -> pd.DataFrame:
    """Scenarios side by side, at every combination of some parameter values.

    Parameters
    ----------
    scenarios, given, seed
        As in :func:`experiments.compare`.
    **values
        Parameters of the weekly model by name, each with the values it takes.

    Returns
    -------
    DataFrame
        One column per swept parameter, then those of :func:`experiments.compare`, and ``gain``: the difference from
        the first scenario in the share still abstinent, in percentage points.

    Raises
    ------
    ParameterError
        If nothing is swept, or for a name or a value that the model does not accept.

    Examples
    --------
    >>> from egonets import example
    >>> from egonets.models import sweeps
    >>> from egonets.models.experiments import Scenario
    >>> nets = example("home_alone")
    >>> pair = {"as it is": Scenario(nets), "never lonely": Scenario(nets, {"desired_belonging": 0})}
    >>> table = sweeps.compare_over(pair, {"people": 50, "weeks": 10}, cue_weight=[0, 1], talk=[0, 0.5])
    >>> table.shape[0], list(table.columns[:3])
    (8, ['cue_weight', 'talk', 'scenario'])
    """
    base = resolve("recovery", given)
    tables = [
        experiments.compare(scenarios, base.but(**place), seed=seed).assign(**place) for place in _combinations(values)
    ]
    table = pd.concat(tables, ignore_index=True)
    table = table.assign(gain=100 * table["difference"])
    return table[[*values, *(column for column in table if column not in values)]]


def weekly_means(
    nets: EgoNets,
    given: Parameters | Mapping[str, float] | None = None,
    *,
    interventions: Sequence[Intervention] = (),
    seed: int = 1,
    **values: Iterable[float],
) -> pd.DataFrame:
    """The average weekly states of simulated people, at every combination of some parameter values.

    Returns
    -------
    DataFrame
        One column per swept parameter, then ``ego``, ``week``, the means of the states of :func:`recovery.states`
        (``seeks`` becomes a share), and ``still_abstinent``, the mean hazard of those who have not returned to use.

    Examples
    --------
    >>> from egonets import example
    >>> from egonets.models import sweeps
    >>> table = sweeps.weekly_means(example("home_alone"), {"people": 100, "weeks": 3})
    >>> table["week"].tolist()
    [1, 2, 3]
    >>> bool(table["loneliness"].is_monotonic_increasing)
    True
    """
    base = resolve("recovery", given)
    tables = [
        _means(nets, base.but(**place), interventions, seed).assign(**place)
        for place in (_combinations(values) if values else [{}])
    ]
    table = pd.concat(tables, ignore_index=True)
    return table[[*values, *(column for column in table if column not in values)]]


def _means(nets: EgoNets, given: Parameters, interventions: Sequence[Intervention], seed: int) -> pd.DataFrame:
    result = recovery.simulate(nets, given, interventions=interventions, seed=seed, keep_states=True)
    states = recovery.states(result).groupby(["ego", "week"], sort=False).mean().drop(columns="person")
    hazards = risk.average_hazard(result).set_index(["ego", "week"])
    return states.assign(still_abstinent=hazards["still_abstinent"]).reset_index()


def _combinations(values: Mapping[str, Iterable[float]]) -> Iterator[dict[str, float]]:
    if not values:
        raise ParameterError("recovery", ["nothing is swept; give a parameter by name, with the values it takes."])
    for place in product(*(list(each) for each in values.values())):
        yield {name: float(value) for name, value in zip(values, place, strict=True)}

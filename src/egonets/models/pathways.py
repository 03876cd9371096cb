r"""Paths by which support may reach health: a linear path model with stated weights.

Each arrow says how many standard deviations its target rises when its source rises by one, all else equal. The
effect along a path is the product of its arrows; the total effect is the sum over all paths, and equals the element of

.. math:: (I - A)^{-1} - I

where :math:`A` holds the arrows. Nothing is estimated: the weights are stated, so that a reader can state others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from egonets._parameters import ParameterError, Parameters, resolve

Float64Array = npt.NDArray[np.float64]

MODEL = "pathways"

#: Arrows of the five pathways; the weight of ``support → lifestyle`` is the parameter ``support_lifestyle``.
FIVE = (
    ("support", "lifestyle"),
    ("support", "help"),
    ("support", "strains"),
    ("support", "distress"),
    ("support", "body"),
    ("strains", "distress"),
    ("distress", "body"),
    ("lifestyle", "health"),
    ("help", "health"),
    ("strains", "health"),
    ("distress", "health"),
    ("body", "health"),
)

#: Arrows of the chain from loneliness to use, with what may hide behind two of its links.
CHAIN = (
    ("loneliness", "depression"),
    ("depression", "use"),
    ("loneliness", "use"),
    ("hidden", "depression"),
    ("hidden", "use"),
)


def five_pathways(parameters: Parameters | Mapping[str, float] | None = None) -> pd.DataFrame:
    """The five pathways from support to health, with two arrows between them, as a table of arrows.

    Lifestyle, help from services, strains of work, housing and money, psychological distress, and strain of the body.

    Returns
    -------
    DataFrame
        Columns ``source``, ``target``, ``weight``.
    """
    return _arrows(FIVE, parameters)


def loneliness_chain(parameters: Parameters | Mapping[str, float] | None = None) -> pd.DataFrame:
    """The chain loneliness → depression → use, with a direct arrow and a hidden common cause, as a table of arrows."""
    return _arrows(CHAIN, parameters)


def _arrows(arrows: tuple[tuple[str, str], ...], parameters: Parameters | Mapping[str, float] | None) -> pd.DataFrame:
    p = resolve(MODEL, parameters)
    rows = [{"source": source, "target": target, "weight": p[f"{source}_{target}"]} for source, target in arrows]
    return pd.DataFrame(rows)


def total_effect(arrows: pd.DataFrame, source: str, target: str) -> float:
    r"""The total effect of one variable on another: an element of :math:`(I - A)^{-1} - I`.

    Examples
    --------
    >>> import pandas as pd
    >>> from egonets.models import pathways
    >>> arrows = pd.DataFrame({"source": ["a", "a", "b"], "target": ["b", "c", "c"], "weight": [0.5, 0.1, 0.4]})
    >>> round(pathways.total_effect(arrows, "a", "c"), 3)
    0.3
    """
    names = _names(arrows)
    effects = _total(_matrix(arrows, names))
    return float(effects[names.index(target), names.index(source)])


def paths(arrows: pd.DataFrame, source: str, target: str) -> pd.DataFrame:
    """Every path from one variable to another, with the product of its arrows; their sum is the total effect.

    Returns
    -------
    DataFrame
        Columns ``path`` (names joined by arrows), ``through`` (the variable before the target; the source itself for
        the direct arrow) and ``effect``, the strongest first.
    """
    _total(_matrix(arrows, _names(arrows)))
    rows = [
        {"path": " → ".join(names), "through": names[-2], "effect": effect}
        for names, effect in _walk(arrows, [source], target, 1.0)
    ]
    table = pd.DataFrame(rows, columns=["path", "through", "effect"])
    return table.sort_values("effect", key=abs, ascending=False, kind="stable").reset_index(drop=True)


def _walk(arrows: pd.DataFrame, names: list[str], target: str, effect: float) -> Iterator[tuple[list[str], float]]:
    for source, end, weight in arrows[["source", "target", "weight"]].to_numpy():
        if source == names[-1]:
            if end == target:
                yield [*names, end], effect * weight
            yield from _walk(arrows, [*names, end], target, effect * weight)


def apparent_chain(arrows: pd.DataFrame, exposure: str, mediator: str, outcome: str) -> pd.DataFrame:
    r"""The chain exposure → mediator → outcome as it is, and as two regressions see it that do not know what is
    hidden.

    From the covariances that the arrows imply (every variable with a disturbance of variance 1), the mediator is
    regressed on the exposure, and the outcome on both. The product of the two coefficients is the indirect effect
    only if nothing hidden acts on mediator and outcome.

    Returns
    -------
    DataFrame
        Indexed by ``indirect``, ``direct``, ``total``; columns ``true`` and ``apparent``.
    """
    names = _names(arrows)
    weights, covariance = _matrix(arrows, names), _covariance(_matrix(arrows, names))
    x, m, y = (names.index(name) for name in (exposure, mediator, outcome))
    first = covariance[m, x] / covariance[x, x]
    direct, second = np.linalg.solve(covariance[np.ix_([x, m], [x, m])], covariance[[x, m], y])
    table = {"true": [weights[m, x] * weights[y, m], weights[y, x]], "apparent": [first * second, direct]}
    columns = {name: [*parts, sum(parts)] for name, parts in table.items()}
    return pd.DataFrame(columns, index=["indirect", "direct", "total"])


def _names(arrows: pd.DataFrame) -> list[str]:
    return list(dict.fromkeys([*arrows["source"], *arrows["target"]]))


def _matrix(arrows: pd.DataFrame, names: list[str]) -> Float64Array:
    matrix = np.zeros((len(names), len(names)))
    for source, target, weight in arrows[["source", "target", "weight"]].to_numpy():
        matrix[names.index(target), names.index(source)] += weight
    return matrix


def _total(matrix: Float64Array) -> Float64Array:
    there = (matrix != 0).astype(float)
    if np.linalg.matrix_power(there, len(matrix)).any():
        raise ParameterError(MODEL, ["the arrows run in a circle; a path model needs an order."])
    identity = np.eye(len(matrix))
    return np.asarray(np.linalg.inv(identity - matrix) - identity, dtype=np.float64)


def _covariance(matrix: Float64Array) -> Float64Array:
    spread = _total(matrix) + np.eye(len(matrix))
    return spread @ spread.T

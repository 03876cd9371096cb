"""Egonets to learn with: five made-up ones, and two shapes with known answers."""

from __future__ import annotations

from importlib.resources import files
from itertools import combinations

import pandas as pd

from egonets._tables import EgoNets

#: From the poorest to the richest in help; the order of every figure that shows all five.
EXAMPLES = ("home_alone", "using_circle", "family_only", "street_team", "diverse")


def example(name: str) -> EgoNets:
    """One of the five made-up egonets.

    Parameters
    ----------
    name
        ``"home_alone"``, ``"using_circle"``, ``"family_only"``, ``"street_team"`` or ``"diverse"``.

    Returns
    -------
    EgoNets
        One ego, whose id is the name. Nobody's data: every person in it is made up.

    Raises
    ------
    ValueError
        For any other name.

    Examples
    --------
    >>> from egonets import example
    >>> team = example("street_team")
    >>> len(team.alters), len(team.ties)
    (13, 34)
    """
    if name not in EXAMPLES:
        raise ValueError(f"There is no example {name!r}. Choose one of {', '.join(EXAMPLES)}.")
    return EgoNets(*(_table(name, table) for table in ("egos", "alters", "ties")))


def examples() -> EgoNets:
    """All five made-up egonets in one object, in the order of :data:`EXAMPLES`.

    Examples
    --------
    >>> from egonets import examples
    >>> list(examples().ego_ids)
    ['home_alone', 'using_circle', 'family_only', 'street_team', 'diverse']
    """
    tables = ([_table(name, table) for name in EXAMPLES] for table in ("egos", "alters", "ties"))
    return EgoNets(*(pd.concat(parts, ignore_index=True) for parts in tables))


def _table(name: str, table: str) -> pd.DataFrame:
    path = files("egonets") / "data" / name.replace("_", "-") / f"{table}.csv"
    with path.open(encoding="utf-8") as file:
        return pd.read_csv(file)


def star(alters: int) -> EgoNets:
    """One ego whose alters do not know each other.

    Parameters
    ----------
    alters
        How many, from 0. Their ids are 0, 1, 2, …; the ego's id is ``"ego"``.

    Examples
    --------
    >>> from egonets import star
    >>> len(star(8).alters), len(star(8).ties)
    (8, 0)
    """
    return _one_ego(alters, [])


def clique(alters: int) -> EgoNets:
    """One ego whose alters all know each other.

    Parameters
    ----------
    alters
        How many, from 0. Their ids are 0, 1, 2, …; the ego's id is ``"ego"``.

    Examples
    --------
    >>> from egonets import clique
    >>> len(clique(8).alters), len(clique(8).ties)
    (8, 28)
    """
    return _one_ego(alters, list(combinations(range(alters), 2)))


def _one_ego(alters: int, pairs: list[tuple[int, int]]) -> EgoNets:
    if alters < 0:
        raise ValueError(f"An ego cannot have {alters} alters. Give a number from 0.")
    ties = pd.DataFrame(pairs, columns=["source", "target"])
    return EgoNets(
        pd.DataFrame({"ego": ["ego"]}),
        pd.DataFrame({"ego": "ego", "alter": range(alters)}),
        ties.assign(ego="ego"),
    )

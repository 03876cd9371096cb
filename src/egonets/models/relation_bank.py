r"""The relation bank: favours given are deposits, help asked for is a withdrawal, and each zone has a credit limit.

A favour for alter j raises the balance :math:`b_j`, a help granted lowers it, and every week a part is forgotten.
Help is granted as long as the balance after it stays within the credit limit :math:`K_z` of the alter's zone:

.. math:: b_j \leftarrow \rho\, b_j + d \cdot \text{given}_j - c \cdot \text{granted}_j, \qquad
          \text{granted only if } b_j - c \ge -K_z
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from egonets._parameters import ParameterError, Parameters, resolve
from egonets._words import ZONES

MODEL = "relation_bank"

#: What can happen between ego and an alter.
ACTS = ("gives", "asks")


def ledger(favours: pd.DataFrame, parameters: Parameters | Mapping[str, float] | None = None) -> pd.DataFrame:
    """Every favour in its turn: the balance before, whether help was granted, the balance after.

    Parameters
    ----------
    favours
        Columns ``week`` (whole, from 1), ``alter``, ``zone`` and ``act``: ``gives`` (ego does the alter a favour) or
        ``asks`` (ego asks for help). Taken week by week, within a week in the order of the rows.
    parameters
        Parameters of the model ``relation_bank``, or those that differ from the file.

    Returns
    -------
    DataFrame
        The rows of ``favours`` in their turn, with ``before``, ``granted`` (True for favours given), ``after`` and
        ``limit`` (the balance that the zone allows, negative).

    Raises
    ------
    ParameterError
        For an unknown act or zone, a week before the first, or an alter in two zones.

    Examples
    --------
    >>> import pandas as pd
    >>> from egonets.models import relation_bank
    >>> asked = pd.DataFrame({"week": [1, 2, 3], "alter": "neighbour", "zone": "effective", "act": "asks"})
    >>> relation_bank.ledger(asked)["granted"].tolist()
    [True, True, False]
    """
    from egonets.models.equations import willing

    p = resolve(MODEL, parameters)
    _check(favours)
    balance, last = dict.fromkeys(favours["alter"], p.balance_start), dict.fromkeys(favours["alter"], 1)
    rows = []
    for favour in favours.sort_values("week", kind="stable").to_dict("records"):
        alter, credit = favour["alter"], p[f"credit_{favour['zone']}"]
        before = balance[alter] * p.balance_memory ** (favour["week"] - last[alter])
        gives = favour["act"] == "gives"
        granted = gives or bool(willing(before, p.cost, credit))
        after = before + (p.deposit if gives else -p.cost if granted else 0)
        balance[alter], last[alter] = after, favour["week"]
        rows.append({**favour, "before": before, "granted": granted, "after": after, "limit": -credit})
    return pd.DataFrame(rows, columns=[*favours.columns, "before", "granted", "after", "limit"])


def _check(favours: pd.DataFrame) -> None:
    absent = [column for column in ("week", "alter", "zone", "act") if column not in favours]
    if absent:
        raise ParameterError(MODEL, [f"the favours have no column {name!r}." for name in absent])
    problems = [
        f"{column} is {value!r} in {count} of {len(favours)} favours, but must be one of {', '.join(known)}."
        for column, known in (("act", ACTS), ("zone", ZONES))
        for value, count in favours.loc[~favours[column].isin(known), column].value_counts(dropna=False).items()
    ]
    early = ~(favours["week"] >= 1) | (favours["week"] % 1 != 0)
    if early.any():
        problems.append(f"the week is no whole number from 1 in {early.sum()} of {len(favours)} favours.")
    zones = favours.groupby("alter")["zone"].nunique()
    problems += [f"the alter {alter!r} stands in {count} zones." for alter, count in zones[zones > 1].items()]
    if problems:
        raise ParameterError(MODEL, problems)


def balances(
    favours: pd.DataFrame, weeks: int | None = None, parameters: Parameters | Mapping[str, float] | None = None
) -> pd.DataFrame:
    """The balance with each alter at the end of each week: lines to be drawn above their credit limits.

    Parameters
    ----------
    favours
        As in :func:`ledger`.
    weeks
        How many; to the last favour if left out.
    parameters
        As in :func:`ledger`.

    Returns
    -------
    DataFrame
        Columns ``alter``, ``zone``, ``week`` (from 0, the start), ``balance``, ``limit`` and ``willing`` (whether a
        help would be granted).
    """
    p = resolve(MODEL, parameters)
    entries = ledger(favours, p)
    horizon = range(int(entries["week"].max() if weeks is None else weeks) + 1)
    lines = []
    for alter, mine in entries.groupby("alter", sort=False):
        ends, balance = mine.groupby("week")["after"].last(), p.balance_start
        zone, limit = mine["zone"].iloc[0], mine["limit"].iloc[0]
        for week in horizon:
            # the first week's favours meet the balance that the file starts with
            balance = float(ends[week]) if week in ends.index else balance * p.balance_memory ** (week > 1)
            line = {"alter": alter, "zone": zone, "week": week, "balance": balance, "limit": limit}
            lines.append(line | {"willing": balance - p.cost >= limit})
    return pd.DataFrame(lines)


def same_requests(
    alters: Mapping[str, str], parameters: Parameters | Mapping[str, float] | None = None
) -> pd.DataFrame:
    """Favours in which ego asks every alter as often, and never gives.

    Parameters
    ----------
    alters
        The zone of each, such as ``{"grandfather": "primary", "neighbour": "effective"}``.
    parameters
        ``ask_every`` is the number of weeks from one request to the next, ``weeks`` the horizon.
    """
    p = resolve(MODEL, parameters)
    weeks = range(p.whole("ask_every"), p.whole("weeks") + 1, p.whole("ask_every"))
    rows = [
        {"week": week, "alter": alter, "zone": zone, "act": "asks"} for week in weeks for alter, zone in alters.items()
    ]
    return pd.DataFrame(rows, columns=["week", "alter", "zone", "act"])


def first_refusal(entries: pd.DataFrame) -> pd.Series[float]:
    """The week in which each alter first refuses; NaN for those who never do.

    Parameters
    ----------
    entries
        What :func:`ledger` returned.
    """
    refused = entries[~entries["granted"].astype(bool)].groupby("alter", sort=False)["week"].min()
    return refused.reindex(entries["alter"].unique()).astype(float).rename("first_refusal")


def given_and_received(entries: pd.DataFrame) -> pd.DataFrame:
    """What was given to and received from each zone: columns ``given``, ``received``, ``refused``, indexed by zone."""
    gives, granted = entries["act"] == "gives", entries["granted"].astype(bool)
    counts = pd.DataFrame({"zone": entries["zone"], "given": gives, "received": ~gives & granted, "refused": ~granted})
    return counts.groupby("zone")[["given", "received", "refused"]].sum().reindex(ZONES, fill_value=0)


def help_by_deposits(
    deposits: Iterable[int],
    requests: int,
    zone: str = "effective",
    parameters: Parameters | Mapping[str, float] | None = None,
) -> pd.DataFrame:
    """Help granted in a crisis after more or fewer favours given: a request every week, directly after the deposits.

    Returns
    -------
    DataFrame
        Columns ``deposits`` and ``granted``; ``granted`` never falls when deposits rise.
    """
    rows = []
    for number in deposits:
        favours = [("gives", 1)] * number + [("asks", 1 + week) for week in range(requests)]
        table = pd.DataFrame(favours, columns=["act", "week"]).assign(alter="alter", zone=zone)
        entries = ledger(table, parameters)
        rows.append({"deposits": number, "granted": int(entries.loc[entries["act"] == "asks", "granted"].sum())})
    return pd.DataFrame(rows, columns=["deposits", "granted"])

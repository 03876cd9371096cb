"""What exports of EgoWeb and of its forerunner EgoNet share: rows of alters that repeat their ego, rows of pairs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from egonets._frames import Mask
from egonets.files._answers import NO_TIE, weigh
from egonets.files._assemble import assemble, no_rows
from egonets.files._options import ReadOptions
from egonets.files._raw import Raw, plain_ids, plainly, stacked, with_each_text
from egonets.files._report import Reading
from egonets.files._text import file_error

#: What EgoWeb and EgoNet write for refused, don't know, logical skip and not yet answered, unless a study differs.
UNANSWERED = ("-1", "-2", "-3", "-4")

#: Columns of a file of pairs that are no answers, without blanks and capitals.
NO_ANSWERS = {f"alter{number}{what}" for number in (1, 2) for what in ("number", "name", "id")}


@dataclass(frozen=True, kw_only=True)
class PairRule:
    """Which question about a pair makes the tie, and what its answers mean."""

    tie: str | None = None
    no_tie: Collection[str] = NO_TIE
    weights: Mapping[str, float] | None = None


def from_interviews(
    alters: Raw,
    pairs: Raw | None,
    egos: Raw | None,
    *,
    ego: str,
    rule: PairRule,
    unanswered: Collection[str],
    options: ReadOptions,
) -> Reading:
    """Egonets from a table of alters with their ego's answers before them, a table of pairs and one of egos."""
    unanswered = frozenset(unanswered)
    given = [raw for raw in (alters, pairs, egos) if raw is not None]
    for raw in given:
        raw.frame = with_each_text(raw.frame, lambda cell: None if cell in unanswered else cell)
        raw.frame = raw.frame.rename(columns={raw.column(ego, key="ego"): "ego"})
        raw.check_names()
    for raw, ids in zip(given, plain_ids([raw.frame["ego"] for raw in given]), strict=True):
        raw.frame["ego"] = ids
    number = alters.column("Alter number")
    before = list(alters.frame.columns).index(number)
    about_ego = [name for name in alters.frame.columns[:before] if name != "ego"]
    about_alter = [name for name in alters.frame.columns[before + 1 :] if name != "ego"]
    ties = no_rows("ties") if pairs is None else _ties(pairs, rule, options)
    raws = {
        "egos": _egos(alters.part({name: name for name in ["ego", *about_ego]}), egos),
        "alters": _alters(alters.part({"ego": "ego", number: "alter"} | {name: name for name in about_alter})),
        "ties": ties,
    }
    return assemble(raws, options)


def _egos(rows: Raw, egos: Raw | None) -> Raw:
    """The first row of each ego, after what the ego-level file knows."""
    every = rows if egos is None else stacked([egos, rows])
    again = every.frame["ego"].duplicated() & every.frame["ego"].notna()
    every.drop(np.asarray(again, dtype=bool), "ego is in a row above")
    return every


def _alters(rows: Raw) -> Raw:
    """Rows that name somebody; an ego who named nobody has a row too."""
    rows.drop(_nobody(rows), "no alter named")
    return rows


def _nobody(rows: Raw) -> Mask:
    """Alter number 0 or none, a name that is empty, or nothing at all after the number."""
    about = [name for name in rows.frame.columns if name not in {"ego", "alter"}]
    nobody = rows.frame["alter"].isna() | rows.frame["alter"].isin(["0", "0.0"])
    for name in about:
        if plainly(name) == "altername":
            nobody |= rows.frame[name].isna()
    if about:
        nobody |= rows.frame[about].isna().all(axis=1)
    return np.asarray(nobody, dtype=bool)


def _ties(pairs: Raw, rule: PairRule, options: ReadOptions) -> Raw:
    """Pairs that are tied, with the weight of the answer."""
    ends = {pairs.column("Alter 1 number"): "source", pairs.column("Alter 2 number"): "target"}
    first = max(list(pairs.frame.columns).index(name) for name in ends)
    answers = [name for name in pairs.frame.columns[first + 1 :] if plainly(name) not in NO_ANSWERS | {"ego"}]
    if rule.tie is None and len(answers) != 1:
        says = f"there are {len(answers)} questions about pairs: {', '.join(map(repr, answers)) or 'none'}"
        raise file_error("which_tie", pairs.name, says, "Say with tie= which one makes the tie.")
    answer = answers[0] if rule.tie is None else pairs.column(rule.tie, key="tie")
    others = {name: name for name in answers if name != answer}
    ties = pairs.part({"ego": "ego"} | ends | others)
    ties.frame["the answer"] = pairs.frame[answer]
    weigh(ties, "the answer", no_tie=rule.no_tie, weights=rule.weights, unanswered=options.missing)
    ties.frame = ties.frame.drop(columns="the answer")
    return ties

"""From raw tables to egonets and a report in which every row is accounted for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from egonets._errors import EgonetDataError, Problem
from egonets._ids import ALTER_COLUMNS, EGO_COLUMNS, problems_by_row
from egonets._tables import EgoNets
from egonets._values import as_floats
from egonets._words import KEYS
from egonets.files._options import ReadOptions
from egonets.files._raw import Raw, one_kind_of_ids, typed
from egonets.files._report import Reading, ReadReport, TableReport

#: What to call rows that were left out for a problem, by its code.
REASONS = {
    "missing_id": "id is missing",
    "id_type": "id is neither text nor a whole number",
    "mixed_ids": "id is of another type than the others",
    "duplicate_ego": "ego is there already",
    "unknown_ego": "ego is not among the egos",
    "duplicate_alter": "alter is there already",
    "unknown_alter": "alter is not among the alters of its ego",
    "self_tie": "alter has a tie to itself",
    "out_of_range": "a value is out of range",
    "not_a_number": "a value is not a number",
    "unknown_category": "a word is not known",
    "tie_weight": "weight is not a number above 0",
}


def assemble(raws: Mapping[str, Raw], options: ReadOptions) -> Reading:
    """Egonets from raw tables whose key columns have their names already."""
    for raw in raws.values():
        raw.check_names()
    frames = {table: typed(raw, table, KEYS[table], options) for table, raw in raws.items()}
    for places in (EGO_COLUMNS, ALTER_COLUMNS):
        same = one_kind_of_ids([raws[table].frame[column] for table, column in places])
        for (table, column), ids in zip(places, same, strict=True):
            frames[table][column] = ids
    for table, frame in frames.items():
        raws[table].frame = frame
    _drop_no_ties(raws["ties"])
    nets = _checked(raws, options)
    return Reading(_pseudonymous(nets) if options.pseudonyms else nets, _report(nets, raws, options))


def _drop_no_ties(ties: Raw) -> None:
    """Rows that say that there is no tie."""
    if "weight" in ties.frame.columns:
        ties.drop(as_floats(ties.frame["weight"]) == 0, "no tie: weight 0")


def _checked(raws: Mapping[str, Raw], options: ReadOptions) -> EgoNets:
    """Egonets, after rows with problems were left out if that was asked for."""
    while True:
        try:
            return EgoNets(*(raws[table].frame for table in KEYS))
        except EgonetDataError as error:
            bad = problems_by_row(error.problems)
            if not options.drop_problems or not bad:
                raise EgonetDataError(_placed(problem, raws) for problem in error.problems) from None
        # Once more: without an ego its alters are unknown, without an alter its ties are.
        for table, raw in raws.items():
            _drop_bad(raw, {row: problem for (where, row), problem in bad.items() if where == table})


def _drop_bad(raw: Raw, bad: Mapping[int, Problem]) -> None:
    """Leave out the rows with a problem, reason by reason."""
    reasons = pd.Series({row: REASONS.get(problem.code, problem.code) for row, problem in bad.items()}, dtype=object)
    by_row = reasons.reindex(range(len(raw.frame)))
    for reason in dict.fromkeys(reasons):
        rows = np.asarray(by_row == reason, dtype=bool)
        raw.drop(rows, str(reason))
        by_row = by_row[~rows].reset_index(drop=True)


def _placed(problem: Problem, raws: Mapping[str, Raw]) -> Problem:
    """A problem with the file and line that it comes from."""
    raw = raws[problem.table]
    if problem.row is not None:
        return replace(problem, file=str(raw.file[problem.row]), line=int(raw.line[problem.row]))
    return replace(problem, file=str(raw.file[0])) if len(raw.file) else problem


def _report(nets: EgoNets, raws: Mapping[str, Raw], options: ReadOptions) -> ReadReport:
    kept = {"egos": len(nets), "alters": len(nets.alter_ego), "ties": len(nets.layer_source)}
    again = len(raws["ties"].frame) - kept["ties"]
    if again:
        raws["ties"].dropped["another row says the same tie"] += again
    tables = tuple(TableReport(table, raw.read, kept[table], dict(raw.dropped)) for table, raw in raws.items())
    notes = [note for raw in raws.values() for note in raw.notes]
    notes += [f"No file has the column {name!r} that the options name." for name in _not_there(raws, options)]
    if options.pseudonyms:
        notes += [
            f"{table} column {name!r} is different in every row: does it name people?" for table, name in _naming(raws)
        ]
    return ReadReport(tables, tuple(dict.fromkeys(notes)))


def _not_there(raws: Mapping[str, Raw], options: ReadOptions) -> list[str]:
    """Columns that were to be renamed, left out or recoded and that nobody has seen: a slip, and names may stay."""
    written = {name for raw in raws.values() for name in raw.header}
    made = {name for raw in raws.values() for name in raw.frame.columns}
    missing = [name for name in (*options.rename, *options.leave_out) if name not in written]
    return list(dict.fromkeys(missing + [name for name in options.recode if name not in written | made]))


def _naming(raws: Mapping[str, Raw]) -> list[tuple[str, str]]:
    """Columns of text that may be names, because no value occurs twice."""
    return [
        (table, name)
        for table in ("egos", "alters")
        for name in raws[table].frame.columns.difference(list(KEYS[table]), sort=False)
        if _is_naming(raws[table].frame[name].dropna())
    ]


def _is_naming(values: pd.Series[Any]) -> bool:
    return len(values) > 1 and bool(values.map(lambda value: isinstance(value, str)).all()) and values.is_unique


def _pseudonymous(nets: EgoNets) -> EgoNets:
    """The same egonets under other ids."""
    egos = np.array([f"ego-{number}" for number in range(1, len(nets) + 1)], dtype=object)
    within = np.arange(len(nets.alter_ego)) - nets.offsets[nets.alter_ego] + 1
    alters = np.array([f"alter-{number}" for number in within], dtype=object)
    ends = {"source": alters[nets.layer_source], "target": alters[nets.layer_target]}
    return EgoNets(
        nets.egos.assign(ego=egos),
        nets.alters.assign(ego=egos[nets.alter_ego], alter=alters),
        nets.layers.assign(ego=egos[nets.alter_ego[nets.layer_source]], **ends),
    )


def no_rows(table: str, note: str = "") -> Raw:
    """A table that no file tells of."""
    frame = pd.DataFrame({name: pd.Series([], dtype=object) for name in KEYS[table]})
    raw = Raw(frame, np.array([], dtype=object), np.array([], dtype=np.int64), 0)
    if note:
        raw.note(note)
    return raw

"""What a reader did: rows read, kept and dropped, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from egonets._display import markdown_table
from egonets._frames import with_text_as_objects
from egonets._tables import EgoNets


@dataclass(frozen=True)
class TableReport:
    """Rows of one table; those read are those kept and those dropped, always.

    Examples
    --------
    >>> import io
    >>> from egonets import read_three_files
    >>> alters = io.BytesIO(b"ego,alter\\n1,1\\n1,2\\n")
    >>> read_three_files(io.BytesIO(b"ego\\n1\\n"), alters).report["alters"].kept
    2
    """

    table: str  #: ``egos``, ``alters`` or ``ties``.
    read: int  #: Rows (or, in wide files, places for an alter or a tie) that were looked at.
    kept: int  #: Rows of the table that came of them.
    dropped: Mapping[str, int]  #: Reason, and how many rows.

    def __post_init__(self) -> None:
        if self.read != self.kept + sum(self.dropped.values()):
            raise AssertionError(f"{self.table}: {self.read} rows read, {self.kept} kept, dropped {self.dropped}")


@dataclass(frozen=True)
class ReadReport:
    """What a reader did with each table, and what else one should know.

    Examples
    --------
    >>> import networkx as nx
    >>> from egonets import read_networkx
    >>> print(read_networkx(nx.star_graph(3)).report)
    egos: 4 read, 4 kept
    alters: 6 read, 6 kept
    ties: 0 read, 0 kept
    """

    tables: tuple[TableReport, ...]  #: Egos, alters, ties.
    notes: tuple[str, ...] = ()  #: In full sentences.

    def __getitem__(self, table: str) -> TableReport:
        return next(one for one in self.tables if one.table == table)

    def to_frame(self) -> pd.DataFrame:
        """One row per table and reason; the reason of the first row of each table is empty: these were kept."""
        rows = [
            {"table": one.table, "read": one.read, "rows": rows, "reason": reason}
            for one in self.tables
            for reason, rows in {"": one.kept, **one.dropped}.items()
        ]
        return with_text_as_objects(pd.DataFrame(rows, columns=["table", "read", "rows", "reason"]))

    def __str__(self) -> str:
        return "\n".join([*(_sentence(one) for one in self.tables), *self.notes])

    def _repr_markdown_(self) -> str:
        return "\n\n".join([markdown_table(self.to_frame()), *self.notes])


def _sentence(one: TableReport) -> str:
    dropped = "".join(f", {rows:,} dropped ({reason})" for reason, rows in one.dropped.items())
    return f"{one.table}: {one.read:,} read, {one.kept:,} kept{dropped}"


class Reading(NamedTuple):
    """Egonets from files, and how they came about.

    Examples
    --------
    >>> import io
    >>> from egonets import read_three_files
    >>> nets, report = read_three_files(io.BytesIO(b"ego\\n1\\n2\\n"))
    >>> len(nets), report["egos"].read
    (2, 2)
    """

    nets: EgoNets
    report: ReadReport

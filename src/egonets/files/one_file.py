"""One wide file, one row per ego: places for alters side by side, then a column for each pair of them.

The layout of large social surveys, and of egor's ``onefile_to_egor``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from egonets._frames import Int64Array
from egonets.files._answers import NO_TIE, weigh
from egonets.files._assemble import assemble
from egonets.files._options import ReadOptions
from egonets.files._raw import Raw, as_values, raw_table
from egonets.files._report import Reading
from egonets.files._text import Source, file_error, read_sheet
from egonets.files.three_files import name_key

#: Columns like ``alter.sex.1``: what is asked, and of which alter.
ATTRIBUTES = r"alter[._](?P<column>.+)[._](?P<alter>[0-9]{1,6})"

#: Columns like ``X1.to.2``: which two alters.
PAIRS = r"X?(?P<source>[0-9]{1,6})[._ ]to[._ ](?P<target>[0-9]{1,6})"

#: Which column holds what of whom: alter number, name of the attribute, column.
Places = dict[int, dict[str, str]]


@dataclass(frozen=True, kw_only=True)
class Block:
    """Columns of alters, or of pairs, found by their place when their names do not tell.

    Examples
    --------
    >>> from egonets import Block
    >>> block = Block(first="V10", last="V19", alters=5, variable_wise=True, names=("sex", "strength"))
    """

    first: str  #: Name of the first column.
    last: str  #: Name of the last column.
    alters: int  #: For how many alters there is place.
    #: For attributes. False: all columns of alter 1, then all of alter 2. True: one attribute of all alters, then
    #: the next.
    variable_wise: bool = False
    #: Names for the attributes; left out: those of alter 1 without their number.
    names: tuple[str, ...] = ()


def read_one_file(
    source: Source,
    *,
    ego: str | None = None,
    attributes: str | Block = ATTRIBUTES,
    pairs: str | Block = PAIRS,
    size: str | None = None,
    no_tie: Collection[str] = NO_TIE,
    weights: Mapping[str, float] | None = None,
    options: ReadOptions | None = None,
) -> Reading:
    """Egonets from one wide file with a row per ego.

    Parameters
    ----------
    source
        Path, or open binary file.
    ego
        Column with the ego's id; left out: ``ego`` or ``egoID``.
    attributes
        Where the alters' columns are. A regular expression for their whole name with the groups ``column`` and
        ``alter`` (then it does not matter in which order they stand), or a :class:`Block`.
    pairs
        Where the pairs' columns are. A regular expression with the groups ``source`` and ``target``, or a
        :class:`Block`, whose columns are 1–2, 1–3, …, 2–3, ….
    size
        Column that says how many alters there are; left out: a place is an alter if any of its cells is filled.
    no_tie
        Answers about a pair that mean "no tie", besides 0.
    weights
        What each answer about a pair weighs; left out: numbers weigh what they say, words weigh 1.
    options
        Separator, decimal mark, encoding, names and words; see :class:`ReadOptions`.

    Returns
    -------
    Reading
        ``nets`` and ``report``. Alters are numbered as their places are. For alters and ties the report counts
        places, so empty ones appear among those dropped.

    Raises
    ------
    EgonetDataError
        With every problem, its file and its line.

    Examples
    --------
    >>> import io
    >>> from egonets import read_one_file
    >>> wide = b"egoID,alter.sex.1,alter.sex.2,X1.to.2\\n1,w,m,2\\n2,m,,\\n"
    >>> print(read_one_file(io.BytesIO(wide)).report)
    egos: 2 read, 2 kept
    alters: 4 read, 3 kept, 1 dropped (empty place)
    ties: 2 read, 1 kept, 1 dropped (pair not answered)
    """
    options = options or ReadOptions()
    raw = raw_table(read_sheet(source, options), options)
    name_key(raw, "ego", ego)
    places = _attribute_places(raw, attributes)
    columns = pair_places(raw, pairs)
    alters = _alters(raw, places, size, options)
    ties = pair_rows(raw, columns)
    weigh(ties, "answer", no_tie=no_tie, weights=weights, unanswered=options.missing)
    drop_ties_to_nobody(ties, alters)
    used = [name for of_alter in places.values() for name in of_alter.values()] + list(columns)
    return assemble({"egos": without(raw, used), "alters": alters, "ties": without(ties, ["answer"])}, options)


def _attribute_places(raw: Raw, attributes: str | Block) -> Places:
    """Which column tells what of which alter."""
    if isinstance(attributes, Block):
        return _block_places(raw, attributes)
    places: Places = {}
    for name, found in _matches(raw, attributes, ("column", "alter")):
        places.setdefault(int(found["alter"]), {})[found["column"]] = name
    return dict(sorted(places.items()))


def _matches(raw: Raw, pattern: str, groups: tuple[str, str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Columns whose whole name fits a pattern, and what its groups say."""
    compiled = re.compile(pattern)
    if not set(groups) <= set(compiled.groupindex):
        raise ValueError(f"The pattern {pattern!r} must have the groups {groups[0]!r} and {groups[1]!r}.")
    for name in raw.frame.columns:
        match = compiled.fullmatch(name)
        if match:
            yield name, match.groupdict()


def _block(raw: Raw, block: Block) -> list[str]:
    """Names of the columns from first to last."""
    there = list(raw.frame.columns)
    return there[there.index(raw.column(block.first)) : there.index(raw.column(block.last)) + 1]


def _block_places(raw: Raw, block: Block) -> Places:
    names = _block(raw, block)
    items, left = divmod(len(names), block.alters)
    if left or not items:
        says = f"{len(names)} columns from {block.first!r} to {block.last!r} cannot be shared by {block.alters} alters"
        raise file_error("block", raw.name, says, "Correct the first column, the last, or the number of alters.")
    grid = np.array(names, dtype=object).reshape((items, -1) if block.variable_wise else (-1, items))
    if block.variable_wise:
        grid = grid.T
    columns = list(block.names) or [re.sub(r"[._]?[0-9]+$", "", name) for name in grid[0]]
    if block.names and len(columns) != items:
        raise ValueError(f"{items} attributes need {items} names, not {len(columns)}.")
    if len(set(columns)) < items or not all(columns):
        columns = list(grid[0])
    return {number: dict(zip(columns, row, strict=True)) for number, row in enumerate(grid, start=1)}


def pair_places(raw: Raw, pairs: str | Block) -> dict[str, tuple[int, int]]:
    """Which column tells of which two alters."""
    if isinstance(pairs, str):
        found = _matches(raw, pairs, ("source", "target"))
        return {name: (int(ends["source"]), int(ends["target"])) for name, ends in found}
    names = _block(raw, pairs)
    ends = [(one, other) for one in range(1, pairs.alters + 1) for other in range(one + 1, pairs.alters + 1)]
    if len(names) != len(ends):
        says = f"{pairs.alters} alters make {len(ends)} pairs, but there are {len(names)} columns"
        raise file_error("block", raw.name, says, "Correct the first column, the last, or the number of alters.")
    return dict(zip(names, ends, strict=True))


def _alters(raw: Raw, places: Places, size: str | None, options: ReadOptions) -> Raw:
    """One row per ego and place, those that are empty dropped."""
    names = list(dict.fromkeys(name for columns in places.values() for name in columns))
    columns: dict[str, Any] = {
        options.rename.get(name, name): _interleaved(raw, [columns.get(name) for columns in places.values()])
        for name in names
    }
    clash = {"ego", "alter"} & set(columns)
    if len(columns) < len(names):
        raise file_error("duplicate_column", raw.name, "two attributes have one name", "Rename them apart.")
    if clash:
        says = f"the alters have an attribute called {sorted(clash)[0]!r}, the name of a key column"
        raise file_error("column_name", raw.name, says, "Rename it.")
    rows = np.repeat(np.arange(len(raw.frame)), len(places))
    number = np.tile(np.array(list(places), dtype=np.int64), len(raw.frame))
    keys = {"ego": raw.frame["ego"].to_numpy()[rows], "alter": number.astype(str).astype(object)}
    frame = pd.DataFrame({**keys, **columns}, dtype=object)
    alters = Raw(frame, raw.file[rows], raw.line[rows], len(rows), comma=raw.comma)
    filled = frame[list(columns)].notna() & ~frame[list(columns)].isin(list(options.missing))
    empty = ~filled.to_numpy(dtype=bool).any(axis=1)
    if size is None:
        alters.drop(np.asarray(empty, dtype=bool), "empty place")
    else:
        said = _sizes(raw, size)[rows]
        beyond = np.asarray(np.where(np.isnan(said), empty, number > said), dtype=bool)
        nobody = beyond & empty
        alters.drop(nobody, "empty place")
        alters.drop(beyond[~nobody], "filled, but beyond the size said")
    return alters


def _interleaved(raw: Raw, names: list[str | None]) -> Any:
    """Cells of one attribute: for the first ego all alters, then for the second."""
    nothing = pd.Series([None] * len(raw.frame), dtype=object)
    cells = [nothing.to_numpy() if name is None else raw.frame[name].to_numpy() for name in names]
    return np.array(cells, dtype=object).T.ravel()


def _sizes(raw: Raw, size: str) -> Any:
    """How many alters each ego is said to have; NaN where that is not known."""
    values = as_values(list(raw.frame[raw.column(size)]), comma=raw.comma, numeric=True)
    return pd.to_numeric(values, errors="coerce").to_numpy(dtype=np.float64)


def pair_rows(raw: Raw, columns: Mapping[str, tuple[int, int]]) -> Raw:
    """One row per ego and pair, with the ends as text and the answer."""
    rows = np.repeat(np.arange(len(raw.frame)), len(columns))
    ends = np.array(list(columns.values()), dtype=np.int64).reshape(-1, 2)
    answers = _interleaved(raw, list(columns)) if columns else np.array([], dtype=object)
    frame = pd.DataFrame(
        {
            "ego": raw.frame["ego"].to_numpy()[rows],
            "source": np.tile(ends[:, 0], len(raw.frame)).astype(str).astype(object),
            "target": np.tile(ends[:, 1], len(raw.frame)).astype(str).astype(object),
            "answer": answers,
        },
        dtype=object,
    )
    return Raw(frame, raw.file[rows], raw.line[rows], len(rows), comma=raw.comma)


def drop_ties_to_nobody(ties: Raw, alters: Raw) -> None:
    """Ties at a place where there is no alter."""
    known = set(zip(alters.frame["ego"], alters.frame["alter"], strict=True))
    for end in ("source", "target"):
        pairs = zip(ties.frame["ego"], ties.frame[end], strict=True)
        nobody = np.array([pair not in known for pair in pairs], dtype=bool)
        ties.drop(nobody, "tie to an empty place")


def without(raw: Raw, columns: list[str]) -> Raw:
    """A table without some of its columns."""
    raw.frame = raw.frame.drop(columns=columns)
    return raw


def numbered(raw: Raw) -> Int64Array:
    """For each row, which of its ego's rows it is, from 1."""
    count = raw.frame.groupby("ego", sort=False, dropna=False).cumcount()
    return np.asarray(count + 1, dtype=np.int64)

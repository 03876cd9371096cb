"""Two files: egos with a column for each pair of alters, and alters in rows; egor calls it the two-file format."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pandas as pd

from egonets.files._answers import NO_TIE, weigh
from egonets.files._assemble import assemble
from egonets.files._options import ReadOptions
from egonets.files._raw import WHOLE, Raw, plain_ids, plainly, raw_table
from egonets.files._report import Reading
from egonets.files._text import Source, read_sheet
from egonets.files.one_file import PAIRS, Block, drop_ties_to_nobody, numbered, pair_places, pair_rows, without
from egonets.files.three_files import ALIASES, name_key


def read_two_files(
    egos: Source,
    alters: Source,
    *,
    ego: str | None = None,
    alter: str | None = None,
    pairs: str | Block = PAIRS,
    no_tie: Collection[str] = NO_TIE,
    weights: Mapping[str, float] | None = None,
    options: ReadOptions | None = None,
) -> Reading:
    """Egonets from a file of egos, with a column for each pair of alters, and a file with a row per alter.

    Parameters
    ----------
    egos, alters
        Paths, or open binary files.
    ego, alter
        Names of the id columns, in both files. An alters' file without ids is numbered within each ego.
    pairs, no_tie, weights
        As in :func:`read_one_file`. The numbers in the pairs' names are ids of alters if these are whole numbers,
        else places in the ego's list of alters.
    options
        Separator, decimal mark, encoding, names and words; see :class:`ReadOptions`.

    Returns
    -------
    Reading
        ``nets`` and ``report``.

    Raises
    ------
    EgonetDataError
        With every problem, its file and its line.

    Examples
    --------
    >>> import io
    >>> from egonets import read_two_files
    >>> egos = io.BytesIO(b"egoID,X1.to.2\\n7,1\\n")
    >>> alters = io.BytesIO(b"egoID,sex\\n7,w\\n7,m\\n")
    >>> read_two_files(egos, alters).nets.ties[["ego", "source", "target"]]
       ego  source  target
    0    7       1       2
    """
    options = options or ReadOptions()
    wide, long = (raw_table(read_sheet(source, options), options) for source in (egos, alters))
    name_key(wide, "ego", ego)
    name_key(long, "ego", ego)
    _name_alters(long, alter)
    wide.frame["ego"], long.frame["ego"] = plain_ids([wide.frame["ego"], long.frame["ego"]])
    long.frame["alter"] = plain_ids([long.frame["alter"]])[0]
    columns = pair_places(wide, pairs)
    ties = pair_rows(wide, columns)
    weigh(ties, "answer", no_tie=no_tie, weights=weights, unanswered=options.missing)
    _places_to_ids(ties, long)
    drop_ties_to_nobody(ties, long)
    return assemble({"egos": without(wide, list(columns)), "alters": long, "ties": without(ties, ["answer"])}, options)


def _name_alters(raw: Raw, alter: str | None) -> None:
    """Give alters the ids of their column, or number them within their ego."""
    there = {plainly(name) for name in raw.frame.columns}
    if alter is not None or any(plainly(name) in there for name in ALIASES["alter"]):
        name_key(raw, "alter", alter)
    else:
        raw.frame.insert(1, "alter", pd.Series(numbered(raw)).astype(str).astype(object))
        raw.note(f"{raw.name} has no ids of alters; they are numbered within each ego.")


def _places_to_ids(ties: Raw, alters: Raw) -> None:
    """Where ids are not whole numbers, the numbers of a pair are places in the ego's list."""
    ids = alters.frame["alter"]
    if ids.dropna().map(lambda text: WHOLE.fullmatch(text) is not None).all():
        return
    places = zip(alters.frame["ego"], numbered(alters).astype(str), strict=True)
    names = dict(zip(places, ids, strict=True))
    for end in ("source", "target"):
        pairs = zip(ties.frame["ego"], ties.frame[end], strict=True)
        ties.frame[end] = pd.Series([names.get(pair) for pair in pairs], dtype=object)

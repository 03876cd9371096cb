"""Exports of EgoWeb 2.0: a file with a row per alter, one with a row per pair of alters, one with a row per ego."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from egonets.files._answers import NO_TIE
from egonets.files._interviews import UNANSWERED, PairRule, from_interviews
from egonets.files._options import ReadOptions
from egonets.files._raw import raw_table
from egonets.files._report import Reading
from egonets.files._text import Source, read_sheet


def read_egoweb(
    alters: Source,
    pairs: Source | None = None,
    egos: Source | None = None,
    *,
    ego: str = "EgoID",
    tie: str | None = None,
    no_tie: Collection[str] = NO_TIE,
    weights: Mapping[str, float] | None = None,
    unanswered: Collection[str] = UNANSWERED,
    options: ReadOptions | None = None,
) -> Reading:
    """Egonets from the files that EgoWeb 2.0 exports.

    Parameters
    ----------
    alters
        The ego-alter file. Its columns before ``Alter Number`` are about ego, those after it about the alter.
    pairs
        The alter-pair file; without it nobody is tied.
    egos
        The ego-level file, for egos who named nobody.
    ego
        Column that tells egos apart. With several interviews per ego, ``"Interview ID"``.
    tie
        The question about a pair whose answer makes the tie; needed when there is more than one.
    no_tie, weights
        What its answers mean, as in :func:`read_one_file`.
    unanswered
        Codes that mean "not answered", in any question.
    options
        Separator, decimal mark, encoding, names and words; see :class:`ReadOptions`.

    Returns
    -------
    Reading
        ``nets`` and ``report``. Alters have their numbers as ids.

    Raises
    ------
    EgonetDataError
        With every problem, its file and its line.

    Examples
    --------
    >>> import io
    >>> from egonets import read_egoweb
    >>> alters = io.BytesIO(b"EgoID,Interview ID,AGE,Alter Number,Alter Name\\nk,1,30,1,Ann\\nk,1,30,2,Bo\\n")
    >>> pairs = io.BytesIO(b"Interview ID,EgoID,Alter 1 Number,Alter 2 Number,KNOW\\n1,k,1,2,0\\n")
    >>> print(read_egoweb(alters, pairs).report)
    egos: 2 read, 1 kept, 1 dropped (ego is in a row above)
    alters: 2 read, 2 kept
    ties: 1 read, 0 kept, 1 dropped (no tie)
    """
    options = options or ReadOptions()
    rows = raw_table(read_sheet(alters, options), options)
    two, more = (None if file is None else raw_table(read_sheet(file, options), options) for file in (pairs, egos))
    rule = PairRule(tie=tie, no_tie=no_tie, weights=weights)
    return from_interviews(rows, two, more, ego=ego, rule=rule, unanswered=unanswered, options=options)

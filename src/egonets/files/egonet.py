"""Raw data of EgoNet: a table of alters and a table of pairs in one file, with a blank line between them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from egonets.files._answers import NO_TIE
from egonets.files._interviews import UNANSWERED, PairRule, from_interviews
from egonets.files._options import ReadOptions
from egonets.files._raw import raw_table
from egonets.files._report import Reading
from egonets.files._text import Row, Sheet, Source, file_error, read_sheet


def read_egonet(
    source: Source,
    egos: Source | None = None,
    *,
    ego: str = "Interview number",
    tie: str | None = None,
    no_tie: Collection[str] = NO_TIE,
    weights: Mapping[str, float] | None = None,
    unanswered: Collection[str] = UNANSWERED,
    options: ReadOptions | None = None,
) -> Reading:
    """Egonets from a file of EgoNet.

    Parameters
    ----------
    source
        The file with both tables: alters first, then, after a blank line, pairs.
    egos
        A file with a row per ego and the column that `ego` names. EgoNet leaves out who named nobody; this brings
        them back.
    ego, tie, no_tie, weights, unanswered, options
        As in :func:`read_egoweb`.

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
    >>> from egonets import read_egonet
    >>> both = '''"Interview number","AGE","Alter number","Alter name"
    ... "1","30","1","Ann"
    ... "1","30","2","Bo"
    ...
    ... "Interview number","Alter 1 number","Alter 1 name","Alter 2 number","Alter 2 name","KNOW"
    ... "1","1","Ann","2","Bo","Yes"
    ... '''
    >>> read_egonet(io.BytesIO(both.encode())).nets.tie_weight
    array([1.])
    """
    options = options or ReadOptions()
    sheet = read_sheet(source, options)
    above, below = _halves(sheet)
    alters = raw_table(sheet, options, above)
    pairs = raw_table(sheet, options, below) if any(not row.empty for row in below) else None
    more = None if egos is None else raw_table(read_sheet(egos, options), options)
    rule = PairRule(tie=tie, no_tie=no_tie, weights=weights)
    return from_interviews(alters, pairs, more, ego=ego, rule=rule, unanswered=unanswered, options=options)


def _halves(sheet: Sheet) -> tuple[list[Row], list[Row]]:
    """Rows above and below the blank line; a spreadsheet may have filled it with separators."""
    filled = [place for place, row in enumerate(sheet.rows) if not row.empty]
    if not filled:
        raise file_error("no_header", sheet.file, "there is no header", "The first line must name the columns.")
    blank = next((place for place, row in enumerate(sheet.rows) if row.empty and place > filled[0]), len(sheet.rows))
    return list(sheet.rows[:blank]), list(sheet.rows[blank:])

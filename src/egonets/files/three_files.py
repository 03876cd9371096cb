"""Three files of separated cells: egos, alters, ties. The layout of the R package egor, and of our own writer."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from pathlib import Path

from egonets._tables import EgoNets
from egonets.files._assemble import assemble, no_rows
from egonets.files._options import ReadOptions
from egonets.files._raw import Raw, raw_table
from egonets.files._report import Reading
from egonets.files._text import Source, read_sheet
from egonets.files._write import write_all

#: Names that tools give the key columns; the first one found is taken.
ALIASES = {
    "ego": ("ego", "egoID"),
    "alter": ("alter", "alterID", ".altID"),
    "source": ("source", ".srcID", "from"),
    "target": ("target", ".tgtID", "to"),
}


def read_three_files(
    egos: Source,
    alters: Source | None = None,
    ties: Source | None = None,
    *,
    ego: str | None = None,
    alter: str | None = None,
    source: str | None = None,
    target: str | None = None,
    options: ReadOptions | None = None,
) -> Reading:
    """Egonets from a file of egos, a file of alters and a file of ties.

    Parameters
    ----------
    egos, alters, ties
        Paths, or open binary files. Without alters nobody has any, without ties nobody is tied.
    ego, alter, source, target
        Names of the key columns. Left out: what this package writes (``ego``, ``alter``, ``source``, ``target``)
        or what egor writes (``egoID``, ``alterID``, ``Source``, ``Target``), whichever is there.
    options
        Separator, decimal mark, encoding, names and words; see :class:`ReadOptions`.

    Returns
    -------
    Reading
        ``nets`` and ``report``. Ties of weight 0 mean "no tie"; they are dropped and counted.

    Raises
    ------
    EgonetDataError
        With every problem, its file and its line.

    Examples
    --------
    >>> import io
    >>> from egonets import read_three_files
    >>> egos = io.BytesIO(b"egoID;age\\n1;31\\n2;44\\n")
    >>> alters = io.BytesIO(b"egoID;alterID;strength\\n1;1;0,9\\n1;2;0,4\\n")
    >>> ties = io.BytesIO(b"egoID;Source;Target;weight\\n1;1;2;0\\n")
    >>> print(read_three_files(egos, alters, ties).report)
    egos: 2 read, 2 kept
    alters: 2 read, 2 kept
    ties: 1 read, 0 kept, 1 dropped (no tie: weight 0)
    """
    options = options or ReadOptions()
    names = {"ego": ego, "alter": alter, "source": source, "target": target}
    raws = {
        "egos": _keyed(egos, "egos", ("ego",), names, options),
        "alters": _keyed(alters, "alters", ("ego", "alter"), names, options),
        "ties": _keyed(ties, "ties", ("ego", "source", "target"), names, options),
    }
    return assemble(raws, options)


def _keyed(
    source: Source | None, table: str, keys: tuple[str, ...], names: Mapping[str, str | None], options: ReadOptions
) -> Raw:
    """A raw table whose key columns have our names."""
    if source is None:
        return no_rows(table)
    raw = raw_table(read_sheet(source, options), options)
    for key in keys:
        name_key(raw, key, names[key])
    return raw


def name_key(raw: Raw, key: str, name: str | None) -> None:
    """Give a key column our name for it."""
    found = raw.column(*(ALIASES[key] if name is None else (name,)), key=key)
    raw.frame = raw.frame.rename(columns={found: key})
    raw.check_names()


def write_three_files(nets: EgoNets, folder: str | PathLike[str]) -> None:
    """Egonets as ``egos.csv``, ``alters.csv`` and ``ties.csv`` in a folder: UTF-8, commas, decimal points.

    Text stands in quotation marks, a missing value is an empty cell, and ``ties.csv`` has one row per pair and
    kind of tie. Either all three files are written, or none is changed.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from egonets import example, read_three_files, write_three_files
    >>> nets = example("diverse")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_three_files(nets, folder)
    ...     again = read_three_files(*(Path(folder) / f"{table}.csv" for table in ("egos", "alters", "ties")))
    >>> again.nets.equals(nets)
    True
    """
    tables = {"egos.csv": nets.egos, "alters.csv": nets.alters, "ties.csv": nets.layers}
    # Text in quotation marks: Python leaves a lone carriage return unquoted otherwise, and no reader forgives that.
    texts = {name: frame.to_csv(index=False, quoting=2, lineterminator="\n") for name, frame in tables.items()}
    write_all({Path(folder) / name: text.encode("utf-8") for name, text in texts.items()})

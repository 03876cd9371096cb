"""Three Parquet files: egos, alters, ties. Types survive, and millions of rows are read in seconds."""

from __future__ import annotations

import io
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from egonets._errors import EgonetDataError, Problem
from egonets._tables import EgoNets
from egonets._words import KEYS
from egonets.files._lazy import needed
from egonets.files._report import Reading, ReadReport, TableReport
from egonets.files._text import file_error
from egonets.files._write import write_all


def write_parquet(nets: EgoNets, folder: str | PathLike[str]) -> None:
    """Egonets as ``egos.parquet``, ``alters.parquet`` and ``ties.parquet`` in a folder.

    ``ties.parquet`` has one row per pair and kind of tie. Either all three files are written, or none is changed.

    Raises
    ------
    EgonetDataError
        If a column mixes types that Parquet cannot mix.

    Examples
    --------
    >>> import tempfile
    >>> from egonets import examples, read_parquet, write_parquet
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_parquet(examples(), folder)
    ...     again = read_parquet(folder)
    >>> again.nets.equals(examples())
    True
    """
    tables = {"egos": nets.egos, "alters": nets.alters, "ties": nets.layers}
    write_all({Path(folder) / f"{table}.parquet": _bytes(table, frame) for table, frame in tables.items()})


def _bytes(table: str, frame: pd.DataFrame) -> bytes:
    arrow = needed("pyarrow", "Writing Parquet")
    parquet = needed("pyarrow.parquet", "Writing Parquet")
    try:
        content = arrow.Table.from_pandas(frame, preserve_index=False)
    except (arrow.ArrowException, TypeError, ValueError, OverflowError) as error:
        says = f"a column of {table} cannot be written to Parquet: {error}"
        remedy = "Give every value of the column one type, for instance with .astype(str)."
        raise EgonetDataError([Problem("parquet", table, None, None, None, says, remedy)]) from error
    file = io.BytesIO()
    parquet.write_table(content, file)
    return file.getvalue()


def read_parquet(folder: str | PathLike[str]) -> Reading:
    """Egonets from ``egos.parquet``, ``alters.parquet`` and ``ties.parquet`` in a folder.

    Parameters
    ----------
    folder
        The folder. Without a file of alters nobody has any, without one of ties nobody is tied.

    Returns
    -------
    Reading
        ``nets`` and ``report``. Ties of weight 0 mean "no tie"; they are dropped and counted.

    Raises
    ------
    EgonetDataError
        If a file is no Parquet file, or with every problem of the tables.

    Examples
    --------
    >>> import tempfile
    >>> from egonets import example, read_parquet, write_parquet
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_parquet(example("family_only"), folder)
    ...     print(read_parquet(folder).report)
    egos: 1 read, 1 kept
    alters: 8 read, 8 kept
    ties: 23 read, 23 kept
    """
    frames = {table: _table(Path(folder) / f"{table}.parquet", table) for table in KEYS}
    read = {table: len(frame) for table, frame in frames.items()}
    ties = frames["ties"]
    zero = _weights_of_zero(ties)
    frames["ties"] = ties[~zero]
    nets = EgoNets(*frames.values())
    kept = {"egos": len(nets), "alters": len(nets.alter_ego), "ties": len(nets.layer_source)}
    reasons = {
        "no tie: weight 0": int(zero.sum()),
        "another row says the same tie": read["ties"] - int(zero.sum()) - kept["ties"],
    }
    dropped = {reason: rows for reason, rows in reasons.items() if rows}
    reports = [TableReport(table, read[table], kept[table], dropped if table == "ties" else {}) for table in KEYS]
    return Reading(nets, ReadReport(tuple(reports)))


def _weights_of_zero(ties: pd.DataFrame) -> Any:
    if "weight" in ties.columns and pd.api.types.is_numeric_dtype(ties["weight"].dtype):
        return np.asarray(ties["weight"].fillna(1) == 0, dtype=bool)
    return np.zeros(len(ties), dtype=bool)


def _table(path: Path, table: str) -> pd.DataFrame:
    if table != "egos" and not path.exists():
        return pd.DataFrame(columns=list(KEYS[table]))
    arrow = needed("pyarrow", "Reading Parquet")
    parquet = needed("pyarrow.parquet", "Reading Parquet")
    try:
        frame: pd.DataFrame = parquet.read_table(io.BytesIO(path.read_bytes())).to_pandas()
    except (arrow.ArrowException, OSError, ValueError, TypeError, KeyError, OverflowError) as error:
        if isinstance(error, FileNotFoundError):
            raise
        raise file_error("parquet", path.name, f"this is no Parquet file: {error}", "Write it again.") from error
    return frame

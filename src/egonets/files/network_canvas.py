"""Exports of Network Canvas: per interview a file of ego, one per type of alter, one per type of tie."""

from __future__ import annotations

import re
from collections.abc import Sequence
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from egonets._errors import EgonetDataError, Problem
from egonets._words import ZONES
from egonets.files._assemble import assemble, no_rows
from egonets.files._options import ReadOptions
from egonets.files._raw import Raw, as_values, plain_ids, raw_table, stacked, with_each_text
from egonets.files._report import Reading
from egonets.files._text import file_error, read_sheet

EGO = "networkCanvasEgoUUID"
ALTER = "networkCanvasUUID"
ENDS = {"networkCanvasSourceUUID": "source", "networkCanvasTargetUUID": "target"}

#: Network Canvas writes an apostrophe before what a spreadsheet would take for a formula.
GUARDED = re.compile(r"'[=+\-@\t\r]")

#: Where the circles of a sociogram with three rings lie: share of its height, from the centre at (0.5, 0.5).
RADII = (1 / 6, 1 / 3)


def read_network_canvas(
    folder: str | PathLike[str],
    *,
    node_types: Sequence[str] | None = None,
    categorical: Sequence[str] = (),
    layout: str | None = None,
    radii: Sequence[float] = RADII,
    aspect: float = 1.0,
    options: ReadOptions | None = None,
) -> Reading:
    """Egonets from a folder of unzipped CSV exports of Network Canvas.

    Parameters
    ----------
    folder
        Holds ``*_ego.csv``, ``*_attributeList_*.csv`` and ``*_edgeList_*.csv`` of any number of interviews; other
        files are left alone. Without a file of ties nobody is tied.
    node_types
        Types of nodes that are alters, such as ``["Person"]``; left out: all. The type is in column ``node_type``,
        that of a tie in ``kind``.
    categorical
        Variables that Network Canvas spread over one column of true and false per option, to be put together
        again: ``["status"]`` joins ``status_uses``, ``status_in_recovery``, ….
    layout
        A sociogram variable whose place (``<layout>_x``, ``<layout>_y``) becomes the zone.
    radii
        Where the first zone ends and where the second, from the centre, as a share of the sociogram's height.
    aspect
        Width of the sociogram divided by its height.
    options
        Separator, decimal mark, encoding, names and words; see :class:`ReadOptions`.

    Returns
    -------
    Reading
        ``nets`` and ``report``. Ids are the UUIDs of Network Canvas.

    Raises
    ------
    EgonetDataError
        With every problem, its file and its line.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> from egonets import read_network_canvas
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "7_ego.csv").write_text("networkCanvasEgoUUID,age\\ne1,31\\n")
    ...     people = "nodeID,networkCanvasEgoUUID,networkCanvasUUID,status_uses,status_unknown\\n1,e1,p1,true,false\\n"
    ...     _ = Path(folder, "7_attributeList_Person.csv").write_text(people)
    ...     nets = read_network_canvas(folder, categorical=["status"]).nets
    >>> nets.alters["status"].tolist()
    ['uses']
    """
    options = options or ReadOptions()
    egos = _files(folder, "ego", options)
    if egos is None:
        remedy = "Unzip the export and give its folder; it must have been made with CSV files."
        raise file_error("no_files", Path(folder).name, "there is no file whose name ends in _ego.csv", remedy)
    alters, ties = _files(folder, "attributeList", options), _files(folder, "edgeList", options)
    raws = {
        "egos": _renamed(egos, {EGO: "ego"}),
        "alters": no_rows("alters", "There is no file of alters.") if alters is None else _alters(alters),
        "ties": no_rows("ties", "There is no file of ties.") if ties is None else _ties(ties, alters),
    }
    if node_types is not None:
        _keep_types(raws["alters"], raws["ties"], list(node_types))
    for variable in categorical:
        for raw in raws.values():
            _join_options(raw, variable)
    if layout is not None:
        raws["alters"].frame["zone"] = _zones(raws["alters"], layout, radii, aspect)
    return assemble(raws, options)


def _files(folder: str | PathLike[str], kind: str, options: ReadOptions) -> Raw | None:
    """All files of one kind in one table; None when there are none."""
    pattern = re.compile(r"(.*_)?ego\.csv" if kind == "ego" else rf"(.*_)?{kind}(_(?P<type>.*))?\.csv", re.IGNORECASE)
    raws = []
    for path in sorted(Path(folder).iterdir()):
        match = pattern.fullmatch(path.name)
        if match:
            raw = raw_table(read_sheet(path, options), options)
            raw.frame = with_each_text(raw.frame, _unguarded)
            if kind != "ego" and match["type"] not in {None, "merged"}:
                raw.frame["node_type" if kind == "attributeList" else "kind"] = match["type"]
            raws.append(raw)
    return stacked(raws) if raws else None


def _unguarded(cell: str) -> str:
    return cell[1:] if GUARDED.match(cell) else cell


def _renamed(raw: Raw, names: dict[str, str]) -> Raw:
    raw.frame = raw.frame.rename(columns={raw.column(name): key for name, key in names.items()})
    raw.check_names()
    return raw


def _alters(raw: Raw) -> Raw:
    return _renamed(raw, {EGO: "ego", ALTER: "alter"})


def _ties(raw: Raw, alters: Raw | None) -> Raw:
    """Ties between UUIDs; old exports have only the numbers that nodes have within their interview."""
    raw = _renamed(raw, {EGO: "ego"})
    if set(ENDS) <= set(raw.frame.columns):
        return _renamed(raw, ENDS)
    raw = _renamed(raw, {"from": "source", "to": "target"})
    if alters is not None and "nodeID" in alters.frame.columns:
        ours, source, target = plain_ids([alters.frame["nodeID"], raw.frame["source"], raw.frame["target"]])
        names = dict(zip(zip(alters.frame["ego"], ours, strict=True), alters.frame["alter"], strict=True))
        for end, numbers in (("source", source), ("target", target)):
            mentions = zip(raw.frame["ego"], numbers, strict=True)
            raw.frame[end] = pd.Series([names.get(pair, pair[1]) for pair in mentions], dtype=object)
    return raw


def _keep_types(alters: Raw, ties: Raw, node_types: list[str]) -> None:
    """Leave out nodes of other types, and ties that end at one."""
    if "node_type" not in alters.frame.columns:
        return
    others = ~alters.frame["node_type"].isin(node_types)
    gone = set(zip(alters.frame["ego"][others], alters.frame["alter"][others], strict=True))
    alters.drop(np.asarray(others, dtype=bool), "node of another type")
    for end in ("source", "target"):
        mentions = zip(ties.frame["ego"], ties.frame[end], strict=True)
        ties.drop(np.array([pair in gone for pair in mentions], dtype=bool), "tie to a node of another type")


def _join_options(raw: Raw, variable: str) -> None:
    """One column of words from one column of truth per option."""
    prefix = f"{variable}_"
    names = [name for name in raw.frame.columns if name.startswith(prefix) and _is_truth(raw.frame[name])]
    if not names:
        return
    true = raw.frame[names].apply(lambda column: column.str.lower() == "true").to_numpy(dtype=bool)
    several = np.flatnonzero(true.sum(axis=1) > 1)
    if len(several):
        raise EgonetDataError(_several(raw, int(row), variable, names, true[row]) for row in several)
    words = [names[int(row.argmax())].removeprefix(prefix) if row.any() else None for row in true]
    raw.frame = raw.frame.drop(columns=names).assign(**{variable: pd.Series(words, dtype=object)})
    raw.check_names()


def _is_truth(column: pd.Series[Any]) -> bool:
    return bool(column.dropna().str.lower().isin(["true", "false"]).all())


def _several(raw: Raw, row: int, variable: str, names: list[str], true: Any) -> Problem:
    words = ", ".join(name.removeprefix(f"{variable}_") for name, yes in zip(names, true, strict=True) if yes)
    remedy = f"Leave {variable!r} out of categorical=, and keep one column per option."
    says = f"{variable} has more than one answer: {words}"
    return Problem(
        "several_options", "file", row, variable, words, says, remedy, str(raw.file[row]), int(raw.line[row])
    )


def _zones(raw: Raw, layout: str, radii: Sequence[float], aspect: float) -> pd.Series[Any]:
    """The zone of each alter by its distance from the centre; None for who was not placed."""
    if len(radii) != len(ZONES) - 1:
        raise ValueError(f"radii must say where {len(ZONES) - 1} zones end, not {len(radii)}.")
    x, y = (_coordinates(raw, f"{layout}_{axis}") for axis in "xy")
    distance = np.hypot((x - 0.5) * aspect, y - 0.5)
    zones = np.array(ZONES, dtype=object)[np.searchsorted(np.asarray(radii), distance)]
    return pd.Series(np.where(np.isnan(distance), None, zones), dtype=object)


def _coordinates(raw: Raw, name: str) -> Any:
    cells = as_values(list(raw.frame[raw.column(name, key="layout")]), comma=raw.comma, numeric=True)
    return pd.to_numeric(cells, errors="coerce").to_numpy(dtype=np.float64)

"""How egonets show themselves in a terminal and in a notebook."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

#: Rows shown of each table.
ROWS = 3

#: Columns shown in a terminal.
COLUMNS = 6


def as_text(tables: dict[str, pd.DataFrame]) -> str:
    """Counts, and the first alters."""
    shown = tables["alters"].iloc[:ROWS, :COLUMNS]
    if shown.empty:
        return f"EgoNets: {counts(tables)}"
    more = "" if len(tables["alters"]) <= ROWS else "\n…"
    return f"EgoNets: {counts(tables)}\n{shown.to_string(index=False)}{more}"


def as_markdown(tables: dict[str, pd.DataFrame]) -> str:
    """Counts, and the first rows of each table; Markdown, because it becomes a table on paper too."""
    shown = [f"**EgoNets**: {counts(tables)}"]
    for name, frame in tables.items():
        if len(frame):
            rows = len(frame) if len(frame) <= ROWS else f"first {ROWS} of {len(frame):,}"
            shown.append(f"`{name}` ({rows})\n\n{markdown_table(frame.head(ROWS))}")
    return "\n\n".join(shown)


def counts(tables: dict[str, pd.DataFrame]) -> str:
    """Like "2 egos, 14 alters, 1 tie"."""
    return ", ".join(_count(len(frame), name.removesuffix("s")) for name, frame in tables.items())


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def markdown_table(frame: pd.DataFrame) -> str:
    """A table as GitHub writes it."""
    rows = frame.astype(object).itertuples(index=False, name=None)
    lines: list[Iterable[Any]] = [frame.columns, ["---"] * frame.shape[1], *rows]
    return "\n".join(_line(cells) for cells in lines)


def _line(cells: Iterable[Any]) -> str:
    return "| " + " | ".join(_cell(value) for value in cells) + " |"


def _cell(value: Any) -> str:
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return ""
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\r", " ").replace("\n", " ")

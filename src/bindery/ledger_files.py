"""The data files that `_config.yml` names, read before anything is built."""

from __future__ import annotations

from bindery.csv_files import read_entries, read_rows
from bindery.layout import Book


def check_data_files(book: Book) -> None:
    """Read the ledgers and every CSV file beside them; a malformed one is a `BinderyError` with its line."""
    ledgers = {book.root / ledger["file"] for ledger in book.setting("bindery_ledgers", {}).values()}
    beside = {file for ledger in ledgers for file in ledger.parent.glob("*.csv")}
    for file in sorted(ledgers | beside):
        read = read_entries if file in ledgers else read_rows
        read(file, shown_as=file.relative_to(book.root).as_posix())

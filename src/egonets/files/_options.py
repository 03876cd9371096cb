"""How files are to be read."""

from __future__ import annotations

import codecs
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class ReadOptions:
    """What a reader should know about the files and do with their columns; the same for every format.

    A column that is named here and that no file has is told in the notes of the report.

    Examples
    --------
    >>> from egonets import ReadOptions
    >>> german = ReadOptions(separator=";", decimal=",", rename={"Nähe": "closeness"}, leave_out=("Name",))
    """

    #: Between cells: ``","``, ``";"``, a tab, or ``"auto"``: the one that gives the header most columns.
    separator: str = "auto"
    #: Mark before decimals, ``"."`` or ``","``; ``"auto"``: both are understood unless cells end at commas.
    decimal: str = "auto"
    #: Name of the encoding; ``"auto"``: UTF-8, with or without a byte-order mark, UTF-16, else Windows-1252.
    encoding: str = "auto"
    #: Cells that mean "not known", besides blank ones. Ids are exempt: somebody may be called NA.
    missing: tuple[str, ...] = ("NA",)
    #: Column names in the file, and the names that they shall have.
    rename: Mapping[str, str] = field(default_factory=dict)
    #: Column by column (under its new name): what stands in the file, and what it means.
    recode: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    #: Columns (under their old names) that are not read, such as names and notes.
    leave_out: tuple[str, ...] = ()
    #: Words of ``zone`` (from the inmost) and ``context`` when they are not those of the package.
    categories: Mapping[str, Sequence[str]] = field(default_factory=dict)
    #: True: rows with a problem are left out and counted. False: they are an error.
    drop_problems: bool = False
    #: True: ids become ego-1, ego-2, … and within each ego alter-1, alter-2, …, in the order of the rows.
    #: This hides names, not people: who knows the order of the file can go back.
    pseudonyms: bool = False

    def __post_init__(self) -> None:
        if self.separator != "auto" and (len(self.separator) != 1 or self.separator in '"\r\n'):
            raise ValueError(f'separator must be one character or "auto", not {self.separator!r}.')
        if self.decimal not in {"auto", ".", ","}:
            raise ValueError(f'decimal must be ".", "," or "auto", not {self.decimal!r}.')
        if self.encoding != "auto":
            try:
                codecs.lookup(self.encoding)
            except LookupError:
                raise ValueError(f"There is no encoding called {self.encoding!r}.") from None
        wrong = set(self.categories) - {"zone", "context"}
        if wrong:
            raise ValueError(f"Only zone and context may have words of their own, not {sorted(wrong)[0]!r}.")

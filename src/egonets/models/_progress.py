"""A line that says how far a long run has come, for people who watch."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TextIO

#: A whole, in per cent.
WHOLE = 100


def progress_line(label: str, stream: TextIO | None = None) -> Callable[[int, int], None]:
    """Something to pass as ``progress``: one line, kept up to date, and silent when nobody watches.

    Parameters
    ----------
    label
        What is running.
    stream
        Where to write; standard error if left out. Nothing is written unless it is a terminal.

    Returns
    -------
    callable
        To be called with what is done and the whole.

    Examples
    --------
    >>> from egonets import examples
    >>> from egonets.models import progress_line, recovery
    >>> run = recovery.simulate(examples(), {"people": 10, "weeks": 5}, progress=progress_line("five lives"))
    """
    out = sys.stderr if stream is None else stream

    def tell(done: int, whole: int) -> None:
        if out.isatty():
            end = "\n" if done == whole else ""
            out.write(f"\r{label}: {done:,} of {whole:,} ({WHOLE * done // whole} %){end}")
            out.flush()

    return tell

"""What a notebook speaks to: the entries of a ledger that its metadata names, as a line of marks under its title.

Metadata such as `"claims": ["C1.1-09"]` gives the line "Claims: C1.1-09". Each mark opens like one in the text, and
leads to the sentence that makes the claim; the notebook is not a place of its own.
"""

from __future__ import annotations

import json
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from bindery.ledgers import Ledger, Mark, entries, ledgers, opened

LOGGER = logging.getLogger(__name__)


def name_entries(app: Sphinx, doctree: nodes.document) -> None:
    """Put the line of each ledger behind the first paragraph of a notebook."""
    file = Path(app.srcdir) / f"{app.env.docname}.ipynb"
    paragraphs = doctree.findall(nodes.paragraph)
    first = next((each for each in paragraphs if isinstance(each.parent, nodes.section)), None)
    if not file.is_file() or first is None:
        return
    metadata = json.loads(file.read_text(encoding="utf-8"))["metadata"]
    for ledger in ledgers(app.config).values():
        marks = _marks(app, file, ledger, metadata.get(f"{ledger.role}s", []))
        if marks:
            line = nodes.paragraph("", f"{ledger.role.capitalize()}s: ", classes=["bindery-named"])
            for mark in marks:
                line += [mark, nodes.Text(" ")]
            first.parent.insert(first.parent.index(first) + 1, line)


def _marks(app: Sphinx, file: Path, ledger: Ledger, named: list[str]) -> list[Mark]:
    app.env.note_dependency(str(Path(app.srcdir) / ledger.file))
    known = entries(app.env, ledger.file)
    for entry in named:
        if entry not in known:
            LOGGER.warning(
                "%s has no entry %r, which the metadata of this notebook names", ledger.file, entry,
                location=f"{file}:1", type="bindery", subtype=f"unknown_{ledger.role}",
            )  # fmt: skip
    return [
        Mark(
            entry,
            "",
            role=ledger.role,
            entry=entry,
            opens=opened(ledger, known[entry]),
            named=True,
            ids=[f"{ledger.anchor(entry)}-named"],
        )
        for entry in named
        if entry in known
    ]

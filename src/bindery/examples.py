"""Examples of the book: `` {example}`E14` `` becomes a link to the notebook whose metadata names E14."""

from __future__ import annotations

import json
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

LOGGER = logging.getLogger(__name__)


class ExampleMark(nodes.Inline, nodes.TextElement):
    """The place of a link; attribute `example`."""


class ExampleRole(SphinxRole):
    """Leave the place; the link is made when all pages are known."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        mark = ExampleMark(self.text, "", example=self.text)
        mark.source, mark.line = self.get_source_info()
        return [mark], []


def homes(root: Path, docnames: set[str]) -> dict[str, str]:
    """Return for every example the notebook (its name in the book) whose metadata lists it first."""
    found: dict[str, str] = {}
    for docname in sorted(docnames):
        file = root / f"{docname}.ipynb"
        if file.is_file():
            for example in json.loads(file.read_text(encoding="utf-8"))["metadata"].get("examples", []):
                found.setdefault(example, docname)
    return found


def link_examples(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Make the links; an example that no notebook names is a warning."""
    marks = list(doctree.findall(ExampleMark))
    known = homes(Path(app.srcdir), app.env.found_docs) if marks else {}
    for mark in marks:
        home = known.get(mark["example"])
        if home is None:
            LOGGER.warning(
                "no notebook of the book names %s in its metadata (examples)", mark["example"],
                location=mark, type="bindery", subtype="unknown_example",
            )  # fmt: skip
            mark.replace_self(nodes.Text(mark["example"]))
            continue
        uri = app.builder.get_relative_uri(docname, home)
        mark.replace_self(
            nodes.reference("", mark["example"], internal=True, refuri=uri, reftitle=app.env.titles[home].astext())
        )

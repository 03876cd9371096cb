"""`{list-of-figures}`: every figure of the book with its number, its finding and a link, in the order of the book."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective


class FigureList(nodes.General, nodes.Element):
    """The place of the list; it is written when all pages are read."""


class ListOfFigures(SphinxDirective):
    """Leave the place."""

    def run(self) -> list[nodes.Node]:
        return [FigureList()]


def write_list(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Write the list; the PDF has its own at the front."""
    for place in list(doctree.findall(FigureList)):
        if app.builder.format != "html":
            place.replace_self(nodes.paragraph(text="The list stands behind the contents, with pages."))
            continue
        listing = nodes.bullet_list(classes=["bindery-figures"])
        for page, anchor, number in figures(app.env):
            uri = app.builder.get_relative_uri(docname, page) + f"#{anchor}"
            link = nodes.reference("", f"Figure {number}", internal=True, refuri=uri)
            listing += nodes.list_item(
                "", nodes.paragraph("", "", link, nodes.Text(f" {_finding(app.env, page, anchor)}"))
            )
        place.replace_self(listing)


def figures(env: BuildEnvironment) -> list[tuple[str, str, str]]:
    """Return page, anchor and number of every figure, in the order of their numbers' pages in the book."""
    numbers = env.toc_fignumbers
    return [
        (page, anchor, ".".join(map(str, number)))
        for page in _pages(env, str(env.config.root_doc))
        for anchor, number in numbers.get(page, {}).get("figure", {}).items()
    ]


def _pages(env: BuildEnvironment, page: str) -> list[str]:
    return [page, *(below for child in env.toctree_includes.get(page, []) for below in _pages(env, child))]


def _finding(env: BuildEnvironment, page: str, anchor: str) -> str:
    """The words in bold with which a caption begins, or the whole caption."""
    for figure in env.get_doctree(page).findall(nodes.figure):
        if anchor in figure["ids"]:
            caption = figure.next_node(nodes.caption)
            strong = caption.next_node(nodes.strong) if caption is not None else None
            told = strong if strong is not None else caption
            return told.astext() if told is not None else ""
    return ""

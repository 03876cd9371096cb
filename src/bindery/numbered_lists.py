"""`{list-of-figures}` and `{list-of-tables}`: each with its number, what it shows and a link, in the order of the book."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

#: For each kind that Sphinx numbers: the word before the number, the node, and the node of its caption.
KINDS: dict[str, tuple[str, type[nodes.Element], type[nodes.Element]]] = {
    "figure": ("Figure", nodes.figure, nodes.caption),
    "table": ("Table", nodes.table, nodes.title),
}


class NumberedList(nodes.General, nodes.Element):
    """The place of a list; it is written when all pages are read."""


class ListOf(SphinxDirective):
    """Leave the place; the directive's name ends in the kind, in the plural."""

    def run(self) -> list[nodes.Node]:
        return [NumberedList(kind=self.name.removeprefix("list-of-").removesuffix("s"))]


def write_lists(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Write the lists; the PDF has its own at the front."""
    for place in list(doctree.findall(NumberedList)):
        if app.builder.format != "html":
            place.replace_self(nodes.paragraph(text="The list stands behind the contents, with pages."))
            continue
        word = KINDS[place["kind"]][0]
        listing = nodes.bullet_list(classes=["bindery-list", f"bindery-{place['kind']}s"])
        for page, anchor, number in numbered(app.env, place["kind"]):
            uri = app.builder.get_relative_uri(docname, page) + f"#{anchor}"
            link = nodes.reference("", f"{word} {number}", internal=True, refuri=uri)
            shown = nodes.Text(f" {_shown(app.env, page, anchor, place['kind'])}")
            listing += nodes.list_item("", nodes.paragraph("", "", link, shown))
        place.replace_self(listing)


def numbered(env: BuildEnvironment, kind: str) -> list[tuple[str, str, str]]:
    """Return page, anchor and number of every figure or table, in the order of the book."""
    return [
        (page, anchor, ".".join(map(str, number)))
        for page in _pages(env, str(env.config.root_doc))
        for anchor, number in env.toc_fignumbers.get(page, {}).get(kind, {}).items()
    ]


def _pages(env: BuildEnvironment, page: str) -> list[str]:
    return [page, *(below for child in env.toctree_includes.get(page, []) for below in _pages(env, child))]


def _shown(env: BuildEnvironment, page: str, anchor: str, kind: str) -> str:
    """The words in bold with which a caption begins, or the whole caption."""
    _, node, caption_node = KINDS[kind]
    for found in env.get_doctree(page).findall(node):
        if anchor in found["ids"]:
            caption = found.next_node(caption_node)
            strong = caption.next_node(nodes.strong) if caption is not None else None
            told = strong if strong is not None else caption
            return told.astext() if told is not None else ""
    return ""

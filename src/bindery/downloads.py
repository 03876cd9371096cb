"""`{book-download}`: a link to the book as one file, where that file has been made."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

MADE = Path("_build/pdf")


class BookDownload(SphinxDirective):
    """Link to the PDF in `_build/pdf` with the words of the body; nothing where no PDF was made, or on paper."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        self.env.note_reread()  # the file comes and goes without any source changing
        papers = sorted((Path(self.env.srcdir) / MADE).glob("[!.]*.pdf"))
        if not papers or self.env.app.builder.name != "html":
            return []
        words = nodes.inline(text=" ".join(self.content) or papers[0].name)
        target = f"/{papers[0].relative_to(self.env.srcdir).as_posix()}"
        link = addnodes.download_reference("", "", words, reftarget=target, refdoc=self.env.docname)
        return [nodes.paragraph("", "", link, classes=["bindery-download"])]

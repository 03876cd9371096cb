"""How to cite the book, one of its chapters or one of its figures, from `CITATION.cff`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from bindery.errors import BinderyError
from bindery.positions import line_of, read_yaml

NEEDED = ("title", "authors", "version", "date-released")


@dataclass(frozen=True)
class Work:
    """What a citation needs to know about the book."""

    title: str
    authors: tuple[str, ...]
    year: str
    version: str
    url: str

    @property
    def authors_apa(self) -> str:
        """One author; two and more with commas and an ampersand."""
        *first, last = self.authors
        return f"{', '.join(first)}, & {last}" if first else last


def read_work(root: Path) -> Work:
    """Read `CITATION.cff`; a field that is missing is a `BinderyError`."""
    path = root / "CITATION.cff"
    data: dict[str, Any] = read_yaml(path)
    if not isinstance(data, dict):
        raise BinderyError("must be a mapping of fields (name: value)", path=path.name, line=1)
    for name in NEEDED:
        if not data.get(name):
            raise BinderyError(
                f"the field {name!r} is missing; a citation needs it", path=path.name, line=line_of(path, [])
            )
    if not isinstance(data["authors"], list) or not all(isinstance(author, dict) for author in data["authors"]):
        message = "authors: must be a list, each entry with a name, or with family-names and given-names"
        raise BinderyError(message, path=path.name, line=line_of(path, ["authors"]))
    return Work(
        title=str(data["title"]),
        authors=tuple(_author(author) for author in data["authors"]),
        year=str(data["date-released"])[:4],
        version=str(data["version"]),
        url=str(data.get("url", data.get("repository-code", ""))),
    )


def _author(author: dict[str, str]) -> str:
    if "name" in author:
        return author["name"]
    initials = " ".join(f"{name[0]}." for name in author.get("given-names", "").split())
    return ", ".join(part for part in (author.get("family-names", ""), initials) if part)


def apa(work: Work, part: str) -> str:
    """Return the APA 7 reference for a chapter of the book."""
    ending = f" {work.url}" if work.url else ""
    return f"{_stopped(work.authors_apa)} ({work.year}). {part}. In {work.title} (Version {work.version}).{ending}"


def _stopped(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def bibtex(work: Work, key: str, part: str) -> str:
    """Return a BibTeX entry for a chapter or a figure of the book."""
    fields = {
        "author": " and ".join(f"{{{author}}}" for author in work.authors),
        "title": f"{{{part}}}",
        "booktitle": f"{{{work.title}}}",
        "year": work.year,
        "edition": f"Version {work.version}",
        "url": work.url,
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@incollection{{{key},\n{lines}\n}}\n"


def ris(work: Work, part: str) -> str:
    """Return a RIS record for a chapter of the book."""
    fields = [("TY", "CHAP"), *(("AU", author) for author in work.authors), ("PY", work.year), ("TI", part),
              ("T2", work.title), ("ET", f"Version {work.version}"), ("UR", work.url), ("ER", "")]  # fmt: skip
    return "".join(f"{tag}  - {value}\n" for tag, value in fields if value or tag == "ER")


def figure_bibtex(root: Path, label: str, caption: str) -> str:
    """Return a BibTeX entry for a figure, named by its label, titled by the finding its caption begins with."""
    return bibtex(read_work(root), f"knots-and-threads-{label}", caption)


class CiteChapter(SphinxDirective):
    """`{cite-chapter}`: how to cite the page it stands on, in APA, BibTeX and RIS."""

    def run(self) -> list[nodes.Node]:
        self.env.note_dependency(str(Path(self.env.srcdir) / "CITATION.cff"))
        work = read_work(Path(self.env.srcdir))
        title = self.state.document.next_node(nodes.title)
        part = title.astext() if title is not None else self.env.docname
        key = "knots-and-threads-" + self.env.docname.rpartition("/")[2]
        box = nodes.admonition(classes=["bindery-cite", "dropdown"])
        box += nodes.title(text="How to cite this chapter")  # the button that opens the box goes in here
        box += nodes.paragraph(text=apa(work, part))
        for language, text in (("bibtex", bibtex(work, key, part)), ("text", ris(work, part))):
            block = nodes.literal_block(text, text)
            block["language"] = language
            block["classes"].append("bindery-online")
            box += block
        return [box]

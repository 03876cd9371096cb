"""The sentences of a chapter or notebook, with their lines: what a reader reads, without cells, formulas and marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.mdit import create_md_parser

from bindery.positions import read_text
from bindery.sources import Source

EXTENSIONS = {"dollarmath", "amsmath", "colon_fence", "deflist", "fieldlist", "attrs_inline"}
#: Directives whose body is prose; of all others nothing is read.
PROSE = {
    "admonition",
    "note",
    "important",
    "tip",
    "warning",
    "seealso",
    "hint",
    "epigraph",
    "glossary",
    "list-table",
    "dropdown",
    "margin",
}
ENDS = re.compile(r"(?<=[.!?])\s+(?=[A-Z“‘(])")


@dataclass(frozen=True)
class Role:
    """A role in a sentence, such as `` {claim}`C1.1-01` ``."""

    name: str
    content: str


@dataclass(frozen=True)
class Sentence:
    """One sentence as it is read; roles stand in `roles` and leave `…` in the text."""

    text: str
    line: int | None  #: line of the file; None in a notebook
    cell: int | None = None  #: cell of a notebook, counted from 1
    roles: tuple[Role, ...] = field(default=())

    @property
    def words(self) -> int:
        return len(re.findall(r"[^\W_]+(?:[’'-][^\W_]+)*|…", self.text))


def sentences(source: Source) -> Iterator[Sentence]:
    """Yield the sentences of a document in its order."""
    if source.path.suffix == ".ipynb":
        for number, cell in enumerate(source.cells, 1):
            if cell.cell_type == "markdown":
                for found in _of_text(cell.source):
                    yield Sentence(found.text, None, number, found.roles)
    else:
        yield from _of_text(_without_front_matter(read_text(source.path)))


def text_of(path: Path) -> str:
    """Return the text of a page with an empty line for every line of its front matter."""
    return _without_front_matter(read_text(path))


def _without_front_matter(text: str) -> str:
    found = re.match(r"---\n.*?\n---\n", text, flags=re.DOTALL)
    return "\n" * found.group().count("\n") + text[found.end() :] if found else text


def _of_text(text: str, first_line: int = 0) -> Iterator[Sentence]:
    parser = create_md_parser(MdParserConfig(enable_extensions=EXTENSIONS), RendererHTML)
    for token in parser.parse(text):
        line = first_line + (token.map[0] if token.map else 0)
        if token.type == "inline":
            yield from _of_inline(token, line + 1)
        elif token.type in {"fence", "colon_fence"}:
            yield from _of_directive(token, line + 1)


def _of_directive(token: Token, line: int) -> Iterator[Sentence]:
    name = re.match(r"\{([\w:-]+)\}", token.info.strip())
    if name and name.group(1) in PROSE:
        body = re.sub(r"^:[\w-]+:.*$", "", token.content, flags=re.MULTILINE)
        yield from _of_text(body, line)


def _of_inline(token: Token, line: int) -> Iterator[Sentence]:
    """Authors write one sentence a line; a line with several is split at its full stops."""
    text = ""
    roles: list[Role] = []
    for child in [*(token.children or []), Token("hardbreak", "", 0)]:
        if child.type in {"softbreak", "hardbreak"}:
            yield from _split(text, line, tuple(roles))
            text, roles, line = "", [], line + 1
        elif child.type == "myst_role":
            roles.append(Role(child.meta["name"], child.content))
            text += "" if child.meta["name"] in {"claim", "correction"} else "…"
        else:
            text += (
                child.content
                if child.type in {"text", "text_special"}
                else "…"
                if child.type in {"code_inline", "math_inline"}
                else ""
            )


def _split(text: str, line: int, roles: tuple[Role, ...]) -> Iterator[Sentence]:
    for part in ENDS.split(text):
        if part.strip():
            yield Sentence(part.strip(), line, None, roles)

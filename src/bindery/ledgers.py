"""Ledgers: CSV files whose entries the text points at, and tables that point back.

    {claim}`C3.1.2-10`        a mark where the text makes claim C3.1.2-10, one role for each ledger in `bindery_ledgers`
    {evidence}`some-id`       a published number from the file in `bindery_numbers`, formatted with its unit
    ```{ledger} claim         the whole ledger as a table, each entry with links to where the text points at it
    ```{data-table} FILE      any CSV file of the book as a table

The roles only remember; `Ledgers` (a domain) keeps the memory true in incremental and parallel builds; the tables are
written when all pages are read.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, cast

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole
from sphinx.writers.html5 import HTML5Translator
from sphinx.writers.latex import LaTeXTranslator

from bindery.csv_files import Row, entry_lines, read_entries, read_rows
from bindery.examples import ExampleMark, homes

LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ledger:
    """One entry of `bindery_ledgers` in `_config.yml`."""

    role: str
    file: str
    opens: tuple[str, ...]  #: columns shown when a reader opens a mark
    complete: bool  #: True if every entry must have a place in the text

    def anchor(self, entry: str) -> str:
        return f"{self.role}-{entry}".lower().replace(".", "-")


def ledgers(config: Any) -> dict[str, Ledger]:
    """Return the ledgers of the book by their role."""
    return {
        role: Ledger(role, settings["file"], tuple(settings.get("opens", ())), bool(settings.get("complete", False)))
        for role, settings in config.bindery_ledgers.items()
    }


def entries(env: BuildEnvironment, file: str) -> dict[str, Row]:
    """Return the rows of a data file of the book by its first column; read once a build."""
    memory: dict[str, dict[str, Row]] = env.temp_data.setdefault("bindery_rows", {})
    if file not in memory:
        memory[file] = read_entries(Path(env.srcdir) / file, shown_as=file)
    return memory[file]


def rows(env: BuildEnvironment, file: str) -> list[Row]:
    """Return the rows of any data file of the book."""
    return read_rows(Path(env.srcdir) / file, shown_as=file)


class Place(NamedTuple):
    """Where the text points at an entry."""

    role: str
    entry: str
    docname: str
    anchor: str
    line: int


class Ledgers(Domain):
    """What the text points at, page by page, and the page on which each ledger stands."""

    name = "bindery"
    label = "Ledgers of the book"
    data_version = 2
    initial_data = {"places": [], "pages": {}}  # noqa: RUF012

    @property
    def places(self) -> list[Place]:
        return self.data["places"]  # type: ignore[no-any-return]

    @property
    def pages(self) -> dict[str, str]:
        return self.data["pages"]  # type: ignore[no-any-return]

    def clear_doc(self, docname: str) -> None:
        self.data["pages"] = {role: page for role, page in self.pages.items() if page != docname}
        self.data["places"] = [place for place in self.places if place.docname != docname]

    def merge_domaindata(self, docnames: Iterable[str], otherdata: dict[str, Any]) -> None:
        self.pages.update({role: page for role, page in otherdata["pages"].items() if page in set(docnames)})
        self.places.extend(Place(*place) for place in otherdata["places"] if place[2] in set(docnames))

    def places_of(self, role: str, entry: str) -> list[Place]:
        return [place for place in self.places if (place.role, place.entry) == (role, entry)]

    def check_consistency(self) -> None:
        for ledger in ledgers(self.env.config).values():
            placed = {place.entry for place in self.places if place.role == ledger.role}
            for entry in entries(self.env, ledger.file):
                if ledger.complete and entry not in placed:
                    line = entry_lines(Path(self.env.srcdir) / ledger.file)[entry]
                    LOGGER.warning(
                        "no page carries {%s}`%s`; say it somewhere or take it out of the ledger", ledger.role, entry,
                        location=f"{ledger.file}:{line}", type="bindery", subtype="unplaced",
                    )  # fmt: skip


def remembered(env: BuildEnvironment) -> Ledgers:
    """The domain of this build."""
    return cast("Ledgers", env.get_domain(Ledgers.name))


class Mark(nodes.Inline, nodes.TextElement):
    """A discreet mark behind a sentence; attributes `role`, `entry`, `opens` (pairs of heading and text), `ids`.

    One that is `named` shows its entry and leads to where the text says it (`said`).
    """


class MarkRole(SphinxRole):
    """`{claim}` and its like: remember the place, leave a mark."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        ledger = ledgers(self.config)[self.name]
        self.env.note_dependency(str(Path(self.env.srcdir) / ledger.file))
        row = entries(self.env, ledger.file).get(self.text)
        if row is None:
            LOGGER.warning(
                "%s has no entry %r", ledger.file, self.text,
                location=_place_of(self), type="bindery", subtype=f"unknown_{ledger.role}",
            )  # fmt: skip
            return [], []
        domain = remembered(self.env)
        before = sum(place.docname == self.env.docname for place in domain.places_of(ledger.role, self.text))
        anchor = f"{ledger.anchor(self.text)}-{before + 1}"
        domain.places.append(Place(ledger.role, self.text, self.env.docname, anchor, self.lineno))
        mark = Mark(self.text, "", role=ledger.role, entry=self.text, opens=opened(ledger, row), ids=[anchor])
        return [mark], []


def opened(ledger: Ledger, row: Row) -> list[tuple[str, str]]:
    """What a reader sees who opens a mark: headings and texts."""
    return [(column.replace("_", " "), row[column]) for column in ledger.opens if row.get(column)]


def _place_of(role: SphinxRole) -> str:
    """Return file and line of a role; Sphinx itself knows the first line of the paragraph and no more."""
    path, line = role.get_source_info()
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    written = f"{{{role.name}}}`{role.text}`"
    found = (at for at, text in enumerate(lines[line - 1 :], line) if written in text)
    return f"{path}:{next(found, line)}"


def visit_mark_html(self: HTML5Translator, node: Mark) -> None:
    """Write a button that opens the entry's fields; the browser's own popover, no script. An EPUB goes without."""
    if self.builder.name == "epub":
        raise nodes.SkipNode
    role, entry, anchor = node["role"], node["entry"], node["ids"][0]
    fields = "".join(
        f"<span><b>{html.escape(name)}</b> {_field(node, name, text)}</span>" for name, text in node["opens"]
    )
    links = ((node.get("said"), "Where the text says it"), (node.get("ledger"), f"All about {entry}"))
    more = "".join(f'<a href="{html.escape(uri)}">{words}</a>' for uri, words in links if uri)
    kind, label = (f"named-{role}", entry) if node.get("named") else (role, "")
    self.body.append(
        f'<span class="bindery-mark" data-{kind}="{entry}" id="{anchor}">'
        f'<button type="button" popovertarget="{anchor}-more" aria-label="{role.capitalize()} {entry}">{label}</button>'
        f'<span class="bindery-more" id="{anchor}-more" popover><b>{role.capitalize()} {entry}</b>{fields}{more}</span></span>'
    )
    raise nodes.SkipNode


def _field(node: Mark, name: str, text: str) -> str:
    """A field of an opened mark; examples are links to their notebooks."""
    known: dict[str, str] = node.get("notebooks", {})
    if name != "examples" or not known:
        return html.escape(text)
    return " ".join(f'<a href="{known[word]}">{word}</a>' if word in known else word for word in text.split())


def visit_mark_latex(self: LaTeXTranslator, node: Mark) -> None:
    """Write the id small and grey, and a target that the ledger's page numbers point at."""
    label = self.hypertarget(node["ids"][0], withdoc=True, anchor=True)
    self.body.append(f"{label}\\binderymark{{{self.encode(node['entry'])}}}")
    raise nodes.SkipNode


def skip_mark(self: Any, node: Mark) -> None:
    """Plain text goes without marks."""
    raise nodes.SkipNode


class Number(SphinxRole):
    """`{evidence}`: a published number, as the data file has it, with its unit."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        file = self.config.bindery_numbers
        self.env.note_dependency(str(Path(self.env.srcdir) / file))
        row = entries(self.env, file).get(self.text)
        if row is None:
            LOGGER.warning(
                "%s has no number %r", file, self.text,
                location=_place_of(self), type="bindery", subtype="unknown_number",
            )  # fmt: skip
            return [], []
        domain = remembered(self.env)
        domain.places.append(Place(self.name, self.text, self.env.docname, "", self.lineno))
        told = format_number(row)
        return [nodes.inline(told, told, classes=["bindery-number"], **{"data-evidence": self.text})], []


def format_number(row: Row) -> str:
    """Return a row's number as prose has it (the column `printed`), with no space before a percent sign."""
    return row["printed"].replace(" %", "%")


class LedgerTable(nodes.General, nodes.Element):
    """The place of a table that needs all pages read; attributes `role`, `file`, `columns`, `widths`, `cites`.

    Its children are the citations of the column `cites`, one inline node a row, so that they are resolved like any other.
    """


class LedgerDirective(SphinxDirective):
    """`{ledger} claim`: the ledger as a table with links to the text."""

    required_arguments = 1
    option_spec = {"columns": directives.unchanged, "widths": directives.positive_int_list}  # noqa: RUF012

    def run(self) -> list[nodes.Node]:
        role = self.arguments[0]
        known = ledgers(self.config)
        if role not in known:
            raise self.error(f"there is no ledger {role!r}; _config.yml names {', '.join(known)}")
        domain = remembered(self.env)
        domain.pages[role] = self.env.docname
        return [_placeholder(self, role, known[role].file)]


class DataTable(SphinxDirective):
    """`{data-table} data/x.csv`: a CSV file of the book (path from its root) as a table."""

    required_arguments = 1
    option_spec = {  # noqa: RUF012
        "columns": directives.unchanged,
        "widths": directives.positive_int_list,
        "cite": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        return [_placeholder(self, "", self.arguments[0])]


def _placeholder(directive: SphinxDirective, role: str, file: str) -> LedgerTable:
    env = directive.env
    env.note_dependency(str(Path(env.srcdir) / file))
    header = next(iter(rows(env, file)), {})
    columns = directive.options.get("columns", " ".join(header)).replace(",", " ").split()
    unknown = [column for column in columns if column not in header]
    if unknown:
        raise directive.error(f"{file} has no column {unknown[0]!r}; it has {', '.join(header)}")
    cites = directive.options.get("cite", "")
    widths = _widths(directive, len(columns) + bool(role))
    table = LedgerTable(role=role, file=file, columns=columns, widths=widths, cites=cites)
    if cites:
        table += [nodes.inline("", "", *_citation(directive, row[cites])) for row in rows(env, file)]
    return table


def _widths(directive: SphinxDirective, columns: int) -> list[int]:
    widths = [int(width) for width in directive.options.get("widths", [1] * columns)]
    if len(widths) != columns:
        raise directive.error(f"{len(widths)} widths for {columns} columns (a ledger has one more: where it is said)")
    return widths


def _citation(directive: SphinxDirective, key: str) -> list[nodes.Node]:
    parsed, problems = directive.state.inline_text(f"{{cite:t}}`{key}`", directive.lineno)
    return [*parsed, *problems]


def write_tables(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the tables in their places, and tell each mark where its ledger is."""
    domain = remembered(app.env)
    known = homes(Path(app.srcdir), app.env.found_docs)
    for mark in list(doctree.findall(Mark)):
        if mark.get("named"):
            _say_where(app, docname, mark)
        page = domain.pages.get(mark["role"])
        if page and app.builder.format == "html":
            anchor = ledgers(app.config)[mark["role"]].anchor(mark["entry"])
            mark["ledger"] = app.builder.get_relative_uri(docname, page) + f"#{anchor}"
        mark["notebooks"] = {name: app.builder.get_relative_uri(docname, home) for name, home in known.items()}
    for place in list(doctree.findall(LedgerTable)):
        place.replace_self(_table(app, docname, place))


def _say_where(app: Sphinx, docname: str, mark: Mark) -> None:
    """Tell a named mark where the text makes its claim; where nothing opens, a plain link stands in its place."""
    domain = remembered(app.env)
    for place in domain.places_of(mark["role"], mark["entry"])[:1]:
        mark["said"] = app.builder.get_relative_uri(docname, place.docname) + f"#{place.anchor}"
        if app.builder.name != "html":
            mark.replace_self(nodes.reference("", mark["entry"], internal=True, refuri=mark["said"]))


def _table(app: Sphinx, docname: str, place: LedgerTable) -> list[nodes.Node]:
    role, columns = place["role"], place["columns"]
    headings = [column.replace("_", " ") for column in columns] + (["where"] if role else [])
    table = nodes.table(classes=["bindery-ledger", "longtable"], align="left")
    table["data-ledger"] = role
    group = nodes.tgroup(cols=len(headings))
    group += [nodes.colspec(colwidth=width) for width in place["widths"]]
    group += nodes.thead("", _row([nodes.Text(heading) for heading in headings]))
    body = nodes.tbody()
    for number, row in enumerate(rows(app.env, place["file"])):
        cells: list[nodes.Node] = [
            place.children[number].deepcopy() if column == place["cites"] else _cell(row, column) for column in columns
        ]
        if role:
            entry = next(iter(row.values()))
            cells.append(_links(app, docname, role, entry))
        line = _row(cells)
        if role:
            line["ids"] = [ledgers(app.config)[role].anchor(entry)]
        body += line
    group += body
    table += group
    return [_column_widths(place["widths"]), table]


def _cell(row: Row, column: str) -> nodes.Node:
    """The column `examples` holds the names of examples; each becomes a link to its notebook."""
    if column != "examples":
        return nodes.Text(row[column])
    marks = [[ExampleMark(name, "", example=name), nodes.Text(" ")] for name in row[column].split()]
    return nodes.inline("", "", *(node for mark in marks for node in mark))


def _column_widths(widths: list[int]) -> nodes.Node:
    """What LaTeX needs in order to break the lines of a wide table."""
    total = sum(widths)
    spec = "".join(f"\\Y{{{width / total:.3f}}}" for width in widths)
    return addnodes.tabular_col_spec(spec=spec)


def _row(cells: list[nodes.Node]) -> nodes.row:
    row = nodes.row()
    for cell in cells:
        row += nodes.entry("", nodes.paragraph("", "", cell))
    return row


def _links(app: Sphinx, docname: str, role: str, entry: str) -> nodes.inline:
    domain = remembered(app.env)
    links = nodes.inline()
    for place in domain.places_of(role, entry):
        title = app.env.titles[place.docname].astext() if place.docname in app.env.titles else place.docname
        uri = app.builder.get_relative_uri(docname, place.docname) + f"#{place.anchor}"
        if links.children:
            links += nodes.Text(", ")
        links += nodes.reference("", title, internal=True, refuri=uri)
    return links

"""References in APA 7: `(Best & Lubman, 2012)` in the text, and the reference list.

An entry of `references.bib` may say how sure its details are (`certainty = {A}` seen, `{B}` well known, `{C}` a guess); the list
shows it, and leaves out what is not known.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pybtex.plugin
import sphinxcontrib.bibtex.plugin
from pybtex.database import Entry, Person
from pybtex.richtext import HRef, Tag, Text
from pybtex.style.formatting import BaseStyle
from pybtex.style.labels.alpha import LabelStyle
from pybtex.style.sorting.author_year_title import SortingStyle
from pybtex.style.template import Node, node
from sphinxcontrib.bibtex.style.referencing import BracketStyle, PersonStyle
from sphinxcontrib.bibtex.style.referencing.author_year import AuthorYearReferenceStyle

#: APA 7 names all authors up to this many, then nineteen, an ellipsis and the last.
MOST_NAMES = 20
THESES = {"phdthesis": "Doctoral dissertation", "mastersthesis": "Master’s thesis"}
CERTAINTY = {
    "A": "details seen",
    "B": "well known; details from memory, to be checked",
    "C": "reconstructed; needs a library check",
}


@dataclass
class ApaPersons(PersonStyle):
    """Names in the text; a work without any goes by its `shorttitle`, else its title."""

    def author_or_editor_or_title(self, full: bool) -> Node:
        return _names_or_title(persons=self, full=full)


@node  # type: ignore[untyped-decorator]
def _names_or_title(children: list[Any], context: dict[str, Any], persons: ApaPersons, full: bool) -> Any:
    entry = context["entry"]
    for role in ("author", "editor"):
        if entry.persons.get(role):
            return persons.names(role, full).format_data(context)
    return Text.from_latex(entry.fields.get("shorttitle") or entry.fields.get("title", ""))


def _round_brackets() -> BracketStyle:
    return BracketStyle(left="(", right=")", sep="; ")


def _ampersand() -> PersonStyle:
    return ApaPersons(style="last", abbreviate=False, sep=", ", sep2=" & ", last_sep=", & ", other=" et al.")


def _and() -> PersonStyle:
    return ApaPersons(style="last", abbreviate=False, sep=", ", sep2=" and ", last_sep=", and ", other=" et al.")


@dataclass
class ApaInText(AuthorYearReferenceStyle):
    """`{cite:p}`: (Best & Lubman, 2012; Litt et al., 2009); `{cite:t}`: Best and Lubman (2012)."""

    bracket_textual: BracketStyle = field(default_factory=_round_brackets)
    bracket_parenthetical: BracketStyle = field(default_factory=_round_brackets)
    person: PersonStyle = field(default_factory=_ampersand)

    def __post_init__(self) -> None:
        super().__post_init__()  # type: ignore[no-untyped-call]
        for style in self.styles:
            if "t" in style.role_names():
                style.person = _and()  # type: ignore[attr-defined]


class ApaList(BaseStyle):  # type: ignore[misc]
    """One paragraph an entry: who, when, what, where, and how sure."""

    default_sorting_style = SortingStyle
    default_label_style = LabelStyle

    def __getattr__(self, name: str) -> Any:
        """Every kind of entry has one template: pybtex asks for `get_article_template` and so on."""
        if name.startswith("get_") and name.endswith("_template"):
            return _template
        raise AttributeError(name)


def _template(entry: Entry) -> Node:
    return _reference()


@node  # type: ignore[untyped-decorator]
def _reference(children: list[Any], context: dict[str, Any]) -> Text:
    return reference(context["entry"])


def reference(entry: Entry) -> Text:
    """Return the APA 7 reference of an entry."""
    who = names(entry.persons.get("author") or entry.persons.get("editor") or [], entry.fields.get("organization", ""))
    if not entry.persons.get("author") and entry.persons.get("editor"):
        who = Text(who, " (Eds.)" if len(entry.persons["editor"]) > 1 else " (Ed.)")
    who = _stop(who) if who else who
    when = Text("(", entry.fields.get("year", "n.d."), ")")
    title, *where = _what_and_where(entry)
    head = [Text(who, " ", when), title] if who else [Text(title, ". ", when)]
    parts = [_stop(part) for part in (*head, *where, _link(entry)) if part]
    return Text(" ").join([*parts, *_certainty(entry)])


def _what_and_where(entry: Entry) -> list[Text | None]:
    fields, kind = entry.fields, entry.original_type.lower()
    title = Text.from_latex(fields.get("title", ""))
    if kind == "article":
        return [title, _journal(fields)]
    if kind in {"incollection", "inbook", "inproceedings"} or "booktitle" in fields:
        return [title, _book_around(entry), _latex(fields.get("publisher"))]
    if kind in THESES:
        told = ", ".join([fields.get("type", THESES[kind]), fields.get("school", "")]).removesuffix(", ")
        return [Text(Tag("em", title), f" [{Text.from_latex(told)}]"), _latex(fields.get("publisher"))]
    extra = _bracketed([_edition(fields), fields.get("number") and f"No. {fields['number']}"])
    publisher = (
        fields.get("publisher") or fields.get("institution") or fields.get("school") or fields.get("howpublished")
    )
    return [Text(Tag("em", title), extra), _latex(publisher)]


def _journal(fields: Any) -> Text | None:
    if "journal" not in fields:
        return None
    volume = Text(", ", Tag("em", fields["volume"])) if "volume" in fields else Text()
    number = f"({fields['number']})" if "number" in fields else ""
    pages = f", {_dashes(fields['pages'])}" if "pages" in fields else ""
    return Text(Tag("em", Text.from_latex(fields["journal"])), volume, number, pages)


def _book_around(entry: Entry) -> Text:
    editors = entry.persons.get("editor", []) if entry.persons.get("author") else []
    by = (
        Text(names(editors, "", first_name_first=True), " (Eds.), " if len(editors) > 1 else " (Ed.), ")
        if editors
        else Text()
    )
    pages = entry.fields.get("pages")
    extra = _bracketed([_edition(entry.fields), pages and _pages(pages)])
    return Text("In ", by, Tag("em", Text.from_latex(entry.fields.get("booktitle", ""))), extra)


def _pages(pages: str) -> str:
    told = _dashes(pages)
    return f"pp. {told}" if "–" in told or "," in told else f"p. {told}"


def _edition(fields: Any) -> str | None:
    edition = fields.get("edition")
    return f"{edition} ed." if edition and edition[0].isdigit() else edition


def _bracketed(parts: list[Any]) -> str:
    told = ", ".join(str(part) for part in parts if part)
    return f" ({told})" if told else ""


def _latex(text: str | None) -> Text | None:
    return Text.from_latex(text) if text else None


def _dashes(pages: str) -> str:
    return "–".join(part for part in pages.replace("–", "-").split("-") if part)


def _link(entry: Entry) -> HRef | None:
    doi, url = entry.fields.get("doi"), entry.fields.get("url")
    address = f"https://doi.org/{doi}" if doi else url
    return HRef(address, address) if address else None


def _stop(part: Any) -> Any:
    """A full stop behind each part, but not behind an address and not twice."""
    return part if isinstance(part, HRef) or str(part).endswith((".", "?", "!")) else Text(part, ".")


def _certainty(entry: Entry) -> list[Text]:
    grade = entry.fields.get("certainty")
    return [Text(f"[{grade}: {CERTAINTY.get(grade, 'not graded')}]")] if grade else []


def names(persons: list[Person], organisation: str, *, first_name_first: bool = False) -> str:
    """Return names as APA lists them: `Best, D., & Lubman, D. I.`; editors inside a reference as `D. Best & D. I. Lubman`."""
    told = [_name(person, first_name_first=first_name_first) for person in persons] or (
        [organisation] if organisation else []
    )
    if len(told) > MOST_NAMES:
        return ", ".join(told[: MOST_NAMES - 1]) + f", … {told[-1]}"
    *first, last = told or [""]
    if not first:
        return last
    comma = "" if first_name_first and len(told) == 2 else ","
    return f"{', '.join(first)}{comma} & {last}"


def _name(person: Person, *, first_name_first: bool) -> str:
    def plain(parts: list[str]) -> str:
        return str(Text.from_latex(" ".join(parts)))

    last = plain(person.prelast_names + person.last_names)
    initials = " ".join(_initial(name) for name in plain(person.first_names + person.middle_names).split())
    if person.lineage_names:
        last = f"{last} {plain(person.lineage_names)}"
    return (
        " ".join(part for part in (initials, last) if part)
        if first_name_first
        else ", ".join(part for part in (last, initials) if part)
    )


def _initial(name: str) -> str:
    return "-".join(f"{part[0]}." for part in name.split("-") if part)


def register() -> None:
    """Make both styles known under the name `apa7`."""
    pybtex.plugin.register_plugin("pybtex.style.formatting", "apa7", ApaList)
    sphinxcontrib.bibtex.plugin.register_plugin("sphinxcontrib.bibtex.style.referencing", "apa7", ApaInText)

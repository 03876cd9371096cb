"""What a demanding reader would mind in the text, found without building: `file:line: message`, one line each.

Word lists and limits are the book's own, in the file that `bindery_style` in `_config.yml` names (TOML).
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bindery.bib_files import read_bibliography
from bindery.csv_files import Row, read_entries
from bindery.errors import BinderyError
from bindery.layout import Book, read_book
from bindery.positions import read_text
from bindery.prose import Sentence, sentences
from bindery.sources import Source, read_source


@dataclass(frozen=True)
class Finding:
    """One thing to mend; `str()` is one line."""

    file: str
    line: int | None
    message: str
    cell: int | None = None

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        cell = f"cell {self.cell}: " if self.cell else ""
        return f"{place}: {cell}{self.message}"


@dataclass(frozen=True)
class Text:
    """A document with its sentences."""

    source: Source
    file: str
    sentences: tuple[Sentence, ...]


def check(root: Path) -> list[Finding]:
    """Return all findings in the book, in its order."""
    book = read_book(root)
    sources = [read_source(book, document) for document in book.documents]
    texts = [
        Text(source, source.path.relative_to(book.root).as_posix(), tuple(sentences(source))) for source in sources
    ]
    style = read_style(book)
    by_sentence = [finding for text in texts for rule in RULES for finding in _apply(rule, text, style, book)]
    return [*by_sentence, *_ledgers(book, texts), *_references(book, texts)]


def read_style(book: Book) -> dict[str, Any]:
    """Return the book's word lists and limits."""
    name = book.setting("bindery_style", "book/_style.toml")
    try:
        return tomllib.loads(read_text(book.root / name))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        raise BinderyError(
            f"not valid TOML: {error}", path=name, line=int(found.group(1)) if found else None
        ) from error


Rule = Callable[[Sentence, dict[str, Any], Text, Book], Iterable[str]]


def _apply(rule: Rule, text: Text, style: dict[str, Any], book: Book) -> Iterator[Finding]:
    for sentence in text.sentences:
        for message in rule(sentence, style, text, book):
            yield Finding(text.file, sentence.line, message, sentence.cell)


def long_sentences(sentence: Sentence, style: dict[str, Any], text: Text, book: Book) -> Iterator[str]:
    """A sentence has at most `longest_sentence` words."""
    if sentence.words > style["longest_sentence"]:
        yield f"a sentence of {sentence.words} words; {style['longest_sentence']} are enough: {sentence.text[:60]}…"


def unwanted_words(sentence: Sentence, style: dict[str, Any], text: Text, book: Book) -> Iterator[str]:
    """Words that talk down to people, abbreviations in running text, and spellings from elsewhere have a better one each."""
    for kind in ("person_first", "abbreviations", "spelling"):
        for unwanted, better in style[kind].items():
            found = re.search(rf"(?<![\w-]){unwanted}(?![\w-])", sentence.text, flags=re.IGNORECASE)
            if found:
                yield f"“{found.group()}”: write {better}"


def bare_numbers(sentence: Sentence, style: dict[str, Any], text: Text, book: Book) -> Iterator[str]:
    """In the chapters that report, a number comes from the ledger or from a computation."""
    if text.file in style["numbers"]["files"]:
        for found in re.findall(r"(?<![\w–-])\d[\d.,]*\d|(?<![\w–-])\d(?!\w)", sentence.text):
            if found not in style["numbers"]["allowed"]:
                yield f"the number {found} is typed; take it from the ledger ({{evidence}}) or from a cell ({{glue:text}})"


def simulated_shares(sentence: Sentence, style: dict[str, Any], text: Text, book: Book) -> Iterator[str]:
    """A share that a simulation gives is called simulated in its own sentence or in the one before."""
    simulates = any(
        re.search(style["simulated"]["code"], cell.source) for cell in text.source.cells if cell.cell_type == "code"
    )
    told = any(role.name == "glue:text" and re.search(r"%|per ?cent", role.content) for role in sentence.roles) or (
        any(role.name == "glue:text" for role in sentence.roles) and re.search(r"…\s*(%|per cent)", sentence.text)
    )
    if simulates and told:
        at = text.sentences.index(sentence)
        near = " ".join(found.text for found in text.sentences[max(0, at - 1) : at + 1])
        if not re.search(style["simulated"]["words"], near, flags=re.IGNORECASE):
            yield f"a share from a simulation without the word “simulated”: {sentence.text[:60]}…"


def causal_verbs(sentence: Sentence, style: dict[str, Any], text: Text, book: Book) -> Iterator[str]:
    """A number from a study that shows an association does not stand beside a verb that says more."""
    numbers = _numbers(book)
    associations = [
        role.content
        for role in sentence.roles
        if role.name == "evidence" and numbers.get(role.content, {}).get("causal_status") == "association"
    ]
    verb = re.search(rf"\b({'|'.join(style['causal_verbs'])})\b", sentence.text, flags=re.IGNORECASE)
    if associations and verb:
        yield f"“{verb.group()}” beside {associations[0]}, which is an association"


def _numbers(book: Book) -> dict[str, Row]:
    name = book.setting("bindery_numbers", "data/evidence.csv")
    path = book.root / name
    return read_entries(path, shown_as=name) if path.is_file() else {}


RULES: tuple[Rule, ...] = (long_sentences, unwanted_words, bare_numbers, simulated_shares, causal_verbs)


def _roles(texts: list[Text]) -> Iterator[tuple[str, str, Finding]]:
    """Yield name and content of every role, and a finding that names its place."""
    for text in texts:
        lines = read_text(text.source.path).splitlines()
        for number, line in enumerate(lines, 1):
            for name, content in re.findall(r"\{([\w:]+)\}`([^`]+)`", line):
                yield name, content, Finding(text.file, number, "")


def _ledgers(book: Book, texts: list[Text]) -> Iterator[Finding]:
    """Every entry of a complete ledger has its place, once if the ledger says so; every mark has its entry."""
    for role, settings in book.setting("bindery_ledgers", {}).items():
        known = set(read_entries(book.root / settings["file"], shown_as=settings["file"]))
        placed = [(content, place) for name, content, place in _roles(texts) if name == role]
        for entry, place in placed:
            if entry not in known:
                yield Finding(place.file, place.line, f"{settings['file']} has no entry {entry!r}")
        counts = Counter(entry for entry, _ in placed)
        for entry in sorted(known - set(counts)) if settings.get("complete") else []:
            yield Finding(
                settings["file"],
                None,
                f"{entry} has no place in the text; mark the sentence that says it with {{{role}}}`{entry}`",
            )
        for entry in sorted(entry for entry, count in counts.items() if count > 1 and settings.get("once")):
            places = ", ".join(f"{place.file}:{place.line}" for found, place in placed if found == entry)
            yield Finding(settings["file"], None, f"{entry} has {counts[entry]} places, one is enough: {places}")


def _references(book: Book, texts: list[Text]) -> Iterator[Finding]:
    """Every citation has its entry and every entry its citation; a data table that cites counts."""
    cited = {key.strip() for name, content, _ in _roles(texts) if name.startswith("cite") for key in content.split(",")}
    for name in book.config.get("bibtex_bibfiles") or []:
        known = set(read_bibliography(book.root / name, shown_as=name).entries)
        for role, content, place in _roles(texts):
            for key in content.split(",") if role.startswith("cite") else []:
                if key.strip() not in known:
                    yield Finding(place.file, place.line, f"{name} has no entry {key.strip()!r}")
        for key in sorted(known - cited):
            yield Finding(name, None, f"{key} is never cited; cite it or take it out")

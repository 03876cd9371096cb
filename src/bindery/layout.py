"""The book as `_toc.yml` (what is in it, in order) and `_config.yml` (how it is built) describe it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sphinx_external_toc.parsing import TOCTREE_OPTIONS, MalformedError, parse_toc_data

from bindery.errors import BinderyError
from bindery.positions import line_of, read_text, read_yaml
from bindery.settings import Keys, read_settings

SUFFIXES = (".md", ".ipynb")
#: What a group of entries in `_toc.yml` may say; the parser itself does not mind any other word.
GROUP_KEYS = {*TOCTREE_OPTIONS, "chapters", "sections", "entries"}


@dataclass(frozen=True)
class Book:
    """A folder with `_toc.yml` and `_config.yml`, both read and found to be in order."""

    root: Path
    config: dict[str, Any]  #: `_config.yml`
    documents: tuple[Path, ...]  #: every file of the table of contents, in its order, root first

    def setting(self, name: str, default: Any) -> Any:
        """Return a value of `sphinx: config:` in `_config.yml`."""
        return ((self.config.get("sphinx") or {}).get("config") or {}).get(name, default)

    def docname(self, document: Path) -> str:
        """Return the document's name as Sphinx knows it: its path below the root without the ending."""
        return document.relative_to(self.root).with_suffix("").as_posix()

    @property
    def title(self) -> str:
        return str(self.config.get("title", self.root.name))


def read_book(root: Path) -> Book:
    """Read the book in `root`; what is malformed or missing is a `BinderyError` with file and line."""
    root = root.resolve()
    return Book(root, read_settings(root / "_config.yml"), _read_toc(root / "_toc.yml"))


def _read_toc(path: Path) -> tuple[Path, ...]:
    data = read_yaml(path)
    try:
        site = parse_toc_data(data) if isinstance(data, dict) else None
    except MalformedError as error:
        raise BinderyError(_toc_problem(error), path=path.name, line=_toc_line(path, error)) from error
    if site is None:
        raise BinderyError("must be a mapping with the key 'root'", path=path.name, line=1)
    for keys in _unknown_group_keys(data, []):
        message = f"unknown key {keys[-1]!r}; known here are {', '.join(sorted(GROUP_KEYS))}"
        raise BinderyError(message, path=path.name, line=line_of(path, keys))
    names = [site.root.docname, *(name for name in site if name != site.root.docname)]
    return tuple(_document(path, name) for name in _in_order(site, site.root.docname, names))


def _in_order(site: Any, name: str, names: list[str]) -> list[str]:
    below = [child for tree in site[name].subtrees for child in map(str, tree.items) if child in names]
    return [name, *(found for child in below for found in _in_order(site, child, names))]


def _unknown_group_keys(value: Any, keys: Keys) -> Iterator[Keys]:
    if isinstance(value, list):
        value = dict(enumerate(value))
    for name, below in value.items() if isinstance(value, dict) else ():
        if len(keys) >= 2 and keys[-2] in {"parts", "subtrees"} and name not in GROUP_KEYS:
            yield [*keys, name]
        yield from _unknown_group_keys(below, [*keys, name])


def _toc_problem(error: MalformedError) -> str:
    """Return the parser's message without its pointer, and its sets in one order."""
    told = re.sub(r" @ '[^']*'", "", str(error).split("\n")[0])
    return re.sub(r"\{([^}]*)\}", lambda found: ", ".join(sorted(found.group(1).split(", "))), told)


def _toc_line(path: Path, error: MalformedError) -> int | None:
    """The parser names the place as a pointer such as `/parts/0/chapters/1/`; find its line."""
    twice = re.search(r"used multiple times: '(.+)'", str(error))
    if twice:
        return _lines_naming(path, twice.group(1))[-1]
    pointer = re.search(r"'(/[^']*)'", str(error))
    keys = [key for key in pointer.group(1).split("/") if key] if pointer else ["format"]
    unknown = re.search(r"Unknown keys found: \{(.*?)\}", str(error))
    return line_of(path, [*keys, *sorted(re.findall(r"'([^']*)'", unknown.group(1)))[:1]] if unknown else keys)


def _lines_naming(toc: Path, name: str) -> list[int]:
    whole = re.compile(rf"(?<![\w/.-]){re.escape(name)}(?![\w/.-])")
    return [number for number, text in enumerate(read_text(toc).splitlines(), 1) if whole.search(text)]


def _document(toc: Path, name: str) -> Path:
    stem = toc.parent / name
    for candidate in (stem, *(stem.with_name(stem.name + suffix) for suffix in SUFFIXES)):
        if candidate.suffix in SUFFIXES and candidate.is_file():
            return candidate
    line = next(iter(_lines_naming(toc, name)), None)
    raise BinderyError(
        f"there is no {name}.md and no {name}.ipynb; write the file or take the entry out", path=toc.name, line=line
    )

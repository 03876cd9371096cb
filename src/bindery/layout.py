"""The book as its two settings files describe it: `_toc.yml` (what is in it, in order) and `_config.yml` (how it is built)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jupyter_book.config import get_validator
from sphinx_external_toc.parsing import MalformedError, parse_toc_data

from bindery.errors import BinderyError
from bindery.positions import line_of, read_text, read_yaml

SUFFIXES = (".md", ".ipynb")


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
    return Book(root, _read_config(root / "_config.yml"), _read_toc(root / "_toc.yml"))


def _read_config(path: Path) -> dict[str, Any]:
    config = read_yaml(path)
    if not isinstance(config, dict):
        raise BinderyError("must be a mapping of settings (name: value)", path=path.name, line=1)
    for error in sorted(get_validator().iter_errors(config), key=lambda error: list(map(str, error.path))):
        keys = list(error.path)
        where = ".".join(map(str, keys)) or "the file"
        raise BinderyError(f"{where}: {error.message}", path=path.name, line=line_of(path, keys))
    return config


def _read_toc(path: Path) -> tuple[Path, ...]:
    data = read_yaml(path)
    try:
        site = parse_toc_data(data) if isinstance(data, dict) else None
    except MalformedError as error:
        raise BinderyError(*_toc_problem(error), path=path.name, line=_toc_line(path, error)) from error
    if site is None:
        raise BinderyError("must be a mapping with the key 'root'", path=path.name, line=1)
    names = [site.root.docname, *(name for name in site if name != site.root.docname)]
    return tuple(_document(path, name) for name in _in_order(site, site.root.docname, names))


def _in_order(site: Any, name: str, names: list[str]) -> list[str]:
    below = [child for tree in site[name].subtrees for child in map(str, tree.items) if child in names]
    return [name, *(found for child in below for found in _in_order(site, child, names))]


def _toc_problem(error: MalformedError) -> tuple[str]:
    return (str(error).split("\n")[0],)


def _toc_line(path: Path, error: MalformedError) -> int | None:
    """The parser names the place as a pointer such as `/parts/0/chapters/1/`; find its line."""
    pointer = re.search(r"'(/[^']*)'", str(error))
    return line_of(path, [key for key in pointer.group(1).split("/") if key]) if pointer else 1


def _document(toc: Path, name: str) -> Path:
    stem = toc.parent / name
    for candidate in (stem, *(stem.with_name(stem.name + suffix) for suffix in SUFFIXES)):
        if candidate.suffix in SUFFIXES and candidate.is_file():
            return candidate
    lines = read_text(toc).splitlines()
    line = next((number for number, text in enumerate(lines, 1) if name in text), None)
    raise BinderyError(
        f"there is no {name}.md and no {name}.ipynb; write the file or take the entry out", path=toc.name, line=line
    )

"""Where in a YAML file a value stands, so that an error can name the line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from bindery.errors import BinderyError


class _Loader(yaml.SafeLoader):
    """YAML as written by people: a key that stands twice in a mapping is a slip, and every error has its line."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        names = [name.value for name, _ in node.value]
        for at, (name, _) in enumerate(node.value):
            if name.value in names[:at]:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {name.value!r} stands twice", name.start_mark
                )
        return super().construct_mapping(node, deep)

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except ValueError as error:  # a date such as 2026-13-01
            raise yaml.constructor.ConstructorError(None, None, str(error), node.start_mark) from error


def read_yaml(path: Path) -> Any:
    """Return the file's value; a file that is absent or not YAML is a `BinderyError` with its line."""
    text = read_text(path)
    try:
        return yaml.load(text, _Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        raise BinderyError(f"not valid YAML: {error.problem}", path=path.name, line=line) from error
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        raise BinderyError(f"not valid YAML: {error.reason}", path=path.name, line=line) from error


def read_text(path: Path, *, shown_as: str | None = None) -> str:
    """Return the file's text; a file that is absent or not UTF-8 is a `BinderyError`."""
    name = shown_as or path.name
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise BinderyError("this file is missing; the book cannot be built without it", path=name) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BinderyError("not UTF-8; save the file as UTF-8", path=name, line=line) from error


def line_of(path: Path, keys: Iterable[str | int]) -> int | None:
    """Return the line of the value under `keys` (mapping keys and list positions), or of the deepest that exists."""
    node = yaml.compose(read_text(path))
    for key in keys:
        found = _child(node, key)
        if found is None:
            break
        node = found
    return node.start_mark.line + 1 if node is not None else None


def _child(node: yaml.Node | None, key: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for name, value in node.value if name.value == str(key)), None)
    if isinstance(node, yaml.SequenceNode) and str(key).isdigit() and int(key) < len(node.value):
        return node.value[int(key)]  # type: ignore[no-any-return]
    return None

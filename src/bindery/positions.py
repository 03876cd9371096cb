"""Where in a YAML file a value stands, so that an error can name the line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from bindery.errors import BinderyError


def read_yaml(path: Path) -> Any:
    """Return the file's value; a file that is absent or not YAML is a `BinderyError` with its line."""
    try:
        return yaml.safe_load(read_text(path))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
        raise BinderyError(f"not valid YAML: {error.problem}", path=path.name, line=line) from error


def read_text(path: Path) -> str:
    """Return the file's text; a file that is absent or not UTF-8 is a `BinderyError`."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise BinderyError("this file is missing; the book cannot be built without it", path=path.name) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BinderyError("not UTF-8; save the file as UTF-8", path=path.name, line=line) from error


def line_of(path: Path, keys: Iterable[str | int]) -> int | None:
    """Return the line of the value under `keys` (mapping keys and list positions), or of the deepest one that exists."""
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

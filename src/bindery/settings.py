"""`_config.yml`: names and types as Jupyter Book documents them, and bindery's own under `sphinx: config:`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import yaml
from jupyter_book.config import PATH_YAML_DEFAULT, get_validator

from bindery.csv_files import read_header
from bindery.errors import BinderyError
from bindery.positions import line_of, read_yaml

Settings = dict[str, Any]
Keys = list[str | int]

#: Where Sphinx's own settings stand, and bindery's among them.
SPHINX: Keys = ["sphinx", "config"]
TEXTS = {"type": "array", "items": {"type": "string"}}
#: Settings that Jupyter Book reads though neither its list of defaults nor its schema has them.
UNLISTED: Settings = {"project": {}, "parse": {"myst_substitutions": {}}, "html": {"navbar_footer_text": {}}}
LEDGER = {
    "type": "object",
    "properties": {
        "file": {"type": "string"},
        "opens": TEXTS,
        "complete": {"type": "boolean"},
        "once": {"type": "boolean"},
    },
    "required": ["file"],
    "additionalProperties": False,
}
OURS = {
    "properties": {
        "bindery_depends": TEXTS,
        "bindery_numbers": {"type": "string"},
        "bindery_help_box": {"type": "string"},
        "bindery_style": {"type": "string"},
        "bindery_inks": {"type": "object", "additionalProperties": {"type": "string"}},
        "bindery_latex_before": {"type": "object", "additionalProperties": {"type": "string"}},
        "bindery_ledgers": {"type": "object", "additionalProperties": LEDGER},
    }
}


def read_settings(path: Path) -> Settings:
    """Return the settings; a name, a value or a file that cannot be meant is a `BinderyError` with its line."""
    settings = read_yaml(path)
    if not isinstance(settings, dict):
        raise BinderyError("must be a mapping of settings (name: value)", path=path.name, line=1)
    _check_types(path, get_validator(), settings, [])
    for keys in _unknown(settings, _known(), []):
        raise _problem(path, keys, "Jupyter Book knows no setting of this name")
    ours = (settings.get("sphinx") or {}).get("config") or {}
    _check_types(path, jsonschema.Draft7Validator(OURS), ours, SPHINX)
    _check_files(path, ours)
    return settings


def _problem(path: Path, keys: Keys, message: str) -> BinderyError:
    where = ".".join(map(str, keys)) or "the file"
    return BinderyError(f"{where}: {message}", path=path.name, line=line_of(path, keys))


def _check_types(path: Path, validator: Any, settings: Settings, below: Keys) -> None:
    for error in sorted(validator.iter_errors(settings), key=lambda error: list(map(str, error.path))):
        raise _problem(path, [*below, *error.path], error.message)


def _known() -> Settings:
    """Return all names that Jupyter Book reads, nested as in the file: its defaults, its schema, and those in neither."""
    defaults = yaml.safe_load(PATH_YAML_DEFAULT.read_text(encoding="utf-8"))
    return _merged(_merged(defaults, _names(get_validator().schema)), UNLISTED)


def _names(schema: Settings) -> Settings:
    return {name: _names(part) for name, part in schema.get("properties", {}).items()}


def _merged(a: Any, b: Any) -> Settings:
    a, b = (part if isinstance(part, dict) else {} for part in (a, b))
    return {name: _merged(a.get(name), b.get(name)) for name in {**a, **b}}


def _unknown(value: Any, known: Settings, keys: Keys) -> Iterator[Keys]:
    """Yield the way to every setting that is not known; where nothing is known below a name, anything may stand."""
    for name, below in value.items() if isinstance(value, dict) and known else ():
        if name not in known:
            yield [*keys, name]
        else:
            yield from _unknown(below, known[name], [*keys, name])


def _check_files(path: Path, ours: Settings) -> None:
    """A file that a setting names must be there: a slip in `bindery_depends` would keep stale results for ever."""
    for keys, name in _files(ours):
        if not (path.parent / name).exists():
            raise _problem(path, [*SPHINX, *keys], f"there is no {name}")
    for role, ledger in ours.get("bindery_ledgers", {}).items():
        header = read_header(path.parent / ledger["file"], shown_as=ledger["file"])
        for at, column in enumerate(ledger.get("opens", [])):
            if column not in header:
                message = f"{ledger['file']} has no column {column!r}; it has {', '.join(header)}"
                raise _problem(path, [*SPHINX, "bindery_ledgers", role, "opens", at], message)


def _files(ours: Settings) -> Iterator[tuple[Keys, str]]:
    for at, name in enumerate(ours.get("bindery_depends", [])):
        yield ["bindery_depends", at], name
    for setting in ("bindery_numbers", "bindery_help_box"):
        if setting in ours:
            yield [setting], ours[setting]
    for role, ledger in ours.get("bindery_ledgers", {}).items():
        yield ["bindery_ledgers", role, "file"], ledger["file"]

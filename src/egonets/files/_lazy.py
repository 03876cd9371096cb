"""Libraries that only some formats need, imported when they are needed."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def needed(library: str, purpose: str) -> Any:
    """The library, or an error that says how to get it."""
    try:
        return import_module(library)
    except ImportError as error:
        raise ImportError(f"{purpose} needs {library}. Install it with: pip install {library}") from error

"""What a reader needs in order to build the same book: commit, Python, lock, versions."""

from __future__ import annotations

import hashlib
import platform
import re
import subprocess
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

LOCK = "requirements.lock"


def facts(root: Path) -> dict[str, str]:
    """Return what identifies a build, in words."""
    lock = root / LOCK
    return {
        "Commit": commit(root),
        "Python": platform.python_version(),
        "Lock file (SHA-256)": _in_fours(hashlib.sha256(lock.read_bytes()).hexdigest())
        if lock.is_file()
        else "there is none",
    }


def _in_fours(digits: str) -> str:
    """Write a long number so that the eye, and a line of print, can break it."""
    return " ".join(digits[at : at + 16] for at in range(0, len(digits), 16))


def commit(root: Path) -> str:
    """Return the commit of the book's files, and whether they were changed since."""
    try:
        run = subprocess.run(
            ["git", "describe", "--always", "--dirty=, with changes since", "--abbrev=12", "--exclude=*"],
            cwd=root, capture_output=True, text=True, check=True,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        return "unknown: built outside a git checkout"
    return run.stdout.strip()


def versions(root: Path) -> dict[str, str]:
    """Return the pinned version of every package in the lock."""
    lock = root / LOCK
    text = lock.read_text(encoding="utf-8") if lock.is_file() else ""
    return dict(re.findall(r"^([A-Za-z0-9_.-]+)==([^\s;\\]+)", text, flags=re.MULTILINE))


class Reproducibility(SphinxDirective):
    """`{reproducibility}`: the facts, then the versions of the packages named in its body."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        root = Path(self.env.srcdir)
        self.env.note_dependency(str(root / LOCK))
        self.env.note_reread()  # the commit changes without any file of the page changing
        pinned = versions(root)
        named = {name: pinned.get(name, "not in the lock") for name in " ".join(self.content).split()}
        listing = nodes.field_list()
        for name, text in {**facts(root), **named}.items():
            listing += nodes.field(
                "", nodes.field_name(text=name), nodes.field_body("", nodes.paragraph("", "", nodes.literal(text=text)))
            )
        return [listing]

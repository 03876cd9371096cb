"""TeX: is what the PDF needs there, can it be installed, and typeset."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from bindery.errors import BinderyError

#: Programs and files that the PDF needs, and the Debian package that brings each (217 MB together).
PROGRAMS = {
    "make": "make",
    "latexmk": "latexmk",
    "xelatex": "texlive-xetex",
    "xindy": "xindy",
    "kpsewhich": "texlive-base",
}
FILES = {
    "scrbook.cls": "texlive-latex-recommended",
    "fontspec.sty": "texlive-latex-recommended",
    "unicode-math.sty": "texlive-latex-recommended",
    "tabulary.sty": "texlive-latex-extra",
    "titlesec.sty": "texlive-latex-extra",
    "cmr10.tfm": "texlive-fonts-recommended",
    "lmroman10-regular.otf": "lmodern",
    "texgyrepagella-regular.otf": "fonts-texgyre",
    "texgyreheros-regular.otf": "fonts-texgyre",
    "texgyrecursor-regular.otf": "fonts-texgyre",
    "texgyrepagella-math.otf": "fonts-texgyre-math",
}
PACKAGES = sorted({*PROGRAMS.values(), *FILES.values()})
HOW = f"sudo apt-get install --no-install-recommends {' '.join(PACKAGES)}"


def missing() -> list[str]:
    """Return the programs and files that the PDF needs and this machine lacks."""
    programs = [name for name in PROGRAMS if shutil.which(name) is None]
    if "kpsewhich" in programs:
        return [*programs, *FILES]
    return [*programs, *(name for name in FILES if not _output(["kpsewhich", name]))]


def _output(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def can_install() -> bool:
    """Return whether apt is there and needs no password."""
    return shutil.which("apt-get") is not None and _prefix() is not None


def install() -> bool:
    """Install what is missing with apt; return whether everything is there now."""
    if not can_install():
        return False
    prefix = _prefix() or []
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *PACKAGES]):
        done = subprocess.run([*prefix, "apt-get", *command], env=quiet, capture_output=True, check=False)
        if done.returncode != 0:
            return False
    return not missing()


def _prefix() -> list[str] | None:
    """Nothing for root, `sudo` where it asks for no password, None where neither."""
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


def typeset(source: Path) -> Path:
    """Run the makefile that Sphinx lays beside a LaTeX file; return the PDF. What TeX minds is a `BinderyError` with its line."""
    command = ["make", "all-pdf", "LATEXMKOPTS=-interaction=nonstopmode -halt-on-error -file-line-error"]
    environment = {**os.environ, "max_print_line": "10000", "SOURCE_DATE_EPOCH": "0", "FORCE_SOURCE_DATE": "1"}
    done = subprocess.run(
        command, cwd=source.parent, env=environment, capture_output=True, text=True, errors="replace", check=False
    )
    paper = source.with_suffix(".pdf")
    if done.returncode != 0 or not paper.is_file():
        raise _problem(done.stdout + done.stderr, source)
    return paper


def _problem(said: str, source: Path) -> BinderyError:
    found = re.search(r"^\S*?([^/\s:]+):(\d+): (.+)$", said, flags=re.MULTILINE)
    if found:
        return BinderyError(f"TeX: {found.group(3)}", path=found.group(1), line=int(found.group(2)))
    return BinderyError(
        f"TeX ended without a PDF; its log is beside the source: {' '.join(said.split()[-30:])}", path=source.name
    )

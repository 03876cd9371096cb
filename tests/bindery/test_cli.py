"""The command: what it does without TeX, with wrong words, and in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bindery import tex
from bindery.cli import main

COMMAND = Path(sys.executable).with_name("bindery")


@pytest.fixture
def without_tex(monkeypatch, tmp_path):
    """A machine where no program is found, and where nothing can be installed."""
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    return monkeypatch


def test_without_programs_everything_is_missing(without_tex):
    assert tex.missing() == [*tex.PROGRAMS, *tex.FILES]
    assert not tex.can_install()
    assert not tex.install()


def test_with_programs_the_files_are_asked_for_one_by_one(monkeypatch, tmp_path):
    """Programs that are there in name only: kpsewhich, which says nothing, finds no file."""
    for name in tex.PROGRAMS:
        program = tmp_path / name
        program.write_text('#!/bin/sh\n[ "$1" = scrbook.cls ] && echo /somewhere/scrbook.cls\n')
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert tex.missing() == [name for name in tex.FILES if name != "scrbook.cls"]


def test_what_is_missing_can_be_installed_by_the_line_that_is_told():
    packages = tex.HOW.split("--no-install-recommends ")[1].split()
    assert set(packages) == {*tex.PROGRAMS.values(), *tex.FILES.values()}
    assert tex.HOW.startswith("sudo apt-get install ")


def test_this_machine_has_what_the_pdf_needs():
    """The tests of the PDF need it; `make book` installs it, and so does the line above."""
    assert tex.missing() == []


def test_a_pdf_that_was_asked_for_by_name_fails_without_tex_in_one_line(book, build, without_tex):
    root = book()
    run = build(root, "pdf")
    assert (run.status, run.out) == (1, "")
    assert run.err == f"no PDF: TeX lacks {', '.join(tex.missing())}; get it with: {tex.HOW}\n"
    assert not (root / "_build").exists()


def test_without_tex_a_build_of_everything_gives_the_pages_and_says_one_line(book, bindery, without_tex):
    root = book()
    run = bindery("build", "--book", root)
    assert run.status == 0
    assert run.out.startswith("html: 1 pages, 0 figures")
    assert run.err == f"no PDF: TeX lacks {', '.join(tex.missing())}; get it with: {tex.HOW}\n"
    assert (root / "_build/html/index.html").is_file()
    assert not (root / "_build/pdf").exists()


def test_what_tex_minds_is_told_with_its_line(tmp_path):
    (tmp_path / "Makefile").write_text("all-pdf:\n\tlatexmk -xelatex $(LATEXMKOPTS) tiny.tex\n")
    source = tmp_path / "tiny.tex"
    source.write_text("\\documentclass{scrbook}\n\\begin{document}\n\\knot\n\\end{document}\n")
    with pytest.raises(tex.BinderyError) as caught:
        tex.typeset(source)
    assert str(caught.value) == "tiny.tex:3: TeX: Undefined control sequence."


@pytest.mark.parametrize(
    "words", [[], ["bild"], ["build", "docx"], ["build", "--jobs", "many"], ["build", "--bok", "."]]
)
def test_words_that_the_command_does_not_know_are_wrong_use(capsys, words):
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("usage: bindery")


def test_every_command_and_every_option_has_help(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    told = capsys.readouterr().out
    commands = ["build", "store"]
    assert [command for command in commands if f"    {command} " not in told] == []


def test_the_installed_command_ends_with_one_line_and_status_1(book):
    root = book()
    (root / "_toc.yml").write_text("root: [index\n")
    run = subprocess.run([COMMAND, "build", "html"], cwd=root, capture_output=True, text=True, timeout=60)
    expected = "_toc.yml:2: not valid YAML: expected ',' or ']', but got '<stream end>'\n"
    assert (run.returncode, run.stdout, run.stderr) == (1, "", expected)


def test_results_go_to_one_stream_and_progress_to_the_other(book):
    root = book("memory")
    run = subprocess.run(
        [COMMAND, "build", "html", "--jobs", "1"],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ},
    )
    assert run.returncode == 0
    assert [line.split(",")[0] for line in run.stdout.splitlines()] == ["html: 3 pages"]
    assert [line.split(":")[0] for line in run.stderr.splitlines()] == ["executed first", "executed second"]

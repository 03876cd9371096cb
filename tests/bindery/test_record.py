"""`bindery record`: what changed in the data of a figure since it was last accepted."""

from __future__ import annotations

from pathlib import Path

import pytest

from bindery.cli import main


@pytest.fixture
def book(tmp_path: Path) -> Path:
    figures = tmp_path / "_build/html/_figures"
    figures.mkdir(parents=True)
    (figures / "fig-zones.csv").write_text("zone,alters\nprimary,2\neffective,5\n", encoding="utf-8")
    assert main(["record", "--accept", "--book", str(tmp_path)]) == 0
    return tmp_path


def record(book: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    capsys.readouterr()
    return main(["record", "--book", str(book)]), capsys.readouterr().out.splitlines()


def test_what_was_accepted_has_no_differences(book, capsys):
    assert record(book, capsys) == (0, [])


def test_a_changed_number_is_named_with_file_and_line(book, capsys):
    (book / "_build/html/_figures/fig-zones.csv").write_text("zone,alters\nprimary,3\neffective,5\n", encoding="utf-8")
    assert record(book, capsys) == (1, ["record/fig-zones.csv:2: was primary,2, is primary,3"])


def test_a_row_that_went_and_a_row_that_came_are_named(book, capsys):
    built = book / "_build/html/_figures/fig-zones.csv"
    built.write_text("zone,alters\nprimary,2\n", encoding="utf-8")
    assert record(book, capsys) == (1, ["record/fig-zones.csv:3: was effective,5, is gone"])
    built.write_text("zone,alters\nprimary,2\neffective,5\nextended,1\n", encoding="utf-8")
    assert record(book, capsys) == (1, ["record/fig-zones.csv:4: was not there, is extended,1"])


def test_new_and_vanished_figures_are_named_until_they_are_accepted(book, capsys):
    built = book / "_build/html/_figures"
    (built / "fig-zones.csv").rename(built / "fig-front.csv")
    status, lines = record(book, capsys)
    assert (status, len(lines)) == (1, 2)
    assert "fig-front is new" in lines[0]
    assert "no figure fig-zones any more" in lines[1]
    assert main(["record", "--accept", "--book", str(book)]) == 0
    assert record(book, capsys) == (0, [])
    assert not (book / "record/fig-zones.csv").exists()


def test_without_a_built_site_the_record_stays_and_one_line_says_what_to_do(book, capsys):
    (book / "_build/html/_figures/fig-zones.csv").unlink()
    assert main(["record", "--accept", "--book", str(book)]) == 1
    assert (
        capsys.readouterr().err
        == "_build/html/_figures: there is no built site to compare; run bindery build html first\n"
    )
    assert (book / "record/fig-zones.csv").exists()

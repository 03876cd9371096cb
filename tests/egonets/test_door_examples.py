"""Every example in a docstring runs and gives what it says."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import egonets


def examples() -> dict[str, doctest.DocTest]:
    """Docstrings with examples in all modules but the models, which have a test of their own."""
    finder = doctest.DocTestFinder(exclude_empty=True)
    found = {}
    for module in pkgutil.walk_packages(egonets.__path__, "egonets."):
        if not module.name.startswith("egonets.models"):
            found |= {test.name: test for test in finder.find(importlib.import_module(module.name)) if test.examples}
    return found


EXAMPLES = examples()


def test_there_are_examples_to_run():
    assert len(EXAMPLES) > 60


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_an_example_gives_what_it_says(name):
    result = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(EXAMPLES[name])
    assert result.attempted > 0
    assert result.failed == 0


def test_what_reads_writes_or_makes_egonets_shows_how():
    makers = [name for name in egonets.__all__ if name.startswith(("read_", "write_", "to_"))]
    shown = {name.rpartition(".")[2] for name in EXAMPLES}
    assert len(makers) > 8
    assert set(makers) <= shown

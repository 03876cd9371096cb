"""One public door: what `egonets` offers is what it says, and coming in is cheap."""

from __future__ import annotations

import importlib.resources
import importlib.util
import subprocess
import sys
from types import ModuleType

import pytest

import egonets

#: Libraries that cost time or that not everybody has; each is imported where it is used.
LATE = ("altair", "numba", "networkx", "statsmodels", "lifelines", "SALib", "igraph", "mesa", "IPython")


def test_all_names_are_there_once_and_in_no_other_way():
    names = egonets.__all__
    assert len(names) > 50
    assert sorted(names) == sorted(set(names))
    assert [name for name in names if not hasattr(egonets, name)] == []


def test_nothing_else_is_there_but_modules_of_our_own():
    others = {name: thing for name, thing in vars(egonets).items() if not name.startswith("_")}
    others = {name: thing for name, thing in others.items() if name not in egonets.__all__}
    assert {name: thing for name, thing in others.items() if not is_own_module(thing)} == {}


def is_own_module(thing: object) -> bool:
    return isinstance(thing, ModuleType) and thing.__name__.startswith("egonets.")


@pytest.mark.parametrize("name", egonets.__all__)
def test_what_comes_through_the_door_says_what_it_is(name):
    thing = getattr(egonets, name)
    if callable(thing) or isinstance(thing, ModuleType):
        assert thing.__doc__
        assert thing.__doc__.strip()


@pytest.mark.parametrize("module", ["files", "measures"])
def test_what_a_part_offers_comes_through_the_door(module):
    part = getattr(egonets, module)
    assert set(part.__all__) <= set(egonets.__all__)


def fresh(code: str) -> str:
    """What a new interpreter prints, with warnings as errors."""
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_the_libraries_that_must_come_late_are_installed_so_that_the_next_test_means_something():
    assert importlib.util.find_spec("altair")
    assert importlib.util.find_spec("numba")
    assert importlib.util.find_spec("networkx")
    assert importlib.util.find_spec("statsmodels")


def test_importing_egonets_imports_neither_charts_nor_compilers_nor_graphs_nor_models():
    code = f"import sys, egonets; print([name for name in {LATE!r} if name in sys.modules])"
    assert fresh(code) == "[]"


def test_egonets_knows_nothing_of_books():
    assert fresh("import sys, egonets; print('bindery' in sys.modules)") == "False"


def test_reading_and_measuring_need_neither_charts_nor_graphs():
    code = (
        f"import sys; [sys.modules.__setitem__(name, None) for name in {LATE!r}]; "
        "import io, egonets; "
        "nets = egonets.read_three_files(io.BytesIO(b'ego\\n1\\n'), io.BytesIO(b'ego,alter\\n1,2\\n')).nets; "
        "print(len(nets.alters), egonets.density(nets).isna().item())"
    )
    assert fresh(code) == "1 True"


def test_the_package_says_that_it_is_typed():
    assert importlib.util.find_spec("egonets").origin
    assert (importlib.resources.files("egonets") / "py.typed").is_file()

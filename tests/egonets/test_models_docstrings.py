"""Every example in a docstring of the models runs and gives what it says; `import egonets` stays light."""

import ast
import doctest
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from egonets import models

FOLDER = Path(models.__file__).parent
MODULES = ["egonets._parameters", *(f"egonets.models.{path.stem}" for path in sorted(FOLDER.glob("[a-z_]*.py")))]
WITH_EXAMPLES = [name for name in MODULES if ">>> " in Path(importlib.import_module(name).__file__).read_text("utf-8")]


def test_there_are_examples_to_run():
    assert len(WITH_EXAMPLES) >= 10


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_examples_run(name):
    result = doctest.testmod(importlib.import_module(name))
    assert result.attempted > 0
    assert result.failed == 0


@pytest.mark.parametrize("path", sorted(FOLDER.glob("[a-z]*.py")), ids=lambda path: path.stem)
def test_every_public_function_and_class_says_what_it_is(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    public = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_") and node in tree.body
    ]
    assert public
    assert [node.name for node in public if not ast.get_docstring(node)] == []


def test_importing_the_package_imports_no_compiler_and_no_statistics():
    code = "import sys, egonets; print(*sorted({'numba', 'statsmodels', 'lifelines', 'SALib'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == ""

"""`{formula-and-code} package.module.function`: the formula of a function's docstring, and under it the code that computes it.

So a reader sees that both say the same. The module is read, not run.
"""

from __future__ import annotations

import ast
import re
from importlib.util import find_spec
from pathlib import Path
from textwrap import dedent

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from bindery.positions import read_text


class FormulaAndCode(SphinxDirective):
    """Put in both; a function that is not there, or has no formula, is an error with its line."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        module, _, name = self.arguments[0].rpartition(".")
        file = module_file(module)
        if file is None:
            raise self.error(f"there is no module {module!r}")
        self.env.note_dependency(str(file))
        formula, code = taken_apart(read_text(file), name)
        if not code:
            raise self.error(f"{module} has no function {name!r}")
        if not formula:
            raise self.error(f"the docstring of {name!r} has no formula (a paragraph that begins with .. math::)")
        block = nodes.math_block(formula, formula, nowrap=False, number=None, label=None, docname=self.env.docname)
        written = nodes.literal_block(code, code, language="python")
        return [nodes.container("", block, written, classes=["bindery-formula-and-code"])]


def module_file(module: str) -> Path | None:
    """The source of an installed module, if there is one."""
    try:
        found = find_spec(module)
    except (ImportError, ValueError):
        return None
    return Path(found.origin) if found is not None and found.has_location and found.origin else None


def taken_apart(source: str, name: str) -> tuple[str, str]:
    """The formula in the docstring of a function, and its code without docstring, decorators and types.

    Either is '' where it is not there.
    """
    functions = (node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef) and node.name == name)
    function = next(functions, None)
    if function is None:
        return "", ""
    docstring = ast.get_docstring(function) or ""
    formula = re.search(r"^\.\. math::\s*(.*?)(?:\n\n|\Z)", docstring, re.DOTALL | re.MULTILINE)
    signature = f"def {name}({', '.join(each.arg for each in function.args.args)}):"
    body = source.splitlines()[_end_of_docstring(function) : function.end_lineno]
    return dedent(formula[1]).strip() if formula else "", "\n".join([signature, *body])


def _end_of_docstring(function: ast.FunctionDef) -> int:
    """The last line before the body proper: that of the docstring, or of the signature."""
    first = function.body[0]
    return (first.end_lineno or 0) if ast.get_docstring(function) else first.lineno - 1

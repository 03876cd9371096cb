"""Formulas as MathML, written at build time by docutils: browsers draw it themselves, screen readers read it, and no script is needed."""

from __future__ import annotations

import re

from docutils import nodes
from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

LOGGER = logging.getLogger(__name__)


def visit_math(self: HTML5Translator, node: nodes.math) -> None:
    """Write a formula in a line of text."""
    self.body.append(_mathml(node, as_block=False))
    raise nodes.SkipNode


def visit_displaymath(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula on lines of its own, with its number if it has one."""
    self.body.append(self.starttag(node, "div", CLASS="math"))
    if node["number"]:
        number = get_node_equation_number(self, node)
        self.body.append(f'<span class="eqno">({number})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append(_mathml(node, as_block=True))
    self.body.append("</div>")
    raise nodes.SkipNode


def _mathml(node: nodes.math | nodes.math_block, *, as_block: bool) -> str:
    tex = _understood(node.astext())
    try:
        _check_braces(tex)
        written = str(tex2mathml(_environment(tex) if as_block else tex, as_block=as_block))
        return written.replace("&ApplyFunction;", "\u2061")  # EPUB pages are XML, which has no such entity
    except MathError as error:
        LOGGER.warning(
            "the formula %r cannot be read: %s", tex, error, location=node, type="bindery", subtype="formula"
        )
        return ""


def _understood(tex: str) -> str:
    """docutils knows `\\Bigl(` but not plain `\\Big(`, where browsers choose a fitting size anyway, and `\\ldots` but not `\\dots`."""
    return re.sub(r"\\dots(?![a-zA-Z])", r"\\ldots", re.sub(r"\\[bB]igg?(?![a-zA-Z])", "", tex))


def _check_braces(tex: str) -> None:
    """docutils closes a brace that its author forgot, without a word."""
    braces = re.sub(r"\\.", "", tex)
    if braces.count("{") != braces.count("}"):
        raise MathError("a brace is not closed, or closed twice")


def _environment(tex: str) -> str:
    """Lines aligned at `&` need the environment that LaTeX output gets from Sphinx."""
    tex = re.sub(r"\\(begin|end)\{(?:align|gather)\*?\}", r"\\\1{aligned}", tex)
    tex = re.sub(r"\\(?:begin|end)\{equation\*?\}", "", tex)
    aligned = "\\begin" not in tex and ("&" in tex or "\\\\" in tex)
    return f"\\begin{{aligned}}{tex}\\end{{aligned}}" if aligned else tex

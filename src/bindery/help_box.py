"""`{help-box}`: the same words about where to get help, wherever a chapter speaks of relapse or overdose."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from bindery.positions import read_text


class HelpBox(SphinxDirective):
    """Put in the text of the file that `bindery_help_box` in `_config.yml` names."""

    def run(self) -> list[nodes.Node]:
        file = Path(self.env.srcdir) / self.config.bindery_help_box
        self.env.note_dependency(str(file))
        holder = nodes.Element()
        lines = read_text(file).splitlines()
        self.state.nested_parse(StringList(lines, source=str(file)), 0, holder)
        return list(holder.children)

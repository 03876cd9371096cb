"""The door through which a chart enters a page: MyST-NB hands every Vega-Lite output of a cell to this renderer."""

from __future__ import annotations

import json
from typing import ClassVar

from docutils import nodes
from myst_nb.core.render import MimeData, NbElementRenderer

from bindery.figure_node import Chart

MIME = "application/vnd.vegalite.v6+json"


class VegaMime:
    """Turn a Vega-Lite output into one `Chart` node; registered as entry point in the group `myst_nb.mime_renderers`."""

    mime_priority_overrides: ClassVar = [("*", MIME, 1)]

    @staticmethod
    def handle_mime(renderer: NbElementRenderer, data: MimeData, inline: bool) -> list[nodes.Element] | None:
        """Return the chart, with what its cell says about it; None for outputs of other kinds."""
        if inline or data.mime_type != MIME:
            return None
        figure = (data.cell_metadata.get("mystnb") or {}).get("figure") or {}
        # A kernel keeps the order of names, a stored output sorts them; a page must not show which of the two it came from.
        spec = json.loads(json.dumps(data.content, sort_keys=True))
        chart = Chart(spec=spec, label=str(figure.get("name", "")), cell=(data.cell_index or 0) + 1)
        chart["captioned"] = bool(figure.get("caption"))
        chart.line = data.line
        return [chart]

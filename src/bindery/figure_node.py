"""A chart in a page: one node, written for every format together.

    figure  (ids: the label; data-figure: the label)
    ├── Chart  (spec, label, cell)
    └── caption

HTML gets the static SVG, which the bundled Vega makes interactive, the data as a table, and a bar of downloads; EPUB the SVG; LaTeX a
vector PDF; everything else the long description.
"""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxTranslator
from sphinx.writers.html5 import HTML5Translator
from sphinx.writers.latex import LaTeXTranslator

from bindery import vega
from bindery.citing import figure_bibtex

LOGGER = logging.getLogger(__name__)

#: Where the downloads of every figure lie in the site.
FOLDER = "_figures"
DOWNLOADS = {
    "svg": ("SVG", "picture as SVG"),
    "png": ("PNG", "picture as PNG"),
    "csv": ("Data", "data as CSV"),
    "vl.json": ("Spec", "Vega-Lite specification"),
    "bib": ("Cite", "citation as BibTeX"),
}


class Chart(nodes.General, nodes.Element):
    """A Vega-Lite chart; attributes `spec`, `label`, `cell`, `captioned`."""

    def astext(self) -> str:
        return vega.description_of(self["spec"])


class CheckCharts(SphinxPostTransform):
    """Every chart has a label, a caption and a long description; else the build names the cell."""

    default_priority = 20  # after MyST-NB has chosen one output of each bundle

    def run(self, **kwargs: Any) -> None:
        for chart in self.document.findall(Chart):
            missing = [name for name, there in _parts(chart) if not there]
            if missing:
                LOGGER.warning(
                    "cell %s: the figure has no %s", chart["cell"], " and no ".join(missing),
                    location=chart, type="bindery", subtype="incomplete_figure",
                )  # fmt: skip
            elif isinstance(figure := _figure(chart), nodes.figure):
                figure["data-figure"] = chart["label"]
                figure["classes"].append("bindery-figure")


def _parts(chart: Chart) -> list[tuple[str, bool]]:
    return [
        ("label (mystnb: figure: name)", bool(chart["label"])),
        ("caption (mystnb: figure: caption)", chart["captioned"]),
        ("description in its spec", bool(vega.description_of(chart["spec"]))),
    ]


def _figure(chart: Chart) -> nodes.Node | None:
    node: nodes.Node | None = chart
    while node is not None and not isinstance(node, nodes.figure):
        node = node.parent
    return node


class DrawCharts(SphinxPostTransform):
    """Where the format takes image files (LaTeX, EPUB), put a picture in the place of the chart."""

    default_priority = 21

    def run(self, **kwargs: Any) -> None:
        draw = {"latex": _draw_pdf, "epub": _draw_svg}.get(self.app.builder.name)
        if draw is None:
            return
        for chart in list(self.document.findall(Chart)):
            file = draw(chart, Path(self.app.doctreedir) / FOLDER)
            uri = str(file)
            image = nodes.image(uri=uri, candidates={"*": uri}, alt=vega.description_of(chart["spec"]))
            image["data-figure"] = chart["label"]
            self.env.images.add_file(self.env.docname, uri)
            chart.replace_self(image)


def _draw_pdf(chart: Chart, folder: Path) -> Path:
    return _written(folder / f"{chart['label']}.pdf", vega.pdf(chart["spec"]))


def _draw_svg(chart: Chart, folder: Path) -> Path:
    return _written(folder / f"{chart['label']}.svg", vega.svg(chart["spec"], chart["label"]).encode())


def _written(file: Path, content: bytes) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


class FoldedCellsLeavePrint(SphinxPostTransform):
    """On paper there is nothing to unfold or to copy: folded sources and what is marked as for online are left out."""

    default_priority = 22
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        for online in [
            node for node in self.document.findall(nodes.Element) if "bindery-online" in node.get("classes", [])
        ]:
            online.parent.remove(online)
        for cell in list(self.document.findall(nodes.container)):
            if "tag_hide-input" in cell.get("classes", []):
                for part in list(cell.children):
                    if isinstance(part, nodes.container) and part.get("nb_element") == "cell_code_source":
                        cell.remove(part)


def visit_chart_html(self: HTML5Translator, node: Chart) -> None:
    """Write the static picture, the spec for Vega, and the files of the tool bar."""
    spec, label = node["spec"], node["label"]
    drawn = vega.svg(spec, label)
    _write_downloads(self, node, drawn)
    safe = json.dumps(spec, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    self.body.append(f'<div class="bindery-chart">{drawn}</div>\n')
    self.body.append(f'<script type="application/vnd.vegalite.v6+json" data-spec="{label}">{safe}</script>\n')
    raise nodes.SkipNode


def _write_downloads(self: HTML5Translator, node: Chart, drawn: str) -> None:
    spec, label = node["spec"], node["label"]
    folder = Path(self.builder.outdir) / FOLDER
    contents = {
        "svg": drawn.encode(),
        "png": vega.png(spec),
        "csv": vega.table_csv(spec).encode(),
        "vl.json": vega.spec_json(spec).encode(),
        "bib": figure_bibtex(Path(self.builder.srcdir), label, _caption(node)).encode(),
    }
    for ending, content in contents.items():
        _written(folder / f"{label}.{ending}", content)


def _caption(chart: Chart) -> str:
    figure = _figure(chart)
    caption = figure.next_node(nodes.caption) if figure is not None else None
    return caption.astext().split(".")[0].strip() if caption is not None else ""


def visit_figure_html(self: HTML5Translator, node: nodes.figure) -> None:
    """Write `<figure>`; one that holds a chart says so in `data-figure`."""
    node.setdefault("align", "default")
    attributes: dict[str, Any] = {"class": f"align-{node['align']}"}
    if node.get("data-figure"):
        attributes["data-figure"] = node["data-figure"]
    self.body.append(self.starttag(node, "figure", **attributes))


def depart_figure_html(self: HTML5Translator, node: nodes.figure) -> None:
    """Close `<figure>`; below the caption of a chart stand its data and its tool bar."""
    chart = node.next_node(Chart)
    if chart is not None and node.get("data-figure"):
        self.body.append(_data_table(chart["spec"]) + _tool_bar(self, chart["label"]))
    if len(node) > 1:
        self.body.append("</figcaption>\n")
    self.body.append("</figure>\n")


def _data_table(spec: vega.Spec) -> str:
    records = vega.table(spec)
    names = vega.columns(records)
    head = "".join(f'<th scope="col">{_text(name)}</th>' for name in names)
    rows = "".join("<tr>" + "".join(f"<td>{_text(row.get(name))}</td>" for name in names) + "</tr>" for row in records)
    return (
        '<details class="bindery-data"><summary>Data as a table</summary><div class="bindery-scroll" tabindex="0" role="region" '
        f'aria-label="Data of the figure"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></details>\n'
    )


def _text(value: Any) -> str:
    return "" if value is None else html.escape(f"{value:g}" if isinstance(value, float) else str(value))


def _tool_bar(self: HTML5Translator, label: str) -> str:
    up = "../" * self.builder.current_docname.count("/")
    links = [
        f'<a href="{up}{FOLDER}/{label}.{ending}" download aria-label="Download the {what}">{name}</a>'
        for ending, (name, what) in DOWNLOADS.items()
    ]
    links.append('<button type="button" class="bindery-code" hidden>Code</button>')
    return f'<nav class="bindery-tools" aria-label="Tools for this figure">{"".join(links)}</nav>\n'


def visit_caption_latex(self: LaTeXTranslator, node: nodes.caption) -> None:
    """The list of figures names a figure by its finding, the words its caption begins with in bold."""
    strong = node.next_node(nodes.strong)
    if isinstance(node.parent, nodes.figure) and strong is not None and not self.table:
        self.in_caption += 1
        self.body.append(f"\\caption[{{{self.encode(strong.astext().rstrip('.'))}}}]{{")
    else:
        LaTeXTranslator.visit_caption(self, node)


def depart_caption_latex(self: LaTeXTranslator, node: nodes.caption) -> None:
    """Close the caption as Sphinx does; where the site has an address, the figure's own stands last."""
    address = self.config.html_baseurl
    if address and isinstance(node.parent, nodes.figure) and node.parent.get("data-figure"):
        page = f"{address.rstrip('/')}/{self.curfilestack[-1]}.html#{node.parent['data-figure']}"
        self.body.append(f" \\sphinxhref{{{page}}}{{Live figure}}")
    LaTeXTranslator.depart_caption(self, node)


def visit_chart_text(self: SphinxTranslator, node: Chart) -> None:
    """Where there are no pictures the long description is the figure."""
    self.add_text(node.astext())  # type: ignore[attr-defined]
    raise nodes.SkipNode


def skip_chart(self: SphinxTranslator, node: Chart) -> None:
    """By now a picture stands in the chart's place; what is left was reported by `CheckCharts`."""
    raise nodes.SkipNode

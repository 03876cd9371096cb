"""What bindery adds to Sphinx, for `bindery build` and for plain `jupyter-book build .` alike."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.texescape import escape as escape_latex

from bindery import bibliography, vega
from bindery.citing import CiteChapter, read_work
from bindery.downloads import BookDownload
from bindery.examples import ExampleMark, ExampleRole, link_examples
from bindery.execute import cache_path
from bindery.figure_node import (
    Chart,
    CheckCharts,
    DrawCharts,
    FoldedCellsLeavePrint,
    depart_caption_latex,
    depart_figure_html,
    skip_chart,
    visit_caption_latex,
    visit_chart_html,
    visit_chart_text,
    visit_figure_html,
)
from bindery.formula_and_code import FormulaAndCode
from bindery.help_box import HelpBox
from bindery.ledgers import (
    DataTable,
    LedgerDirective,
    Ledgers,
    Mark,
    MarkRole,
    Number,
    skip_mark,
    visit_mark_html,
    visit_mark_latex,
    write_tables,
)
from bindery.mathml import visit_displaymath, visit_math
from bindery.named_entries import name_entries
from bindery.numbered_lists import KINDS, ListOf, NumberedList, write_lists
from bindery.reproducibility import Reproducibility, commit

STATIC = Path(__file__).parent / "static"
VEGA = "vega-bundle.js"
INKS = "bindery-inks.css"


def setup(app: Sphinx) -> dict[str, Any]:
    """Register settings, figures, formulas, ledgers, references, boxes, and the site's own files."""
    _settings(app)
    _figures(app)
    _formulas(app)
    _ledgers(app)
    _boxes(app)
    bibliography.register()
    _site(app)
    return {"version": "1", "env_version": 2, "parallel_read_safe": True, "parallel_write_safe": True}


def _settings(app: Sphinx) -> None:
    app.add_config_value("bindery_depends", [], "env")
    app.add_config_value("bindery_ledgers", {}, "env")
    app.add_config_value("bindery_numbers", "data/evidence.csv", "env")
    app.add_config_value("bindery_style", "book/_style.toml", "")
    app.add_config_value("bindery_inks", {}, "html")
    app.add_config_value("bindery_help_box", "book/_help-box.md", "env")
    if "comments_config" not in app.config.values:  # Jupyter Book sets it even where sphinx_comments is left out
        app.add_config_value("comments_config", {}, "")
    app.connect("config-inited", remember_by_everything)
    app.connect("config-inited", make_ledger_roles)
    app.connect("config-inited", take_version)
    app.connect("config-inited", tell_latex)
    app.add_config_value("bindery_latex_before", {}, "env")
    app.connect("doctree-resolved", divide_latex)


def _figures(app: Sphinx) -> None:
    app.add_node(
        Chart,
        html=(visit_chart_html, None),
        latex=(skip_chart, None),
        text=(visit_chart_text, None),
        man=(visit_chart_text, None),
        texinfo=(skip_chart, None),
    )
    app.add_node(nodes.figure, override=True, html=(visit_figure_html, depart_figure_html))
    app.add_node(nodes.caption, override=True, latex=(visit_caption_latex, depart_caption_latex))
    for transform in (CheckCharts, DrawCharts, FoldedCellsLeavePrint):
        app.add_post_transform(transform)


def _formulas(app: Sphinx) -> None:
    app.add_html_math_renderer("mathml", (visit_math, None), (visit_displaymath, None))


def _ledgers(app: Sphinx) -> None:
    app.add_domain(Ledgers)
    app.add_node(
        Mark,
        html=(visit_mark_html, None),
        latex=(visit_mark_latex, None),
        text=(skip_mark, None),
        man=(skip_mark, None),
        texinfo=(skip_mark, None),
    )
    app.add_node(ExampleMark)
    app.add_role("evidence", Number())
    app.add_role("example", ExampleRole())
    app.add_directive("ledger", LedgerDirective)
    app.add_directive("data-table", DataTable)
    app.connect("doctree-read", name_entries)
    app.connect("doctree-resolved", write_tables)
    app.connect("doctree-resolved", link_examples)
    app.add_node(NumberedList)
    app.connect("doctree-resolved", write_lists)


def _boxes(app: Sphinx) -> None:
    app.add_directive("cite-chapter", CiteChapter)
    app.add_directive("help-box", HelpBox)
    app.add_directive("formula-and-code", FormulaAndCode)
    for kind in KINDS:
        app.add_directive(f"list-of-{kind}s", ListOf)
    app.add_directive("book-download", BookDownload)
    app.add_directive("reproducibility", Reproducibility)


def _site(app: Sphinx) -> None:
    app.connect("builder-inited", add_static_files)
    app.connect("html-page-context", load_vega_where_needed)


def remember_by_everything(app: Sphinx, config: Config) -> None:
    """Keep executed cells in a folder named after all that they depend on; a change of any of it re-reads all pages."""
    if not config.nb_execution_cache_path:
        config.nb_execution_cache_path = str(cache_path(Path(app.srcdir), config.bindery_depends))


def make_ledger_roles(app: Sphinx, config: Config) -> None:
    """One role for each ledger of the book."""
    for role in config.bindery_ledgers:
        app.add_role(role, MarkRole(), override=True)


def take_version(app: Sphinx, config: Config) -> None:
    """The book's version is said once, in `CITATION.cff`."""
    if (Path(app.srcdir) / "CITATION.cff").is_file():
        config.version = config.release = read_work(Path(app.srcdir)).version


def tell_latex(app: Sphinx, config: Config) -> None:
    """The book's own LaTeX style can print version and commit, and change how a mark looks."""
    known = {"binderyversion": config.version, "binderycommit": commit(Path(app.srcdir))}
    lines = [f"\\newcommand{{\\{name}}}{{{escape_latex(text)}}}" for name, text in known.items()]
    lines.append(r"\newcommand{\binderymark}[1]{\textsuperscript{\tiny #1}}")
    elements = config.latex_elements
    elements["preamble"] = "\n".join([*lines, elements.get("preamble", "")])


def divide_latex(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """In the PDF all pages are one document; put the LaTeX that `bindery_latex_before` names in front of a page's first line."""
    if app.builder.format == "latex":
        for page in list(doctree.findall(addnodes.start_of_file)):
            latex = app.config.bindery_latex_before.get(page["docname"])
            if latex:
                page.insert(0, nodes.raw("", latex, format="latex"))


def add_static_files(app: Sphinx) -> None:
    """Style and script of the figures and marks; the Vega bundle is written once per site."""
    if app.builder.format != "html":
        return
    app.config.html_static_path.append(str(STATIC))
    app.add_css_file("bindery.css")
    _write_static(app, INKS, dark_inks(app.config.bindery_inks))
    app.add_css_file(INKS)
    if app.builder.name == "epub":
        return
    app.add_js_file("bindery.js", defer="defer")
    _write_static(app, VEGA, vega.browser_bundle())


def _write_static(app: Sphinx, name: str, text: str) -> None:
    target = Path(app.outdir) / "_static" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def dark_inks(inks: dict[str, str]) -> str:
    """Return the rules by which the neutral inks of a figure follow a dark page; its data colours stay."""
    rules = [
        f'html[data-theme="dark"] .bindery-chart svg [{attribute}="{light}"] {{ {attribute}: {dark}; }}\n'
        for light, dark in inks.items()
        for attribute in ("fill", "stroke")
    ]
    return "".join(rules)


def load_vega_where_needed(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Only pages with a chart load the bundle."""
    if app.builder.name == "html" and doctree is not None and next(doctree.findall(Chart), None) is not None:
        app.add_js_file(VEGA, priority=100, defer="defer")

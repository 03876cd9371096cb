"""A figure in the pages, on paper and in the EPUB: one cell, one label, one picture, its words and its files.

The tiny book has two: `fig-knots` on a page at its root, `fig-threads` in a notebook in a folder.
"""

import csv
import io
import json
import zipfile
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

FIGURES = {"fig-knots": "knots", "fig-threads": "more/threads"}
XHTML = "{http://www.w3.org/1999/xhtml}"


def page_of(root, name):
    return BeautifulSoup((root / f"_build/html/{name}.html").read_text(), "html.parser")


@pytest.mark.parametrize("label", FIGURES)
def test_a_figure_is_in_its_page_once_under_its_label(whole, label):
    figures = page_of(whole, FIGURES[label])("figure")
    assert [(figure["data-figure"], figure["id"]) for figure in figures] == [(label, label)]


@pytest.mark.parametrize("label", FIGURES)
def test_a_figure_is_a_named_picture_with_its_spec_beside_it(whole, label):
    figure = page_of(whole, FIGURES[label]).figure
    picture = figure.svg
    assert picture["role"] == "img"
    assert figure.find(id=picture["aria-labelledby"]).name == "title"
    assert figure.find(id=picture["aria-describedby"]).name == "desc"
    script = figure.find("script", attrs={"data-spec": label})
    assert script["type"] == "application/vnd.vegalite.v6+json"
    assert json.loads(script.string)["data"]["values"][0]["bar"] == "a"


def test_signs_of_markup_in_a_figure_are_words(whole):
    figure = page_of(whole, "knots").figure
    assert figure.title.get_text() == "Knots & <ends>"
    assert figure.desc.get_text() == "Three knots & their <ends>."
    assert json.loads(figure.script.string)["description"] == "Three knots & their <ends>."


@pytest.mark.parametrize(
    ("label", "caption"),
    [("fig-knots", "Knots rise. Each bar is one knot."), ("fig-threads", "Threads fall. Each bar is one thread.")],
)
def test_a_caption_begins_with_the_finding_in_bold(whole, label, caption):
    text = page_of(whole, FIGURES[label]).figure.find(class_="caption-text")
    assert text.get_text() == caption
    assert text.strong.get_text() == caption.split(" Each")[0]


@pytest.mark.parametrize("label", FIGURES)
def test_the_files_of_the_tool_bar_are_there(whole, label):
    page = (whole / "_build/html" / FIGURES[label]).with_suffix(".html")
    tools = page_of(whole, FIGURES[label]).select("nav.bindery-tools a")
    links = {tool.get_text(): page.parent / tool["href"] for tool in tools}
    assert list(links) == ["SVG", "PNG", "Data", "Spec", "Cite"]
    assert links["PNG"].read_bytes().startswith(b"\x89PNG")
    assert ElementTree.fromstring(links["SVG"].read_text()).tag == "{http://www.w3.org/2000/svg}svg"
    assert next(csv.reader(io.StringIO(links["Data"].read_text()))) == ["bar", "height"]
    assert json.loads(links["Spec"].read_text())["mark"]["type"] == "bar"
    assert links["Cite"].read_text().startswith("@")
    assert len({tool["aria-label"] for tool in tools}) == 5


def test_the_data_of_a_figure_are_a_table_in_the_page(whole):
    table = page_of(whole, "knots").figure.details.table
    assert [heading.get_text() for heading in table("th", scope="col")] == ["bar", "height"]
    assert [[cell.get_text() for cell in row("td")] for row in table.tbody("tr")] == [
        ["a", "1"],
        ["b", "2"],
        ["c", "3"],
    ]


def test_the_vega_bundle_is_there_once_and_only_pages_with_a_figure_load_it(whole):
    pages = sorted((whole / "_build/html").rglob("*.html"))
    loading = {
        page.relative_to(whole / "_build/html").with_suffix("").as_posix()
        for page in pages
        if "vega-bundle.js" in page.read_text()
    }
    assert loading == set(FIGURES.values())
    assert len(list((whole / "_build/html").rglob("*vega*.js"))) == 1


def test_figures_are_referred_to_by_number_in_the_pages(whole):
    links = page_of(whole, "index").article.select("a.reference.internal")
    told = {link["href"]: link.get_text() for link in links if "fig-" in link["href"]}
    assert told == {"knots.html#fig-knots": "Fig. 1.1", "more/threads.html#fig-threads": "Fig. 2.1"}


def paper(root):
    return PdfReader(root / "_build/pdf/tiny.pdf")


def test_figures_are_drawings_on_paper(whole):
    """A drawing is a form in PDF's words; a picture of pixels would be an image."""
    kinds = []
    for page in paper(whole).pages:
        for thing in page["/Resources"].get_object().get("/XObject", {}).values():
            kinds.append(thing.get_object()["/Subtype"])
    assert kinds == ["/Form", "/Form"]


def test_the_lists_name_every_figure_and_table_with_its_number_and_lead_to_it(whole):
    listed = {
        item.a["href"]: item.get_text(strip=False).strip()
        for item in page_of(whole, "lists").select(".bindery-list li")
    }
    assert listed == {
        "knots.html#fig-knots": "Figure 1.1 Knots rise.",
        "more/threads.html#fig-threads": "Figure 2.1 Threads fall.",
        "knots.html#tab-ends": "Table 1.1 Knots and their ends.",
    }
    assert page_of(whole, "knots").find(id="tab-ends").name == "table"


def test_figures_are_referred_to_by_number_on_paper(whole):
    words = " ".join(" ".join(page.extract_text() for page in paper(whole).pages).split())
    assert "See Fig. 1.1 and Fig. 2.1, or E01." in words
    assert "Fig. 1.1: Knots rise. Each bar is one knot." in words
    assert "Fig. 2.1: Threads fall. Each bar is one thread." in words


def test_the_drawing_of_a_figure_is_the_same_in_every_build(whole, build):
    before = {file.name: file.read_bytes() for file in (whole / "_build/.cache/latex/made").glob("fig-*.pdf")}
    assert len(before) == 2
    (whole / "knots.md").touch()
    assert build(whole, "pdf").status == 0
    assert {file.name: file.read_bytes() for file in (whole / "_build/.cache/latex/made").glob("fig-*.pdf")} == before


def test_folded_cells_leave_no_code_on_paper(whole):
    words = " ".join(page.extract_text() for page in paper(whole).pages)
    assert "Bars(" not in words
    assert "Bars(" in page_of(whole, "knots").article.get_text()


@pytest.mark.parametrize("label", FIGURES)
def test_the_epub_has_the_picture_and_its_words(whole, label):
    with zipfile.ZipFile(whole / "_build/epub/tiny.epub") as archive:
        page = ElementTree.fromstring(archive.read(f"{FIGURES[label]}.xhtml"))
        pictures = [image for image in page.iter(f"{XHTML}img") if label in image.get("src")]
        assert len(pictures) == 1
        assert pictures[0].get("alt").startswith("Three ")
        drawn = archive.read(f"_images/{label}.svg")
    assert ElementTree.fromstring(drawn).get("role") == "img"


def test_every_page_of_the_epub_can_be_parsed(whole):
    with zipfile.ZipFile(whole / "_build/epub/tiny.epub") as archive:
        pages = [name for name in archive.namelist() if name.endswith(".xhtml")]
        for name in pages:
            ElementTree.fromstring(archive.read(name))
        assert len(pages) >= 7
        assert not [name for name in archive.namelist() if "vega" in name]


def test_a_figure_without_label_caption_or_description_is_told_with_its_cell(book, build):
    run = build(book("figure-without-parts"))
    told = [line for line in run.err.splitlines() if line.startswith("page.md")]
    assert (run.status, run.out) == (1, "")
    assert told == [
        "page.md:15: WARNING: cell 2: the figure has no label (mystnb: figure: name) and no caption (mystnb: figure: caption)",
        "page.md:21: WARNING: cell 3: the figure has no caption (mystnb: figure: caption)",
        "page.md:30: WARNING: cell 4: the figure has no description in its spec",
    ]


def test_a_figure_with_two_homes_is_told_with_both(book, build):
    run = build(book("figure-with-two-homes"))
    expected = (
        "page.md:32: cell 3: the label 'fig-bars' is already the figure of page.md cell 2; "
        "a figure has one home, refer to it with {numref}\n"
    )
    assert (run.status, run.out, run.err) == (1, "", expected)

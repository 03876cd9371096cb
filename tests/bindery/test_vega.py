"""From a spec to SVG, PDF, PNG and CSV: the same spec gives the same bytes, and a picture has a name and a description.

vl-convert takes resources of a PDF from a hash table: raw, one spec gives two and more byte strings. A gradient, a half-transparent
mark and a second font make as many kinds of resources as we know of.
"""

import csv
import io
import json
import re

import pytest
from pypdf import PdfReader

from bindery import vega

RECORDS = [{"bar": "a", "height": 1}, {"bar": "b", "height": 2}]
BARS = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "title": "Bars & <bars>",
    "description": 'Two bars, "a" & <b>.',
    "data": {"values": RECORDS},
    "mark": {"type": "bar", "clip": True},
    "encoding": {"x": {"field": "bar"}, "y": {"field": "height", "type": "quantitative"}},
}
FADE = {"gradient": "linear", "stops": [{"offset": 0, "color": "red"}, {"offset": 1, "color": "blue"}]}
RICH = {
    **{key: BARS[key] for key in ("$schema", "description", "data", "encoding")},
    "title": {"text": ["Bars", "and words"], "subtitle": "slanted", "subtitleFontStyle": "italic"},
    "layer": [
        {"mark": {"type": "bar", "clip": True, "opacity": 0.5, "color": FADE}},
        {
            "mark": {"type": "text", "fontWeight": "bold", "opacity": 0.5, "clip": True},
            "encoding": {"text": {"field": "bar"}},
        },
    ],
}
SPECS = {"bars": BARS, "rich": RICH}


@pytest.mark.parametrize("name", SPECS)
def test_svg_is_the_same_every_time(name):
    assert len({vega.svg(SPECS[name], "fig-a") for _ in range(3)}) == 1


@pytest.mark.parametrize("name", SPECS)
def test_pdf_is_the_same_every_time(name):
    assert len({vega.pdf(SPECS[name]) for _ in range(16)}) == 1


def test_pdf_stays_a_drawing_with_words_and_the_picture_that_vl_convert_made():
    page = PdfReader(io.BytesIO(vega.pdf(RICH))).pages[0]
    words = page.extract_text()
    assert all(word in words for word in ("Bars", "and words", "slanted", "height", "a", "b"))
    forms = [form.get_object()["/Subtype"] for form in page["/Resources"]["/XObject"].values()]
    assert set(forms) == {"/Form"}


def test_pdf_knows_every_font_that_it_uses():
    def check(part, contents):
        fonts = part["/Resources"].get_object().get("/Font", {})
        used = {name.decode() for name in re.findall(rb"(/\w+) [\d.]+ Tf", contents)}
        assert used == set(fonts)
        within = [form.get_object() for form in part["/Resources"].get_object().get("/XObject", {}).values()]
        return len(used) + sum(check(form, form.get_data()) for form in within)

    page = PdfReader(io.BytesIO(vega.pdf(RICH))).pages[0]
    assert check(page, page.get_contents().get_data()) >= 4


def test_ids_derive_from_the_label():
    drawn = vega.svg(RICH, "fig-a")
    ids = re.findall(r"""\bid=["']([^"']+)""", drawn)
    assert len(ids) >= 4
    assert len(ids) == len(set(ids))
    assert [name for name in ids if not name.startswith("fig-a-")] == []


def test_everything_that_is_pointed_at_is_there():
    drawn = vega.svg(RICH, "fig-a")
    pointed = re.findall(r"url\(#([^)]+)\)", drawn)
    pointed += re.findall(r'aria-(?:labelledby|describedby)="([^"]+)"', drawn)
    assert len(pointed) >= 4
    assert set(pointed) <= set(re.findall(r"""\bid=["']([^"']+)""", drawn))


def test_two_figures_of_one_page_share_no_id():
    one, two = (set(re.findall(r"""\bid=["']([^"']+)""", vega.svg(RICH, label))) for label in ("fig-a", "fig-b"))
    assert one & two == set()


def test_a_picture_has_role_title_and_description():
    drawn = vega.svg(BARS, "fig-a")
    head = drawn[: drawn.index("<g ")]
    assert re.match(r'<svg role="img" aria-labelledby="fig-a-title" aria-describedby="fig-a-desc" ', head)
    assert "<title id='fig-a-title'>Bars &amp; &lt;bars&gt;</title>" in head
    assert "<desc id='fig-a-desc'>Two bars, \"a\" &amp; &lt;b&gt;.</desc>" in head


def test_a_picture_without_a_title_is_named_by_its_label():
    spec = {key: value for key, value in BARS.items() if key != "title"}
    assert "<title id='fig-a-title'>fig-a</title>" in vega.svg(spec, "fig-a")


@pytest.mark.parametrize(
    ("title", "expected"),
    [("A", "A"), (["A", "b"], "A b"), ({"text": "A"}, "A"), ({"text": ["A", "b"]}, "A b"), ({"anchor": "start"}, "")],
)
def test_the_title_is_what_the_figure_draws(title, expected):
    assert vega.title_of({"title": title}) == expected


def test_a_spec_that_cannot_be_drawn_is_an_error():
    with pytest.raises(ValueError, match="Vega-Lite"):
        vega.svg({**BARS, "mark": "knot"}, "fig-a")


def test_pixels_are_on_white_and_twice_as_large():
    data = vega.png(BARS)
    width, height = (int.from_bytes(data[at : at + 4], "big") for at in (16, 20))
    drawn = vega.svg(BARS, "fig-a")
    points = [float(re.search(rf'{side}="(\d+)"', drawn)[1]) for side in ("width", "height")]
    assert data.startswith(b"\x89PNG")
    assert [width, height] == [2 * point for point in points]


def test_the_table_is_what_the_author_attached():
    attached = [{"knot": 1}]
    assert vega.table({**BARS, "usermeta": {"table": attached}}) == attached


def test_without_a_table_the_data_of_the_spec_are_the_table():
    assert vega.table(BARS) == RECORDS
    assert vega.table({"datasets": {"empty": [], "data-1": RECORDS}, "data": {"name": "data-1"}}) == RECORDS
    assert vega.table({}) == []


def test_csv_has_every_column_that_any_row_has():
    told = vega.table_csv({"data": {"values": [{"a": 1, "b": "x, y"}, {"b": None, "c": 0.1}]}})
    assert list(csv.reader(io.StringIO(told))) == [["a", "b", "c"], ["1", "x, y", ""], ["", "", "0.1"]]


def test_the_spec_can_be_read_again():
    assert json.loads(vega.spec_json(BARS)) == BARS


def test_the_bundle_is_one_classic_script():
    """An `import` or `export` at the beginning of a statement would make it a module, which no page loads from a file."""
    bundle = vega.browser_bundle()
    assert bundle.startswith("(() => {\n")
    assert bundle.endswith("\n})();\n")
    assert not re.search(r"(?m)^\s*(import|export)\b", bundle)
    assert "vegaEmbed" in bundle

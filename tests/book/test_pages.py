"""The pages as their readers meet them, in a real browser.

Readers of this book may be vulnerable people: no page may tell any other host that it is being read. Each page of the table of
contents is opened once from its file, as a reader does who downloaded the book, and what was seen is kept for all tests.
"""

import json
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from bs4 import BeautifulSoup

from bindery.build import plan
from bindery.layout import read_book

ROOT = Path(__file__).parents[2]
BOOK = read_book(ROOT)
PAGES = [BOOK.docname(document) for document in BOOK.documents]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}

#: What a page is to somebody who cannot see it.
FACTS = Path(__file__).with_name("facts.js").read_text(encoding="utf-8")
WIDE = """() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"""


@pytest.fixture(scope="session")
def look(visit):
    """Open a page once, wide, then dark, then narrow, and return what was seen."""
    memory = {}

    def looked(name):
        if name not in memory:
            with visit(name, viewport=DESK) as seen:
                facts = seen.page.evaluate(FACTS)
                seen.page.evaluate("() => { document.documentElement.dataset.theme = 'dark' }")
                facts["dark inks"] = seen.page.evaluate(FACTS)["inks"]
                seen.page.set_viewport_size(PHONE)
                facts["width at 390"] = seen.page.evaluate(WIDE)
                facts |= {"outside": seen.outside, "failed": seen.failed, "errors": seen.errors}
            memory[name] = facts
        return memory[name]

    return looked


@pytest.fixture(scope="session")
def promised():
    """The figures that the sources promise, by page."""
    by_page = defaultdict(list)
    for label, promise in plan(ROOT).figures.items():
        by_page[promise.docname].append(label)
    return dict(by_page)


@pytest.fixture(scope="session")
def sources(site):
    """Every page as it was written, parsed."""
    return {name: BeautifulSoup((site / f"{name}.html").read_text(encoding="utf-8"), "html.parser") for name in PAGES}


def test_there_are_pages_to_look_at(site, promised):
    assert {"book/index", "book/theory", "book/claims", "book/references"} <= set(PAGES)
    assert len(PAGES) >= 15
    assert sum(map(len, promised.values())) >= 3


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_no_other_host_for_anything(look, name):
    assert look(name)["outside"] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_finds_all_its_own_files_and_complains_of_nothing(look, name):
    assert (look(name)["failed"], look(name)["errors"]) == ([], [])


@pytest.mark.parametrize("name", PAGES)
def test_every_figure_of_a_page_becomes_interactive(look, promised, name):
    assert look(name)["live"] == promised.get(name, [])


@pytest.mark.parametrize("name", PAGES)
def test_every_figure_of_a_page_is_drawn(look, promised, name):
    drawn = {label: (width, height) for label, width, height in look(name)["drawn"]}
    assert list(drawn) == promised.get(name, [])
    assert {label: box for label, box in drawn.items() if min(box) < 40} == {}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_a_narrow_screen(look, name):
    needed, there = look(name)["width at 390"]
    assert (needed, there) == (there, PHONE["width"])


@pytest.mark.parametrize("name", PAGES)
def test_whatever_can_be_seen_or_used_has_a_name(look, name):
    assert look(name)["nameless"] == []


@pytest.mark.parametrize("name", PAGES)
def test_no_two_things_of_a_page_have_one_id(look, name):
    assert look(name)["twice"] == []


@pytest.mark.parametrize("name", PAGES)
def test_headings_go_down_one_step_at_a_time(look, name):
    levels = [level for level, _ in look(name)["headings"]]
    assert levels[:1] == [1]
    assert levels.count(1) == 1
    assert [pair for pair in pairwise(levels) if pair[1] - pair[0] > 1] == []


def test_every_page_has_a_title_of_its_own_and_says_its_language(look):
    titles = [look(name)["title"] for name in PAGES]
    assert len(set(titles)) == len(PAGES)
    assert {look(name)["language"] for name in PAGES} == {"en"}


@pytest.mark.parametrize("name", ["book/index", "book/theory", "book/claims"])
def test_a_page_is_the_same_from_a_server(visit, served, look, promised, name):
    with visit(name, served, viewport=DESK) as seen:
        facts = seen.page.evaluate(FACTS)
    assert (seen.outside, seen.failed, seen.errors) == ([], [], [])
    assert facts["live"] == promised.get(name, []) == look(name)["live"]


#: What is drawn within each picture of a page, in its own units; an empty frame would have a size too.
DRAWN = """(pictures) => pictures.map((picture) => {
  const there = picture.checkVisibility({visibilityProperty: true}) && picture.getBoundingClientRect().width >= 40;
  const {width, height} = picture.getBBox();
  return [picture.closest("figure").dataset.figure, there && Math.min(width, height) >= 40];
})"""


def test_without_scripts_every_figure_can_be_seen(visit, promised):
    checked = 0
    for name, labels in promised.items():
        with visit(name, java_script_enabled=False, viewport=DESK) as seen:
            drawn = seen.page.locator("figure[data-figure] .bindery-chart svg").evaluate_all(DRAWN)
            scripts_ran = seen.page.locator("figure[data-live]").count()
        assert scripts_ran == 0
        assert drawn == [[label, True] for label in labels]
        checked += len(drawn)
    assert checked == sum(map(len, promised.values())) >= 3


def test_a_notebook_shows_under_its_title_the_claims_that_it_names(sources):
    checked = 0
    for name in PAGES:
        notebook = ROOT / f"{name}.ipynb"
        if notebook.is_file():
            claims = json.loads(notebook.read_text(encoding="utf-8"))["metadata"]["claims"]
            line = sources[name].select(".bindery-named .bindery-mark")
            assert [mark["data-named-claim"] for mark in line] == claims
            assert all(mark.find("a", string="Where the text says it") for mark in line)
            checked += len(claims)
    assert checked >= 100


def test_the_lists_name_every_figure_and_every_table_with_a_number(sources, promised):
    links = sources["book/figures"].select(".bindery-list li > p > a")
    numbered = [link["href"].split("#")[1] for link in links]
    tables = [table["id"] for name in PAGES for table in sources[name].select("table[id^=tab-]")]
    assert len(tables) >= 5
    assert sorted(numbered) == sorted([*(label for labels in promised.values() for label in labels), *tables])


def marked_page(sources):
    return next(name for name in PAGES if sources[name].select(".bindery-mark button"))


def test_a_mark_opens_by_keyboard_and_closes_with_escape(visit, sources):
    with visit(marked_page(sources), viewport=DESK) as seen:
        page = seen.page
        page.locator("article h1").click()
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("() => document.activeElement.matches('.bindery-mark button')"):
                break
        opened = "() => document.querySelectorAll('.bindery-more:popover-open').length"
        here = "() => document.activeElement.getAttribute('popovertarget')"
        target = page.evaluate(here)
        assert target.endswith("-more")
        assert page.evaluate(opened) == 0
        page.keyboard.press("Enter")
        assert page.evaluate(opened) == 1
        box = page.locator(f"#{target}").bounding_box()
        assert min(box["width"], box["height"]) > 40
        page.keyboard.press("Escape")
        assert page.evaluate(opened) == 0
        assert page.evaluate(here) == target


def test_a_mark_opens_on_a_narrow_screen_within_the_screen(visit, sources):
    with visit(marked_page(sources), viewport=PHONE, has_touch=True) as seen:
        button = seen.page.locator(".bindery-mark button").first
        button.scroll_into_view_if_needed()
        button.tap()
        box = seen.page.locator(".bindery-more:popover-open").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]


def test_a_ledger_can_be_filtered_by_words_and_by_column(visit):
    with visit("book/claims", viewport=DESK) as seen:
        ledger = seen.page.locator("table.bindery-ledger").first
        bar = seen.page.locator("form.bindery-filter").first
        rows = ledger.locator("tbody tr")
        shown = rows.filter(visible=True)
        count = rows.count()
        assert count > 200
        assert shown.count() == count
        assert bar.locator("output").inner_text() == f"{count} of {count}"

        bar.get_by_label("Search").fill("C1.1-11")
        assert shown.count() == 1
        assert "C1.1-11" in shown.first.inner_text()
        assert bar.locator("output").inner_text() == f"1 of {count}"

        bar.get_by_label("Search").fill("")
        column = bar.get_by_label("evidence status")
        choice = column.locator("option").nth(1).inner_text()
        column.select_option(label=choice)
        few = shown.count()
        assert 0 < few < count
        assert all(choice in shown.nth(at).inner_text() for at in range(few))


def test_labels_of_references_are_not_shown(visit):
    with visit("book/references", viewport=DESK) as seen:
        labels = seen.page.locator(".citation > .label")
        assert labels.count() > 100
        assert labels.filter(visible=True).count() == 0


def contrast(one, other):
    """WCAG 2.2's contrast ratio of two colours."""

    def luminance(colour):
        parts = [part / 255 for part in colour]
        red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_that_of_the_standard():
    assert contrast((255, 255, 255), (0, 0, 0)) == pytest.approx(21)
    assert contrast((0x76, 0x76, 0x76), (255, 255, 255)) == pytest.approx(4.54, abs=0.005)  # the lightest grey for text


@pytest.mark.parametrize("name", PAGES)
def test_the_words_of_figures_can_be_read_on_a_light_and_on_a_dark_page(look, name):
    for inks in (look(name)["inks"], look(name)["dark inks"]):
        assert [ink for ink in inks["words"] if contrast(ink, inks["page"]) < 4.5] == []


def test_figures_have_words_and_their_inks_follow_the_page(look, promised):
    checked = 0
    for name in promised:
        light, dark = look(name)["inks"], look(name)["dark inks"]
        assert contrast(light["page"], dark["page"]) > 10
        assert [one for one, other in zip(light["words"], dark["words"], strict=True) if one == other] == []
        checked += len(light["words"])
    assert checked > 20


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_takes_the_colours_that_its_reader_prefers(visit, scheme):
    with visit("book/index", color_scheme=scheme) as seen:
        assert seen.page.evaluate("() => document.documentElement.dataset.theme") == scheme


def test_the_vega_bundle_leaves_one_name_behind(browser, site):
    page = browser.new_page()
    before = set(page.evaluate("() => Object.getOwnPropertyNames(window)"))
    page.add_script_tag(path=site / "_static/vega-bundle.js")
    assert set(page.evaluate("() => Object.getOwnPropertyNames(window)")) - before == {"vega", "vegaLite", "vegaEmbed"}
    page.close()


def test_every_link_within_the_book_leads_to_a_place_that_exists(site, sources):
    checked, lost = 0, []
    ids = {name: {tag["id"] for tag in soup.find_all(id=True)} for name, soup in sources.items()}
    for name, soup in sources.items():
        for link in soup.select("a[href]"):
            path, anchor = urldefrag(unquote(link["href"]))
            if path.startswith(("http:", "https:", "mailto:", "tel:")):
                continue
            target = ((site / f"{name}.html").parent / path).resolve() if path else site / f"{name}.html"
            page = target.relative_to(site.resolve()).with_suffix("").as_posix() if path else name
            there = target.is_file() and (not anchor or page not in ids or anchor in ids[page])
            if not there:
                lost.append((name, link["href"]))
            checked += 1
    assert lost == []
    assert checked > 1000


def test_nothing_that_a_page_loads_stands_on_another_host(sources):
    loads = [
        (tag, attribute) for tag, attribute in [("script", "src"), ("link", "href"), ("img", "src"), ("iframe", "src")]
    ]
    found = [
        (name, element[attribute])
        for name, soup in sources.items()
        for tag, attribute in loads
        for element in soup.find_all(tag, **{attribute: True})
        if not (tag == "link" and element.get("rel", [""])[0] in {"canonical", "license"})
    ]
    assert len(found) > 10 * len(PAGES)
    assert [place for place in found if "//" in place[1]] == []

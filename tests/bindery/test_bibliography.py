"""References as APA 7 wants them, against references written out by hand after the manual's rules (7th edition, chapters 8 to 10).

People, works and numbers are made up. Italics are told apart in tests of their own.
"""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from pybtex.database import Person, parse_string

import bindery
from bindery.bibliography import names, reference

LIST = {
    "one author": (
        "@book{a, author={Knot, Kari}, title={On knots}, year={2001}, publisher={Rope Press}}",
        "Knot, K. (2001). On knots. Rope Press.",
    ),
    "two authors": (
        "@article{a, author={Knot, Kari Anne and Thread, Tor}, title={Threads}, journal={Journal of Ropes}, year={2002}, "
        "volume={4}, number={2}, pages={10--20}, doi={10.1000/xyz}}",
        "Knot, K. A., & Thread, T. (2002). Threads. Journal of Ropes, 4(2), 10–20. https://doi.org/10.1000/xyz",
    ),
    "three authors": (
        "@article{a, author={Knot, K. and Thread, T. and Rope, R.}, title={Ropes}, journal={Journal of Ropes}, year={2003}, volume={5}}",
        "Knot, K., Thread, T., & Rope, R. (2003). Ropes. Journal of Ropes, 5.",
    ),
    "an organisation": (
        "@techreport{a, author={{Institute of Knots}}, title={Knots and health}, year={2018}, number={7}, "
        "institution={Ministry of Ropes}}",
        "Institute of Knots. (2018). Knots and health (No. 7). Ministry of Ropes.",
    ),
    "no author": (
        "@book{a, title={The book of knots}, year={1999}, publisher={Rope Press}}",
        "The book of knots. (1999). Rope Press.",
    ),
    "no date": ("@book{a, author={Knot, Kari}, title={On knots}}", "Knot, K. (n.d.). On knots."),
    "an editor": (
        "@book{a, editor={Knot, Kari}, title={Collected knots}, year={2004}, publisher={Rope Press}}",
        "Knot, K. (Ed.). (2004). Collected knots. Rope Press.",
    ),
    "two editors and an edition": (
        "@book{a, editor={Knot, Kari and Thread, Tor}, title={Collected knots}, year={2004}, edition={2nd}, publisher={Rope Press}}",
        "Knot, K., & Thread, T. (Eds.). (2004). Collected knots (2nd ed.). Rope Press.",
    ),
    "a chapter": (
        "@incollection{a, author={Rope, Rita}, editor={Knot, Kari and Thread, Tor}, title={Splices}, "
        "booktitle={Collected knots}, year={2004}, edition={2nd}, pages={33--44}, publisher={Rope Press}}",
        "Rope, R. (2004). Splices. In K. Knot & T. Thread (Eds.), Collected knots (2nd ed., pp. 33–44). Rope Press.",
    ),
    "a chapter with one editor": (
        "@incollection{a, author={Rope, Rita}, editor={Knot, Kari}, title={Splices}, booktitle={Collected knots}, year={2004}, "
        "pages={33}, publisher={Rope Press}}",
        "Rope, R. (2004). Splices. In K. Knot (Ed.), Collected knots (p. 33). Rope Press.",
    ),
    "a thesis": (
        "@phdthesis{a, author={Thread, Tor}, title={Ties}, year={2010}, school={University of Ropes}}",
        "Thread, T. (2010). Ties [Doctoral dissertation, University of Ropes].",
    ),
    "a master's thesis": (
        "@mastersthesis{a, author={Thread, Tor}, title={Ties}, year={2010}, school={University of Ropes}}",
        "Thread, T. (2010). Ties [Master’s thesis, University of Ropes].",
    ),
    "a page on the web": (
        "@misc{a, author={Thread, Tor}, title={Ties today}, year={2020}, howpublished={Rope Site}, url={https://example.org/ties}}",
        "Thread, T. (2020). Ties today. Rope Site. https://example.org/ties",
    ),
    "a question": (
        "@book{a, author={Thread, Tor}, title={What is a tie?}, year={2020}, publisher={Rope Press}}",
        "Thread, T. (2020). What is a tie? Rope Press.",
    ),
    "letters of Norway": (
        r"@book{a, author={{\O}deg{\aa}rd, Åse}, title={Sm{\aa} knuter}, year={2020}, publisher={Tau \& S{\o}nner}}",
        "Ødegård, Å. (2020). Små knuter. Tau & Sønner.",
    ),
    "a double name and a prefix": (
        "@book{a, author={van der Tau, Anne-Marie}, title={Tau}, year={2020}, publisher={Tau}}",
        "van der Tau, A.-M. (2020). Tau. Tau.",
    ),
    "certain": (
        "@book{a, author={Knot, Kari}, title={On knots}, year={2001}, publisher={Rope Press}, certainty={C}}",
        "Knot, K. (2001). On knots. Rope Press. [C: reconstructed; needs a library check]",
    ),
}


def entry(text):
    return parse_string(text, "bibtex").entries["a"]


def people(number):
    return [Person(f"Knot{at}, Kari") for at in range(1, number + 1)]


@pytest.mark.parametrize("case", LIST)
def test_reference(case):
    bibtex, expected = LIST[case]
    assert str(reference(entry(bibtex))) == expected


def test_twenty_authors_are_all_named():
    told = names(people(20), "")
    assert told.startswith("Knot1, K., Knot2, K., ")
    assert told.endswith("Knot19, K., & Knot20, K.")
    assert told.count("Knot") == 20


def test_of_twenty_one_authors_nineteen_and_the_last_are_named():
    told = names(people(21), "")
    assert told.endswith("Knot18, K., Knot19, K., … Knot21, K.")
    assert "Knot20" not in told


@pytest.mark.parametrize(
    ("kind", "slanted"),
    [
        ("two authors", ["Journal of Ropes", "4"]),
        ("one author", ["On knots"]),
        ("a chapter", ["Collected knots"]),
        ("an organisation", ["Knots and health"]),
    ],
)
def test_the_larger_work_is_in_italics(kind, slanted):
    drawn = reference(entry(LIST[kind][0])).render_as("html")
    assert [part.text for part in BeautifulSoup(drawn, "html.parser")("em")] == slanted


def page_of(root, name):
    return BeautifulSoup((root / f"_build/html/{name}.html").read_text(), "html.parser").article


def listed(page):
    """The references without their labels, which the style sheet hides."""
    for label in page.select(".citation > .label"):
        label.extract()
    return [" ".join(part.get_text().split()) for part in page.select(".citation")]


def test_citations_in_the_text_and_the_list_of_a_book(whole):
    told = page_of(whole, "knots").get_text()
    assert "says Knot and Thread (2002)." in told
    assert "Others agree (Knot, 2001; Knot et al., 2003)." in told
    assert listed(page_of(whole, "references")) == [
        "Knot, K. (2001). Knots. Rope and Sons.",
        "Knot, K., & Thread, T. (2002). Threads. Journal of Ropes, 4(2), 10–20. https://doi.org/10.1000/xyz",
        "Knot, K., Thread, T., & Rope, R. (2003). Ropes. Journal of Ropes.",
    ]


def test_the_label_of_a_reference_is_not_shown():
    style = Path(bindery.__file__).with_name("static") / "bindery.css"
    assert "div.citation > .label { display: none; }" in style.read_text()


TWINS = "".join(
    f"@book{{{key}, author={{Knot, Kari}}, title={{{title}}}, year={{{year}}}, publisher={{Rope}}}}\n"
    for key, title, year in (("bends", "Bends", "2005a"), ("hitches", "Hitches", "2005b"))
)


def test_two_works_of_one_author_and_year_are_told_apart_in_text_and_list(book, build):
    root = book()
    (root / "references.bib").write_text(TWINS)
    text = "\nBoth {cite:p}`bends,hitches` say so; {cite:t}`hitches` says more.\n\n```{bibliography}\n```\n"
    (root / "index.md").write_text((root / "index.md").read_text() + text)
    assert build(root).status == 0
    page = page_of(root, "index")
    told = " ".join(page.get_text().split())
    assert "Both (Knot, 2005a; Knot, 2005b) say so; Knot (2005b) says more." in told
    assert listed(page) == ["Knot, K. (2005a). Bends. Rope.", "(1,2) Knot, K. (2005b). Hitches. Rope."]


def test_two_works_of_one_author_and_year_without_letters_are_named(book, build):
    root = book()
    (root / "references.bib").write_text(TWINS.replace("2005a", "2005").replace("2005b", "2005"))
    run = build(root)
    message = "hitches and bends read alike; give their years letters, such as 2014a and 2014b"
    assert (run.status, run.out, run.err) == (1, "", f"references.bib:2: {message}\n")

"""One figure of every kind, for the tests that every chart must pass.

A chart that has no figure of its own here is represented by the example in its docstring.
"""

import doctest
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import cache, partial
from io import StringIO

import altair as alt
import numpy as np
import pandas as pd

from egonets import charts, clique, example, examples, star
from egonets.charts import Choice, Figure

WEEKS = pd.DataFrame(
    [
        {"week": week, "share": np.exp(-hazard * gamma * week), "arm": arm, "gamma": gamma, "part": part}
        for gamma in (0.5, 1.0, 1.5)
        for arm, hazard in (("with the old friend", 0.03), ("without", 0.01))
        for part in ("loneliness (0 to 1)", "exposure (share)")
        for week in range(0, 53, 4)
    ]
).assign(low=lambda frame: frame["share"] * 0.9, high=lambda frame: frame["share"] * 1.1)
ONE_PART = WEEKS[WEEKS["part"] == "exposure (share)"]
STUDIES = pd.DataFrame(
    {
        "study": ["a first study with a very long name indeed", "another", "a third without interval"],
        "estimate": [2.7, 0.9, 1.1],
        "low": [1.9, 0.5, np.nan],
        "high": [3.8, 1.6, np.nan],
        "design": ["observed", "randomised", "observed"],
    }
)
PLANE = pd.DataFrame([(e, s, e * s) for e in (0, 0.5, 1) for s in (0, 0.5, 1)], columns=["effort", "support", "hazard"])


def before_after() -> Figure:
    before = example("using_circle")
    later = before.drop_alters("alter in ['biker', 'doorman']").change_alters("alter == 'sister'", {"zone": "primary"})
    return charts.before_after(before, later)


def figure_of_a_bare_chart() -> Figure:
    frame = pd.DataFrame({"zone": ["primary", "effective"], "alters": [3, 8]})
    return charts.figure(alt.Chart(frame).mark_bar().encode(x="alters:Q", y="zone:N"), "3 primary and 8 effective.")


def survival() -> Figure:
    return charts.survival(
        ONE_PART[ONE_PART["gamma"] == 1],
        time="week",
        share="share",
        series="arm",
        low="low",
        high="high",
        title="More are abstinent without him",
        description="Simulated.",
        moments={"discharge": 12},
    )


def lines() -> Figure:
    return charts.lines(
        ONE_PART,
        x="week",
        y="share",
        series="arm",
        choice=Choice("gamma", "cue weight", 1.0),
        title="The gap grows with the cue weight",
        x_title="weeks",
        y_title="exposure (share)",
        description="Simulated.",
        levels={"half": 0.5},
    )


def lines_in_panels() -> Figure:
    return charts.lines(
        WEEKS[(WEEKS["gamma"] == 1) & (WEEKS["arm"] == "without")],
        x="week",
        y="share",
        panel="part",
        title="Both fall",
        x_title="weeks",
        y_title="state",
        description="Simulated.",
    )


def bars() -> Figure:
    return charts.bars(
        STUDIES,
        label="study",
        value="estimate",
        series="design",
        title="Three bars",
        value_title="odds",
        description="Made up.",
        levels={"chance": 1},
    )


def intervals() -> Figure:
    return charts.intervals(
        STUDIES,
        label="study",
        value="estimate",
        low="low",
        high="high",
        title="Most are above 1",
        value_title="odds ratio",
        description="Made up.",
        levels={"no difference": 1},
    )


def tornado() -> Figure:
    frame = pd.DataFrame({"factor": ["size", "strength"], "least": [0.4, 0.1], "most": [0.6, 0.9]})
    return charts.tornado(
        frame,
        label="factor",
        low="least",
        high="most",
        baseline=0.5,
        title="Strength moves it most",
        value_title="volume (%)",
        value_format=".0%",
        description="Made up.",
    )


def points() -> Figure:
    return charts.points(
        STUDIES,
        x="estimate",
        y="low",
        label="study",
        series="design",
        title="Three points",
        x_title="estimate",
        y_title="lower end",
        description="Made up.",
        diagonal=True,
    )


def plane() -> Figure:
    return charts.plane(
        PLANE,
        x="effort",
        y="support",
        value="hazard",
        bands=[0.2, 0.6],
        title="Both are needed",
        x_title="effort",
        y_title="support",
        value_title="hazard",
        description="Made up.",
        marks={"here": (0.5, 0.5)},
    )


def sign_map() -> Figure:
    return charts.sign_map(
        PLANE.assign(hazard=PLANE["hazard"] - 0.3),
        x="effort",
        y="support",
        value="hazard",
        steps=[0.2],
        sides=("too little", "enough"),
        title="Both are needed",
        x_title="effort",
        y_title="support",
        value_title="difference in hazard",
        description="Made up.",
        marks={"here": (0.5, 0.5)},
    )


#: Name of the figure (up to a colon the name of the function that makes it) and how it is made.
GALLERY: dict[str, Callable[[], Figure]] = {
    "egonet": lambda: charts.egonet(example("street_team")),
    "egonet: nobody": lambda: charts.egonet(star(0)),
    "egonet: nothing known": lambda: charts.egonet(clique(60)),
    "egonets": lambda: charts.egonets(examples()),
    "egonets: two": lambda: charts.egonets(examples()[["home_alone", "diverse"]]),
    "before_after": before_after,
    "coverage": lambda: charts.coverage(example("street_team")),
    "coverages": lambda: charts.coverages(examples()),
    "zones_by_cutoffs": lambda: charts.zones_by_cutoffs(example("street_team")),
    "close_alters": lambda: charts.close_alters(examples()),
    "reach": lambda: charts.reach(example("diverse"), left=3),
    "what_if": lambda: charts.what_if(example("street_team"), without="coach"),
    "figure": figure_of_a_bare_chart,
    "survival": survival,
    "lines": lines,
    "lines: panels": lines_in_panels,
    "bars": bars,
    "intervals": intervals,
    "tornado": tornado,
    "points": points,
    "plane": plane,
    "sign_map": sign_map,
}


def figure_of_the_docstring(name: str) -> Figure:
    """The last figure that the example of a chart makes."""
    function = getattr(charts, name)
    caught: list[Figure] = []

    def catching(*arguments: object, **options: object) -> Figure:
        caught.append(function(*arguments, **options))
        return caught[-1]

    names: dict[str, object] = {}
    setattr(charts, name, catching)
    try:
        with redirect_stdout(StringIO()):
            for step in doctest.DocTestParser().get_examples(function.__doc__):
                if step.exc_msg is None:
                    exec(compile(step.source, name, "single"), names)
    finally:
        setattr(charts, name, function)
    return caught[-1]


FUNCTIONS = [name for name in charts.__all__ if name not in {"Choice", "Figure"}]
GALLERY |= {
    name: partial(figure_of_the_docstring, name)
    for name in FUNCTIONS
    if name not in {entry.split(":")[0] for entry in GALLERY}
}


@cache
def made(name: str) -> Figure:
    """One figure of the gallery, made once."""
    return GALLERY[name]()

"""Worlds with one table: what a survey sees in each of them, and what experiments see.

Beside one another stand two worlds, below one another what is looked at: the survey and two experiments.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import altair as alt
import pandas as pd

from egonets.charts import _theme
from egonets.charts._figure import Figure, Layers, figure, heading
from egonets.charts._text import listed, number, sentences

#: What brings what in each world, as it is drawn and as it is read aloud.
ARROWS: Final = {
    "A": ("company → recovery", "company brings recovery"),
    "B": ("recovery → company", "recovery brings company"),
    "common cause": ("company ← ? → recovery", "something else brings both"),
    "both": ("company ↔ recovery", "each brings the other"),
}
#: The answers that are drawn, with their words.
ASKED: Final = {
    ("then", "none"): "then: nobody",
    ("now", "none"): "now: nobody",
    ("now", "three or more"): "now: three or more",
}
#: What each experiment looks at, the heading of its row, what it gives in words, and the unit of what it finds.
EXPERIMENTS: Final = {
    "ties": ("in_recovery", "1  Company is given by lot: per cent in recovery", "company", "points"),
    "recovery": ("ties", "2  A start of recovery is given by lot: important people", "a start of recovery", "people"),
}
#: Colour, dash and width of each arm: where both are one line, both are seen.
ARMS: Final = {"given": (_theme.BLUE, [1, 0], 5.0), "not given": (_theme.RUST, [5, 3], 2.5)}
SIDES: Final = ("left", "right")
UNNAMED: Final = {"left": "One world", "right": "Another world"}
SURVEY: Final = "The survey: per cent of those who answer"
#: Widths and heights in pixels: a panel, the words to the left of it, the space between, the panels of each row.
WIDE: Final = 184
WORDS: Final = 136
BETWEEN: Final = 26
NAME_HIGH: Final = 40
SURVEY_HIGH: Final = 96
COURSE_HIGH: Final = 112
PERCENT: Final = 100
#: Height of a bar of the survey, and by how much it stands below the middle of its row.
BAR: Final = 13
LOWER: Final = 5


def two_worlds(
    tables: pd.DataFrame,
    courses: pd.DataFrame,
    published: pd.DataFrame,
    *,
    left: str = "A",
    right: str = "B",
    title: str = "The tables agree; the experiments do not",
) -> Figure:
    """Two worlds side by side: above what a survey finds in each, below what two experiments find.

    On a page that can, the reader chooses both worlds, how much is forgotten and who is asked, and runs the
    experiments. When the page is opened memory is perfect, only people in stable recovery are asked, and the
    experiments have been run.

    Parameters
    ----------
    tables
        Columns ``world``, ``recall``, ``survivors``, ``time``, ``important_people`` and ``share`` (0–1): the table of
        every world for every setting of the two knobs, which must include ``recall`` 0 and ``survivors`` 1.
    courses
        Columns ``world``, ``gives`` (``ties`` or ``recovery``), ``arm`` (``given`` or ``not given``), ``month``,
        ``in_recovery`` (share) and ``ties`` (mean): what becomes of the two arms of each experiment.
    published
        Columns ``time``, ``important_people`` and ``share``.
    left, right
        The worlds shown when the page is opened: ``A``, ``B``, ``common cause`` or ``both``.
    title
        What to see.

    Returns
    -------
    Figure
        Its table has one row per world and quantity: the answers of the survey, and the last month of each arm.

    Raises
    ------
    ValueError
        If there is no table of one of the worlds.

    See Also
    --------
    egonets.models.two_worlds : the model behind it.

    Examples
    --------
    >>> import pandas as pd
    >>> from egonets import charts
    >>> rows = [("then", "none", 0.4), ("now", "none", 0.02), ("now", "three or more", 0.9)]
    >>> published = pd.DataFrame(rows, columns=["time", "important_people", "share"])
    >>> tables = pd.concat(published.assign(world=world, recall=0.0, survivors=1.0) for world in "AB")
    >>> arms = [(world, gives, arm, month, 0.1, 2.0) for world in "AB" for gives in ("ties", "recovery")
    ...         for arm in ("given", "not given") for month in (0, 24)]
    >>> courses = pd.DataFrame(arms, columns=["world", "gives", "arm", "month", "in_recovery", "ties"])
    >>> charts.two_worlds(tables, courses, published).table["quantity"].unique()[:3].tolist()
    ['then: nobody', 'now: nobody', 'now: three or more']
    """
    answers, lines, marks = _answers(tables), _lines(courses), _marks(published)
    _check(answers, left, right)
    knobs = "abs(datum.recall - recall) < 0.001 && abs(datum.survivors - survivors) < 0.001"
    rows = [
        _row("", _arrows(), [_name(side, "datum.name", "datum.arrow", _mine(side)) for side in SIDES]),
        _row(SURVEY, answers, [_bars(side, marks, f"{_mine(side)} && {knobs}") for side in SIDES]),
        *(_experiment(gives, lines[lines["gives"] == gives]) for gives in EXPERIMENTS),
    ]
    chart = alt.vconcat(*rows, spacing=16).add_params(*_controls(answers, left, right))
    told = heading(title, "Bars: simulated. Upright marks: the published survey.")
    return figure(chart.properties(title=told), _words(answers, lines, left, right), _table(answers, lines))


def which_world(
    tables: pd.DataFrame,
    published: pd.DataFrame,
    *,
    left: str = "B",
    right: str = "A",
    title: str = "Which is the world where company matters?",
) -> Figure:
    """The surveys of two worlds whose names are not told until the reader has guessed.

    Parameters
    ----------
    tables, published
        As in :func:`two_worlds`; only perfect memory and stable recovery are drawn.
    left, right
        The worlds. On a page that can, a guess shows their names.
    title
        The question.

    Returns
    -------
    Figure
        Its table has the columns ``side`` (not the world), ``quantity`` and ``value``, in per cent.

    Raises
    ------
    ValueError
        If there is no table of one of the worlds.

    Examples
    --------
    >>> import pandas as pd
    >>> from egonets import charts
    >>> rows = [("then", "none", 0.4), ("now", "none", 0.02), ("now", "three or more", 0.9)]
    >>> published = pd.DataFrame(rows, columns=["time", "important_people", "share"])
    >>> tables = pd.concat(published.assign(world=world, recall=0.0, survivors=1.0) for world in "AB")
    >>> charts.which_world(tables, published).table["side"].unique().tolist()
    ['left', 'right']
    """
    answers, marks = _answers(tables), _marks(published)
    _check(answers, left, right)
    worlds = dict(zip(SIDES, (left, right), strict=True))
    opening = _opening(answers)
    names = [
        _name(
            side, f"guess == 'none' ? '{UNNAMED[side]}' : datum.name", "guess == 'none' ? '? → ?' : datum.arrow", keep
        )
        for side, keep in ((side, _is(world)) for side, world in worlds.items())
    ]
    bars = [_bars(side, marks, _is(world)) for side, world in worlds.items()]
    tables_row, names_row = _row(SURVEY, opening, bars), _row("", _arrows(), names)
    chart = alt.vconcat(names_row, tables_row, _verdict(worlds), spacing=16).add_params(_guess())
    told = heading(title, "Bars: two simulated surveys. Upright marks: the published one.")
    sides = pd.concat(opening[opening["world"] == world].assign(side=side) for side, world in worlds.items())
    table = sides[["side", "quantity", "percent"]].rename(columns={"percent": "value"}).reset_index(drop=True)
    return figure(chart.properties(title=told), _unnamed_words(table), table)


def _check(answers: pd.DataFrame, left: str, right: str) -> None:
    there = set(_opening(answers)["world"])
    for world in (left, right):
        if world not in there:
            raise ValueError(f"There is no table of a world {world!r} with recall 0 and survivors 1.")


def _answers(tables: pd.DataFrame) -> pd.DataFrame:
    """The rows of the tables that are drawn, in per cent, with their words."""
    rows = zip(tables["time"], tables["important_people"], strict=True)
    answers = tables.assign(quantity=[ASKED.get(row, "") for row in rows], percent=PERCENT * tables["share"])
    columns = ["world", "recall", "survivors", "quantity", "percent"]
    return answers.loc[answers["quantity"] != "", columns].reset_index(drop=True)


def _marks(published: pd.DataFrame) -> pd.DataFrame:
    return _answers(published.assign(world="published", recall=0.0, survivors=1.0))[["quantity", "percent"]]


def _opening(answers: pd.DataFrame) -> pd.DataFrame:
    """The answers with perfect memory of people in stable recovery."""
    return answers[(answers["recall"] == 0) & (answers["survivors"] == 1)]


def _lines(courses: pd.DataFrame) -> pd.DataFrame:
    """What each experiment looks at, month by month; in the last month also how far the arms are apart, in words."""
    parts = []
    for gives, (looked_at, _, _, unit) in EXPERIMENTS.items():
        part = courses.loc[courses["gives"] == gives, ["world", "gives", "arm", "month", looked_at]]
        part = part.rename(columns={looked_at: "value"}).sort_values(["world", "arm", "month"])
        part["value"] *= PERCENT if unit == "points" else 1
        end = part[part["month"] == part["month"].max()].pivot(index="world", columns="arm", values="value")
        apart = {world: _distance(gap, unit) for world, gap in (end["given"] - end["not given"]).items()}
        last = (part["month"] == part["month"].max()) & (part["arm"] == "given")
        parts.append(part.assign(apart=part["world"].map(apart).where(last, "")))
    return pd.concat(parts, ignore_index=True)


def _distance(gap: float, unit: str) -> str:
    return "no difference" if abs(gap) < 1e-9 else f"{number(gap, 0 if unit == 'points' else 1)} {unit} apart"


def _row(title: str, data: pd.DataFrame, panels: Iterable[Layers]) -> alt.HConcatChart:
    """The same panel of both worlds from one frame, below what it shows."""
    row = alt.hconcat(*panels, data=data, spacing=BETWEEN, bounds="flush")
    return row.properties(title=alt.Title(title, fontSize=_theme.TEXT_SIZE, offset=8)) if title else row


def _axis(side: str, **settings: Any) -> alt.Axis:
    """An upright axis with the same room for words in every row, so that the rows stand below each other."""
    room = WORDS if side == "left" else 0
    return alt.Axis(**{"title": None, "minExtent": room, "maxExtent": room} | settings)


def _mine(side: str) -> str:
    return f"datum.world == {side}_world"


def _is(world: str) -> str:
    return f"datum.world == '{world}'"


def _arrows() -> pd.DataFrame:
    names = [f"World {world}" if len(world) == 1 else world.capitalize() for world in ARROWS]
    return pd.DataFrame({"world": list(ARROWS), "name": names, "arrow": [drawn for drawn, _ in ARROWS.values()]})


def _name(side: str, name: str, arrow: str, keep: str) -> Layers:
    """A world's name, and below it what brings what; `name` and `arrow` say how to find the words."""
    axis = _axis(side, labels=False, ticks=False, domain=False, grid=False)
    y = alt.Y("line:Q", scale=alt.Scale(domain=[-0.5, 1.5], nice=False), axis=axis)
    base = alt.Chart().transform_filter(keep)
    big = base.transform_calculate(words=name, line="1").mark_text(
        align="left", baseline="middle", fontWeight="bold", fontSize=_theme.TITLE_SIZE
    )
    small = base.transform_calculate(words=arrow, line="0").mark_text(align="left", baseline="middle")
    lines = [text.encode(y, x=alt.value(0), text="words:N") for text in (big, small)]
    return alt.layer(*lines).properties(width=WIDE, height=NAME_HIGH)


def _bars(side: str, marks: pd.DataFrame, keep: str) -> Layers:
    """The survey of one world: a bar and its number per answer, and a mark where the published share lies."""
    order = list(ASKED.values())
    axis = _axis(side, labels=side == "left", ticks=False, domain=False, labelOffset=LOWER)
    y = alt.Y("quantity:N", sort=order, axis=axis, scale=alt.Scale(domain=order, paddingInner=0.35, paddingOuter=0.1))
    x = alt.X("percent:Q", scale=alt.Scale(domain=[0, 112], nice=False), axis=None)
    base = alt.Chart().transform_filter(keep)
    bars = base.mark_bar(color=_theme.BLUE, size=BAR, yOffset=LOWER).encode(x, y, tooltip=["quantity:N", "percent:Q"])
    # The marks stand on the bars, of which a small one would be hidden below; the numbers stand behind both.
    ticks = alt.Chart(marks).mark_tick(thickness=3, color=_theme.INK, size=BAR, opacity=1, yOffset=LOWER - BAR - 1)
    farther = (
        f"max(datum.percent, {dict(zip(marks['quantity'], marks['percent'].round(2), strict=True))}[datum.quantity])"
    )
    numbers = (
        base.transform_calculate(end=farther)
        .mark_text(align="left", baseline="middle", dx=6, yOffset=LOWER)
        .encode(y, x="end:Q", text=alt.Text("percent:Q", format=".0f"))
    )
    return alt.layer(bars, ticks.encode(x, y), numbers).properties(width=WIDE, height=SURVEY_HIGH)


def _experiment(gives: str, lines: pd.DataFrame) -> alt.HConcatChart:
    """One experiment in both worlds, on the same axes."""
    _, title, _, unit = EXPERIMENTS[gives]
    months, high = float(lines["month"].max()), _top(float(lines["value"].max()), unit)
    label = f"datum.label + (datum.value == {months} ? ' months' : '')"
    below = alt.Axis(title=None, values=[0, months / 2, months], labelFlush=True, labelExpr=label)
    x = alt.X("month:Q", scale=alt.Scale(domain=[0, months], nice=False), axis=below)
    beside = {side: _axis(side, labels=side == "left", tickCount=4) for side in SIDES}
    y = {side: alt.Y("value:Q", scale=alt.Scale(domain=[0, high], nice=False), axis=beside[side]) for side in SIDES}
    return _row(title, lines.drop(columns="gives"), [_course(side, x, y[side]) for side in SIDES])


def _top(highest: float, unit: str) -> float:
    """Where the upright axis ends, so that the words have room above the lines."""
    step = 20 if unit == "points" else 2
    return step * (int(1.15 * highest / step) + 1)


def _course(side: str, x: alt.X, y: alt.Y) -> Layers:
    """Both arms of an experiment over the months, and how far apart they end."""
    base = alt.Chart().transform_filter(f"{_mine(side)} && experiments == 'run'")
    arms = [_styled(base.transform_filter(f"datum.arm == '{arm}'").mark_line(), arm).encode(x, y) for arm in ARMS]
    words = base.mark_text(align="left", x=6, y=9, fontWeight="bold").encode(text="apart:N")
    return alt.layer(*arms, words, *(_key() if side == "left" else [])).properties(width=WIDE, height=COURSE_HIGH)


def _styled(mark: alt.Chart, arm: str) -> alt.Chart:
    colour, dash, size = ARMS[arm]
    return mark.encode(color=alt.value(colour), strokeDash=alt.value(dash), size=alt.value(size))


def _key() -> list[alt.Chart]:
    """The arms and their lines, in the room at the left."""
    marks = []
    for place, arm in enumerate(ARMS):
        base, y = alt.Chart(pd.DataFrame({"arm": [arm]})), 30 + 24 * place
        rule = base.mark_rule().encode(x=alt.value(2 - WORDS), x2=alt.value(28 - WORDS), y=alt.value(y))
        marks += [_styled(rule, arm), base.mark_text(align="left", x=34 - WORDS, y=y).encode(text="arm:N")]
    return marks


def _controls(answers: pd.DataFrame, left: str, right: str) -> list[alt.Parameter]:
    """Two worlds to choose, two knobs to turn, and the experiments to run."""
    worlds = [world for world in ARROWS if world in set(answers["world"])]
    chosen = [
        alt.param(name=f"{side}_world", value=world, bind=alt.binding_select(options=worlds, name=f"{side} world "))
        for side, world in zip(SIDES, (left, right), strict=True)
    ]
    knobs = [
        _knob("recall", 0, answers["recall"], "share of people forgotten "),
        _knob("survivors", 1, answers["survivors"], "share left out of those not in recovery "),
    ]
    run = alt.binding_radio(options=["wait", "run"], labels=["not yet ", "run "], name="experiments: ")
    return [*chosen, *knobs, alt.param(name="experiments", value="run", bind=run)]


def _knob(name: str, value: float, settings: pd.Series[float], label: str) -> alt.Parameter:
    steps = sorted(set(settings.round(6)))
    step = round(steps[1] - steps[0], 6) if len(steps) > 1 else 1
    bind = alt.binding_range(min=steps[0], max=steps[-1], step=step, name=label)
    return alt.param(name=name, value=value, bind=bind)


def _verdict(worlds: dict[str, str]) -> alt.Chart:
    """What a guess was worth."""
    right = next((side for side, world in worlds.items() if world == "A"), "none")
    told = f"(guess == '{right}' ? 'Right' : 'Wrong') + ', by chance: nothing in the tables could have told.'"
    base = alt.Chart(pd.DataFrame({"guess": [""]}), width=2 * WIDE + BETWEEN, height=16)
    verdict = base.transform_calculate(verdict=f"guess == 'none' ? '' : {told}")
    text: alt.Chart = verdict.mark_text(align="left", x=-WORDS, y=8).encode(text="verdict:N")
    return text


def _guess() -> alt.Parameter:
    labels = ["not yet ", "the left ", "the right "]
    bind = alt.binding_radio(options=["none", *SIDES], labels=labels, name="I guess: ")
    return alt.param(name="guess", value="none", bind=bind)


def _table(answers: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """The numbers of the opening state, world by world."""
    asked = _opening(answers).rename(columns={"percent": "value"}).assign(arm="")
    last = lines[lines["month"] == lines["month"].max()]
    last = last.assign(quantity=[EXPERIMENTS[gives][1].split("  ")[1] for gives in last["gives"]])
    both = pd.concat([asked, last])[["world", "quantity", "arm", "value"]]
    place = {world: i for i, world in enumerate(ARROWS)}
    return both.sort_values("world", key=lambda worlds: worlds.map(place), kind="stable").reset_index(drop=True)


def _words(answers: pd.DataFrame, lines: pd.DataFrame, left: str, right: str) -> str:
    return sentences(
        "Two simulated worlds side by side.",
        *(_world_words(world, _opening(answers), lines) for world in dict.fromkeys((left, right))),
        "On a page with controls other worlds can be chosen, memory and the choice of respondents can be changed,",
        "and the experiments can be hidden and run.",
    )


def _world_words(world: str, answers: pd.DataFrame, lines: pd.DataFrame) -> str:
    mine = answers[answers["world"] == world]
    ends = lines[(lines["world"] == world) & (lines["apart"] != "")].set_index("gives")["apart"]
    found = [f"With {gift} given by lot: {ends[gives]}." for gives, (_, _, gift, _) in EXPERIMENTS.items()]
    name = f"World {world}" if len(world) == 1 else world.capitalize()
    said = _answered(mine["quantity"], mine["percent"])
    return sentences(f"{name}, where {ARROWS[world][1]}. The survey: {said}.", *found)


def _answered(quantities: Iterable[str], percents: Iterable[float]) -> str:
    return listed(f"{words}, {number(share, 0)} per cent" for words, share in zip(quantities, percents, strict=True))


def _unnamed_words(table: pd.DataFrame) -> str:
    sides = [(UNNAMED[str(side)], rows) for side, rows in table.groupby("side", sort=False)]
    return sentences(
        "Two simulated surveys side by side, hardly to be told apart.",
        *(f"{name}: {_answered(rows['quantity'], rows['value'])}." for name, rows in sides),
        "Which world is which is told after a guess.",
    )

"""What if somebody left: one egonet, and what covers ego without the alter whom the reader chooses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from egonets import measures
from egonets._tables import EgoNets
from egonets._words import SUPPORTS
from egonets.charts import _theme
from egonets.charts._coverage import chance
from egonets.charts._drawing import drawn, panel
from egonets.charts._egonets import name_of, the_ego
from egonets.charts._figure import Figure, Layers, figure, heading
from egonets.charts._text import counted, listed, said, sentences

NOBODY: Final = "nobody"
#: Height of a row, where the bars begin and end, and the width of all, in pixels.
ROW: Final = 25
FROM: Final = 175.0
TO: Final = 410.0
WIDE: Final = 526.0
#: How many alters the description names.
TOLD: Final = 5


def what_if(nets: EgoNets, *, ego: Any = None, without: Any = None, title: str | None = None) -> Figure:
    """An egonet with one alter fading, and its support coverage, exposure and reach without them.

    On a page that can, a click on an alter, or the list below, chooses who leaves. All results are those of the
    measures, computed for every alter and stored in the figure.

    Parameters
    ----------
    nets
        The egonet, with zone, status, strength and the four kinds of support.
    ego
        Which one; needed only if there are several.
    without
        Who leaves when the page is opened; if not given, the alter whose leaving costs most support.
    title
        What to see. If not given, which kind of support falls most.

    Returns
    -------
    Figure
        Its table has one row for nobody and one per alter who leaves.

    Raises
    ------
    ValueError
        If there are several egos and none is named, if there is no such alter, if the ego has no alters, or if the
        strength or a support of an alter is missing.
    EgonetDataError
        If the alters lack one of the columns.

    See Also
    --------
    egonets.support_coverage, egonets.exposure, egonets.extended_reach

    Examples
    --------
    >>> from egonets import charts, example
    >>> charts.what_if(example("home_alone"), without="mother").table["without"].tolist()[:2]
    ['nobody', 'old_friend']
    """
    ego = the_ego(nets, ego)
    mine = nets[[ego]]
    results = _results(mine)
    names = [str(alter) for alter in mine.alters["alter"]]
    gone = _who(results, names, without)
    choice = alt.selection_point(
        name="without",
        fields=["alter"],
        bind=alt.binding_select(
            options=[NOBODY, *names], labels=[NOBODY, *map(said, names)], name="without (or click on an alter) "
        ),
        value=[{"alter": gone}],
        on="click",
        clear=False,
        toggle=False,
        empty=False,
    )
    drawing = drawn([panel(mine, ego, name_of(nets, ego))], 213, 1, leaver=choice)
    rows = _rows(results)
    finding = title or _finding(results, gone)
    note = "Blue: what is left without the one who fades. Upright strokes: what there was with everybody."
    chart = alt.vconcat(drawing, _bars(rows, choice), spacing=20, center=True).properties(title=heading(finding, note))
    chart = chart.resolve_scale(color="independent", shape="independent", size="independent")  # keys below the drawing
    table = results.drop(columns="extended").rename(columns={"reach": "extended_alters_reached"})
    return figure(chart, _words(name_of(nets, ego), results, gone), table)


def _results(mine: EgoNets) -> pd.DataFrame:
    """Coverage, exposure and reach with everybody, and without each alter in turn."""
    alters = mine.alters
    if not len(alters):
        raise ValueError(f"Ego {mine.ego_ids[0]!r} has no alters, so nobody can leave.")
    _refuse_unknown(mine)
    cases = [mine, *(mine.drop_alters(np.arange(len(alters)) == row) for row in range(len(alters)))]
    rows = [_result(case) for case in cases]
    frame = pd.DataFrame(rows)
    frame.insert(0, "without", [NOBODY, *alters["alter"].astype(str)])
    return frame


def _refuse_unknown(mine: EgoNets) -> None:
    """Where the help of one alter is not known, neither is what is left without another."""
    if measures.support_coverage(mine).notna().all(axis=None):
        return
    asked = mine.alters[["strength", *(f"support_{kind}" for kind in SUPPORTS)]]
    unknown = listed(map(said, mine.alters.loc[asked.isna().any(axis=1), "alter"]))
    raise ValueError(f"Strength or support of {unknown} is missing. Fill it in, or drop these alters first.")


def _result(case: EgoNets) -> dict[str, float]:
    covered = measures.support_coverage(case).iloc[0]
    return {
        **{kind: float(covered[kind]) for kind in SUPPORTS},
        "exposure": float(measures.exposure(case).iloc[0]),
        "reach": float(measures.extended_reach(case).iloc[0]),
        "extended": float(measures.zone_counts(case)["extended"].iloc[0]),
    }


def _who(results: pd.DataFrame, names: list[str], without: Any) -> str:
    """The alter asked for, or the one whose leaving costs most support on average."""
    if without is None:
        return str(results.loc[results[list(SUPPORTS)].mean(axis=1).iloc[1:].idxmin(), "without"])
    if str(without) not in names:
        raise ValueError(f"There is no alter {without!r}. There are {listed(names)}.")
    return str(without)


#: What the rows of the bars say, by column of the results.
ROWS: Final = {
    **{kind: f"{kind} support" for kind in SUPPORTS},
    "exposure": "exposure (share who use)",
    "reach": "extended alters reached",
}


def _rows(results: pd.DataFrame) -> pd.DataFrame:
    """One row per alter who leaves and result: how much it is, how much with everybody, and both in words."""
    everybody = results.iloc[0]
    rows = [
        (result["without"], ROWS[column], place, *_told(column, result, everybody))
        for result in results.to_dict("records")
        for place, column in enumerate(ROWS)
    ]
    frame = pd.DataFrame(rows, columns=["alter", "name", "place", "value", "before", "text"])
    # A share is told beyond its bar; what has no bar, where a bar would begin.
    return frame.assign(row=frame["place"] * ROW + ROW / 2, beside=np.where(frame["value"].isna(), FROM, TO))


def _told(column: str, result: Mapping[Any, Any], everybody: pd.Series[Any]) -> tuple[float, float, str]:
    """Where the bar of a share ends, where the stroke stands, and the words; a count has words only."""
    value, before = float(result[column]), float(everybody[column])
    if column == "reach":
        now, then = (_out_of(row["reach"], row["extended"]) for row in (result, everybody))
        ends = np.nan, np.nan
    else:
        now, then = chance(value), chance(before)
        ends = FROM + (TO - FROM) * value, FROM + (TO - FROM) * before
    return *ends, now if now == then else f"{now} (was {then})"


def _out_of(reached: float, there: float) -> str:
    return f"{reached:.0f} of {there:.0f}" if there else "nobody is there"


def _bars(rows: pd.DataFrame, choice: alt.Parameter) -> Layers:
    """A bar for each share without the alter who leaves, and a stroke where it was with everybody."""
    x = alt.X("value:Q", axis=None, scale=alt.Scale(domain=[0, WIDE], nice=False))
    y = alt.Y("row:Q", axis=None, scale=alt.Scale(domain=[0, ROW * len(ROWS)], nice=False, reverse=True))
    base = alt.Chart(rows).transform_filter(choice).encode(x, y)
    shares = base.transform_filter("isValid(datum.value)")
    whole = alt.XDatum(FROM, axis=None), alt.X2Datum(TO)
    track = shares.mark_bar(size=ROW - 9, color=_theme.BLUE, opacity=0.12).encode(*whole)
    bar = shares.mark_bar(size=ROW - 9, color=_theme.BLUE).encode(x2=alt.datum(FROM))
    stroke = shares.mark_tick(orient="vertical", size=ROW - 3, thickness=2.5, color=_theme.INK, opacity=1)
    name = base.mark_text(align="right", baseline="middle", dx=-8).encode(whole[0], text="name:N")
    text = base.mark_text(align="left", baseline="middle", dx=8).encode(alt.X("beside:Q", axis=None), text="text:N")
    strokes = stroke.encode(alt.X("before:Q", axis=None))
    return alt.layer(track, bar, strokes, name, text).properties(width=WIDE, height=ROW * len(ROWS))


def _finding(results: pd.DataFrame, gone: str) -> str:
    before, after, kind = _largest_fall(results, gone)
    if not before > after:
        return f"Without {said(gone)}, no kind of support falls"
    return f"Without {said(gone)}, {kind} support falls from {chance(before)} to {chance(after)}"


def _largest_fall(results: pd.DataFrame, gone: str) -> tuple[float, float, str]:
    everybody = results.iloc[0]
    without = results[results["without"] == gone].iloc[0]
    kind = max(SUPPORTS, key=lambda kind: everybody[kind] - without[kind])
    return float(everybody[kind]), float(without[kind]), kind


def _words(name: str, results: pd.DataFrame, gone: str) -> str:
    falls = {alter: _largest_fall(results, alter) for alter in results["without"].iloc[1:]}
    falls = dict(sorted(falls.items(), key=lambda fall: fall[1][1] - fall[1][0])[:TOLD])
    told = [f"{said(alter)} ({kind} support from {chance(a)} to {chance(b)})" for alter, (a, b, kind) in falls.items()]
    everybody = results.iloc[0]
    without = results[results["without"] == gone].iloc[0]
    return sentences(
        f'Egonet "{name}" of {counted(len(results) - 1, "alter")}, drawn as rings and sectors, with {said(gone)}',
        f"fading; below, what is left without {said(gone)}: {_state(without)}.",
        f"With everybody it is {_state(everybody)}.",
        f"Most would be lost with {listed(told)}.",
        "On a page that can, a click on an alter chooses who leaves.",
    )


def _state(result: pd.Series[Any]) -> str:
    kinds = [f"{kind} support {chance(float(result[kind]))}" for kind in SUPPORTS]
    reach = f"{counted(int(result['reach']), 'extended alter')} reached"
    return listed([*kinds, f"exposure {chance(float(result['exposure']))}", reach])

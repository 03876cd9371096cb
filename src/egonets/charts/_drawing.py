"""Egonets drawn: one layered chart from one or several drawings in a grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from egonets._tables import EgoNets
from egonets._words import CONTEXTS, STATUSES, ZONES
from egonets.charts import _theme
from egonets.charts._alter_names import name_alters
from egonets.charts._figure import Layers, haloed
from egonets.charts._layout import EGO, LARGEST, SMALLEST, Layout, layout
from egonets.charts._names import box, turned_boxes
from egonets.charts._text import said, text_width

#: What is drawn where a table does not say.
NOT_STATED: Final = "not stated"
#: Strength that an alter is drawn with if the table gives none.
HALF: Final = 0.5
#: Above so many alters, names are left to the tooltip and the table.
NAMED: Final = 25
#: Room for the names round the rim, in pixels.
RIM: Final = 15
#: Letters of names in the drawing, in pixels.
NAME_SIZE: Final = 13


@dataclass(frozen=True)
class Panel:
    """One drawing: its heading, its alters and its ties."""

    heading: str
    people: pd.DataFrame  #: `alter`, `zone`, `context`, `status`, `strength`; one row per alter, and maybe `outlined`.
    ties: pd.DataFrame  #: `source`, `target` (places in `people`), `weight`.


def panel(nets: EgoNets, ego: Any, heading: str) -> Panel:
    """The drawing of one of the egos."""
    rows = np.flatnonzero((nets.alters["ego"] == ego).to_numpy())
    place = {int(row): number for number, row in enumerate(rows)}
    mine = [number for number, row in enumerate(nets.tie_source) if int(row) in place]
    ties = pd.DataFrame(
        {
            "source": [place[int(nets.tie_source[i])] for i in mine],
            "target": [place[int(nets.tie_target[i])] for i in mine],
            "weight": [float(nets.tie_weight[i]) for i in mine],
        }
    )
    return Panel(heading, _people(nets.alters.iloc[rows]), ties)


def _people(alters: pd.DataFrame) -> pd.DataFrame:
    """The columns that are drawn, with words for what is missing."""
    words = {"zone": NOT_STATED, "context": NOT_STATED, "status": "unknown"}
    people = pd.DataFrame({"alter": alters["alter"].astype(str).to_numpy()})
    for column, missing in words.items():
        there = alters[column].astype(object).to_numpy() if column in alters else np.full(len(alters), None)
        people[column] = pd.Series(there, dtype=object).where(pd.notna(there), missing).astype(str)
    there = alters["strength"].to_numpy(dtype=float) if "strength" in alters else np.full(len(alters), np.nan)
    return people.assign(strength=there)


def drawn(
    panels: Sequence[Panel],
    radius: float,
    columns: int,
    *,
    key: bool = False,
    held: bool = False,
    leaver: alt.Parameter | None = None,
) -> Layers:
    """All panels on one canvas, in rows of so many columns, all with the same rings and sectors.

    With `key`, the names of the sectors stand round an empty drawing of their own, in the last place, and all signs
    are equally large, as there is no room for small ones. With `held`, the same alter stands at the same angle in every
    drawing. The alter chosen by the selection `leaver` fades, and so do their ties.
    """
    people = pd.concat([p.people.assign(drawing=i) for i, p in enumerate(panels)], ignore_index=True)
    plan = _plan(people, radius, held)
    canvas = _Canvas(plan, len(panels), columns, key=key)
    sized = not key and bool(people["strength"].notna().any())
    signs = _signs(plan, canvas, sized=sized)
    ties = _ties(panels, signs)
    crowd = max((len(one.ties) for one in panels), default=0)
    labelled = [len(panels)] if key else list(range(len(panels)))
    headings = [p.heading for p in panels] + ["Key: contexts"] * key
    layers = [
        _ring_lines(canvas),
        _sector_lines(canvas),
        _tie_lines(canvas, ties if leaver else ties.drop(columns=["source", "target"]), _tie_opacity(crowd, leaver)),
        _egos(canvas, len(panels)),
        _alter_signs(canvas, signs, leaver, sized=sized),
        *haloed(_sector_names(canvas, labelled), _theme.MUTED, fontSize=NAME_SIZE),
    ]
    if radius > 150:
        layers += haloed(_ring_names(canvas), _theme.MUTED, fontSize=NAME_SIZE if len(plan.rings) <= 3 else 12)
        layers += _alter_names(canvas, signs, ties) if 0 < len(people) <= NAMED else []
    if canvas.headings:
        layers.append(_headings(canvas, headings))
    return alt.layer(*layers).properties(width=canvas.width, height=canvas.height)


def _plan(people: pd.DataFrame, radius: float, held: bool) -> Layout:
    rings = [*ZONES, *([NOT_STATED] if (people["zone"] == NOT_STATED).any() else [])]
    sectors = [*CONTEXTS, *([NOT_STATED] if (people["context"] == NOT_STATED).any() else [])]
    narrowest = [(text_width(said(sector), NAME_SIZE) + 10) / radius for sector in sectors]
    people = people.rename(columns={"zone": "ring", "context": "sector"})
    return layout(people, rings, sectors, radius, narrowest, held=held)


class _Canvas:
    """Where the drawings of a grid have their middles; y grows upwards, as in the layout."""

    def __init__(self, plan: Layout, panels: int, columns: int, *, key: bool) -> None:
        self.plan = plan
        self.headings = panels + key > 1
        #: How thick lines are drawn, as a share of a large drawing's.
        self.fineness = min(1.0, 0.4 + plan.radius / 300)
        self.rim = plan.radius + (2 if key else RIM)
        places = panels + key
        #: The radius of each drawing: round that of the key stand the names.
        self.radius = [plan.radius] * panels + [self.rim - RIM] * key
        top = 24 if self.headings else 0
        rows = -(-places // columns)
        gap = 12 if columns > 1 else 0
        across, down = 2 * self.rim + gap, 2 * self.rim + top + gap
        self.width = columns * across - gap
        self.height = rows * down - gap
        self.x = [self.rim + (i % columns) * across for i in range(places)]
        self.y = [self.height - top - self.rim - (i // columns) * down for i in range(places)]

    def at(self, column: str) -> alt.X:
        """The horizontal channel, one unit a pixel."""
        return alt.X(f"{column}:Q", axis=None, scale=alt.Scale(domain=[0, self.width], nice=False, zero=False))

    def up(self, column: str) -> alt.Y:
        """The vertical channel, one unit a pixel."""
        return alt.Y(f"{column}:Q", axis=None, scale=alt.Scale(domain=[0, self.height], nice=False, zero=False))


def _signs(plan: Layout, canvas: _Canvas, *, sized: bool) -> pd.DataFrame:
    """The alters with their places on the canvas and the radius of their signs."""
    drawn_strength = plan.places["strength"].fillna(HALF) if sized else pd.Series(1.0, index=plan.places.index)
    drawing = plan.places["drawing"].to_numpy(dtype=int)
    return plan.places.assign(
        outlined=plan.places["outlined"].fillna(False).astype(bool) if "outlined" in plan.places else False,
        x=plan.places["x"] + np.asarray(canvas.x)[drawing],
        y=plan.places["y"] + np.asarray(canvas.y)[drawing],
        drawn_strength=drawn_strength,
        radius=plan.sign_radius(np.asarray(drawn_strength, dtype=np.float64)),
    )


def _ring_lines(canvas: _Canvas) -> Layers:
    middles = pd.DataFrame({"x": canvas.x, "y": canvas.y, "radius": canvas.radius})
    return alt.layer(
        *(
            _circle(alt.Chart(rows).encode(canvas.at("x"), canvas.up("y")), bound * radius / canvas.plan.radius)
            for radius, rows in middles.groupby("radius")
            for bound in canvas.plan.bounds[1:]
        )
    )


def _circle(base: alt.Chart, radius: float) -> alt.Chart:
    layer: alt.Chart = base.mark_point(
        shape="circle", filled=False, color=_theme.MUTED, opacity=0.5, strokeWidth=1, size=4 * radius**2
    )
    return layer


def _sector_lines(canvas: _Canvas) -> alt.Chart:
    share = canvas.plan.bounds[0] / canvas.plan.radius
    rows = [
        (x + share * r * np.sin(a), y + share * r * np.cos(a), x + r * np.sin(a), y + r * np.cos(a))
        for x, y, r in zip(canvas.x, canvas.y, canvas.radius, strict=True)
        for a in canvas.plan.edges[:-1]
    ]
    layer: alt.Chart = (
        alt.Chart(pd.DataFrame(rows, columns=["x", "y", "x2", "y2"]))
        .mark_rule(color=_theme.MUTED, opacity=0.25)
        .encode(canvas.at("x"), canvas.up("y"), x2="x2", y2="y2")
    )
    return layer


def _ties(panels: Sequence[Panel], signs: pd.DataFrame) -> pd.DataFrame:
    """The ends of all ties on the canvas, and who they join."""
    rows: list[tuple[Any, ...]] = []
    for number, one in enumerate(panels):
        here = signs[signs["drawing"] == number]
        x, y, names = here["x"].to_numpy(), here["y"].to_numpy(), here["alter"].to_numpy()
        rows += [(x[s], y[s], x[t], y[t], w, names[s], names[t]) for s, t, w in one.ties.itertuples(index=False)]
    numbers = ["x", "y", "x2", "y2", "weight"]
    return pd.DataFrame(rows, columns=[*numbers, "source", "target"]).astype(dict.fromkeys(numbers, float))


def _tie_lines(canvas: _Canvas, ties: pd.DataFrame, opacity: Any) -> alt.Chart:
    heaviest = ties["weight"].max() if len(ties) else 1.0
    ties = ties.assign(width=(0.8 + 1.4 * ties["weight"] / heaviest) * canvas.fineness)
    layer: alt.Chart = (
        alt.Chart(ties.drop(columns="weight"))
        .mark_rule(color=_theme.MUTED)
        .encode(
            canvas.at("x"),
            canvas.up("y"),
            x2="x2",
            y2="y2",
            strokeWidth=alt.StrokeWidth("width:Q", scale=None, legend=None),
            opacity=opacity,
        )
    )
    return layer


def _tie_opacity(crowd: int, leaver: alt.Parameter | None) -> Any:
    usual = alt.value(0.6 if crowd <= 60 else 0.3)
    if leaver is None:
        return usual
    chosen = f"isArray({leaver.name}.alter)"
    touched = [f"indexof({leaver.name}.alter, datum.{end}) >= 0" for end in ("source", "target")]
    return alt.when(f"{chosen} && ({' || '.join(touched)})").then(alt.value(0.12)).otherwise(usual)


def _egos(canvas: _Canvas, drawings: int) -> Layers:
    middles = pd.DataFrame({"x": canvas.x[:drawings], "y": canvas.y[:drawings], "name": "ego"})
    radius = EGO * min(1.0, canvas.plan.radius / 200)
    base = alt.Chart(middles).encode(canvas.at("x"), canvas.up("y"))
    disc = base.mark_point(shape="circle", color=_theme.INK, size=4 * radius**2)
    name = base.mark_text(color=_theme.PAPER, fontSize=12).encode(text="name:N")
    return alt.layer(disc, name) if radius >= EGO else alt.layer(disc)


def _alter_signs(canvas: _Canvas, signs: pd.DataFrame, leaver: alt.Parameter | None, *, sized: bool) -> alt.Chart:
    """The alters, with the two legends where they tell something: colour and shape for status, size for strength."""
    there = [status for status in STATUSES if (signs["status"] == status).any()]
    columns = ["drawing", "alter", "ring", "sector", "status", "strength", "drawn_strength", "outlined", "x", "y"]
    shown = signs[columns].assign(status=signs["status"].map(said), drawing=signs["drawing"].astype(int))
    marked = alt.when("datum.outlined") if leaver is None else alt.when(leaver)
    layer: alt.Chart = (
        alt.Chart(shown)
        .mark_point(filled=True, opacity=1)
        .encode(
            canvas.at("x"),
            canvas.up("y"),
            color=_status_channel(alt.Color, _theme.STATUS_COLOURS, there),
            shape=_status_channel(alt.Shape, _theme.STATUS_SHAPES, there),
            size=_strength_channel(canvas.plan.scale, told=sized and shown["drawn_strength"].nunique() > 1),
            stroke=marked.then(alt.value(_theme.INK)).otherwise(alt.value(_theme.PAPER)),
            strokeWidth=marked.then(alt.value(1.7)).otherwise(alt.value(1.2 * canvas.fineness)),
            tooltip=[
                alt.Tooltip("alter:N"),
                alt.Tooltip("status:N"),
                alt.Tooltip("ring:N", title="zone"),
                alt.Tooltip("sector:N", title="context"),
                alt.Tooltip("strength:Q"),
            ],
        )
    )
    if leaver is None:
        return layer
    # The outline stays: who leaves is to be seen on a dark page and on paper too.
    dashed = marked.then(alt.value([3, 2])).otherwise(alt.value([1, 0]))
    fading = marked.then(alt.value(0.35)).otherwise(alt.value(1))
    faded: alt.Chart = layer.encode(fillOpacity=fading, strokeDash=dashed).add_params(leaver)
    return faded


def _status_channel(channel: Any, looks: dict[str, str], there: Sequence[str]) -> Any:
    """Colour or shape by status; a legend only of several, as one status tells nobody from another."""
    scale = alt.Scale(domain=[said(status) for status in looks], range=list(looks.values()))
    legend = alt.Legend(
        title="status", titleOrient="left", values=[said(s) for s in there], symbolSize=150, symbolStrokeWidth=0
    )
    return channel("status:N", scale=scale, legend=legend if len(there) > 1 else None)


def _strength_channel(scale: float, *, told: bool) -> alt.Size:
    sizes = [(radius * scale / _theme.REACH) ** 2 for radius in (SMALLEST, LARGEST)]
    legend = alt.Legend(
        title="strength",
        titleOrient="left",
        values=[0.2, 0.6, 1],
        symbolType="circle",
        symbolFillColor=_theme.MUTED,
        symbolStrokeWidth=0,
    )
    return alt.Size("drawn_strength:Q", scale=alt.Scale(domain=[0, 1], range=sizes), legend=legend if told else None)


def _sector_names(canvas: _Canvas, drawings: Sequence[int]) -> alt.Chart:
    rows = [name for drawing in drawings for name in _rim(canvas, drawing)]
    layer: alt.Chart = (
        alt.Chart(pd.DataFrame(rows, columns=["x", "y", "name", "turn"]))
        .mark_text(color=_theme.MUTED, fontSize=NAME_SIZE)
        .encode(canvas.at("x"), canvas.up("y"), text="name:N", angle=alt.Angle("turn:Q", scale=None, legend=None))
    )
    return layer


def _rim(canvas: _Canvas, drawing: int) -> list[tuple[float, float, str, float]]:
    """Place and turn of each sector's name along the rim; the lower ones turned so that none stands on its head."""
    rows = []
    far = canvas.radius[drawing] + RIM - 7
    for name, angle in zip(canvas.plan.sectors, canvas.plan.sector_angles() % (2 * np.pi), strict=True):
        below = np.pi / 2 + 1e-6 < angle < 3 * np.pi / 2 - 1e-6
        x, y = canvas.x[drawing] + far * np.sin(angle), canvas.y[drawing] + far * np.cos(angle)
        rows.append((x, y, said(name), float(np.degrees(angle) + 180 * below) % 360))
    return rows


def _ring_names(canvas: _Canvas) -> alt.Chart:
    names = pd.DataFrame(
        {
            "x": canvas.x[0] + canvas.plan.ring_radii(),
            "y": canvas.y[0],
            "name": list(map(_ring_name, canvas.plan.rings)),
        }
    )
    layer: alt.Chart = alt.Chart(names).mark_text().encode(canvas.at("x"), canvas.up("y"), text="name:N")
    return layer


def _ring_name(ring: str) -> str:
    return "no zone" if ring == NOT_STATED else said(ring)


def _alter_names(canvas: _Canvas, signs: pd.DataFrame, ties: pd.DataFrame) -> list[Any]:
    """The names of the alters, and a dotted line to each that stands apart from its sign."""
    named = _named(canvas, signs, ties)
    rows = pd.DataFrame([(x, y, name) for name, x, y, _ in named], columns=["x", "y", "name"])
    names = alt.Chart(rows).encode(canvas.at("x"), canvas.up("y"), text="name:N")
    lines = pd.DataFrame([line for *_, line in named if line is not None], columns=["x", "y", "x2", "y2"])
    dots = (
        alt.Chart(lines)
        .mark_rule(color=_theme.INK, strokeDash=[1.5, 2.5], strokeWidth=1.1)
        .encode(canvas.at("x"), canvas.up("y"), x2="x2", y2="y2")
    )
    return [*([dots] if len(lines) else []), *haloed(names, _theme.INK, fontSize=NAME_SIZE)]


def _named(canvas: _Canvas, signs: pd.DataFrame, ties: pd.DataFrame) -> list[Any]:
    """A free place for each name: not on ego, nor on the names of rings and sectors."""
    rows: list[Any] = signs[["alter", "x", "y", "radius"]].to_numpy().tolist()
    middle = canvas.x[0], canvas.y[0]
    taken = [box(*middle, 2 * EGO, 2 * EGO)]
    taken += [
        box(middle[0] + r, middle[1], text_width(_ring_name(name), NAME_SIZE) + 6, NAME_SIZE)
        for r, name in zip(canvas.plan.ring_radii(), canvas.plan.rings, strict=True)
    ]
    taken += [part for name in _rim(canvas, 0) for part in turned_boxes(*name, NAME_SIZE)]
    ends = ties[["x", "y", "x2", "y2"]].to_numpy(dtype=float)
    named = [(said(alter), x, y, radius) for alter, x, y, radius in rows]
    return name_alters(named, ends, taken, (0, canvas.width, 0, canvas.height), NAME_SIZE, middle)


def _headings(canvas: _Canvas, headings: Sequence[str]) -> alt.Chart:
    y = [y + canvas.rim + 11 for y in canvas.y]
    rows = pd.DataFrame({"x": canvas.x, "y": y, "name": list(headings)})
    layer: alt.Chart = (
        alt.Chart(rows)
        .mark_text(color=_theme.INK, fontSize=_theme.TEXT_SIZE, fontWeight="bold")
        .encode(canvas.at("x"), canvas.up("y"), text="name:N")
    )
    return layer

"""A figure: one Vega-Lite spec with its data inside, the words for it, and its table."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import altair as alt
import pandas as pd

from egonets.charts import _theme
from egonets.charts._text import text_width, wrapped

#: Altair's own key ends in `.json`, which the notebook format rejects.
VEGA_LITE: Final = "application/vnd.vegalite.v6+json"
#: Another processor may differ in the sixteenth digit; nobody sees the seventh.
DIGITS: Final = 6

#: What `alt.layer` returns.
Layers = alt.LayerChart | alt.FacetChart

#: Names that Altair makes from a hash of what it has in hand.
_MADE_NAME = re.compile(r"\b(view|param)_[0-9a-f]{16}(?:_\d+)*")


@dataclass(frozen=True)
class Figure:
    """A chart as text: the same call gives the same bytes, on every machine.

    Parameters
    ----------
    spec
        Vega-Lite version 6, with its data inside. Its `description` is the long description,
        its `usermeta.table` the table as a list of records.
    description
        What is drawn, the numbers that matter and what to see, for someone who cannot see it.
    table
        The numbers behind the drawing, one row per mark that carries meaning.

    Notes
    -----
    In a notebook a figure shows itself as exactly two mime types: the spec and, as plain text, the description.
    There is no picture among them, so a stored notebook stays small and its changes can be read.

    Examples
    --------
    >>> import altair as alt
    >>> import pandas as pd
    >>> from egonets import charts
    >>> frame = pd.DataFrame({"week": [0, 1], "strength": [0.5, 0.25]})
    >>> figure = charts.figure(alt.Chart(frame).mark_line().encode(x="week:Q", y="strength:Q"), "Strength halves.")
    >>> sorted(figure._repr_mimebundle_())
    ['application/vnd.vegalite.v6+json', 'text/plain']
    >>> figure.table["strength"].tolist()
    [0.5, 0.25]
    """

    spec: dict[str, Any]
    description: str
    table: pd.DataFrame = field(compare=False)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return {VEGA_LITE: self.spec, "text/plain": self.description}

    def __repr__(self) -> str:
        return self.description


def figure(chart: alt.TopLevelMixin, description: str, table: pd.DataFrame | None = None) -> Figure:
    """The figure of any Altair chart, in the package's theme.

    Parameters
    ----------
    chart
        A chart, or several layered or set side by side. Its own `config` wins over the theme.
    description
        What is drawn, the numbers that matter and what to see, for someone who cannot see it.
    table
        The numbers behind it; if not given, the frame that the chart itself was made from.

    Returns
    -------
    Figure
        Without Altair's global state: neither an enabled theme nor a data transformer changes it.

    Raises
    ------
    ValueError
        If the description is empty, or if there is no table and the chart has no frame of its own.

    Examples
    --------
    >>> import altair as alt
    >>> import pandas as pd
    >>> from egonets import charts
    >>> bars = alt.Chart(pd.DataFrame({"zone": ["primary"], "alters": [3]})).mark_bar().encode(x="alters:Q", y="zone:N")
    >>> charts.figure(bars, "Three alters in the primary zone.").spec["usermeta"]
    {'table': [{'zone': 'primary', 'alters': 3}]}
    >>> charts.figure(bars, "")
    Traceback (most recent call last):
    ValueError: The description is empty. Say what is drawn and what to see in it.
    """
    if not description.strip():
        raise ValueError("The description is empty. Say what is drawn and what to see in it.")
    table = _own_frame(chart) if table is None else table.reset_index(drop=True)
    spec = _plain_spec(chart)
    whole = {
        "$schema": alt.SCHEMA_URL,
        "description": description,
        **{key: value for key, value in spec.items() if key not in {"$schema", "description", "config", "usermeta"}},
        "config": _merged(_theme.config(), spec.get("config", {})),
        "usermeta": {**spec.get("usermeta", {}), "table": _records(table)},
    }
    return Figure(_rounded(_renamed(whole)), description, table)


def heading(title: str, subtitle: str = "", width: float = _theme.WIDTH - 8) -> alt.Title:
    """A title that states the finding, and below it what one must know to read the drawing, in lines that fit."""
    lines = balanced(title, width, _theme.TITLE_SIZE, bold=True)
    more = balanced(subtitle, width, _theme.TEXT_SIZE)
    return alt.Title(lines, subtitle=more) if more else alt.Title(lines)


def balanced(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """The text in as few lines as fit, all about equally long, so that no last word stands alone."""
    lines = wrapped(text, width, size, bold=bold)
    while len(lines) > 1:
        width -= size / 4
        narrower = wrapped(text, width, size, bold=bold)
        if len(narrower) > len(lines) or text_width(max(narrower, key=len), size, bold=bold) > width:
            break
        lines = narrower
    return lines


def haloed(chart: Any, colour: str, **look: Any) -> list[Any]:
    """Text, and below it the same text in a broad pen of the page's colour, so that lines do not cross it."""
    pen = {"color": _theme.PAPER, "stroke": _theme.PAPER, "strokeWidth": 3.5, "strokeJoin": "round"}
    return [chart.mark_text(**pen, **look), chart.mark_text(color=colour, **look)]


def _own_frame(chart: alt.TopLevelMixin) -> pd.DataFrame:
    data = getattr(chart, "data", None)
    if not isinstance(data, pd.DataFrame):
        raise ValueError("The chart has no frame of its own. Give the numbers behind it as `table`.")
    return data.reset_index(drop=True)


def _plain_spec(chart: alt.TopLevelMixin) -> dict[str, Any]:
    """The chart as a dict with its data inside, without Altair's global theme."""
    datasets: dict[str, Any] = {}
    with alt.data_transformers.enable("default"):
        spec = chart.to_dict(context={"top_level": False, "datasets": datasets, "pre_transform": False})
    inlined: dict[str, Any] = _inlined(spec, {**spec.pop("datasets", {}), **datasets})
    return inlined


def _inlined(node: Any, datasets: Mapping[str, Any]) -> Any:
    """Named data replaced by their values."""
    if isinstance(node, list):
        return [_inlined(item, datasets) for item in node]
    if not isinstance(node, dict):
        return node
    if node.get("name") in datasets:
        return {"values": datasets[node["name"]]}
    return {key: _inlined(value, datasets) for key, value in node.items()}


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Two nested dicts; where they disagree, the second is right."""
    both = dict(below)
    for key, value in above.items():
        nested = isinstance(value, Mapping) and isinstance(both.get(key), Mapping)
        both[key] = _merged(both[key], value) if nested else value
    return both


def _renamed(spec: dict[str, Any]) -> dict[str, Any]:
    """Names that Altair made become `view_1`, `view_2`, `param_1`, in the order in which they appear."""
    text = json.dumps(spec)
    names: dict[str, str] = {}
    kinds: dict[str, int] = {}
    for found in _MADE_NAME.finditer(text):
        if found[0] not in names:
            kinds[found[1]] = kinds.get(found[1], 0) + 1
            names[found[0]] = f"{found[1]}_{kinds[found[1]]}"
    renamed: dict[str, Any] = json.loads(_MADE_NAME.sub(lambda found: names[found[0]], text))
    return renamed


def _rounded(node: Any) -> Any:
    """Every float in a nest of dicts and lists with six significant digits."""
    if isinstance(node, dict):
        return {key: _rounded(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_rounded(item) for item in node]
    return float(f"{node:.{DIGITS}g}") + 0.0 if isinstance(node, float) else node


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table in plain Python; what is missing is None."""
    return [{str(key): _plain(value) for key, value in row.items()} for row in table.to_dict(orient="records")]


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if value is None or pd.isna(value):
        return None
    value = value.item() if hasattr(value, "item") else value
    return value if isinstance(value, str | int | float | bool) else str(value)

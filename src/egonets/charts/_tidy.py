"""What the general charts share: a tidy frame with short names, a choice for the reader, a scale, a set of series."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import numpy as np
import pandas as pd

from egonets._words import STATUSES
from egonets.charts import _theme
from egonets.charts._text import fixed, listed, number, said

#: Name of the reader's choice inside a spec.
CHOICE: Final = "choice"


@dataclass(frozen=True)
class Choice:
    """A slider or a list of options, with which a reader goes through results that are stored in the figure.

    Numbers at equal steps become a slider; up to four other values become buttons, more become a list.

    Parameters
    ----------
    column
        Column of the frame with the values to choose from.
    label
        What is chosen, with its unit; it stands beside the slider.
    start
        The value shown on paper, and when the page is opened.

    Examples
    --------
    >>> from egonets import charts
    >>> charts.Choice("cue_weight", "weight of cues", 0.4).start
    0.4
    """

    column: str
    label: str
    start: Any


def tidy(data: pd.DataFrame, choice: Choice | None, **columns: str | None) -> pd.DataFrame:
    """The columns in use, under the short names of their channels.

    Raises a ValueError that names every column that is not there, and an empty frame.
    """
    wanted = {channel: column for channel, column in columns.items() if column is not None}
    if choice is not None:
        wanted[CHOICE] = choice.column
    absent = [repr(column) for column in wanted.values() if column not in data]
    if absent:
        there = listed(repr(column) for column in data.columns)
        raise ValueError(f"The frame has no column {listed(absent)}. It has {there}.")
    if not len(data):
        raise ValueError("The frame has no rows, so there is nothing to draw.")
    frame = pd.DataFrame({channel: data[column].to_numpy() for channel, column in wanted.items()})
    if choice is not None and not _same(frame[CHOICE], choice.start).any():
        values = listed(number(v, 6) if isinstance(v, float) else v for v in frame[CHOICE].unique())
        raise ValueError(f"{choice.column} is never {choice.start!r}. Start from one of {values}.")
    return frame


def start_only(frame: pd.DataFrame, choice: Choice | None) -> pd.DataFrame:
    """The rows that are shown at first."""
    return frame if choice is None else frame[_same(frame[CHOICE], choice.start)]


def _same(column: pd.Series[Any], value: Any) -> pd.Series[bool]:
    if pd.api.types.is_float_dtype(column):
        return pd.Series(np.isclose(column.to_numpy(), value), index=column.index)
    return pd.Series(column.to_numpy() == value, index=column.index)


def chosen_by_reader(chart: Any, frame: pd.DataFrame, choice: Choice | None) -> Any:
    """The chart with its slider, buttons or list."""
    if choice is None:
        return chart
    start = choice.start.item() if hasattr(choice.start, "item") else choice.start
    return chart.add_params(alt.param(name=CHOICE, value=start, bind=_binding(frame[CHOICE], f"{choice.label} ")))


def _binding(column: pd.Series[Any], label: str) -> Any:
    values = column.drop_duplicates().tolist()
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        values = sorted(values)
        steps = np.diff(values)
        if len(values) > 2 and np.allclose(steps, steps[0]):
            return alt.binding_range(min=values[0], max=values[-1], step=round(float(steps[0]), 9), name=label)
    if len(values) <= 4:
        return alt.binding_radio(options=values, name=label)
    return alt.binding_select(options=values, name=label)


def filtered(chart: Any, choice: Choice | None) -> Any:
    """Only the rows that the reader has chosen."""
    if choice is None:
        return chart
    values = chart.data[CHOICE].drop_duplicates()
    if not pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
        return chart.transform_filter(f"datum.{CHOICE} === {CHOICE}")
    # A slider counts in steps of its own, which need not hit the stored value to the last digit.
    near = float(np.diff(np.sort(values.to_numpy())).min()) / 2 if len(values) > 1 else 1.0
    return chart.transform_filter(f"abs(datum.{CHOICE} - {CHOICE}) < {near:.6g}")


def series_names(frame: pd.DataFrame) -> list[str]:
    """The series in the order in which they appear; at most as many as there are colours."""
    names = [str(name) for name in frame["series"].drop_duplicates()] if "series" in frame else []
    if len(names) > len(_theme.SERIES):
        raise ValueError(
            f"There are {len(names)} series, and no reader tells more than {len(_theme.SERIES)} apart. "
            "Draw fewer, or draw panels."
        )
    return names


def series_looks(names: Sequence[str], muted: Collection[str] = ()) -> tuple[list[str], list[list[int]]]:
    """Colour and dash of every series: statuses have their own, what is muted stands back."""
    if all(name in STATUSES for name in names):
        colours: Mapping[str, str] = _theme.STATUS_COLOURS
    else:
        bright = [name for name in names if name not in muted]
        colours = dict(zip(bright, _theme.SERIES, strict=False)) | dict.fromkeys(muted, _theme.MUTED)
    return [colours[name] for name in names], list(_theme.DASHES[: len(names)])


def nice_domain(values: Sequence[float] | pd.Series[Any], *, zero: bool = True) -> tuple[float, float]:
    """From the nice number below the least value to the one above the greatest, with 0 if wanted."""
    finite = np.asarray(values, dtype=float)
    finite = finite[np.isfinite(finite)]
    low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 1.0)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        high = low + 1
    rough = (high - low) / 5
    power = 10.0 ** np.floor(np.log10(rough))
    step = power * next(f for f in (1, 2, 2.5, 5, 10) if f * power >= rough * (1 - 1e-9))
    return float(np.floor(low / step + 1e-9) * step), float(np.ceil(high / step - 1e-9) * step)


def trimmed(domain: tuple[float, float], ends: Sequence[float]) -> tuple[float, float]:
    """A domain that begins no further below 0 than the least end, unless that comes near its beginning.

    Else the names of the rows would stand far from the bars.
    """
    low, high = domain
    least = min([0.0, *(end for end in ends if np.isfinite(end))])
    return (least - 0.01 * (high - low), high) if low < 2 * least - 0.01 * (high - low) else domain


def formatted(value: float, how: str | None, digits: int | None = None) -> str:
    """A number as an axis with this d3 format would show it, for the formats that the charts use.

    Without a format it has so many decimals, or if these are not given, as many as it needs.
    """
    if how is not None and how.endswith("%"):
        return f"{fixed(100 * value, int(how[1:-1]) if how.startswith('.') else 0)} %"
    if digits is not None:
        return fixed(value, digits)
    if value == value and abs(value) >= 100:
        return fixed(value, 0)
    return number(value, 2 if abs(value) >= 0.1 or value == 0 else 3)


def decimals(values: Iterable[float]) -> int:
    """How many decimals numbers need that stand side by side, so that all of them have equally many.

    Thousandths where the largest is below a quarter, as a hundredth would then be a large part of it.
    """
    finite = [float(value) for value in values if np.isfinite(value)]
    largest = max((abs(value) for value in finite), default=0.0)
    most = next((digits for least, digits in ((100, 0), (10, 1), (0.25, 2)) if largest >= least), 3)
    return max((len(number(value, most).partition(".")[2]) for value in finite), default=0)


def axis_of(title: str | None, how: str | None, span: tuple[float, float], **look: Any) -> alt.Axis:
    """An axis of about five numbers, written as :func:`formatted` writes them, with the decimals that its steps need."""
    if how is None:
        return alt.Axis(title=title, tickCount=5, **look)
    if how.endswith("%"):
        digits = max(0, int(-np.floor(np.log10(100 * _step(span)) + 1e-9)))
        look["labelExpr"] = f"replace(format(datum.value, '.{digits}%'), '%', ' %')"
    return alt.Axis(title=title, tickCount=5, format=how, **look)


def _step(span: tuple[float, float]) -> float:
    """From one of about five numbers of an axis to the next, as Vega steps."""
    rough = (span[1] - span[0]) / 5
    power = float(10.0 ** np.floor(np.log10(rough)))
    return power * next((f for f, least in ((10, 50**0.5), (5, 10**0.5), (2, 2**0.5)) if rough >= least * power), 1)


def plain(title: str) -> str:
    """An axis title within a sentence: without what stands in brackets."""
    return said(title.split("(")[0].strip())

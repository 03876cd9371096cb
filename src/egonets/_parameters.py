"""The numbers that the models start from, each with its range, its kind and where it comes from.

``data/parameters.csv`` is the only home of these numbers: the models read it, the book quotes it and the
sensitivity analysis sweeps its ranges. ``data/PARAMETERS.md`` explains the columns.
"""

from __future__ import annotations

import difflib
import functools
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from numbers import Real
from types import MappingProxyType
from typing import NamedTuple

import pandas as pd

#: Columns of the file, in their order.
COLUMNS = (
    "model", "name", "symbol", "value", "unit", "low", "high", "minimum", "maximum", "kind", "source", "note",
)  # fmt: skip

#: How a value came about.
KINDS = ("assumed", "from a source", "set to match")

#: Columns of numbers; all but ``value`` may be empty.
NUMBERS = ("value", "low", "high", "minimum", "maximum")


class ParameterError(ValueError):
    """Parameters that a model cannot run with, with everything that is wrong about them.

    Parameters
    ----------
    problems
        One sentence each.

    Examples
    --------
    >>> from egonets.models import Parameters, ParameterError
    >>> try:
    ...     Parameters.of("recovery", cue_wieght=1.0, talk=2.0)
    ... except ParameterError as error:
    ...     print(error)
    2 problems with the parameters of the model 'recovery':
      cue_wieght is not a parameter of this model; did you mean cue_weight?
      talk is 2.0, but must lie between 0 and 1 (share of a tie's strength).
    """

    def __init__(self, model: str, problems: list[str]) -> None:
        self.model = model
        self.problems = tuple(problems)
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        super().__init__("\n  ".join([f"{count} with the parameters of the model {model!r}:", *problems]))

    def __reduce__(self) -> tuple[type[ParameterError], tuple[str, list[str]]]:
        return type(self), (self.model, list(self.problems))


def parameters() -> pd.DataFrame:
    """All parameters of all models, one row each.

    Returns
    -------
    DataFrame
        Columns ``model``, ``name`` (as used in code), ``symbol`` (as used in formulas, LaTeX), ``value``, ``unit``,
        ``low`` and ``high`` (the plausible range, which the sensitivity analysis sweeps; NaN for a setting that is
        not swept), ``minimum`` and ``maximum`` (what the model accepts; NaN for no limit), ``kind`` (``assumed``,
        ``from a source`` or ``set to match``), ``source`` and ``note``.

    Examples
    --------
    >>> import egonets
    >>> table = egonets.parameters()
    >>> table[table["name"] == "cue_weight"][["model", "symbol", "kind"]].values.tolist()
    [['recovery', '\\\\gamma', 'assumed']]
    """
    return _table().copy()


@functools.cache
def _table() -> pd.DataFrame:
    path = files("egonets").joinpath("data/parameters.csv")
    with path.open(encoding="utf-8") as file:
        table = pd.read_csv(file, keep_default_na=False, dtype=object)
    problems = check(table)
    if problems:
        raise ParameterError("(the file parameters.csv)", problems)
    for column in NUMBERS:
        table[column] = [float(cell or "nan") for cell in table[column]]
    return table


def check(table: pd.DataFrame) -> list[str]:
    """Everything that is wrong with a table of parameters, a sentence each; empty when it is sound."""
    if tuple(table.columns) != COLUMNS:
        return [f"the columns are {list(table.columns)}, but must be {list(COLUMNS)}"]
    problems = [
        f"{model}.{name} stands there twice."
        for model, name in table[table.duplicated(["model", "name"])][["model", "name"]].itertuples(index=False)
    ]
    for record in table.to_dict("records"):
        row = {str(column): str(cell) for column, cell in record.items()}
        problems += [f"{row['model']}.{row['name']}: {sentence}" for sentence in _row_problems(row)]
    return problems


def _row_problems(row: dict[str, str]) -> Iterator[str]:
    if not row["name"].isidentifier():
        yield "the name must be usable in code."
    if row["kind"] not in KINDS:
        yield f"the kind is {row['kind']!r}, but must be one of {', '.join(KINDS)}."
    for column in ("model", "symbol", "unit", "source", "note"):
        if not row[column].strip():
            yield f"the column {column} is empty."
    try:
        value, low, high, minimum, maximum = (float(row[column] or "nan") for column in NUMBERS)
    except ValueError as error:
        yield f"{error}."
        return
    if not math.isfinite(value):
        yield "the value must be a finite number."
    if math.isnan(low) != math.isnan(high):
        yield "low and high must both be there, or neither."
    # a comparison with a missing limit is False: NaN never breaks the order
    if any(a > b for a, b in ((low, value), (value, high), (minimum, value), (value, maximum))):
        yield "the value lies outside its range."
    if any(a > b for a, b in ((minimum, low), (high, maximum))):
        yield "low and high must lie inside minimum and maximum."


@dataclass(frozen=True)
class Parameters(Mapping[str, float]):
    """The parameters of one model, checked and frozen: a mapping whose values are also attributes.

    Make one with :meth:`of`, change one with :meth:`but`.

    Examples
    --------
    >>> from egonets.models import Parameters
    >>> usual = Parameters.of("recovery")
    >>> stronger = usual.but(cue_weight=2 * usual.cue_weight)
    >>> stronger["cue_weight"] / usual["cue_weight"]
    2.0
    """

    model: str
    values_by_name: Mapping[str, float]

    @classmethod
    def of(cls, model: str, **overrides: float) -> Parameters:
        """The values of the file for one model, some of them replaced.

        Raises
        ------
        ParameterError
            With one sentence for every name that the model does not know, every value that is not a finite
            number, and every value outside what the model accepts.
        """
        rows = _rows(model)
        problems = [problem for name, value in overrides.items() for problem in _problems(rows, name, value)]
        if problems:
            raise ParameterError(model, problems)
        given = {name: float(value) for name, value in overrides.items()}
        return cls(model, MappingProxyType({name: row.value for name, row in rows.items()} | given))

    def but(self, **overrides: float) -> Parameters:
        """The same parameters, some of them replaced and checked like those of :meth:`of`."""
        return Parameters.of(self.model, **{**self.values_by_name, **overrides})

    def whole(self, name: str) -> int:
        """A parameter that counts something, as an integer."""
        value = self[name]
        if value != int(value):
            raise ParameterError(self.model, [f"{name} is {value}, but must be a whole number."])
        return int(value)

    def __getattr__(self, name: str) -> float:
        if name.startswith("__") or name == "values_by_name":
            raise AttributeError(name)
        try:
            return self.values_by_name[name]
        except KeyError:
            raise AttributeError(f"the model {self.model!r} has no parameter {name!r}") from None

    def __getitem__(self, name: str) -> float:
        return self.values_by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_by_name)

    def __len__(self) -> int:
        return len(self.values_by_name)

    def __hash__(self) -> int:
        return hash((self.model, *self.values_by_name.items()))

    def __reduce__(self) -> tuple[object, ...]:
        return _restored, (self.model, dict(self.values_by_name))

    def __repr__(self) -> str:
        usual = {name: row.value for name, row in _rows(self.model).items()}
        changed = {name: value for name, value in self.items() if value != usual[name]}
        return (
            f"Parameters.of({', '.join([repr(self.model), *(f'{name}={value}' for name, value in changed.items())])})"
        )


def _restored(model: str, values: dict[str, float]) -> Parameters:
    return Parameters.of(model, **values)


def resolve(model: str, given: Parameters | Mapping[str, float] | None) -> Parameters:
    """What a model was given as parameters, checked: nothing, some values by name, or a whole set."""
    if given is None:
        return Parameters.of(model)
    if isinstance(given, Parameters) and given.model != model:
        raise ParameterError(model, [f"these are the parameters of the model {given.model!r}."])
    return Parameters.of(model, **dict(given))


class Row(NamedTuple):
    """What a model needs to know of a parameter."""

    value: float
    minimum: float
    maximum: float
    unit: str


def _rows(model: str) -> dict[str, Row]:
    rows = _rows_by_model().get(model)
    if rows is None:
        raise ParameterError(model, [f"there is no such model; there are {', '.join(_rows_by_model())}."])
    return rows


@functools.cache
def _rows_by_model() -> dict[str, dict[str, Row]]:
    rows: dict[str, dict[str, Row]] = {}
    for record in _table().to_dict("records"):
        row = Row(record["value"], record["minimum"], record["maximum"], record["unit"])
        rows.setdefault(record["model"], {})[record["name"]] = row
    return rows


def _problems(rows: dict[str, Row], name: str, value: object) -> Iterator[str]:
    if name not in rows:
        close = difflib.get_close_matches(name, rows, n=1)
        hint = f"; did you mean {close[0]}?" if close else f"; it has {', '.join(rows)}."
        yield f"{name} is not a parameter of this model{hint}"
    elif isinstance(value, bool) or not isinstance(value, Real) or not math.isfinite(value):
        yield f"{name} is {value!r}, but must be a finite number."
    elif float(value) < rows[name].minimum or float(value) > rows[name].maximum:
        yield f"{name} is {value}, but must {_limits(rows[name])} ({rows[name].unit})."


def _limits(row: Row) -> str:
    if math.isnan(row.maximum):
        return f"be at least {row.minimum:g}"
    if math.isnan(row.minimum):
        return f"be at most {row.maximum:g}"
    return f"lie between {row.minimum:g} and {row.maximum:g}"

"""The parameter file is sound, the code has no numbers of its own, and wrong parameters are refused with one clear error."""

import ast
import copy
import pickle
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import egonets
from egonets import _parameters, models
from egonets.models import ParameterError, Parameters

FOLDER = Path(models.__file__).parent
TABLE = egonets.parameters()
FREE = {0, 1, 2}


def test_the_file_is_sound():
    text = pd.read_csv(Path(egonets.__file__).parent / "data/parameters.csv", dtype=str, keep_default_na=False)
    assert _parameters.check(text) == []
    assert len(text) == len(TABLE) > 150


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("kind", "guessed", "the kind is 'guessed', but must be one of assumed, from a source, set to match."),
        ("value", "", "the value must be a finite number."),
        ("value", "many", "could not convert string to float: 'many'."),
        ("value", "9", "the value lies outside its range."),
        ("high", "", "low and high must both be there, or neither."),
        ("maximum", "0.6", "low and high must lie inside minimum and maximum."),
        ("source", " ", "the column source is empty."),
        ("name", "event rate", "the name must be usable in code."),
    ],
)
def test_a_slip_in_the_file_is_named(column, value, sentence):
    row = {"model": "m", "name": "rate", "symbol": "r", "value": "0.5", "unit": "u", "low": "0.2", "high": "1"}
    row |= {"minimum": "0", "maximum": "2", "kind": "assumed", "source": "s", "note": "n"}
    assert _parameters.check(pd.DataFrame([row])) == []
    problems = _parameters.check(pd.DataFrame([row | {column: value}]))
    assert any(problem.endswith(sentence) for problem in problems)


def test_a_parameter_that_stands_twice_is_named():
    row = TABLE.head(1).astype(str).replace("nan", "")
    assert "recovery.weeks stands there twice." in _parameters.check(pd.concat([row, row]))


def test_the_codebook_explains_every_column():
    words = (Path(egonets.__file__).parent / "data/PARAMETERS.md").read_text(encoding="utf-8")
    assert [column for column in TABLE.columns if f"`{column}`" not in words] == []


def test_every_model_of_the_file_is_read_by_a_module():
    code = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py"))
    assert [model for model in TABLE["model"].unique() if f'"{model}"' not in code] == []


def test_every_parameter_is_used_somewhere():
    code = "\n".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py"))
    built = ("credit_", "_low", "_high")  # names put together in code: credit_{zone}, {anchor}_low
    unused = [
        row.name
        for row in TABLE.itertuples(index=False)
        if row.model != "pathways"
        and f".{row.name}" not in code
        and f'"{row.name}"' not in code
        and not any(part in row.name for part in built)
        and f"    {row.name}: float" not in code
    ]
    assert unused == []
    arrows = {f"{source}_{target}" for source, target in (*models.pathways.FIVE, *models.pathways.CHAIN)}
    assert set(TABLE.loc[TABLE["model"] == "pathways", "name"]) == arrows


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_code_has_no_numbers_of_its_own(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    documented = set(constants_with_a_comment(path.read_text(encoding="utf-8"), tree))
    own = [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, int | float)
        and not isinstance(node.value, bool)
        and abs(node.value) not in FREE
        and node.lineno not in documented
        and node.lineno not in places(tree)
    ]
    assert own == []


def test_the_search_for_numbers_finds_one():
    source = "x = 0.3\n\n#: A reason.\nY = 0.4\n\ndef f(a):\n    return a[7] + 5 * a\n"
    tree = ast.parse(source)
    numbers = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert numbers == {0.3, 0.4, 7, 5}
    assert set(constants_with_a_comment(source, tree)) == {4}


def test_parameters_are_a_frozen_mapping():
    p = Parameters.of("recovery", talk=0.5)
    assert p.talk == p["talk"] == dict(p)["talk"] == 0.5
    with pytest.raises(AttributeError):
        p.talk = 1
    with pytest.raises(TypeError):
        p.values_by_name["talk"] = 1
    assert p == Parameters.of("recovery", talk=0.5) != Parameters.of("recovery")
    assert hash(p) == hash(Parameters.of("recovery", talk=0.5))
    assert repr(p) == "Parameters.of('recovery', talk=0.5)"


def test_parameters_can_be_copied_and_sent_to_another_process():
    p = Parameters.of("recovery", talk=0.5)
    assert pickle.loads(pickle.dumps(p)) == copy.deepcopy(p) == p


def test_an_error_can_be_sent_to_another_process():
    with pytest.raises(ParameterError) as caught:
        Parameters.of("recovery", talk=2)
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "0.1", None, True, 1j, [1]])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(ParameterError, match=r"talk is .*, but must be a finite number"):
        Parameters.of("recovery", talk=value)


def test_numpy_numbers_are_numbers():
    assert Parameters.of("recovery", weeks=np.int64(5), talk=np.float32(0.5)).whole("weeks") == 5


@pytest.mark.parametrize("row", TABLE.to_dict("records"), ids=lambda row: f"{row['model']}.{row['name']}")
def test_a_value_beyond_its_limits_is_refused(row):
    beyond = [row["minimum"] - 1, row["maximum"] + 1]
    checked = [value for value in beyond if not np.isnan(value)]
    for value in checked:
        with pytest.raises(ParameterError, match=row["name"]):
            Parameters.of(row["model"], **{row["name"]: value})
    assert Parameters.of(row["model"], **{row["name"]: row["value"]}) == Parameters.of(row["model"])


def test_an_unknown_model_is_refused():
    with pytest.raises(ParameterError, match="there is no such model; there are recovery, relation_bank"):
        Parameters.of("weather")


def test_an_unknown_attribute_is_refused():
    with pytest.raises(AttributeError, match="the model 'recovery' has no parameter 'luck'"):
        _ = Parameters.of("recovery").luck


def test_the_parameters_of_another_model_are_refused():
    with pytest.raises(ParameterError, match="these are the parameters of the model 'stress'"):
        models.recovery.simulate(egonets.examples(), Parameters.of("stress"))


def constants_with_a_comment(source, tree):
    """Lines of module constants in capitals, with a comment in the line above."""
    lines = source.splitlines()
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            names = target.elts if isinstance(target, ast.Tuple) else [target]
            if all(name.id.isupper() for name in names) and lines[node.lineno - 2].startswith("#"):
                yield from range(node.lineno, node.end_lineno + 1)


def places(tree):
    """Lines in which numbers are places in an array, not quantities: state[7]."""
    return {
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant)
    }

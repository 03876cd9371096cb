"""Names of alters in the drawing of an egonet: whose they are must be plain."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from egonets import EXAMPLES, charts, example
from egonets.charts import _theme
from egonets.charts._alter_names import _cross, _meet, name_alters
from egonets.charts._names import box
from egonets.charts._text import text_width

LAWS = settings(max_examples=50, deadline=None, derandomize=True)
spot = st.floats(0, 300, allow_nan=False)


@LAWS
@given(st.lists(st.tuples(st.text("abcdefgh", min_size=1, max_size=12), spot, spot), min_size=1, max_size=20))
def test_names_never_overlap_nor_cover_a_sign_or_a_word(signs):
    words, edges = [(100.0, 160.0, 140.0, 156.0)], (0.0, 300.0, 0.0, 300.0)
    signs = [(*sign, 8.0) for sign in signs]
    places = name_alters(signs, np.empty((0, 4)), words, edges, 13, (150.0, 150.0))
    boxes = [box(x, y, text_width(name, 13), 13) for name, x, y, _ in places]
    filled = [*words, *(box(x, y, 11, 11) for _, x, y, _ in signs)]
    for place, here in enumerate(boxes):
        assert not any(meet(here, other) for other in [*boxes[:place], *filled])
        assert all(0 <= edge <= 300 for edge in here)


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_name_is_nearer_to_its_own_sign_than_to_any_other_or_joined_to_it(name):
    drawing = Drawing(name)
    for alter, (x, y) in drawing.names.items():
        gaps = {who: gap(box(x, y, text_width(alter, 13), 13), *at) for who, at in drawing.signs.items()}
        nearest = min(gaps, key=gaps.get)
        assert nearest == alter or drawing.joined(alter), f"{alter} stands nearer to {nearest}"


@pytest.mark.parametrize("name", EXAMPLES)
def test_hardly_a_name_stands_on_a_tie(name):
    drawing = Drawing(name)
    boxes = np.array([box(x, y, text_width(alter, 13), 11) for alter, (x, y) in drawing.names.items()])
    crossed = _cross(drawing.ties, boxes).sum(axis=1)
    assert crossed.max() <= 1
    assert (crossed > 0).sum() <= 1


def test_a_line_through_a_box_is_told_from_one_that_ends_before_it():
    boxes = np.array([[0.0, 10.0, 0.0, 10.0]])
    lines = np.array([[-5, 5, 15, 5], [-5, 5, -1, 5], [5, 5, 5, 5], [-5, -5, 15, -5], [-5, 8, 3, 15]], dtype=float)
    assert _cross(lines, boxes)[0].tolist() == [True, False, True, False, False]


def test_lines_that_cross_meet_and_parallel_ones_do_not():
    lines = np.array([[0, 0, 10, 10]], dtype=float)
    others = np.array([[0, 10, 10, 0], [0, 1, 10, 11], [6, 0, 10, 4]], dtype=float)
    assert _meet(lines, others)[0].tolist() == [True, False, False]


# -- helpers ---------------------------------------------------------------------------------------------------


class Drawing:
    """Names, signs, ties and dotted lines as the spec places them."""

    def __init__(self, name):
        layers = charts.egonet(example(name)).spec["layer"]
        [signs] = [layer for layer in layers if "shape" in layer.get("encoding", {})]
        low, high = signs["encoding"]["size"]["scale"]["range"]
        self.signs = {
            row["alter"].replace("_", " "): (
                row["x"],
                row["y"],
                _theme.REACH * np.sqrt(low + (high - low) * row["drawn_strength"]),
            )
            for row in signs["data"]["values"]
        }
        written = [
            layer
            for layer in layers
            if layer.get("mark", {}).get("color") == _theme.INK and layer["mark"]["type"] == "text"
        ]
        self.names = {
            row["name"]: (row["x"], row["y"])
            for layer in written
            for row in layer["data"]["values"]
            if row["name"] in self.signs
        }
        rules = [layer for layer in layers if layer.get("mark", {}).get("type") == "rule"]
        self.ties = ends(next(rule for rule in rules if "strokeWidth" in rule["encoding"]))
        dotted = [rule for rule in rules if "strokeDash" in rule["mark"]]
        self.dotted = ends(dotted[0]) if dotted else np.empty((0, 4))

    def joined(self, alter):
        x, y, radius = self.signs[alter]
        return any(abs(np.hypot(line[0] - x, line[1] - y) - radius) < 2 for line in self.dotted)


def ends(rules):
    return pd.DataFrame(rules["data"]["values"], columns=["x", "y", "x2", "y2"]).to_numpy(dtype=float).reshape(-1, 4)


def gap(here, x, y, radius):
    return np.hypot(max(here[0] - x, 0, x - here[1]), max(here[2] - y, 0, y - here[3])) - radius


def meet(one, other):
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]

"""Colours and letters: readable on paper, in the dark, and for readers with another colour vision.

Contrast is that of WCAG 2.2 (relative luminance). Colour vision deficiency is simulated with the matrices of Machado,
Oliveira and Fernandes (2009), severity 1.0; distances are Euclidean in Oklab (Ottosson 2020), where 0.02 is about the
smallest difference that one notices side by side.
"""

import re
from itertools import combinations

import numpy as np
import pytest
import vl_convert

from egonets.charts import _theme
from egonets.charts._names import number_place
from egonets.charts._text import fixed, number, spread, text_width, wrapped
from egonets.charts._tidy import decimals, nice_domain, trimmed

LIGHT, DARK = "#ffffff", "#121212"
DATA = sorted({*_theme.SERIES, *_theme.STATUS_COLOURS.values(), *_theme.ZONE_COLOURS.values()})
SETS = {
    "series": list(_theme.SERIES),
    "statuses": list(_theme.STATUS_COLOURS.values()),
    "zones": list(_theme.ZONE_COLOURS.values()),
}
VISIONS = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}


def test_contrast_is_computed_as_the_standard_says():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("colour", DATA)
@pytest.mark.parametrize("page", [LIGHT, DARK])
def test_a_data_colour_stands_out_on_a_light_and_on_a_dark_page(colour, page):
    assert contrast(colour, page) >= 3


@pytest.mark.parametrize("page", [LIGHT, DARK])
def test_slate_which_no_hue_helps_stands_out_well_on_both_pages(page):
    assert contrast(_theme.SLATE, page) >= 3.8


@pytest.mark.parametrize("ink", [_theme.INK, _theme.MUTED])
def test_words_are_readable_on_paper(ink):
    assert contrast(ink, _theme.PAPER) >= 4.5


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("name", SETS)
def test_colours_of_one_legend_differ_for_every_reader(name, vision):
    distances = [
        np.linalg.norm(oklab(seen(one, vision)) - oklab(seen(other, vision)))
        for one, other in combinations(SETS[name], 2)
    ]
    assert len(distances) >= 3
    assert min(distances) >= 0.08


@pytest.mark.parametrize("page", [LIGHT, DARK])
@pytest.mark.parametrize("share", [0, 0.25, 0.5, 0.75, 0.84, 0.85, 0.9, 1])
def test_the_number_in_a_cell_of_a_heat_map_is_readable(share, page):
    cell = mixed(_theme.BLUE, page, 0.07 + 0.93 * share)
    dark_page_ink = "#e4e7eb"  # what a dark page makes of INK
    ink = _theme.ON_COLOUR if share >= 0.85 else _theme.INK if page == LIGHT else dark_page_ink
    assert luminance_contrast(luminance(linear(ink)), luminance(cell)) >= 3.5


def test_neutral_inks_are_no_data_colours():
    assert set(_theme.NEUTRALS) & set(DATA) == set()
    assert _theme.ON_COLOUR not in _theme.NEUTRALS


@pytest.mark.parametrize("name", ["STATUS_SHAPES", "ZONE_SHAPES"])
def test_every_category_has_a_shape_of_its_own(name):
    shapes = list(getattr(_theme, name).values())
    assert len(set(shapes)) == len(shapes)


def test_the_background_is_left_to_the_page():
    assert _theme.config()["background"] == "transparent"


@pytest.mark.parametrize(
    "text", ["primary", "neighbourhood", "does not use", "0.25 (was 0.98)", "Where? WWW", "milieu"]
)
def test_a_text_is_as_wide_as_its_letters(text):
    assert text_width(text, 14) == pytest.approx(drawn_width(text, "normal"), rel=0.07)
    assert text_width(text, 14, bold=True) == pytest.approx(drawn_width(text, "bold"), rel=0.07)


def test_lines_break_between_words_only():
    assert wrapped("one two three", 60, 14) == ["one two", "three"]
    assert wrapped("neighbourhood", 10, 14) == ["neighbourhood"]
    assert wrapped("", 10, 14) == []


def test_labels_are_pushed_apart_and_keep_their_order():
    moved = spread([0.5, 0.5, 0.1], 0.1, 0, 1)
    assert moved[2] == 0.1
    assert moved[1] - moved[0] == pytest.approx(0.1)
    assert max(spread([1.0, 1.0, 1.0], 0.2, 0, 1)) <= 1
    assert spread([], 1, 0, 1) == []


def test_labels_that_must_move_share_the_way_evenly():
    assert spread([0.5, 0.5], 0.1, 0, 1) == pytest.approx([0.45, 0.55])
    assert spread([1.13, 1.23, 1.25], 0.2, 0, 3) == pytest.approx([1.0033, 1.2033, 1.4033], abs=1e-4)
    assert spread([0.02, 0.0], 0.1, 0, 1) == pytest.approx([0.1, 0.0])


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (3, 1, "3.0"),
        (-0.33, 2, "\N{MINUS SIGN}0.33"),
        (-0.001, 2, "0.00"),
        (0.52499999, 2, "0.53"),
        (1234.5, 0, "1,234"),
    ],
)
def test_a_number_has_as_many_decimals_as_asked_for(value, digits, text):
    assert fixed(value, digits) == text


def test_a_number_that_is_not_defined_is_said_so():
    assert fixed(float("nan"), 2) == number(float("nan")) == "not defined"


@pytest.mark.parametrize(
    ("values", "digits"),
    [
        ([21, 39.7], 1),
        ([0.3, 0.22], 2),
        ([0.135, 0.045, 0.18], 3),
        ([0.016, 0.854], 2),
        ([120.4, 3.5], 0),
        ([8, 1], 0),
        ([float("nan")], 0),
        ([], 0),
    ],
)
def test_numbers_side_by_side_have_the_decimals_that_one_of_them_needs(values, digits):
    assert decimals(values) == digits


def test_a_number_stands_at_the_far_side_of_a_rule_where_it_cannot_stand_before_it():
    sides = {"gap": 5, "within": 300}
    assert number_place(0, 100, 30, [], sides=["right"], **sides) == 105
    assert number_place(0, 100, 30, [120], sides=["right"], **sides) == 125
    assert number_place(80, 100, 30, [120], sides=["right", "left"], **sides) == 45
    assert number_place(10, 100, 30, [120], sides=["right", "left"], **sides) == 125


def test_a_domain_begins_no_further_below_nought_than_the_least_value_needs():
    assert trimmed((-5, 35), [-0.5, 32.7]) == pytest.approx((-0.9, 35))
    assert trimmed((-0.5, 1.5), [-0.35, 1.5]) == (-0.5, 1.5)
    assert trimmed((0, 1), [0.2]) == (0, 1)


@pytest.mark.parametrize(
    ("values", "domain"),
    [([0.2, 0.93], (0, 1)), ([3, 17], (0, 20)), ([-4.2, -1], (-5, 0)), ([0, 0], (0, 1)), ([], (0, 1))],
)
def test_an_axis_ends_at_round_numbers(values, domain):
    assert nice_domain(values) == pytest.approx(domain)


# -- helpers ---------------------------------------------------------------------------------------------------


def drawn_width(text, weight):
    """Width that the drawing program gives a text of 14 pixels, from the font itself."""
    mark = {"type": "text", "align": "left", "fontSize": 14, "fontWeight": weight, "font": _theme.FONT, "text": text}
    spec = {"data": {"values": [{}]}, "mark": mark, "width": 0.1, "height": 10, "padding": 0}
    spec["encoding"] = {"x": {"value": 0}}
    return float(re.search(r'width="([\d.]+)"', vl_convert.vegalite_to_svg(spec))[1])


def linear(colour):
    share = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def luminance(light):
    return light @ [0.2126, 0.7152, 0.0722]


def contrast(one, other):
    return luminance_contrast(luminance(linear(one)), luminance(linear(other)))


def luminance_contrast(one, other):
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def mixed(colour, page, opacity):
    """What a browser shows for a colour with an opacity: mixed as the screen's numbers, not as light."""
    parts = [
        opacity * int(colour[place : place + 2], 16) + (1 - opacity) * int(page[place : place + 2], 16)
        for place in (1, 3, 5)
    ]
    return linear("#" + "".join(f"{round(part):02x}" for part in parts))


def seen(colour, vision):
    return np.clip(VISIONS[vision] @ linear(colour), 0, 1)


def oklab(light):
    lms = np.array(
        [
            [0.4122214708, 0.5363325363, 0.0514459929],
            [0.2119034982, 0.6806995451, 0.1073969566],
            [0.0883024619, 0.2817188376, 0.6299787005],
        ]
    )
    lab = np.array(
        [
            [0.2104542553, 0.7936177850, -0.0040720468],
            [1.9779984951, -2.4285922050, 0.4505937099],
            [0.0259040371, 0.7827717662, -0.8086757660],
        ]
    )
    return lab @ np.cbrt(lms @ light)

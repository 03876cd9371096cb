"""Every chart: what a reader, a printer, a notebook and a page need of it.

The expected numbers are counted by hand in the tables of the five example egonets.
"""

import json
import re
from functools import cache

import chart_gallery
import numpy as np
import pandas as pd
import pytest
import vl_convert
from chart_gallery import FUNCTIONS, GALLERY, ONE_PART, STUDIES, figure_of_the_docstring, made

from egonets import SUPPORTS, EgonetDataError, EgoNets, charts, example, examples, star
from egonets.charts import Choice, _theme
from egonets.charts._text import text_width

EVERY = pytest.mark.parametrize("name", sorted(GALLERY))

#: Widest figure that is still legible on a phone, and the largest spec that a notebook should store.
WIDEST = 560
LARGEST = 200_000


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_example_of_a_chart_makes_a_figure(name):
    assert isinstance(figure_of_the_docstring(name), charts.Figure)


@EVERY
def test_a_chart_compiles_to_a_drawing_no_wider_than_a_page(name):
    assert vl_convert.vegalite_to_vega(made(name).spec)["marks"]
    svg = svg_of(name)
    width, height = (float(re.search(rf'{side}="([^"]+)"', svg)[1]) for side in ("width", "height"))
    assert 200 < width <= WIDEST
    assert 50 < height < 4 * WIDEST


@EVERY
def test_a_chart_asks_nobody_for_anything(name):
    spec = {key: value for key, value in made(name).spec.items() if key != "$schema"}
    assert "http" not in json.dumps(spec)
    assert "url" not in json.dumps(spec)


@EVERY
def test_a_chart_is_small_enough_to_be_stored(name):
    assert len(json.dumps(made(name).spec)) < LARGEST


@EVERY
def test_a_chart_has_a_title_a_description_and_a_table(name):
    figure = made(name)
    assert figure.spec["description"] == figure.description
    assert figure.description.endswith(".")
    assert len(figure.spec["usermeta"]["table"]) == len(figure.table)
    assert len(figure.table) > 0 or name == "egonet: nobody"
    assert figure.spec.get("title") or name == "figure"


@EVERY
def test_letters_are_large_enough_for_print(name):
    svg = svg_of(name)
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)px"', svg)]
    assert sizes
    assert min(sizes) >= 12


@EVERY
def test_every_colour_is_of_the_palette(name):
    svg = svg_of(name)
    used = {colour.lower() for colour in re.findall(r"#[0-9a-fA-F]{3,8}\b", svg)}
    palette = {value for value in vars(_theme).values() if isinstance(value, str) and value.startswith("#")}
    assert used - palette == set()
    assert not re.search(r'(fill|stroke)="(black|white|rgb|hsl)', svg)


# -- egonets ---------------------------------------------------------------------------------------------------


def test_the_description_of_an_egonet_tells_its_counts():
    text = charts.egonet(example("street_team")).description
    assert "13 alters. By zone: primary 3, effective 8, extended 2" in text
    assert "by context: family 2, milieu 1, group 9, services 1" in text
    assert "by status: uses 1, in recovery 7, does not use 5" in text
    assert "There is nobody from work and neighbourhood." in text
    assert "of 78" in text


def test_the_description_says_which_zones_are_empty():
    assert "There is nobody in the primary zone, nor from neighbourhood and group." in described("home_alone")
    assert "There is nobody in the extended zone" in described("using_circle")


def test_an_egonet_without_alters_is_drawn_and_described():
    figure = charts.egonet(star(0))
    assert "Ego has no alters." in figure.description
    assert texts(figure) >= {"ego", "primary", "effective", "extended", "family", "services"}


def test_egonets_without_alters_or_with_one_are_described_in_whole_sentences():
    nets = EgoNets(pd.DataFrame({"ego": ["nobody", "one"]}), pd.DataFrame({"ego": ["one"], "alter": ["mother"]}))
    description = charts.egonets(nets).description
    assert "nobody: Ego has no alters. one: 1 alter. By zone: not stated 1;" in description
    assert "None" not in description


def test_empty_rings_and_sectors_are_drawn_and_named():
    shown = texts(charts.egonet(example("home_alone")))
    assert {"primary", "effective", "extended"} <= shown
    assert {"family", "work", "neighbourhood", "milieu", "group", "services"} <= shown


def test_an_alter_of_unknown_zone_and_context_gets_a_ring_and_a_sector():
    figure = charts.egonet(star(3))
    assert "not stated" in texts(figure)
    assert "By zone: not stated 3; by context: not stated 3; by status: unknown 3." in figure.description


def test_every_status_has_a_colour_and_a_shape_of_its_own():
    spec = charts.egonet(example("street_team")).spec
    [signs] = [layer for layer in layers(spec) if "shape" in layer.get("encoding", {})]
    for channel in ("color", "shape"):
        scale = signs["encoding"][channel]["scale"]
        assert scale["domain"] == ["uses", "in recovery", "does not use", "unknown"]
        assert len(set(scale["range"])) == 4


def test_the_table_of_an_egonet_says_who_knows_whom():
    table = charts.egonet(example("street_team")).table.set_index("alter")
    assert table.loc["mother", "knows"] == "brother"
    assert table.loc["brother", "ties"] == 1
    assert table["ties"].sum() == 2 * len(example("street_team").ties)


def test_an_egonet_among_several_must_be_named():
    with pytest.raises(ValueError, match=r"There are 5 egos\. Say which with `ego`: home_alone, .* and diverse\."):
        charts.egonet(examples())
    with pytest.raises(ValueError, match=r"There is no ego 'nobody'\. There are home_alone, "):
        charts.egonet(examples(), ego="nobody")
    assert "Diverse" in charts.egonet(examples(), ego="diverse").description


@pytest.mark.parametrize("count", [1, 13])
def test_only_two_to_twelve_egonets_stand_side_by_side(count):
    nets = EgoNets(pd.DataFrame({"ego": range(count)}))
    with pytest.raises(ValueError, match=rf"^{count} egos? cannot be drawn side by side\. Choose two to twelve\.$"):
        charts.egonets(nets)


def test_ids_that_are_numbers_or_strange_words_are_drawn():
    alters = pd.DataFrame({"ego": 7, "alter": ["null", 'a "b"', "ego", "1.0"], "zone": ["primary"] * 4})
    figure = charts.egonet(EgoNets(pd.DataFrame({"ego": [7]}), alters))
    assert {"null", 'a "b"', "1.0"} <= texts(figure)
    assert figure.description.startswith('Egonet "7"')


def test_before_and_after_tell_who_leaves_who_comes_and_who_moves():
    figure = made("before_after")
    assert "2 alters leave, 8 stay and 0 come." in figure.description
    assert "Of those who stay, 1 changes zone: sister from effective to primary." in figure.description
    change = figure.table.set_index("alter")["change"]
    assert change["biker"] == "leaves"
    assert change["sister"] == "stays"


def test_one_alter_leaves_stays_or_comes_in_the_singular():
    pair = EgoNets(pd.DataFrame({"ego": [1]}), pd.DataFrame({"ego": [1, 1], "alter": ["mother", "coach"]}))
    changed = pair.replace_alters("alter == 'coach'", pd.DataFrame({"ego": [1], "alter": ["friend"]}))
    assert "1 alter leaves, 1 stays and 1 comes." in charts.before_after(pair, changed).description


def test_who_stays_in_their_zone_stays_in_their_place():
    figure = made("before_after")
    [signs] = [layer["data"]["values"] for layer in layers(figure.spec) if "shape" in layer.get("encoding", {})]
    before, after = ({s["alter"]: s for s in signs if s["drawing"] == number} for number in (0, 1))
    steps = {(round(after[a]["x"] - before[a]["x"], 2), round(after[a]["y"] - before[a]["y"], 2)) for a in after}
    # One step from drawing to drawing for the seven who stay where they are, another for the sister.
    assert len(steps) == 2


# -- support ---------------------------------------------------------------------------------------------------


def test_coverage_draws_strength_times_support_and_the_product_of_all():
    table = charts.coverage(two_alters()).table.set_index("alter")
    assert table.loc["coach", "emotional"] == pytest.approx(0.5)
    # 1 - (1 - 1.0 * 0.5) * (1 - 0.5 * 1.0)
    assert table.loc["all together", "emotional"] == pytest.approx(0.75)
    assert table.index[-1] == "all together"


def test_coverage_of_an_ego_without_alters_is_not_drawn():
    with pytest.raises(ValueError, match=r"Ego 'ego' has no alters, so there is no support to draw\."):
        charts.coverage(with_support(star(0)))


def test_coverage_names_the_column_that_is_not_there():
    with pytest.raises(EgonetDataError, match="there is no column 'strength'; the columns are ego, alter"):
        charts.coverage(star(2))


def test_coverage_does_not_say_that_nobody_helps_when_that_is_not_known():
    nets = two_alters()
    asked = nets.change_alters("alter == 'coach'", {"support_instrumental": None})
    assert "Nobody gives instrumental support." in charts.coverage(nets).description
    assert "Nobody gives instrumental support." not in charts.coverage(asked).description


def test_coverage_of_alters_of_whom_nothing_is_known_is_drawn_without_cells():
    figure = charts.coverage(two_alters().change_alters("alter == alter", {"strength": np.nan}))
    assert figure.description.endswith("and appraisal support not defined.")
    assert figure.table["emotional"].isna().all()
    assert texts(figure) >= {"mother", "coach", "all together"}


def test_the_five_egonets_are_compared_in_their_order():
    figure = made("coverages")
    assert figure.table["egonet"].tolist() == ["Home alone", "Using circle", "Family only", "Street team", "Diverse"]
    assert heading(figure).startswith("Home alone is covered least")


def test_what_if_stores_the_measures_without_each_alter():
    table = charts.what_if(two_alters(), without="coach").table.set_index("without")
    assert table.index.tolist() == ["nobody", "mother", "coach"]
    assert table.loc["nobody", "emotional"] == pytest.approx(0.75)
    assert table.loc["coach", "emotional"] == pytest.approx(0.5)
    assert table["appraisal"].tolist() == [1, 0, 1]
    assert table["informational"].tolist() == [0.5, 0.5, 0]
    assert table.loc["mother", "exposure"] == 1
    assert table.loc["mother", "extended_alters_reached"] == 0


def test_what_if_refuses_an_alter_whose_help_is_not_known():
    nets = two_alters().change_alters("alter == 'coach'", {"strength": np.nan})
    with pytest.raises(ValueError, match=r"Strength or support of coach is missing\. Fill it in, or drop these alters"):
        charts.what_if(nets)


def test_what_if_starts_with_the_alter_asked_for_and_refuses_a_stranger():
    spec = charts.what_if(two_alters(), without="mother").spec
    [choice] = [param for param in spec["params"] if param["name"] == "without"]
    assert choice["value"] == [{"alter": "mother"}]
    assert choice["bind"]["options"] == ["nobody", "mother", "coach"]
    with pytest.raises(ValueError, match=r"There is no alter 'aunt'\. There are mother and coach\."):
        charts.what_if(two_alters(), without="aunt")


# -- zones -----------------------------------------------------------------------------------------------------


def test_zone_counts_follow_the_cut_offs():
    # Strengths of the street team: .20 .25 .35 .40 .45 .45 .50 .55 .60 .60 .60 .75 .75
    table = charts.zones_by_cutoffs(example("street_team"), effective=0.4).table.set_index("primary_from")
    assert table.loc[0.6, ["primary", "effective", "extended"]].tolist() == [5, 5, 3]
    assert table.loc[0.5, "primary"] == 7
    assert table.loc[0.8, ["primary", "effective", "extended"]].tolist() == [0, 10, 3]


def test_zones_add_up_to_the_size_at_every_cut_off():
    table = charts.zones_by_cutoffs(example("diverse")).table
    assert (table[["primary", "effective", "extended"]].sum(axis=1) == 17).all()


def test_a_cut_off_that_no_slider_reaches_is_refused():
    with pytest.raises(ValueError, match=r"primary is 0\.55\. Choose a cut-off from 0\.1, 0\.2, … 0\.9\."):
        charts.zones_by_cutoffs(example("diverse"), primary=0.55)


def test_without_strengths_there_is_nothing_to_cut():
    with pytest.raises(ValueError, match=r"No alter of ego 'ego' has a strength, so there is nothing to cut\."):
        charts.zones_by_cutoffs(star(3))


# -- general charts --------------------------------------------------------------------------------------------


def test_a_missing_column_is_named_with_those_that_are_there():
    with pytest.raises(ValueError, match=r"The frame has no column 'hours'\. It has 'study', 'estimate', "):
        charts.bars(STUDIES, label="study", value="hours", title="t", value_title="v", description="d")


def test_an_empty_frame_is_refused():
    with pytest.raises(ValueError, match=r"The frame has no rows, so there is nothing to draw\."):
        charts.bars(STUDIES.iloc[:0], label="study", value="estimate", title="t", value_title="v", description="d")


def test_more_series_than_colours_are_refused():
    many = pd.DataFrame({"x": range(6), "y": range(6), "who": list("abcdef")})
    with pytest.raises(ValueError, match=r"There are 6 series, and no reader tells more than 5 apart\."):
        charts.points(many, x="x", y="y", series="who", title="t", x_title="x", y_title="y", description="d")


def test_a_choice_must_start_at_a_value_that_is_stored():
    with pytest.raises(ValueError, match=r"gamma is never 0\.7\. Start from one of 0\.5, 1 and 1\.5\."):
        weeks_with(Choice("gamma", "cue weight", 0.7))


def test_equal_steps_become_a_slider_and_words_become_buttons():
    [slider] = weeks_with(Choice("gamma", "cue weight", 1.0)).spec["params"]
    assert (slider["bind"]["min"], slider["bind"]["max"], slider["bind"]["step"]) == (0.5, 1.5, 0.5)
    [buttons] = weeks_with(Choice("world", "world", "A"), ONE_PART.assign(world="A")).spec["params"]
    assert buttons["bind"]["options"] == ["A"]


def test_the_table_beside_a_slider_holds_what_is_shown_at_first():
    table = made("lines").table.set_index("week")
    assert table.loc[52, "without"] == pytest.approx(np.exp(-0.52))


def test_the_drawing_shows_only_what_is_chosen_at_first():
    drawn = re.findall(r'aria-roledescription="line mark" d="([^"]*)"', svg_of("lines"))
    assert [len(re.findall("[ML]", path)) for path in drawn] == [14, 14]


def test_a_long_line_has_a_table_of_at_most_sixty_rows():
    frame = pd.DataFrame({"week": range(1000), "strength": np.linspace(1, 0, 1000)})
    figure = charts.lines(
        frame, x="week", y="strength", title="t", x_title="week", y_title="strength", description="It fades."
    )
    assert len(figure.table) == 60
    assert figure.table["week"].iloc[[0, -1]].tolist() == [0, 999]
    assert "It goes from 1 to 0." in figure.description


def test_two_series_of_bars_differ_without_their_hue_in_the_bars_and_in_the_legend():
    shown = vl_convert.vegalite_to_svg(two_series().spec)
    bars = re.findall(r'"bar" d="[^"]*" fill="([^"]*)" stroke="([^"]*)"', shown)
    [legend] = re.findall(r"role-legend-symbol.*", shown)
    signs = re.findall(r'fill="([^"]*)" fill-opacity="1" stroke="([^"]*)"', legend)
    assert set(bars) == set(signs) == {(_theme.BLUE, _theme.BLUE), (_theme.PAPER, _theme.RUST)}


def test_the_two_ends_of_a_tornado_differ_without_their_hue():
    assert {_theme.BLUE, _theme.PAPER} <= set(re.findall(r'"bar" d="[^"]*" fill="([^"]*)"', svg_of("tornado")))


def test_a_name_at_a_line_s_end_has_a_stroke_in_the_line_s_own_dash_and_colour():
    lines = re.findall(r'"line mark" d="[^"]*" stroke="([^"]*)" .*?stroke-dasharray="([^"]*)"', svg_of("lines"))
    strokes = re.findall(r'<line [^>]*x2="20" y2="0" stroke="([^"]*)" .*?stroke-dasharray="([^"]*)"', svg_of("lines"))
    assert sorted(strokes) == sorted(lines)
    assert len(set(strokes)) == 2


def test_a_thin_rule_leads_from_a_line_s_end_to_a_name_that_had_to_move():
    meeting = lines_that_end_at(0.5, 0.5)
    assert leaders(meeting) == pytest.approx([-8.5, 8.5], abs=0.01)
    assert leaders(lines_that_end_at(0.2, 0.8)) == []


def test_no_rule_leads_to_a_name_that_moves_only_at_another_choice():
    rows = [(x, end * x, who, choice) for choice, ends in ((0.5, (0.2, 0.8)), (1.0, (0.5, 0.5)))
            for end, who in zip(ends, "ab", strict=True) for x in (0, 1)]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["x", "y", "who", "weight"])
    words = {"title": "t", "x_title": "x", "y_title": "y", "description": "d"}
    far, near = (
        charts.lines(frame, x="x", y="y", series="who", choice=Choice("weight", "weight", start), **words)
        for start in (0.5, 1.0)
    )
    assert leaders(far) == []
    assert len(leaders(near)) == 2


def test_numbers_of_one_chart_have_equally_many_decimals():
    assert {"0.30", "0.22", "0.40"} <= texts(named_bars([0.3, 0.22, 0.4]))
    assert {"21.0", "39.7"} <= texts(named_bars([21, 39.7]))
    assert {"3.0 %", "4.3 %"} <= texts(named_bars([0.03, 0.043], value_format=".1%"))
    assert {"0.135", "0.045", "0.180"} <= texts(named_bars([0.135, 0.045, 0.18]))
    assert "A: 0.135. B: 0.045. C: 0.180." in named_bars([0.135, 0.045, 0.18]).description


def test_numbers_below_nought_have_a_true_minus_sign():
    figure = named_bars([-0.33, 0.5])
    assert "\N{MINUS SIGN}0.33" in texts(figure)
    assert "A: \N{MINUS SIGN}0.33." in figure.description
    assert not any(re.match(r"-\d", text) for text in texts(figure))


@pytest.mark.parametrize(
    ("highest", "ticks"), [(1.0, {"0 %", "20 %", "100 %"}), (0.25, {"0 %", "5 %"}), (0.03, {"0.0 %", "0.5 %", "1.0 %"})]
)
def test_an_axis_writes_per_cent_as_the_words_do_with_the_decimals_of_its_steps(highest, ticks):
    shown = texts(named_bars([highest], value_format=".1%", domain=(0, highest)))
    assert ticks <= shown
    assert not [text for text in shown if re.fullmatch(r"[\d.]+%", text)]


def test_a_number_at_a_dot_keeps_clear_of_a_named_level():
    [level] = places(close_to_a_level(), r'<line [^>]*translate\(([\d.]+),0\)"[^>]*stroke-dasharray')
    [left] = places(close_to_a_level(), r"<text [^>]*translate\(([\d.]+),[^>]*>78 %<")
    assert left + text_width("78 %", 14) < level


def test_names_of_rows_stand_at_the_bars_where_no_bar_reaches_below_nought():
    figure = named_bars([25.1, 0.4], domain=(-5, 35))
    [scale] = {tuple(layer["encoding"]["x"]["scale"]["domain"]) for layer in layers(figure.spec) if is_bar(layer)}
    assert scale == pytest.approx((-0.4, 35))


def test_a_level_is_drawn_over_the_bars_and_named():
    assert "usual values" in texts(made("tornado"))
    marks = [layer["mark"]["type"] for layer in layers(made("tornado").spec) if "mark" in layer]
    assert marks.index("bar") < marks.index("rule")


def test_survival_is_told_in_per_cent():
    assert "Without goes from 100 % to 59 %." in made("survival").description


def test_a_tornado_puts_the_parameter_that_matters_most_first():
    assert made("tornado").table["factor"].tolist() == ["strength", "size"]
    assert "Strength: 10 % to 90 %." in made("tornado").description


def test_an_estimate_without_interval_is_told_without_one():
    text = made("intervals").description
    assert "Another: 0.9 (0.5 to 1.6)." in text
    assert "A third without interval: 1.1." in text


@pytest.mark.parametrize("bands", [[0.5], [0.5, 0.5], [0.6, 0.2], [1, 2, 3, 4, 5, 6]])
def test_bands_must_be_two_to_five_rising_numbers(bands):
    with pytest.raises(ValueError, match=r"Give two to five rising numbers\."):
        charts.plane(
            chart_gallery.PLANE,
            x="effort",
            y="support",
            value="hazard",
            bands=bands,
            title="t",
            x_title="x",
            y_title="y",
            value_title="v",
            description="d",
        )


def test_the_lowest_and_the_highest_place_of_a_plane_are_told():
    assert "It is lowest, 0, at effort 0 and support 0, and highest, 1, at effort 1" in made("plane").description


# -- helpers ---------------------------------------------------------------------------------------------------


def described(name):
    return charts.egonet(example(name)).description


def heading(figure):
    return " ".join(figure.spec["title"]["text"])


@cache
def svg_of(name):
    return vl_convert.vegalite_to_svg(made(name).spec)


def texts(figure):
    """Everything that is written in the drawing."""
    svg = vl_convert.vegalite_to_svg(figure.spec)
    return {text.replace("&quot;", '"') for text in re.findall(r"<text[^>]*>([^<]*)</text>", svg)}


def layers(spec):
    yield spec
    for key in ("layer", "vconcat", "hconcat"):
        for child in spec.get(key, []):
            yield from layers(child)


def is_bar(layer):
    return layer.get("mark", {}).get("type") == "bar"


def places(figure, pattern):
    """The distinct numbers that a pattern finds in the drawing."""
    return sorted({float(found) for found in re.findall(pattern, vl_convert.vegalite_to_svg(figure.spec))})


def leaders(figure):
    """How far each thin rule at the end of a line falls."""
    shown = vl_convert.vegalite_to_svg(figure.spec)
    return sorted(
        float(y) for y in re.findall(r'<line [^>]*x2="8" y2="([^"]*)" stroke="[^"]*" stroke-width="1"', shown)
    )


def lines_that_end_at(*values):
    rows = [(x, value * x, name) for value, name in zip(values, "ab", strict=True) for x in (0, 1)]
    frame = pd.DataFrame(rows, columns=["x", "y", "who"])
    words = {"title": "t", "x_title": "x", "y_title": "y", "description": "d"}
    return charts.lines(frame, x="x", y="y", series="who", y_domain=(0, 1), **words)


def named_bars(values, **options):
    frame = pd.DataFrame({"who": list("abcdef")[: len(values)], "value": values})
    return charts.bars(frame, label="who", value="value", title="t", value_title="v", description="d", **options)


def two_series():
    frame = pd.DataFrame({"who": ["a", "a"], "value": [1.0, 2.0], "kind": ["as it is", "as it looks"]})
    words = {"title": "t", "value_title": "v", "description": "d"}
    return charts.bars(frame, label="who", value="value", series="kind", **words)


def close_to_a_level():
    frame = pd.DataFrame({"who": ["a"], "value": [0.78], "low": [0.7], "high": [0.84]})
    words = {"title": "t", "value_title": "v", "description": "d", "value_format": ".0%"}
    ends = {"value": "value", "low": "low", "high": "high"}
    return charts.intervals(frame, label="who", **ends, domain=(0, 1), levels={"nine in ten": 0.9}, **words)


def weeks_with(choice, data=ONE_PART):
    return charts.lines(
        data,
        x="week",
        y="share",
        series="arm",
        choice=choice,
        title="t",
        x_title="weeks",
        y_title="share",
        description="d",
    )


def with_support(nets):
    support = {f"support_{kind}": pd.Series(dtype=float) for kind in SUPPORTS}
    return EgoNets(nets.egos, nets.alters.assign(strength=pd.Series(dtype=float), **support))


def two_alters():
    """A mother who does not use, and a coach behind her who does."""
    alters = pd.DataFrame(
        {
            "ego": "anna", "alter": ["mother", "coach"], "strength": [1.0, 0.5],
            "zone": ["primary", "extended"], "status": ["does_not_use", "uses"],
            "support_emotional": [0.5, 1.0], "support_instrumental": [0.0, 0.0],
            "support_informational": [0.0, 1.0], "support_appraisal": [1.0, 0.0],
        }
    )  # fmt: skip
    ties = pd.DataFrame({"ego": ["anna"], "source": ["mother"], "target": ["coach"]})
    return EgoNets(pd.DataFrame({"ego": ["anna"]}), alters, ties)

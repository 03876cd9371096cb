"""Reading files: each tool's true layout, nasty ones among them; every row is accounted for.

The expected values are read off the files in fixtures/, which hold made-up people only.
"""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from egonets import (
    Block,
    EgonetDataError,
    Reading,
    ReadOptions,
    read_egonet,
    read_egoweb,
    read_network_canvas,
    read_one_file,
    read_three_files,
    read_two_files,
)

FIXTURES = Path(__file__).with_name("fixtures")


def three(folder: str, *names: str, **options: object) -> Reading:
    return read_three_files(*(FIXTURES / folder / name for name in names), **options)


def european(**options: object) -> Reading:
    return three("european", "egos.csv", "alters.csv", "aaties.csv", **options)


# -- three files ------------------------------------------------------------------------------------------


def test_semicolons_and_decimal_commas_are_understood_without_being_told():
    alters = european().nets.alters
    assert alters["strength"].tolist()[:2] == [0.9, 0.45]
    assert alters["kontakt"].tolist() == [7, 0.5, 2.25, 1, 0]


def test_a_file_that_is_not_utf_8_is_read_as_windows_1252_and_the_report_says_so():
    reading = european()
    assert reading.nets.alters["navn"].tolist() == ["Bjørn", "Åse", "Kåre", "Søs", "Øyvind"]
    assert "alters.csv is not UTF-8; it was read as cp1252." in reading.report.notes


def test_the_row_numbers_that_r_writes_are_not_a_column():
    reading = european()
    assert list(reading.nets.egos.columns) == ["ego", "sex", "alder", "by"]
    assert any("was taken for row numbers" in note for note in reading.report.notes)


def test_no_tie_answers_that_survive_as_rows_are_dropped_and_counted():
    report = european().report
    assert report["ties"].dropped["no tie: weight 0"] == 2
    assert (report["ties"].read, report["ties"].kept) == (5, 2)


def test_a_pair_that_is_said_in_both_directions_is_one_tie_with_the_larger_weight():
    reading = european()
    assert reading.nets.ties[["source", "target", "weight"]].to_numpy().tolist() == [[1, 3, 2.5], [1, 2, 1]]
    assert reading.report["ties"].dropped["another row says the same tie"] == 1


def test_an_ego_without_alters_is_read():
    nets = european().nets
    assert nets.ego_ids.tolist() == [1, 2, 3]
    assert nets.offsets.tolist() == [0, 3, 5, 5]


def test_missing_values_of_r_are_missing():
    nets = european().nets
    assert nets.alters["strength"].isna().tolist() == [False, False, True, False, False]
    assert nets.egos["by"].isna().tolist() == [False, False, True]


def test_text_is_objects_and_an_empty_cell_among_them_none():
    egos = io.BytesIO(b"ego,town,note\na,Oslo,\nb,,\n")
    ties = io.BytesIO(b"ego,source,target,kind\na,x,y,kin\na,y,z,\n")
    nets = read_three_files(egos, io.BytesIO(b"ego,alter\na,x\na,y\na,z\n"), ties).nets
    assert nets.egos["town"].tolist() == ["Oslo", None]
    assert nets.ties["kind"].tolist() == ["kin", None]
    for text in (nets.egos[["ego", "town"]], nets.alters, nets.ties.drop(columns="weight")):
        assert set(map(str, text.dtypes)) == {"object"}


def test_a_byte_order_mark_and_a_line_that_names_the_separator_are_no_data():
    nets = three("excel", "egos.csv", "alters.csv", "ties.csv").nets
    assert list(nets.egos.columns) == ["ego", "city"]
    assert nets.egos["city"].tolist() == ["Bodø", "Moss"]


def test_ids_that_are_numbers_in_one_file_and_text_in_another_meet():
    nets = three("excel", "egos.csv", "alters.csv", "ties.csv").nets
    assert nets.alters["ego"].tolist() == [1, 1, 2]
    assert nets.ties[["source", "target"]].to_numpy().tolist() == [[10, 11]]


def test_a_column_called_null_is_a_column():
    alters = three("excel", "egos.csv", "alters.csv", "ties.csv").nets.alters
    assert alters["null"].fillna("").tolist() == ["x", "", "y"]


def test_ids_with_blanks_quotation_marks_commas_and_line_breaks_stay_as_they_are():
    nets = three("strange-ids", "egos.csv", "alters.csv", "ties.csv").nets
    assert nets.ego_ids.tolist() == ['Anna "Nan" Berg', "Li, Bo", " Li, Bo"]
    assert nets.alters["alter"].tolist() == ["ego", "NA", "0", "two\nlines"]


def test_an_alter_called_ego_and_one_called_na_are_people():
    nets = three("strange-ids", "egos.csv", "alters.csv", "ties.csv").nets
    assert nets.ties[["source", "target"]].to_numpy().tolist() == [["ego", "NA"]]
    assert nets.egos["name"].tolist() == ["A", "B", "C"]


def test_codes_that_start_with_a_nought_are_no_numbers():
    egos = io.BytesIO(b"ego,postcode,phone\n007,0150,00.5\n008,1450,00.7\n")
    nets = read_three_files(egos).nets
    assert nets.ego_ids.tolist() == ["007", "008"]
    assert nets.egos["postcode"].tolist() == ["0150", "1450"]
    assert nets.egos["phone"].tolist() == ["00.5", "00.7"]


def test_a_decimal_comma_between_commas_must_be_said():
    alters = b'ego,alter,strength\n1,1,"0,5"\n'
    with pytest.raises(EgonetDataError, match="strength '0,5' is not a number"):
        read_three_files(io.BytesIO(b"ego\n1\n"), io.BytesIO(alters))
    said = ReadOptions(decimal=",")
    assert (
        read_three_files(io.BytesIO(b"ego\n1\n"), io.BytesIO(alters), options=said).nets.alters["strength"].item()
        == 0.5
    )


def test_columns_are_renamed_recoded_and_left_out_at_the_door():
    options = ReadOptions(
        rename={"drug": "status", "near": "zone"},
        recode={"status": {"1": "uses", "2": "in_recovery"}, "zone": {"inner": "primary"}},
        leave_out=("name",),
        missing=("99",),
    )
    alters = b"ego,alter,name,drug,near\na,x,Ida,1,inner\na,y,Jo,2,99\n"
    nets = read_three_files(io.BytesIO(b"ego\na\n"), io.BytesIO(alters), options=options).nets
    assert list(nets.alters.columns) == ["ego", "alter", "status", "zone"]
    assert nets.alters["status"].tolist() == ["uses", "in_recovery"]
    assert nets.alters["zone"].isna().tolist() == [False, True]


def test_a_column_that_the_options_name_and_no_file_has_is_told():
    options = ReadOptions(rename={"drug": "status"}, leave_out=("Name", "phone"), recode={"status": {}, "town": {}})
    alters = b"ego,alter,name,drug,phone\na,x,Ida,uses,1\n"
    report = read_three_files(io.BytesIO(b"ego\na\n"), io.BytesIO(alters), options=options).report
    assert report.notes == (
        "No file has the column 'Name' that the options name.",
        "No file has the column 'town' that the options name.",
    )


def test_an_attribute_of_a_wide_file_is_there_under_its_own_name():
    options = ReadOptions(recode={"sex": {"w": "woman"}})
    reading = read_one_file(io.BytesIO(b"ego,alter.sex.1\na,w\n"), options=options)
    assert reading.nets.alters["sex"].tolist() == ["woman"]
    assert reading.report.notes == ()


def test_zones_of_ones_own_are_declared_from_the_inmost():
    options = ReadOptions(categories={"zone": ["close", "middle", "far"]})
    alters = b"ego,alter,zone\na,x,far\na,y,close\n"
    zone = read_three_files(io.BytesIO(b"ego\na\n"), io.BytesIO(alters), options=options).nets.alters["zone"]
    assert zone.cat.categories.tolist() == ["close", "middle", "far"]
    assert zone.cat.ordered


def test_key_columns_are_found_under_the_name_that_is_given():
    nets = read_three_files(
        io.BytesIO(b"respondent\n1\n"), io.BytesIO(b"respondent,no\n1,7\n"), ego="respondent", alter="no"
    ).nets
    assert nets.alters["alter"].tolist() == [7]


def test_pseudonyms_hide_ids_and_keep_structure():
    reading = european(options=ReadOptions(pseudonyms=True))
    nets, plain = reading.nets, european().nets
    assert nets.ego_ids.tolist() == ["ego-1", "ego-2", "ego-3"]
    assert nets.alters["alter"].tolist() == ["alter-1", "alter-2", "alter-3", "alter-1", "alter-2"]
    assert nets.tie_source.tolist() == plain.tie_source.tolist()
    assert "alters column 'navn' is different in every row: does it name people?" in reading.report.notes


# -- errors name the file, the line, the value and what to do -----------------------------------------------


def test_every_problem_in_every_file_is_told_at_once_with_its_line():
    egos = io.BytesIO(b"ego\na\na\n")
    alters = io.BytesIO(b"ego,alter,strength,zone\na,x,1.2,inner\nb,y,0.5,primary\n")
    ties = io.BytesIO(b"ego,source,target,weight\na,x,x,1\na,x,z,-1\n")
    with pytest.raises(EgonetDataError) as caught:
        read_three_files(egos, alters, ties)
    assert [(problem.table, problem.line, problem.code) for problem in caught.value.problems] == [
        ("egos", 3, "duplicate_ego"),
        ("alters", 2, "out_of_range"),
        ("alters", 2, "unknown_category"),
        ("alters", 3, "unknown_ego"),
        ("ties", 2, "self_tie"),
        ("ties", 3, "unknown_alter"),
        ("ties", 3, "tie_weight"),
    ]


def test_the_message_names_file_line_value_and_remedy(tmp_path):
    (tmp_path / "who.csv").write_text("ego,alter,strength\na,x,9\n", encoding="utf-8")
    with pytest.raises(EgonetDataError) as caught:
        read_three_files(io.BytesIO(b"ego\na\n"), tmp_path / "who.csv")
    assert str(caught.value) == (
        "1 problem in the data:\n"
        "  who.csv, line 2: strength is 9.0, not between 0 and 1. Rescale strength: 0 is none, 1 is full."
    )


def test_lines_are_counted_as_an_editor_shows_them():
    alters = io.BytesIO(b'ego,alter,strength\na,"two\nlines",0.5\n\na,x,2\n')
    with pytest.raises(EgonetDataError) as caught:
        read_three_files(io.BytesIO(b"ego\na\n"), alters)
    assert caught.value.problems[0].line == 5


def test_a_line_is_right_when_rows_above_it_were_dropped():
    ties = io.BytesIO(b"ego,source,target,weight\na,x,y,0\n,,,\na,x,z,1\n")
    with pytest.raises(EgonetDataError) as caught:
        read_three_files(io.BytesIO(b"ego\na\n"), io.BytesIO(b"ego,alter\na,x\na,y\n"), ties)
    assert [(problem.line, problem.value) for problem in caught.value.problems] == [(4, "z")]


def test_rows_with_problems_can_be_left_out_and_are_counted_by_reason():
    egos = io.BytesIO(b"ego\na\na\n")
    alters = io.BytesIO(b"ego,alter,strength\na,x,0.5\nb,y,0.5\na,z,7\n")
    ties = io.BytesIO(b"ego,source,target\na,x,z\na,x,x\nb,y,y\n")
    report = read_three_files(egos, alters, ties, options=ReadOptions(drop_problems=True)).report
    assert dict(report["egos"].dropped) == {"ego is there already": 1}
    assert dict(report["alters"].dropped) == {"ego is not among the egos": 1, "a value is out of range": 1}
    assert dict(report["ties"].dropped) == {
        "alter has a tie to itself": 1,
        "ego is not among the egos": 1,
        "alter is not among the alters of its ego": 1,
    }


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "egos.csv: there is no header"),
        (b"\n\n", "egos.csv: there is no header"),
        (b"name\na\n", "egos.csv: there is no column 'ego' or 'egoID'"),
        (b"ego,age,age\n1,2,3\n", "egos.csv: more than one column is called 'age'"),
        (b"ego,age\n1,2,3\n", "egos.csv, line 2: this row has 3 cells, the header has 2"),
        (b"\xff\xfee", "egos.csv: this is not utf-16"),
        (b'ego\n"' + b"x" * 200_000, "egos.csv, line 2: the rows cannot be told apart"),
    ],
    ids=["nothing", "blank lines", "no key", "twice", "ragged", "utf-16", "open quotation mark"],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path, data, message):
    (tmp_path / "egos.csv").write_bytes(data)
    with pytest.raises(EgonetDataError) as caught:
        read_three_files(tmp_path / "egos.csv")
    assert message in str(caught.value)


def test_an_encoding_that_does_not_fit_is_an_error_with_a_remedy():
    with pytest.raises(EgonetDataError, match=r'this is not ascii: .* Give its encoding, or "auto"'):
        read_three_files(io.BytesIO("ego,by\n1,Ås\n".encode()), options=ReadOptions(encoding="ascii"))


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ({"separator": ";;"}, "separator must be one character"),
        ({"decimal": "'"}, 'decimal must be ".", "," or "auto"'),
        ({"encoding": "utf-99"}, "There is no encoding called 'utf-99'"),
        ({"categories": {"status": ["clean"]}}, "Only zone and context may have words of their own, not 'status'"),
    ],
)
def test_an_option_that_cannot_be_is_refused(option, message):
    with pytest.raises(ValueError, match=message):
        ReadOptions(**option)


# -- one file, two files ------------------------------------------------------------------------------------


def by_place() -> Reading:
    attributes = Block(first="V10", last="V15", alters=3, variable_wise=True, names=("sex", "strength"))
    pairs = Block(first="V20", last="V22", alters=3)
    return read_one_file(FIXTURES / "wide" / "by-place.csv", ego="V2", attributes=attributes, pairs=pairs)


WIDE = {
    "alter-wise": lambda: read_one_file(FIXTURES / "wide" / "alter-wise.csv", size="netsize"),
    "variable-wise": lambda: read_one_file(FIXTURES / "wide" / "variable-wise.csv"),
    "by-place": by_place,
}


@pytest.mark.parametrize("layout", WIDE)
def test_a_wide_file_becomes_alters_and_ties(layout):
    nets = WIDE[layout]().nets
    assert nets.alters[["ego", "alter", "sex", "strength"]].to_numpy().tolist() == [
        [1, 1, "w", 0.9],
        [1, 2, "m", 0.5],
        [1, 3, "w", 0.2],
        [2, 1, "m", 0.4],
        [2, 2, "m", 0.3],
    ]
    assert nets.ties[["ego", "source", "target", "weight"]].to_numpy().tolist() == [
        [1, 1, 2, 2],
        [1, 2, 3, 1],
        [2, 1, 2, 1],
    ]


@pytest.mark.parametrize("layout", WIDE)
def test_in_a_wide_file_empty_places_unanswered_pairs_and_no_ties_are_counted(layout):
    report = WIDE[layout]().report
    assert (report["alters"].read, dict(report["alters"].dropped)) == (9, {"empty place": 4})
    assert (report["ties"].read, dict(report["ties"].dropped)) == (9, {"pair not answered": 5, "no tie": 1})


def test_a_tie_at_an_empty_place_is_dropped_and_counted():
    wide = io.BytesIO(b"ego,alter.sex.1,alter.sex.2,X1.to.2\n1,w,,1\n")
    assert dict(read_one_file(wide).report["ties"].dropped) == {"tie to an empty place": 1}


def test_a_place_that_is_filled_beyond_the_size_said_is_dropped_under_its_own_reason():
    wide = io.BytesIO(b"ego,size,alter.sex.1,alter.sex.2\n1,1,w,m\n")
    assert dict(read_one_file(wide, size="size").report["alters"].dropped) == {"filled, but beyond the size said": 1}


def test_columns_that_alters_cannot_share_are_an_error():
    with pytest.raises(EgonetDataError, match="6 columns from 'V10' to 'V15' cannot be shared by 4 alters"):
        read_one_file(FIXTURES / "wide" / "by-place.csv", ego="V2", attributes=Block(first="V10", last="V15", alters=4))


def test_alters_with_numbers_are_tied_by_their_numbers():
    reading = read_two_files(FIXTURES / "two-files" / "egos.csv", FIXTURES / "two-files" / "alters.csv")
    assert reading.nets.ties[["ego", "source", "target"]].to_numpy().tolist() == [[1, 1, 2], [1, 2, 3], [2, 1, 2]]
    assert reading.nets.offsets.tolist() == [0, 3, 5, 5]


def test_alters_with_names_are_tied_by_their_places():
    folder = FIXTURES / "two-files"
    nets = read_two_files(folder / "egos.csv", folder / "alters-with-names.csv").nets
    assert nets.ties[["source", "target"]].to_numpy().tolist() == [["Ida", "Per"], ["Per", "Eva"], ["Jon", "Ola"]]


# -- EgoWeb and EgoNet --------------------------------------------------------------------------------------

EGOWEB = [FIXTURES / "egoweb" / f"{name}.csv" for name in ("ego-alter", "alter-pair", "ego-level")]


def test_egoweb_rows_become_egos_alters_and_ties():
    nets = read_egoweb(*EGOWEB).nets
    assert nets.ego_ids.tolist() == ["k17", "m02", "z99", "q05"]
    assert nets.alters["Alter Name"].tolist() == ["Ann, the elder", "Bo", "Cy", "Dee", "Eli"]
    assert nets.ties[["ego", "source", "target", "weight"]].to_numpy().tolist() == [["k17", 1, 2, 3], ["m02", 1, 2, 1]]


def test_egoweb_answers_about_ego_stay_with_ego_and_codes_for_no_answer_are_missing():
    nets = read_egoweb(*EGOWEB).nets
    assert nets.egos["AGE"].fillna(0).tolist() == [31, 0, 58, 23]
    assert nets.alters["CLOSE"].fillna(0).tolist() == [4, 0, 2, 5, 1]
    assert "AGE" not in nets.alters.columns
    assert (nets.egos["AGE"].dtype, nets.alters["CLOSE"].dtype) == (float, float)


def test_egoweb_rows_are_all_accounted_for():
    report = read_egoweb(*EGOWEB).report
    assert (report["egos"].read, dict(report["egos"].dropped)) == (10, {"ego is in a row above": 6})
    assert (report["alters"].read, dict(report["alters"].dropped)) == (6, {"no alter named": 1})
    assert (report["ties"].read, dict(report["ties"].dropped)) == (4, {"pair not answered": 1, "no tie": 1})


def test_an_ego_who_named_nobody_is_read_from_the_alters_file_of_egoweb():
    assert "z99" in read_egoweb(EGOWEB[0]).nets


def test_of_several_questions_about_pairs_one_must_be_chosen():
    alters = b"EgoID,Alter Number,SEX\nk,1,w\nk,2,m\n"
    pairs = b"EgoID,Alter 1 Number,Alter 2 Number,KNOW,LIKE\nk,1,2,1,0\n"
    with pytest.raises(EgonetDataError, match=r"there are 2 questions about pairs: 'KNOW', 'LIKE'\. Say with tie="):
        read_egoweb(io.BytesIO(alters), io.BytesIO(pairs))
    nets = read_egoweb(io.BytesIO(alters), io.BytesIO(pairs), tie="KNOW").nets
    assert nets.ties["LIKE"].tolist() == [0]


def test_egonet_has_two_tables_in_one_file():
    nets = read_egonet(FIXTURES / "egonet" / "raw-data.csv").nets
    assert nets.alters["Alter name"].tolist() == ["Ann", 'Bo "Bear"', "Cy", "Dee"]
    assert nets.ties[["source", "target", "weight"]].to_numpy().tolist() == [[1, 2, 1], [2, 3, 1]]
    assert nets.egos["AGE"].tolist() == [31, 44]


def test_answers_in_words_get_the_weights_that_are_given():
    weights = {"Often": 2.0, "Sometimes": 1.0, "Never": 0.0}
    reading = read_egonet(FIXTURES / "egonet" / "raw-data.csv", weights=weights)
    assert reading.nets.tie_weight.tolist() == [2, 1]
    assert dict(reading.report["ties"].dropped) == {"no tie": 1}


def test_an_answer_without_a_weight_is_told():
    with pytest.raises(EgonetDataError, match="weight is 'Sometimes', not a finite number above 0"):
        read_egonet(FIXTURES / "egonet" / "raw-data.csv", weights={"Often": 2.0})


def test_a_spreadsheet_may_have_filled_the_blank_line_with_separators():
    text = (FIXTURES / "egonet" / "raw-data.csv").read_text(encoding="utf-8").replace("\n\n", "\n,,,,,\n")
    assert len(read_egonet(io.BytesIO(text.encode())).nets.ties) == 2


def test_an_egonet_file_without_pairs_has_no_ties():
    text = (FIXTURES / "egonet" / "raw-data.csv").read_text(encoding="utf-8").split("\n\n")[0]
    nets = read_egonet(io.BytesIO(text.encode())).nets
    assert (len(nets.alters), len(nets.ties)) == (4, 0)


# -- Network Canvas -----------------------------------------------------------------------------------------

CANVAS = FIXTURES / "network-canvas"


def canvas() -> Reading:
    return read_network_canvas(CANVAS, node_types=["Person"], categorical=["status"], layout="place")


def test_network_canvas_interviews_are_joined_on_their_uuids():
    nets = canvas().nets
    assert nets.egos["networkCanvasCaseID"].tolist() == ["P01", "P02", "P03"]
    assert nets.alters["name"].tolist() == ["Avery", "=Jo, the neighbour", "Kim", "Sam"]
    assert nets.offsets.tolist() == [0, 3, 4, 4]


def test_numbers_beside_empty_cells_are_numbers_and_words_beside_them_are_text(tmp_path):
    (tmp_path / "a_ego.csv").write_text("networkCanvasEgoUUID,age,town\ne1,31,\ne2,,Oslo\n")
    egos = read_network_canvas(tmp_path).nets.egos
    assert (egos["age"].dtype, egos["age"].isna().tolist(), egos["age"][0]) == (float, [False, True], 31)
    assert (egos["town"].dtype, egos["town"].tolist()) == (object, [None, "Oslo"])


def test_a_missing_file_of_ties_means_no_ties():
    nets = canvas().nets
    assert nets.tie_ego.tolist() == [0]


def test_types_of_ties_become_kinds_of_one_tie():
    nets = canvas().nets
    assert nets.ties["kind"].tolist() == ["Helps + Knows"]
    assert nets.layers["kind"].tolist() == ["Helps", "Knows"]


def test_nodes_of_other_types_and_their_ties_are_dropped_and_counted():
    report = canvas().report
    assert dict(report["alters"].dropped) == {"node of another type": 1}
    assert dict(report["ties"].dropped) == {"tie to a node of another type": 1}


def test_one_column_per_option_becomes_one_column_of_words():
    alters = canvas().nets.alters
    assert alters["status"].astype(object).where(alters["status"].notna(), None).tolist() == [
        "in_recovery",
        "does_not_use",
        None,
        "uses",
    ]


def test_several_options_at_once_cannot_become_one_word():
    with pytest.raises(EgonetDataError, match="substances has more than one answer: alcohol, other"):
        read_network_canvas(CANVAS, categorical=["substances"])


def test_the_place_in_the_sociogram_becomes_the_zone():
    alters = canvas().nets.alters
    # Distances from the centre: 0.02, √(0.2² + 0.1²) = 0.22, 0.64; the rings end at 1/6 and 1/3.
    assert alters["zone"].astype(object).where(alters["zone"].notna(), None).tolist() == [
        "primary",
        "effective",
        "extended",
        None,
    ]


def test_a_folder_without_interviews_says_so(tmp_path):
    with pytest.raises(EgonetDataError, match=r"there is no file whose name ends in _ego\.csv"):
        read_network_canvas(tmp_path)


def test_old_exports_tie_nodes_by_their_number_within_the_interview(tmp_path):
    (tmp_path / "a_ego.csv").write_text("networkCanvasEgoUUID\ne1\ne2\n")
    (tmp_path / "a_attributeList_Person.csv").write_text(
        "nodeID,networkCanvasEgoUUID,networkCanvasUUID\n1,e1,u1\n2,e1,u2\n1,e2,u3\n2,e2,u4\n"
    )
    (tmp_path / "a_edgeList_Knows.csv").write_text("edgeID,from,to,networkCanvasEgoUUID\n1,1,2,e2\n")
    assert read_network_canvas(tmp_path).nets.ties[["source", "target"]].to_numpy().tolist() == [["u3", "u4"]]


# -- the report ---------------------------------------------------------------------------------------------


def test_the_report_is_a_table_and_a_text():
    report = european().report
    table = report.to_frame()
    assert (table.groupby("table")["rows"].sum() == table.groupby("table")["read"].first()).all()
    assert "ties: 5 read, 2 kept, 2 dropped (no tie: weight 0), 1 dropped (another row says the same tie)" in str(
        report
    )
    assert "| ties | 5 | 2 | no tie: weight 0 |" in report._repr_markdown_()

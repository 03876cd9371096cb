"""Any bytes are either read or are an `EgonetDataError`; rows that are read are kept or counted as dropped.

Bytes come in five ways: anything at all, cells and separators in a heap, rows that are nearly right, good files
with some bytes changed, and good files whose cells were shuffled and salted.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from egonets import (
    EgonetDataError,
    Reading,
    ReadOptions,
    examples,
    read_egonet,
    read_egoweb,
    read_network_canvas,
    read_one_file,
    read_parquet,
    read_three_files,
    read_two_files,
    write_parquet,
)

FIXTURES = Path(__file__).with_name("fixtures")
FUZZ = settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.data_too_large])

CELLS = [b"", b"1", b"2", b"1.0", b"0", b"-1", b"0,5", b"0.5", b"NA", b"true", b"ego", b"uses", b"x", b"\xe5", b"'=1"]
HEADER = (
    b"ego egoID EgoID alter alterID source target Source Target weight kind strength zone status contact name null "
    b"alter.sex.1 alter.sex.2 X1.to.2 X1.to.1 X2.to.1 Interview_number Alter_number Alter_name Alter_1_number "
    b"Alter_2_number KNOW networkCanvasEgoUUID networkCanvasUUID networkCanvasSourceUUID networkCanvasTargetUUID "
    b"nodeID from to"
).split()
HEADS = [name.replace(b"_", b" ") for name in HEADER]

rows = st.lists(st.lists(st.sampled_from(CELLS), max_size=8), max_size=6)
heaps = st.lists(
    st.sampled_from(
        [*CELLS, *HEADS, b",", b";", b"\t", b"\n", b"\r\n", b"\r", b'"', b'""', b"\x00", b"\xff\xfe", b" "]
    ),
    max_size=60,
).map(b"".join)


@st.composite
def tables(draw: st.DrawFn) -> bytes:
    """Rows under a header of names that mean something."""
    separator = draw(st.sampled_from([b",", b";", b"\t"]))
    header = draw(st.lists(st.sampled_from(HEADS), min_size=1, max_size=8))
    return b"\n".join(separator.join(cells) for cells in [header, *draw(rows)])


@st.composite
def damaged(draw: st.DrawFn, good: bytes) -> bytes:
    """A good file with some bytes changed, cut out or doubled."""
    data = bytearray(good)
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, max(len(data) - 1, 0)))
        length = draw(st.integers(0, 5))
        data[place : place + length] = draw(st.binary(max_size=5))
    return bytes(data)


@st.composite
def shuffled(draw: st.DrawFn, good: bytes) -> bytes:
    """The header of a good file, and rows of its cells, among them some that do not belong."""
    header, *body = good.splitlines()
    separator = b";" if header.count(b";") > header.count(b",") else b","
    columns = zip(
        *(row.split(separator) for row in body if row.count(separator) == header.count(separator)), strict=True
    )
    cells = [st.one_of(st.sampled_from(column), st.sampled_from(column), st.sampled_from(CELLS)) for column in columns]
    rows = [[quoted(cell) for cell in row] for row in draw(st.lists(st.tuples(*cells), max_size=6))]
    return b"\n".join([header, *(separator.join(row) for row in rows)])


def quoted(cell: bytes) -> bytes:
    return cell if cell.startswith(b'"') else b'"' + cell + b'"'


def contents(good: bytes) -> st.SearchStrategy[bytes]:
    return st.one_of(shuffled(good), st.binary(max_size=80), heaps, tables(), damaged(good))


@st.composite
def sets_of_files(draw: st.DrawFn, goods: tuple[bytes, ...]) -> list[bytes]:
    """Good files, of which one is anything and some are shuffled; all at once would seldom get past the first."""
    anything = draw(st.integers(0, len(goods) - 1))
    some = [draw(st.one_of(st.just(file), shuffled(file))) for file in goods]
    return [draw(contents(file)) if place == anything else some[place] for place, file in enumerate(goods)]


odd_options = st.builds(
    ReadOptions,
    decimal=st.sampled_from(["auto", ".", ","]),
    separator=st.sampled_from(["auto", ",", ";"]),
    encoding=st.sampled_from(["auto", "utf-8", "utf-16", "latin-1", "ascii", "cp1252", "utf-7", "idna"]),
    drop_problems=st.booleans(),
    pseudonyms=st.booleans(),
)
options = st.one_of(st.builds(ReadOptions, drop_problems=st.booleans(), pseudonyms=st.booleans()), odd_options)


def good(*path: str) -> bytes:
    return FIXTURES.joinpath(*path).read_bytes()


def in_folder(read: Callable[[str], Reading], files: dict[str, bytes]) -> Reading:
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            Path(folder, name).write_bytes(data)
        return read(folder)


def canvas(ego: bytes, nodes: bytes, edges: bytes, options: ReadOptions) -> Reading:
    files = {"a_ego.csv": ego, "a_attributeList_Person.csv": nodes, "a_edgeList_Knows.csv": edges}
    how = {"categorical": ["status"], "node_types": ["Person"]}
    return in_folder(lambda folder: read_network_canvas(folder, **how, options=options), files)


EGOS, ALTERS, TIES = (good("european", f"{table}.csv") for table in ("egos", "alters", "aaties"))
READERS = {
    "three files": (lambda a, b, c, o: read_three_files(*map(io.BytesIO, (a, b, c)), options=o), (EGOS, ALTERS, TIES)),
    "egos only": (lambda a, o: read_three_files(io.BytesIO(a), options=o), (EGOS,)),
    "one file": (lambda a, o: read_one_file(io.BytesIO(a), options=o), (good("wide", "alter-wise.csv"),)),
    "one file with sizes": (
        lambda a, o: read_one_file(io.BytesIO(a), size="netsize", options=o),
        (good("wide", "alter-wise.csv"),),
    ),
    "two files": (
        lambda a, b, o: read_two_files(*map(io.BytesIO, (a, b)), options=o),
        (good("two-files", "egos.csv"), good("two-files", "alters.csv")),
    ),
    "egoweb": (
        lambda a, b, c, o: read_egoweb(*map(io.BytesIO, (a, b, c)), options=o),
        tuple(good("egoweb", f"{name}.csv") for name in ("ego-alter", "alter-pair", "ego-level")),
    ),
    "egonet": (lambda a, o: read_egonet(io.BytesIO(a), options=o), (good("egonet", "raw-data.csv"),)),
    "network canvas": (
        canvas,
        tuple(
            good("network-canvas", f"P01_s1_{name}.csv") for name in ("ego", "attributeList_Person", "edgeList_Helps")
        ),
    ),
}


def read_or_refused(read: Callable[[], Reading]) -> None:
    """Nothing but an `EgonetDataError` may come out, and what is read must add up."""
    try:
        reading = read()
    except EgonetDataError as error:
        problems = error.problems
    else:
        return check_sums(reading)
    assert problems
    assert all(problem.message and problem.remedy for problem in problems)
    return None


def check_sums(reading: Reading) -> None:
    """Rows kept are the rows of the tables; rows read are those kept and those dropped."""
    sizes = {"egos": len(reading.nets), "alters": len(reading.nets.alters), "ties": len(reading.nets.layers)}
    for table in reading.report.tables:
        assert table.kept == sizes[table.table]
        assert table.read == table.kept + sum(table.dropped.values())


@pytest.mark.parametrize("reader", READERS)
@FUZZ
@given(data=st.data())
def test_any_bytes_are_read_or_refused(reader, data):
    read, files = READERS[reader]
    said = data.draw(options)
    drawn = data.draw(sets_of_files(files))
    read_or_refused(lambda: read(*drawn, said))


@pytest.mark.parametrize("reader", READERS)
def test_what_the_fuzzing_starts_from_is_read(reader):
    read, files = READERS[reader]
    assert len(read(*files, ReadOptions()).nets) > 0


def parquet_files() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        write_parquet(examples(), folder)
        return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


PARQUET = parquet_files()


@settings(max_examples=80, deadline=None, derandomize=True)
@given(table=st.sampled_from(["egos", "alters", "ties"]), data=st.data())
def test_any_bytes_are_parquet_or_refused(table, data):
    name = f"{table}.parquet"
    files = PARQUET | {name: data.draw(st.one_of(st.binary(max_size=80), damaged(PARQUET[name])))}
    read_or_refused(lambda: in_folder(read_parquet, files))


@settings(max_examples=100, deadline=None, derandomize=True)
@given(tables())
@example(b"ego,weight\n1,1e400\n")
@example(b"ego,strength\n" + b"9" * 400 + b",1\n")
@example(b"ego\n\x00\n")
def test_rows_that_are_nearly_right_are_read_or_refused_as_egos(data):
    read_or_refused(lambda: read_three_files(io.BytesIO(data)))

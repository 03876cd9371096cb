"""Reading and writing egonets; every reader returns the egonets and a report of every row."""

from egonets.files._options import ReadOptions
from egonets.files._report import Reading, ReadReport, TableReport
from egonets.files.egonet import read_egonet
from egonets.files.egoweb import read_egoweb
from egonets.files.graphs import read_networkx, to_networkx, write_graphml
from egonets.files.network_canvas import read_network_canvas
from egonets.files.one_file import Block, read_one_file
from egonets.files.parquet import read_parquet, write_parquet
from egonets.files.three_files import read_three_files, write_three_files
from egonets.files.two_files import read_two_files

__all__ = [
    "Block",
    "ReadOptions",
    "ReadReport",
    "Reading",
    "TableReport",
    "read_egonet",
    "read_egoweb",
    "read_network_canvas",
    "read_networkx",
    "read_one_file",
    "read_parquet",
    "read_three_files",
    "read_two_files",
    "to_networkx",
    "write_graphml",
    "write_parquet",
    "write_three_files",
]

"""CSV files as spreadsheets save them: what is in the cells, where it stands, and what cannot be read."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from policykit.model import Span
from policykit.source.spreadsheet import MOST_BYTES, Grid, read_grid

ROWS = [("a", "b"), ("1", "2"), ("3", "4")]


def grid(content: str | bytes) -> Grid:
    found, findings = read_grid("shop/tables/t.csv", content.encode() if isinstance(content, str) else content)
    assert () == findings
    assert found is not None
    return found


def cells(content: str | bytes) -> list[tuple[str, ...]]:
    found = grid(content)
    return [row.cells for row in (found.heading, *found.rows)]


def codes(content: str | bytes) -> list[str]:
    data = content.encode() if isinstance(content, str) else content
    return [one.code for one in read_grid("shop/tables/t.csv", data)[1]]


SAVED = {
    "with commas": "a,b\n1,2\n3,4\n",
    "with semicolons": "a;b\n1;2\n3;4\n",
    "with tabs": "a\tb\n1\t2\n3\t4\n",
    "with the separator in its first line": "sep=;\na;b\n1;2\n3;4\n",
    "with Windows' line ends": "a,b\r\n1,2\r\n3,4\r\n",
    "with old line ends": "a,b\r1,2\r3,4",
    "with a byte order mark": "\ufeffa,b\n1,2\n3,4\n",
    "with quotes": '"a","b"\n"1","2"\n"3","4"\n',
    "with empty columns": "a,b,,\n1,2,,\n3,4,,\n",
    "with empty rows": "a,b\n1,2\n,\n3,4\n,,,\n\n",
    "with blanks around cells": " a , b\n1 ,\u30002\n3,\u00a04\n",
    "without a last line end": "a,b\n1,2\n3,4",
}


@pytest.mark.parametrize("content", SAVED.values(), ids=SAVED.keys())
def test_what_a_spreadsheet_saves_is_read(content):
    assert ROWS == cells(content)


def test_quotes_hold_separators_quotes_and_line_ends():
    assert [("a", "b"), ("1, 2", 'say "x"'), ("3\n4", "5")] == cells('a,b\n"1, 2","say ""x"""\n"3\r\n4",5\n')


def test_a_short_row_is_filled_up():
    assert [("a", "b", "c"), ("1", "", "")] == cells("a,b,c\n1\n")


def test_a_row_is_numbered_as_the_spreadsheet_does():
    assert [2, 4, 5] == [row.number for row in grid('a,b\n"1\n2",3\n,\n4,5\n6,7\n').rows]


PLACES = {
    "plain": ("a,b,c\n1,22,3\n", (2, 3, 2, 5)),
    "in quotes": ('a,b,c\n1,"2, ""2""",3\n', (2, 3, 2, 13)),
    "behind quotes": ('a,b,c\n"1,1",22,3\n', (2, 7, 2, 9)),
    "behind a line end in quotes": ('a,b,c\n"1\n1",22,3\n', (3, 4, 3, 6)),
    "at the end": ("a,b,c\n1,22", (2, 3, 2, 5)),
    "empty": ("a,b,c\n1,,3\n", (2, 3, 2, 4)),
    "missing": ("a,b,c\n1\n", (2, 2, 3, 1)),
}


@pytest.mark.parametrize(("content", "place"), PLACES.values(), ids=PLACES.keys())
def test_a_cell_has_its_place(content, place):
    found = grid(content)
    assert Span("shop/tables/t.csv", *place) == found.cell_span(found.rows[0], 1)


WRONG = {
    "nothing": ("", ["empty-file"]),
    "blank lines": ("\n,,\n", ["empty-file"]),
    "a heading alone": ("a,b\n", ["too-few"]),
    "UTF-16": ("a,b\n1,2\n".encode("utf-16"), ["not-utf8"]),
    "Big5": ("重量,b\n1,2\n".encode("big5"), ["not-utf8"]),
    "too large": (b"a,b\n" + b"1,2\n" * (MOST_BYTES // 4), ["file-too-large"]),
    "a cell beside the table": ("a,b\n1,2,3\n4,5,6\n", ["wrong-shape", "wrong-shape"]),
    "a long cell": (f"a,b\n1,{'x' * 501}\n", ["too-long"]),
    "too many rows": ("a\n" + "1\n" * 20_001, ["too-many"]),
    "too many columns": (",".join(["a"] * 71) + "\n" + ",".join(["1"] * 71) + "\n", ["too-many"]),
    "an invisible character": ("a,b\n1,2\u200b\n", ["control-character"]),
    "a quote that ends early, twice": ('a,b\n"1"x,2\n3,4\n"5"y,6\n', ["csv-quote", "csv-quote"]),
    "a quote without an end": ('a,b\n1,"2\n3,4\n', ["csv-quote"]),
    "a quote at the very end": ('a,b\n1,"', ["csv-quote"]),
}


@pytest.mark.parametrize(("content", "expected"), WRONG.values(), ids=WRONG.keys())
def test_what_cannot_be_read_is_told(content, expected):
    assert expected == codes(content)


def test_whoever_has_a_spreadsheet_is_told_how_to_save_it():
    (found,) = read_grid("shop/tables/t.csv", "重量,b\n1,2\n".encode("gbk"))[1]
    assert "in the spreadsheet, save the sheet again as `CSV UTF-8`" == found.help
    assert "encoding for Chinese" in found.message


def test_findings_are_bounded():
    assert 200 == len(codes("a\n" + "1,2\n" * 5_000))


# --- whatever stands in the file --------------------------------------------------------------

SIGNS = st.text(alphabet='a1",;\t\r\n -\u3000\ufeff重=', max_size=60)


@settings(max_examples=300)
@given(content=st.one_of(SIGNS.map(str.encode), st.binary(max_size=60)))
def test_any_content_gives_a_grid_or_says_why_not(content):
    found, findings = read_grid("shop/tables/t.csv", content)
    assert found is not None or findings
    assert all(one.span.line >= 1 and one.span.column >= 1 for one in findings)


@settings(max_examples=300)
@given(
    rows=st.lists(st.lists(st.text(alphabet='ab1", ;重\n', max_size=5), min_size=2, max_size=4), min_size=2, max_size=5)
)
def test_every_cell_stands_where_it_is_said_to(rows):
    """The text at a cell's place, without its quotes, is what the cell says."""
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    found, findings = read_grid("shop/tables/t.csv", text.getvalue().encode())
    assume(found is not None and not findings)
    for row in (found.heading, *found.rows):
        for column, cell in enumerate(row.cells):
            place = found.cell_span(row, column)
            lines = text.getvalue().split("\n")[place.line - 1 : place.end_line]
            lines[-1] = lines[-1][: place.end_column - 1]
            lines[0] = lines[0][place.column - 1 :]
            typed = "\n".join(lines)
            assert cell == typed[1:-1].replace('""', '"').strip(" \n\u3000") or not cell

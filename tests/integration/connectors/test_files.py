"""Files: each a table, in the types that all of its rows allow."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import duckdb
import openpyxl
import pytest

from krtracker.errors import ConnectorError, QueryError
from tests.integration.connectors.opening import asked, opened, read, types


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "data"
    made.mkdir()
    return made


def csv(folder: Path, text: str, name: str = "t.csv") -> None:
    (folder / name).write_bytes(text.encode())


def workbook(folder: Path, **sheets: list[list[Any]]) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.save(folder / "crm.xlsx")


def with_results(folder: Path, result: str) -> None:
    """The workbook as a program saves it that stores `result` with every formula."""
    path = folder / "crm.xlsx"
    with ZipFile(path) as book:
        parts = {each: book.read(each) for each in book.namelist()}
    with ZipFile(path, "w") as book:
        for name, content in parts.items():
            written = rb'<c r="(\w+)"( s="\d+")?>(<f>.*?</f>)<v ?/>'
            book.writestr(name, re.sub(written, result.encode(), content))


def told(folder: Path, **settings: Any) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The types and rows of the table `t`."""
    with opened("files", path=str(folder), **settings) as source:
        return list(types(source, "t").values()), read(source, "t")


def test_quotes_line_breaks_and_delimiters_in_a_field_belong_to_it(folder):
    csv(folder, 'id,said\n1,"a\nb"\n2,"say ""hi"""\n3,"x,y"\n4,\n5,""\n')

    assert told(folder) == (
        ["int64", "string"],
        [(1, "a\nb"), (2, 'say "hi"'), (3, "x,y"), (4, None), (5, None)],
    )


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("between", [",", ";", "\t", "|"])
def test_the_usual_ways_to_write_csv_are_understood(folder, between, end):
    csv(folder, f"id{between}name{end}1{between}é{end}2{between}b{end}")

    assert told(folder) == (["int64", "string"], [(1, "é"), (2, "b")])


def test_a_late_row_decides_the_type_as_much_as_the_first(folder):
    csv(folder, "a,b\n" + "".join(f"{each},{each}\n" for each in range(60_000)) + "0.5,x\n")

    found, rows = told(folder)

    assert (found, rows[-1]) == (["double", "string"], (0.5, "x"))


def test_numbers_with_leading_zeros_are_text_if_only_one_has_them(folder):
    csv(folder, "zip,n\n" + "".join(f"{each},0\n" for each in range(10_000, 40_000)) + "01234,1\n")

    found, rows = told(folder)

    assert (found, rows[-1]) == (["string", "int64"], ("01234", 1))


LONG = "89014103211118510720"
"""The number of a card: two that differ in the last digit are one double."""


@pytest.mark.parametrize(
    ("numbers", "type", "values"),
    [
        ([LONG, f"{LONG[:-1]}1"], "string", [LONG, f"{LONG[:-1]}1"]),
        ([f"-{LONG}", "7"], "string", [f"-{LONG}", "7"]),
        ([LONG * 3, "7"], "string", [LONG * 3, "7"]),
        (["9223372036854775807", "-9223372036854775808"], "int64", [2**63 - 1, -(2**63)]),
        (["9223372036854775808", "1"], "string", ["9223372036854775808", "1"]),
        ([LONG, "1.5"], "double", [float(LONG), 1.5]),
        ([LONG, "1e3"], "double", [float(LONG), 1000.0]),
        (["1e1", "10", "100e-1"], "double", [10.0, 10.0, 10.0]),
        (["0x10", "16"], "string", ["0x10", "16"]),
        (["16", "0X1F"], "string", ["16", "0X1F"]),
        (["0b11", "3"], "string", ["0b11", "3"]),
        (["0x10", "1.5"], "string", ["0x10", "1.5"]),
        (["0x10", LONG], "string", ["0x10", LONG]),
    ],
)  # fmt: skip
def test_numbers_that_name_things_are_text(folder, numbers, type, values):
    csv(folder, "n,id\n" + "".join(f"1,{each}\n" for each in numbers))

    found, rows = told(folder)

    assert (found[1], [row[1] for row in rows]) == (type, values)


def test_one_column_of_numbers_that_name_things_is_text_too(folder):
    csv(folder, "id\n0x10\n1.5\n")

    assert told(folder) == (["string"], [("0x10",), ("1.5",)])


def test_a_late_hexadecimal_number_decides_the_type(folder):
    csv(folder, "a\n" + "".join(f"{each}\n" for each in range(60_000)) + "0x1F\n")

    found, rows = told(folder)

    assert (found, rows[-1]) == (["string"], ("0x1F",))


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
def test_hexadecimal_numbers_are_seen_in_every_encoding(folder, encoding):
    (folder / "t.csv").write_text("n,id\n1,0x10\n1,16\n", encoding=encoding)

    found, _ = told(folder, encoding=encoding)

    assert found == ["int64", "string"]


@pytest.mark.parametrize(
    ("text", "type", "value"),
    [
        ("2026-01-31", "date32[day]", date(2026, 1, 31)),
        ("2026-01-31 10:00:00", "timestamp[us]", datetime(2026, 1, 31, 10)),
        ("2026-01-31T10:00:00.5", "timestamp[us]", datetime(2026, 1, 31, 10, 0, 0, 500_000)),
        ("2026-01-31 3:15:52", "timestamp[us]", datetime(2026, 1, 31, 3, 15, 52)),
        ("true", "bool", True),
        ("1e3", "double", 1000.0),
        ("31/01/2026", "date32[day]", date(2026, 1, 31)),
        ("31.01.2026", "date32[day]", date(2026, 1, 31)),
        ("01/31/2026", "date32[day]", date(2026, 1, 31)),
    ],
)
def test_values_have_the_type_that_they_are_written_in(folder, text, type, value):
    csv(folder, f"id,a\n1,{text}\n2,\n")

    found, rows = told(folder)

    assert (found[1], [row[1] for row in rows]) == (type, [value, None])


def test_a_moment_with_a_zone_is_a_moment(folder):
    csv(folder, "a\n2026-01-31T12:00:00+02:00\n2026-01-31T10:00:00Z\n")

    found, rows = told(folder)

    assert found == ["timestamp[us, tz=UTC]"]
    assert len(set(rows)) == 1


def test_a_day_that_can_be_read_in_two_ways_is_text_until_somebody_says_how(folder):
    csv(folder, "a,b\n01/02/2026,x\n03/04/2026,y\n")

    assert told(folder)[1][0] == ("01/02/2026", "x")
    assert told(folder, day_first=True)[1][0] == (date(2026, 2, 1), "x")
    assert told(folder, day_first=False)[1][0] == (date(2026, 1, 2), "x")


def test_what_the_files_days_tell_is_not_overruled(folder):
    csv(folder, "a,b\n31/01/2026,x\n03/04/2026,y\n")

    assert told(folder, day_first=False)[1][1] == (date(2026, 4, 3), "y")


@pytest.mark.parametrize("day_first", [None, True, False])
@pytest.mark.parametrize("between", ["/", ".", "-"])
def test_two_digits_of_a_year_stand_last(folder, between, day_first):
    days = [date(2026, 1, 1) + timedelta(each) for each in range(40)]
    csv(folder, "a,b\n" + "".join(f"{day:%d{between}%m{between}%y},x\n" for day in days))

    found, rows = told(folder, day_first=day_first)

    assert (found[0], [row[0] for row in rows]) == ("date32[day]", days)


@pytest.mark.parametrize("day_first", [None, True, False])
def test_between_hyphens_two_digits_that_change_least_are_the_year(folder, day_first):
    days = [date(2025, 12, 20) + timedelta(each) for each in range(40)]
    csv(folder, "a,b\n" + "".join(f"{day:%y-%m-%d},x\n" for day in days))

    found, rows = told(folder, day_first=day_first)

    assert (found[0], [row[0] for row in rows]) == ("date32[day]", days)


@pytest.mark.parametrize(
    ("texts", "day_first", "value"),
    [
        (["01/02/26", "03/04/26"], None, "01/02/26"),
        (["01/02/26", "03/04/26"], True, date(2026, 2, 1)),
        (["01/02/26", "03/04/26"], False, date(2026, 1, 2)),
        (["01-02-26", "01-13-26"], True, date(2026, 1, 2)),
        (["32-01-02", "26-01-03"], True, date(2032, 1, 2)),
        (["01/02/2026", "13/02/26"], True, "01/02/2026"),
        (["01/02/26 10:00:00Z", "03/04/26 10:00:00Z"], True, "01/02/26 10:00:00Z"),
    ],
)
def test_two_digits_of_a_year_are_told_like_four(folder, texts, day_first, value):
    csv(folder, "a,b\n" + "".join(f"{each},x\n" for each in texts))

    assert told(folder, day_first=day_first)[1][0] == (value, "x")


@pytest.mark.parametrize("year", ["2026", "26"])
@pytest.mark.parametrize("between", ["/", ".", "-"])
@pytest.mark.parametrize(
    ("clock", "value"),
    [
        ("15:30", time(15, 30)),
        ("15:30:10", time(15, 30, 10)),
        ("15:30:10.5", time(15, 30, 10, 500_000)),
        ("03:30 PM", time(15, 30)),
        ("3:30:10 pm", time(15, 30, 10)),
        ("12:30:10 AM", time(0, 30, 10)),
    ],
)
def test_times_are_told_like_days(folder, between, year, clock, value):
    written = between.join(["01", "02", year])
    csv(folder, f"a,b\n{written} {clock},x\n,y\n")

    def first(**settings: Any) -> Any:
        return told(folder, **settings)[1][0][0]

    assert told(folder, day_first=True)[0][0] == "timestamp[us]"
    assert first() == f"{written} {clock}"
    assert first(day_first=True) == datetime.combine(date(2026, 2, 1), value)
    assert first(day_first=False) == datetime.combine(date(2026, 1, 2), value)
    for day, other in (("13", "02"), ("02", "13")):
        csv(folder, f"a,b\n{between.join([day, other, year])} {clock},x\n,y\n")
        assert first(day_first=day == "02") == datetime.combine(date(2026, 2, 13), value)


def test_each_column_of_a_file_is_written_in_its_own_way(folder):
    csv(
        folder,
        "a,b,c,d,e\n2026-01-31,31/01/2026,01.02.26 10:00,02/28/2026,2026-01-31T10:00:00Z\n"
        "2026-02-01,01/02/2026,03.04.26 10:00,02/01/2026,2026-01-31T10:00:00Z\n",
    )

    found, rows = told(folder)

    assert found == ["date32[day]"] * 2 + ["string", "date32[day]", "timestamp[us, tz=UTC]"]
    assert rows[0][:4] == (
        *[date(2026, 1, 31)] * 2,
        "01.02.26 10:00",  # the columns beside it tell both
        date(2026, 2, 28),
    )


def test_a_day_of_one_column_tells_for_the_times_of_another(folder):
    csv(folder, "a,b\n01/02/2026 10:00:00,31.01.26\n03/04/2026 11:00:00,\n")

    assert told(folder, day_first=False)[1][0] == (datetime(2026, 2, 1, 10), date(2026, 1, 31))


def test_a_decimal_comma_and_an_encoding_are_settings(folder):
    (folder / "t.csv").write_bytes("name;a\né;1,5\n".encode("latin-1"))

    assert told(folder, decimal_comma=True, encoding="latin-1")[1] == [("é", 1.5)]


def test_another_encoding_than_the_one_said_is_told(folder):
    (folder / "t.csv").write_bytes("name;a\né;1\n".encode("latin-1"))

    with pytest.raises(QueryError, match="not in utf-8; its `encoding` is a setting"):
        told(folder)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "`t.csv` is empty"),
        ("a,b\n1,2\n3\n4,5,6\n", "the rows of `t.csv` differ in their number of fields"),
    ],
)
def test_a_file_that_is_no_table_is_told_when_it_is_asked(folder, text, message):
    csv(folder, text)
    csv(folder, "id\n1\n", "sound.csv")

    with opened("files", path=str(folder)) as source:
        assert read(source, "sound") == [(1,)]
        with pytest.raises(QueryError) as told:
            source.describe("t")

    assert str(told.value) == message


def test_no_row_is_skipped_to_make_a_file_fit(folder):
    csv(folder, "exported on Monday\nid,name\n1,a\n2,b\n")

    with opened("files", path=str(folder)) as source, pytest.raises(QueryError):
        read(source, "t")


def test_a_table_without_rows_has_its_columns(folder):
    csv(folder, "id,name\n")

    assert told(folder) == (["null", "null"], [])


def test_a_column_in_which_nothing_stands_is_of_no_type(folder):
    csv(folder, "id,closed_on,said\n" + "1,,\n" * 2_000 + "2,,late\n")

    assert told(folder)[0] == ["int64", "null", "string"]


def test_sheets_are_tables(folder):
    workbook(folder, Leads=[["id"], [1]], **{"Q1 plan": [["id"], [2]]})

    with opened("files", path=str(folder)) as source:
        assert list(source.tables()) == ["crm.Leads", 'crm."Q1 plan"']
        assert asked(source, "SELECT id FROM crm.leads") == [(1,)]
        assert read(source, 'crm."Q1 plan"') == [(2,)]


def test_a_workbook_of_one_sheet_is_one_table(folder):
    workbook(
        folder,
        Sheet=[
            [None, None, None, None],
            ["id", "at", "day", "amount", "id", None],
            [1, datetime(2026, 1, 31, 10), date(2026, 1, 31), "#N/A", "x", "no name"],
            [None] * 6,
            [2, None, datetime(2026, 2, 1), 1.5, "", "no name"],
        ],
    )
    with opened("files", path=str(folder)) as source:
        assert types(source, "crm") == {
            "id": "int64",
            "at": "timestamp[us]",
            "day": "date32[day]",
            "amount": "double",
            "id_1": "string",
        }
        assert read(source, "crm") == [
            (1, datetime(2026, 1, 31, 10), date(2026, 1, 31), None, "x"),
            (2, None, date(2026, 2, 1), 1.5, None),
        ]


@pytest.mark.parametrize(
    ("rows", "cell"),
    [
        ([["id", "twice"], [1, 2], [2, "=A3*2"]], "B3"),
        ([[None], [None, "id", "twice"], [], [None, 1, "=B4*2"]], "C4"),
        ([["id", "twice"], ["=1+1", "=A2*2"]], "A2"),
        ([["=1+1"]], "A1"),
        ([["id"], *([each] for each in range(60_000)), ["=1+1"]], "A60002"),
    ],
)
def test_a_formula_that_nobody_reckoned_is_told_by_its_cell(folder, rows, cell):
    workbook(folder, Sheet=rows)

    with opened("files", path=str(folder)) as source, pytest.raises(QueryError) as told:
        read(source, "crm")

    assert str(told.value) == (
        f"`{cell}` of `Sheet` in `crm.xlsx` is a formula without a stored result; open the "
        "workbook in Excel or LibreOffice and save it, so that the results are stored"
    )


@pytest.mark.parametrize(
    ("result", "value"),
    [
        (r'<c r="\1">\3<v>4</v>', 4),
        (r'<c r="\1" t="str">\3<v></v>', None),
        (r'<c r="\1" t="e">\3<v>#N/A</v>', None),
    ],
)
def test_a_formulas_stored_result_is_its_value(folder, result, value):
    workbook(folder, Sheet=[["id", "twice"], [2, "=A2*2"], [2, "=A3*2"]])
    with_results(folder, result)

    with opened("files", path=str(folder)) as source:
        assert read(source, "crm") == [(2, value), (2, value)]


def test_a_formula_outside_the_table_stops_nobody(folder):
    workbook(folder, Leads=[["=1+1"], ["id"], [1, "=A3*2"]], Deals=[["id"], ["=1+1"]])

    with opened("files", path=str(folder)) as source:
        assert read(source, "crm.Leads") == [(1,)]
        with pytest.raises(QueryError, match="`A2` of `Deals`"):
            read(source, "crm.Deals")


def test_a_workbook_that_is_none_stops_nobody_else(folder):
    (folder / "crm.xlsx").write_text("no workbook")
    csv(folder, "id\n1\n")

    with opened("files", path=str(folder)) as source:
        assert read(source, "t") == [(1,)]
        with pytest.raises(QueryError, match="cannot be read as an Excel workbook"):
            source.describe("crm")


def test_parquet_csv_and_excel_are_asked_together(folder):
    duckdb.sql(f"COPY (SELECT 1 AS id, 2.5::DECIMAL(9,2) AS a) TO '{folder}/p.parquet'")
    csv(folder, "id,b\n1,x\n")
    workbook(folder, Sheet=[["id", "c"], [1, True]])

    with opened("files", path=str(folder)) as source:
        sql = "SELECT a, b, c FROM p JOIN t USING (id) JOIN crm USING (id) WHERE id = :id"
        assert asked(source, sql, {"id": 1}) == [(2.5, "x", True)]


@pytest.mark.parametrize("type", ["DECIMAL(4,2)", "DECIMAL(18,4)", "DECIMAL(38,20)"])
def test_a_decimal_arrives_as_the_number_that_is_written(folder, type):
    written = ["0.35", "19.99", "-1.13", None, "0.07"]
    values = ", ".join("(NULL)" if each is None else f"({each})" for each in written)
    duckdb.sql(
        f"COPY (SELECT a::{type} AS a FROM (VALUES {values}) AS t(a)) TO '{folder}/t.parquet'"
    )

    assert told(folder) == (["double"], [(each and float(each),) for each in written])


def test_what_changes_in_the_folder_is_seen_when_it_is_next_opened(folder):
    csv(folder, "id\n1\n")
    before = told(folder)
    csv(folder, "id\nx\n")
    csv(folder, "id\n2\n", "new.csv")

    assert (before, told(folder)) == ((["int64"], [(1,)]), (["string"], [("x",)]))
    with opened("files", path=str(folder)) as source:
        assert list(source.tables()) == ["new", "t"]


@pytest.mark.parametrize("name", ["it's [1] *?.csv", "order.csv", "2026-01.csv", "été.csv"])
def test_a_file_may_be_called_anything(folder, name):
    csv(folder, "id\n7\n", name)

    with opened("files", path=str(folder)) as source:
        (table,) = source.tables()
        assert read(source, table) == [(7,)]


def test_two_files_for_one_table_are_told(folder):
    csv(folder, "id\n1\n", "Orders.csv")
    csv(folder, "id\n1\n", "orders.tsv")

    with pytest.raises(ConnectorError, match="would both be the table `orders`"):
        opened("files", path=str(folder))


def test_an_absent_folder_is_told(tmp_path):
    with pytest.raises(ConnectorError, match="there is no folder `data`; looked for"):
        opened("files", root=tmp_path, path="data")


def test_a_folder_without_tables_is_told(folder):
    (folder / "notes.txt").write_text("x")
    (folder / "~$crm.xlsx").write_text("x")

    with pytest.raises(ConnectorError, match="holds no CSV, Parquet or Excel file"):
        opened("files", path=str(folder))


def test_nothing_outside_the_folder_can_be_read(folder, tmp_path):
    csv(folder, "id\n1\n")
    (tmp_path / "outside.csv").write_text("secret\n42\n")
    (folder / "link.csv").symlink_to(tmp_path / "outside.csv")

    with opened("files", path=str(folder)) as source:
        assert list(source.tables()) == ["t"]
        for path in (tmp_path / "outside.csv", f"{folder}/../outside.csv", "/etc/passwd"):
            with pytest.raises(QueryError):
                asked(source, f"SELECT * FROM read_csv('{path}')")

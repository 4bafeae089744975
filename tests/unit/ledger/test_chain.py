"""The canonical form of a row, and the chain over it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from krtracker.errors import LedgerError
from krtracker.ledger.canonical import canonical_row, canonical_rows
from krtracker.ledger.chain import Chain, Head, read_head, row_hash, write_head
from krtracker.ledger.tables import COUNT, DAY, FLAG, MOMENT, NUMBER, QUERIES, TEXT, Row, Table


def test_form_one_of_a_row_never_changes() -> None:
    cells = ('é "x"', None, 0.1, 42.0, 7, True, date(2026, 11, 21), datetime(2026, 11, 22, 6))
    form = (
        '[1,"measurements",12,"é \\"x\\"",null,0.1,42.0,7,true,"2026-11-21","2026-11-22T06:00:00"]'
    )

    found = row_hash(b"before", 1, "measurements", 12, cells)

    assert found == hashlib.sha256(b"before" + form.encode()).digest()


def columns(rows: Sequence[Row]) -> list[tuple[object, ...]]:
    return list(zip(*rows, strict=True))


def test_rows_are_numbered_and_chained_across_batches() -> None:
    rows = [("a", "SELECT 1"), ("b", "SELECT 2"), ("c", "SELECT 3")]
    at_once, apart = Chain(Head()), Chain(Head())

    at_once.link(QUERIES, columns(rows))
    apart.link(QUERIES, columns(rows[:2]))
    last = apart.link(QUERIES, columns(rows[2:]))

    assert at_once.head == apart.head
    assert last.to_pylist()[0]["sequence"] == 3
    assert last.to_pylist()[0]["hash"] == apart.head.hash


def test_another_order_is_another_chain() -> None:
    one, other = Chain(Head()), Chain(Head())
    one.link(QUERIES, columns([("a", "x"), ("b", "y")]))
    other.link(QUERIES, columns([("b", "y"), ("a", "x")]))

    assert one.head != other.head


def test_a_head_is_read_as_it_was_written(tmp_path: Path) -> None:
    path, head = tmp_path / "ledger.head", Head(12, bytes(range(32)))

    write_head(path, head)

    assert read_head(path) == head
    assert list(tmp_path.iterdir()) == [path]


def test_a_head_never_written_is_none(tmp_path: Path) -> None:
    assert read_head(tmp_path / "ledger.head") is None


def test_a_head_that_is_no_head_is_named(tmp_path: Path) -> None:
    (tmp_path / "ledger.head").write_text("{}")

    with pytest.raises(LedgerError, match=r"ledger\.head is damaged"):
        read_head(tmp_path / "ledger.head")


@given(data=st.data())
def test_rows_spelt_together_are_spelt_as_each_alone(data: st.DataObject) -> None:
    cells = {
        TEXT: st.text('a"\\\né\u2028✨', max_size=5),
        DAY: st.dates(),
        MOMENT: st.datetimes(),
        NUMBER: st.floats(allow_nan=False, allow_infinity=False),
        COUNT: st.integers(-(2**63), 2**63 - 1),
        FLAG: st.booleans(),
    }
    table = Table("told", {f"column_{number}": kind for number, kind in enumerate(cells)})
    rows = data.draw(
        st.lists(st.tuples(*(st.none() | each for each in cells.values())), min_size=1)
    )

    found = list(canonical_rows(1, table, 7, columns(rows)))

    expected = [canonical_row(1, "told", number, row) for number, row in enumerate(rows, start=7)]
    assert found == expected


def test_nought_and_minus_nought_are_spelt_apart() -> None:
    table = Table("told", {"number": NUMBER})

    numbers = [[0.0, -0.0, float("nan")]]
    found = list(canonical_rows(1, table, 1, numbers))

    assert found == [b'[1,"told",1,0.0]', b'[1,"told",2,-0.0]', b'[1,"told",3,NaN]']


def test_noughts_alone_are_spelt_apart_by_their_signs() -> None:
    table = Table("told", {"number": NUMBER})

    found = list(canonical_rows(1, table, 1, [[0.0, -0.0]]))

    assert found == [b'[1,"told",1,0.0]', b'[1,"told",2,-0.0]']

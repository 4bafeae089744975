"""Fragments are parsed alone, and say where they cannot be read."""

from __future__ import annotations

import pytest
from sqlglot import exp

from krtracker.measures.complaint import FragmentError
from krtracker.measures.language import expression, query, rows


def said(text: str) -> str:
    return expression(text).sql("postgres")


def test_an_expression_is_read_as_postgresql_writes_it() -> None:
    assert said("a::date <= b and c ~ 'x'") == "CAST(a AS DATE) <= b AND c ~ 'x'"


def test_a_parameter_is_no_cast_and_no_text() -> None:
    tree = expression("a::date = :as_of and b = ':until'")

    assert [node.name for node in tree.find_all(exp.Placeholder)] == ["as_of"]


def test_comments_are_left_out() -> None:
    assert said("a -- really\n + b /* and truly */") == "a + b"


@pytest.mark.parametrize(
    ("text", "message", "offset"),
    [
        pytest.param("a +", "cannot be read at `+`", 2, id="half an expression"),
        pytest.param("avg(\n  hours\n  )) > 1", "cannot be read at `)`", 16, id="on line three"),
        pytest.param("a; drop table b", "one statement only: there is more after `;`", 1, id="two"),
        pytest.param("a b", "`a b` is two things, not one expression", 2, id="an alias"),
        pytest.param("select 1", "`select 1` is not an expression", None, id="a SELECT"),
        pytest.param("*", "`*` is not an expression", None, id="a star"),
        pytest.param("", "it is empty", None, id="nothing"),
        pytest.param("-- nothing", "it is empty", None, id="a comment alone"),
        pytest.param("'a", "a quote or a bracket is not closed", None, id="an open quote"),
        pytest.param("(" * 3_000, "it is nested too deeply to be read", None, id="a pit"),
        pytest.param(
            "/*!50000 sleep(5) */ a",
            "a comment that is an order to the server is refused",
            0,
            id="a versioned comment",
        ),
    ],
)
def test_what_is_no_expression_is_told_with_its_place(
    text: str, message: str, offset: int | None
) -> None:
    with pytest.raises(FragmentError) as caught:
        expression(text)

    assert caught.value.complaint.message == message
    assert caught.value.complaint.position(text) == offset


def test_rows_are_a_table_a_join_or_a_bracketed_select() -> None:
    for text in ("orders", "orders o join items i using (id)", "(select * from orders) as o"):
        assert rows(text).sql("postgres").startswith("SELECT * FROM ")


@pytest.mark.parametrize(
    "text",
    [
        "orders where a = 1",
        "orders limit 1",
        "orders union select * from others",
        "orders; select 1",
        "(select 1) group by 1",
        "(delete from orders returning *)",
        "orders o join items i on",
    ],
)
def test_rows_are_nothing_more(text: str) -> None:
    with pytest.raises(FragmentError):
        rows(text)


@pytest.mark.parametrize("dialect", ["duckdb", "postgres", "mysql", "sqlite"])
def test_sql_of_ones_own_takes_parameters_anywhere(dialect: str) -> None:
    tree = query("select :since, a from t where b >= :since and c = ':since'", dialect)

    assert [node.name for node in tree.find_all(exp.Placeholder)] == ["since", "since"]


@pytest.mark.parametrize(
    "text",
    ["drop table a", "insert into a values (1)", "pragma a", "set a = 1", "call a()", "vacuum"],
)
def test_only_a_select_is_a_query(text: str) -> None:
    with pytest.raises(FragmentError):
        query(text, "sqlite")

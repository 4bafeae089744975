"""What may be sent, and in which form."""

from __future__ import annotations

import pytest
from sqlglot import parse_one

from connectors.asking.faults import one_line
from connectors.asking.mysql_words import DIALECT
from connectors.asking.names import Names
from connectors.asking.statements import bound_to, rendered, with_format_placeholders
from krtracker.errors import QueryError
from krtracker.redaction import without_values


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO t VALUES (1)",
        "WITH gone AS (DELETE FROM t RETURNING *) SELECT * FROM gone",
        "SELECT * INTO u FROM t",
        "SELECT * FROM t FOR UPDATE",
        "CREATE TABLE t (a int)",
        "COPY t TO 'x'",
        "SET x = 1",
        "CALL f()",
        "VACUUM",
        "EXPLAIN ANALYZE SELECT 1",
    ],
)
def test_only_what_reads_may_be_sent(sql):
    with pytest.raises(QueryError, match="only a SELECT that changes nothing"):
        rendered(parse_one(sql, read="postgres"), "postgres")


def test_comments_are_never_sent_because_some_servers_execute_them():
    tree = parse_one("SELECT /*!50000 sleep(5), */ 1 -- and more", read="mysql")

    assert rendered(tree, "mysql") == "SELECT 1"


def test_percent_signs_are_no_placeholders():
    tree = parse_one(
        "SELECT a % 2 AS b, ':x' FROM t WHERE c LIKE '%s%' AND d = :d", read="postgres"
    )

    assert with_format_placeholders(tree, "postgres") == (
        "SELECT a %% 2 AS b, ':x' FROM t WHERE c LIKE '%%s%%' AND d = %(d)s"
    )


def test_a_pattern_is_matched_by_the_operator_that_mariadb_knows():
    tree = parse_one("SELECT 1 + regexp_like(a, 'x'), a NOT REGEXP 'x' FROM t", read="mysql")

    written = "SELECT 1 + (a REGEXP 'x'), NOT (a REGEXP 'x') FROM t"
    assert with_format_placeholders(tree, DIALECT) == written


def test_a_parameter_used_twice_is_bound_once():
    tree = parse_one("SELECT :a + :a + :b")

    assert bound_to(tree, {"a": 1, "b": 2, "c": 3}) == {"a": 1, "b": 2}
    assert with_format_placeholders(tree, "postgres") == "SELECT %(a)s + %(a)s + %(b)s"


def test_names_are_written_as_a_query_must_write_them():
    listed = [("", "orders"), ("", "Order Items"), ("", "order"), ("", "Mixed"), ("crm", "Leads")]

    written = Names(listed, home="public", dialect="postgres").written

    assert written == ["orders", '"Order Items"', '"order"', '"Mixed"', 'crm."Leads"']
    assert Names(listed[3:], home="main", dialect="duckdb").written == ["Mixed", "crm.Leads"]


@pytest.mark.parametrize(
    "asked", ["orders", "ORDERS", "public.orders", '"orders"', "Public.Orders"]
)
def test_a_table_is_found_however_its_name_is_written(asked):
    names = Names([("", "orders"), ("crm", "orders")], home="public", dialect="postgres")

    assert names.find(asked).sql("postgres") == '"orders"'


def test_a_table_of_another_schema_is_found_by_its_full_name():
    names = Names([("", "orders"), ("crm", "leads")], home="public", dialect="postgres")

    assert names.find("crm.leads").sql("postgres") == '"crm"."leads"'
    with pytest.raises(QueryError, match=r"no table `leads`; did you mean `crm\.leads`"):
        names.find("leads")


@pytest.mark.parametrize("name", ["", "a b c", 'x"; DROP TABLE t; --', "a.b.c.d.e", "'"])
def test_a_name_that_is_none_is_not_there(name):
    with pytest.raises(QueryError, match="no table"):
        Names([("", "orders")], home="", dialect="sqlite").find(name)


def test_a_drivers_words_become_ours():
    assert one_line("FATAL:  Password wrong.\nHINT: look") == "password wrong"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('bad: "ann@x.org"', "bad: …"),
        ("no number 'Ann O'Hara' here", "no number … here"),
        ("no number 'Ann\nO'Hara' here", "no number … here"),
        ("no number 'Ann", "no number …"),
        ("nothing to hide", "nothing to hide"),
    ],
)
def test_values_are_left_out_of_a_message(said, told):
    assert without_values(said) == told


def test_a_text_is_said_as_it_is_however_a_statement_is_laid_out() -> None:
    tree = parse_one("SELECT '__SQLGLOT__LB__' AS a", read="duckdb")

    assert rendered(tree, "duckdb", pretty=True) == "SELECT '__SQLGLOT__LB__' AS a"

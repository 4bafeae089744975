"""Measures that count the same rows alike have one fingerprint, however they are written."""

from __future__ import annotations

import pytest

from krtracker.domain.key_result import HowMeasured, RawSql
from krtracker.measures import fingerprint
from tests.builders import a_key_result, a_measure, last_days


def printed(how: HowMeasured) -> str | None:
    return fingerprint(a_key_result(how=how), "duckdb")


URGENT = a_measure(value="avg(hours)", where="priority = 'critical' and region = 'north'")


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(
            a_measure(
                source_rows="orders o",
                value="AVG(o.hours)",
                where="o.region='north' AND o.priority = 'critical'",
                at="o.delivered_at",
            ),
            id="an alias, capitals and another order",
        ),
        pytest.param(
            a_measure(value="avg(hours)", where="'critical' = priority and region in ('north')"),
            id="sides exchanged, a list of one",
        ),
        pytest.param(
            a_measure(
                value="avg(hours) filter (where priority = 'critical')", where="region = 'north'"
            ),
            id="a FILTER instead of a condition",
        ),
        pytest.param(
            a_measure(
                value="100 * avg(hours)", where="(priority = 'critical') and (region = 'north')"
            ),
            id="a factor and brackets",
        ),
        pytest.param(
            a_measure(
                value="avg(hours)",
                where="priority = 'critical' and region = 'north'",
                window=last_days(7),
            ),
            id="another window",
        ),
        pytest.param(
            RawSql(
                "select avg(o.hours) as value from orders o where o.priority = 'critical' "
                "and o.region = 'north' and o.delivered_at >= :since and o.delivered_at < :until"
            ),
            id="SQL of one's own",
        ),
    ],
)
def test_the_same_rows_counted_alike_have_one_fingerprint(other: HowMeasured) -> None:
    assert printed(other) == printed(URGENT)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(a_measure(value="avg(hours)", where="region = 'north'"), id="fewer filters"),
        pytest.param(
            a_measure(value="sum(hours)", where="priority = 'critical' and region = 'north'"),
            id="a sum",
        ),
        pytest.param(
            a_measure(
                value="avg(hours)",
                where="priority = 'critical' and region = 'north'",
                at="ordered_at",
            ),
            id="another moment",
        ),
        pytest.param(
            a_measure(
                value="avg(hours)",
                where="priority = 'critical' and region = 'north'",
                source_rows="returns",
            ),
            id="another table",
        ),
    ],
)
def test_other_rows_or_another_column_have_another(other: HowMeasured) -> None:
    assert printed(other) != printed(URGENT)


@pytest.mark.parametrize(
    "sql", ["select 1 as value", "with a as (select 2 as value) select value from a", "values (1)"]
)
def test_sql_of_any_form_has_one(sql: str) -> None:
    assert printed(RawSql(sql)) == printed(RawSql(sql.upper().replace("VALUE ", "value ")))


def test_what_cannot_be_read_has_none() -> None:
    assert printed(a_measure(value="avg((hours")) is None


SHARE = a_measure(value="100 * count(*) filter (where state = 'late') / count(*)")
JOINED = a_measure(
    source_rows="orders o join clients c on o.client = c.id", value="count(*)", where="c.kind = 1"
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param({"value": "count(*)"}, {"value": "sum(1)"}, id="rows counted by a sum"),
        pytest.param(
            {"where": "a in ('x', 'y')"}, {"where": "a = 'y' or 'x' = a"}, id="a list, alternatives"
        ),
        pytest.param(
            {"where": "a between 1 and 5"},
            {"where": "5.0 >= a and a >= 1"},
            id="between, two limits",
        ),
        pytest.param(
            {"where": "a not between 1 and 5"}, {"where": "a > 5 or a < 1"}, id="outside two limits"
        ),
        pytest.param(
            {"where": "not (a = 'x' or b is null)"},
            {"where": "b is not null and a <> 'x'"},
            id="the opposite of alternatives",
        ),
        pytest.param(
            {"where": "a not in ('x', 'y')"}, {"where": "a <> 'y' and a <> 'x'"}, id="neither"
        ),
        pytest.param({"where": "late = true"}, {"where": "(late)"}, id="true, said or not"),
        pytest.param({"value": "sum(a * b)"}, {"value": "sum(b * a)"}, id="factors turned"),
        pytest.param(
            {"value": "avg(x)"}, {"value": "sum(x) / nullif(count(x), 0)"}, id="an average"
        ),
        pytest.param(
            {"value": "median(x)"},
            {"value": "percentile_cont(0.5) within group (order by x)"},
            id="a median",
        ),
        pytest.param(
            {"value": "avg(x) filter (where a = 'x')"},
            {"value": "avg(case when a = 'x' then x end)"},
            id="an average of some, as CASE",
        ),
        pytest.param(
            {"source_rows": "(select * from orders where a = 'x')"},
            {"where": "a = 'x'"},
            id="a bracket",
        ),
        pytest.param(
            {"value": "1 - count(*) filter (where a) / count(*)"},
            {"value": "100 - 100 * count(*) filter (where a) / count(*)"},
            id="what is missing from all",
        ),
    ],
)
def test_what_sql_lets_one_write_in_two_ways_is_the_same(
    one: dict[str, str], other: dict[str, str]
) -> None:
    assert printed(a_measure(**one)) == printed(a_measure(**other))


@pytest.mark.parametrize(
    "value",
    [
        "100.0 * sum(case when state = 'late' then 1 else 0 end) / nullif(count(*), 0)",
        "avg(case when state = 'late' then 100 else 0 end)",
        "count(*) filter (where state = 'late') / count(*) * 100",
        "count(case when state in ('late') then id end) / sum(1)",
    ],
)
def test_a_share_is_the_same_however_its_rows_are_chosen(value: str) -> None:
    told = printed(a_measure(value=value.replace("then id", "then 1")))

    assert told == printed(SHARE)


@pytest.mark.parametrize(
    "value",
    [
        "100 - 100 * count(*) filter (where state = 'late') / count(*)",
        "100 * count(*) filter (where state = 'early') / count(*)",
        "100 * count(*) filter (where state = 'late') / count(distinct client)",
        "-100 * count(*) filter (where state = 'late') / count(*)",
        "avg(case when state = 'late' then 100 end)",
        "count(*) filter (where state = 'late')",
    ],
)
def test_another_share_is_not(value: str) -> None:
    assert printed(a_measure(value=value)) != printed(SHARE)


def test_a_join_is_the_same_turned_and_under_other_names() -> None:
    turned = a_measure(
        source_rows="clients k inner join orders z on k.id = z.client",
        value="count(*)",
        where="k.kind = 1",
    )

    assert printed(turned) == printed(JOINED)


@pytest.mark.parametrize(
    "rows",
    [
        "orders o left join clients c on o.client = c.id",
        "orders o join clients c on o.payer = c.id",
        "returns o join clients c on o.client = c.id",
    ],
)
def test_another_join_is_not(rows: str) -> None:
    other = a_measure(source_rows=rows, value="count(*)", where="c.kind = 1")

    assert printed(other) != printed(JOINED)

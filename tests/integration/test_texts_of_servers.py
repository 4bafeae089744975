"""What is text to us and something else to a server is one text, wherever it is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import pytest

from krtracker.connector import Connector
from krtracker.domain.calendar import Calendar, Window, WindowKind
from krtracker.domain.key_result import KeyResult, Measure
from krtracker.domain.measurement import Reading
from krtracker.measures import Asked, measure
from tests import servers
from tests.builders import a_key_result
from tests.engines import Engine, engine
from tests.integration.test_pushed_down import (
    DAYS,
    NOW,
    Handing,
    HandingPostgres,
    there_and_here,
)

MONTH = Window(WindowKind.LAST, 28)
POSTGRES = (
    "CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy')",
    "CREATE DOMAIN code AS char(6)",
    "CREATE DOMAIN narrow AS code",
    "CREATE TABLE t (id int, on_day date, c char(6), n narrow,"
    ' v varchar(6) COLLATE "en-x-icu", e mood, u uuid,'
    " b bytea, took interval, h time, i inet, w int[], j json, paid boolean, qty float,"
    " price numeric(9, 2))",
    "INSERT INTO t VALUES"
    " (1, '2026-10-01', 'ab', 'ab', 'ab ', 'sad', '00000000-0000-0000-0000-00000000000a', '\\x61',"
    "  '1 month', '24:00', '10.0.0.1', '{1,2}', '{\"a\":1}', true, 4, 4.50),"
    " (2, '2026-10-01', 'ab ', 'x', 'ab', 'ok', '00000000-0000-0000-0000-00000000000A', '\\xff',"
    "  '30 days', '10:00:00.5', '10.0.0.0/8', '{1}', '{\"a\":1}', false, 4.5, 4),"
    " (3, '2026-10-01', '', '', '', 'happy', NULL, '\\x',"
    "  '-1 day -02:00', '10:00', '::1', '{}', NULL, true, 1e20, 0),"
    " (4, '2026-10-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,"
    "  NULL, NULL)",
)
OF_POSTGRES = {
    "c = 'ab'": 2,
    "c = 'ab    '": 0,
    "c = v": 2,
    "c like 'ab'": 2,
    "c like '%b'": 2,
    "c in ('ab', 'q')": 2,
    "c < 'b'": 3,
    "c || 'x' = 'abx'": 2,
    "concat(c, 'x') = 'abx'": 2,
    "right(c, 1) = 'b'": 2,
    "length(c) = 2": 2,
    "n like 'x'": 1,
    "e < 'ok'": 1,
    "left(e, 1) = 'h'": 1,
    "u = '00000000-0000-0000-0000-00000000000A'": 0,
    "u = '00000000-0000-0000-0000-00000000000a'": 2,
    "u like '%00a'": 2,
    "b = '\\x61'": 1,
    "b = '\\xff'": 1,
    "b = '\\x'": 1,
    "b = 'a'": 0,
    "took = '30 days'": 1,
    "took = '1 mon'": 1,
    "took = '-1 days -02:00:00'": 1,
    "h = '24:00:00'": 1,
    "h = '10:00:00.5'": 1,
    "i = '10.0.0.1'": 1,
    "i = '10.0.0.0/8'": 1,
    "w = '{1,2}'": 1,
    "j = '{\"a\":1}'": 2,
}
COUNTED = {"c": 2, "e": 3, "u": 1, "b": 3, "took": 3, "h": 3, "i": 3, "w": 3, "j": 1}
"""How many different texts there are in a column."""
DIFFERENTLY_WRITTEN = {
    "concat(paid, '') = 'true'": 2,
    "paid || '' = 'true'": 2,
    "qty || '' = '4.0'": 1,
    "concat(qty, '') = '1e+20'": 1,
    "price || '' = '4.5'": 1,
    "concat(floor(id), '') = '1.0'": 1,
    "concat(true, v) = 'trueab'": 1,
}
BIG = (
    "CREATE TABLE big (n BIGINT UNSIGNED, few INT UNSIGNED, signed BIGINT, on_day DATE)",
    "INSERT INTO big VALUES (18446744073709551615, 0, 7, '2026-10-01'), (0, 4000000000, 3,"
    " '2026-10-01'), (5, 1, 1, '2026-10-01')",
)
MARIADB = (
    "CREATE TABLE t (id INT, on_day DATE, c CHAR(6), v VARCHAR(6), fixed BINARY(3),"
    " b VARBINARY(9), long_b BLOB, h TIME(1), e ENUM('ok', 'OKAY'))",
    "INSERT INTO t VALUES (1, '2026-10-01', 'ab', 'ab ', 'a', 'a', x'61', '10:00', 'ok'),"
    " (2, '2026-10-01', 'ab ', 'ab', x'FF', x'FF', x'C3A9', '-30:00:00.5', 'OKAY'),"
    " (3, '2026-10-01', '', '', '', x'EDA080', '', '00:00', ''),"
    " (4, '2026-10-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL)",
)
OF_MARIADB = {
    "c = 'ab'": 2,
    "c = 'ab '": 0,
    "c like '%b'": 2,
    "fixed like 'a__'": 1,
    "fixed = 'ff0000'": 1,
    "b = 'a'": 1,
    "b = 'A'": 0,
    "b = 'a '": 0,
    "b = 'ff'": 1,
    "b = 'eda080'": 1,
    "b like 'f%'": 1,
    "long_b = 'é'": 1,
    "long_b = ''": 1,
    "h = '10:00:00.0'": 1,
    "h = '-30:00:00.5'": 1,
    "e = 'okay'": 0,
}


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with engine("postgres", tmp_path_factory.mktemp("postgres")) as source:
        servers.postgres().run(*POSTGRES, database=source.connection.settings["database"])
        yield source


@pytest.fixture(scope="module")
def mariadb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with engine("mysql", tmp_path_factory.mktemp("mariadb")) as source:
        loose = "SET SESSION sql_mode = ''"
        database = source.connection.settings["database"]
        servers.mysql().run(loose, *MARIADB, *BIG, database=database)
        yield source


def asking(table: str, *measures: tuple[str, str | None], source: str) -> list[KeyResult]:
    return [
        a_key_result(f"kr_{number}", source=source,
                     how=Measure(table, value, where, at="on_day", window=MONTH))
        for number, (value, where) in enumerate(measures)
    ]  # fmt: skip


def alone(source: Engine, wanted: Sequence[KeyResult], day: date = DAYS[0]) -> list[float | None]:
    """What each is worth as of one day, asked by itself."""
    found = []
    for each in wanted:
        with source.open() as connector:
            asked = [Asked(each, (day,))]
            found += measure(asked, connector=connector, calendar=Calendar(), now=NOW)
    assert all(isinstance(each, Reading) for each in found), found
    return [each.value for each in found if isinstance(each, Reading)]


def measure_all(wanted: Sequence[KeyResult], connector: Connector) -> list[Reading]:
    """What each is worth as of the first day."""
    asked = [Asked(each, DAYS[:1]) for each in wanted]
    found = list(measure(asked, connector=connector, calendar=Calendar(), now=NOW))
    assert all(isinstance(each, Reading) for each in found), found
    return [each for each in found if isinstance(each, Reading)]


def expect_everywhere(
    source: Engine, wanted: list[KeyResult], expected: Sequence[float], *, is_in_place: bool = True
) -> None:
    """One value in a shared scan, asked alone, and reckoned from columns handed over."""
    handing = Handing if source.kind == "mysql" else HandingPostgres
    there, plan, here = there_and_here(source, handing, wanted)

    def told(readings: Sequence[Reading]) -> dict[str, float | None]:
        firsts = readings[:: len(DAYS)]
        return {str(each.how): one.value for each, one in zip(wanted, firsts, strict=True)}

    right = {str(each.how): one for each, one in zip(wanted, expected, strict=True)}
    assert told(there) == right
    assert told(here) == right
    assert dict(zip(right, alone(source, wanted), strict=True)) == right
    assert all(each.way and each.way.is_shared for each in there)
    assert [each.why_here for each in plan.entries if each.pulled and is_in_place] == []


def test_a_text_of_postgres_is_the_same_text_in_place_and_handed_over(postgres: Engine) -> None:
    conditions = [("count(*)", where) for where in OF_POSTGRES]
    counts = [(f"count(distinct {name})", None) for name in COUNTED]
    wanted = asking("t", *conditions, *counts, source="postgres")

    expect_everywhere(postgres, wanted, [*OF_POSTGRES.values(), *COUNTED.values()])


def test_a_column_that_is_no_text_to_postgres_is_the_same_in_a_bracketed_select(
    postgres: Engine,
) -> None:
    rows = "(select c, took, on_day, count(*) as n from t where c like '%b' group by 1, 2, 3) as q"
    joined = "t join t as other on t.c = other.v"
    wanted = [
        *asking(rows, ("sum(n)", None), ("count(distinct took)", "c = 'ab'"), source="postgres"),
        a_key_result("joined", source="postgres",
                     how=Measure(joined, "count(*)", at="t.on_day", window=MONTH)),
    ]  # fmt: skip

    expect_everywhere(postgres, wanted, [2, 2, 3])


KEYS = {
    ("t join t as other using (u)", "count(*)", None): (4, []),
    ("t join t as other on t.u = other.u", "count(distinct t.u)", "other.u is not null"): (1, []),
    ("t join t as other on t.u = other.u", "count(*)", "t.u like '%a'"): (4, ["t", "other"]),
    ("t join t as other on t.u = other.u join t as third on third.u = t.u", "count(*)",
     "third.u >= '00000000-0000-0000-0000-00000000000a'"): (8, ["t", "other", "third"]),
    ("t join t as other on t.u = other.v", "count(*)", None): (0, ["t", "other"]),
}  # fmt: skip
"""Rows, a value and a condition; what it comes to, and whose uuids have to be told as text."""


@pytest.mark.parametrize(("measure", "expected"), KEYS.items())
def test_a_uuid_held_against_another_is_left_to_its_index(
    postgres: Engine, measure: tuple[str, str, str | None], expected: tuple[float, list[str]]
) -> None:
    rows, value, where = measure
    at = "t.on_day" if " join " in rows else "on_day"
    wanted = [
        a_key_result(f"kr_{number}", source="postgres",
                     how=Measure(rows, f"{value} + {number}", where, at=at, window=MONTH))
        for number in range(2)
    ]  # fmt: skip
    with postgres.open() as connector:
        (found,) = measure_all(wanted[:1], connector)

    expect_everywhere(postgres, wanted, [expected[0], expected[0] + 1])
    assert found.query.count('CAST("u" AS TEXT) AS "u"') == len(expected[1])


@pytest.mark.parametrize(("where", "expected"), DIFFERENTLY_WRITTEN.items())
def test_what_postgres_writes_differently_is_joined_to_a_text_here(
    postgres: Engine, where: str, expected: float
) -> None:
    wanted = asking("t", ("count(*)", where), ("count(*)", f"({where}) is true"), source="postgres")

    expect_everywhere(postgres, wanted, [expected] * 2, is_in_place=False)


def test_texts_and_whole_numbers_are_joined_in_place(postgres: Engine) -> None:
    wanted = asking(
        "t",
        ("count(distinct v || '-' || id)", None),
        ("count(*)", "concat(id, left(v, 1)) = '1a'"),
        source="postgres",
    )

    expect_everywhere(postgres, wanted, [3, 1])


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("cast(v as varchar(1)) = 'a'", 0),
        ("v::char = 'a'", 0),
        ("left(v, 1) between 'B' and 'b'", 2),
        ("least(left(v, 1), 'B') = 'B'", 3),
        ("(v, id) < ('aB', 0)", 1),
    ],
)
def test_an_order_or_a_length_that_is_the_servers_own_is_not_asked_of_it(
    postgres: Engine, where: str, expected: float
) -> None:
    wanted = asking("t", ("count(*)", where), ("count(*)", f"not not ({where})"), source="postgres")

    expect_everywhere(postgres, wanted, [expected] * 2, is_in_place=False)


def test_a_text_of_mariadb_is_the_same_text_in_place_and_handed_over(mariadb: Engine) -> None:
    wanted = asking("t", *(("count(*)", where) for where in OF_MARIADB), source="mysql")

    expect_everywhere(mariadb, wanted, list(OF_MARIADB.values()))


def test_different_texts_of_mariadb_are_counted_alike_in_place_and_here(mariadb: Engine) -> None:
    wanted = asking("t", ("count(distinct b)", None), ("count(distinct h)", None), source="mysql")

    expect_everywhere(mariadb, wanted, [3, 3], is_in_place=False)


@pytest.mark.parametrize(
    "value",
    ["sum(n - 1)", "sum(n * 2)", "sum(n::bigint)", "count(*) filter (where n - signed < 0)"],
)
def test_a_number_of_mariadb_without_a_sign_never_becomes_a_negative_one(
    mariadb: Engine, value: str
) -> None:
    wanted = asking("big", (value, None), (f"{value} + 1", None), source="mysql")

    with mariadb.open() as connector:
        for days in (DAYS, DAYS[:1]):
            asked = [Asked(each, days) for each in wanted]
            found = list(measure(asked, connector=connector, calendar=Calendar(), now=NOW))
            told = {getattr(each, "reason", each) for each in found}
            assert told == {"column `n` mixes kinds: a value does not fit among whole numbers"}


def test_a_number_of_mariadb_without_a_sign_is_reckoned_with_where_it_fits(
    mariadb: Engine,
) -> None:
    wanted = asking("big", ("sum(few - 5)", None), ("sum(few * -1)", None),
                    ("sum(signed - few)", None), source="mysql")  # fmt: skip

    expect_everywhere(mariadb, wanted, [3_999_999_986, -4_000_000_001, -3_999_999_990])


def test_a_pattern_where_a_place_in_a_text_is_meant_is_told_of_its_key_result_alone(
    postgres: Engine,
) -> None:
    wanted = asking(
        "t",
        ("count(*)", "substring(v from 'b.*') = 'b'"),
        ("count(*)", "substring(v from 2 for 1) = 'b'"),
        source="postgres",
    )

    with postgres.open() as connector:
        asked = [Asked(each, DAYS[:1]) for each in wanted]
        found = list(measure(asked, connector=connector, calendar=Calendar(), now=NOW))

    assert [isinstance(each, Reading) and each.value for each in found] == [False, 2]

"""Windows, states, knowledge, last rows and growth: small tables, values told by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from krtracker.domain.calendar import Calendar, Cycle, Window, WindowKind
from krtracker.domain.key_result import Latest, Measure
from krtracker.domain.measurement import Reading
from krtracker.measures import Asked, measure
from tests.builders import Q4, a_calendar, a_key_result, last_days
from tests.engines import KINDS, Engine, Rows, engine

NOW = datetime(2030, 1, 1, tzinfo=UTC)
ALL_TIME = Window(WindowKind.ALL_TIME)


@pytest.fixture(scope="module", params=KINDS)
def source(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    with engine(request.param, tmp_path_factory.mktemp(request.param)) as made:
        yield made


def read(
    source: Engine,
    how: Measure,
    *days: str,
    calendar: Calendar | None = None,
    zone: str = "UTC",
    cycle: Cycle = Q4,
) -> list[Reading]:
    """What the source says of a measure as of each day."""
    asked = Asked(a_key_result(how=how, cycle=cycle), tuple(map(date.fromisoformat, days)))
    with source.open(timezone=zone) as connector:
        found = list(
            measure([asked], connector=connector, calendar=calendar or a_calendar(), now=NOW)
        )
    for each in found:
        assert isinstance(each, Reading), each
    return [each for each in found if isinstance(each, Reading)]


def values(source: Engine, how: Measure, *days: str, **fields: Any) -> list[float | None]:
    return [each.value for each in read(source, how, *days, **fields)]


def times(kind: str, *texts: str | None) -> dict[str, Rows]:
    """A table `orders` with one time `at` for each row, of a kind."""
    turn = date.fromisoformat if kind == "date" else datetime.fromisoformat
    rows = [(number, turn(text) if text else None) for number, text in enumerate(texts)]
    return {"orders": Rows({"id": "int", "seen": kind}, rows)}


def count(**fields: Any) -> Measure:
    return Measure("orders", "count(*)", **fields)


def test_the_window_ends_with_the_day_and_holds_so_many_calendar_days(source: Engine) -> None:
    source.put(times("naive", "2026-10-01 00:00", "2026-10-07 23:59:59", "2026-10-08 00:00", None))

    found = values(
        source, count(at="seen", window=last_days(7)), "2026-09-30", "2026-10-07", "2026-10-08"
    )

    assert found == [0, 2, 2]


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        (WindowKind.WEEK_TO_DATE, 2),
        (WindowKind.MONTH_TO_DATE, 3),
        (WindowKind.QUARTER_TO_DATE, 4),
        (WindowKind.YEAR_TO_DATE, 5),
        (WindowKind.CYCLE_TO_DATE, 4),
        (WindowKind.ALL_TIME, 6),
    ],
)
def test_a_window_to_date_starts_where_its_name_says(
    source: Engine, window: WindowKind, expected: int
) -> None:
    # 2026-11-18 is a Wednesday; weeks start on Sunday, the fiscal year in April.
    source.put(times(
        "date", "2026-11-18", "2026-11-15", "2026-11-01", "2026-10-01", "2026-04-01", "2026-03-31",
        "2026-11-19",
    ))  # fmt: skip
    calendar = Calendar(week_starts=6, fiscal_year_starts=4)

    found = values(source, count(at="seen", window=Window(window)), "2026-11-18", calendar=calendar)

    assert found == [expected]


def test_before_its_start_the_window_of_a_cycle_is_empty(source: Engine) -> None:
    source.put(times("date", "2026-09-30", "2026-10-01"))
    window = Window(WindowKind.CYCLE_TO_DATE)

    assert values(source, count(at="seen", window=window), "2026-09-30", "2026-10-01") == [0, 1]


def test_a_date_is_a_project_day_in_whatever_zone(source: Engine) -> None:
    source.put(times("date", "2026-10-10", "2026-10-11"))

    found = values(
        source,
        count(at="seen", window=last_days(1)),
        *("2026-10-09", "2026-10-10", "2026-10-11"),
        calendar=a_calendar("Pacific/Auckland"),
        zone="America/Los_Angeles",
    )

    assert found == [0, 1, 1]


def test_a_time_without_a_zone_is_in_that_of_its_connection(source: Engine) -> None:
    # Midnight in Paris is 22:00 UTC in summer.
    source.put(times("naive", "2026-07-09 21:59:59", "2026-07-09 22:00", "2026-07-10 21:59:59"))

    found = values(
        source,
        count(at="seen", window=last_days(1)),
        *("2026-07-09", "2026-07-10"),
        calendar=a_calendar("Europe/Paris"),
    )

    assert found == [1, 2]


def test_a_moment_is_the_same_wherever_it_is_kept(source: Engine) -> None:
    source.put(times("aware", "2026-07-09 21:59:59+00:00", "2026-07-09 22:00+00:00"))

    found = values(
        source,
        count(at="seen", window=last_days(1)),
        *("2026-07-09", "2026-07-10"),
        calendar=a_calendar("Europe/Paris"),
        zone="Asia/Tokyo",
    )

    assert found == [1, 1]


def test_days_have_23_or_25_hours_when_they_must(source: Engine) -> None:
    hours = [f"2026-{day} {hour:02}:30+00:00" for day in ("03-28", "03-29", "10-24", "10-25")
             for hour in range(24)]  # fmt: skip
    source.put(times("aware", *hours))

    found = values(
        source,
        count(at="seen", window=last_days(1)),
        *("2026-03-29", "2026-10-25"),
        calendar=a_calendar("Europe/Paris"),
    )

    # Rows of 28 March from 23:30 UTC on, and of 29 March before 22:00 UTC; in October the
    # day begins at 22:00 UTC and ends at 23:00 UTC.
    assert found == [1 + 22, 2 + 23]


def test_an_hour_that_occurs_twice_counts_as_its_first_occurrence(source: Engine) -> None:
    # In Paris 02:00 to 03:00 occurs twice on 25 October; a day in Cape Verde begins at 01:00
    # UTC, when it occurs for the second time.
    source.put(times("naive", "2026-10-25 01:59", "2026-10-25 02:30", "2026-10-25 03:00"))

    found = values(
        source,
        count(at="seen", window=last_days(1)),
        *("2026-10-24", "2026-10-25"),
        calendar=a_calendar("Atlantic/Cape_Verde"),
        zone="Europe/Paris",
    )

    assert found == [2, 1]


def test_hours_between_are_real_hours_across_a_change_of_clocks(source: Engine) -> None:
    source.put({
        "orders": Rows(
            {"opened": "naive", "closed": "naive"},
            [(datetime(2026, 10, 24, 12), datetime(2026, 10, 25, 12))],
        )
    })  # fmt: skip
    how = Measure("orders", "avg(hours_between(opened, closed))", at="closed", window=last_days(7))

    assert values(source, how, "2026-10-26") == [24]
    assert values(source, how, "2026-10-26", zone="Europe/Paris") == [25]


def test_working_days_are_mondays_to_fridays_after_the_one_up_to_the_other(source: Engine) -> None:
    # 2026-10-09 is a Friday.
    pairs = [
        ("2026-10-09", "2026-10-12"),
        ("2026-10-09", "2026-10-11"),
        ("2026-10-12", "2026-10-09"),
        ("2026-10-01", "2026-10-31"),
    ]
    rows = [(date.fromisoformat(a), date.fromisoformat(b)) for a, b in pairs]
    source.put({"orders": Rows({"promised": "date", "done": "date"}, rows)})
    how = Measure("orders", "sum(working_days_between(promised, done))", at="done", window=ALL_TIME)

    assert values(source, how, "2026-12-31") == [1 + 0 + 0 + 21]


def tickets(*rows: tuple[str | None, str | None], kind: str = "naive") -> dict[str, Rows]:
    turn = date.fromisoformat if kind == "date" else datetime.fromisoformat
    turned = [tuple(turn(text) if text else None for text in row) for row in rows]
    return {"tickets": Rows({"opened": kind, "closed": kind}, turned)}


def test_a_row_is_open_from_its_start_to_before_its_end(source: Engine) -> None:
    source.put(tickets(
        ("2026-10-05 10:00", "2026-10-07 00:00"),
        ("2026-10-05 10:00", None),
        (None, None),
        ("2026-10-06 10:00", "2026-10-06 12:00"),
        ("2026-10-07 10:00", "2026-10-05 10:00"),
    ))  # fmt: skip
    how = Measure("tickets", "count(*)", during=("opened", "closed"))

    days = ("2026-10-04", "2026-10-05", "2026-10-06", "2026-10-07", "2026-10-08")
    assert values(source, how, *days) == [0, 2, 2, 1, 1]


def test_days_of_a_state_are_compared_as_days(source: Engine) -> None:
    source.put(tickets(("2026-10-05", "2026-10-07"), kind="date"))
    how = Measure("tickets", "count(*)", during=("opened", "closed"))

    days = ("2026-10-04", "2026-10-05", "2026-10-06", "2026-10-07")
    found = values(source, how, *days, calendar=a_calendar("Asia/Tokyo"), zone="America/New_York")

    assert found == [0, 1, 1, 0]


def test_overdue_begins_the_day_after_the_promise(source: Engine) -> None:
    row = (date(2026, 10, 5), datetime(2026, 10, 8, 9))
    source.put({"orders": Rows({"promised_on": "date", "delivered_at": "naive"}, [row])})
    how = Measure("orders", "count(*)", during=("promised_on + interval '1 day'", "delivered_at"))

    days = ("2026-10-05", "2026-10-06", "2026-10-07", "2026-10-08")
    found = values(source, how, *days, calendar=a_calendar("Europe/Paris"), zone="Asia/Tokyo")

    assert found == [0, 1, 1, 0]


def test_rows_count_from_when_they_are_known(source: Engine) -> None:
    rows = [
        (datetime(2026, 10, 5), datetime(2026, 10, 5)),
        (datetime(2026, 10, 5), datetime(2026, 10, 9)),
        (datetime(2026, 10, 5), None),
    ]
    source.put({"orders": Rows({"delivered": "naive", "recorded": "naive"}, rows)})
    how = count(at="delivered", known="recorded", window=last_days(28))

    assert values(source, how, "2026-10-08", "2026-10-09") == [1, 2]


def test_what_is_not_known_does_not_govern_the_state_either(source: Engine) -> None:
    row = (datetime(2026, 10, 5), datetime(2026, 10, 20), datetime(2026, 10, 7))
    columns = {"opened": "naive", "closed": "naive", "recorded": "naive"}
    source.put({"tickets": Rows(columns, [row])})
    how = Measure("tickets", "count(*)", during=("opened", "closed"), known="recorded")

    assert values(source, how, "2026-10-06", "2026-10-07") == [0, 1]


def test_a_matured_window_ends_so_many_days_earlier(source: Engine) -> None:
    source.put(times("date", "2026-09-04", "2026-09-05", "2026-10-01", "2026-10-02"))
    trailing = count(at="seen", window=last_days(28), matured_days=30)
    to_date = count(at="seen", window=Window(WindowKind.YEAR_TO_DATE), matured_days=30)

    # As of 31 October, last 28 days matured 30 are 4 September to 1 October.
    assert values(source, trailing, "2026-10-31", "2026-11-01") == [3, 3]
    assert values(source, to_date, "2026-10-31", "2026-11-01") == [3, 4]


def changes(*rows: tuple[int, str, int, str]) -> dict[str, Rows]:
    turned = [(of, datetime.fromisoformat(at), number, state) for of, at, number, state in rows]
    columns = {"ticket": "int", "changed": "naive", "number": "int", "state": "text"}
    return {"changes": Rows(columns, turned)}


LAST = Latest("ticket", ("changed", "number"))


def test_each_entity_counts_once_in_its_last_row_before_the_end_of_the_day(source: Engine) -> None:
    source.put(changes(
        (1, "2026-10-05 10:00", 1, "open"),
        (1, "2026-10-07 10:00", 2, "done"),
        (2, "2026-10-06 10:00", 3, "open"),
        (2, "2026-10-06 10:00", 4, "stuck"),
    ))  # fmt: skip
    how = Measure("changes", "count(*)", where="state = 'open'", latest=LAST)

    days = ("2026-10-04", "2026-10-05", "2026-10-06", "2026-10-07")
    assert values(source, how, *days) == [0, 1, 1, 0]


def test_to_filter_before_the_last_row_filter_inside_from(source: Engine) -> None:
    source.put(changes((1, "2026-10-05", 1, "open"), (1, "2026-10-07", 2, "note")))
    inside = "(select * from changes where state <> 'note')"

    outer = Measure("changes", "count(*)", where="state <> 'note'", latest=LAST)
    inner = Measure(inside, "count(*)", latest=LAST)

    assert values(source, outer, "2026-10-08") == [0]
    assert values(source, inner, "2026-10-08") == [1]


def test_a_tie_that_remains_rejects_the_measurement(source: Engine) -> None:
    source.put(changes((1, "2026-10-05", 1, "open"), (1, "2026-10-05", 1, "done")))

    (before, tied) = read(
        source, Measure("changes", "count(*)", latest=LAST), "2026-10-04", "2026-10-05"
    )

    assert (before.value, before.failure) == (0, None)
    assert (tied.value, tied.failure) == (
        None,
        "1 row shares the last place of an entity with another",
    )


def test_last_rows_may_be_held_against_a_window_of_their_own(source: Engine) -> None:
    source.put(
        changes(
            (1, "2026-10-05", 1, "done"), (1, "2026-10-20", 2, "open"), (2, "2026-10-06", 3, "done")
        )
    )
    how = Measure("changes", "count(*)", at="changed", window=last_days(7), latest=LAST)

    assert values(source, how, "2026-10-06", "2026-10-21") == [2, 1]


def test_growth_is_against_the_window_before(source: Engine) -> None:
    source.put(times("date", *["2026-10-01"] * 4, *["2026-10-08"] * 5, "2026-10-16"))
    how = count(at="seen", window=last_days(7), growth=True)

    days = ("2026-10-07", "2026-10-14", "2026-10-21", "2026-10-28")
    assert values(source, how, *days) == [None, 25.0, pytest.approx(-80.0), -100.0]


def test_growth_of_what_was_nothing_is_no_value(source: Engine) -> None:
    source.put(times("date", "2026-10-08"))
    how = Measure("orders", "avg(id)", at="seen", window=last_days(7), growth=True)

    assert values(source, how, "2026-10-08", "2026-10-15") == [None, None]


def test_nothing_is_not_zero(source: Engine) -> None:
    columns = {"amount": "decimal", "seen": "date"}
    source.put({"orders": Rows(columns, [(None, date(2026, 10, 5)), (None, date(2026, 10, 5))])})

    def of(value: str, day: str) -> float | None:
        how = Measure("orders", value, at="seen", window=last_days(1))
        return values(source, how, day)[0]

    for day, rows in (("2026-10-04", 0), ("2026-10-05", 2)):
        assert of("count(*)", day) == rows
        assert of("count(amount)", day) == 0
        assert of("sum(amount)", day) == 0
        assert of("sum(amount) filter (where amount > 1) + 1", day) == 1
        assert of("avg(amount)", day) is None
        assert of("max(amount)", day) is None
        assert of("median(amount)", day) is None
        assert of("count(*) / sum(amount)", day) is None
        assert of("100 * count(*) filter (where amount > 1) / count(*)", day) == (
            0 if rows else None
        )


def test_whole_numbers_are_divided_as_numbers(source: Engine) -> None:
    source.put(times("date", "2026-10-05", "2026-10-05", "2026-10-05"))
    how = Measure("orders", "count(*) / 2 + sum(id / 2)", at="seen", window=last_days(1))

    assert values(source, how, "2026-10-05") == [1.5 + 1.5]


def test_a_parameter_takes_the_kind_of_what_it_meets(source: Engine) -> None:
    row = (date(2026, 10, 6), datetime(2026, 10, 5, 22), datetime(2026, 10, 5, 22, tzinfo=UTC))
    source.put({"orders": Rows({"a": "date", "b": "naive", "c": "aware"}, [row])})
    calendar = a_calendar("Europe/Paris")

    # The end of 5 October in Paris is 22:00 UTC, and 6 October as a day.
    for name in ("a", "b", "c"):
        how = Measure("orders", f"count(*) filter (where {name} >= :until)")
        assert values(source, how, "2026-10-05", "2026-10-06", calendar=calendar) == [1, 0], name


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        pytest.param("hours_between(seen, seen + interval '1 day')", 25, id="a calendar day"),
        pytest.param("hours_between(seen, seen + interval '24 hours')", 24, id="so many hours"),
        pytest.param("hours_between(date_trunc('day', seen), seen)", 12, id="since midnight there"),
        pytest.param("extract(hour from seen)", 12, id="the hour there"),
        pytest.param("day(seen) - seen::date", 0, id="a day is a day"),
        pytest.param("day(seen) - date '2026-10-24'", 0, id="the day there"),
        pytest.param("hours_between(seen, date '2026-10-25')", 12, id="until a day begins there"),
        pytest.param("hours_between(seen, '2026-10-25 12:00')", 26, id="a text is of no zone: UTC"),
        pytest.param("hours_between(seen, coalesce(nullif(seen, seen), :until))", 12, id="until"),
        pytest.param("case when seen < '2026-10-24' then 1 else 0 end", 0, id="a date as a text"),
        pytest.param("extract(epoch from seen)", 1_792_836_000, id="seconds since 1970"),
        pytest.param("hours_between(to_timestamp(1792836000), seen)", 0, id="out of seconds"),
        pytest.param("extract(hour from to_timestamp(1792836000))", 12, id="their hour there"),
    ],
)
def test_a_moment_is_told_by_the_clocks_of_the_project(
    source: Engine, expression: str, expected: float
) -> None:
    # Noon in Paris on the day before clocks go back.
    source.put(times("aware", "2026-10-24 10:00+00:00"))
    how = Measure("orders", f"sum({expression})", at="seen", window=last_days(7))

    found = values(source, how, "2026-10-24", calendar=a_calendar("Europe/Paris"))

    assert found == [expected]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        pytest.param("sum(price::numeric)", 12.375, id="no digit of a number is lost"),
        pytest.param("sum(price * 3)", 37.125, id="sums of products"),
        pytest.param("count(*) filter (where flag)", 1, id="truth"),
        pytest.param("count(*) filter (where flag = true)", 1, id="equal to truth"),
        pytest.param("count(*) filter (where not flag)", 1, id="untruth"),
        pytest.param("count(*) filter (where flag is true)", 1, id="is true"),
        pytest.param("count(*) filter (where flag is not false)", 1, id="is not false"),
        pytest.param("sum(flag)", 1, id="a sum of truths"),
        pytest.param("100 * avg(flag)", 50, id="a mean of truths"),
        pytest.param("sum(case quantity when 2 then 10 else 1 end)", 11, id="a simple case"),
        pytest.param("sum(quantity::numeric / 4)", 1.75, id="quarters"),
        pytest.param("sum(quantity % 2)", 1, id="remainders"),
        pytest.param("count(*) filter (where quantity % 0 = 1)", 0, id="no remainder of nothing"),
        pytest.param("variance(quantity)", 4.5, id="variance"),
        pytest.param("stddev_pop(quantity)", 1.5, id="deviation of all"),
        pytest.param("percentile_disc(0.5) within group (order by quantity)", 2, id="a real one"),
        pytest.param("max(quantity) filter (where name ~ '^[ab]')", 5, id="a pattern"),
        pytest.param("count(*) filter (where name ilike 'BÉ%')", 1, id="any case"),
        pytest.param("min(length(split_part(name, ' ', 2)))", 2, id="parts of a text"),
        pytest.param("count(*) filter (where name like 'b\\é%')", 0, id="a backslash is itself"),
        pytest.param("count(distinct name || quantity::text)", 2, id="joined"),
        pytest.param("sum(round(price, 1))", 12.4, id="rounded halves away from nought"),
        pytest.param("sum(trunc(price))", 12, id="cut"),
        pytest.param("sum(sign(quantity - 3) * power(quantity, 2))", 21, id="powers"),
        pytest.param(
            "sum(greatest(nullif(quantity, 5), 1))", 3, id="the greatest of what is known"
        ),
        pytest.param("sum(least(nullif(price, 2.125), quantity))", 7, id="the least of it"),
        pytest.param("sum(quantity) filter (where name = any(array['bé de', 'x']))", 5, id="any"),
        pytest.param(
            "extract(epoch from median(make - seen::timestamp)) / 3600", 13.5, id="half of spans"
        ),
    ],
)
def test_an_expression_means_the_same_on_every_engine(
    source: Engine, expression: str, expected: float
) -> None:
    columns = {
        "price": "float", "quantity": "int", "flag": "bool", "name": "text", "seen": "date",
        "make": "naive",
    }  # fmt: skip
    day, made = date(2026, 10, 5), datetime(2026, 10, 5, 12)
    rows = [
        (10.25, 2, True, "aé bc", day, made),
        (2.125, 5, False, "bé de", day, made + timedelta(hours=3)),
    ]
    source.put({"orders": Rows(columns, rows)})
    how = Measure("orders", expression, at="seen", window=last_days(7))

    assert values(source, how, "2026-10-05") == [pytest.approx(expected)]


def test_numbers_of_a_source_are_as_wide_as_they_are_here(source: Engine) -> None:
    columns = {"price": "decimal", "many": "int", "seen": "date"}
    day = date(2026, 10, 5)
    source.put({"orders": Rows(columns, [(20.0, 2_000_000_000, day), (10.25, 3, day)])})

    def of(value: str) -> float | None:
        return values(source, Measure("orders", value, at="seen", window=last_days(1)), str(day))[0]

    assert of("sum(many * many)") == pytest.approx(4e18)
    assert of("max(many + many)") == 4_000_000_000
    assert of("max(price * price * price * price * price)") == pytest.approx(3.2e6)
    assert of("median(price)") == 15.125


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param(
            {"value": "sum(said::integer)", "where": "kind = 'number'"}, 5, id="a value by `where`"
        ),
        pytest.param(
            {"value": "sum(said::integer) filter (where kind = 'number')"}, 5, id="by its FILTER"
        ),
        pytest.param(
            {"value": "count(*)", "where": "kind = 'number' and said::integer > 2"},
            1,
            id="by what stands before it",
        ),
        pytest.param(
            {"value": "count(*) filter (where kind = 'number' and said::integer > 2)"},
            1,
            id="by what stands before it in a FILTER",
        ),
        pytest.param(
            {"value": "count(*)", "where": "kind = 'day'", "at": "said::date"}, 1, id="a time"
        ),
        pytest.param(
            {
                "value": "sum(n)",
                "source_rows": "(select seen, said::integer as n from orders"
                " where kind = 'number' and said::integer > 2) as numbers",
            },
            3,
            id="inside brackets",
        ),
    ],
)
def test_a_cast_meets_only_the_rows_that_its_conditions_leave(
    source: Engine, fields: dict[str, Any], expected: float
) -> None:
    day = date(2026, 10, 5)
    said = [("number", "2"), ("number", "3"), ("day", "2026-10-05"), ("word", "soon"), ("word", "")]
    columns = {"kind": "text", "said": "text", "seen": "date"}
    source.put({"orders": Rows(columns, [(*each, day) for each in said] * 500)})
    how = Measure(**{"source_rows": "orders", "at": "seen", "window": last_days(7)} | fields)

    assert values(source, how, "2026-10-05") == [500 * expected]


@pytest.mark.parametrize(
    ("rows", "at"),
    [
        ("orders", "day(seen) + 1"),
        ("orders", "day(seen) + interval '1 day'"),
        ("(select day(seen) + 1 as due, id from orders)", "due"),
        ("(select seen::date as d from orders) as days", "days.d + 1"),
    ],
)
def test_a_day_stays_a_day_wherever_it_is_reckoned(source: Engine, rows: str, at: str) -> None:
    source.put(times("aware", "2026-10-04 22:30+00:00"))
    how = Measure(rows, "count(*)", at=at, window=last_days(1))

    days = ("2026-10-05", "2026-10-06", "2026-10-07")
    found = values(source, how, *days, calendar=a_calendar("Europe/Paris"), zone="Asia/Tokyo")

    assert found == [0, 1, 0]


def test_a_scan_tells_rows_apart_by_however_many_conditions(source: Engine) -> None:
    # As many conditions as a number of 64 bits has not.
    moment = datetime(2026, 11, 18, 12)
    rows = [(number, number + 0.5, moment) for number in range(70)]
    source.put({"orders": Rows({"id": "int", "price": "float", "seen": "naive"}, rows)})
    days = [date(2026, 11, number) for number in range(17, 21)]
    asked = [
        Asked(
            a_key_result(
                f"above_{price}",
                how=Measure(
                    "orders",
                    ("count(*)", "count(distinct id)")[price % 2],
                    where=f"price > {price}",
                    at="seen",
                    window=last_days(2),
                ),
            ),
            tuple(days),
        )
        for price in range(70)
    ]

    with source.open() as connector:
        found = measure(asked, connector=connector, calendar=a_calendar(), now=NOW)
        told = {(each.key, each.as_of): each for each in found}

    for price, each in enumerate(asked):
        readings = [told[each.key_result.key, day] for day in days]
        assert all(isinstance(reading, Reading) for reading in readings), readings
        values = [reading.value for reading in readings if isinstance(reading, Reading)]
        assert values == [0, 70 - price, 70 - price, 0]


def test_last_rows_of_a_join_keep_columns_of_one_name_apart(source: Engine) -> None:
    tables = changes(
        (1, "2026-10-05", 1, "open"), (1, "2026-10-06", 2, "done"), (2, "2026-10-05", 3, "done")
    )
    owners = Rows({"ticket": "int", "number": "int", "Team": "text"}, [(1, 70, "a"), (2, 80, "b")])
    source.put(tables | {"owners": owners})
    how = Measure(
        "changes c join owners o on o.ticket = c.ticket",
        "sum(o.number) + max(c.number) + count(distinct team)",
        where="c.state = 'done' and exists (select 1 from owners w where w.number = o.number)",
        latest=Latest("c.ticket", ("c.changed", "c.number")),
    )

    assert values(source, how, "2026-10-05", "2026-10-06") == [80 + 3 + 1, 70 + 80 + 3 + 2]


def test_texts_are_ordered_by_their_bytes(source: Engine) -> None:
    columns = {"ticket": "int", "changed": "date", "code": "text", "points": "int"}
    day = date(2026, 10, 5)
    rows = [
        (1, day, "B", 10),
        (1, day, "a", 20),
        (1, day, None, 30),
        (2, day, "é", 1),
        (2, day, "z", 2),
    ]
    source.put({"changes": Rows(columns, rows)})
    how = Measure("changes", "sum(points)", latest=Latest("ticket", ("changed", "code")))

    assert values(source, how, "2026-10-05") == [20 + 1]

"""Random tables and random measures over them, for holding shared scans against literal queries."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

from krtracker.domain.calendar import Cycle, Window, WindowKind
from krtracker.domain.key_result import Expectations, KeyResult, Latest, Measure, Promise
from tests.engines import Rows, Tables

CYCLE = Cycle("2026-Q4", date(2026, 10, 1), date(2026, 12, 31))
FIRST = datetime(2026, 8, 20)
DAYS = 90
"""Around the last Sunday of October, on which clocks go back in Europe."""
TIMES = ("happened_at", "moment_at", "on_day")
FAR = 2**62
"""From here on neighbours are alike as doubles."""
REGIONS = ("north", "south", "east", "o'west", "", None)


COLUMNS = {
    "id": "whole",
    "account": "whole",
    "region": "text",
    "priority": "int",
    "flag": "bool",
    "amount": "float",
    "price": "decimal",
    "text_number": "text",
    "happened_at": "naive",
    "moment_at": "aware",
    "on_day": "date",
    "ended_at": "naive",
    "recorded_at": "naive",
}


CHANGES = {
    "ticket": "whole",
    "state": "text",
    "points": "float",
    "version": "int",
    "changed_at": "naive",
    "changed_moment": "aware",
    "changed_on": "date",
    "opened_at": "naive",
}
"""An event log, in which every row tells how a ticket stands from then on."""


def tables(chance: random.Random, rows: int) -> Tables:
    """Orders with nulls, late rows, orphan keys, and ends before starts; accounts with gaps."""
    accounts = [(FAR + number, chance.choice(["small", "large", None])) for number in range(15)]
    return {
        "changes": Rows(CHANGES, [_change(number, chance) for number in range(rows)]),
        "orders": Rows(COLUMNS, [_order(number, chance) for number in range(rows)]),
        "accounts": Rows({"id": "whole", "segment": "text"}, accounts),
    }


def _order(number: int, chance: random.Random) -> tuple[object, ...]:
    happened = FIRST + timedelta(seconds=chance.randrange(DAYS * 86_400))
    if chance.random() < 0.1:
        happened = happened.replace(hour=0, minute=0, second=0)
    late = timedelta(days=chance.choice([0, 0, 0, 1, 3, 12]), seconds=chance.randrange(50_000))
    length = timedelta(hours=chance.choice([-30, 0, 1, 20, 24, 200, 900]))
    maybe = chance.random
    return (
        FAR + (number // 2 if maybe() < 0.2 else number),
        None if maybe() < 0.1 else FAR + chance.randrange(25),
        chance.choice(REGIONS),
        chance.choice([1, 2, 3, None]),
        chance.choice([True, False, None]),
        None if maybe() < 0.15 else round(chance.gauss(50, 40), 3),
        None if maybe() < 0.15 else round(chance.uniform(0, 100), 2),
        chance.choice(["12", "x", "7.5", None]),
        None if maybe() < 0.05 else happened,
        None if maybe() < 0.05 else happened.replace(tzinfo=UTC),
        None if maybe() < 0.05 else happened.date(),
        None if maybe() < 0.3 else happened + length,
        None if maybe() < 0.05 else happened + late,
    )


def _change(number: int, chance: random.Random) -> tuple[object, ...]:
    changed = FIRST + timedelta(seconds=chance.randrange(DAYS * 86_400))
    maybe = chance.random
    return (
        None if maybe() < 0.02 else FAR + chance.randrange(60),
        chance.choice(["open", "waiting", "done", "Élevée", None]),
        None if maybe() < 0.15 else round(chance.gauss(5, 3), 3),
        number,
        changed,
        changed.replace(tzinfo=UTC),
        changed.date(),
        None if maybe() < 0.1 else changed - timedelta(hours=chance.randrange(1500)),
    )


ARGUMENTS = (
    "amount",
    "price",
    "priority",
    "amount * 2 - priority",
    "hours_between(happened_at, recorded_at)",
    "case when region = 'north' then 1 when region is null then -1 else 0 end",
)
CONDITIONS = (
    "region = 'north'",
    "region in ('north', 'south')",
    "region not in ('east')",
    "region is null or priority = 2",
    "region like '%o%'",
    "priority >= 2",
    "priority = 1 or flag",
    "not flag",
    "flag is not true",
    "amount > 40",
    "case when flag then amount > 10 else priority = 3 end",
    "region = 'o''west' and amount between 0 and 80",
    "account in (select id from accounts where segment = 'small')",
    "account not in (select id from accounts where segment is null)",
    "exists (select 1 from accounts b where b.id = o.account and b.segment = 'large')",
    "amount > (select 10 * avg(length(b.segment)) from accounts b)",
    "coalesce(region, '') <> ''",
    "region not like '_o%' or amount is null",
    "(priority = 1 or region = 'east') and not (flag or amount < 20)",
    "day(recorded_at) > day(happened_at)",
)
WINDOWS = (
    Window(WindowKind.LAST, 1),
    Window(WindowKind.LAST, 7),
    Window(WindowKind.LAST, 28),
    Window(WindowKind.CYCLE_TO_DATE),
    Window(WindowKind.WEEK_TO_DATE),
    Window(WindowKind.MONTH_TO_DATE),
    Window(WindowKind.QUARTER_TO_DATE),
    Window(WindowKind.YEAR_TO_DATE),
    Window(WindowKind.ALL_TIME),
)


def _aggregate(chance: random.Random) -> str:
    argument = chance.choice(ARGUMENTS)
    found = chance.choice(
        [
            "count(*)",
            f"count({argument})",
            f"sum({argument})",
            f"avg({argument})",
            f"min({argument})",
            f"max({argument})",
            f"stddev({argument})",
            f"var_pop({argument})",
            f"median({argument})",
            f"percentile_cont(0.9) within group (order by {argument})",
            f"count(distinct {chance.choice(['id', 'account', 'region', argument])})",
            "sum(text_number::double precision) filter (where text_number not in ('x'))",
        ]
    )
    plain = "percentile" not in found and "median" not in found and "text_number" not in found
    if plain and chance.random() < 0.3:
        found += f" filter (where {chance.choice(CONDITIONS)})"
    return found


def _value(chance: random.Random) -> str:
    shape = chance.random()
    if shape < 0.6:
        return _aggregate(chance)
    if shape < 0.9:
        return f"100 * {_aggregate(chance)} / {_aggregate(chance)}"
    return f"coalesce({_aggregate(chance)}, 0) - {_aggregate(chance)} * (:cycle_end - :as_of)"


JOINS = (
    "orders o left join accounts a on a.id = o.account",
    "orders o join accounts a on a.id = o.account",
)
"""Orders of accounts that are not there are kept by the first and dropped by the second."""


def a_random_key_result(number: int, chance: random.Random) -> KeyResult:
    """One key result with a measure of any form that the language has."""
    if chance.random() < 0.12:
        return _key_result(number, _of_log(chance), Expectations(nulls_at_most={"points": 0.5}))
    conditions = chance.sample(CONDITIONS, chance.choice([0, 0, 1, 1, 2, 3]))
    joined = chance.random() < 0.2
    rows = chance.choice(JOINS) if joined else "orders o"
    if joined:
        conditions.append("a.segment = 'small'")
    where = " and ".join(f"({each})" for each in conditions) or None
    qualified = _qualified if joined else str
    value = qualified(_value(chance))
    where = qualified(where) if where else None
    known = "recorded_at" if chance.random() < 0.2 else None
    expectations = Expectations(nulls_at_most={"o.amount": 0.5}, duplicates_at_most={"o.id": 10})
    if chance.random() < 0.2:
        during = ("happened_at", "ended_at")
        measure = Measure(rows, value, where, during=during, known=known)
    else:
        window = chance.choice(WINDOWS)
        is_last = window.kind is WindowKind.LAST
        measure = Measure(
            rows,
            value,
            where,
            at=chance.choice(TIMES),
            window=window,
            known=known,
            matured_days=chance.choice([0, 0, 0, 10]),
            growth=is_last and chance.random() < 0.2,
        )
    return _key_result(number, measure, expectations)


def _key_result(number: int, measure: Measure, expectations: Expectations) -> KeyResult:
    return KeyResult(
        f"random_{number}",
        "A random one",
        "random",
        Promise(CYCLE, baseline=0, target=1),
        measure,
        source="orders",
        expectations=expectations,
    )


LOG_TIMES = ("changed_at", "changed_moment", "changed_on")
STATES = ("state = 'done'", "state <> 'open'", "state is null or points > 4", "state like '%e%'")


def _of_log(chance: random.Random) -> Measure:
    """A measure of the last row of every ticket."""
    part = chance.choice(["count(*)", "sum(points)", "avg(points)", "max(points)", "count(points)"])
    value = chance.choice([part, f"100 * {part} / count(*)", f"{part} filter (where points > 2)"])
    latest = Latest("ticket", (chance.choice(LOG_TIMES), "version"))
    where = chance.choice([None, *STATES])
    if chance.random() < 0.5:
        return Measure("changes", value, where, latest=latest)
    at, window = chance.choice([*LOG_TIMES, "opened_at"]), chance.choice(WINDOWS)
    growth = window.kind is WindowKind.LAST and chance.random() < 0.2
    return Measure("changes", value, where, latest=latest, at=at, window=window, growth=growth)


def _qualified(text: str) -> str:
    return text.replace("(id)", "(o.id)").replace("distinct id", "distinct o.id")

"""Tables with everything that is ugly in real ones, and measures over them, from one seed."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from krtracker.domain.calendar import DAY, Calendar, Cycle, Window, WindowKind
from tests.by_hand import (
    Clocks,
    Row,
    Spoken,
    Term,
    Value,
    both,
    deviation,
    divided,
    either,
    known_of,
    lifted,
    quantile,
    spoken,
    working_days,
)
from tests.engines import Rows, Tables

PROJECTS = ("UTC", "Europe/Paris", "America/New_York", "Asia/Tokyo", "Atlantic/Cape_Verde",
            "Australia/Lord_Howe", "America/Sao_Paulo", "America/Havana")  # fmt: skip
CHANGES = {
    "UTC": date(2026, 10, 25),
    "Europe/Paris": date(2026, 10, 25),
    "America/New_York": date(2026, 11, 1),
    "Asia/Tokyo": date(2026, 3, 29),
    "Atlantic/Cape_Verde": date(2026, 3, 29),
    "Australia/Lord_Howe": date(2026, 4, 5),
    "America/Sao_Paulo": date(2018, 2, 18),
    "America/Havana": date(2026, 11, 1),
}
"""A day near which clocks change in a zone, or anywhere."""
FAR = 2**62
"""From here on neighbours are alike as doubles."""
TIME_COLUMNS = ("opened", "closed", "recorded", "opened_at", "closed_at", "promised_on", "due_on")


@dataclass(frozen=True)
class World:
    """Tables, whose clocks they go by, and the cycle they are measured in."""

    tables: Tables
    clocks: Clocks
    cycle: Cycle
    middle: date

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The rows of a table."""
        return self.tables[table].by_name


def world(random: Random) -> World:
    """Tables with nulls, doubles, late rows, orphans and times around a change of clocks."""
    connection = random.choice(PROJECTS)
    project = random.choice((connection, *PROJECTS))
    middle = CHANGES[random.choice((connection, project))]
    calendar = Calendar(
        zone=ZoneInfo(project),
        week_starts=random.choice((0, 6)),
        fiscal_year_starts=random.choice((1, 4, 7)),
    )
    start = middle - timedelta(days=random.randint(0, 30))
    cycle = Cycle("cycle", start, start + timedelta(days=60))
    make = _Rows(random, middle, ZoneInfo(connection))
    size = random.choice((0, 1, 5, 40, 120))
    tables = {
        "orders": make.orders(size),
        "accounts": make.accounts(),
        "changes": make.changes(size),
    }
    return World(tables, Clocks(calendar, ZoneInfo(connection)), cycle, middle)


@dataclass
class _Rows:
    random: Random
    middle: date
    zone: ZoneInfo

    def orders(self, size: int) -> Rows:
        kinds = {
            "id": "int",
            "account_id": "whole",
            "amount": "decimal",
            "score": "float",
            "quantity": "int",
            "priority": "text",
            "is_paid": "bool",
            "opened": "naive",
            "closed": "naive",
            "recorded": "naive",
            "opened_at": "aware",
            "closed_at": "aware",
            "promised_on": "date",
            "due_on": "date",
        }
        return Rows(kinds, [self._order(number) for number in range(size)])

    def _order(self, number: int) -> tuple[Any, ...]:
        random, maybe = self.random, self._maybe
        opened = self._naive()
        closed = opened + timedelta(minutes=random.choice((-90, 0, 30, 600, 2_000, 9_000)))
        moment = self._moment()
        ended = moment + timedelta(minutes=random.choice((-90, 0, 45, 1_500, 8_000)))
        recorded = opened + timedelta(minutes=random.choice((0, 5, 20_000)))
        return (
            maybe(number % 37, 0.05),
            maybe(FAR + random.randint(1, 12), 0.1),
            maybe(round(random.uniform(-20, 200), 2), 0.15),
            maybe(random.uniform(0, 10), 0.15),
            maybe(random.randint(0, 5), 0.15),
            maybe(random.choice(("critical", "normal", "low", "Élevée", "")), 0.1),
            maybe(random.random() < 0.5, 0.1),
            maybe(opened, 0.05),
            maybe(closed, 0.3),
            maybe(recorded, 0.1),
            maybe(moment, 0.05),
            maybe(ended, 0.3),
            maybe(self._day(), 0.1),
            maybe(self._day(), 0.3),
        )

    def accounts(self) -> Rows:
        kinds = {"account_id": "whole", "segment": "text", "joined_on": "date"}
        rows = [
            (FAR + number, self._maybe(self.random.choice(("smb", "mid", "ent")), 0.2), self._day())
            for number in range(1, 9)
        ]
        return Rows(kinds, rows)

    def changes(self, size: int) -> Rows:
        """An event log whose entities change at times that may coincide."""
        kinds = {
            "ticket": "int",
            "changed": "naive",
            "changed_at": "aware",
            "changed_on": "date",
            "version": "int",
            "state": "text",
            "points": "int",
        }
        values = [
            (
                self.random.randint(1, 8),
                self._maybe(self._naive(), 0.05),
                self._maybe(self._moment(), 0.05),
                self._maybe(self._day(), 0.05),
                number,
                self._maybe(self.random.choice(("open", "done", "stuck")), 0.1),
                self._maybe(self.random.randint(0, 9), 0.2),
            )
            for number in range(size)
        ]
        return Rows(kinds, values)

    def _maybe(self, value: Any, share: float) -> Any:
        return None if self.random.random() < share else value

    def _day(self) -> date:
        return self.middle + timedelta(days=self.random.randint(-40, 40))

    def _naive(self) -> datetime:
        """A zone-free time that existed: mostly in the weeks around, often near the change."""
        while True:
            spread = self.random.choice((1, 1, 40))
            day = self.middle + timedelta(days=self.random.randint(-spread, spread))
            minute = self.random.choice((0, 0, self.random.randrange(1_440)))
            if self.random.random() < 0.4:
                minute = self.random.randrange(0, 240, 15)
            naive = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)
            if naive == _back(naive, self.zone):
                return naive

    def _moment(self) -> datetime:
        return self._naive().replace(tzinfo=UTC)


def _back(naive: datetime, zone: ZoneInfo) -> datetime:
    return naive.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None)


# What may be said of a row, of its times, and of many rows.


def column(name: str) -> Term:
    """A column as it is."""
    return Term(name, lambda row: row[name])


def numbers(clocks: Clocks) -> list[Term]:
    """Numbers of one row."""
    amount, quantity = column("amount"), column("quantity")

    def hours(start: str, end: str, per: float) -> Callable[[Row], Any]:
        return lambda row: divided(clocks.seconds(row[start], row[end]), per)

    return [
        amount,
        column("score"),
        quantity,
        Term(
            "amount * quantity",
            lambda row: lifted(float.__mul__)(amount.of(row), _f(row, "quantity")),
        ),
        Term("quantity / 2", lambda row: divided(quantity.of(row), 2)),
        Term("amount / quantity", lambda row: divided(amount.of(row), quantity.of(row))),
        Term("quantity % 3", lambda row: lifted(lambda each: each % 3)(quantity.of(row))),
        Term("abs(amount - 50)", lambda row: lifted(lambda each: abs(each - 50))(amount.of(row))),
        Term(
            "coalesce(quantity, 7)", lambda row: 7 if row["quantity"] is None else row["quantity"]
        ),
        Term("greatest(quantity, 2)", lambda row: max(row["quantity"] or 0, 2)),
        Term(
            "(promised_on + quantity) - due_on",
            lambda row: lifted(lambda a, n, b: (a + n * DAY - b).days)(
                row["promised_on"], row["quantity"], row["due_on"]
            ),
        ),
        Term("length(priority)", lambda row: lifted(len)(row["priority"])),
        Term(
            "case when is_paid then amount when score > 5 then score else 1 end",
            lambda row: (
                amount.of(row)
                if row["is_paid"]
                else (row["score"] if (row["score"] or 0) > 5 else 1)
            ),
        ),
        Term("hours_between(opened, closed)", hours("opened", "closed", 3_600)),
        Term("minutes_between(opened_at, closed_at)", hours("opened_at", "closed_at", 60)),
        Term("days_between(promised_on, due_on)", hours("promised_on", "due_on", 86_400)),
        Term("hours_between(promised_on, closed)", hours("promised_on", "closed", 3_600)),
        Term("days_between(opened, closed_at)", hours("opened", "closed_at", 86_400)),
        Term(
            "working_days_between(opened, closed_at)",
            lambda row: working_days(clocks.day(row["opened"]), clocks.day(row["closed_at"])),
        ),
        Term(
            "due_on - promised_on",
            lambda row: lifted(lambda a, b: (a - b).days)(row["due_on"], row["promised_on"]),
        ),
        Term("extract(epoch from (closed_at - opened_at))", hours("opened_at", "closed_at", 1)),
        Term(
            "extract(hour from opened_at)",
            lambda row: lifted(lambda at: at.astimezone(clocks.calendar.zone).hour)(
                row["opened_at"]
            ),
        ),
        Term("least(score, amount)", _chosen("score", "amount", least=True)),
        Term("greatest(amount, score, 3)", _chosen("amount", "score", least=False, or_else=3)),
        Term(
            "nullif(quantity, 2)",
            lambda row: None if row["quantity"] == 2 else row["quantity"],
        ),
        Term("floor(score)", lambda row: lifted(math.floor)(row["score"])),
        Term("is_paid::int", lambda row: lifted(int)(row["is_paid"])),
        Term(
            "sign(amount)",
            lambda row: lifted(lambda each: (each > 0) - (each < 0))(_f(row, "amount")),
        ),
        Term(
            "coalesce(amount, score, 0) - 1",
            lambda row: (
                next((each for each in (amount.of(row), row["score"]) if each is not None), 0) - 1
            ),
        ),
        Term(
            "promised_on - date_trunc('week', promised_on)",
            lambda row: lifted(lambda each: each.weekday())(row["promised_on"]),
        ),
        Term(
            "extract(isodow from day(opened))",
            lambda row: lifted(lambda day: day.isoweekday())(clocks.day(row["opened"])),
        ),
    ]


def _chosen(
    *names: str, least: bool, or_else: float | None = None
) -> Callable[[Row], float | None]:
    """The least or greatest of what is known of some columns."""

    def of(row: Row) -> float | None:
        known = [each for each in (*(_f(row, name) for name in names), or_else) if each is not None]
        return (min if least else max)(known, default=None)

    return of


def _f(row: Row, name: str) -> float | None:
    return None if row[name] is None else float(row[name])


def conditions(world: World) -> list[Term]:
    """Conditions of one row, three-valued."""
    clocks, cycle = world.clocks, world.cycle
    segments = {row["account_id"] for row in world.rows("accounts") if row["segment"] == "smb"}
    middling = {row["account_id"] for row in world.rows("accounts") if row["segment"] == "mid"}

    def compare(
        left: Callable[[Row], Any], test: Callable[[Any, Any], bool], right: Callable[[Row], Any]
    ) -> Callable[[Row], Any]:
        return lambda row: lifted(test)(left(row), right(row))

    return [
        Term(
            "priority = 'critical'",
            lambda row: lifted(lambda each: each == "critical")(row["priority"]),
        ),
        Term("priority <> 'low'", lambda row: lifted(lambda each: each != "low")(row["priority"])),
        Term(
            "priority in ('low', 'Élevée')",
            lambda row: lifted(lambda each: each in ("low", "Élevée"))(row["priority"]),
        ),
        Term("priority is null", lambda row: row["priority"] is None),
        Term(
            "priority not in ('low', 'normal')",
            lambda row: lifted(lambda each: each not in ("low", "normal"))(row["priority"]),
        ),
        Term(
            "coalesce(priority, '') = ''",
            lambda row: (row["priority"] or "") == "",
        ),
        Term(
            "priority ilike 'é%' or priority ~ '^[a-l]'",
            lambda row: (
                lifted(lambda each: each[:1] in "Éé" or "a" <= each[:1] <= "l")(
                    row["priority"] or None
                )
                if row["priority"] != ""
                else False
            ),
        ),
        Term("coalesce(is_paid, false)", lambda row: bool(row["is_paid"])),
        Term("is_paid is not true", lambda row: row["is_paid"] is not True),
        Term(
            "greatest(amount, score) > 9",
            lambda row: lifted(lambda each: each > 9)(_chosen("amount", "score", least=False)(row)),
        ),
        Term(
            "quantity = any(array[1, 4])",
            lambda row: lifted(lambda each: each in (1, 4))(row["quantity"]),
        ),
        Term(
            "case when quantity > 2 then is_paid else amount > 20 end",
            lambda row: (
                row["is_paid"]
                if (row["quantity"] or 0) > 2
                else lifted(lambda each: each > 20)(row["amount"])
            ),
        ),
        Term(
            "opened >= '2026-10-25 12:00'",
            lambda row: lifted(lambda each: each >= datetime(2026, 10, 25, 12))(row["opened"]),
        ),
        Term(
            "closed - opened > interval '8 hours'",
            lambda row: lifted(lambda a, b: a - b > timedelta(hours=8))(
                row["closed"], row["opened"]
            ),
        ),
        Term(
            "extract(dow from promised_on) in (0, 6)",
            lambda row: lifted(lambda each: each.weekday() > 4)(row["promised_on"]),
        ),
        Term(
            f"exists (select 1 from accounts a where a.account_id - {FAR} = quantity"
            " and a.segment = 'mid')",
            lambda row: row["quantity"] is not None and FAR + row["quantity"] in middling,
        ),
        Term("priority is distinct from 'low'", lambda row: row["priority"] != "low"),
        Term("priority like '%i%'", lambda row: lifted(lambda each: "i" in each)(row["priority"])),
        Term(
            "upper(priority) = 'ÉLEVÉE'",
            lambda row: lifted(lambda each: each.upper() == "ÉLEVÉE")(row["priority"]),
        ),
        Term(
            "priority < 'm'", lambda row: lifted(lambda each: each.encode() < b"m")(row["priority"])
        ),
        Term("is_paid", lambda row: row["is_paid"]),
        Term("not is_paid", lambda row: lifted(lambda each: not each)(row["is_paid"])),
        Term("amount > 50", lambda row: lifted(lambda each: each > 50)(row["amount"])),
        Term(
            "amount * 1.1 >= 22", lambda row: lifted(lambda each: each * 1.1 >= 22)(row["amount"])
        ),
        Term(
            "quantity between 1 and 3",
            lambda row: lifted(lambda each: 1 <= each <= 3)(row["quantity"]),
        ),
        Term(
            "closed > opened",
            compare(lambda row: row["closed"], lambda a, b: a > b, lambda row: row["opened"]),
        ),
        Term(
            "closed_at > opened",
            compare(
                lambda row: row["closed_at"],
                lambda a, b: a > b,
                lambda row: clocks.instant(row["opened"]),
            ),
        ),
        Term(
            "day(closed) <= promised_on",
            compare(
                lambda row: clocks.day(row["closed"]),
                lambda a, b: a <= b,
                lambda row: row["promised_on"],
            ),
        ),
        Term(
            "day(closed_at) > due_on + 2",
            compare(
                lambda row: clocks.day(row["closed_at"]),
                lambda a, b: a > b + 2 * DAY,
                lambda row: row["due_on"],
            ),
        ),
        Term(
            "promised_on >= :cycle_start",
            lambda row: lifted(lambda each: each >= cycle.start)(row["promised_on"]),
        ),
        Term(
            "opened_at >= DATE '2026-10-25'",
            lambda row: lifted(lambda each: each >= clocks.instant(date(2026, 10, 25)))(
                row["opened_at"]
            ),
        ),
        Term(
            "account_id in (select account_id from accounts where segment = 'smb')",
            # Nothing is known of an unknown account, but that it is not among none.
            lambda row: (
                lifted(lambda each: each in segments)(row["account_id"]) if segments else False
            ),
        ),
        Term(
            "hours_between(opened, closed) < 24",
            lambda row: lifted(lambda each: each < 86_400)(
                clocks.seconds(row["opened"], row["closed"])
            ),
        ),
    ]


def condition(random: Random, world: World) -> Term:
    """A condition, perhaps of several."""
    known = conditions(world)
    one = random.choice(known)
    match random.randrange(6):
        case 0:
            two = random.choice(known)
            return Term(f"({one.sql}) and ({two.sql})", lambda row: both(one.of(row), two.of(row)))
        case 1:
            two = random.choice(known)
            return Term(f"({one.sql}) or ({two.sql})", lambda row: either(one.of(row), two.of(row)))
        case 2:
            return Term(f"not ({one.sql})", lambda row: lifted(lambda each: not each)(one.of(row)))
    return one


def value(random: Random, terms: Sequence[Term], tests: Sequence[Term]) -> Value:
    """An aggregate, or arithmetic between aggregates."""
    what, other = random.choice(terms), random.choice(terms)
    test = random.choice(tests)
    total: Callable[[Sequence[Row]], float] = lambda rows: sum(known_of(what, rows))  # noqa: E731

    def share(rows: Sequence[Row]) -> float | None:
        return divided(100 * sum(test.of(row) is True for row in rows), len(rows))

    def mean(rows: Sequence[Row]) -> float | None:
        return divided(total(rows), len(known_of(what, rows)))

    def filtered(rows: Sequence[Row]) -> list[Row]:
        return [row for row in rows if test.of(row) is True]

    def of(
        reckoned: Callable[[list[float]], float | None],
    ) -> Callable[[Sequence[Row]], float | None]:
        return lambda rows: reckoned([float(each) for each in known_of(what, rows)])

    return random.choice(
        [
            Value("count(*)", len),
            Value(f"count({what.sql})", lambda rows: len(known_of(what, rows))),
            Value(f"count(distinct {what.sql})", lambda rows: len(set(known_of(what, rows)))),
            Value(f"sum({what.sql})", total),
            Value(f"avg({what.sql})", mean),
            Value(f"min({what.sql})", lambda rows: min(known_of(what, rows), default=None)),
            Value(f"max({what.sql})", lambda rows: max(known_of(what, rows), default=None)),
            Value(f"median({what.sql})", of(lambda each: quantile(each, 0.5))),
            Value(
                f"percentile_cont(0.9) within group (order by {what.sql})",
                of(lambda each: quantile(each, 0.9)),
            ),
            Value(
                f"percentile_cont(0.2) within group (order by {what.sql} desc)",
                of(lambda each: quantile(each, 0.8)),
            ),
            Value(f"stddev({what.sql})", of(deviation)),
            Value(f"100 * count(*) filter (where {test.sql}) / count(*)", share),
            Value(f"sum({what.sql}) filter (where {test.sql})", lambda rows: total(filtered(rows))),
            Value(f"avg({what.sql}) filter (where {test.sql})", lambda rows: mean(filtered(rows))),
            Value(
                f"median({what.sql}) filter (where {test.sql})",
                lambda rows: of(lambda each: quantile(each, 0.5))(filtered(rows)),
            ),
            Value(
                f"sum({what.sql}) / sum({other.sql})",
                lambda rows: divided(total(rows), sum(known_of(other, rows))),
            ),
            Value(
                f"round(avg({what.sql}), 1) + count(*) * 2",
                lambda rows: None if (m := mean(rows)) is None else _half_away(m) + len(rows) * 2,
            ),
        ]
    )


def _half_away(number: float) -> float:
    """Rounded to one digit, halves away from nought."""
    return math.copysign(math.floor(abs(number) * 10 + 0.5) / 10, number)


def windows(random: Random) -> Window:
    """A window of any kind."""
    if random.random() < 0.5:
        return Window(WindowKind.LAST, random.choice((1, 2, 7, 28, 91)))
    return Window(random.choice([kind for kind in WindowKind if kind is not WindowKind.LAST]))


def moved(name: str, days: int) -> Term:
    """A date some days later."""
    return Term(
        f"{name} + interval '{days} day'",
        lambda row: lifted(lambda each: each + days * DAY)(row[name]),
    )


def measure(random: Random, world: World) -> Spoken:
    """A measure of any form."""
    form = random.random()
    if form < 0.2:
        return _of_log(random, world)
    if form < 0.3:
        return _of_groups(random, world)
    terms, tests = numbers(world.clocks), conditions(world)
    source, rows = _source(random, world)
    said: dict[str, Any] = {"where": condition(random, world) if random.random() < 0.6 else None}
    if random.random() < 0.3:
        said["known"] = column(random.choice(("recorded", "closed_at", "promised_on", "opened")))
    if random.random() < 0.7:
        times = [*map(column, TIME_COLUMNS), moved("promised_on", 3), _either("closed", "opened")]
        said |= {"at": random.choice(times), "window": windows(random)}
        if random.random() < 0.2:
            said["matured_days"] = random.choice((1, 7, 30))
        if said["window"].kind is WindowKind.LAST and random.random() < 0.2:
            said["growth"] = True
    else:
        starts = [
            column("opened"),
            column("opened_at"),
            column("promised_on"),
            moved("promised_on", 1),
        ]
        ends = [column("closed"), column("closed_at"), column("due_on")]
        said["during"] = (random.choice(starts), random.choice(ends))
    return spoken(source, rows, value(random, terms, tests), **said)


def _either(first: str, second: str) -> Term:
    return Term(
        f"coalesce({first}, {second})",
        lambda row: row[second] if row[first] is None else row[first],
    )


def _source(random: Random, world: World) -> tuple[str, Callable[[], Sequence[Row]]]:
    orders = world.rows("orders")
    accounts = {row["account_id"]: row for row in world.rows("accounts")}
    joined = [
        row | {"segment": accounts[row["account_id"]]["segment"]}
        for row in orders
        if row["account_id"] in accounts
    ]
    named = "account_id as number"
    return random.choice(
        [
            ("orders", lambda: orders),
            ("orders as o", lambda: orders),
            (
                f"orders join (select {named}, segment from accounts) a on a.number = account_id",
                lambda: joined,
            ),
            (
                f"orders o left join (select {named} from accounts) a on a.number = o.account_id",
                lambda: orders,
            ),
            (
                "(select * from orders where quantity is not null)",
                lambda: [row for row in orders if row["quantity"] is not None],
            ),
        ]
    )


def _of_log(random: Random, world: World) -> Spoken:
    rows = world.rows("changes")
    time = random.choice(("changed", "changed_at", "changed_on"))
    points = Term("points", lambda row: row["points"])
    done = Term("state = 'done'", lambda row: lifted(lambda each: each == "done")(row["state"]))
    said: dict[str, Any] = {
        "per": column("ticket"),
        "order_by": (column(time), column("version")) if random.random() < 0.8 else (column(time),),
        "where": Term(
            "state <> 'open'", lambda row: lifted(lambda each: each != "open")(row["state"])
        )
        if random.random() < 0.5
        else None,
    }
    if random.random() < 0.3:
        said["known"] = column("changed_on")
    if random.random() < 0.3:
        said |= {"at": column(time), "window": windows(random)}
    return spoken("changes", lambda: rows, value(random, [points], [done]), **said)


def _of_groups(random: Random, world: World) -> Spoken:
    """Rows that are groups of rows, with the last time of each."""
    source = """(
        with known as (select * from orders where opened is not null)
        select account_id, count(*) as n, sum(quantity) / 2 as half, max(opened) as last_opened
        from known group by account_id having count(*) > 1
        union all
        select account_id, 0, null, null from accounts where segment is null
    )"""
    groups: dict[Any, list[Row]] = {}
    for row in world.rows("orders"):
        if row["opened"] is not None:
            groups.setdefault(row["account_id"], []).append(row)
    rows: list[dict[str, Any]] = [
        {
            "n": len(of_one),
            "half": divided(sum(known), 2) if (known := _quantities(of_one)) else None,
            "last_opened": max(row["opened"] for row in of_one),
        }
        for of_one in groups.values()
        if len(of_one) > 1
    ]
    rows += [
        {"n": 0, "half": None, "last_opened": None}
        for row in world.rows("accounts")
        if row["segment"] is None
    ]
    said: dict[str, Any] = {}
    if random.random() < 0.7:
        said |= {"at": column("last_opened"), "window": windows(random)}
    many = Term("n > 2", lambda row: row["n"] > 2)
    reckoned = value(random, [column("n"), column("half")], [many])
    return spoken(source, lambda: rows, reckoned, **said)


def _quantities(rows: Sequence[Row]) -> list[int]:
    return [row["quantity"] for row in rows if row["quantity"] is not None]


def a_day(random: Random, world: World) -> date:
    """A day around which there are rows."""
    return world.middle + timedelta(days=random.choice((-1, 0, 0, 1, random.randint(-45, 60))))

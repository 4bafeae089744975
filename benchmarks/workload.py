"""Eighteen months of orders, tickets and deals, the same on every machine."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import duckdb

FIRST_ROW = date(2025, 1, 1)
CYCLE_START = date(2026, 4, 1)
TODAY = date(2026, 6, 29)
DAYS = [CYCLE_START + timedelta(days=number) for number in range(90)]
REGIONS = ("north", "south", "east", "west", "centre", "islands", "export", "city")
PRIORITIES = ("critical", "high", "normal", "low")
CHANNELS = ("mail", "chat", "phone", "form")
SEGMENTS = ("small", "middle", "large")
ORDERS = 10_000_000
"""At full size; the other tables are in proportion."""
STORAGE = "v1.4.0"
"""An older form of the file, which every side's own DuckDB can read."""
_SPAN = (TODAY - FIRST_ROW).days + 1
_END = f"TIMESTAMP '{TODAY + timedelta(days=1)}'"


def generate(path: Path, orders: int) -> None:
    """Write the tables into a new DuckDB file; chance is a hash of the row's number."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    with duckdb.connect() as engine:
        engine.execute(f"ATTACH '{unfinished}' AS made (STORAGE_VERSION '{STORAGE}')")
        engine.execute("USE made")
        engine.execute("SET preserve_insertion_order = false")
        engine.execute(
            "CREATE TEMP MACRO chance(row, salt) AS "
            "(hash(row * 7919 + salt) >> 12)::DOUBLE / 4503599627370496.0"
        )
        engine.execute(
            "CREATE TEMP MACRO one_of(list, part) AS list[1 + floor(part * len(list))::INT]"
        )
        for statement in _statements(orders):
            engine.execute(statement)
        engine.execute("CHECKPOINT made")
    unfinished.rename(path)


def _statements(orders: int) -> list[str]:
    accounts, tickets, deals = orders // 50, orders * 3 // 10, orders // 10
    return [_accounts(accounts), _orders(orders), _tickets(tickets, accounts), _deals(deals)]


def _moment(rows: int, salt: int) -> str:
    """A time that rises with the row's number, as rows are written as things happen."""
    seconds = f"(row + chance(row, {salt})) / {rows} * {_SPAN * 86_400}"
    return f"TIMESTAMP '{FIRST_ROW}' + to_seconds(floor({seconds})::BIGINT)"


def _later(start: str, hours: str) -> str:
    return f"{start} + to_seconds(floor(({hours}) * 3600)::BIGINT)"


def _until_now(time: str) -> str:
    """What has not happened yet is not known."""
    return f"CASE WHEN {time} < {_END} THEN {time} END"


def _accounts(count: int) -> str:
    return f"""CREATE TABLE accounts AS SELECT row AS account_id,
      one_of({list(SEGMENTS)}, chance(row, 1)) AS segment FROM range({count}) AS numbers(row)"""


def _orders(count: int) -> str:
    promised = "CASE priority WHEN 'critical' THEN 24 WHEN 'high' THEN 48 WHEN 'normal' THEN 96 "
    return f"""CREATE TABLE orders AS WITH placed AS (
      SELECT row, floor(chance(row, 2) * {count // 50})::INT AS account_id,
        one_of({list(PRIORITIES)}, sqrt(chance(row, 3))) AS priority,
        one_of({list(REGIONS)}, chance(row, 4)) AS region, {_moment(count, 5)} AS created_at
      FROM range({count}) AS numbers(row)
    ), sent AS (
      SELECT *, {promised} ELSE 168 END AS promised_hours,
        promised_hours * (0.25 - 0.25 * ln(1 - chance(row, 6))) AS taken_hours FROM placed
    )
    SELECT row AS order_id, account_id, priority, region, created_at,
      {_later("created_at", "promised_hours")} AS promised_at,
      CASE WHEN chance(row, 7) < 0.985
        THEN {_until_now(_later("created_at", "taken_hours"))} END AS delivered_at,
      chance(row, 8) < 0.04 AS damaged,
      CASE WHEN chance(row, 9) < 0.3 THEN 1 + floor(chance(row, 10) * 10)::INT END AS stars,
      round(20 + 300 * chance(row, 11), 2)::DOUBLE AS amount
    FROM sent ORDER BY created_at"""


def _tickets(count: int, accounts: int) -> str:
    topics = ["bill", "delivery", "damage", "complaint", "question", "other"]
    return f"""CREATE TABLE tickets AS WITH opened AS (
      SELECT row, floor(chance(row, 12) * {accounts})::INT AS account_id,
        one_of({topics}, chance(row, 13)) AS topic,
        one_of({list(CHANNELS)}, chance(row, 14)) AS channel,
        one_of({list(REGIONS)}, chance(row, 15)) AS region, {_moment(count, 16)} AS opened_at
      FROM range({count}) AS numbers(row)
    ), answered AS (
      SELECT *, {_later("opened_at", "-2 * ln(1 - chance(row, 17))")} AS answer FROM opened
    )
    SELECT row AS ticket_id, account_id, topic, channel, region, opened_at,
      {_until_now("answer")} AS answered_at,
      CASE WHEN chance(row, 18) < 0.97
        THEN {_until_now(_later("answer", "-24 * ln(1 - chance(row, 19))"))} END AS closed_at,
      CASE WHEN chance(row, 20) < 0.25 THEN 1 + floor(chance(row, 21) * 5)::INT END AS score
    FROM answered ORDER BY opened_at"""


def _deals(count: int) -> str:
    """Some deals belong to accounts that are not there, as in every real system."""
    return f"""CREATE TABLE deals AS WITH begun AS (
      SELECT row, floor(chance(row, 22) * {count // 5} * 1.02)::INT AS account_id,
        one_of({list(REGIONS)}, chance(row, 23)) AS region,
        round(exp(6 + 3 * chance(row, 24)), 2)::DOUBLE AS worth, {_moment(count, 25)} AS begun_at
      FROM range({count}) AS numbers(row)
    ), ended AS (
      SELECT *, {_later("begun_at", "-720 * ln(1 - chance(row, 26))")} AS ending FROM begun
    )
    SELECT row AS deal_id, account_id, region, worth, begun_at, {_until_now("ending")} AS closed_at,
      CASE WHEN ending >= {_END} THEN 'open' WHEN chance(row, 27) < 0.3 THEN 'won' ELSE 'lost' END
        AS stage
    FROM ended ORDER BY begun_at"""

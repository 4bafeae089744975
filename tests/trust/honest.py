"""Analytic queries as people write them, in the manner of benchmarks and of transformation tools."""

from __future__ import annotations

from itertools import product

SHAPES = """
SELECT sum({m} * (1 - discount)) AS value FROM {t} WHERE {d} >= :since AND {d} < :until
SELECT avg({m}) AS value FROM {t} WHERE {d} < :until AND status IN ('done', 'shipped')
SELECT count(DISTINCT account_id) AS value FROM {t} WHERE {d} >= :since AND region <> 'test'
SELECT 100.0 * sum(CASE WHEN {m} > 10 THEN 1 ELSE 0 END) / nullif(count(*), 0) AS value FROM {t} WHERE {d} < :until
SELECT sum(i.{m}) / count(DISTINCT o.id) AS value FROM {t} AS i JOIN orders AS o ON o.id = i.order_id WHERE o.{d} >= :since
SELECT max(total) AS value FROM (SELECT account_id, sum({m}) AS total FROM {t} WHERE {d} < :until GROUP BY account_id HAVING count(*) > 2) AS per_account
WITH monthly AS (SELECT account_id, sum({m}) AS total FROM {t} WHERE {d} < :until GROUP BY account_id) SELECT avg(total) AS value FROM monthly WHERE total > (SELECT avg(total) FROM monthly)
SELECT avg(gap) AS value FROM (SELECT {m} - lag({m}) OVER (PARTITION BY account_id ORDER BY {d}) AS gap FROM {t} WHERE {d} < :until) AS gaps
SELECT count(*) AS value FROM {t} AS a WHERE NOT EXISTS (SELECT 1 FROM {t} AS b WHERE b.account_id = a.account_id AND b.{d} > a.{d}) AND a.{d} < :until
WITH ranked AS (SELECT {m}, row_number() OVER (PARTITION BY account_id ORDER BY {d} DESC) AS place FROM {t} WHERE {d} < :until) SELECT sum({m}) AS value FROM ranked WHERE place = 1
SELECT sum(CASE WHEN segment LIKE 'enter%' THEN {m} WHEN segment IS NULL THEN 0 ELSE {m} / 2 END) AS value FROM {t} LEFT JOIN accounts ON accounts.id = {t}.account_id WHERE {d} BETWEEN :since AND :until
SELECT coalesce(sum({m}), 0) - coalesce((SELECT sum(amount) FROM refunds WHERE refunded_at < :until), 0) AS value FROM {t} WHERE {d} < :until
SELECT count(*) AS value FROM (SELECT account_id FROM {t} WHERE {d} < :until UNION SELECT id FROM accounts WHERE signed_on < :as_of) AS everybody
SELECT round(avg(abs({m} - quantity)), 2) AS value FROM {t} WHERE upper(trim(region)) = 'NORTH' AND length(region) > 2 AND {d} < :until
SELECT avg(per_day) AS value FROM (SELECT count(*) AS per_day FROM {t} WHERE {d} >= :since GROUP BY extract(month FROM {d})) AS days
""".strip().splitlines()
TABLES = ("lineitem", "sales", "fct_orders")
TIMES = ("shipped_at", "ordered_at")
OWN = {
    "postgres": """
SELECT percentile_cont(0.9) WITHIN GROUP (ORDER BY extract(epoch FROM b - a)) AS value FROM t WHERE b < :until
SELECT count(*) FILTER (WHERE a::date = :as_of) AS value FROM t
SELECT sum((payload->>'amount')::numeric) AS value FROM events WHERE at < :until
SELECT count(*) AS value FROM t WHERE a >= date_trunc('month', :until::timestamp) - interval '1 month'
SELECT bool_and(ok)::int AS value FROM t WHERE name ~* '^prod'
""",
    "mysql": """
SELECT avg(timestampdiff(HOUR, a, b)) AS value FROM t WHERE b < :until
SELECT sum(if(a IS NULL, 0, 1)) AS value FROM `t` WHERE date_format(b, '%Y-%m') = '2026-10'
SELECT count(*) AS value FROM t WHERE a >= date_sub(:until, INTERVAL 30 DAY)
SELECT ifnull(avg(datediff(b, a)), 0) AS value FROM t WHERE b < :until
SELECT count(*) AS value FROM t WHERE year(a) = 2026 AND week(a) < 40
""",
    "sqlite": """
SELECT avg((julianday(b) - julianday(a)) * 24) AS value FROM t WHERE b < :until
SELECT sum(CASE WHEN strftime('%w', a) IN ('0', '6') THEN 1.0 ELSE 0 END) AS value FROM t
SELECT total(x) / ifnull(count(y), 1) AS value FROM t WHERE date(a, '-1 day') <= :as_of
SELECT count(*) AS value FROM t WHERE a GLOB '2026-1*' AND b < :until
SELECT iif(count(*) > 0, avg(x), 0) AS value FROM t WHERE instr(name, 'x') > 0
""",
    "duckdb": """
SELECT quantile_cont(x, 0.9) AS value FROM t WHERE a >= :since
SELECT count(*) AS value FROM t QUALIFY row_number() OVER (PARTITION BY id ORDER BY a DESC) = 1
SELECT date_diff('hour', min(a), max(b)) AS value FROM t WHERE a < :until
SELECT arg_max(x, a) AS value FROM t WHERE a < :until
SELECT median(epoch(b) - epoch(a)) AS value FROM t WHERE a < :until
""",
}


def honest(dialect: str) -> list[str]:
    """Ninety-five of them: the same shapes over several tables, and the dialect's own ways."""
    shared = [
        shape.format(t=table, d=time, m="amount")
        for shape, table, time in product(SHAPES, TABLES, TIMES)
    ]
    return [*shared, *OWN[dialect].strip().splitlines()]

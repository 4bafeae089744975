"""Statements put together from pieces of honest and of hostile ones, each made from a number."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from tests.trust.hostile import FUNCTIONS, hostile

HONEST = (
    "SELECT count(*) AS value FROM orders WHERE name = 'one'",
    "SELECT max(id) AS value FROM orders GROUP BY name HAVING count(*) > 0",
    "SELECT sum(id) AS value FROM (SELECT id, lower(name) AS name FROM orders) AS inside",
    "WITH x AS (SELECT id FROM orders WHERE id > 0) SELECT avg(id) AS value FROM x",
    "SELECT a.id AS value FROM orders AS a JOIN orders AS b ON a.id = b.id ORDER BY b.name LIMIT 1",
    "SELECT CASE WHEN id > 0 THEN 1 ELSE 2 END AS value FROM orders",
    "SELECT coalesce(nullif(name, ''), 'x') AS value FROM orders",
    "SELECT id AS value FROM orders UNION ALL SELECT id FROM orders",
    "SELECT row_number() OVER (PARTITION BY name ORDER BY id) AS value FROM orders",
    "SELECT CAST(id AS DECIMAL(10, 2)) AS value FROM orders WHERE id IN (SELECT id FROM orders)",
    "SELECT count(*) AS value FROM orders WHERE EXISTS (SELECT 1 FROM orders AS o)",
)
BETWEEN = (
    *("/*", "*/", "--", "#", "/*!50000", "/*+", ";", "'", '"', "`", "\\", "$$", "\0", "\n", "::"),
    *("INTO", "RETURNING", "FOR UPDATE", "LATERAL", "@", ":=", "E'", "x'", "U&'", "{", "(", ")"),
    *("DELETE FROM orders", "own.", "pg_catalog.", "main.", "CALL", "OUTFILE", "\u00a0", "\uff07"),
)
TOKEN = re.compile(r"'[^']*'|\w+|\s+|[^\w\s]")


def disagreeing(dialect: str, number: int) -> Iterator[str]:
    """Statements without end, the same for the same number."""
    chance = random.Random(f"{dialect} {number}")
    honest = [TOKEN.findall(each) for each in HONEST]
    others = [TOKEN.findall(each) for each in hostile(dialect)]
    functions = FUNCTIONS[dialect].strip().splitlines()
    while True:
        text = list(chance.choice(honest))
        for _ in range(chance.choice((1, 1, 2, 3))):
            at, width = chance.randrange(len(text)), chance.choice((0, 0, 1, 2))
            text[at : at + width] = _piece(chance, honest, others, functions)
        yield "".join(text)


def _piece(
    chance: random.Random, honest: list[list[str]], others: list[list[str]], functions: list[str]
) -> list[str]:
    kind = chance.randrange(4)
    if kind == 0:
        return [chance.choice(BETWEEN)]
    if kind == 1:
        return [chance.choice(functions)]
    tokens = chance.choice(honest if kind == 2 else others)
    start = chance.randrange(len(tokens))
    return tokens[start : start + chance.choice((1, 2, 4, 9))]

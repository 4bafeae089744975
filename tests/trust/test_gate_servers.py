"""A server that turns against us overnight: the number goes stale, and the cause is named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from krtracker.domain.calendar import DAY
from tests.end_to_end.shop import Shop
from tests.integration.connectors.unreliable import Proxy, proxy
from tests.servers import Server, postgres
from tests.trust.conftest import Figure
from tests.trust.gate import DEFINITION, FIRST, MEASURE, PROJECT, TODAY, TOMORROW, rows_of

pytestmark = pytest.mark.postgres
CONNECTION = """\
{name}:
  type: postgres
  host: 127.0.0.1
  port: {port}
  database: {database}
  user: {user}
  password: ${{env.{variable}}}
  look_back: 2 days
  timeout: 1 s
"""


@dataclass
class Source:
    """One database with a reader of its own, reached over a line that can be cut."""

    server: Server
    database: str
    user: str
    line: Proxy
    night: ExitStack
    """What lasts until the morning, such as a lock."""

    def run(self, *statements: str) -> None:
        """As its owner."""
        self.server.run(*statements, database=self.database)

    def lock(self) -> None:
        """Keep the table to oneself."""
        holder = self.night.enter_context(self.server.connect(self.database))
        holder.execute("BEGIN")
        holder.execute("LOCK TABLE orders IN ACCESS EXCLUSIVE MODE")


FAULTS: dict[str, tuple[Callable[[Source], object], str]] = {
    "permission_lost": (
        lambda source: source.run(f"REVOKE SELECT ON orders FROM {source.user}"),
        "permission denied|no table `orders`|may not",
    ),
    "password_changed": (
        lambda source: source.run(f"ALTER ROLE {source.user} NOLOGIN"),
        "not permitted to log in|password|log in",
    ),
    "table_locked": (Source.lock, "no answer within 1 second"),
    "line_silent": (lambda source: source.line.is_silent.set(), "no answer|time|reach"),
    "server_away": (lambda source: source.line.close(), "refused|reach|answer"),
    "column_forbidden": (
        lambda source: source.run(
            f"REVOKE SELECT ON orders FROM {source.user}",
            f"GRANT SELECT (number, ordered_at, state) ON orders TO {source.user}",
        ),
        "amount|permission denied",
    ),
}


@pytest.fixture(scope="module")
def struck(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, dict[str, Any]]]:
    """Where every key result stands on the morning after, by id."""
    here, shop = postgres(), Shop(tmp_path_factory.mktemp("servers"))
    shop.write("project.yaml", PROJECT.format(today=TODAY))
    connections, secrets, sources = "", "", {}
    with ExitStack() as night:
        for name in FAULTS:
            sources[name] = source = _a_source(here, night)
            password = uuid4().hex
            source.run(f"CREATE ROLE {source.user} LOGIN PASSWORD '{password}'")
            night.callback(here.run, f"DROP ROLE {source.user}")
            night.callback(source.run, f"DROP OWNED BY {source.user}")
            source.run(f"GRANT SELECT ON orders TO {source.user}")
            connections += CONNECTION.format(
                name=name,
                port=source.line.port,
                database=source.database,
                user=source.user,
                variable=name.upper(),
            )
            secrets += f"{name.upper()}={password}\n"
            how = MEASURE.format(value="avg(amount)", where="state = 'done'")
            shop.write(
                f"kr_definitions/{name}.yaml", DEFINITION.format(name=name, how=how, expect="")
            )
        shop.write("connections.yaml", connections)
        shop.write(".env", secrets)
        assert shop.run("track").code == 0
        shop.write("project.yaml", PROJECT.format(today=TOMORROW))
        with ExitStack() as until_morning:
            for name, (strike, _) in FAULTS.items():
                sources[name].night = until_morning
                strike(sources[name])
            assert shop.run("track").code == 1
        told = shop.run("show", "--json").document["key_results"]
        yield {each["kr"]: each for each in told}


def _a_source(here: Server, night: ExitStack) -> Source:
    """A database with three weeks of orders, the new day's included, dropped in the end."""
    database = night.enter_context(here.database())
    line = night.enter_context(proxy(here.host, here.port))
    source = Source(here, database, f"reader_{uuid4().hex[:8]}", line, night)
    rows = [
        row for number in range((TODAY - FIRST).days + 1) for row in rows_of(FIRST + number * DAY)
    ]
    values = ", ".join(f"({n}, '{at}', {amount}, '{state}')" for n, at, amount, state in rows)
    source.run(
        "CREATE TABLE orders (number bigint, ordered_at timestamp, amount double precision, "
        "state text)",
        f"INSERT INTO orders VALUES {values}",
    )
    return source


@pytest.mark.parametrize("name", FAULTS)
def test_a_server_at_fault_is_never_a_fresh_number(
    struck: dict[str, dict[str, Any]], name: str
) -> None:
    told = struck[name]

    assert (told["trust"], told["is_fresh"]) == ("stale", False), told["why"]
    assert told["as_of"] < str(TODAY)
    assert re.search(FAULTS[name][1], told["why"]), told["why"]


def test_all_of_them(struck: dict[str, dict[str, Any]], figure: Figure) -> None:
    assert {each["trust"] for each in struck.values()} == {"stale"}
    figure("T-C03", f"{len(FAULTS)} faults of a server: all stale, each with its cause")

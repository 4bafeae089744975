"""What people read when something is wrong, from the real command as a process."""

from __future__ import annotations

import resource
import subprocess
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.end_to_end.shop import COMMAND, Done, Shop, a_shop, clean_environment
from tests.engines import engine

Fault = Callable[[Shop], None]
ORDERS = "kr_definitions/orders.yaml"


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return a_shop(tmp_path, sources=("orders", "crm"))


def definition(old: str, new: str) -> Fault:
    return lambda shop: shop.change(ORDERS, old, new)


def connection(text: str) -> Fault:
    return lambda shop: shop.change(
        "connections.yaml", "  type: sqlite\n  path: data/orders.sqlite\n", text
    )


def sql(text: str) -> Fault:
    """The first key result measured by a raw statement instead."""
    measure = (
        "    measure:\n      from: events\n      value: count(*)\n"
        "      at: happened_at\n      window: last 7 days\n"
    )
    return lambda shop: shop.change(ORDERS, measure, f"    sql: {text}\n")


def garbled_ledger(shop: Shop) -> None:
    shop.write(".krtracker/ledger.duckdb", "this was a ledger" * 1000)
    shop.write(".krtracker/ledger.head", "not a head either")


POSTGRES = (
    "  type: postgres\n  host: 127.0.0.1\n  port: {port}\n  database: {database}\n  user: {user}\n"
)


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        pytest.param(
            definition("target: 60", "taget: 60"),
            [f"{ORDERS}:9:5: unknown field `taget`", "    ^^^^^", "did you mean `target`?"],
            id="a misspelt field",
        ),
        pytest.param(
            definition("baseline: 20", "baseline: twenty"),
            [f'{ORDERS}:8:15: `baseline` must be a number, not "twenty"'],
            id="text where a number must stand",
        ),
        pytest.param(
            definition("source: orders", "source: ordres"),
            [f"{ORDERS}:10:13: unknown connection `ordres`", "did you mean `orders`?"],
            id="an unknown source",
        ),
        pytest.param(
            connection("  type: postgress\n  host: x\n"),
            ["connections.yaml:2:", "unknown type `postgress`", "did you mean `postgres`?"],
            id="an unknown type of connection",
        ),
        pytest.param(
            connection(POSTGRES.format(port=1, database="x", user="${env.SHOP_USER}")),
            ["connections.yaml:6:", "SHOP_USER"],
            id="a missing environment variable",
        ),
        pytest.param(
            connection(POSTGRES.format(port=1, database="x", user="me") + "  password: hunter2\n"),
            ["connections.yaml:7:", "password", "${env."],
            id="a literal password",
        ),
        pytest.param(
            connection("  type: sqlite\n  pth: data/orders.sqlite\n"),
            ["connections.yaml:", "`pth`", "`path`"],
            id="a misspelt setting of a connection",
        ),
        pytest.param(
            definition("value: count(*)", "value: cuont(*)"),
            [f"{ORDERS}:", "`cuont`"],
            id="an unknown function",
        ),
        pytest.param(
            sql("delete from events"),
            [f"{ORDERS}:11:10: `sql`: only a SELECT may be asked"],
            id="a query that writes",
        ),
    ],
)
def test_a_fault_in_the_files_is_placed_and_worded(
    shop: Shop, fault: Fault, told: list[str]
) -> None:
    fault(shop)

    done = shop.start("check")

    assert done.code == 2, done.err
    assert_told(told, done.out)
    assert "hunter2" not in done.out + done.err


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        pytest.param(
            definition("from: events", "from: evnets"), ["`evnets`", "`events`"], id="table"
        ),
        pytest.param(
            definition("value: avg(amount)", "value: avg(amuont)"),
            ["`amuont`", "`amount`"],
            id="column",
        ),
        pytest.param(sql("select amount as value from events"), ["row"], id="many rows"),
        pytest.param(
            sql("select 'twelve' as value"), ["a text of 6 characters, not a number"], id="text"
        ),
        pytest.param(sql("select 9e999 as value"), ["infinit"], id="infinity"),
        pytest.param(sql("select 1 as result"), ["`value`"], id="no column value"),
        pytest.param(
            connection("  type: sqlite\n  path: data/nothing.sqlite\n"),
            ["nothing.sqlite"],
            id="no such file",
        ),
        pytest.param(
            connection(POSTGRES.format(port=1, database="x", user="me")),
            ["127.0.0.1", "1"],
            id="an unreachable server",
        ),
        pytest.param(
            connection("  type: sqlite\n  path: data/orders.sqlite\n  timeout: 1 s\n"),
            ["1 second"],
            id="a time-out",
        ),
    ],
)
def test_what_a_source_cannot_say_is_worded_and_stops_nobody_else(
    shop: Shop, fault: Fault, told: list[str], request: pytest.FixtureRequest
) -> None:
    if "time-out" in request.node.callspec.id:
        sql(ENDLESS)(shop)
    fault(shop)

    done = shop.run("track", "--as-of", "2026-11-21")

    assert done.code == 1, done.out + done.err
    assert_told(told, done.err)
    assert any("crm_count" in line for line in shop.history())


ENDLESS = (
    "with recursive n(i) as (select 1 union all select i + 1 from n where i < 1000000000) "
    "select count(*) as value from n"
)


@pytest.mark.postgres
def test_a_server_that_does_not_know_us_is_told(shop: Shop) -> None:
    with engine("postgres", shop.root) as server:
        port = server.connection.settings["port"]
        connection(POSTGRES.format(port=port, database="postgres", user="nobody_at_all"))(shop)

        done = shop.run("track", "--as-of", "2026-11-21")

    assert done.code == 1
    assert_told(["nobody_at_all"], done.err)


def test_a_value_that_is_not_a_number_is_held(shop: Shop) -> None:
    duckdb.connect(str(shop.root / "data/orders.duckdb")).close()
    connection("  type: duckdb\n  path: data/orders.duckdb\n")(shop)
    sql("select 'nan'::double as value")(shop)

    done = shop.run("track", "--select", "orders_count", "--as-of", "2026-11-21")

    assert done.code == 1
    assert_told(["held: orders_count", "not a number"], done.err)


def test_a_connector_whose_driver_is_missing_says_what_to_install(shop: Shop) -> None:
    shop.write("connectors/odd.py", "import no_such_driver\n")
    connection("  type: odd\n")(shop)

    done = shop.start("check")

    assert done.code == 2
    assert_told(["connections.yaml:2:9:", "`no_such_driver`", "pip install"], done.out)


@pytest.mark.parametrize("words", [["track"], ["check"], ["history"]], ids=" ".join)
def test_a_ledger_that_cannot_be_read_is_told_and_left_alone(shop: Shop, words: list[str]) -> None:
    garbled_ledger(shop)
    before = (shop.root / ".krtracker/ledger.duckdb").read_bytes()

    done = shop.run(*words)

    assert done.code in ({1} if words != ["history"] else {0, 1})
    assert_told([], done.err)
    assert (shop.root / ".krtracker/ledger.duckdb").read_bytes() == before


def test_a_full_disk_is_told_and_loses_nothing(shop: Shop) -> None:
    shop.run("track", "--select", "crm_count")
    before = shop.history()

    done = limited(shop, 1_000_000)

    assert done.code == 1, done.out + done.err
    assert_told(["ledger.duckdb"], done.err)
    assert shop.history() == before
    assert shop.run("track").code == 0


def limited(shop: Shop, size: int) -> Done:
    """A run that may write no file larger than `size`: how a full disk looks from inside."""
    done = subprocess.run(
        [*COMMAND, "track"],
        cwd=shop.root,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
    )
    return Done(done.returncode, done.stdout, done.stderr)


def test_twenty_mistakes_in_five_files_are_twenty_problems_of_one_run(shop: Shop) -> None:
    for number in range(5):
        shop.write(f"kr_definitions/wrong_{number}.yaml", WRONG)

    done = shop.run("check")

    places = {line.split(": ")[0] for line in done.out.splitlines() if "wrong_" in line}
    assert done.code == 2
    assert len(places) == 20


WRONG = """\
objectiv: Nothing is right here
objective: Nothing is right here
team: desk
cycle: 2026-Q5
key_results:
  first:
    title: One
    unit: rows
    baseline: two
    target: 3
    source: nowhere
    measure: {from: events, value: count(*), at: happened_at, window: all time}
"""


def assert_told(told: list[str], text: str) -> None:
    assert "Traceback" not in text
    for word in told:
        assert word in text, text

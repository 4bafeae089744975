"""From YAML to the words of the trade."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from krtracker.definitions import load
from krtracker.domain.calendar import Cadence, Cycle, Window, WindowKind
from krtracker.domain.catalog import TableExpectation
from krtracker.domain.key_result import (
    Bounds,
    Change,
    ChangeEntry,
    Expectations,
    Formula,
    FreeExpectation,
    History,
    HistoryKind,
    KeyResult,
    Latest,
    Measure,
    RawSql,
)
from tests.texts import MEASURE, a_key_result, a_project, an_objective

LAST_28 = Window(WindowKind.LAST, 28)


def the_one(folder: Path, *, cycle: str = "2026-Q4", **texts: str) -> KeyResult:
    """The key result that a text describes, which must be sound."""
    catalog = load(a_project(folder, {"a.yaml": an_objective(a_key_result(**texts), cycle=cycle)}))
    assert catalog.problems == ()
    return next(catalog.key_results)


def test_a_key_result_with_a_target(tmp_path: Path) -> None:
    found = the_one(tmp_path, more="unit: h\nweight: 2\nwhy: Because.\ncadence: weekly\n")

    assert (found.key, found.title, found.unit) == (
        "2026-Q4/delivery_time",
        "Average delivery time",
        "h",
    )
    assert (found.promise.baseline, found.promise.target) == (48.0, 24.0)
    assert (found.weight, found.why, found.cadence) == (2.0, "Because.", Cadence.WEEKLY)
    assert found.how == Measure(
        source_rows="orders",
        value="avg(hours_between(ordered_at, delivered_at))",
        at="delivered_at",
        window=LAST_28,
    )


@pytest.mark.parametrize(
    ("written", "change"),
    [
        pytest.param("-30 percent", Change(-30, is_relative=True), id="percent"),
        pytest.param('"-30 %"', Change(-30, is_relative=True), id="percent by sign"),
        pytest.param("+10", Change(10, is_relative=False), id="in the unit"),
    ],
)
def test_a_change_is_relative_or_in_the_unit(tmp_path: Path, written: str, change: Change) -> None:
    assert the_one(tmp_path, promise=f"change: {written}\n").promise.change == change


def test_a_baseline_is_measured_unless_it_is_stated(tmp_path: Path) -> None:
    assert the_one(tmp_path, promise="target: 24\n").promise.baseline is None
    assert the_one(tmp_path, promise="baseline: measured\ntarget: 24\n").promise.baseline is None


def test_limits_to_keep_within(tmp_path: Path) -> None:
    keep = the_one(tmp_path, promise="keep: {between: [60, 90]}\n").promise.keep

    assert keep == Bounds(60, 90)


def test_lines_beside_the_straight_way(tmp_path: Path) -> None:
    promise = "baseline: 48\ntarget: 24\nstretch: 20\ncommit: 30\n"
    path = "path: {2026-11-30: 34, 2026-10-31: 44}\n"

    found = the_one(tmp_path, promise=promise + path).promise

    assert (found.stretch, found.commit) == (20.0, 30.0)
    assert found.path == ((date(2026, 10, 31), 44.0), (date(2026, 11, 30), 34.0))


@pytest.mark.parametrize(
    ("written", "window"),
    [
        ("last 28 days", LAST_28),
        ("last 1 day", Window(WindowKind.LAST, 1)),
        ("last 13 weeks", Window(WindowKind.LAST, 91)),
        ("cycle to date", Window(WindowKind.CYCLE_TO_DATE)),
        ("week to date", Window(WindowKind.WEEK_TO_DATE)),
        ("month to date", Window(WindowKind.MONTH_TO_DATE)),
        ("quarter to date", Window(WindowKind.QUARTER_TO_DATE)),
        ("year to date", Window(WindowKind.YEAR_TO_DATE)),
        ("all time", Window(WindowKind.ALL_TIME)),
    ],
)
def test_every_window(tmp_path: Path, written: str, window: Window) -> None:
    how = the_one(tmp_path, how=MEASURE.replace("last 28 days", written)).how

    assert isinstance(how, Measure)
    assert how.window == window


def test_every_field_of_a_measure_of_events(tmp_path: Path) -> None:
    how = the_one(
        tmp_path,
        how="""\
        measure:
          from: orders o join carriers c using (carrier)
          value: count(*)
          where: priority = 'critical'
          at: o.delivered_at
          known: recorded_at
          window: last 28 days
          matured: 30 days
          latest: {per: number, order_by: [sys_updated_at, sys_mod_count]}
          growth: true
        """,
    ).how

    assert how == Measure(
        source_rows="orders o join carriers c using (carrier)",
        value="count(*)",
        where="priority = 'critical'",
        at="o.delivered_at",
        known="recorded_at",
        window=LAST_28,
        matured_days=30,
        latest=Latest("number", ("sys_updated_at", "sys_mod_count")),
        growth=True,
    )


def test_a_measure_of_what_lasts(tmp_path: Path) -> None:
    measure = "measure: {from: tickets, value: count(*), during: [opened_at, closed_at]}\n"

    how = the_one(tmp_path, how=measure).how

    assert isinstance(how, Measure)
    assert how.during == ("opened_at", "closed_at")


def test_sql_of_its_own(tmp_path: Path) -> None:
    sql = (
        "sql: |\n  select count(*) as value\n  from orders where t >= :since\nwindow: last 7 days\n"
    )

    found = the_one(tmp_path, how=sql)

    text = "select count(*) as value\nfrom orders where t >= :since"
    assert found.how == RawSql(text, Window(WindowKind.LAST, 7))
    assert found.history.kind is HistoryKind.FULL


def test_sql_without_any_parameter_knows_only_the_present(tmp_path: Path) -> None:
    sql = "sql: select sum(stock::int) as value from goods where note <> ':until'\n"

    assert the_one(tmp_path, how=sql).history.kind is HistoryKind.NONE


def test_a_formula_asks_no_source(tmp_path: Path) -> None:
    text = a_key_result() + (
        "share:\n  title: Share\n  baseline: 1\n  target: 2\n"
        "  formula: delivery_time / positive(24)\n"
    )
    catalog = load(a_project(tmp_path, {"a.yaml": an_objective(text)}))

    share = catalog.find("share")

    assert catalog.problems == ()
    assert share is not None
    assert (share.how, share.source) == (Formula("delivery_time / positive(24)"), None)


@pytest.mark.parametrize(
    ("written", "history"),
    [
        ("full", History()),
        ("none", History(HistoryKind.NONE)),
        ("{overwritten: [status]}", History(HistoryKind.OVERWRITTEN, ("status",))),
    ],
)
def test_how_much_of_the_past_is_known(tmp_path: Path, written: str, history: History) -> None:
    assert the_one(tmp_path, more=f"history: {written}\n").history == history


def test_what_a_reading_must_satisfy(tmp_path: Path) -> None:
    found = the_one(
        tmp_path,
        more="""\
        expect:
          rows: {at_least: 30}
          value: {between: [0, 500]}
          jump: {at_most: 30 percent}
          nulls: {delivered_at: {at_most: 1 percent}}
          duplicates: {order_id: {at_most: 0}}
        expectations:
          - expect_column_values_to_be_between: {column: satisfaction, min_value: 0, max_value: ~}
            severity: warning
          - expect_column_values_to_not_be_null: {column: order_id}
        """,
    )

    between = {"column": "satisfaction", "min_value": 0, "max_value": None}
    assert found.expectations == Expectations(
        rows=Bounds(at_least=30),
        value=Bounds(0, 500),
        jump_at_most_percent=30,
        nulls_at_most={"delivered_at": 0.01},
        duplicates_at_most={"order_id": 0},
        free=(
            FreeExpectation("expect_column_values_to_be_between", between, is_critical=False),
            FreeExpectation("expect_column_values_to_not_be_null", {"column": "order_id"}),
        ),
    )


def test_changes_with_their_reasons(tmp_path: Path) -> None:
    more = (
        "changes:\n  - {date: 2026-11-02, by: logistics, reason: carrier B left}\nformerly: speed\n"
    )

    found = the_one(tmp_path, more=more + "split_by: [region, carrier]\n")

    assert found.changes == (ChangeEntry(date(2026, 11, 2), "logistics", "carrier B left"),)
    assert (found.formerly, found.split_by) == ("speed", ("region", "carrier"))


@pytest.mark.parametrize(
    ("written", "cycle"),
    [
        ("2026-Q4", Cycle("2026-Q4", date(2026, 10, 1), date(2026, 12, 31))),
        ("2026-H2", Cycle("2026-H2", date(2026, 7, 1), date(2026, 12, 31))),
        ("2026-10", Cycle("2026-10", date(2026, 10, 1), date(2026, 10, 31))),
        ("2026", Cycle("2026", date(2026, 1, 1), date(2026, 12, 31))),
        (
            "{start: 2026-10-01, end: 2026-11-30}",
            Cycle("2026-10-01..2026-11-30", date(2026, 10, 1), date(2026, 11, 30)),
        ),
    ],
)
def test_every_way_to_name_a_cycle(tmp_path: Path, written: str, cycle: Cycle) -> None:
    assert the_one(tmp_path, cycle=written).cycle == cycle


def test_a_cycle_of_the_project_in_a_fiscal_year(tmp_path: Path) -> None:
    settings = "fiscal_year_starts: april\ncycles: {pilot: {start: 2026-09-15, end: 2026-12-15}}\n"
    files = {
        "a.yaml": an_objective(a_key_result("a"), cycle="pilot"),
        "b.yaml": an_objective(a_key_result("b"), cycle="2026-Q1"),
    }

    pilot, first = load(a_project(tmp_path, files, settings=settings)).key_results

    assert (pilot.cycle.start, first.cycle.start) == (date(2026, 9, 15), date(2026, 4, 1))


def test_an_objective_and_what_it_contributes_to(tmp_path: Path) -> None:
    head = "contributing_teams: [support]\ncontributes_to: trust\nwhy: It matters.\n"
    health = "health_metrics:\n  on_time:\n    title: On time\n    keep: {at_least: 90}\n"
    health += "    source: logistics\n"
    health += "    measure: {from: orders, value: count(*), at: t, window: all time}\n"
    files = {
        "2026/urgent.yaml": an_objective(a_key_result(), head=head) + health,
        "trust.yaml": an_objective(a_key_result("nps")),
    }

    catalog = load(a_project(tmp_path, files))
    urgent = catalog.objectives[0]

    assert catalog.problems == ()
    assert (urgent.id, urgent.team, urgent.file) == (
        "urgent",
        "logistics",
        "kr_definitions/2026/urgent.yaml",
    )
    assert (urgent.contributing_teams, urgent.contributes_to) == (("support",), ("trust",))
    assert [each.is_health_metric for each in urgent] == [False, True]


def test_the_same_id_may_return_in_the_next_cycle(tmp_path: Path) -> None:
    files = {
        "q3/a.yaml": an_objective(a_key_result(), cycle="2026-Q3"),
        "q4/a.yaml": an_objective(a_key_result(), cycle="2026-Q4"),
    }

    catalog = load(a_project(tmp_path, files))

    assert catalog.problems == ()
    assert [each.key for each in catalog.key_results] == [
        "2026-Q3/delivery_time",
        "2026-Q4/delivery_time",
    ]


def test_every_setting_of_a_project(tmp_path: Path) -> None:
    settings = """\
    name: Food & Co
    timezone: Europe/Paris
    week_starts: sunday
    measure_at: "07:30"
    language: fr
    fiscal_year_starts: july
    limits: {objectives_per_team: 5, key_results_per_objective: 4, severity: error}
    status: {on_track: 0.8, at_risk: 0.5}
    vocabulary: {objective: {one: Finalité, many: Finalités}, team: Équipe}
    clock: 2026-11-22
    """

    found = load(a_project(tmp_path, settings=settings)).settings

    assert (found.name, found.language, found.clock) == ("Food & Co", "fr", date(2026, 11, 22))
    assert (found.calendar.zone, found.calendar.measure_at) == (
        ZoneInfo("Europe/Paris"),
        time(7, 30),
    )
    assert (found.calendar.week_starts, found.calendar.fiscal_year_starts) == (6, 7)
    assert (found.objectives_per_team, found.key_results_per_objective) == (5, 4)
    assert (found.limits_are_errors, found.on_track, found.at_risk) == (True, 0.8, 0.5)
    assert found.vocabulary == {
        "objective": "Finalité",
        "objectives": "Finalités",
        "team": "Équipe",
    }


def test_every_field_of_a_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WMS_HOST", "db.internal")
    monkeypatch.setenv("WMS_PASSWORD", "a: b # {c}")
    connections = """\
    logistics:
      type: postgres
      host: ${env.WMS_HOST}
      port: 5433
      password: ${env.WMS_PASSWORD}
      timezone: Europe/Berlin
      look_back: 2 weeks
      timeout: 5 min
      max_parallel: 4
      tables:
        public.orders: {updated: created_at, fresh_within: 24 h, rows_per_day: {at_least: 9}}
      views: {last_events: "SELECT 1"}
      allow_tables: [orders]
      allow_functions: [soundex]
      i_know_this_role_can_write: true
    """

    catalog = load(a_project(tmp_path, connections=connections))
    found = catalog.connections["logistics"]

    assert catalog.problems == ()
    assert found.settings == {"host": "db.internal", "port": 5433, "password": "a: b # {c}"}
    assert (found.type, found.timezone, found.look_back_days) == ("postgres", "Europe/Berlin", 14)
    assert (found.timeout_seconds, found.max_parallel) == (300.0, 4)
    assert found.tables == {"public.orders": TableExpectation("created_at", 24.0, Bounds(9))}
    assert (found.views, found.allow_tables) == ({"last_events": "SELECT 1"}, ("orders",))
    assert (found.allow_functions, found.i_know_this_role_can_write) == (("soundex",), True)
    assert str(found.places["host"]) == "connections.yaml:3:9"


def test_a_variable_may_stand_in_the_env_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("DB_PATH=orders.db\n")
    connections = "logistics: {type: sqlite, path: 'data/${env.DB_PATH}'}\n"

    catalog = load(a_project(tmp_path, connections=connections))

    assert catalog.connections["logistics"].settings == {"path": "data/orders.db"}

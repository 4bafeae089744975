"""The trust catalogue: what must never happen, and which test would show it."""

from __future__ import annotations

from typing import NamedTuple


class Row(NamedTuple):
    """One thing that must not happen; without a test it is not yet shown."""

    id: str
    fault: str
    shown_by: str | None = None
    not_yet: str | None = None


A = "Durability"
B = "Schedules and sources"
C = "Ugly data"
D = "Safe guest, secrets, people"
LEDGER = "tests/integration/ledger"
CATALOGUE: dict[str, tuple[Row, ...]] = {
    A: (
        Row("T-A01", "a run killed with -9 while it writes", "tests/trust/test_kills.py"),
        Row("T-A02", "a kill at every step boundary", "tests/trust/test_kills.py"),
        Row("T-A03", "loss of power", "tests/trust/test_power.py"),
        Row("T-A04", "a damaged ledger", "tests/trust/test_damage.py"),
        Row("T-A05", "a full disk", f"{LEDGER}/test_damage.py"),
        Row("T-A06", "files that cannot be read or written", f"{LEDGER}/test_damage.py"),
        Row("T-A07", "the same day delivered again and again", "tests/trust/test_delivery.py"),
        Row("T-A08", "several writers at once", f"{LEDGER}/test_processes.py"),
        Row("T-A09", "readers while a snapshot is published", "tests/trust/test_delivery.py"),
        Row("T-A10", "a page that holds an old snapshot", f"{LEDGER}/test_snapshot.py"),
        Row("T-A11", "a ledger to be brought back", "tests/trust/test_damage.py"),
        Row("T-A12", "ledgers of every released shape", f"{LEDGER}/test_migrations.py"),
        Row("T-A13", "a past value that changes", "tests/trust/test_time.py"),
        Row("explain", "a value that cannot be had again", "tests/trust/test_receipts.py"),
    ),
    B: (
        Row("T-B01", "a scheduler that slept", "tests/pipelines/test_measuring.py"),
        Row("T-B02", "days of 23 and 25 hours", "tests/trust/test_schedules.py"),
        Row("T-B03", "a run whose process was killed", "tests/trust/test_killed_worker.py"),
        Row("T-B04", "a query that hangs", "tests/trust/test_guest.py"),
        Row("T-B05", "a time-out that a query lifts", "tests/trust/test_guest.py"),
        Row("T-B06", "faults at 30 % of calls", "tests/trust/test_faulty_calls.py"),
        Row("T-B07", "one key result at fault among many", "tests/trust/test_gate.py"),
        Row("T-B08", "a source asked too much at once", "tests/integration/test_in_flight.py"),
        Row("T-B09", "the scheduler's own storage", "tests/trust/test_scheduler_storage.py"),
        Row("T-B10", "a clock that jumps", "tests/trust/test_time.py"),
        Row(
            "T-B11",
            "a dead scheduler",
            "tests/trust/test_dead_scheduler.py",
            not_yet="pages say so; nobody is called, notifications are not built",
        ),
        Row("T-B12", "a storm of notifications", not_yet="notifications are not built"),
    ),
    C: (
        Row("T-C01", "answers that are no number", "tests/trust/test_gate.py"),
        Row("T-C02", "columns renamed, dropped, retyped", "tests/trust/test_gate.py"),
        Row("T-C03", "half-loaded, late and dead feeds", "tests/trust/test_gate.py"),
        Row("T-C04", "rows that arrive late", "tests/trust/test_time.py"),
        Row("T-C05", "the arithmetic of progress", "tests/unit/domain/test_progress.py"),
        Row("T-C06", "windows of time", "tests/unit/domain/test_calendar.py"),
        Row("T-C07", "another engine", "tests/integration/test_measures_on_every_engine.py"),
        Row("T-C08", "noise in the last digits", f"{LEDGER}/test_recording.py"),
    ),
    D: (
        Row("T-S01", "statements that do more than read", "tests/trust/test_guest.py"),
        Row("T-S02", "dangerous functions", "tests/trust/test_guest.py"),
        Row("T-S03", "honest queries refused", "tests/trust/test_guest.py"),
        Row("T-S04", "a parser and an engine that disagree", "tests/trust/test_disagreeing.py"),
        Row("T-S05", "a role that may write", "tests/integration/connectors/test_servers.py"),
        Row("T-S06", "tricks in settings", "tests/unit/connectors/test_registry.py"),
        Row(
            "T-S07", "a server that asks for a file", "tests/integration/connectors/test_servers.py"
        ),
        Row("T-S08", "files and network from our own engine", "tests/trust/test_guest.py"),
        Row("T-S09", "a secret that is written somewhere", "tests/trust/test_secrets.py"),
        Row("T-S10", "data in an error", "tests/trust/test_data_in_errors.py"),
        Row("T-S11", "values that are taken for SQL", "tests/trust/test_values.py"),
        Row("T-S12", "templates", "tests/trust/test_templates.py"),
        Row("T-S13", "files that are no YAML", "tests/trust/test_fuzz.py"),
        Row("T-S14", "requests into the own network", not_yet="REST and webhooks are not built"),
        Row("T-S15", "words that are scripts", "tests/end_to_end/test_pages_in_a_browser.py"),
        Row("T-S16", "headers of a proxy", not_yet="a proxy is not built"),
        Row("T-S17", "foreign origins", "tests/trust/test_origins.py"),
        Row("T-S18", "roles", not_yet="roles are not built"),
        Row("T-S19", "listening to strangers", "tests/trust/test_loopback.py"),
        Row("T-S20", "the scheduler's own pages", "tests/trust/test_loopback.py"),
        Row("T-S21", "paths in names", "tests/trust/test_names.py"),
        Row("T-S22", "formulas in exports", "tests/trust/test_names.py"),
        Row("T-S23", "code that a project brings", "tests/end_to_end/test_keeping.py"),
        Row("T-S24", "known holes in libraries", not_yet="needs a network"),
        Row("T-S25", "a ledger edited by hand", "tests/trust/test_damage.py"),
        Row("people", "a key result about one person", "tests/unit/definitions/test_people.py"),
    ),
}

"""Key results whose promise, measure or values changed, written to a real ledger and published."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from krtracker.domain.key_result import Bounds, Change, ChangeEntry, Formula, KeyResult
from krtracker.domain.measurement import Verdict
from krtracker.ledger import Ledger
from krtracker.project import Project
from tests.builders import A_DAY, NOW, Q4, a_batch, a_catalog, a_judged, a_key_result, a_measure
from tests.dashboards.seeded import a_settings

CHANGED = date(2026, 11, 19)
EARLY = date(2026, 11, 10)
"""A day under the first promise of `MOVED`."""
ENTRY = ChangeEntry(CHANGED, "logistics", "carrier B left")
MOVED = a_key_result("moved", title="Of another promise", how=a_measure(where="1 = 1"))
MOVED_SINCE = replace(MOVED, promise=replace(MOVED.promise, target=28.5), changes=(ENTRY,))
LIMITED = a_key_result(
    "limited",
    title="Of other limits",
    how=a_measure(where="2 = 2"),
    keep=Bounds(at_least=50),
    unit="%",
)
LIMITED_SINCE = replace(
    LIMITED, promise=replace(LIMITED.promise, keep=Bounds(at_least=62)), changes=(ENTRY,)
)
PARTLY = a_key_result(
    "partly",
    title="Of another measured promise",
    how=a_measure(where="3 = 3"),
    baseline=None,
    change=Change(-10, is_relative=True),
)
PARTLY_SINCE = replace(
    PARTLY,
    promise=replace(PARTLY.promise, change=Change(-12.4, is_relative=True)),
    changes=(ENTRY,),
)
MEASURED = a_key_result("measured", title="Of another measure", how=a_measure(where="4 = 4"))
MEASURED_SINCE = replace(MEASURED, how=a_measure(where="5 = 5"), changes=(ENTRY,))
RATIO = a_key_result(
    "ratio",
    title="A formula of small parts",
    how=Formula("opened / positive(sent)"),
    source=None,
    unit="x",
    baseline=0.5,
    target=1,
)
HELD = a_key_result("held", title="Doubted after a restatement", how=a_measure(where="6 = 6"))
COUNTED = a_key_result("counted", title="Accepted by a person", how=a_measure(where="7 = 7"))
BEFORE = (MOVED, LIMITED, PARTLY, MEASURED, RATIO, HELD, COUNTED)
SINCE = (MOVED_SINCE, LIMITED_SINCE, PARTLY_SINCE, MEASURED_SINCE, RATIO, HELD, COUNTED)


def publish_changes(project: Project, language: str = "en") -> Project:
    """Each was promised and measured, changed on 19 November, and measured again."""
    ledger = Ledger(project)
    settings = a_settings(language=language, clock=date(2026, 11, 22))
    early = NOW - timedelta(days=3, hours=1)
    ledger.adopt(a_catalog(*BEFORE, settings=settings), now=early, run="run-early")
    _record(ledger, BEFORE, (Q4.eve, 50.0), (EARLY, 40.0), (CHANGED, 40.0), at=0)
    ledger.adopt(a_catalog(*SINCE, settings=settings), now=NOW, run="run-late")
    _record(ledger, SINCE, (EARLY, 40.0), (A_DAY, 40.0), at=1)
    doubted = (HELD, COUNTED)
    _record(ledger, doubted, (CHANGED, 42.0), at=2)
    _record(ledger, doubted, (CHANGED, 900.0), at=3, verdict=Verdict.REJECTED)
    later = NOW + timedelta(minutes=4)
    ledger.accept(COUNTED, CHANGED, reason="counted", by="ops", now=later, run="run-person")
    ledger.publish()
    return project


def _record(
    ledger: Ledger,
    key_results: tuple[KeyResult, ...],
    *days: tuple[date, float],
    at: int,
    verdict: Verdict = Verdict.ACCEPTED,
) -> None:
    """Measurements of these days, so many minutes after the first ones."""
    judged = [
        a_judged(
            0.75 if key_result is RATIO else value,
            key_result=key_result,
            as_of=day,
            verdict=verdict,
            parameters={"opened": "0.42", "sent": "0.56"} if key_result is RATIO else {},
        )
        for key_result in key_results
        for day, value in days
    ]
    moment = NOW + timedelta(minutes=at)
    ledger.record(a_batch(*judged, key_results=key_results, run=f"run-{at}", at=moment))

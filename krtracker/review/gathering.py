"""What an agenda is made of, read from a snapshot and from what people said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from krtracker.domain.agenda import Agenda, PromiseChange, agenda
from krtracker.domain.catalog import Catalog
from krtracker.domain.key_result import KeyResult
from krtracker.domain.news import last_week_start
from krtracker.domain.note import Note, carried_over
from krtracker.domain.standing import Facts, Standing, standings
from krtracker.ledger import PromiseKind, Snapshot
from krtracker.review.reasons import with_reasons


def agenda_of(
    snapshot: Snapshot,
    *,
    now: datetime,
    notes: Iterable[Note] = (),
    catalog: Catalog | None = None,
    facts: Mapping[str, Facts] | None = None,
    standing: Mapping[str, Standing] | None = None,
    team: str | None = None,
) -> Agenda:
    """The agenda of the meeting held now, of one team or of all.

    Who has read catalog, facts or standings of the snapshot already may hand them over. Notes
    are by the keys of today.
    """
    catalog = catalog or snapshot.catalog
    told = told_of(snapshot, now=now, catalog=catalog, facts=facts, standing=standing, team=team)
    return with_carried(told, notes, catalog, team)


def told_of(
    snapshot: Snapshot,
    *,
    now: datetime,
    catalog: Catalog,
    facts: Mapping[str, Facts] | None = None,
    standing: Mapping[str, Standing] | None = None,
    team: str | None = None,
) -> Agenda:
    """The agenda as the ledger alone tells it: the same until another snapshot or day."""
    facts = snapshot.facts() if facts is None else facts
    found = standings(catalog, facts, now) if standing is None else standing
    calendar = catalog.settings.calendar
    today = calendar.day_of(now)
    running = _running(catalog, today, team)
    talked = {key: each for key, each in found.items() if key in running}
    changes = promise_changes(snapshot, (each.key_result for each in talked.values()))
    written = agenda(
        catalog,
        facts,
        talked,
        week=last_week_start(calendar, today),
        today=today,
        changes=changes,
    )
    return with_reasons(written, snapshot)


def with_carried(
    told: Agenda, notes: Iterable[Note], catalog: Catalog, team: str | None = None
) -> Agenda:
    """The agenda with the decisions and blockers that were left to it."""
    talked = _running(catalog, told.today, team)
    heard = [each for each in notes if each.key_result is None or each.key_result in talked]
    carried = carried_over(heard, told.week, told.week - timedelta(days=7))
    return replace(told, carried=tuple(carried))


def promise_changes(
    snapshot: Snapshot, key_results: Iterable[KeyResult]
) -> Iterator[PromiseChange]:
    """Every promise that took the place of another, oldest first.

    Only a key result with an entry under `changes` can have another promise in a running cycle,
    so that only those are looked up.
    """
    kinds = {PromiseKind.MADE, PromiseKind.CHANGED}
    for key_result in key_results:
        if not key_result.changes:
            continue
        recorded = [each for each in snapshot.promises(key_result) if each.kind in kinds]
        for before, after in pairwise(recorded):
            if after.promise_hash != before.promise_hash:
                yield PromiseChange(
                    key=key_result.key,
                    recorded_on=after.promised_on,
                    effective=after.effective,
                    before=before.promise,
                    after=after.promise,
                    by=after.changed_by,
                    reason=after.reason,
                )


def _running(catalog: Catalog, today: date, team: str | None) -> set[str]:
    """The keys that a meeting of today talks about: of cycles that run, or ended this week."""
    return {
        each.key
        for objective in catalog.objectives
        if objective.cycle.start <= today and (today - objective.cycle.end).days <= 7
        if team is None or team in objective.teams
        for each in objective
    }

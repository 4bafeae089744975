"""One step per source measures everything due from it; formulas come last, then the snapshot."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import dagster as dg

from krtracker.domain.measurement import Outcome, Unmeasured
from krtracker.errors import ConnectorError, reason_of
from krtracker.measures import Asked
from krtracker.tracking import Report, judged, outcomes_of, parts, record, to_divide
from pipelines.assets import FORMULAS, SNAPSHOT, Unit, identifier, source_key, units_of
from pipelines.results import Result, asked, results_of
from pipelines.tracker import Tracker

logger = logging.getLogger(__name__)

WRITER = "ledger"
"""The pool of steps that do nothing but write: one at a time."""


def steps_of(tracker: Tracker) -> list[dg.AssetsDefinition]:
    """Every step of a run in the order in which Dagster will take them."""
    sources = list({each.source: None for each in tracker.catalog.sound if each.source})
    measured = [_measuring(source, tracker) for source in sources]
    has_formulas = any(each.source is None for each in tracker.catalog.sound)
    formulas = [_measuring(None, tracker, after=sources)] if has_formulas else []
    before = [*map(source_key, sources), *([FORMULAS] if has_formulas else [])]
    return [*measured, *formulas, _publishing(tracker, before)]


def _measuring(
    source: str | None, tracker: Tracker, after: Iterable[str] = ()
) -> dg.AssetsDefinition:
    """The step that asks one source for all its due key results.

    The source itself is an asset that every run of the step makes, so that formulas and the
    snapshot can wait for it whether it answered or not; Dagster would skip whatever waits for
    a key result that was not measured.
    """
    units = units_of(tracker, source=source)
    own = source_key(source)
    name = "formulas" if source is None else source
    asking = dg.AssetSpec(
        own,
        deps=[source_key(each) for each in after],
        group_name="sources",
        description="reckoned from other key results" if source is None else f"asking {source}",
        skippable=False,
    )

    @dg.multi_asset(
        name=f"measure_{identifier(name)}",
        specs=[asking, *(unit.spec(tracker, [own]) for unit in units)],
        check_specs=[unit.check_spec() for unit in units],
        can_subset=True,
        retry_policy=tracker.retries,
        pool=WRITER if source is None else f"source_{identifier(name)}",
    )
    def measure(context: dg.AssetExecutionContext) -> Iterator[Result]:
        chosen = [unit for unit in units if unit.key in context.selected_asset_keys]
        report = _measured(source, chosen, tracker, context)
        if own in context.selected_asset_keys:
            yield asked(source, report)
        yield from results_of(chosen, report)

    return measure


def _measured(source: str | None, units: Sequence[Unit], tracker: Tracker, context: Any) -> Report:
    """Ask, judge and record what is due; raise to be called again while the source may recover.

    What was had before is recorded by then, so only what is missing is asked again, and the
    last try keeps in the ledger that it was tried in vain.
    """
    now, run, ledger = tracker.now, context.run.run_id, tracker.ledger
    ledger.adopt(tracker.catalog, now=now, run=run)
    wanted = to_divide(tracker.due(_keys(units)), tracker.catalog, ledger, now)
    is_last_try = context.retry_number >= tracker.retries.max_retries
    report = Report(run)
    for part in parts(wanted):
        found = _outcomes(source, part, tracker, now)
        passing = [each for each in found if isinstance(each, Unmeasured) and each.is_transient]
        if passing and not is_last_try:
            found = [each for each in found if each not in passing]
        batch = judged(found, part, tracker.catalog, ledger, tracker.connectors, now=now, run=run)
        report += record(batch, ledger)
        if passing and not is_last_try:
            raise ConnectorError(passing[0].reason, transient=True)
    return report


def _outcomes(
    source: str | None, part: Sequence[Asked], tracker: Tracker, now: datetime
) -> list[Outcome]:
    """What one source said; a fault of ours, or of a connector, takes no other source with it."""
    try:
        with tracker.ledger.at_work(source):
            return outcomes_of(
                source, part, tracker.catalog, tracker.ledger, tracker.connectors, now
            )
    except Exception as error:
        reason = reason_of(error, log=logger, failed=f"measuring {source or 'formulas'} failed")
        return [Unmeasured(each.key_result.key, day, reason) for each in part for day in each.days]


def _publishing(tracker: Tracker, after: Sequence[dg.AssetKey]) -> dg.AssetsDefinition:
    """The step that publishes what the others recorded, for the pages to read."""

    @dg.multi_asset(
        name="publish",
        specs=[
            dg.AssetSpec(
                SNAPSHOT,
                deps=list(after),
                group_name="sources",
                description="the read-only copy of the ledger that pages read",
                skippable=True,
            )
        ],
        retry_policy=tracker.retries,
        pool=WRITER,
    )
    def publish(context: dg.AssetExecutionContext) -> Iterator[dg.MaterializeResult[None]]:
        if not after:
            tracker.ledger.adopt(tracker.catalog, now=tracker.now, run=context.run.run_id)
        version = tracker.ledger.publish()
        if version is not None:
            yield dg.MaterializeResult(asset_key=SNAPSHOT, metadata={"version": version})

    return publish


def _keys(units: Iterable[Unit]) -> set[str]:
    return {each.key for unit in units for each in unit.key_results}

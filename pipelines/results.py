"""What a step found, as Dagster keeps it: materialisations, and checks with their reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import dagster as dg

from krtracker.domain.measurement import Failure, Judged, Unmeasured, Verdict
from krtracker.tracking import Report
from pipelines.assets import BELIEVED, Unit, source_key

Result = dg.MaterializeResult[None] | dg.AssetCheckResult


def results_of(units: Sequence[Unit], report: Report) -> Iterator[Result]:
    """One materialisation for each asset that was measured, and one check for each that was due.

    An asset whose source did not answer is not materialised: nothing of it was made.
    """
    found: defaultdict[str, list[Judged]] = defaultdict(list)
    silent: defaultdict[str, list[Unmeasured]] = defaultdict(list)
    for outcome in report.judged:
        found[outcome.reading.key].append(outcome)
    for attempt in report.unmeasured:
        silent[attempt.key].append(attempt)
    for unit in units:
        judged = [each for key_result in unit.key_results for each in found[key_result.key]]
        missed = [each for key_result in unit.key_results for each in silent[key_result.key]]
        check = _check(unit, _newest(judged), missed)
        if judged:
            checks = [check] if check else []
            yield dg.MaterializeResult(
                asset_key=unit.key, metadata=_metadata(unit, judged), check_results=checks
            )
        elif check:
            yield check


def asked(source: str | None, report: Report) -> dg.MaterializeResult[None]:
    """How the asking of one source went, whether it answered or not."""
    recorded = report.recorded
    reasons = sorted({each.reason for each in report.unmeasured})
    metadata: dict[str, int | str] = {
        "days_measured": len(report.judged),
        "days_not_measured": len(report.unmeasured),
        "rows_written": recorded.written,
        "restated": recorded.restated,
        "unchanged": recorded.unchanged,
        "rejected": recorded.rejected,
    }
    if reasons:
        metadata["reasons"] = "; ".join(reasons[:5])
    return dg.MaterializeResult(asset_key=source_key(source), metadata=metadata)


def _newest(judged: Sequence[Judged]) -> list[Judged]:
    """The verdict on the newest day of each key result."""
    found: dict[str, Judged] = {}
    for each in sorted(judged, key=lambda each: each.reading.as_of):
        found[each.reading.key] = each
    return list(found.values())


def _check(
    unit: Unit, newest: Sequence[Judged], missed: Sequence[Unmeasured]
) -> dg.AssetCheckResult | None:
    """Whether the newest day is believed; None where nothing was due."""
    if not newest and not missed:
        return None
    failures = [failure for each in newest for failure in each.failures]
    silent = sorted({each.reason for each in missed})
    is_held = any(each.verdict is Verdict.REJECTED for each in newest)
    reasons = [*silent, *(failure.reason for failure in failures)]
    return dg.AssetCheckResult(
        passed=not is_held and not missed and not failures,
        asset_key=unit.key,
        check_name=BELIEVED,
        severity=_severity(failures, is_silent=bool(missed)),
        description="; ".join(reasons[:10]) or None,
        metadata={"expectations": sum(each.expectations for each in newest)},
    )


def _severity(failures: Sequence[Failure], *, is_silent: bool) -> dg.AssetCheckSeverity:
    is_grave = is_silent or any(each.is_critical for each in failures)
    return dg.AssetCheckSeverity.ERROR if is_grave else dg.AssetCheckSeverity.WARN


def _metadata(unit: Unit, judged: Sequence[Judged]) -> Mapping[str, float | int | str]:
    """The newest value of each key result, and how many days were measured."""
    found: dict[str, float | int | str] = {"days_measured": len(judged)}
    by_key = {each.reading.key: each for each in _newest(judged)}
    for key_result in unit.key_results:
        each = by_key.get(key_result.key)
        if each is None:
            continue
        value = each.reading.value
        if len(unit.key_results) > 1:
            found[key_result.id] = "no value" if value is None else value
            continue
        found |= {
            "value": "no value" if value is None else value,
            "unit": key_result.unit,
            "as_of": each.reading.as_of.isoformat(),
            "verdict": each.verdict.value,
        }
    return found

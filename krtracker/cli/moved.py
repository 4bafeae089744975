"""What moved a value, as a receipt tells it: what each part of a column brought to the change."""

from __future__ import annotations

from typing import Any

from krtracker.cli.evidence import Line
from krtracker.cli.wording import difference, number
from krtracker.domain.moved import Moved, Mover
from krtracker.language.rounding import adding_up, decimals_of, most_read, rounded


def moved_line(moved: Moved, unit: str) -> Line:
    """The change since a day, and what each part of a column brought to it."""
    name = f"by {moved.column}"
    if not moved.adds_up:
        values = (f"{_part(e)} {number(e.before)} to {number(e.now)}" for e in moved.movers)
        return name, f"no sum of parts since {moved.since}: {', '.join(values)}"
    totals = [each.total for each in moved.movers]
    decimals = most_read(max(map(abs, [moved.change, *totals])))
    decimals = max(decimals_of(rounded(each, decimals)) for each in [moved.change, *totals])
    told = zip(moved.movers, adding_up(moved.change, totals, decimals), strict=True)
    brought = (f"{_part(each)} {difference(total, decimals=decimals)}" for each, total in told)
    change = difference(moved.change, unit, decimals=decimals)
    return name, f"{change} since {moved.since}: {', '.join(brought)}"


def moved_document(moved: Moved) -> dict[str, Any]:
    """The same as part of a JSON document, with every digit."""
    return {
        "column": moved.column,
        "kind": moved.kind.value,
        "since": moved.since,
        "before": moved.before,
        "change": moved.change,
        "parts": [
            {
                "part": each.name,
                "is_others": each.is_others,
                "before": each.before,
                "now": each.now,
                "share_before": each.share_before,
                "share_now": each.share_now,
                "by_value": each.rate if moved.adds_up else None,
                "by_share": each.mix if moved.has_mix else None,
                "brought": each.total if moved.adds_up else None,
            }
            for each in moved.movers
        ],
    }


def _part(mover: Mover) -> str:
    return "others" if mover.is_others else mover.name or "not given"

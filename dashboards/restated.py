"""What was shown of a day, beside what is known of it now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from itertools import groupby

from dashboards.blocks import Cell, Column, Line, Link, Table, Text
from dashboards.links import to_moment
from dashboards.view import View
from krtracker.domain.measurement import Measurement, Verdict
from krtracker.language.notation import GAP, Quantity

MOST = 12
"""How many days are told; the history has the others."""


def restated(
    rows: Sequence[Measurement], quantity: Quantity, here: Link, view: View
) -> Table | None:
    """Every day whose value was replaced, the newest first; None where none was.

    Each value that was shown leads to the page as it was known then.
    """
    found = _versions(rows)
    if not found:
        return None
    words = view.words
    columns = [
        Column(words("on day"), "minmax(0, 0.8fr)", "name"),
        Column(words("shown then"), "minmax(0, 1.6fr)", "text"),
        Column(words("known now"), "minmax(0, 1.4fr)", "value"),
        Column(words("difference"), "minmax(0, 1fr)", "change"),
        Column(words("rows then and now"), "minmax(0, 1.1fr)", "text"),
    ]
    more = len(found) - MOST
    return Table(
        columns,
        [_row(each, quantity, here, view) for each in found[:MOST]],
        title=[Text(words("shown and known"))],
        note=words("more restated", count=more) if more > 0 else None,
    )


def _versions(rows: Sequence[Measurement]) -> list[list[Measurement]]:
    """By day, the newest first, what was believed of it one after the other, if it was replaced.

    The last is the row in force: the newest of its day, even one that is not believed, because
    the value before it is not shown for that day any more either.
    """
    ordered = sorted(rows, key=lambda each: (-each.as_of.toordinal(), each.sequence))
    days = [_told(list(day)) for _, day in groupby(ordered, key=lambda each: each.as_of)]
    return [day for day in days if any(each.is_restatement for each in day) and len(day) > 1]


def _told(day: Sequence[Measurement]) -> list[Measurement]:
    """What was believed of a day once, then the row in force."""
    *before, now = day
    return [*(each for each in before if each.verdict is Verdict.ACCEPTED), now]


def _row(versions: Sequence[Measurement], quantity: Quantity, here: Link, view: View) -> list[Cell]:
    *before, now = versions
    first = before[0]
    change = None
    if now.is_believed and now.value is not None and first.value is not None:
        change = now.value - first.value
    known = quantity.of(now.value) if now.is_believed else view.words("not believed")
    return [
        Cell([[Text(view.notation.day(now.as_of), "name")]]),
        Cell([_shown(each, quantity, here, view) for each in before]),
        Cell([[Text(known, "strong")], [Text(_since(now, view), "soft")]]),
        Cell([[Text(GAP if change is None else quantity.change(change))]]),
        Cell([[Text(_entered(first, now, view), "soft")]]),
    ]


def _shown(version: Measurement, quantity: Quantity, here: Link, view: View) -> Line:
    """A value that was believed once, with the way to the page as it was then."""
    moment = version.measured_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    then = Text(_since(version, view), to=to_moment(here, moment))
    return [Text(f"{quantity.of(version.value)} "), then]


def _since(version: Measurement, view: View) -> str:
    return view.words("since moment", moment=view.notation.moment(view.local(version.measured_at)))


def _entered(first: Measurement, now: Measurement, view: View) -> str:
    """How many rows entered the first value, and how many the newest."""
    counts = [first.rows, now.rows]
    return " → ".join(GAP if each is None else view.notation.number(each) for each in counts)

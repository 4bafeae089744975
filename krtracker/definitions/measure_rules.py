"""What the measure of one key result must satisfy by itself: one rule, one function."""

from __future__ import annotations

import re
from collections.abc import Iterator

from krtracker.definitions.building import how_measured, is_timeless
from krtracker.definitions.choices import one_of
from krtracker.definitions.document import Part
from krtracker.definitions.draft import Draft, Finding
from krtracker.definitions.parameters import parameters
from krtracker.errors import Severity

WAYS = ("measure", "sql", "formula")

_COUNTS = re.compile(r"\b(count|sum)\s*\(", re.IGNORECASE)
_EVENS_OUT = re.compile(r"/|\b(avg|min|max|median|percentile_cont|stddev\w*)\s*\(", re.IGNORECASE)
"""What makes a count comparable whatever its window: a ratio, an average, a percentile."""


def one_way(draft: Draft) -> Iterator[Finding]:
    """Exactly one of `measure`, `sql`, `formula`."""
    yield from one_of(draft, WAYS, "`measure` says what to reckon as of any day")


def a_source_to_ask(draft: Draft) -> Iterator[Finding]:
    """`measure` and `sql` ask a source; a formula asks none."""
    if draft.has("formula") and draft.has("source"):
        hint = "a formula reckons with other key results"
        yield Finding(("source",), "a formula has no `source`", hint, Part.KEY)
    asks = draft.has("measure") or draft.has("sql")
    if asks and not draft.has("source") and not draft.misspells("source"):
        hint = "name a connection of `connections.yaml`"
        yield Finding((), f"`{draft.id}` needs a `source`", hint, Part.KEY)


def a_window_where_it_belongs(draft: Draft) -> Iterator[Finding]:
    """A window stands in `measure`, or beside `sql`."""
    if draft.has("window") and draft.has("measure"):
        hint = "write it inside `measure`"
        yield Finding(("window",), "`window` stands beside `measure`", hint, Part.KEY)
    elif draft.has("window") and draft.has("formula"):
        hint = "its parts have their own windows"
        yield Finding(("window",), "a formula has no `window`", hint, Part.KEY)


def a_time_that_counts(draft: Draft) -> Iterator[Finding]:
    """`at` with its window, or `during` without one, never both."""
    measure = draft.shape.measure
    if measure is None:
        return
    if draft.has("measure", "at") and draft.has("measure", "during"):
        hint = "`at` for what happens, `during` for what lasts"
        yield Finding(("measure", "during"), "`during` beside `at`", hint, Part.KEY)
    elif draft.has("measure", "at") and not draft.has("measure", "window"):
        if not draft.has("window") and not draft.misspells("window", below="measure"):
            hint = "for example `window: last 28 days`; `all time` counts everything so far"
            yield Finding(("measure", "at"), "`at` needs a `window`", hint, Part.KEY)
    elif draft.has("measure", "during") and draft.has("measure", "window"):
        hint = "rows open at the end of the day count, whenever they opened"
        yield Finding(("measure", "window"), "`window` beside `during`", hint, Part.KEY)
    elif draft.has("measure", "window") and not draft.has("measure", "at"):
        yield from _a_window_without_at(draft)
    for name, is_set in (("matured", measure.matured), ("growth", measure.growth)):
        if is_set and not draft.has("measure", "at") and not draft.misspells("at", below="measure"):
            hint = "say with `at` from when a row counts"
            yield Finding(("measure", name), f"`{name}` needs `at`", hint, Part.KEY)


def _a_window_without_at(draft: Draft) -> Iterator[Finding]:
    """Without `at`, a window can only serve fragments that use `:since` themselves."""
    texts = [text for text in draft.written["measure"].values() if isinstance(text, str)]
    uses_since = any("since" in parameters(text) for text in texts)
    if not uses_since and not draft.misspells("at", "during", below="measure"):
        hint = "say with `at` from when a row counts"
        yield Finding(("measure", "window"), "`window` needs `at`", hint, Part.KEY)


def growth_of_equal_windows(draft: Draft) -> Iterator[Finding]:
    """Growth compares a window with the one before, so it must have a length."""
    measure = draft.shape.measure
    if measure and measure.growth and measure.window and measure.window.days is None:
        hint = "only `last ...` windows have one before them"
        message = f"growth of `{measure.window}` has no window before it"
        yield Finding(("measure", "growth"), message, hint, Part.KEY)


def counts_that_only_rise(draft: Draft) -> Iterator[Finding]:
    """A to-date count starts at nothing: falling or relative targets would be won on day one."""
    shape = draft.shape
    measure = shape.measure
    if measure is None or measure.window is None or not measure.window.is_to_date:
        return
    if not _COUNTS.search(measure.value) or _EVENS_OUT.search(measure.value):
        return
    path, window = ("measure", "window"), measure.window
    hint = "could it go the other way at all? `window: last 28 days` can "
    hint += "(docs/coach/counts_to_date.md)"
    falls = shape.change is not None and shape.change.amount < 0
    if shape.baseline is not None and shape.target is not None:
        falls = falls or shape.target < shape.baseline
    if shape.change is not None and shape.change.is_relative:
        yield Finding(path, f"a relative target for a count `{window}`, which starts at 0", hint)
    elif falls:
        yield Finding(path, f"a falling target for a count `{window}`, which starts at 0", hint)


def a_baseline_that_exists(draft: Draft) -> Iterator[Finding]:
    """The day before a cycle, its `cycle to date` is empty: nothing to measure a baseline from."""
    shape = draft.shape
    promised = shape.target is not None or shape.change is not None
    path = ("measure", "window") if draft.has("measure") else ("window",)
    window = shape.measure.window if shape.measure else shape.window
    if window is None or window.kind.value != "cycle to date" or not promised:
        return
    if shape.baseline is None and not any(counts_that_only_rise(draft)):
        hint = "state the baseline, often `baseline: 0`, or take a trailing window"
        message = "the baseline is measured before the cycle, when `cycle to date` is empty"
        yield Finding(path, message, hint)


def a_window_for_since(draft: Draft) -> Iterator[Finding]:
    """`:since` is the start of a window; a window beside SQL means nothing but `:since`."""
    written = draft.written.get("measure")
    if isinstance(written, dict) and "window" not in written:
        for name, text in written.items():
            if isinstance(text, str) and "since" in parameters(text):
                hint = "for example `window: last 28 days`"
                yield Finding(("measure", name), "`:since` needs a `window`", hint)
    sql = draft.shape.sql
    if sql is None:
        return
    uses = "since" in parameters(sql)
    if uses and not draft.has("window"):
        hint = "for example `window: last 28 days`"
        yield Finding(("sql",), "`:since` needs a `window`", hint, Part.KEY)
    elif draft.shape.window is not None and not uses:
        hint = "compare a time with `:since` and `:until`"
        message = "the SQL does not use the window"
        yield Finding(("window",), message, hint, Part.KEY, Severity.WARNING)


def a_past_that_can_be_told(draft: Draft) -> Iterator[Finding]:
    """A measure without any time gives today's value for every day, so its past is not measured."""
    if draft.shape.measure is None or not draft.shape.history.has_past:
        return
    told = any(draft.has("measure", name) for name in ("at", "during", "known", "latest", "window"))
    if told or draft.misspells("at", "during", "known", below="measure"):
        return
    if is_timeless(how_measured(draft.shape)):
        hint = "say with `at` or `during` when a row counts, or write `history: none`"
        message = "nothing says which rows had happened by a day: the past is not measured"
        yield Finding(("measure",), message, hint, Part.KEY, Severity.WARNING)

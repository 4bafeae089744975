"""Why this number: from the value back to the query, the source, the rows and the promise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dashboards.blocks import Line, Term, Terms, Text
from dashboards.receipt_promise import held_against
from dashboards.theme import Tone
from dashboards.view import View
from krtracker.domain.key_result import Formula, HistoryKind, HowMeasured, Measure, RawSql
from krtracker.domain.measurement import Measurement, Verdict, Way
from krtracker.domain.newest import Newest, newest_of_rows, newest_of_table
from krtracker.domain.reckoning import with_numbers
from krtracker.domain.standing import Standing
from krtracker.language.notation import GAP, Quantity
from krtracker.ledger import Receipt, RecordedPromise


def receipt(
    standing: Standing,
    measurement: Measurement,
    promises: Sequence[RecordedPromise],
    view: View,
) -> Terms:
    """Everything one measurement rests on, but for its query, which is shown to be copied."""
    words, held = view.words, held_against(standing, measurement, promises, view)
    quantity = held.quantity
    kept = view.snapshot.receipt(measurement)
    terms: dict[str, list[Line]] = {
        "formula": list(_formula(standing, measurement, quantity, view)),
        "verdict": list(_verdict(measurement, quantity, view)),
        "progress": list(held.progress(measurement)),
        "source": list(_source(measurement, view)),
        "asked": list(_asked(kept.way, view)),
        "past": list(_past(standing, view)),
        "newest row": [*_moment(measurement, view), *_tables(kept, view)],
        "measured": [[Text(_measured(measurement, view))]],
        "checks": list(_checks(measurement, view)),
        "promise": list(held.promise()),
        "definition": list(_definition(standing, kept)),
    }
    return Terms([Term(words(term), lines) for term, lines in terms.items() if lines])


def how_measured(how: HowMeasured, view: View) -> Iterator[str]:
    """The measure in the words of its definition."""
    if isinstance(how, Formula):
        yield how.expression
        return
    if isinstance(how, Measure):
        yield how.value
        yield how.source_rows
        if how.where:
            yield view.words("where", condition=how.where)
    if how.window:
        yield view.words.window(str(how.window))


def _formula(
    standing: Standing, measurement: Measurement, quantity: Quantity, view: View
) -> Iterator[Line]:
    how = standing.key_result.how
    parts = list(how_measured(how, view))
    if isinstance(how, RawSql):
        parts = ["SQL", *parts]
    yield [Text(parts[0], "code")]
    if parts[1:]:
        yield [Text(" · ".join(parts[1:]), "soft")]
    if isinstance(how, Formula) and measurement.parameters:
        numbers = {name: _rounded(text, view) for name, text in measurement.parameters.items()}
        yield [Text(with_numbers(how.expression, numbers), "code")]
    value = quantity.of(measurement.value) if measurement.value is not None else None
    value = value or view.words("no value")
    if measurement.rows is not None:
        value = view.words("rows to value", rows=measurement.rows, value=value)
    yield [Text(value, "strong")]


def _asked(way: Way | None, view: View) -> Iterator[Line]:
    """Whether a scan was shared, and who reckoned."""
    if way is not None:
        yield [Text(view.words("in a shared scan" if way.is_shared else "by itself"))]
        yield [Text(view.words("reckoned there" if way.is_in_place else "reckoned here"), "soft")]


def _verdict(measurement: Measurement, quantity: Quantity, view: View) -> Iterator[Line]:
    words = view.words
    if measurement.accepted_by:
        yield [Text(words("accepted by person"), "strong")]
        yield [Text(measurement.accepted_by, "soft")]
    elif measurement.verdict is Verdict.REJECTED:
        yield [
            Text(words("held for", why=words.reason(measurement.reason) or words("not believed")))
        ]
    if measurement.is_restatement:
        yield [Text(words("restated from", value=quantity.of(measurement.restates)))]


def _source(measurement: Measurement, view: View) -> Iterator[Line]:
    if measurement.source is None:
        yield [Text(view.words("formulas"))]
        return
    connection = view.catalog.connections.get(measurement.source)
    type = connection.type if connection else "?"
    yield [Text(view.words("read only", name=measurement.source, type=type))]


def _past(standing: Standing, view: View) -> Iterator[Line]:
    history = standing.key_result.history
    if history.kind is HistoryKind.OVERWRITTEN:
        columns = ", ".join(history.overwritten)
        yield [Text(view.words("as seen today", columns=columns))]
    if not history.has_past:
        yield [Text(view.words("history none"))]


def newest_row(newest: Newest, view: View) -> str:
    """When a newest row is from: a moment, or a day where no more is known of it."""
    if newest.day is None:
        return view.notation.moment(view.local(newest.moment))
    day = view.notation.day(newest.day)
    return view.words("end of day", day=day) if newest.is_end else day


def _moment(measurement: Measurement, view: View) -> list[Line]:
    if measurement.newest is None:
        return []
    found = newest_of_rows(measurement.newest, view.catalog.settings.calendar)
    return [[Text(newest_row(found, view))]]


def _tables(kept: Receipt, view: View) -> Iterator[Line]:
    """How fresh each table behind the number was."""
    calendar, as_of = kept.catalog.settings.calendar, kept.measurement.as_of
    for each in kept.tables:
        found = newest_of_table(each, kept.columns, calendar, as_of)
        newest = newest_row(found, view) if found else GAP
        yield [Text(view.words("table newest", table=each.table, newest=newest), "soft")]


def _rounded(text: str, view: View) -> str:
    """The value of a formula's part with the digits that a person reads; `no value` stays."""
    try:
        return view.notation.read(float(text))
    except ValueError:
        return text


def _measured(measurement: Measurement, view: View) -> str:
    when = view.notation.moment(view.local(measurement.measured_at))
    run = view.words("run", run=measurement.run[:8])
    return f"{when} · {run} · {view.notation.seconds(measurement.duration_seconds)}"


def _checks(measurement: Measurement, view: View) -> Iterator[Line]:
    failed = measurement.failures
    count = max(measurement.expectations, len(failed))
    if not count:
        yield [Text(view.words("no checks"), "soft")]
        return
    says = view.words("checks passed", passed=count - len(failed), all=count)
    yield [Text(f"{'✕' if failed else '✓'} {says}", tone=Tone.BAD if failed else Tone.GOOD)]
    for each in failed:
        yield [Text(view.words.reason(each.reason), "soft")]


def _definition(standing: Standing, kept: Receipt) -> Iterator[Line]:
    """File and line by which it was measured, the commit where there is one, and the measure."""
    defined = kept.key_result or standing.key_result
    place, short = defined.place, kept.measurement.measure_hash[:6]
    where = f"{place.file.rpartition('/')[2]}:{place.line}" if place else GAP
    yield [Text(" · ".join(filter(None, [where, kept.catalog.revision, short])))]
    yield [Text(f"#{kept.measurement.sequence} · {kept.hash[:12]}", "soft")]

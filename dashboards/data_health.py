"""Can we believe it: sources, what is held or stale, since when and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from dashboards import blocks
from dashboards.blocks import Block, Cell, Chip, Column, Line, Masthead, Prose, Table, Text
from dashboards.links import follow, to_key_result
from dashboards.marks import AT_FAULT, trust_chip
from dashboards.parts import in_parts
from dashboards.receipt import newest_row
from dashboards.sources import Source, latest, restatements, sources
from dashboards.theme import Tone
from dashboards.view import View
from krtracker.domain.measurement import Measurement, Verdict
from krtracker.domain.newest import newest_of_rows
from krtracker.domain.standing import Standing
from krtracker.domain.status import Trust
from krtracker.language.notation import GAP

ROWS = 60
"""How many numbers are written at first, and each time that more are asked for."""


def page(view: View) -> None:
    """The whole page, top to bottom."""
    cycle = view.cycle
    shown = [
        each for each in view.standings.values() if cycle is None or each.key_result.cycle == cycle
    ]
    doubted = [each for each in shown if each.trust is not Trust.TRUSTED]
    trusted = [each for each in shown if each.trust is Trust.TRUSTED]
    follow(blocks.show(_head(view, shown, doubted), key="health_head"))
    _numbers(view, doubted, view.words("what is held"), key="doubted")
    follow(blocks.show(_sources(view), *_problems(view), key="health_sources"))
    _numbers(view, trusted, view.words("all trusted"), key="trusted")


def _head(view: View, shown: Sequence[Standing], doubted: Sequence[Standing]) -> Masthead:
    """The answer first: how many numbers are not believed, and how many are not there."""
    words, missing = view.words, sum(each.trust is Trust.NO_DATA for each in doubted)
    count = len(doubted) - missing
    title = words("health good")
    if count and missing:
        title = words("health bad and gaps", count=count, missing=missing)
    elif doubted:
        title = words("health bad" if count else "health gaps", count=len(doubted))
    below = words("numbers trusted", trusted=len(shown) - len(doubted), all=len(shown))
    return Masthead(title=title, below=below)


def _numbers(view: View, standings: Sequence[Standing], title: str, *, key: str) -> None:
    """Whether each number is believed, what it rests on, and how often it was restated."""
    words, is_doubted = view.words, any(each.trust is not Trust.TRUSTED for each in standings)
    columns = [
        Column(words("key result"), "minmax(0, 2.2fr)", "name"),
        Column(words("trust"), "minmax(156px, 1.1fr)", "mark"),
        *([Column(words("why"), "minmax(0, 2.2fr)")] if is_doubted else []),
        Column(words("newest data"), "minmax(0, 1fr)"),
        Column(words("checks"), "minmax(0, 0.7fr)"),
        Column(words("restatements"), "minmax(0, 1fr)"),
        Column(words("last value"), "minmax(0, 1.1fr)", "value"),
    ]
    order = list(Trust)
    ranked = sorted(standings, key=lambda each: -order.index(each.trust))
    counts = restatements(view, view.today - timedelta(days=30))

    def table(part: Sequence[Standing]) -> list[Block]:
        newest = latest(view, [each.key_result for each in part])
        rows = [
            _row(each, newest.get(each.key_result.key), counts.get(each.key_result.key, 0), view)
            for each in part
        ]
        return [Table(columns, rows, title=[Text(title)])]

    in_parts(ranked, ROWS, view, table, key=key)


def _row(standing: Standing, measured: Measurement | None, restated: int, view: View) -> list[Cell]:
    key_result, words = standing.key_result, view.words
    current = standing.current
    value = view.quantity(key_result).of(current.value if current else None)
    day = view.notation.day(current.as_of, weekday=True) if current else ""
    why = words.reason((standing.why or "").removeprefix(AT_FAULT))
    held = _rejected(standing, view) if standing.trust is Trust.TRUSTED else ""
    below = [key_result.source or words("formulas"), held]
    title = Text(key_result.title, "name", to=to_key_result(key_result))
    return [
        Cell(lines=[[title], *_soft(" · ".join(filter(None, below)))]),
        Cell(chips=[trust_chip(standing, words, view.notation)]),
        *([] if standing.trust is Trust.TRUSTED else [Cell(lines=_said(why))]),
        Cell(lines=_newest(measured, view)),
        Cell(lines=_checks(measured, view)),
        Cell(lines=[[Text(view.notation.number(restated), "soft" if not restated else None)]]),
        Cell(lines=[[Text(value)], [Text(day, "soft")]]),
    ]


def _said(text: str) -> list[Line]:
    return [[Text(text)]] if text else []


def _soft(text: str) -> list[Line]:
    return [[Text(text, "soft")]] if text else []


def _newest(measured: Measurement | None, view: View) -> list[Line]:
    """The newest row behind the last measurement, or its day where no row tells."""
    if measured is None or measured.newest is None:
        return _soft(GAP)
    return [[Text(_newest_row(measured.newest, view))]]


def _newest_row(newest: datetime, view: View) -> str:
    return newest_row(newest_of_rows(newest, view.catalog.settings.calendar), view)


def _checks(measured: Measurement | None, view: View) -> list[Line]:
    """How many of its expectations the last measurement met."""
    failed = len(measured.failures) if measured else 0
    every = max(measured.expectations, failed) if measured else 0
    if not every:
        return _soft(GAP)
    says = view.words("checked", passed=every - failed, all=every)
    return [[Text(f"{'✕' if failed else '✓'} {says}", tone=Tone.BAD if failed else Tone.GOOD)]]


def _rejected(standing: Standing, view: View) -> str:
    """How many days of the cycle were held, for a number that is believed now."""
    facts = view.facts.get(standing.key_result.key)
    points = facts.within(standing.key_result.cycle) if facts else []
    days = sum(each.verdict is Verdict.REJECTED for each in points)
    if not days:
        return ""
    return view.words("held in cycle", days=days)


def _sources(view: View) -> Table:
    """Each source: does it answer, how new is its data, how long does it take."""
    words = view.words
    columns = [
        Column(words("source"), "minmax(0, 1.4fr)", "name"),
        Column(words("status"), "minmax(0, 1.2fr)", "mark"),
        Column(words("last success"), "minmax(0, 1fr)"),
        Column(words("newest data"), "minmax(0, 1fr)"),
        Column(words("duration"), "minmax(0, 0.8fr)"),
        Column(words("last error"), "minmax(0, 2.2fr)"),
    ]
    rows = [_source(each, view) for each in sources(view)]
    return Table(columns, rows, title=[Text(words("sources"))])


def _source(source: Source, view: View) -> list[Cell]:
    words, notation, health = view.words, view.notation, source.health
    count = f"{source.type} · {words('numbers', count=source.key_results)}"
    success = health.last_success if health else None
    seconds = health.median_seconds if health else None
    errors: list[Line] = [[Text(words("none"), "soft")]]
    if health and health.last_error and health.last_failure:
        when = notation.moment(view.local(health.last_failure))
        errors = [[Text(health.last_error)], [Text(when, "soft")]]
    return [
        Cell(lines=[[Text(source.name, "strong")], [Text(count, "soft")]]),
        Cell(chips=[_answer(source, view), *_rights(source, view)]),
        Cell(
            lines=[[Text(notation.moment(view.local(success)) if success else words("no success"))]]
        ),
        Cell(lines=[[Text(_newest_row(source.newest, view) if source.newest else GAP)]]),
        Cell(lines=[[Text(GAP if seconds is None else notation.seconds(seconds))]]),
        Cell(lines=errors),
    ]


def _answer(source: Source, view: View) -> Chip:
    """Whether the source answered when it was last asked, and is believed."""
    words = view.words
    if source.health is None:
        return Chip(words("never asked"), "○", edge="outlined")
    if source.health.is_failing:
        return Chip(words("does not answer"), "▼", Tone.BAD)
    if source.held:
        return Chip(words("source held", count=source.held), "▲", Tone.WARN)
    return Chip(words("answers"), "●", Tone.GOOD)


def _rights(source: Source, view: View) -> Iterator[Chip]:
    """A mark where we could write, though we never do: someone said that this is known."""
    if source.may_write:
        hint = view.words("role may write say")
        yield Chip(view.words("role may write"), "!", Tone.WARN, edge="outlined", hint=hint)


def _problems(view: View) -> Iterator[Block]:
    """What `krtracker check` said when the catalog in force was adopted."""
    problems = view.catalog.problems
    if problems:
        lines = [[Text(str(each).partition("\n")[0], "code")] for each in problems[:20]]
        yield Prose(title=view.words("problems"), lines=lines)

"""One key result as a row: where it is, where it goes, how it went, whether to believe it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from dashboards.blocks import Bar, Cell, Column, Spark, Text
from dashboards.links import to_key_result
from dashboards.marks import chips, tone
from dashboards.view import View
from krtracker.domain.measurement import Verdict
from krtracker.domain.objective import Objective
from krtracker.domain.standing import Point, Standing
from krtracker.domain.status import Trust
from krtracker.language.notation import GAP, THIN, Quantity
from krtracker.language.telling import kept_of
from krtracker.language.words import Words
from krtracker.review.phrases import team_name

WEEKS = 12
STEP_DAYS = 3


def columns(words: Words) -> list[Column]:
    """The heads of a table of key results."""
    return [
        Column(words("key result"), "minmax(0, 2.8fr)", "name"),
        Column(words("now"), "minmax(0, 1.4fr)", "value"),
        Column(words("last 12 weeks"), "min(160px, 14cqi)", "spark"),
        Column(words("progress"), "minmax(0, 1.3fr)", "bar"),
        Column(words("7 days"), "minmax(0, 0.75fr)", "change"),
        Column(words("landing"), "minmax(0, 1fr)", "landing"),
        Column(words("status"), "minmax(min(164px, 17cqi), 1.1fr)", "status"),
    ]


def row(standing: Standing, view: View, *, below: str = "") -> list[Cell]:
    """The cells of one key result, in the order of `columns`; `below` stands under its title."""
    quantity = view.quantity(standing.key_result)
    return [
        _name(standing, below),
        _value(standing, quantity, view.words),
        _spark(standing, view, quantity),
        _progress(standing, view),
        _change(standing, quantity, view.words),
        _landing(standing, quantity, view),
        Cell(chips=chips(standing, view.words, view.notation)),
    ]


def teams(objective: Objective, words: Words) -> str:
    """Who answers for an objective, and who works with them."""
    own = team_name(objective.team)
    others = ", ".join(team_name(each) for each in objective.contributing_teams)
    return words("with teams", team=own, others=others) if others else own


def promise(standing: Standing, quantity: Quantity, words: Words) -> str:
    """The target with the change it comes from, or the limits to keep."""
    promised = standing.key_result.promise
    if promised.keep is not None:
        return words("keep", bounds=quantity.bounds(promised.keep))
    change = ""
    if promised.change is not None:
        change = quantity.step(promised.change)
    target = standing.target
    if target is None:
        target = promised.target_in_force(standing.baseline)
    if target is None:
        return words("target", value=change or GAP)
    text = words("target", value=quantity.target(promised, target))
    return f"{text} ({change})" if change else text


def _name(standing: Standing, below: str) -> Cell:
    key_result = standing.key_result
    title = Text(key_result.title, "name", to=to_key_result(key_result))
    return Cell(lines=[[title], [Text(below, "soft")]] if below else [[title]])


def number(standing: Standing, quantity: Quantity) -> list[Text]:
    """The current value and its unit; dotted where it is not fresh."""
    value = standing.current.value if standing.current else None
    is_waiting = standing.trust in {Trust.HELD, Trust.STALE}
    written = [Text(quantity.bare(value), "waiting" if is_waiting else "strong")]
    if quantity.unit and value is not None:
        look = "unit long" if quantity.is_long else "unit"
        written.append(Text(f"{THIN}{quantity.unit}", look))
    return written


def _value(standing: Standing, quantity: Quantity, words: Words) -> Cell:
    promised = promise(standing, quantity.brief, words)
    return Cell(lines=[number(standing, quantity), [Text(promised, "soft")]])


def _change(standing: Standing, quantity: Quantity, words: Words) -> Cell:
    if standing.trust in {Trust.HELD, Trust.STALE}:
        return Cell(lines=[[Text(words(standing.trust.value), "soft")]])
    return Cell(lines=[[Text(quantity.brief.change(standing.change_7_days))]])


def _landing(standing: Standing, quantity: Quantity, view: View) -> Cell:
    """Where it will be at the end of the cycle, and within which range; empty if nobody knows."""
    found = view.landing(standing.key_result)
    if found is None:
        return Cell()
    low, high = (quantity.bare(each) for each in found.wide)
    lines = [quantity.brief.of(found.value), view.words("range", low=low, high=high)]
    return Cell(lines=[[Text(lines[0])], [Text(lines[1], "soft")]])


def _progress(standing: Standing, view: View) -> Cell:
    words, percent = view.words, view.notation.percent
    if standing.holds is not None:
        kept = kept_of(standing, words)
        now = words("holds now" if standing.holds else "broken now")
        return Cell(lines=[[Text(kept)], [Text(now, "soft")]])
    if standing.progress is None or standing.pace is None:
        pending = standing.key_result.promise.needs_baseline and standing.baseline is None
        says = words("baseline pending") if pending and standing.current else GAP
        says = words("no way") if standing.is_unjudged else says
        return Cell(lines=[[Text(says, "soft")]])
    says = words("pace", progress=percent(standing.progress), pace=percent(standing.pace))
    bar = Bar(round(standing.progress, 4), round(standing.pace, 4), tone(standing))
    return Cell(bar=bar, lines=[[Text(says, "soft")]])


def _spark(standing: Standing, view: View, quantity: Quantity) -> Cell:
    spark = spark_of(standing, view, quantity)
    return Cell(lines=[[Text(GAP, "soft")]]) if spark is None else Cell(spark=spark)


def spark_of(standing: Standing, view: View, quantity: Quantity) -> Spark | None:
    """Its last twelve weeks as a small line; None while there is nothing to draw."""
    facts = view.facts.get(standing.key_result.key)
    if facts is None or standing.current is None:
        return None
    shown = standing.current.as_of  # which of an hourly one is of a day that is not due yet
    end = max(standing.last_due or shown, shown)
    days = [end - timedelta(days=back) for back in range(WEEKS * 7, -1, -STEP_DAYS)]
    points = sampled(facts.points, days)
    keep, target = standing.key_result.promise.keep, standing.target
    levels = [target] if keep is None else [keep.at_least, keep.at_most]
    is_held = standing.trust in {Trust.HELD, Trust.STALE}
    known = [each for each in points if each is not None]
    says = view.words("sparkline empty")
    if known:
        says = view.words(
            "sparkline",
            first=quantity.of(known[0]),
            last=quantity.of(known[-1]),
            promise=promise(standing, quantity, view.words),
        )
    return Spark(
        points=[None if each is None else float(f"{each:.5g}") for each in points],
        says=says,
        tone=tone(standing),
        levels=[each for each in levels if each is not None],
        held=sum(day > standing.current.as_of for day in days) if is_held else 0,
    )


def sampled(points: Sequence[Point], days: Sequence[date]) -> list[float | None]:
    """The value believed on each of `days`: that of the day, else the last one of the week before.

    A value that is held reaches to the last day, however old it is.
    """
    believed = [
        each for each in points if each.verdict is not Verdict.REJECTED and each.value is not None
    ]
    found: list[float | None] = []
    index = 0
    for day in days:
        while index < len(believed) and believed[index].as_of <= day:
            index += 1
        last = believed[index - 1] if index else None
        is_last = index == len(believed)
        fits = last is not None and (is_last or (day - last.as_of).days < 7)
        found.append(last.value if fits and last is not None else None)
    return found

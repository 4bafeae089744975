"""What happened to a number and to its promise, newest first, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dashboards.blocks import Line, Term, Terms, Text
from dashboards.story import Promised, Story
from dashboards.view import View
from krtracker.domain.measurement import Verdict
from krtracker.language.notation import Quantity

MOST = 40


def history(story: Story, quantity: Quantity, view: View) -> Terms:
    """Restatements, held days, values believed by a person, and promises and measures changed."""
    told = [
        *_restated(story, quantity, view),
        *_held(story, view),
        *_accepted(story, quantity, view),
        *_promises(story, quantity, view),
    ]
    told.sort(key=lambda each: each[0], reverse=True)
    terms = [Term(_day(day, view), [line]) for day, line in told[:MOST]]
    empty = view.words("no events")
    return Terms(terms, title=view.words("history"), empty=empty, look="days")


def _day(day: date, view: View) -> str:
    """A day with its year where that is another than today's: what is held may be from before."""
    return view.notation.day(day, year=day.year != view.today.year)


def _restated(story: Story, quantity: Quantity, view: View) -> Iterator[tuple[date, Line]]:
    for each in story.history:
        if each.is_restatement and each.verdict is not Verdict.REJECTED and not each.accepted_by:
            ends = {"new": quantity.of(each.value), "old": quantity.of(each.restates)}
            yield each.as_of, [Text(view.words("restated", **ends))]


def _held(story: Story, view: View) -> Iterator[tuple[date, Line]]:
    for run in story.held:
        why = view.words.reason(run.reason) or view.words("not believed")
        text = view.words("held for", why=why)
        if run.days > 1:
            text = view.words("held until", days=run.days, why=why)
        yield run.first, [Text(text)]


def _accepted(story: Story, quantity: Quantity, view: View) -> Iterator[tuple[date, Line]]:
    for each in story.history:
        if each.accepted_by:
            says = {"value": quantity.of(each.value), "why": each.accepted_by}
            yield each.as_of, [Text(view.words("accepted", **says))]


def _promises(story: Story, quantity: Quantity, view: View) -> Iterator[tuple[date, Line]]:
    for number, each in enumerate(story.promises):
        what = "promise changed" if number else "promise recorded"
        yield _because(each, view.words(what, promise=promised(each, quantity, view)), view)
    for each in story.measures:
        yield _because(each, view.words("measure changed"), view)


def _because(changed: Promised, text: str, view: View) -> tuple[date, Line]:
    """What changed on a day, with who said why."""
    if changed.reason:
        who = changed.by or "?"
        text = view.words("reason", what=text, who=who, why=changed.reason)
    return changed.effective, [Text(text)]


def promised(promised: Promised, quantity: Quantity, view: View) -> str:
    """A promise in one phrase: from where to where, or the limits to keep."""
    keep = promised.promise.keep
    if keep is not None:
        return view.words("keep", bounds=quantity.bounds(keep))
    if promised.baseline is None or promised.target is None:
        return view.words("baseline pending")
    start = quantity.start(promised.promise, promised.baseline)
    target = quantity.target(promised.promise, promised.target)
    return view.words("from to", baseline=start, target=target)

"""What to ask when a cycle is looked back on, and what to take into the next one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from dashboards.blocks import Line, Prose, Text
from dashboards.links import to_key_result
from dashboards.notebook import notebook
from dashboards.parts import Each, few
from dashboards.view import View, project
from krtracker.domain.calendar import Cycle
from krtracker.domain.key_result import KeyResult
from krtracker.domain.note import Note, NoteKind
from krtracker.domain.retrospective import Lesson, Reason, unfinished
from krtracker.domain.standing import Standing
from krtracker.language.telling import kept_of, value_of
from krtracker.review.phrases import kind_and_team


def questions(view: View, asked: Sequence[Lesson]) -> Prose:
    """Each question once, above the key results it is asked of."""
    lines: list[Line] = [
        line
        for reason, those in groupby(asked, key=lambda each: each.reason)
        for line in _asked(f"ask {reason}", list(those), _lesson, view)
    ]
    none: list[Line] = [[Text(view.words("no retrospective"), "soft")]]
    return Prose(lines or none, view.words("retrospective"), look="card")


def _asked(
    question: str, of: Sequence[Each], says: Callable[[Each, View], Line], view: View
) -> list[Line]:
    """A question and what it is asked of; nothing where there is nothing to ask of."""
    return [[Text(view.words(question), "ask")], *few(of, says, view)] if of else []


def _lesson(lesson: Lesson, view: View) -> Line:
    return [named(lesson.standing.key_result), Text(_because(lesson, view))]


def _because(lesson: Lesson, view: View) -> str:
    """What the question is asked for; no verdict."""
    words, now = view.words, lesson.standing
    if lesson.reason is Reason.CONTESTED:
        cycle = now.key_result.cycle.name
        guards = [view.catalog.find(id, cycle) for id in now.contested_by]
        return words("paid for", names=words.listed([each.title for each in guards if each]))
    if lesson.reason is Reason.CHANGED:
        return words("changed")
    if lesson.reason is Reason.HELD:
        return words("doubted", days=lesson.days)
    if lesson.reason is Reason.UNMET:
        return words("unmet", progress=view.notation.percent(now.progress))
    if lesson.reason is Reason.UNKEPT:
        return words("unkept", kept=kept_of(now, words))
    return words("won early", early=view.voice.span(lesson.days))


def carried(view: View, cycle: Cycle, shown: Sequence[Standing]) -> Prose:
    """Key results behind their promise, then decisions and blockers that are still open."""
    keys = {each.key_result.key for each in shown}
    behind = unfinished(shown)
    targets = [each for each in behind if each.key_result.promise.keep is None]
    limits = [each for each in behind if each.key_result.promise.keep is not None]
    notes = [
        note
        for note in notebook(project(), view.known_at).called_now(view.snapshot.former_keys).notes
        if note.is_open
        and note.kind is not NoteKind.NOTE
        and (note.key_result in keys or cycle.start <= note.week <= cycle.end)
    ]
    lines = [
        *_asked("ask carry", targets, _carry, view),
        *_asked("ask keep", limits, _carry, view),
        *_asked("ask open", notes, _open, view),
    ]
    none: list[Line] = [[Text(view.words("nothing to carry"), "soft")]]
    return Prose(lines or none, view.words("carry over"), look="card")


def _carry(standing: Standing, view: View) -> Line:
    promise, quantity = standing.key_result.promise, view.quantity(standing.key_result)
    target = quantity.target(promise, standing.target)
    says = view.words("carry say", value=value_of(standing, view.voice), target=target)
    if promise.keep is not None:
        says = view.words("carry keep", bounds=quantity.bounds(promise.keep))
    return [named(standing.key_result), Text(says)]


def _open(note: Note, view: View) -> Line:
    about = kind_and_team(note, view.voice, note.age_days(view.today))
    return [Text(f"{note.text} ", "name"), Text(about, "soft")]


def named(key_result: KeyResult) -> Text:
    """A key result by its title, with the way to its page."""
    return Text(key_result.title, to=to_key_result(key_result))

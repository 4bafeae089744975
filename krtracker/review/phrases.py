"""What there is to say of one item of the agenda: in a few words, and in a sentence."""

from __future__ import annotations

from collections.abc import Iterable

from krtracker.domain.agenda import Item, PromiseChange, Topic
from krtracker.domain.key_result import KeyResult, Promise
from krtracker.domain.moved import Moved, Mover
from krtracker.domain.news import News, NewsKind
from krtracker.domain.note import Note, NoteKind
from krtracker.domain.status import Trust
from krtracker.language.notation import Quantity
from krtracker.language.telling import tell, value_of
from krtracker.language.voice import Voice

AT_FAULT = "definition at fault: "
TOLD_AS = {Topic.MOVED: NewsKind.MOVED, Topic.DOUBTED: NewsKind.DOUBTED}
"""What a topic is told as; whatever else has news is told by how its status turned."""


def in_short(item: Item, voice: Voice) -> str:
    """Why it is on the agenda, as the line under its title."""
    reasons = [item.topic, *item.also]
    return " · ".join(filter(None, (_in_short(each, item, voice) for each in reasons)))


def in_a_sentence(item: Item, voice: Voice) -> str:
    """What happened, as the rest of a sentence that begins with its title."""
    now, words = item.now, voice.words
    if item.topic is Topic.CHANGED and item.change is not None:
        return _changed(item.change, voice.quantity(now.key_result), voice)
    if now.trust is Trust.NO_DATA or now.current is None:
        return words("not measured say", why=_why(item, voice))
    if item.topic is Topic.UNJUDGED:
        return words("not judged say", why=_why(item, voice))
    if item.topic is Topic.REACHED and now.target is not None:
        target = voice.quantity(now.key_result).target(now.key_result.promise, now.target)
        said = {"value": value_of(now, voice), "target": target}
        if item.days_early > 0:
            return words("reached say", early=voice.span(item.days_early), **said)
        return words("reached last say", **said)
    if item.before is None:
        return words("usual unknown" if item.topic is Topic.YOUNG else "usual week")
    told = tell(News(TOLD_AS.get(item.topic, NewsKind.TURNED), now, item.before), voice)
    beyond = words("moved beyond") if item.topic is Topic.MOVED else ""
    return told + beyond + reason(item.moved, now.key_result, voice)


def reason(moved: Moved | None, key_result: KeyResult, voice: Voice) -> str:
    """What moved it most, as a sentence of its own; empty where nothing stands out."""
    main = moved.main if moved else None
    if moved is None or main is None:
        return ""
    return said_of_mover(moved, main, voice.quantity(key_result), voice)


def said_of_mover(moved: Moved, mover: Mover, quantity: Quantity, voice: Voice) -> str:
    """What one part brought to a change: by its own value, or by its share of the whole."""
    said = {
        "part": part_name(mover, voice),
        "column": team_name(moved.column).lower(),
        "total": quantity.change(mover.total),
        "change": quantity.change(moved.change),
    }
    shares = mover.share_before, mover.share_now
    if moved.has_mix and abs(mover.mix) > abs(mover.rate):
        before, now = (voice.notation.percent(each) for each in shares)
        return voice.words("moved by share", before=before, now=now, **said)
    values = {"before": quantity.of(mover.before), "now": quantity.of(mover.now)}
    return voice.words("moved by value", **values, **said)


def part_name(mover: Mover, voice: Voice) -> str:
    """A part by its value of the column, as a sentence begins with it."""
    if mover.is_others:
        return voice.words("others")
    return team_name(mover.name) if mover.name else voice.words("not given")


def last_meeting(carried: Iterable[Note], voice: Voice) -> str:
    """What became of the decisions and blockers that the meeting begins with."""
    notes = list(carried)
    if not notes:
        return voice.words("last meeting none")
    still = sum(each.is_open for each in notes)
    return voice.words("last meeting done", done=len(notes) - still, open=still)


def kind_and_team(note: Note, voice: Voice, age_days: int | None = None) -> str:
    """`blocker · IT · 4 days`, or without the age where there is none to tell."""
    kind = voice.words("blocker" if note.kind is NoteKind.BLOCKER else "decision")
    team = team_name(note.team) if note.team else None
    age = voice.span(age_days) if age_days is not None and note.is_open else None
    settled = None if note.is_open else voice.words("done")
    return " · ".join(filter(None, [kind, team, age, settled]))


def team_name(team: str) -> str:
    """A team as it is written in a sentence: `it_support` is `It support`."""
    text = team.replace("_", " ").strip()
    return text[:1].upper() + text[1:]


def promised(promise: Promise, quantity: Quantity) -> str:
    """What a promise comes to, in one number or the limits to keep."""
    if promise.keep is not None:
        return quantity.bounds(promise.keep)
    if promise.change is not None:
        return quantity.step(promise.change)
    return quantity.promised(promise.target)


def _in_short(topic: Topic, item: Item, voice: Voice) -> str:
    words, now = voice.words, item.now
    quantity = voice.quantity(now.key_result)
    if topic is Topic.MOVED:
        return words("moved most", step=quantity.change(item.step)) if item.step else ""
    if topic is Topic.TURNED:
        return words("newly", status=words(now.status.value))
    if topic is Topic.DOUBTED:
        how = "held for" if now.trust is Trust.HELD else "not measured why"
        return words(how, why=_why(item, voice))
    if topic is Topic.UNJUDGED:
        return words("not judged why", why=_why(item, voice))
    if topic is Topic.REACHED:
        early = voice.span(item.days_early)
        return words("reached early", early=early) if item.days_early > 0 else words("reached")
    if topic is Topic.CHANGED and item.change is not None:
        day = voice.notation.day(item.change.effective)
        if item.change.reason:
            return words("promise changed why", day=day, why=item.change.reason)
        return words("promise changed day", day=day)
    return ""


def _why(item: Item, voice: Voice) -> str:
    return voice.words.reason((item.now.why or "").removeprefix(AT_FAULT))


def _changed(change: PromiseChange, quantity: Quantity, voice: Voice) -> str:
    return voice.words(
        "changed say",
        day=voice.notation.day(change.effective),
        before=promised(change.before, quantity),
        after=promised(change.after, quantity),
        who=team_name(change.by or "?"),
        why=change.reason or "?",
    )

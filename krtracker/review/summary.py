"""What a meeting looked at and what it said, ready to be sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from krtracker.domain.agenda import Agenda, Item
from krtracker.domain.measurement import Verdict
from krtracker.domain.note import Note, NoteKind, Question, answer_to
from krtracker.domain.status import Status, Trust
from krtracker.language.voice import Voice
from krtracker.language.words import Words
from krtracker.review.phrases import in_a_sentence, in_short, kind_and_team, team_name

WEEKS = 12
POINTS = 28


@dataclass(frozen=True)
class Answer:
    """A question of the four and what was said to it."""

    question: str
    text: str


@dataclass(frozen=True)
class Word:
    """A decision or a blocker."""

    kind: NoteKind
    text: str
    about: str
    """Its kind, its team and, from an earlier meeting, how old it is."""
    team: str = ""
    is_open: bool = True


@dataclass(frozen=True)
class Passage:
    """One key result: its number, what happened, and what was said about it."""

    title: str
    status: Status
    status_word: str
    value: str
    figures: tuple[tuple[str, str], ...]
    """Numbers beside the value, each with what it is."""
    why: str
    says: str
    """What happened, as the rest of a sentence that begins with its title."""
    is_believed: bool = True
    trend: Sequence[float] = ()
    """A few values of the last twelve weeks, for a small line."""
    target: float | None = None
    answers: tuple[Answer, ...] = ()
    words: tuple[Word, ...] = ()

    @property
    def sentence(self) -> str:
        """What happened, as a sentence of its own."""
        return f"{self.title}{self.says}"


@dataclass(frozen=True)
class Summary:
    """One weekly review, in the language of its project."""

    language: str
    project: str
    title: str
    subtitle: str
    footer: str
    carried_title: str
    carried: tuple[Word, ...] = ()
    passages: tuple[Passage, ...] = ()
    decisions_title: str = ""
    blockers_title: str = ""
    nothing: str = ""
    """What to say where nothing was written at all."""

    def titled(self, what: str, says: str) -> str:
        """What is said of something, behind its title, with the colon of the language."""
        return Words(self.language)("titled", what=what, says=says) if says else what

    def of_kind(self, kind: NoteKind) -> list[tuple[str, Word]]:
        """Every decision or blocker of this meeting with the title of what it is about."""
        return [
            (passage.title, word)
            for passage in self.passages
            for word in passage.words
            if word.kind is kind
        ]


def summary(
    agenda: Agenda, notes: Iterable[Note], voice: Voice, *, project: str, now: datetime
) -> Summary:
    """The summary of the meeting about `agenda`, from what was said in its week."""
    words, notation, said = voice.words, voice.notation, list(notes)
    spoken = {each.key_result for each in said if each.week == agenda.week and each.text}
    items = [*agenda.items, *(each for each in agenda.calm if each.key in spoken)]
    count = len(agenda.items)
    title = words("things", count=count)
    return Summary(
        language=words.language,
        project=project,
        title=title if count else words("nothing to discuss"),
        subtitle=words("review of", day=notation.day(agenda.today, weekday=True, year=True)),
        footer=words("summary made", moment=notation.moment(now)),
        carried_title=words("last meeting"),
        carried=tuple(_word(each, agenda, voice) for each in agenda.carried),
        passages=tuple(_passage(each, said, agenda, voice) for each in items),
        decisions_title=words("decisions"),
        blockers_title=words("blockers"),
        nothing="" if spoken else words("said nothing"),
    )


def figures(item: Item, voice: Voice) -> Iterator[tuple[str, str]]:
    """The change since before the week, what was expected by now, and what is promised."""
    now, words = item.now, voice.words
    quantity, promise = voice.quantity(now.key_result), now.key_result.promise
    then = item.before.current if item.before else None
    if item.step is not None and then is not None:
        day = voice.notation.day(then.as_of, weekday=True)
        yield quantity.change(item.step), words("since day", day=day)
    if now.expected is not None:
        yield quantity.of(now.expected), words("expected by now")
    if promise.keep is not None:
        yield quantity.bounds(promise.keep), words("promised")
    elif now.target is not None:
        yield quantity.target(promise, now.target), words("promised")


def said_of(notes: Iterable[Note], agenda: Agenda, key: str) -> list[Note]:
    """Decisions and blockers of this meeting about one key result."""
    return [
        each
        for each in notes
        if each.kind is not NoteKind.NOTE
        and each.week == agenda.week
        and each.key_result == key
        and each.text
    ]


def _word(note: Note, agenda: Agenda, voice: Voice) -> Word:
    is_earlier = note.week < agenda.week
    about = kind_and_team(note, voice, note.age_days(agenda.today) if is_earlier else None)
    return Word(note.kind, note.text, about, team_name(note.team or ""), note.is_open)


def _passage(item: Item, notes: Sequence[Note], agenda: Agenda, voice: Voice) -> Passage:
    now, key_result = item.now, item.now.key_result
    quantity, words = voice.quantity(key_result), voice.words
    answers = [(each, answer_to(notes, agenda.week, item.key, each)) for each in Question]
    return Passage(
        title=key_result.title,
        status=now.status,
        status_word=words(now.status.value),
        value=quantity.of(now.current.value if now.current else None),
        figures=tuple(figures(item, voice)),
        why=in_short(item, voice),
        says=in_a_sentence(item, voice),
        is_believed=now.trust is Trust.TRUSTED,
        trend=_trend(item, voice),
        target=now.target,
        answers=tuple(
            Answer(words(each.value), said.text)
            for each, said in answers
            if said is not None and said.text
        ),
        words=tuple(_word(each, agenda, voice) for each in said_of(notes, agenda, item.key)),
    )


def _trend(item: Item, voice: Voice) -> Sequence[float]:
    """A few believed values of the last weeks, oldest first."""
    facts = voice.facts.get(item.key)
    believed = [
        each.value
        for each in (facts.points[-WEEKS * 7 :] if facts else ())
        if each.value is not None and each.verdict is not Verdict.REJECTED
    ]
    step = max(len(believed) // POINTS, 1)
    return believed[::-step][::-1]

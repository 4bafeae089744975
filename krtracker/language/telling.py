"""What is news of a key result, as the end of a sentence that begins with its title."""

from __future__ import annotations

from krtracker.domain.calendar import Cadence
from krtracker.domain.news import News, NewsKind
from krtracker.domain.standing import Standing
from krtracker.domain.status import Status, Trust
from krtracker.language.voice import Voice
from krtracker.language.words import Words

KEPT = {Cadence.WEEKLY: "kept weekly", Cadence.MONTHLY: "kept monthly"}
"""What is said of a promise that is kept, where its measurements are not of days."""


def tell(told: News, voice: Voice) -> str:
    """The rest of the sentence about one piece of news."""
    tellers = {NewsKind.MOVED: _moved, NewsKind.TURNED: _turned, NewsKind.DOUBTED: _doubted}
    return tellers[told.kind](told, voice)


def value_of(standing: Standing, voice: Voice) -> str:
    """The current value with its unit."""
    current = standing.current
    return voice.quantity(standing.key_result).of(current.value if current else None)


def kept_of(standing: Standing, words: Words) -> str:
    """On how many days, or for how many weeks or months, limits were kept."""
    said = KEPT.get(standing.key_result.cadence, "kept")
    return words(said, kept=standing.kept_days, days=standing.measured_days)


def _moved(told: News, voice: Voice) -> str:
    step = voice.quantity(told.now.key_result).change(told.step).lstrip("+\N{MINUS SIGN}")
    how = "fell" if told.step < 0 else "rose"
    return voice.words(how, step=step, value=value_of(told.now, voice))


def _turned(told: News, voice: Voice) -> str:
    now, words = told.now, voice.words
    quantity, value = voice.quantity(now.key_result), value_of(told.now, voice)
    turn = {"old": words(told.before.status.value), "new": words(now.status.value)}
    if now.status is Status.ACHIEVED and now.target is not None:
        target = quantity.target(now.key_result.promise, now.target)
        return words("turned achieved", value=value, target=target)
    keep = now.key_result.promise.keep
    if keep is not None:
        return words("turned keep", **turn, value=value, bounds=quantity.bounds(keep))
    if now.expected is None:
        return words("turned plain", **turn, value=value)
    return words("turned", **turn, value=value, expected=quantity.of(now.expected))


def _doubted(told: News, voice: Voice) -> str:
    now, words = told.now, voice.words
    since = voice.notation.day(now.since, weekday=True) if now.since else ""
    how = "held at" if now.trust is Trust.HELD else "stale at"
    return words(how, value=value_of(now, voice), day=since, why=words.reason(now.why))

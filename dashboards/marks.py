"""The marks beside a number: its status, and whether it is believed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dashboards.blocks import Chip
from dashboards.theme import STATUS, TRUST, Tone
from krtracker.domain.news import WORST_FIRST
from krtracker.domain.standing import Standing
from krtracker.domain.status import Status, Trust
from krtracker.language.notation import Notation
from krtracker.language.words import Words

AT_FAULT = "definition at fault: "


def status_chip(status: Status, words: Words, count: int | None = None) -> Chip:
    """Icon, word and tone of a status; the word for as many as stand beside it."""
    mark = STATUS[status]
    word = words(status.value) if count is None else words(status.value, count=count)
    return Chip(word, mark.icon, mark.tone)


def counted(counts: Mapping[Status, int], words: Words) -> list[Chip]:
    """How many there are of each status, the worst first."""
    marks = {each: status_chip(each, words, counts[each]) for each in counts if counts[each]}
    return [
        replace(marks[each], word=f"{counts[each]} {marks[each].word}")
        for each in WORST_FIRST
        if each in marks
    ]


def tone(standing: Standing) -> Tone:
    """The tone of the drawings of a key result."""
    return STATUS[standing.status].tone


def trust_chip(standing: Standing, words: Words, notation: Notation) -> Chip:
    """Whether the number is believed; dashed where it is not, with since when and why."""
    mark, why = TRUST[standing.trust], words.reason(standing.why)
    if standing.trust is Trust.TRUSTED:
        return Chip(words("trusted"), mark.icon, edge="outlined")
    if is_at_fault(standing):
        return Chip(words("definition at fault"), edge="dashed", hint=why)
    word = words(standing.trust.value)
    if standing.since is not None and standing.trust is not Trust.NO_DATA:
        word = words(f"{standing.trust.value} since", day=notation.day(standing.since))
    return Chip(word, edge="dashed", hint=why)


def chips(standing: Standing, words: Words, notation: Notation) -> list[Chip]:
    """The marks of a row: the status, then only what is out of the ordinary."""
    every = every_chip(standing, words, notation)
    return every[:1] + [each for each in every[1:] if each.edge != "outlined"]


def every_chip(standing: Standing, words: Words, notation: Notation) -> list[Chip]:
    """The marks of a page of its own: status, trust, and whether the progress is contested."""
    status, trust = status_chip(standing.status, words), trust_chip(standing, words, notation)
    found = [status, trust]
    if is_at_fault(standing):
        found = [trust]
    elif standing.trust is Trust.NO_DATA:
        found = [status]
    return [*found, *([contested_chip(standing, words)] if standing.contested_by else [])]


def is_at_fault(standing: Standing) -> bool:
    """Whether it cannot be measured as it is written."""
    return standing.why is not None and standing.why.startswith(AT_FAULT)


def contested_chip(standing: Standing, words: Words) -> Chip:
    """Progress while a guardrail is broken."""
    broken = standing.contested_by
    hint = words("contested by", names=words.listed(broken), count=len(broken))
    return Chip(words("contested"), "≠", edge="dashed", hint=hint)

"""A summary as Markdown, for a mail, a chat or a wiki."""

from __future__ import annotations

import re
from collections.abc import Iterator

from krtracker.domain.note import NoteKind
from krtracker.review.summary import Passage, Summary, Word

SIGNS = re.compile(r"([\\`*_{}\[\]()<>#+!|~$&:=-])")
"""What Markdown in any of its dialects reads as more than itself."""


def markdown(summary: Summary) -> str:
    """The summary; what people typed stays text, whatever it looks like."""
    return "\n".join(_lines(summary)).rstrip() + "\n"


def plain(text: str) -> str:
    r"""`text` on one line, with every sign that Markdown reads made a letter.

    >>> plain("**bold**")
    '\\*\\*bold\\*\\*'
    """
    return SIGNS.sub(r"\\\1", " ".join(text.split()))


def _lines(summary: Summary) -> Iterator[str]:
    yield f"# {plain(summary.titled(summary.project, summary.title))}"
    yield f"\n{plain(summary.subtitle)}\n"
    if summary.carried:
        yield f"## {plain(summary.carried_title)}\n"
        yield from map(_carried, summary.carried)
        yield ""
    for kind, title in (
        (NoteKind.DECISION, summary.decisions_title),
        (NoteKind.BLOCKER, summary.blockers_title),
    ):
        found = summary.of_kind(kind)
        if found:
            yield f"## {plain(title)}\n"
            for about, word in found:
                team = f" ({plain(word.team)})" if word.team else ""
                yield f"- {plain(about)} – {plain(word.text)}{team}"
            yield ""
    for passage in summary.passages:
        yield from _passage(passage)
    if summary.nothing:
        yield f"{plain(summary.nothing)}\n"
    yield f"*{plain(summary.footer)}*"


def _passage(passage: Passage) -> Iterator[str]:
    yield f"## {plain(passage.title)}\n"
    numbers = [f"{plain(number)} {plain(says)}" for number, says in passage.figures]
    yield " · ".join([plain(passage.status_word), f"**{plain(passage.value)}**", *numbers])
    yield f"\n{plain(passage.sentence)}\n"
    for answer in passage.answers:
        yield f"- {plain(answer.question)} {plain(answer.text)}"
    yield from (f"- {_word(word)}" for word in passage.words)
    if passage.answers or passage.words:
        yield ""


def _carried(word: Word) -> str:
    return f"- [{' ' if word.is_open else 'x'}] {_word(word)}"


def _word(word: Word) -> str:
    return f"{plain(word.text)} ({plain(word.about)})"

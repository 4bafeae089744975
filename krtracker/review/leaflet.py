"""A summary as one HTML file that needs no server and asks for nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

from krtracker.domain.note import NoteKind
from krtracker.domain.status import Status
from krtracker.review.summary import Passage, Summary, Word

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""What the file may load: nothing. A script that slipped in would not run."""
MARKS = {
    Status.ON_TRACK: ("good", "●"),
    Status.AT_RISK: ("warn", "▲"),
    Status.OFF_TRACK: ("bad", "▼"),
    Status.ACHIEVED: ("done", "★"),
    Status.MISSED: ("none", "✕"),
    Status.NO_DATA: ("none", "○"),
}
WIDTH, HEIGHT, EDGE = 180, 40, 5


def leaflet(summary: Summary) -> str:
    """The whole file; everything that people typed is escaped."""
    style = Path(__file__).with_name("leaflet.css").read_text(encoding="utf-8")
    body = "\n".join(_body(summary))
    return (
        f'<!doctype html>\n<html lang="{escape(summary.language)}">\n<head>\n'
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(summary.project)} – {escape(summary.subtitle)}</title>\n"
        f"<style>\n{style}</style>\n</head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _body(summary: Summary) -> Iterator[str]:
    yield f"<header>{_p(summary.project)}<h1>{escape(summary.title)}</h1>{_p(summary.subtitle)}"
    yield "</header>"
    if summary.carried:
        yield _section(summary.carried_title, [_carried(each) for each in summary.carried])
    for kind, title in (
        (NoteKind.DECISION, summary.decisions_title),
        (NoteKind.BLOCKER, summary.blockers_title),
    ):
        found = summary.of_kind(kind)
        if found:
            yield _section(title, [_entry(word, f"{about}: ", word.team) for about, word in found])
    for passage in summary.passages:
        yield _passage(passage)
    if summary.nothing:
        yield _p(summary.nothing)
    yield f"<footer>{_p(summary.footer)}</footer>"


def _passage(passage: Passage) -> str:
    tone, icon = MARKS[passage.status]
    shown = "".join(
        f"<span><b>{escape(number)}</b><small>{escape(says)}</small></span>"
        for number, says in passage.figures
    )
    value = "waiting" if not passage.is_believed else "value"
    answers = "".join(
        f"<dt>{escape(each.question)}</dt><dd>{escape(each.text)}</dd>" for each in passage.answers
    )
    words = "".join(_word(each) for each in passage.words)
    return (
        f'<article class="{tone}"><h2>{escape(passage.title)}'
        f"<b>{icon} {escape(passage.status_word)}</b></h2>"
        f'<div class="figures"><div><strong class="{value}">{escape(passage.value)}</strong>'
        f"{shown}</div>{_trend(passage)}</div>{_p(passage.sentence)}"
        + (f"<dl>{answers}</dl>" if answers else "")
        + (f"<ul>{words}</ul>" if words else "")
        + "</article>"
    )


def _section(title: str, entries: Sequence[str]) -> str:
    return f"<section><h2>{escape(title)}</h2><ul>{''.join(entries)}</ul></section>"


def _carried(word: Word) -> str:
    return _word(word, "○ " if word.is_open else "✓ ")


def _word(word: Word, before: str = "") -> str:
    return _entry(word, before, word.about)


def _entry(word: Word, before: str, after: str) -> str:
    return f"<li>{escape(before)}{escape(word.text)} <i>{escape(after)}</i></li>"


def _p(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _trend(passage: Passage) -> str:
    """A small line of numbers of our own; nothing that anybody typed enters it."""
    values = list(passage.trend)
    if len(values) < 2:
        return ""
    levels = [] if passage.target is None else [passage.target]
    low, high = min(values + levels), max(values + levels)
    span = (high - low) or 1.0

    def y(value: float) -> str:
        return f"{EDGE + (1 - (value - low) / span) * (HEIGHT - 2 * EDGE):.1f}"

    step = (WIDTH - 2 * EDGE) / (len(values) - 1)
    points = " ".join(f"{EDGE + place * step:.1f},{y(value)}" for place, value in enumerate(values))
    lines = "".join(f'<line x1="0" x2="{WIDTH}" y1="{y(each)}" y2="{y(each)}"/>' for each in levels)
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" aria-hidden="true">'
        f'{lines}<polyline points="{points}"/>'
        f'<circle cx="{WIDTH - EDGE}" cy="{y(values[-1])}" r="3"/></svg>'
    )

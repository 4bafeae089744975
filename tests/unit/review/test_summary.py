"""The summary of a meeting, as Markdown and as one HTML file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html.parser import HTMLParser

import pytest

from krtracker.domain.agenda import Item, Topic, agenda
from krtracker.domain.calendar import Calendar
from krtracker.domain.catalog import Settings
from krtracker.domain.key_result import Change, KeyResult
from krtracker.domain.measurement import Verdict
from krtracker.domain.news import last_week_start
from krtracker.domain.note import Note, NoteKind, Question, answer_id
from krtracker.domain.standing import Facts, Point, Standing, standings
from krtracker.domain.status import Status, Trust
from krtracker.language.voice import voice
from krtracker.review.leaflet import leaflet
from krtracker.review.markdown import markdown
from krtracker.review.phrases import in_a_sentence, in_short
from krtracker.review.summary import Summary, figures, summary
from tests.builders import A_DAY, NOW, a_catalog, a_key_result, an_objective

WEEK = date(2026, 11, 16)
VECTORS = (
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>"),
    *("</style><script>alert(1)</script>", "</title><script>alert(1)</script>", "<!--", "-->"),
    *("<a href=javascript:alert(1)>x</a>", "[x](javascript:alert(1))", "![x](http://a.b/c.png)"),
    *("<iframe src=http://a.b></iframe>", "<link rel=stylesheet href=//a.b>", "<base href=//a.b>"),
    *("<meta http-equiv=refresh content='0;url=//a.b'>", "<form action=//a.b><input>", "]]>"),
    *('" onmouseover="alert(1)', "' onfocus='alert(1)", "`", "```", "~~~", "$x$", "${x}"),
    *("# title", "> quote", "- item", "1. item", "| a | b |", "---", "===", "<!doctype html>"),
    *("\u202eevil", "\x00", "\x1b[31m", "%s %d {0}", "\\", "\\*", "&lt;script&gt;", "&#60;b&#62;"),
)
HOSTILE = [f"{VECTORS[number % len(VECTORS)]} {number}" for number in range(200)]


def points(values: Sequence[float]) -> Facts:
    first = A_DAY - timedelta(days=len(values) - 1)
    days = (first + timedelta(days=place) for place in range(len(values)))
    return Facts(
        [Point(day, value, Verdict.ACCEPTED) for day, value in zip(days, values, strict=True)]
    )


def a_summary(
    *key_results: KeyResult, notes: Sequence[Note] = (), language: str = "en", **names: str
) -> Summary:
    """A week in which every key result moved from 40 to 30 and something was said of it."""
    objective = an_objective(*key_results, title=names.get("objective", "Faster"))
    settings = Settings(name=names.get("project", "Food & Co"), language=language)
    catalog = a_catalog(objective, settings=settings)
    known = {
        each.key: points([48.0 + (place % 3) for place in range(200)] + [30.0] * 6)
        for each in key_results
    }
    now = standings(catalog, known, NOW)
    found = agenda(catalog, known, now, week=WEEK, today=A_DAY, notes=notes)
    said = voice(catalog, known, now)
    return summary(found, notes, said, project=settings.name, now=NOW)


@pytest.mark.parametrize(
    ("language", "days_before", "says"),
    [
        pytest.param("en", 1, "since Sun 15 Nov", id="the day before the week"),
        pytest.param("fr", 1, "depuis le dim. 15 nov.", id="in French"),
        pytest.param("en", 16, "since Sat 31 Oct", id="what is measured once a month"),
    ],
)
def test_a_change_is_told_since_the_day_of_the_value_it_is_held_against(
    language: str, days_before: int, says: str
) -> None:
    key_result = a_key_result()
    then = Point(WEEK - timedelta(days=days_before), 40.0, Verdict.ACCEPTED)
    now = Point(A_DAY, 30.0, Verdict.ACCEPTED)
    stood, stands = (
        Standing(key_result, Status.ON_TRACK, Trust.TRUSTED, each.as_of, each)
        for each in (then, now)
    )
    settings = Settings(language=language)
    told = voice(a_catalog(key_result, settings=settings), {}, {})

    found = [says for _, says in figures(Item(Topic.MOVED, stands, stood), told)]

    assert found[0] == says


def words_about(key_result: KeyResult, text: str, team: str = "it") -> list[Note]:
    learned = answer_id(WEEK, key_result.key, Question.LEARNED)
    return [
        Note(learned, NoteKind.NOTE, text, WEEK, key_result.key, Question.LEARNED),
        Note("d", NoteKind.DECISION, text, WEEK, key_result.key, team=team),
        Note("b", NoteKind.BLOCKER, text, WEEK, key_result.key, team=team),
    ]


DELIVERY = a_key_result(title="Delivery time")


def test_a_french_title_has_the_colon_of_its_language() -> None:
    text = markdown(a_summary(DELIVERY, language="fr")).replace("\u00a0", " ").replace("\\", "")

    assert text.startswith("# Food & Co : 1 sujet à aborder\n")


def test_markdown_says_what_happened_and_what_was_said() -> None:
    made = a_summary(DELIVERY, notes=words_about(DELIVERY, "half of them stop"))

    text = markdown(made).replace("\u00a0", " ").replace("\\", "")
    assert text.startswith("# Food & Co: 1 thing to talk about\n")
    assert "## Decisions\n\n- Delivery time – half of them stop (It)" in text
    assert "## Blockers" in text
    assert "Delivery time fell by 19 h to 30 h." in text
    assert "- What did we learn? half of them stop" in text


def told(
    *values: float,
    key_result: KeyResult = DELIVERY,
    now: datetime = NOW,
    until: date = A_DAY,
    baseline: float | None = None,
    language: str = "en",
) -> str:
    """What is said of a key result, from its daily values: in short, and in a sentence."""
    catalog = a_catalog(key_result, settings=Settings(language=language))
    days = [until - timedelta(days=back) for back in reversed(range(len(values)))]
    accepted = Verdict.ACCEPTED
    known = Facts(
        [Point(day, each, accepted) for day, each in zip(days, values, strict=True)], baseline
    )
    by_key = {key_result.key: known}
    found = standings(catalog, by_key, now)
    week, today = last_week_start(Calendar(), now.date()), now.date()
    item = agenda(catalog, by_key, found, week=week, today=today).find(key_result.key)
    assert item is not None
    said = voice(catalog, by_key, found)
    short = in_short(item, said)
    return f"{short}|{in_a_sentence(item, said)}".replace("\u00a0", " ").replace("\u202f", " ")


def test_what_got_better_without_a_usual_is_told_by_its_status_and_not_as_moved() -> None:
    values = [48.0 - day for day in range(17)]

    assert told(*values) == "| went from at risk to on track: 32 h against 34 h expected by now."


def test_a_first_value_is_not_said_to_have_moved_as_usual() -> None:
    assert told(40.0) == "| has too few earlier values to tell what is usual in a week."
    assert told(*[30.0] * 200) == "| moved no more than it usually does in a week."


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            "no way to go: the measured baseline is 0, and a percentage of 0 leads nowhere"
            "| is measured, but nobody can tell how far it is: the measured baseline is 0, "
            "and a percentage of 0 leads nowhere.",
        ),
        (
            "fr",
            "aucun chemin à faire : la référence mesurée est 0, et un pourcentage de 0 ne mène "
            "nulle part| : mesuré, mais nul ne peut dire où l’on en est ; la référence mesurée "
            "est 0, et un pourcentage de 0 ne mène nulle part.",
        ),
    ],
)
def test_a_percentage_of_a_baseline_of_nothing_is_talked_about(language: str, said: str) -> None:
    change = Change(50, is_relative=True)
    measured = a_key_result(baseline=None, target=None, change=change)

    assert told(*[3.0] * 60, key_result=measured, baseline=0.0, language=language) == said


def test_what_was_reached_weeks_early_is_told_from_the_day_it_was_reached() -> None:
    said = told(*[40.0] * 200, 23.0, 23.0, 23.0, 23.0)

    assert said.startswith("reached 43 days early · moved most")
    assert "| reached its target 43 days before the end of the cycle: 23 h" in said


def test_what_was_reached_on_the_last_day_was_not_before_the_end_of_the_cycle() -> None:
    after = datetime(2027, 1, 1, 8, tzinfo=UTC)

    said = told(*[25.0] * 200, 24.0, now=after, until=date(2026, 12, 31))

    assert "| reached its target by the end of the cycle: 24 h, 24 h promised." in said


def test_html_says_the_same() -> None:
    made = a_summary(DELIVERY, notes=words_about(DELIVERY, "half of them stop"))

    text = leaflet(made)
    assert "<h1>1 thing to talk about</h1>" in text
    assert "half of them stop" in text
    assert "fell by" in text


def test_nothing_said_is_said() -> None:
    assert "No note, decision or blocker was written" in markdown(a_summary(DELIVERY))


def test_it_is_told_in_the_language_of_the_project() -> None:
    text = leaflet(a_summary(DELIVERY, language="fr"))

    assert '<html lang="fr">' in text
    assert "1 sujet à aborder" in text


def test_the_file_asks_for_nothing() -> None:
    text = leaflet(a_summary(DELIVERY, notes=words_about(DELIVERY, "said")))

    assert not re.search(r"(?:src|href|action|url)\s*[=(]|@import|<script|<link|https?:", text)
    assert "default-src 'none'" in text


class Reader(HTMLParser):
    """What a browser would make of the file."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.comments: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    reader.close()
    return reader


def test_hostile_words_are_text_wherever_they_stand_in_the_file() -> None:
    plain = read(leaflet(a_summary(DELIVERY, notes=words_about(DELIVERY, "said"))))

    for words in HOSTILE:
        hostile = replace(DELIVERY, title=words, unit=words)
        notes = words_about(hostile, words, team=words)
        made = a_summary(hostile, notes=notes, project=words, objective=words)
        found = read(leaflet(made))
        assert found.tags == plain.tags, words
        assert found.attributes == plain.attributes, words
        assert found.comments == [], words


@pytest.mark.parametrize("words", VECTORS)
def test_hostile_words_are_text_in_markdown(words: str) -> None:
    hostile = replace(DELIVERY, title=words)

    text = markdown(a_summary(hostile, notes=words_about(hostile, words)))

    assert not re.search(r"(?<!\\)[<`\[]", text.replace("- [", ""))
    assert len(re.findall(r"^#", text, re.MULTILINE)) == 4

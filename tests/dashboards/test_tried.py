"""What a trial brought, told in blocks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from dashboards.blocks import Headline, Prose, Terms, as_data
from dashboards.hand import Hand
from dashboards.theme import LIGHT
from dashboards.trial_figure import trial_figure
from dashboards.tried import Tried
from krtracker.language.notation import Notation
from krtracker.language.words import words

FIRST = date(2026, 9, 1)


def a_document(**fields: Any) -> dict[str, Any]:
    """What `krtracker preview --draft --json` says of a sound key result, but for `fields`."""
    days = [
        {"as_of": str(FIRST + timedelta(days=n)), "value": 30.0 + n, "verdict": "accepted",
         "reason": None}
        for n in range(40)
    ]  # fmt: skip
    said: dict[str, Any] = {
        "cycle": "2026-Q4", "kr": "speed", "key_results": ["speed"], "title": "Speed", "unit": "h",
        "baseline": 48.0, "target": 24.0, "keep": None, "days": days, "rhythms": [],
        "past": {"noise": 0.5, "days": 40, "lowest": 30.0, "highest": 69.0},
        "reached": {"days": 0, "of": 40, "first": None, "last": None, "nearest": 30.0,
                    "nearest_on": str(FIRST)},
        "needed": {"per_week": -2.5, "days": 40, "stretches": 12, "as_far": 3},
        "problems": [],
    }  # fmt: skip
    return said | fields


def tried(language: str = "en", **fields: Any) -> Tried:
    return Tried(a_document(**fields), words(language), Notation(language))


def text_of(block: Any) -> str:
    return str(as_data(block))


def test_the_headline_holds_the_value_against_its_promise() -> None:
    found = tried().headline()

    assert isinstance(found, Headline)
    assert [each.says for each in found.figures] == ["baseline", "target", "needed a week"]
    assert "69" in text_of(found.value)
    assert "48" in text_of(found.figures[0])


def test_a_value_that_is_not_believed_says_why() -> None:
    days = a_document()["days"]
    days[-1] |= {"verdict": "rejected", "reason": "3 rows entered"}

    assert "3 rows entered" in text_of(tried(days=days).headline())


def test_a_day_that_could_not_be_measured_is_told() -> None:
    days = [{"as_of": str(FIRST), "verdict": None, "reason": "there is no table `orders`"}]

    assert "there is no table" in text_of(tried(days=days).headline())


@pytest.mark.parametrize(
    ("language", "told"), [("en", "3 of 12 stretches"), ("fr", "3 périodes de 40 jours sur 12")]
)
def test_the_year_is_told_in_the_language_of_the_project(language: str, told: str) -> None:
    found = tried(language).past()

    assert isinstance(found, Terms)
    assert told in text_of(found)


def test_a_rhythm_names_its_days() -> None:
    rhythms = [{"period": "weekday", "distances": [3.0, 1.0, 0.0, 0.0, 0.0, -1.0, -3.0]}]

    text = text_of(tried(rhythms=rhythms).past())

    assert ("Monday" in text, "Sunday" in text) == (True, True)


def test_every_fault_stands_with_its_line_and_what_to_try() -> None:
    fault = {"severity": "error", "rule": None, "line": 9, "message": "unknown field `taget`",
             "hint": "did you mean `target`?"}  # fmt: skip
    found = tried(problems=[fault], days=[], key_results=[])

    block = found.faults()
    assert isinstance(block, Prose)
    assert all(each in text_of(block) for each in ("line 9", "taget", "did you mean"))
    assert not found.is_sound


def test_what_a_coach_asks_is_no_fault() -> None:
    question = {"severity": "warning", "rule": "task", "line": 5, "message": "names a task",
                "hint": "what becomes different? (docs/coach/task.md)"}  # fmt: skip
    found = tried(problems=[question])

    assert (found.is_sound, found.faults()) == (True, None)
    assert "what becomes different?" in text_of(found.questions())
    assert "docs/" not in text_of(found.questions())


def test_the_chart_has_the_values_and_every_level() -> None:
    found = tried()
    figure = trial_figure(found.values, found.levels, Hand(found.quantity, words("en"), LIGHT))

    by_name = {each.name: each for each in figure.data}
    assert set(by_name) == {"baseline", "target", "value"}
    assert list(by_name["value"].y) == [30.0 + n for n in range(40)]
    assert set(by_name["target"].y) == {24.0}


def test_the_chart_names_its_levels_as_the_numbers_above_it_do() -> None:
    found = tried(baseline=48.71281)
    figure = trial_figure(found.values, found.levels, Hand(found.quantity, words("en"), LIGHT))

    named = " ".join(each.text for each in figure.layout.annotations)
    assert "baseline 49" in named
    assert "48.7" not in named
    assert "49" in text_of(found.headline())


def test_a_day_that_is_not_believed_is_a_gap_of_the_chart() -> None:
    days = a_document()["days"]
    days[5] |= {"reason": "too few rows"}

    assert tried(days=days).values[5] == (FIRST + timedelta(days=5), None)

"""What the words of objectives and key results give reason to ask: no query is needed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from krtracker.coach.opening import vocabulary
from krtracker.coach.quantities import has_percentage, without_names
from krtracker.coach.question import Question
from krtracker.coach.wording import is_vague, weakness
from krtracker.domain.coaching import Rule
from krtracker.domain.key_result import KeyResult
from krtracker.domain.objective import Objective

_ASKED = {
    Rule.TASK: (
        "the title names something to do",
        "once it is done, what will be different, for whom, and which number will show it?",
    ),
    Rule.NO_OUTCOME: (
        "nobody could tell from the title when this is reached",
        "what would you count, and who would notice that it has changed?",
    ),
    Rule.PERCENTAGE_OF_NOTHING: (
        "a percentage of something that has no measure",
        "percent of what: which number do you see today?",
    ),
}


def about_objective(objective: Objective, language: str) -> Iterator[Question]:
    """Whether an objective says something of its own, in words."""
    title = objective.title
    if has_percentage(title) or re.search(r"\d", without_names(title)):
        asked = "why would that be worth reaching? the number can go to a key result"
        yield Question(Rule.NUMBER_IN_OBJECTIVE, "a number in the objective", asked, "objective")
    if is_vague(title, language):
        seen = "the objective could be any team's"
        asked = "for whom will what be different, that they would notice?"
        yield Question(Rule.VAGUE_OBJECTIVE, seen, asked, "objective")


def about_title(key_result: KeyResult, language: str) -> Iterator[Question]:
    """Whether a title names an outcome."""
    rule = weakness(key_result.title, language)
    if rule is not None:
        yield Question(rule, *_ASKED[rule])


def about_persons(key_result: KeyResult, language: str) -> Iterator[Question]:
    """Whether a title counts persons one by one; columns of persons are refused elsewhere."""
    if vocabulary(key_result.title, language).persons.search(key_result.title):
        seen = "a number about single persons"
        asked = "what would the team, as a team, do better? no person is rated here"
        yield Question(Rule.PERSON_LEVEL, seen, asked)

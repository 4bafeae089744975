"""The questions that a catalog gives reason to ask, as problems of its files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from krtracker.coach.alike import about_alike
from krtracker.coach.direction import direction
from krtracker.coach.history import about_history
from krtracker.coach.question import Question
from krtracker.coach.structure import about_alignment, about_guardrails
from krtracker.coach.titles import about_objective, about_persons, about_title
from krtracker.domain.catalog import Catalog
from krtracker.domain.key_result import KeyResult
from krtracker.domain.objective import Objective
from krtracker.domain.past import Past
from krtracker.errors import Place, Problem, Severity

PAGES = "docs/coach/{rule}.md"
"""Where each rule is explained."""

Asked = tuple[Problem, list[KeyResult]]


def coached(
    catalog: Catalog, *, fingerprints: Mapping[str, str], pasts: Mapping[str, Past]
) -> Iterator[Asked]:
    """Every question, with the key results it is about; none that the project has switched off.

    `fingerprints` say what each key result counts, `pasts` what was seen of it before its
    cycle; without them there is less to ask.
    """
    language = catalog.settings.language

    def way(key_result: KeyResult) -> int:
        past = pasts.get(key_result.key, Past())
        return direction(key_result, past.baseline if past.opening is None else past.opening)

    def aim(key_result: KeyResult) -> float | None:
        past, promise = pasts.get(key_result.key, Past()), key_result.promise
        begun = past.baseline if past.opening is None else past.opening
        start = begun if promise.baseline is None else promise.baseline
        return promise.target if start is None else promise.target_from(start)

    for objective, question in _about_objectives(catalog.objectives, language):
        yield from _asked(catalog, question, objective, None)
    by_file = {each.key: objective for objective in catalog.objectives for each in objective}
    questions = [
        *((each, asked) for each in catalog.key_results for asked in about_title(each, language)),
        *((each, asked) for each in catalog.key_results for asked in about_persons(each, language)),
        *(found for each in catalog.objectives for found in about_guardrails(each, way)),
        *about_alike(list(catalog.sound), fingerprints, way, aim),
        *(
            (each, asked)
            for each in catalog.sound
            if each.key in pasts
            for asked in about_history(each, pasts[each.key])
        ),
    ]
    for key_result, question in questions:
        yield from _asked(catalog, question, by_file[key_result.key], key_result)


def _about_objectives(
    objectives: Sequence[Objective], language: str
) -> Iterator[tuple[Objective, Question]]:
    for each in objectives:
        for question in about_objective(each, language):
            yield each, question
    yield from about_alignment(objectives)


def _asked(
    catalog: Catalog, question: Question, objective: Objective, key_result: KeyResult | None
) -> Iterator[Asked]:
    """A question as a problem, unless the project or the file has answered it."""
    rule = question.rule.value
    weight = catalog.settings.coach.get(rule, "warning")
    answered = {*objective.unasked, *(key_result.unasked if key_result else ())}
    if weight == "off" or rule in answered:
        return
    place, width = _place(question, objective, key_result)
    yield (
        Problem(
            question.seen,
            place,
            hint=f"{question.asked} ({PAGES.format(rule=rule)})",
            severity=Severity(weight),
            width=width,
            subject=key_result.id if key_result else None,
            rule=rule,
        ),
        [key_result] if key_result else list(objective),
    )


def _place(
    question: Question, objective: Objective, key_result: KeyResult | None
) -> tuple[Place | None, int]:
    if key_result is None:
        return objective.place, len("objective")
    if question.field and question.field in key_result.places:
        is_title = question.field == "title"
        return key_result.places[question.field], len(key_result.title) if is_title else 1
    return key_result.place, len(key_result.id)

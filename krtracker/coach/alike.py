"""Key results that measure the same: promised twice, or pulled both ways."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import inf

from krtracker.coach.question import Question
from krtracker.domain.coaching import Rule
from krtracker.domain.key_result import Bounds, KeyResult

Direction = Callable[[KeyResult], int]
Aim = Callable[[KeyResult], float | None]
"""The value that is promised, as far as it can be reckoned yet."""
_ADDED_UP = re.compile(r"^\W*(?:\d+\W*)?(?:count|sum)\b", re.IGNORECASE)


def about_alike(
    key_results: Sequence[KeyResult],
    fingerprints: Mapping[str, str],
    direction: Direction,
    aim: Aim,
) -> Iterator[tuple[KeyResult, Question]]:
    """For each that measures what one before it does in the same days, one question.

    Health metrics are watched, so that the same one may stand in many files; but one that is
    to be kept where a key result is to leave is a conflict.
    """
    before: dict[str, list[KeyResult]] = {}
    for each in key_results:
        print_ = fingerprints.get(each.key)
        if print_ is None:
            continue
        others = before.setdefault(print_, [])
        alike = [other for other in others if _overlap(each, other)]
        question = _question(each, alike, direction, aim)
        if question is not None:
            yield each, question
        others.append(each)


def _question(
    key_result: KeyResult, others: Sequence[KeyResult], direction: Direction, aim: Aim
) -> Question | None:
    opposed = next((each for each in others if _pull(key_result, each, direction, aim)), None)
    if opposed is not None:
        return Question(
            Rule.CONFLICT,
            f"`{opposed.id}` ({_where(opposed)}) measures the same and goes the other way",
            "which of the two should win, and do both teams know?",
            "",
        )
    promised = [each for each in others if not each.is_health_metric]
    if not promised or key_result.is_health_metric:
        return None
    return Question(
        Rule.DUPLICATE,
        f"`{promised[0].id}` ({_where(promised[0])}) counts the same rows in the same way",
        "could the two teams share one, or guard it as a health metric?",
        "",
    )


def _pull(one: KeyResult, other: KeyResult, direction: Direction, aim: Aim) -> bool:
    """Whether two promises cannot both be meant: one up, one down, or out of what is kept."""
    if one.is_health_metric and other.is_health_metric:
        return False
    if one.promise.keep is None and other.promise.keep is None:
        return direction(one) * direction(other) < 0
    return _is_comparable(one, other) and _exclude(one, other, aim)


def _exclude(one: KeyResult, other: KeyResult, aim: Aim) -> bool:
    """Whether no value could be within what is kept and what is promised beside it."""
    first, second = one.promise.keep, other.promise.keep
    if first is not None and second is not None:
        return _floor(first) > _ceiling(second) or _floor(second) > _ceiling(first)
    keep, target = first or second, aim(other if first is not None else one)
    return keep is not None and target is not None and not keep.holds(target)


def _floor(keep: Bounds) -> float:
    return -inf if keep.at_least is None else keep.at_least


def _ceiling(keep: Bounds) -> float:
    return inf if keep.at_most is None else keep.at_most


def _is_comparable(one: KeyResult, other: KeyResult) -> bool:
    """Whether their values say the same: a week's count is not held against a month's."""
    windows = [getattr(each.how, "window", None) for each in (one, other)]
    added_up = [_ADDED_UP.match(getattr(each.how, "value", "")) for each in (one, other)]
    return one.unit == other.unit and (windows[0] == windows[1] or not any(added_up))


def _overlap(one: KeyResult, other: KeyResult) -> bool:
    return one.cycle.start <= other.cycle.end and other.cycle.start <= one.cycle.end


def _where(key_result: KeyResult) -> str:
    return key_result.place.file if key_result.place else key_result.objective

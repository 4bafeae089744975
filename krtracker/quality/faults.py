"""What is at fault in the free-form expectations of a definition, told without evaluating them."""

from __future__ import annotations

from collections.abc import Iterator

from krtracker.domain.key_result import FreeExpectation, KeyResult
from krtracker.errors import Problem, nearest
from krtracker.quality.tables import table_of
from krtracker.quality.vocabulary import REFUSED, REFUSED_ARGUMENTS, VOCABULARY, Signature

_MANY = "`expectations` look at the rows of one table, and this measure does not name just one"


def faults(key_result: KeyResult) -> list[Problem]:
    """Every problem of its `expectations`: unknown words, and questions with SQL of their own."""
    free = key_result.expectations.free
    if free and table_of(key_result) is None:
        return [_problem(key_result, "expectations", _MANY, "name one table in `from`")]
    return [
        problem
        for number, each in enumerate(free)
        for problem in _of_one(each, key_result, f"expectations.{number}")
    ]


def _of_one(expectation: FreeExpectation, key_result: KeyResult, path: str) -> Iterator[Problem]:
    name = expectation.name
    if name in REFUSED:
        yield _problem(key_result, f"{path}.{name}", f"`{name}` is not offered: {REFUSED[name]}")
        return
    signature = VOCABULARY.get(name)
    if signature is None:
        near = nearest(name, VOCABULARY)
        hint = f"did you mean `{near}`?" if near else "see Great Expectations' gallery of names"
        yield _problem(key_result, f"{path}.{name}", f"unknown expectation `{name}`", hint)
        return
    for argument, value in expectation.arguments.items():
        at = f"{path}.{name}.{argument}"
        if argument not in signature.arguments:
            yield _unknown(argument, name, signature, key_result, at)
        elif _is_reference(value):
            message = f"`{argument}` refers to a parameter of Great Expectations; there are none"
            yield _problem(key_result, at, message, "write the value itself")
    for argument in signature.required:
        if argument not in expectation.arguments:
            yield _problem(key_result, f"{path}.{name}", f"`{name}` needs `{argument}`")


def _unknown(
    argument: str, name: str, signature: Signature, key_result: KeyResult, at: str
) -> Problem:
    """An argument that is refused with a reason, or that the expectation does not have."""
    if argument in REFUSED_ARGUMENTS:
        reason = REFUSED_ARGUMENTS[argument]
        return _problem(key_result, at, f"`{argument}` is not offered: {reason}")
    near = nearest(argument, signature.arguments)
    known = ", ".join(f"`{each}`" for each in signature.arguments)
    hint = f"did you mean `{near}`?" if near else f"it takes {known}"
    return _problem(key_result, at, f"`{name}` takes no `{argument}`", hint)


def _is_reference(value: object) -> bool:
    """Whether a value is Great Expectations' form for something looked up elsewhere."""
    return isinstance(value, dict) and any(str(key).startswith("$") for key in value)


def _problem(key_result: KeyResult, path: str, message: str, hint: str | None = None) -> Problem:
    return Problem(message, key_result.place_of(path), hint, subject=key_result.id)

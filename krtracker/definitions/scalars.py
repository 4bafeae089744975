"""What an unquoted word of YAML 1.2 stands for: nothing, a truth, a number, or itself."""

from __future__ import annotations

import re
from typing import TypeAlias

Scalar: TypeAlias = str | int | float | bool | None

_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_INTEGER = re.compile(r"[-+]?[0-9]{1,300}")
_BASED = re.compile(r"0o[0-7]{1,300}|0x[0-9a-fA-F]{1,300}")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_STARTS = frozenset("+-.0123456789")


def resolved(text: str) -> Scalar:
    """What a plain scalar means in YAML 1.2's core schema.

    Dates, times and the yes and no of YAML 1.1 stay text.

    >>> resolved("NO"), resolved("12:30"), resolved("2026-10-31")
    ('NO', '12:30', '2026-10-31')
    >>> resolved("010"), resolved("0x1F"), resolved("1e3"), resolved("+10"), resolved("~")
    (10, 31, 1000.0, 10, None)
    """
    if text[:1] not in _STARTS:
        return _WORDS.get(text, text)
    if _INTEGER.fullmatch(text):
        return int(text)
    if _BASED.fullmatch(text):
        return int(text[2:], 8 if text[1] == "o" else 16)
    if _FLOAT.fullmatch(text):
        return float(text)
    return _WORDS.get(text, text)

"""What breaks a text as YAML, told in words, and the same text with that value mended."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from krtracker.definitions.tree import Refused, Span

_FIELD = re.compile(
    r"(?P<head>\s*(?:- +)*(?P<name>[^\s:#'\"{}\[\],&*!|>%@`][^:#]*?):[ \t]+)(?P<value>\S.*)"
)
"""A line that gives a field its value."""
_COMMENT = re.compile(r"\s+#.*$")
_CLOSING = {"[": "]", "{": "}", '"': '"', "'": "'"}
_IN_FLOW = re.compile(r"(?<=: )(\$\{env\.\w+\})")


@dataclass(frozen=True)
class Break:
    """Where a text stops being YAML, why, and what may mend it."""

    message: str
    span: Span
    hint: str | None
    mended: list[str] | None
    """The lines with the value at fault mended, to read on behind it; None if nothing helps."""

    @property
    def refusal(self) -> Refused:
        """The break as it is told."""
        return Refused(self.message, self.span, self.hint)


def broken(error: yaml.MarkedYAMLError, lines: list[str]) -> Break:
    """Why the parser stopped, with the value quoted or closed where that may help."""
    mark = _mark(error)
    line, column = (mark.line, mark.column) if mark else (0, 0)
    line = min(line, max(len(lines) - 1, 0))
    text = lines[line] if lines else ""
    span = Span(line + 1, min(column, len(text)) + 1)
    if "\t" in text[: len(text) - len(text.lstrip())]:
        return _tab(lines, line)
    message = _words(error, text, column)
    began = error.context_mark.line if error.context_mark else line
    for number in dict.fromkeys((line, began)):
        mended = _mended(lines, number, is_opened=_is_opened(error))
        if mended is not None:
            return Break(message, span, f"write `{mended.strip()}`", _with(lines, number, mended))
    return Break(message, span, None, None)


def _mark(error: yaml.MarkedYAMLError) -> yaml.Mark | None:
    """Where the fault lies: where the parser stopped, or where what it was reading began."""
    stopped, began = error.problem_mark, error.context_mark
    is_name = any(word in (error.context or "") for word in ("simple key", "alias", "anchor"))
    return began if began and (is_name or _is_opened(error)) else stopped or began


def _is_opened(error: yaml.MarkedYAMLError) -> bool:
    """Whether a bracket or quote of an earlier line was still open where the parser stopped."""
    stopped, began = error.problem_mark, error.context_mark
    during = error.context or ""
    is_within = "flow" in during or "quoted" in during
    return bool(is_within and stopped and began and stopped.line != began.line)


def structure(error: yaml.MarkedYAMLError, broke: Break) -> Break:
    """The same break where quoting turned out to be no cure: the lines do not fit together."""
    hint = None
    if "expected" in (error.problem or "") and "block" in (error.context or ""):
        hint = "is it indented like the fields it belongs with?"
    return Break(broke.message, broke.span, hint, None)


def _tab(lines: list[str], line: int) -> Break:
    """A line indented by a tab, and the same line indented like the one above it."""
    above = next((text for text in reversed(lines[:line]) if text.strip()), "")
    indent = " " * (len(above) - len(above.lstrip()) + (2 if above.rstrip().endswith(":") else 0))
    span = Span(line + 1, lines[line].index("\t") + 1)
    mended = _with(lines, line, indent + lines[line].strip())
    return Break("a tab cannot indent", span, "indent with spaces", mended)


def _with(lines: list[str], number: int, text: str) -> list[str]:
    return [*lines[:number], text, *lines[number + 1 :]]


def _mended(lines: list[str], number: int, *, is_opened: bool) -> str | None:
    """The line with its value closed or between quotes; None if it gives no field a value."""
    found = _FIELD.match(lines[number]) if number < len(lines) else None
    if found is None:
        return None
    value = _COMMENT.sub("", found["value"]).rstrip()
    if is_opened:
        better = value + _CLOSING.get(value[0], "")
    elif value[0] in "{[":
        better = _IN_FLOW.sub(r'"\1"', value)
    else:
        better = quoted(value)
    return None if better == value else found["head"] + better


def quoted(value: str) -> str:
    r"""`value` as YAML text between quotes, double ones where that needs no escape.

    >>> quoted("%"), quoted('say "no"')
    ('"%"', '\'say "no"\'')
    """
    if '"' in value or "\\" in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'


def _words(error: yaml.MarkedYAMLError, text: str, column: int) -> str:
    """The parser's complaint in the words of the person who wrote the text."""
    says, during = error.problem or "", error.context or ""
    here = text[column : column + 1]
    if "cannot start any token" in says or "alias" in during or "anchor" in during:
        return f"`{here}` cannot begin a value"
    if "mapping values are not allowed" in says:
        return "a second colon on one line"
    if "quoted" in during:
        return "a quote is opened and never closed"
    if _is_opened(error):
        return f"`{here}` is opened and never closed"
    if "flow sequence" in during or "flow mapping" in during:
        return f"a `,` or a `{']' if 'sequence' in during else '}'}` is missing here"
    if "expected" in says and "block" in during:
        goes_on = column < len(text) and text[:column].strip()
        after = "the text goes on after the closing quote or bracket"
        return after if goes_on else "this line does not fit the lines above it"
    if "could not find expected ':'" in says:
        return "a field needs a colon and a value"
    return says or "the text is not YAML"

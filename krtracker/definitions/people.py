"""No key result measures one person: columns that look like persons, in English and French."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from krtracker.definitions.document import Path
from krtracker.definitions.draft import Draft, Finding

_COLUMN = r"""((?:[^\W\d]\w*\.)?["`]?[^\W\d]\w*["`]?)"""
_HELD_AGAINST = re.compile(
    rf"""{_COLUMN}\s*\)*\s*(?:=|\bin\b\s*\(|\b(?:i?like)\b)\s*(?:(?:lower|upper)\()?['\d]""",
    re.IGNORECASE,
)
_NAMED_FIRST = re.compile(
    rf"""'\s*=\s*(?:(?:lower|upper)\(\s*)?{_COLUMN}(?!\s*\()""", re.IGNORECASE
)
_ONE_PERSON = re.compile(r"\w@\w|^\s*(?:m|mr|mrs|ms|mme|mlle|dr)\.?\s+\w", re.IGNORECASE)
WHY = "a key result is about an outcome of a team; numbers about one person are kept nowhere"


def nobody_is_measured(draft: Draft) -> Iterator[Finding]:
    """Columns that look like persons split no key result and choose no rows of one."""
    for number, column in enumerate(draft.shape.split_by):
        if draft.people.has(column):
            yield Finding(("split_by", number), f"`{column}` looks like a person", why(column))
    for path, text in _conditions(draft):
        for column in _held_against(text):
            if draft.people.has(column):
                field = path[-1]
                message = f"`{field}` chooses the rows of one person: `{column}` looks like one"
                yield Finding(path, message, why(column))


def why(name: str) -> str:
    """Why a name is refused, and what to do where it means nobody."""
    return f"{WHY}; if `{name}` means nobody here, `people` in `project.yaml` takes it as exception"


def is_a_person(team: str) -> bool:
    """Whether what stands for a team is somebody: an address, or a name with its title.

    >>> is_a_person("ann@example.org"), is_a_person("Mme Durand"), is_a_person("logistics")
    (True, True, False)
    """
    return _ONE_PERSON.search(team) is not None


def _conditions(draft: Draft) -> Iterator[tuple[Path, str]]:
    """Where rows are chosen: in a measure, in its filters, in SQL of one's own."""
    measure = draft.shape.measure
    if measure is not None:
        yield ("measure", "where"), measure.where or ""
        yield ("measure", "value"), measure.value
        yield ("measure", "from"), measure.from_
    yield ("sql",), draft.shape.sql or ""


@lru_cache(maxsize=4096)
def _held_against(text: str) -> tuple[str, ...]:
    """The columns that are compared with something written out, each once."""
    found = [*_HELD_AGAINST.finditer(text), *_NAMED_FIRST.finditer(text)]
    return tuple(dict.fromkeys(each[1].rpartition(".")[2].strip('"`') for each in found))

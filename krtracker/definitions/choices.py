"""Fields of which exactly one may stand in a key result."""

from __future__ import annotations

from collections.abc import Iterator

from krtracker.definitions.document import Part
from krtracker.definitions.draft import Draft, Finding
from krtracker.definitions.hints import listed


def one_of(draft: Draft, names: tuple[str, ...], hint: str) -> Iterator[Finding]:
    """Exactly one of the fields; a misspelt one is told where it stands."""
    there = [name for name in names if draft.has(name)]
    for name in there[1:]:
        choose = f"keep one of {listed(there)}"
        yield Finding((name,), f"`{name}` beside `{there[0]}`", choose, Part.KEY)
    if not there and not draft.misspells(*names):
        wanted = f"one of {listed(names)}" if len(names) > 1 else f"a `{names[0]}`"
        yield Finding((), f"`{draft.id}` needs {wanted}", hint, Part.KEY)

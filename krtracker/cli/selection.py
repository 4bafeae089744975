"""Which key results are meant by `--select` and `--exclude`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from krtracker.domain.catalog import Catalog
from krtracker.domain.key_result import KeyResult
from krtracker.domain.status import Status
from krtracker.errors import Problem, UsageError, nearest

Statuses = Callable[[], Mapping[str, str]]
"""Answers the status of every key result by key; asked only when a term needs it."""

KINDS = ("objective", "team", "source", "status")
"""What may stand before the colon of a term; a term without a colon is an id."""


def select(
    catalog: Catalog,
    chosen: Sequence[str],
    excluded: Sequence[str] = (),
    *,
    statuses: Statuses = dict,
) -> list[KeyResult]:
    """The key results that any term of `chosen` means and none of `excluded`, in file order.

    No term at all means all of them. A term is an id (`2026-Q4/active_clients` for that of one
    cycle), `objective:x`, `team:x`, `source:x` or `status:x`; commas part terms.

    Raises:
        UsageError: a term means nothing, or nothing is left.
    """
    everything = list(catalog.key_results)
    wanted = _meant(catalog, chosen, statuses) if _terms(chosen) else {e.key for e in everything}
    unwanted = _meant(catalog, excluded, statuses)
    found = [each for each in everything if each.key in wanted - unwanted]
    if everything and not found:
        raise UsageError(f"nothing is selected; {_there_is('key result', _ids(everything))}")
    return found


def one(catalog: Catalog, name: str) -> KeyResult:
    """The key result called `name`: an id (its newest cycle's), or `cycle/id`.

    Raises:
        UsageError: there is none; the message names the nearest, or all there are.
    """
    cycle, _, id = name.rpartition("/")
    found = catalog.find(id, cycle or None)
    if found is None:
        raise _unknown("key result", name, _ids(catalog.key_results))
    return found


def _meant(catalog: Catalog, terms: Iterable[str], statuses: Statuses) -> set[str]:
    """The keys of all key results that any of the terms means."""
    return {each.key for term in _terms(terms) for each in _matching(catalog, term, statuses)}


def _terms(words: Iterable[str]) -> list[str]:
    return [term for word in words for part in word.split(",") if (term := part.strip())]


def _matching(catalog: Catalog, term: str, statuses: Statuses) -> list[KeyResult]:
    kind, colon, name = (part.strip() for part in term.partition(":"))
    everything = list(catalog.key_results)
    if not colon:
        return _matched("key result", term, {e.key: {e.id, e.key} for e in everything}, everything)
    if kind not in KINDS:
        raise _unknown("kind of selection", kind, KINDS)
    if kind == "status":
        found, name = statuses(), name.replace("_", " ").replace("-", " ").lower()
        names = {each.key: {found.get(each.key, "no data")} for each in everything}
    elif kind == "source":
        names = {each.key: {each.source or "formula"} for each in everything}
    else:
        names = {
            each.key: {objective.id if kind == "objective" else objective.team}
            for objective in catalog.objectives
            for each in objective
        }
    return _matched(kind, name, names, everything)


def _matched(
    kind: str, name: str, names: Mapping[str, Collection[str]], among: Iterable[KeyResult]
) -> list[KeyResult]:
    """Those that carry `name`, by key; raises when nobody does."""
    found = [each for each in among if name in names.get(each.key, ())]
    if not found and kind == "status" and name in list(Status):
        present = dict.fromkeys(word for words in names.values() for word in words)
        raise UsageError(f"no key result is `{name}` now; {_there_is(kind, list(present))}")
    if not found:
        known = dict.fromkeys(word for words in names.values() for word in words)
        raise _unknown(kind, name, [word for word in known if "/" not in word] or known)
    return found


def _ids(key_results: Iterable[KeyResult]) -> list[str]:
    return list(dict.fromkeys(each.id for each in key_results))


def _unknown(kind: str, name: str, known: Iterable[str]) -> UsageError:
    known = list(known)
    guess = nearest(name, known)
    hint = f"did you mean `{guess}`?" if guess else _there_is(kind, known)
    return UsageError(str(Problem(f"unknown {kind} `{name}`", hint=hint)))


def _there_is(kind: str, known: Sequence[str], *, shown: int = 12) -> str:
    """What may be named instead, the first dozen of it."""
    if not known:
        return f"there is no {kind} yet"
    names = ", ".join(f"`{each}`" for each in sorted(known)[:shown])
    more = f" and {len(known) - shown} more" if len(known) > shown else ""
    return f"there is {names}{more}"

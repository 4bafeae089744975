"""What files must satisfy together: ids, sources, guardrails, contributions, limits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from krtracker.definitions.document import Document, Part
from krtracker.definitions.draft import Draft, Finding
from krtracker.definitions.hints import listed
from krtracker.definitions.objectives import Entry
from krtracker.definitions.people import WHY, is_a_person
from krtracker.definitions.person_words import People, people_of
from krtracker.domain.catalog import Settings
from krtracker.errors import Severity, nearest

ADD_ONE = "there are none yet; `krtracker connections add` writes one"


def without_doubles(entries: Sequence[Entry]) -> tuple[list[Entry], set[str]]:
    """The entries that are the first of their name in a known cycle, and keys used twice.

    A key result whose id another one has already is a problem where it stands second, and
    neither is to be measured: which one is meant cannot be told.
    """
    objectives: dict[tuple[str, str], Document] = {}
    first: dict[str, Draft] = {}
    doubled: set[str] = set()
    kept = []
    for entry in (each for each in entries if each.is_dated):
        objective, document = entry.objective, entry.document
        other = objectives.setdefault((objective.cycle.name, objective.id), document)
        if other is not document:
            message = f"`{objective.id}` is an objective of {objective.cycle.name} already"
            document.problem((), message, hint=f"in {other.file}; rename one of the files")
        repeated = {draft.id for draft in entry.drafts if not _is_first(draft, first)}
        doubled |= {f"{objective.cycle.name}/{id}" for id in repeated}
        if other is document:
            kept.append(entry.without(repeated))
    return kept, doubled


def _is_first(draft: Draft, first: dict[str, Draft]) -> bool:
    """Whether no key result before it has its id in its cycle; else that is a problem."""
    before = first.setdefault(f"{draft.cycle.name}/{draft.id}", draft)
    if before is draft:
        return True
    where = before.document.place_of(before.path)
    message = f"`{draft.id}` is a key result of {draft.cycle.name} already"
    draft.note(Finding((), message, f"in {where}; choose another id", Part.KEY))
    return False


def relate(
    entries: Sequence[Entry],
    settings: Settings,
    sources: Collection[str] | None,
    files: Iterable[Document],
) -> None:
    """Note on the documents whatever does not fit between files.

    `sources` of None means that the connections could not be read; `files` are all that there
    are, because one that is at fault still has a name.
    """
    written, people = _written_ids(entries), people_of(settings)
    for entry in entries:
        for draft in entry.drafts:
            ids = written[draft.cycle.name] if entry.is_dated else None
            for finding in _between_files(draft, sources, ids):
                draft.note(finding)
    _note_contributions(entries, {PurePosixPath(each.file).stem for each in files})
    for entry in entries:
        _note_persons(entry, people)
    _note_limits([each for each in entries if each.is_dated], settings)


def _note_persons(entry: Entry, people: People) -> None:
    """A team is no person, neither the one that promises nor one that contributes."""
    objective = entry.objective
    for path, team in (
        (("team",), objective.team),
        *((("contributing_teams", n), team) for n, team in enumerate(objective.contributing_teams)),
    ):
        if is_a_person(team):
            entry.document.problem(path, f"`{team}` looks like a person", hint=WHY)
        elif people.has_team(team):
            message = f"`{team}` means one person, says `people` of `project.yaml`"
            entry.document.problem(path, message, hint=WHY)


def _between_files(
    draft: Draft, sources: Collection[str] | None, ids: Collection[str] | None
) -> Iterator[Finding]:
    """What a key result names and other files ought to have; None where they cannot be read."""
    if sources is not None:
        yield from _known_source(draft, sources)
    if ids is not None:
        yield from _known_guardrails(draft, ids)
        yield from _renamed(draft, ids)


def _written_ids(entries: Sequence[Entry]) -> dict[str, set[str]]:
    """By cycle, every id that stands in a file, those at fault included."""
    ids: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        for section in ("key_results", "health_metrics"):
            found = entry.document.at((section,))
            ids[entry.objective.cycle.name].update(found if isinstance(found, dict) else ())
    return ids


def _known_source(draft: Draft, sources: Collection[str]) -> Iterator[Finding]:
    name = draft.shape.source
    if name is None or name in sources or draft.has("formula"):
        return
    near = nearest(name, sources)
    there = f"`connections.yaml` has {listed(sources)}" if sources else ADD_ONE
    yield Finding(
        ("source",), f"unknown connection `{name}`", f"did you mean `{near}`?" if near else there
    )


def _known_guardrails(draft: Draft, ids: Collection[str]) -> Iterator[Finding]:
    for number, name in enumerate(draft.shape.guardrails):
        path = ("guardrails", number)
        if name == draft.id:
            yield Finding(path, f"`{name}` cannot guard itself")
        elif name not in ids:
            near = nearest(name, ids)
            hint = f"did you mean `{near}`?" if near else "guardrails go by their ids"
            message = f"`{name}` is no key result or health metric of {draft.cycle.name}"
            yield Finding(path, message, hint)


def _renamed(draft: Draft, ids: Collection[str]) -> Iterator[Finding]:
    name = draft.shape.formerly
    if name is not None and name in ids:
        hint = "`formerly` names an id that is no longer used"
        yield Finding(("formerly",), f"`{name}` is still there", hint)


def _note_contributions(entries: Sequence[Entry], names: Collection[str]) -> None:
    """Contributions lead to objectives that exist, and never back to where they began."""
    links: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        links[entry.objective.id].update(entry.objective.contributes_to)
    for entry in entries:
        written = entry.document.at(("contributes_to",))
        for number, name in enumerate(entry.objective.contributes_to):
            path = ("contributes_to", number) if isinstance(written, list) else ("contributes_to",)
            if name not in names:
                near = nearest(name, names)
                hint = f"did you mean `{near}`?" if near else "objectives go by their file's name"
                entry.document.problem(path, f"unknown objective `{name}`", hint=hint)
            elif entry.objective.id in _reached(name, links):
                message = f"`{entry.objective.id}` would contribute to itself"
                entry.document.problem(path, message)


def _reached(start: str, links: dict[str, set[str]]) -> set[str]:
    """Everything that contributions lead to from `start`, itself included."""
    found, waiting = {start}, [start]
    while waiting:
        for name in links.get(waiting.pop(), ()):
            if name not in found:
                found.add(name)
                waiting.append(name)
    return found


def _note_limits(entries: Sequence[Entry], settings: Settings) -> None:
    severity = Severity.ERROR if settings.limits_are_errors else Severity.WARNING
    of_team: dict[tuple[str, str], int] = defaultdict(int)
    for entry in entries:
        objective, document = entry.objective, entry.document
        team = (objective.cycle.name, objective.team)
        of_team[team] += 1
        if of_team[team] == settings.objectives_per_team + 1:
            most = settings.objectives_per_team
            message = f"`{objective.team}` has more than {most} objectives in {team[0]}"
            hint = "which would you drop? the limit is in `project.yaml` (docs/coach/too_many.md)"
            document.problem(("team",), message, hint=hint, severity=severity)
        count, most = len(objective.key_results), settings.key_results_per_objective
        if count > most:
            message = f"{count} key results are more than {most}"
            hint = "which would you drop? the limit is in `project.yaml` (docs/coach/too_many.md)"
            document.problem(("key_results",), message, hint=hint, part=Part.KEY, severity=severity)

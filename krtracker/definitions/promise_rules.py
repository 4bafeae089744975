"""What the promise of one key result must satisfy by itself: one rule, one function."""

from __future__ import annotations

from collections.abc import Iterator

from krtracker.definitions.building import points_of
from krtracker.definitions.choices import one_of
from krtracker.definitions.document import Part
from krtracker.definitions.draft import Draft, Finding
from krtracker.errors import Severity

PROMISES = ("target", "change", "keep")


def one_promise(draft: Draft) -> Iterator[Finding]:
    """Exactly one of `target`, `change`, `keep`; a health metric only keeps."""
    others = [name for name in PROMISES if draft.has(name) and name != "keep"]
    if not draft.is_health_metric:
        yield from one_of(draft, PROMISES, "for example `target: 24` or `change: -30 percent`")
    elif not others:
        yield from one_of(draft, ("keep",), "for example `keep: {at_least: 90}`")
    else:
        hint = "a health metric is kept, `keep: {at_least: 90}`; else it is a key result"
        for name in others:
            yield Finding((name,), f"a health metric has no `{name}`", hint, Part.KEY)


def bounds_that_can_hold(draft: Draft) -> Iterator[Finding]:
    """Limits name at least one side, each once, the lower one first."""
    for path in (("keep",), ("expect", "rows"), ("expect", "value")):
        yield from bounds_at(draft.document.at((*draft.path, *path)), path)


def bounds_at(written: object, path: tuple[str, ...]) -> Iterator[Finding]:
    """The same for limits wherever they stand."""
    if not isinstance(written, dict):
        return
    name = path[-1]
    if not written:
        hint = f"write `{name}: {{at_least: 62}}`"
        yield Finding(path, f"`{name}` needs `at_least`, `at_most` or `between`", hint)
    if "between" in written and len(written) > 1:
        hint = "`between` says both sides"
        yield Finding((*path, "between"), "`between` beside another limit", hint, Part.KEY)
    low, high = written.get("at_least"), written.get("at_most")
    if isinstance(written.get("between"), list) and len(written["between"]) == 2:
        low, high = written["between"]
    if isinstance(low, int | float) and isinstance(high, int | float) and low > high:
        yield Finding(path, f"no number is at least {low:g} and at most {high:g}", None, Part.KEY)


def a_way_to_go(draft: Draft) -> Iterator[Finding]:
    """A target that differs from the baseline, a percentage of something."""
    shape = draft.shape
    if shape.baseline is not None and shape.target is not None and shape.baseline == shape.target:
        hint = "to stay where it is, write `keep`"
        yield Finding(("target",), "the target is the baseline", hint)
    if shape.change is None:
        return
    if shape.change.amount == 0:
        hint = "to stay where it is, write `keep`"
        yield Finding(("change",), "a change of nothing", hint)
    elif shape.change.is_relative and shape.baseline == 0:
        hint = "write a `target`, or a bare number"
        yield Finding(("change",), "a percentage of a zero baseline", hint)


def nothing_beside_keep(draft: Draft) -> Iterator[Finding]:
    """What is kept has no way to go, so no path, stretch or commit, and no baseline."""
    if not draft.has("keep") or draft.has("target") or draft.has("change"):
        return
    for name in ("path", "stretch", "commit"):
        if draft.has(name):
            yield Finding((name,), f"`{name}` beside `keep`", "it belongs to a target", Part.KEY)
    if draft.has("baseline"):
        yield Finding(
            ("baseline",), "`baseline` beside `keep` is not used", None, Part.KEY, Severity.WARNING
        )


def lines_around_the_target(draft: Draft) -> Iterator[Finding]:
    """`stretch` lies beyond the target, `commit` before it, seen from the baseline."""
    shape = draft.shape
    if shape.target is None or shape.baseline is None or shape.target == shape.baseline:
        return
    rises = shape.target > shape.baseline
    if shape.stretch is not None and (shape.stretch > shape.target) != rises:
        hint = f"from {shape.baseline:g} to {shape.target:g} it goes {'up' if rises else 'down'}"
        yield Finding(("stretch",), "the stretch does not lie beyond the target", hint)
    low, high = sorted((shape.baseline, shape.target))
    if shape.commit is not None and not low < shape.commit < high:
        hint = f"write a value between {low:g} and {high:g}"
        yield Finding(("commit",), "the commit does not lie before the target", hint)


def points_within_the_cycle(draft: Draft) -> Iterator[Finding]:
    """Each point of a path is a day of the cycle; the last day's is the target."""
    cycle, target = draft.cycle, draft.shape.target
    for day, value in draft.shape.path.items():
        points = points_of({day: value})
        if not points:
            yield Finding(("path", day), f"`{day}` is no date such as 2026-10-31", None, Part.KEY)
        elif not cycle.start <= points[0][0] <= cycle.end:
            hint = f"{cycle.name} goes from {cycle.start} to {cycle.end}"
            yield Finding(("path", day), f"{day} lies outside the cycle", hint, Part.KEY)
        elif points[0][0] == cycle.end and target is not None and value != target:
            message = f"the path ends at {value:g}, not at the target {target:g}"
            yield Finding(("path", day), message)


def no_item_twice(draft: Draft) -> Iterator[Finding]:
    """Columns to split by and guardrails are named once each."""
    for name, items in (("split_by", draft.shape.split_by), ("guardrails", draft.shape.guardrails)):
        for number, item in enumerate(items):
            if item in items[:number]:
                yield Finding((name, number), f"`{item}` is named twice")


def changes_within_the_cycle(draft: Draft) -> Iterator[Finding]:
    """A change that holds from a day after the cycle changes nothing in it."""
    for number, each in enumerate(draft.shape.changes):
        if each.date > draft.cycle.end:
            hint = f"{draft.cycle.name} ends on {draft.cycle.end}"
            yield Finding(("changes", number, "date"), f"{each.date} is after the cycle", hint)

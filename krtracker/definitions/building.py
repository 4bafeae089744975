"""From what is written to the words of the trade: shapes become objectives and key results."""

from __future__ import annotations

import datetime

from krtracker.definitions.document import Path
from krtracker.definitions.draft import Draft
from krtracker.definitions.parameters import parameters
from krtracker.definitions.shapes.coach import CoachedShape
from krtracker.definitions.shapes.expectations import BoundsShape, ExpectShape
from krtracker.definitions.shapes.key_result import KeyResultShape
from krtracker.definitions.shapes.measure import MeasureShape
from krtracker.domain.calendar import Cadence
from krtracker.domain.key_result import (
    Bounds,
    ChangeEntry,
    Expectations,
    Formula,
    History,
    HistoryKind,
    HowMeasured,
    KeyResult,
    Latest,
    Measure,
    Promise,
    RawSql,
)
from krtracker.errors import Place


def key_result_of(draft: Draft, objective: str, places: dict[str, Place]) -> KeyResult:
    """The key result that a draft describes, as far as it could be read."""
    shape = draft.shape
    how = how_measured(shape)
    return KeyResult(
        id=draft.id,
        title=shape.title,
        objective=objective,
        promise=_promise(draft),
        how=how,
        source=None if shape.formula is not None else shape.source,
        unit=shape.unit,
        cadence=Cadence(shape.cadence),
        history=_history(draft, how),
        expectations=_expectations(shape),
        split_by=tuple(shape.split_by),
        weight=shape.weight,
        changes=tuple(ChangeEntry(each.date, each.by, each.reason) for each in shape.changes),
        formerly=shape.formerly,
        is_health_metric=draft.is_health_metric,
        why=shape.why,
        unasked=unasked(shape.coach),
        place=draft.document.place_of(draft.path),
        places=places,
    )


def how_measured(shape: KeyResultShape) -> HowMeasured:
    """The measure, the SQL or the formula; an empty formula where none could be read."""
    if shape.measure is not None:
        return _measure(shape.measure)
    if shape.sql is not None:
        return RawSql(shape.sql.strip(), shape.window)
    return Formula((shape.formula or "").strip())


def unasked(shape: CoachedShape | None) -> dict[str, str]:
    """The rules of the coach that are not to be asked, with the reason."""
    return shape.ignore.written() if shape is not None else {}


def bounds(shape: BoundsShape | None) -> Bounds | None:
    """The limits that `at_least`, `at_most` or `between` mean."""
    if shape is None:
        return None
    if shape.between is not None:
        return Bounds(*shape.between)
    return Bounds(shape.at_least, shape.at_most)


def points_of(path: dict[str, float]) -> list[tuple[datetime.date, float]]:
    """The points of a path in the order of their days; names that are no days are left out."""
    found = []
    for day, value in path.items():
        try:
            found.append((datetime.date.fromisoformat(day), value))
        except ValueError:
            continue
    return sorted(found)


def is_timeless(how: HowMeasured) -> bool:
    """Whether nothing in it says which rows had happened by a day, so that all days look alike."""
    if isinstance(how, RawSql):
        return not parameters(how.sql)
    if isinstance(how, Formula) or how.at or how.during or how.known or how.latest:
        return False
    texts = (how.source_rows, how.value, how.where or "")
    return not any(parameters(text) for text in texts)


def _measure(shape: MeasureShape) -> Measure:
    latest = shape.latest
    return Measure(
        source_rows=shape.from_.strip(),
        value=shape.value.strip(),
        where=_stripped(shape.where),
        at=_stripped(shape.at),
        during=shape.during,
        known=_stripped(shape.known),
        window=shape.window,
        matured_days=shape.matured or 0,
        latest=Latest(latest.per.strip(), latest.order_by) if latest else None,
        growth=shape.growth,
    )


def _stripped(text: str | None) -> str | None:
    return text.strip() if text is not None else None


def _promise(draft: Draft) -> Promise:
    shape = draft.shape
    return Promise(
        cycle=draft.cycle,
        baseline=shape.baseline,
        target=shape.target,
        change=shape.change,
        keep=bounds(shape.keep),
        path=tuple(points_of(shape.path)),
        guardrails=tuple(shape.guardrails),
        stretch=shape.stretch,
        commit=shape.commit,
    )


def _history(draft: Draft, how: HowMeasured) -> History:
    """As written; a source asked without any time can only tell the present."""
    if is_timeless(how) and not isinstance(how, Formula):
        return History(HistoryKind.NONE)
    return draft.shape.history


def _expectations(shape: KeyResultShape) -> Expectations:
    expect = shape.expect or ExpectShape()
    return Expectations(
        rows=bounds(expect.rows),
        value=bounds(expect.value),
        jump_at_most_percent=expect.jump.at_most if expect.jump else None,
        nulls_at_most={name: each.at_most / 100 for name, each in expect.nulls.items()},
        duplicates_at_most={name: each.at_most for name, each in expect.duplicates.items()},
        free=tuple(shape.expectations),
    )


_STAND_INS = {"objective": "(no objective written)", "team": "(no team written)", "cycle": ""}


def placeholder(path: Path) -> str | None:
    """What stands for a missing name or title, so that the page can show the rest."""
    if path[-1] == "title" and len(path) == 3:
        return str(path[1])
    return _STAND_INS.get(str(path[0])) if len(path) == 1 else None

"""The promise that one measurement is held against: that of its own day, and how far it came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dashboards.blocks import Line, Text
from dashboards.rows import promise
from dashboards.view import View
from krtracker.domain.key_result import KeyResult
from krtracker.domain.measurement import Measurement
from krtracker.domain.progress import progress
from krtracker.domain.standing import Standing
from krtracker.language.notation import Quantity
from krtracker.language.telling import kept_of
from krtracker.ledger import (
    PromiseKind,
    RecordedPromise,
    baseline_of,
    new_measures,
    replaced_since,
)


@dataclass(frozen=True)
class HeldAgainst:
    """One measurement's promise, and what has become of it since."""

    standing: Standing
    """Where the key result stands now."""
    key_result: KeyResult
    """With the promise that was in force on the day."""
    baseline: float | None
    target: float | None
    promises: Sequence[RecordedPromise]
    replaced_by: RecordedPromise | None
    """The promise that took its place; None where it still is in force."""
    quantity: Quantity
    """How the numbers are written beside that target."""
    view: View

    def progress(self, measurement: Measurement) -> Iterator[Line]:
        """How far the value came, with the numbers; for limits, on how many days they held."""
        if self.key_result.promise.keep is not None:
            yield [Text(self._promised())]
            if self.replaced_by is None:
                yield [Text(kept_of(self.standing, self.view.words), "soft")]
            return
        start, end, value = self.baseline, self.target, measurement.value
        if start is None or end is None or value is None or start == end:
            return
        bare, promised = replace(self.quantity, unit=""), self.key_result.promise
        now, first = bare.of(value), bare.start(promised, start)
        first = f"({first})" if start < 0 else first
        done = self.view.notation.percent(progress(start, end, value))
        yield [Text(f"({now} − {first}) / ({bare.target(promised, end)} − {first}) = {done}")]

    def promise(self) -> Iterator[Line]:
        """From where to where and since when; for an earlier promise, until when and what then."""
        words, day = self.view.words, self.view.notation.day
        if self.replaced_by is not None:
            until = words("until day", day=day(self.replaced_by.effective))
            yield [Text(f"{self._from_to()}, {until}")]
            now = replace(
                self,
                key_result=self.standing.key_result,
                baseline=self.standing.baseline,
                target=self.standing.target,
                replaced_by=None,
                quantity=self.view.quantity(self.standing.key_result),
            )
            yield [Text(f"{now._from_to()}{self._since()}", "soft")]
        else:
            yield [Text(f"{self._from_to()}{self._since()}")]
        for each in self.promises:
            if each.sequence in new_measures(self.promises):
                yield [Text(words("measure changed on", day=day(each.effective)), "soft")]
        if self.key_result.promise.needs_baseline and self.baseline is not None:
            yield [Text(words("baseline measured"), "soft")]

    def _from_to(self) -> str:
        if self.baseline is None or self.target is None:
            return self._promised()
        promised = self.key_result.promise
        start = self.quantity.start(promised, self.baseline)
        target = self.quantity.target(promised, self.target)
        return self.view.words("from to", baseline=start, target=target)

    def _promised(self) -> str:
        told = replace(self.standing, key_result=self.key_result, target=self.target)
        return promise(told, self.quantity, self.view.words)

    def _since(self) -> str:
        """Since when the promise of now is in force; empty where none is recorded."""
        measures = new_measures(self.promises)
        made = [
            each
            for each in self.promises
            if each.kind in {PromiseKind.MADE, PromiseKind.CHANGED}
            and each.sequence not in measures
        ]
        if not made:
            return ""
        how = "unchanged since" if len(made) == 1 else "changed on"
        return f", {self.view.words(how, day=self.view.notation.day(made[-1].effective))}"


def held_against(
    standing: Standing,
    measurement: Measurement,
    promises: Sequence[RecordedPromise],
    view: View,
) -> HeldAgainst:
    """What a measurement is held against: the number shown by the promise of now, as everywhere.

    An earlier day is held against the promise that was in force on it.
    """
    key_result, current = standing.key_result, standing.current
    is_past = current is not None and measurement.as_of < current.as_of
    replaced = replaced_since(promises, measurement.as_of) if is_past else None
    baseline, target = standing.baseline, standing.target
    if replaced is not None:
        key_result = replace(key_result, promise=replaced[0].promise)
        baseline = baseline_of(replaced[0], promises)
        target = None if baseline is None else key_result.promise.target_from(baseline)
    levels = key_result.promise.levels(target)
    return HeldAgainst(
        standing=standing,
        key_result=key_result,
        baseline=baseline,
        target=target,
        promises=promises,
        replaced_by=replaced[1] if replaced else None,
        quantity=replace(
            view.quantity(standing.key_result), levels=levels, current=measurement.value
        ),
        view=view,
    )

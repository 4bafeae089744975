"""What a trial brought, as blocks: where it does not fit, or what the year says of the promise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from dashboards.blocks import Block, Figure, Headline, Line, Prose, Term, Terms, Text
from dashboards.theme import Tone
from krtracker.domain.calendar import Cycle
from krtracker.domain.key_result import Bounds, Formula, KeyResult, Promise
from krtracker.language.notation import MONTHS, Notation, Quantity, quantity
from krtracker.language.words import Words


class Tried:
    """The document of a trial, told in the reader's language."""

    def __init__(self, document: Mapping[str, Any], words: Words, notation: Notation) -> None:
        self._said = document
        self._words = words
        self._notation = notation
        self.quantity: Quantity = quantity(
            self._key_result, [value for _, value in self.values], notation
        )

    @property
    def key_results(self) -> list[str]:
        """The ids in the file."""
        return list(self._said.get("key_results", ()))

    @property
    def is_sound(self) -> bool:
        """Whether `check` would accept it."""
        return not any(each["severity"] == "error" for each in self._said.get("problems", ()))

    @property
    def values(self) -> list[tuple[date, float | None]]:
        """The value of each day that would be believed."""
        return [
            (date.fromisoformat(each["as_of"]), None if each.get("reason") else each.get("value"))
            for each in self._said.get("days", ())
        ]

    @property
    def levels(self) -> dict[str, float]:
        """Baseline, target and limits, by name."""
        said = self._said
        found = {name: said.get(name) for name in ("baseline", "target")} | (said.get("keep") or {})
        return {name: level for name, level in found.items() if level is not None}

    @property
    def _key_result(self) -> KeyResult:
        """As much of a key result as writing its numbers takes."""
        said = self._said
        today = date.min
        cycle = Cycle(str(said.get("cycle", "")), today, today)
        promise = Promise(cycle=cycle, target=said.get("target"))
        return KeyResult("", "", "", promise, Formula(""), unit=str(said.get("unit", "")))

    def faults(self) -> Block | None:
        """Everything that does not fit, each with its line and what to try."""
        lines = [
            line
            for each in self._said.get("problems", ())
            if each["severity"] == "error" or each["rule"] is None
            for line in self._problem(each)
        ]
        return Prose(lines, self._words("try at fault")) if lines else None

    def _problem(self, problem: Mapping[str, Any]) -> Iterator[Line]:
        where = self._words("try line", line=problem["line"]) if problem["line"] else ""
        yield [Text(f"{where}: " if where else "", "strong"), Text(problem["message"])]
        if problem["hint"]:
            yield [Text(problem["hint"], "soft")]

    def headline(self) -> Block:
        """The last day's value, and the numbers it is held against."""
        said, words, last = self._said, self._words, self._said["days"][-1]
        day = self._notation.day(date.fromisoformat(last["as_of"]), weekday=True)
        if last["verdict"] is None:
            return Prose([[Text(last["reason"] or "")]], words("try not measured"))
        says = words("try on", day=day)
        if last["reason"]:
            says = f"{says} · {words('try not believed', why=words.reason(last['reason']))}"
        figures = [
            Figure([Text(self.quantity.level(said[name]))], words(f"try {name}"))
            for name in ("baseline", "target")
            if said[name] is not None
        ]
        if said["keep"]:
            kept = Bounds(**said["keep"])
            figures.append(Figure([Text(self.quantity.bounds(kept))], words("try target")))
        if said["needed"]:
            change = self.quantity.change(said["needed"]["per_week"])
            figures.append(Figure([Text(change)], words("try a week")))
        look = "waiting" if last["reason"] else "strong"
        value: Line = [Text(self.quantity.of(last["value"]), look)]
        return Headline([], said["title"], value=value, says=says, figures=figures, level=2)

    def past(self) -> Block | None:
        """What is usual, what comes back, whether it was ever reached, how far it ever moved."""
        terms = [*self._usual(), *self._rhythms(), *self._reached(), *self._as_far()]
        return Terms(terms, title=self._words("try year")) if terms else None

    def _usual(self) -> Iterator[Term]:
        past, of = self._said["past"], self.quantity.of
        if past["noise"] is not None and past["days"] >= 30:
            text = self._words(
                "try usual say",
                noise=of(past["noise"]),
                low=of(past["lowest"]),
                high=of(past["highest"]),
                days=past["days"],
            )
            yield Term(self._words("try usual"), [[Text(text)]])

    def _rhythms(self) -> Iterator[Term]:
        for each in self._said["rhythms"]:
            distances = each["distances"]
            high, low = distances.index(max(distances)), distances.index(min(distances))
            text = self._words(
                "try rhythm",
                high=self._name(each["period"], high),
                low=self._name(each["period"], low),
                above=self.quantity.change(distances[high]),
                below=self.quantity.change(distances[low]),
            )
            yield Term(self._words(f"try {each['period']}"), [[Text(text)]])

    def _name(self, period: str, place: int) -> str:
        if period == "weekday":
            return self._words.weekday(place)
        return str(MONTHS[self._words.language][place])

    def _reached(self) -> Iterator[Term]:
        found, words = self._said["reached"], self._words
        if found is None:
            return
        title = words("try held" if self._said["keep"] else "try reached")
        if found["first"]:
            first, last = (self._day(found[name]) for name in ("first", "last"))
            days, all_days = found["days"], found["of"]
            text = words("try reached on", days=days, all=all_days, first=first, last=last)
        elif found["nearest"] is None:
            text = words("try never", all=found["of"])
        else:
            value, day = self.quantity.of(found["nearest"]), self._day(found["nearest_on"])
            text = words("try nearest", all=found["of"], value=value, day=day)
        yield Term(title, [[Text(text)]])

    def _as_far(self) -> Iterator[Term]:
        found = self._said["needed"]
        if found and found["stretches"]:
            text = self._words(
                "try as far say", times=found["as_far"], all=found["stretches"], days=found["days"]
            )
            yield Term(self._words("try as far"), [[Text(text)]])

    def _day(self, text: str) -> str:
        return self._notation.day(date.fromisoformat(text), year=True)

    def questions(self) -> Block | None:
        """What the coach asks of it: what was seen, and the question."""
        lines: list[Line] = []
        for each in self._said["problems"]:
            if each["rule"] and each["severity"] == "warning":
                asked = (each["hint"] or "").partition(" (docs/")[0]
                lines += [[Text(each["message"])], [Text(asked, "strong", Tone.WARN)]]
        return Prose(lines, self._words("try asks")) if lines else None

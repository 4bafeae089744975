"""Who speaks to a reader: one language, one notation, one moment of one project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from krtracker.domain.catalog import Catalog
from krtracker.domain.key_result import KeyResult
from krtracker.domain.standing import Facts, Standing
from krtracker.language.notation import Notation, Quantity, quantity
from krtracker.language.words import Words, words

RECENT_VALUES = 120
"""How many of the newest values tell how many decimals matter."""


@dataclass(frozen=True)
class Voice:
    """Says numbers and facts as the project's readers write and speak."""

    words: Words
    notation: Notation
    facts: Mapping[str, Facts]
    standings: Mapping[str, Standing]

    def quantity(self, key_result: KeyResult) -> Quantity:
        """How the values of `key_result` are written."""
        facts = self.facts.get(key_result.key, Facts())
        values = [point.value for point in facts.points[-RECENT_VALUES:]]
        return quantity(key_result, values, self.notation, self.standings.get(key_result.key))

    def span(self, days: int) -> str:
        """A number of days as people say it: `today`, `1 day`, `12 days`, `5 weeks`, `39 days`.

        Weeks are told where they are whole ones: it may be how much is left, or how early.
        """
        if days <= 0:
            return self.words("since today")
        if days >= 14 and days % 7 == 0:
            return self.words("weeks", count=days // 7)
        return self.words("days", count=days)


def voice(catalog: Catalog, facts: Mapping[str, Facts], standings: Mapping[str, Standing]) -> Voice:
    """The voice of a project's settings."""
    said = words(catalog.settings.language, catalog.settings.vocabulary)
    return Voice(said, Notation(said.language), facts, standings)

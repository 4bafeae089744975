"""Everything the pages say, in English and in French, with the project's own vocabulary."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from krtracker.language.counted import Counted
from krtracker.language.notation import THIN
from krtracker.language.reasons import in_french
from krtracker.language.said import SAID as PAGES
from krtracker.language.said_in_meetings import SAID as MEETINGS
from krtracker.language.said_of_moves import SAID as MOVES
from krtracker.language.said_of_trials import SAID as TRIALS

LANGUAGES = ("en", "fr")

SAID = {**PAGES, **MEETINGS, **MOVES, **TRIALS}
"""Every sentence by its name."""
WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
}
AND = {"en": " and ", "fr": " et "}
WINDOWS = {
    "cycle to date": "depuis le début du cycle",
    "week to date": "depuis le début de la semaine",
    "month to date": "depuis le début du mois",
    "quarter to date": "depuis le début du trimestre",
    "year to date": "depuis le début de l’année",
    "all time": "depuis toujours",
}


TERMS = {
    "objective": ("objective", "objectif"),
    "objectives": ("objectives", "objectifs"),
    "key_result": ("key result", "résultat clé"),
    "key_results": ("key results", "résultats clés"),
}
"""What a project may call otherwise within our sentences, which agree with any gender."""


@dataclass(frozen=True)
class Words:
    """What the pages say, in one language; the project's vocabulary goes before ours."""

    language: str = "en"
    vocabulary: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, key: str, **values: object) -> str:
        """The sentence called `key`, with `values` put in; braces in values stay as they are.

        A whole number chooses the form of the words that go with it; what is not counted is one.
        """
        if not values and (own := self.vocabulary.get(key.replace(" ", "_"))):
            return own
        said = SAID[key][LANGUAGES.index(self.language)]
        counts = {
            name: Counted(each, self.language)
            for name, each in {"count": 1, **values}.items()
            if type(each) is int
        }
        said = _bound(said) if self.language == "fr" else said
        return _ended(said.format(**{**self.terms, **values, **counts}))

    @cached_property
    def terms(self) -> Mapping[str, str]:
        """What things are called within a sentence, one of them and many."""
        ours = {name: said[LANGUAGES.index(self.language)] for name, said in TERMS.items()}
        return ours | {name: _within(own) for name, own in self.vocabulary.items() if name in TERMS}

    def reason(self, why: str | None) -> str:
        """A recorded reason; those of our own making in the reader's language."""
        if why is None:
            return ""
        return in_french(why) if self.language == "fr" else why

    def window(self, window: str) -> str:
        """A window as definitions write it, in the reader's language."""
        days = int(window.split()[1]) if window.startswith("last ") else None
        if days == 1:
            return "dernier jour" if self.language == "fr" else "last day"
        if self.language != "fr":
            return window
        if days is not None:
            return f"{days} derniers jours"
        return WINDOWS.get(window, window)

    def listed(self, names: Sequence[str]) -> str:
        """Names as a sentence takes them.

        >>> Words("fr").listed(["a", "b", "c"])
        'a, b et c'
        """
        last = AND[self.language].join(names[-2:])
        return ", ".join([*names[:-2], last])

    def weekday(self, number: int) -> str:
        """The full name of a day of the week, 0 being Monday."""
        return WEEKDAYS[self.language][number]


@cache
def _bound(said: str) -> str:
    """French punctuation, which stands apart from its word, kept on the same line.

    >>> _bound("Pourquoi ? « Parce que » : voilà.").count(THIN)
    4
    """
    return re.sub(r" (?=[:;?!»])|(?<=«) ", THIN, said)


def _ended(said: str) -> str:
    """A sentence with one full stop, where what ends it brings its own: a month, a reason.

    >>> _ended("depuis le 15 nov.. B"), _ended("so…"), _ended("in ../data")
    ('depuis le 15 nov. B', 'so…', 'in ../data')
    """
    return re.sub(r"(?<=\w)\.\.(?=\s|$)", ".", said) if ".." in said else said


def _within(term: str) -> str:
    """A term within a sentence: `Finalité` is `finalité`, while `KPI` stays.

    >>> _within("Finalités"), _within("KPI")
    ('finalités', 'KPI')
    """
    return term if term[:2].isupper() else term[:1].lower() + term[1:]


def words(language: str, vocabulary: Mapping[str, str] | None = None) -> Words:
    """The words of `language` (`fr`, `fr-CA`); English where we do not speak it."""
    short = language.lower().replace("_", "-").partition("-")[0]
    return Words(short if short in LANGUAGES else "en", vocabulary or {})

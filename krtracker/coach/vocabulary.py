"""The words by which a wording is judged, of one language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property


def words(text: str) -> frozenset[str]:
    """The words of a text, phrases joined by `_`."""
    return frozenset(each.replace("_", " ") for each in text.split())


class Pattern:
    """A regular expression, compiled when it is first looked for: a language may not be spoken."""

    def __init__(self, text: str, flags: re.RegexFlag = re.IGNORECASE) -> None:
        self._text, self._flags = text, flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._text, self._flags)

    def search(self, text: str) -> re.Match[str] | None:
        """Where it is first found, if anywhere."""
        return self._compiled.search(text)

    def match(self, text: str) -> re.Match[str] | None:
        """What it finds at the beginning."""
        return self._compiled.match(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The text, if it is nothing else."""
        return self._compiled.fullmatch(text)

    def sub(self, replacement: str, text: str) -> str:
        """The text with everything found replaced."""
        return self._compiled.sub(replacement, text)


def pattern(text: str) -> Pattern:
    """Any of the words or phrases of a text, as whole words; `+` stands for a plural."""
    alternatives = sorted(words(text), key=len, reverse=True)
    escaped = (re.escape(each).replace(r"\+", "s?") for each in alternatives)
    return Pattern(rf"(?<![\w])(?:{'|'.join(escaped)})(?![\w])")


@dataclass(frozen=True)
class Vocabulary:
    """What words do in a sentence about an outcome, in one language."""

    doing: frozenset[str]
    """Verbs of tasks, as they open a sentence."""
    changing: frozenset[str]
    """Verbs of amounts: what follows them can be counted."""
    wishing: frozenset[str]
    """Verbs that say neither how much nor how one would know."""
    unbounded: frozenset[str]
    """Verbs without an end: maximise."""
    carrying_out: Pattern
    """Nouns for a task, as they open a title: launch of, implementation of."""
    measures: Pattern
    """What is a number by itself: rate, time, revenue."""
    business: Pattern
    """What an organisation counts anyway: clients, orders, deals."""
    abstract: Pattern
    """What has no number of its own: quality, experience, culture."""
    surveyed: Pattern
    """What has no number of its own, but is commonly asked of people and given one."""
    done: Pattern
    """A sentence that says that something was carried out."""
    certified: Pattern
    """What one has or has not: a certificate, an approval."""
    obtaining: frozenset[str]
    """Verbs that may obtain one."""
    felt: Pattern
    """Words of feeling and judgement."""
    stated: Pattern
    """A whole sentence, which is true or not."""
    opinion: Pattern
    """Words by which a number is taken back again: subjectively."""
    activities: frozenset[str]
    """Verbs of tasks that stay tasks however often they are done: hold five workshops."""
    able: Pattern
    """A sentence that says what something takes or can do, which nobody records."""
    persons: Pattern
    """One by one, by name."""
    grand: Pattern
    """What any team could write: excellence, the best, world class."""
    papers: Pattern
    """What is written or shown, as it opens a title: a roadmap, whatever stands in it."""
    done_once: Pattern
    """One thing, and a participle at the end: it was carried out, or not."""
    clause: Pattern
    """A subject, its verb and what it does to something: true or not, but no number."""
    owned: Pattern
    """Somebody has a thing, or has none."""
    hurried: Pattern
    """To do something faster or better, without a number."""
    articles: frozenset[str]
    """Words that follow a verb and seldom a noun."""
    common: frozenset[str]
    """Words by which the language is known."""

    @cached_property
    def verbs(self) -> frozenset[str]:
        """Every verb that is known to open a sentence."""
        return self.doing | self.changing | self.wishing | self.unbounded | self.obtaining

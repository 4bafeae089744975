"""The words by which a wording is judged, of one language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property


def words(text: str) -> frozenset[str]:
    """The words of a text, phrases joined by `_`."""
    return frozenset(each.replace("_", " ") for each in text.split())


def pattern(text: str) -> re.Pattern[str]:
    """Any of the words or phrases of a text, as whole words; `+` stands for a plural."""
    alternatives = sorted(words(text), key=len, reverse=True)
    escaped = (re.escape(each).replace(r"\+", "s?") for each in alternatives)
    return re.compile(rf"(?<![\w])(?:{'|'.join(escaped)})(?![\w])", re.IGNORECASE)


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
    carrying_out: re.Pattern[str]
    """Nouns for a task, as they open a title: launch of, implementation of."""
    measures: re.Pattern[str]
    """What is a number by itself: rate, time, revenue."""
    business: re.Pattern[str]
    """What an organisation counts anyway: clients, orders, deals."""
    abstract: re.Pattern[str]
    """What has no number of its own: quality, experience, culture."""
    surveyed: re.Pattern[str]
    """What has no number of its own, but is commonly asked of people and given one."""
    done: re.Pattern[str]
    """A sentence that says that something was carried out."""
    certified: re.Pattern[str]
    """What one has or has not: a certificate, an approval."""
    obtaining: frozenset[str]
    """Verbs that may obtain one."""
    felt: re.Pattern[str]
    """Words of feeling and judgement."""
    stated: re.Pattern[str]
    """A whole sentence, which is true or not."""
    opinion: re.Pattern[str]
    """Words by which a number is taken back again: subjectively."""
    activities: frozenset[str]
    """Verbs of tasks that stay tasks however often they are done: hold five workshops."""
    able: re.Pattern[str]
    """A sentence that says what something takes or can do, which nobody records."""
    persons: re.Pattern[str]
    """One by one, by name."""
    grand: re.Pattern[str]
    """What any team could write: excellence, the best, world class."""
    papers: re.Pattern[str]
    """What is written or shown, as it opens a title: a roadmap, whatever stands in it."""
    done_once: re.Pattern[str]
    """One thing, and a participle at the end: it was carried out, or not."""
    clause: re.Pattern[str]
    """A subject, its verb and what it does to something: true or not, but no number."""
    owned: re.Pattern[str]
    """Somebody has a thing, or has none."""
    hurried: re.Pattern[str]
    """To do something faster or better, without a number."""
    articles: frozenset[str]
    """Words that follow a verb and seldom a noun."""
    common: frozenset[str]
    """Words by which the language is known."""

    @cached_property
    def verbs(self) -> frozenset[str]:
        """Every verb that is known to open a sentence."""
        return self.doing | self.changing | self.wishing | self.unbounded | self.obtaining

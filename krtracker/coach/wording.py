"""Does a title name an outcome: something that will be different, and could be counted?"""

from __future__ import annotations

import re
from functools import lru_cache

from krtracker.coach.heads import counts, is_about_one_thing, is_deliverable, speaks_of_one_thing
from krtracker.coach.opening import opening, vocabulary, words_of
from krtracker.coach.quantities import (
    has_number,
    has_percentage,
    is_dated,
    is_universal,
    says_how_far,
    says_how_long,
    says_how_many,
    says_very_many,
    says_within,
)
from krtracker.coach.vocabulary import Vocabulary, words
from krtracker.domain.coaching import Rule

_PREFIX = re.compile(
    r"^\W*(?:\[[^\]]{1,40}\]\s*|(?:KR\s?\d*|[A-Z][\w &/()-]{1,40}):\s+"
    r"(?!\W*\d|(?:fewer|less|more|from|under|below|above|at|de|du|moins|plus|sous|au|aux)\b))+"
)
"""Whose it is, in front of the sentence: `[Finance]`, `Sales:`."""


@lru_cache(maxsize=8192)
def weakness(title: str, language: str = "en") -> Rule | None:
    """The rule that a title falls foul of, or None; `language` decides where it cannot be told."""
    text = _bare(title)
    voice = vocabulary(title, language)
    if voice.opinion.search(text):
        return Rule.NO_OUTCOME
    if voice.felt.search(text) and not _is_answered(text):
        return Rule.NO_OUTCOME
    if voice.owned.search(text) and not (_is_counted_first(text, voice) or has_number(text)):
        return Rule.NO_OUTCOME
    if voice.able.search(text) and not _is_counted_first(text, voice):
        return Rule.NO_OUTCOME
    if _is_task(text, voice):
        return Rule.TASK
    return _emptiness(text, voice)


def is_vague(objective: str, language: str = "en") -> bool:
    """Whether an objective could be anybody's: a few words, and none that says whose or what."""
    voice = vocabulary(objective, language)
    plain = voice.grand.sub(" ", voice.abstract.sub(" ", objective))
    empty = voice.common | voice.articles | voice.verbs | _FILLERS
    said = [word for word in words_of(plain) if word not in empty]
    is_grand = plain != objective
    is_short = len([word for word in words_of(objective) if word not in voice.common]) <= 4
    return not said or (is_grand and is_short and len(said) <= 1)


_FILLERS = words(
    "more most best very overall global general company business team teams our everything things "
    "everywhere even always continuous continuously ever high higher top day better globale "
    "générale entreprise équipe équipes tout toujours continue plus bien encore très haut haute "
    "interne internes internal"
)


def _is_task(text: str, voice: Vocabulary) -> bool:
    """Whether it says what is to be done, or that it was done."""
    first, opens = opening(text, voice)
    if first in voice.obtaining and voice.certified.search(text) and not has_number(text):
        return True
    if opens == "doing":
        return not _is_measured_doing(first, text, voice)
    if first in _HIRING and not (has_number(text) or has_percentage(text)):
        return True
    if first in _FROM_WHERE_TO_WHERE and not _is_counted(text, voice):
        return True
    if first in _ONCE and _ONE_THING.search(text) and not _is_counted(text, voice):
        return True
    if voice.papers.search(text):
        return not _is_answered(text)
    if voice.carrying_out.search(text):
        return not (_is_answered(text) or voice.measures.search(text))
    if voice.done.search(text) and not (_is_answered(text) or says_how_long(text)):
        return not (counts(text, voice) and not _IS.search(text))
    is_counted = has_number(text) or voice.measures.search(text)
    return not is_counted and bool(voice.done_once.search(text) or is_dated(text))


def _is_counted_first(text: str, voice: Vocabulary) -> bool:
    """Whether it begins with a number: a share, all, or what is one by itself."""
    return bool(has_percentage(text) or is_universal(text) or voice.measures.match(text))


def _is_measured_doing(first: str, text: str, voice: Vocabulary) -> bool:
    """Whether a task carries its outcome with it: a share, a time, a number of clients."""
    if says_how_far(text):
        return True
    if not says_how_many(text) or first in voice.activities:
        return False
    is_counted = says_very_many(text) or voice.measures.search(text) or voice.business.search(text)
    return bool(is_counted)


_HIRING = words("hire recruit embaucher recruter")
"""Without a number, it is one person that is looked for."""
_FROM_WHERE_TO_WHERE = words("passer porter")
"""Verbs of amounts that are tasks where no amount follows: everybody changes to a new tool."""
_ONCE = words(
    "sign win add get acquire have close signer gagner obtenir acquérir avoir décrocher remporter "
    "livrer tenir supprimer"
)
"""Verbs of amounts that are tasks when they are about one thing: sign a lease."""
_ONE_THING = re.compile(r"^\W*[\w-]+\s+(?:(?:an?|the|our|un|une|le|la|notre)\b|l')", re.IGNORECASE)


_IS = re.compile(r"\b(?:is|are|est|sont|has|have|been|été)\b", re.IGNORECASE)
"""A whole sentence, where `New clients signed` only names what is counted."""


def _is_counted(text: str, voice: Vocabulary) -> bool:
    return has_number(text) or has_percentage(text) or bool(voice.measures.search(text))


def _emptiness(text: str, voice: Vocabulary) -> Rule | None:
    """Which measure is missing, where a wish has none."""
    _first, opens = opening(text, voice)
    says = (says_how_many, has_percentage, says_how_far, says_how_long)
    is_number = any(one(text) for one in says)
    is_measured = bool(voice.measures.search(voice.abstract.sub(" ", text)))
    is_measured = is_measured and not (opens and not is_number and is_deliverable(text))
    is_abstract = bool(voice.abstract.search(text))
    if opens == "unbounded" and not is_number:
        return Rule.NO_OUTCOME
    if is_universal(text) and opens not in {"wishing", "unbounded"}:
        return None
    if opens == "wishing" and not (is_number or is_measured or is_universal(text)):
        return Rule.NO_OUTCOME
    is_empty = is_abstract or is_about_one_thing(text, voice)
    if opens == "changing" and is_empty and not (is_number or is_measured):
        return Rule.NO_OUTCOME
    if not (opens or is_number) and speaks_of_one_thing(text, voice):
        return Rule.NO_OUTCOME
    if voice.hurried.search(text) and not is_number:
        return Rule.NO_OUTCOME
    if _A_THING.search(text) and not (is_number or is_measured or is_universal(text)):
        return Rule.NO_OUTCOME
    if voice.clause.search(text) and not (opens or is_number or is_measured):
        return Rule.NO_OUTCOME
    if voice.stated.search(text) and not (is_number or is_measured or is_universal(text)):
        return Rule.NO_OUTCOME
    wishes = opens in {"wishing", "changing", "unbounded"}
    is_fold = has_percentage(text) or bool(_FOLD.search(text))
    if is_fold and is_abstract and wishes and not is_measured:
        return None if _is_share(text) else _PERCENTAGE
    return None


_FOLD = re.compile(r"\b(?:double|triple|halve|by half|doubler|tripler|de moitié)\b", re.IGNORECASE)
_A_THING = re.compile(
    r"^\W*(?:an?|une?|des)\s+\w|^\W*(?:des|les|la|le|nos|notre|l')\s?[\w'-]+\s+(?:plus|moins|mieux)\s",
    re.IGNORECASE,
)
"""One thing that is to be there, or things that are to be more so: nothing to count."""
_PERCENTAGE = Rule.PERCENTAGE_OF_NOTHING


def _is_share(text: str) -> bool:
    """Whether the percentage is a share of something: `80 % of clients`."""
    return bool(re.search(r"%\s*(?:of|de|des|du|d['’])", text, re.IGNORECASE))


def _is_answered(text: str) -> bool:
    """Whether it says how far, or speaks of all or none."""
    return says_how_far(text) or says_within(text) or is_universal(text)


def _bare(title: str) -> str:
    """A title without what stands in front of its first sentence, in plain apostrophes."""
    text = title.replace("’", "'").strip()
    rest = _PREFIX.sub("", text, count=1)
    return rest or text

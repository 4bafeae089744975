"""What the first word of a title does, and which language it speaks."""

from __future__ import annotations

import re
from functools import lru_cache

from krtracker.coach.english import ENGLISH
from krtracker.coach.french import FRENCH, NOUNS
from krtracker.coach.quantities import without_names
from krtracker.coach.vocabulary import Vocabulary, words

_INFINITIVE = re.compile(r"[a-zàâçéèêëîïôûùüœ'’-]{2,}(?:er|ir|re|oir)$")
_ENGLISH_ENDING = re.compile(r"(?:ing|ed|ies|ness|ship|[a-z]ly|ght|wth|ck|th|ss|[^aeiou]y)$")
_FRENCH_ENDING = re.compile(r"(?:(?<!un)iques?|eaux?|euses?|elles?|oires?|aires?|aite|ières?)$")
"""How words end in French and hardly ever in English."""
_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*'?")


@lru_cache(maxsize=8192)
def vocabulary(text: str, language: str = "en") -> Vocabulary:
    """The words of the language that a text is written in."""
    found = words_of(text)
    english = sum(word in ENGLISH.common for word in found)
    french = sum(word in FRENCH.common for word in found)
    french += len(re.findall(r"[éèêàçùœ]|\b(?:[cdjlmns]|qu)'", text.lower()))
    if found and not (english or french):
        english += found[0] in ENGLISH.verbs
        is_english = english or ENGLISH.measures.search(text) or _ends_english(found)
        french += _is_infinitive(found[0]) and not is_english
        french += found[0] in FRENCH.changing | FRENCH.wishing | FRENCH.unbounded
    if not (english or french):
        english += _ends_english(found)
        french += bool(FRENCH.measures.search(text)) and not ENGLISH.measures.search(text)
        french += any(_FRENCH_ENDING.search(word) for word in found)
    if english != french:
        return ENGLISH if english > french else FRENCH
    return FRENCH if language == "fr" else ENGLISH


def _ends_english(found: list[str]) -> bool:
    return any(_ENGLISH_ENDING.search(word) for word in found)


def words_of(text: str) -> list[str]:
    """The words of a text in small letters, dates and names of numbers left out."""
    return _WORD.findall(without_names(text).lower())


def _is_infinitive(word: str) -> bool:
    """Whether a word looks like a French verb: `lancer`, `définir`, `produire`."""
    return bool(_INFINITIVE.fullmatch(word)) and word not in NOUNS and "-" not in word


def opening(text: str, voice: Vocabulary) -> tuple[str, str]:
    """The first word and what it does: `doing`, `changing`, `wishing`, `unbounded` or nothing."""
    found = _WORD.findall(text.lower())
    if not found or len(text.split()) < 2:
        return "", ""
    first = found[0]
    second = found[1] if len(found) > 1 else ""
    if first in {"not", "ne", "pas", "nous", "we", "to", "please", "fully", "successfully"}:
        first, second = second, found[2] if len(found) > 2 else ""
    pair = f"{first} {second}"
    for name in ("unbounded", "wishing", "changing"):
        group: frozenset[str] = getattr(voice, name)
        if pair in group or (first in group and pair not in voice.doing):
            return first, name
    if voice is FRENCH:
        return first, "doing" if _is_infinitive(first) else ""
    if pair in voice.doing or (first in voice.doing and not _is_noun(first, second, text)):
        return first, "doing"
    third = found[2] if len(found) > 2 else ""
    is_order = second in _PARTICLES and third in voice.articles
    is_imperative = (second in voice.articles or is_order) and _looks_like_a_verb(first)
    return first, "doing" if is_imperative else ""


_PASSIVE = re.compile(r"^\W*\w+\s+\w+s\s+\w+ed\b")
"""`Review comments resolved`: what comes first belongs to the noun behind it."""
_PARTICLES = words("down over back together through away")
_BOTH = words(
    "audit benchmark call change design document demo draft experiment file help issue launch "
    "lead list map measure model order pilot plan post program release report research review "
    "schedule scope share source spec structure study support survey switch test train transfer "
    "turn update upgrade use visit work interview inventory offer brief open purchase start "
    "return refresh "
    "pair"
)
"""English words that are nouns as well: `support tickets`, `order value`."""


def _is_noun(first: str, second: str, text: str) -> bool:
    """Whether a word that may be a verb stands for a thing here: `Order value`, `Support costs`."""
    if first not in _BOTH:
        return False
    if _PASSIVE.search(text):
        return True
    return second in {"of", "to", "per", "for"} or bool(
        ENGLISH.measures.search(" ".join(words_of(text)[1:3]))
    )


_FRACTIONS = words("half twice double triple fewer fewest least most")


def _looks_like_a_verb(first: str) -> bool:
    """Whether a first word before an article is an order, not the thing that is counted."""
    is_plural = first.endswith("s") and not first.endswith("ss")
    ends_otherwise = first.endswith(("ing", "ed", "ly", "tion", "ment", "ness", "ity"))
    is_known = first in ENGLISH.common or ENGLISH.measures.fullmatch(first) is not None
    is_counted = bool(ENGLISH.business.fullmatch(first) or ENGLISH.abstract.fullmatch(first))
    is_known = is_known or first in _FRACTIONS
    return first.isalpha() and not (is_plural or ends_otherwise or is_known or is_counted)

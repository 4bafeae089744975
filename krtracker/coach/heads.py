"""What a title without a number speaks of: one thing, or what can be counted."""

from __future__ import annotations

import re

from krtracker.coach.english import ENGLISH
from krtracker.coach.vocabulary import Vocabulary, words

_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*'?")
_PER = re.compile(r"\b(?:per|pour (?:cent|mille)|par)\b|\bthousand\b|%", re.IGNORECASE)
_RELATIVE = re.compile(r"\b(?:who|that|which|whose|where|qui|que|dont|où)\b", re.IGNORECASE)
_ENDS = words(
    "about above across after against along among around as at before behind below beneath beside "
    "between beyond by down during except for from in inside into less like minus near of off on "
    "onto or out outside over past plus since than through throughout till to toward towards under "
    "until up upon versus via vs with within without and but nor is are was were has have will "
    "would should can could may must sold sent paid made won left kept met built held found lost "
    "caught bought taught told put set "
    "done seen given taken chosen written driven broken begun run still not never "
    "who which that whose where longer older higher lower bigger greater more right overdue due"
)
"""Behind these, and behind participles, nothing belongs to the noun in front any more."""
_MAY_END = words(
    "active open late full available vacant free short empty unpaid pending present absent inactive"
)
"""Adjectives that may follow their noun: `Volunteers active in March`, but `Active users`."""
_BEFORE_NOUNS = words(
    "le la les l' un une nos notre leur leurs de d' des du "
    "nouveau nouvelle nouvel nouveaux nouvelles "
    "premier première second seconde bon bonne grand grande petit petite gros grosse meilleur "
    "meilleure autre autres"
)
_SINGULAR = words("le la l' un une notre de d'")
_NUMERAL = re.compile(
    r"two|three|four|five|six|seven|eight|nine|ten|deux|trois|quatre|cinq|six|sept|huit|neuf|dix"
)
_ARTICLES = words("le la les l' nos notre")
_DELIVERABLE = re.compile(
    r"(?:playbook|roadmap|dashboard|plan|guide|handbook|template|strategy|policy|tool|system|"
    r"platform|process|framework|programme|program|project|campaign|module|portal|website|app|"
    r"report|review|workshop|training|culture|mindset|hygiene|discipline)",
    re.IGNORECASE,
)


def speaks_of_one_thing(text: str, voice: Vocabulary) -> bool:
    """Whether a noun stands in front that is one, or has no number: `Wind farm`, `Culture lean`.

    What is many can be counted, and some nouns are numbers by themselves (`Yield`); a title
    that says `per` tells a rate.
    """
    if _PER.search(text) or _RELATIVE.search(text):
        return False
    found = _WORD.findall(text.lower())
    if len(found) < 2:
        return False
    if voice is ENGLISH:
        return _is_one(_noun(found), voice)
    return _est_une_chose(found, voice)


def is_about_one_thing(text: str, voice: Vocabulary) -> bool:
    """Whether what follows an opening verb is one thing, or has no number: `advance equality`."""
    if _PER.search(text) or _RELATIVE.search(text):
        return False
    found = _WORD.findall(text.lower())[1:]
    if voice is ENGLISH:
        return _is_one(_noun(found), voice)
    is_singular = found[:1] and found[0] in _SINGULAR
    return bool(is_singular) and _est_une_chose(found, voice)


def is_deliverable(text: str) -> bool:
    """Whether the noun behind an opening verb is made, not counted: `improve the sales process`."""
    noun = _noun(_WORD.findall(text.lower())[1:] or [""])
    return bool(_DELIVERABLE.fullmatch(noun[-1]))


def counts(text: str, voice: Vocabulary) -> bool:
    """Whether what stands in front is a number, or what an organisation counts anyway."""
    found = _WORD.findall(text.lower())
    while len(found) > 1 and (found[0] in _BEFORE_NOUNS or _NUMERAL.fullmatch(found[0])):
        found = found[1:]
    if voice is not ENGLISH:
        rest = " ".join(found)
        return bool(voice.measures.match(rest) or voice.business.match(rest))
    noun = _noun(found or [""])
    is_measured = voice.measures.search(" ".join(noun)) and not _DELIVERABLE.fullmatch(noun[-1])
    return bool(is_measured or voice.business.search(noun[-1]))


def _noun(found: list[str]) -> list[str]:
    """The words up to and with the noun that an English title speaks of."""
    end = 1
    while end < len(found) and not _is_end(found[end], [*found[end + 1 :], "of"][0]):
        end += 1
    return found[:end]


def _is_end(word: str, following: str) -> bool:
    if word in _MAY_END:
        return following in _ENDS
    return word in _ENDS or word.endswith(("ing", "ed"))


def _is_one(noun: list[str], voice: Vocabulary) -> bool:
    if not noun:
        return False
    if _DELIVERABLE.fullmatch(noun[-1]):
        return True
    text = " ".join(noun)
    if voice.measures.search(text) or voice.surveyed.search(text) or noun[-1] in voice.common:
        return False
    is_plural = noun[-1].endswith("s") and not noun[-1].endswith(("ss", "us", "is"))
    is_counted = is_plural or noun[-1] in _PLURALS or voice.business.search(noun[-1])
    return not is_counted or bool(voice.abstract.fullmatch(noun[-1]))


_PLURALS = words("people women men children staff personnel youth livestock cattle police")


def _est_une_chose(found: list[str], voice: Vocabulary) -> bool:
    """In French the noun comes first, and its end or its article says how many."""
    index = 0
    while index < len(found) - 1 and found[index] in _BEFORE_NOUNS:
        index += 1
    rest = " ".join(found[index:])
    is_average = len(found) > index + 1 and voice.measures.match(found[index + 1])
    if is_average or voice.measures.match(rest) or voice.surveyed.match(rest):
        return False
    return found[0] in _ARTICLES or not found[index].endswith(("s", "x", "z"))

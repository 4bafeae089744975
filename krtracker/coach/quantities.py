"""Where a text says how much: numbers that count something, not those that only name it."""

from __future__ import annotations

import re
from functools import lru_cache

_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|janvier|f[ée]vrier|mars|avril|mai|juin|juillet"
    "|ao[uû]t|septembre|octobre|novembre|d[ée]cembre"
)
_NAMED = (
    "rfc|soc|type|iso|iec|tier|niveau|level|phase|step|[ée]tape|stage|week|semaine|day|version"
    "|release|lot|batch|wave|vague|milestone|jalon|article|chapter|chapitre|priority|priorit[ée]"
    "|part|partie|n[o°]|(?<!^)plant|line|site|ward|room|floor|zone|unit|district|region|cohort|sprint"
    "|iteration|page|gate|dock|annex|appendix|usine|ligne|atelier|salle|quai|secteur|annexe"
    "|volume|python|java|windows|section|b[âa]timent|building|series|s[ée]rie"
)
_NAMES = re.compile(
    rf"""
      https?://\S+
    | \b\d{{1,2}}(?:er|st|nd|rd|th)?\s+(?:{_MONTHS})\b(?:\s+\d{{4}})?
    | \b(?:{_MONTHS})\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+\d{{4}})?
    | \b(?:{_MONTHS})\s+\d{{4}}\b
    | \b\d{{4}}-\d{{2}}(?:-\d{{2}})?\b | \b\d{{1,2}}/\d{{1,2}}/\d{{2,4}}\b
    | (?-i:\b[A-Z]{{2,}}-\d+\b)
    | \b(?:by|before|until|le|avant|d'ici)\s+(?:le\s+)?\d{{1,2}}/\d{{1,2}}\b
    | \b(?:fy\s?'?\d{{2,4}}|[qtsh][1-4](?:[\s-]\d{{2,4}})?|[1-4]q\d{{2}}|20[1-4]\d)\b
    | \b(?:{_NAMED})[\s.-]*\d+(?:[./:-]\d+)*\+?(?:\s*(?:or|and|&|-|/|ou|et)\s*\d+)?\b
      (?!\s*(?:%|days?|jours?))
    | \b[vpsl]\d+(?:\.\d+)*\b | \b[a-z]{{2,}}\d+[a-z]*\b | \b\d+-(?:step|page|pillar|point)s?\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Dates, cycles and numbers that are part of a name: RFC 42, SOC 2, tier 1, version 3.1."""

_DEADLINE = re.compile(
    rf"\b(?:by|before|until|avant|d'ici)\s+(?:(?:the|our|le|la|l')\s*)?(?:(?:end|start|middle|fin|"
    rf"début|mi|mid)[\s-]+(?:of\s+|de\s+|du\s+)?)?(?:{_MONTHS}|(?:year|month|quarter)[\s-]end|"
    rf"(?:fin\s+d')?année|été|rentrée|summer|spring|autumn|winter|christmas|eoy|eoq|"
    rf"(?:the\s+)?(?:year|quarter|trimestre|semestre)\b|[qtsh][1-4]\b|20[1-4]\d\b|\d)",
    re.IGNORECASE,
)
VERY_MANY = 50
_INTEGER = re.compile(
    r"(?<![\d.,])\d{1,3}(?:[ ,.\u202f\u00a0]\d{3})+(?!\d)|(?<![\d.,])\d+(?![\d]|[.,]\d)"
)
_WORDS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|fifty|"
    "hundred|thousand|million|half|a third|a quarter|a tenth|two thirds|twice|"
    "double|triple|halve|at least one|"
    "deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|quarante|"
    "un tiers|un quart|cinquante|soixante|"
    "cent|cents|mille|millions?|moiti[ée]|doubler|tripler|au moins une?"
)
_PERCENT = re.compile(
    rf"%|\b(?:percent|per cent|pour ?cents?|pct)\b"
    rf"|\b(?:\d+|un|une|one|{_WORDS})\s+(?:\w+\s+)?(?:in|out\s+of|sur)\s+(?:\d+|{_WORDS})(?!\w)"
    r"|\b(?:half|moitié)\s+(?:of|the|des?|du)\b|\b(?:thirds?|quarters?|tiers|quarts?)\s+(?:of|des?)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(rf"\d|(?<!\w)(?:{_WORDS})(?!\w)", re.IGNORECASE)
_SCOPE = re.compile(
    rf"""(?<!\w)(?:
      (?:at|in|for|across|throughout|inside|dans|pour|chez|sur)\s+(?:(?:the|our|all|these|les|nos
        |ces|leurs)\s+)?
    | (?:the|our|all|these|les|nos|ces|leurs)\s+
    )(?:\d+|{_WORDS})(?!\w|[.,]\d|\s*[%€$])""",
    re.IGNORECASE | re.VERBOSE,
)
"""A number that says where or for whom: `at three depots`, `the twenty largest clients`."""
_BLANK = re.compile(r"[$€£] ?[A-Z]\b|\bN\d*\b|\bX\b.*\bY\b|\b[XYN] ?%|[$€£]N")
"""A number that was blanked out: `N12`, `$N`, `from X% to Y%`."""
_TIME = (
    r"(?:[mµ]?s|sec(?:ond)?s?|min(?:ute)?s?|h(?:ou)?rs?|h|days?|weeks?|months?|secondes?|heures?"
    r"|jours?|semaines?|mois)"
)
_SPAN = re.compile(
    rf"(?:\d\s?|(?<!\w)(?:{_WORDS}|one|an?|une?)\s)(?:\w+\s)?{_TIME}\b", re.IGNORECASE
)
_BETWEEN = re.compile(
    rf"""
      \bfrom\b.{{1,60}}\bto\b | \b(?:de|du)\b.{{0,40}}\d.{{0,15}}\s[àa]\s.{{0,8}}\d
    | \bpass(?:er|e|ent|é|ée|és|ées)\b.{{1,60}}\b[àa]\s
    | \b(?:within|under|below|in\ less\ than|less\ than|at\ most|no\ more\ than|sous|moins\ de
        |au\ plus|dans\ les|en)\s+[≤<]?\s?(?:\w+\s)?\S{{0,3}}\s?(?:business\s|working\s)?
        (?<![^\W\d_]){_TIME}\b
    | [<>≤≥]=?\s?\d | \d\s?x\b | \bx\s?\d | \d(?:st|nd|rd|th|e|ème)\s+(?:per)?centile
    | \d\s*/\s*(?:5|10|20|100)\b | ± | \+/-
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BOUND = re.compile(
    rf"""\b(?:(?:fewer|less|more)\ than|at\ least|at\ most|(?:moins|plus)\ de|au\ (?:moins|plus))
      \ (?:\d|(?:{_WORDS})\b)
    | \bon\ (?:time|budget|schedule)\b | \bin\ full\b
    | \bdans\ (?:les\ (?:délais|temps)|le\ budget)\b
    | \bà\ (?:temps|l'heure)\b | \b(?:within|in\ under)\ (?:an?|one)\ {_TIME}\b
    | \b(?:dans|sous)\ (?:l'|la\ |une\ ){_TIME}\b""",
    re.IGNORECASE | re.VERBOSE,
)
_WHOLE = re.compile(
    r"\bfor (?:every|each)\b|^\W*(?:ensure that\s+|s'assurer\s+qu[e']\s*|garantir\s+qu[e']\s*)?"
    r"(?:all(?!-)|every|each|no|none|zero|any|tous|toutes|tout|toute|chaque|aucune?|z[ée]ro)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def without_names(text: str) -> str:
    """The text without dates and without numbers that only name something.

    >>> without_names("Implement RFC 42 by 30 June")
    'Implement   by  '
    """
    return _NAMES.sub(" ", text)


def has_number(text: str) -> bool:
    """Whether the text counts something, be the number blanked out."""
    return bool(_FIGURE.search(without_names(text)) or _BLANK.search(text))


def says_how_many(text: str) -> bool:
    """Whether the text counts something that is to come, not where or for whom it is done.

    >>> says_how_many("Open two shops"), says_how_many("Install scanners at three depots")
    (True, False)
    """
    return has_number(_SCOPE.sub(" ", text))


def says_very_many(text: str) -> bool:
    """Whether it counts more than anybody would tick off one by one: fifty, or thousands.

    >>> says_very_many("Plant 20,000 trees"), says_very_many("Install 12 meters")
    (True, False)
    """
    found = _INTEGER.findall(_SCOPE.sub(" ", without_names(text)))
    return any(int(re.sub(r"\D", "", each)) >= VERY_MANY for each in found)


def says_how_long(text: str) -> bool:
    """Whether it counts days, hours or another span: `closed in 5 business days`."""
    return bool(_SPAN.search(without_names(text)))


def is_dated(text: str) -> bool:
    """Whether it says by when, in a date or the end of a span: the sign of a milestone."""
    return bool(_DEADLINE.search(text))


def has_percentage(text: str) -> bool:
    """Whether the text says a share."""
    return bool(_PERCENT.search(text))


def says_how_far(text: str) -> bool:
    """Whether it says a share, a limit of time, or from where to where: more than a count."""
    return has_percentage(text) or bool(has_number(text) and _BETWEEN.search(without_names(text)))


def says_within(text: str) -> bool:
    """Whether it bounds a number or a time: `Fewer than 3 outages`, `settled within a week`."""
    return bool(_BOUND.search(text))


def is_universal(text: str) -> bool:
    """Whether it speaks of all, or of none: a share of 100 or 0 percent in words."""
    return bool(_WHOLE.search(text))

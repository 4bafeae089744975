"""Why a number is not believed, which the ledger keeps in English, told in French."""

from __future__ import annotations

import re
from collections.abc import Callable

from krtracker.language.notation import MONTHS, THIN, THINNER, day_of_month
from krtracker.language.reasons_of_sources import SAID as OF_SOURCES

PLAIN = {
    "nothing ran": "rien n’a tourné",
    "not measured yet": "pas encore mesuré",
    "measured, but there is no value yet": "mesuré, mais il n’y a pas encore de valeur",
    "the baseline is not measured yet": "la référence n’est pas encore mesurée",
    "the measured baseline is 0, and a percentage of 0 leads nowhere": (
        "la référence mesurée est 0, et un pourcentage de 0 ne mène nulle part"
    ),
    "the measured baseline is where the target is": "la référence mesurée est déjà à la cible",
    "definition at fault: ": "définition en défaut : ",
}
"""What the domain says of its own accord: the reason, or how it begins."""

NUMBER = r"−?-?\d[\d,]*(?:\.\d+)?(?:e[+-]?\d+)?"
ROWS = rf"(?:no|{NUMBER}) rows?"
AGE = rf"(?:no|{NUMBER}) (?:hour|day)s?"
LIMIT = rf"(?:at (?:least|most) {NUMBER}|any number)"
DAY = r"\d{1,2} [A-Z][a-z]{2}"

SAID = (
    (
        rf"({ROWS}) entered, ({LIMIT}) (?:was|were) expected",
        "le calcul a pris en compte {}, on en attendait {}",
    ),
    (
        rf"({NUMBER}) percent of (`[^`]*`) is missing; at most ({NUMBER}) percent is believed",
        "il manque {} % de {} ; on admet au plus {} %",
    ),
    (
        rf"({ROWS}) with the (`[^`]*`) of another row; at most ({NUMBER}) (?:is|are) believed",
        "{} avec le même {} qu’une autre ; on en admet au plus {}",
    ),
    (rf"the value was ({NUMBER}), ({LIMIT}) was expected", "la valeur était {}, {} attendu"),
    (
        rf"the value moved by ({NUMBER}) percent, from ({NUMBER}) to ({NUMBER}); "
        rf"at most ({NUMBER}) percent is believed",
        "la valeur a bougé de {} %, de {} à {} ; on admet au plus {} %",
    ),
    (
        rf"the (\S+) table brought ({ROWS}) on ({DAY}), ({LIMIT}) (?:was|were) expected",
        "la table {} a apporté {} le {}, on en attendait {}",
    ),
    (rf"the (\S+) table has no row up to ({DAY})", "la table {} n’a aucune ligne jusqu’au {}"),
    (
        rf"the newest row of (\S+) is ({AGE}) older than ({DAY}); "
        rf"at most ({AGE}) (?:is|are) believed",
        "la ligne la plus récente de {} a {} de plus que le {} ; on admet au plus {}",
    ),
)
"""How `krtracker.quality` words what did not hold, and the same in French."""

WORDS = {
    "any number": "un nombre quelconque",
    "unknown": "nombre inconnu",
    "none": "aucune",
    "nothing": "rien",
    "true": "vrai",
    "false": "faux",
}
NOUNS = {"row": ("ligne", "lignes"), "hour": ("heure", "heures"), "day": ("jour", "jours")}
ENGLISH_MONTHS = dict(zip(MONTHS["en"], MONTHS["fr"], strict=True))


def in_french(why: str) -> str:
    r"""A recorded reason in French; as it was recorded where somebody else worded it.

    >>> in_french("the orders table brought no rows on 21 Nov, at least 1,200 were expected")
    'la table orders n’a apporté aucune ligne le 21 nov., on en attendait au moins 1\u202f200'
    """
    for english, told in PLAIN.items():
        if why.startswith(english):
            why = told + why.removeprefix(english)
    said = why
    for english, told in (*SAID, *OF_SOURCES):
        said = re.sub(english, _saying(told), said)
    if said != why:  # several reasons in a row
        why = re.sub(r"(?<=\S); ", f"{THIN}; ", said)
    return re.sub(r"\ba (apporté|pris en compte) aucune ", r"n’a \1 aucune ", why)


def _saying(told: str) -> Callable[[re.Match[str]], str]:
    bound = re.sub(r" (?=[;%:?»])|(?<=«) ", THIN, told)
    return lambda found: bound.format(*(_part(each) for each in found.groups()))


def _part(text: str) -> str:
    """One number, count, limit or day; a name of somebody else's stays."""
    if text in WORDS:
        return WORDS[text]
    if re.fullmatch(DAY, text):
        day, month = text.split()
        return f"{day_of_month(int(day), 'fr')} {ENGLISH_MONTHS.get(month, month)}"
    if found := re.fullmatch(rf"at (least|most) ({NUMBER})", text):
        return f"au {'moins' if found[1] == 'least' else 'plus'} {_number(found[2])}"
    if found := re.fullmatch(rf"(no|{NUMBER}) (row|hour|day)s?", text):
        one, many = NOUNS[found[2]]
        if found[1] == "no":
            return f"{'aucun' if one == 'jour' else 'aucune'} {one}"
        is_one = abs(float(found[1].replace(",", "").replace("−", "-"))) < 2  # 1,5 jour
        return f"{_number(found[1])} {one if is_one else many}"
    return _number(text) if re.fullmatch(NUMBER, text) else text


def _number(text: str) -> str:
    return text.replace(",", THINNER).replace(".", ",")

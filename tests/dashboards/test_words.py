"""Everything the pages say, in both languages."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from dashboards.track_record import WHEN
from krtracker.domain.calendar import Cadence
from krtracker.domain.note import Question
from krtracker.domain.retrospective import Reason
from krtracker.domain.rhythm import Period
from krtracker.domain.standing import Standing
from krtracker.domain.statements import Title
from krtracker.domain.status import Status, Trust
from krtracker.language.notation import Notation
from krtracker.language.telling import kept_of
from krtracker.language.voice import Voice
from krtracker.language.words import SAID, TERMS, words
from tests.builders import a_key_result

ROOT = Path(__file__).parents[2]
CODE = "".join(
    path.read_text(encoding="utf-8")
    for folder in ("dashboards", "krtracker/language", "krtracker/review")
    for path in (ROOT / folder).glob("*.py")
    if path.name != "words.py" and not path.name.startswith("said")
)


def gaps(sentence: str) -> set[str]:
    """What is put in, but for terms and forms, which each language says where it has them."""
    parts = Formatter().parse(sentence)
    return {name for _, name, forms, _ in parts if name and not forms} - set(TERMS)


def test_both_languages_say_the_same() -> None:
    differ = {key for key, (english, french) in SAID.items() if gaps(english) != gaps(french)}

    assert differ == set()


@pytest.mark.parametrize("word", [*Status, *Trust])
def test_every_status_and_trust_has_its_word(word: Status | Trust) -> None:
    assert word.value in SAID


def test_nothing_is_kept_that_no_page_says() -> None:
    made = {f"{name} label" for name in ("target", "limit low", "limit high", "stretch", "commit")}
    made |= {word.value for word in [*Status, *Trust, *Question, *Title]}
    made |= {f"{each} title" for each in WHEN.values()} | {f"try {each}" for each in Period}
    made |= {f"{trust} since" for trust in ("held", "stale")} | {f"ask {each}" for each in Reason}

    unsaid = [key for key in SAID if not re.search(f"""["']{key}["']""", CODE)]

    assert set(unsaid) <= made


def test_every_sentence_that_a_page_asks_for_is_there() -> None:
    asked = set(re.findall(r"""\bwords\(["']([a-z][a-z0-9 ]*)["']""", CODE))

    assert asked - set(SAID) == set()


def test_the_projects_own_vocabulary_goes_first() -> None:
    said = words("fr-CA", {"key_result": "Indicateur de changement"})

    assert said("key result") == "Indicateur de changement"
    assert said("overview") == "Vue d’ensemble"


def test_the_projects_own_terms_stand_within_our_sentences_in_one_and_many() -> None:
    own = {"key_result": "Indicateur de changement", "key_results": "Indicateurs de changement"}
    said = words("fr", own)

    assert said("reached of", achieved=2, all=9).startswith("2 indicateurs de changement sur 9")
    assert words("en", {"key_results": "KPIs"})("trusted of", trusted=1, all=2) == (
        "1 of 2 KPIs trusted"
    )


def test_a_form_is_chosen_by_a_number_that_is_given() -> None:
    for said in (each for both in SAID.values() for each in both):
        parts = list(Formatter().parse(said))
        given = {name for _, name, forms, _ in parts if name and not forms}
        assert {name for _, name, forms, _ in parts if forms} <= given | {"count"}, said


@pytest.mark.parametrize(
    ("language", "reached", "says"),
    [
        pytest.param("en", 1, "1 of 1 key result reached", id="one in English"),
        pytest.param("en", 0, "0 of 0 key results reached", id="none in English"),
        pytest.param("fr", 1, "1 résultat clé sur 1 a atteint sa cible", id="one in French"),
        pytest.param("fr", 0, "0 résultat clé sur 0 a atteint sa cible", id="none in French"),
        pytest.param("fr", 2, "2 résultats clés sur 2 ont atteint leur cible", id="two in French"),
    ],
)
def test_words_agree_with_their_number(language: str, reached: int, says: str) -> None:
    assert words(language)("reached of", achieved=reached, all=reached) == says


@pytest.mark.parametrize(
    ("cadence", "english", "french"),
    [
        pytest.param(Cadence.DAILY, "kept 5 of 6 days", "tenu 5 jours sur 6", id="days"),
        pytest.param(Cadence.WEEKLY, "kept 5 of 6 weeks", "tenu 5 semaines sur 6", id="weeks"),
        pytest.param(Cadence.MONTHLY, "kept 5 of 6 months", "tenu 5 mois sur 6", id="months"),
    ],
)
def test_what_is_kept_is_counted_as_often_as_it_is_measured(
    cadence: Cadence, english: str, french: str
) -> None:
    key_result = a_key_result(cadence=cadence)
    standing = Standing(
        key_result, Status.ON_TRACK, Trust.TRUSTED, None, kept_days=5, measured_days=6
    )

    assert kept_of(standing, words("en")) == english
    assert kept_of(standing, words("fr")) == french


def test_one_day_is_not_days_in_french() -> None:
    assert words("fr").window("last 1 days") == "dernier jour"
    assert words("fr").window("last 28 days") == "28 derniers jours"
    assert words("en").window("last 1 days") == "last day"


def test_a_sentence_that_ends_with_an_abbreviation_has_one_full_stop() -> None:
    said = words("fr")("demo", day="dim. 15 nov.")

    assert said.endswith("15 nov.")
    assert words("en")("held at", value="63", day="Mon 16 Nov", why="broken…").endswith("broken….")
    assert words("en")("held at", value="63", day="Mon 16 Nov", why="a. b.").endswith("a. b.")


@pytest.mark.parametrize(
    ("key", "values", "says"),
    [
        pytest.param("expected by now", {}, "selon la trajectoire à ce jour", id="expected"),
        pytest.param("promised", {}, "selon la promesse", id="promised"),
        pytest.param("no success", {}, "aucun", id="no last success"),
        pytest.param(
            "won early", {"early": "39 jours"}, " : cible atteinte avec 39 jours d’avance", id="won"
        ),
        pytest.param(
            "carry say",
            {"value": "8,4 EUR", "target": "7,6 EUR"},
            " : 8,4 EUR pour une cible de 7,6 EUR",
            id="carried over",
        ),
        pytest.param("checks passed", {"passed": 1, "all": 1}, "1 sur 1 réussi", id="one check"),
        pytest.param("titled", {"what": "D", "says": "calme"}, "D : calme", id="a title"),
        pytest.param(
            "table newest",
            {"table": "orders", "newest": "19 nov."},
            "orders : 19 nov.",
            id="a colon in French",
        ),
    ],
)
def test_french_agrees_with_whatever_number_stands_before_it(
    key: str, values: dict[str, object], says: str
) -> None:
    assert words("fr")(key, **values).replace("\u00a0", " ") == says


def test_names_are_told_as_a_sentence_tells_them() -> None:
    guards = ["g1", "g2"]
    said = words("fr")("contested by", names=words("fr").listed(guards), count=len(guards))

    assert said.replace("\u00a0", " ") == "contesté : g1 et g2 non tenus"
    assert words("en").listed(["g1"]) == "g1"


@pytest.mark.parametrize(
    ("days", "says"),
    [(0, "today"), (1, "1 day"), (13, "13 days"), (35, "5 weeks"), (39, "39 days")],
)
def test_a_span_is_told_in_weeks_only_where_they_are_whole(days: int, says: str) -> None:
    assert Voice(words("en"), Notation(), {}, {}).span(days) == says


def test_a_word_that_is_not_counted_is_one() -> None:
    assert words("fr")("achieved") == "atteint"
    assert words("fr")("achieved", count=2) == "atteints"


def test_french_punctuation_never_begins_a_line() -> None:
    assert words("fr")("questions") == "Questions"
    assert words("fr")("learned").endswith("appris\N{NO-BREAK SPACE}?")


def test_a_language_that_we_do_not_speak_is_english() -> None:
    assert words("de")("overview") == "Overview"


def test_braces_in_a_value_stay_as_they_are() -> None:
    assert "{secret}" in words("en")("held for", why="{secret}")


def test_our_own_reasons_are_told_in_the_language_of_the_reader() -> None:
    assert words("fr").reason("nothing ran") == "rien n’a tourné"
    assert words("fr").reason("connection refused") == "connection refused"

"""A recorded reason in French."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.asking.names import missing
from krtracker.domain.catalog import TableExpectation
from krtracker.domain.key_result import Bounds, Expectations
from krtracker.domain.measurement import TableReading
from krtracker.language.reasons import in_french
from krtracker.measures.shape import number, said
from krtracker.quality.claims import claims_of
from tests.builders import A_MOMENT, a_calendar, a_connection, a_key_result, a_reading

ENGLISH = {
    *("the", "was", "were", "expected", "at", "least", "most", "believed", "row", "rows"),
    *("then", "now", "not", "no", "value", "answer", "column", "with", "other", "is"),
}


def reasons() -> list[str]:
    """Every reason that a reading may be held for by our own expectations."""
    expect = Expectations(
        rows=Bounds(at_least=1_200),
        value=Bounds(at_most=5),
        jump_at_most_percent=5,
        nulls_at_most={"paid_at": 0.01},
        duplicates_at_most={"id": 0},
    )
    key_result = replace(a_key_result(), expectations=expect)
    tables = (
        TableReading("orders", A_MOMENT.replace(day=1), 2, "updated_at"),
        TableReading("empty", None, 0, "updated_at"),
    )
    reading = a_reading(42.5, rows=3, nulls={"paid_at": 0.2}, duplicates={"id": 1}, tables=tables)
    entry = TableExpectation(rows_per_day=Bounds(at_least=60))
    connection = a_connection(tables={"orders": entry, "empty": entry})
    found = claims_of(
        reading, key_result, connection=connection, calendar=a_calendar(), before=10.0
    )
    return [each.reason for each in found]


def test_every_reason_of_our_own_has_its_french() -> None:
    told = [in_french(each) for each in reasons()]

    assert len(told) == 9
    assert [each for each in told if ENGLISH & set(each.replace(",", "").split())] == []


@pytest.mark.parametrize(
    ("english", "french"),
    [
        pytest.param(
            "the messages table brought 2 rows on 21 Nov, at least 60 were expected",
            "la table messages a apporté 2 lignes le 21 nov., on en attendait au moins 60",
            id="too few rows on a day",
        ),
        pytest.param(
            "the value was 1,234.5, at most 5 was expected",
            "la valeur était 1\u202f234,5, au plus 5 attendu",
            id="a value out of bounds",
        ),
        pytest.param(
            "1 row entered, at least 2 were expected",
            "le calcul a pris en compte 1 ligne, on en attendait au moins 2",
            id="one row",
        ),
        pytest.param(
            "1 row entered, at least 2 were expected; the value was 9, at most 5 was expected",
            "le calcul a pris en compte 1 ligne, on en attendait au moins 2 ; "
            "la valeur était 9, au plus 5 attendu",
            id="several reasons",
        ),
        pytest.param(
            "no rows entered, at least 1 was expected",
            "le calcul n’a pris en compte aucune ligne, on en attendait au moins 1",
            id="no row where one was expected",
        ),
        pytest.param(
            "no rows entered, at least 1 were expected",
            "le calcul n’a pris en compte aucune ligne, on en attendait au moins 1",
            id="as earlier releases recorded it",
        ),
        pytest.param(
            "1 percent of `q` is missing; at most 0.4 percent is believed",
            "il manque 1 % de `q` ; on admet au plus 0,4 %",
            id="one percent",
        ),
        pytest.param(
            "6 rows with the `id` of another row; at most 1 is believed",
            "6 lignes avec le même `id` qu’une autre ; on en admet au plus 1",
            id="repeated rows",
        ),
        pytest.param(
            "the newest row of late is 1.5 days older than 1 Nov; at most 1 day is believed",
            "la ligne la plus récente de late a 1,5 jour de plus que le 1er nov. ; "
            "on admet au plus 1 jour",
            id="an age between one and two, on the first of a month",
        ),
        pytest.param("connection refused", "connection refused", id="somebody else's words"),
        pytest.param(
            "definition at fault: no column `won_at`",
            "définition en défaut : pas de colonne `won_at`",
            id="a definition at fault",
        ),
    ],
)
def test_a_reason_is_told_in_french(english: str, french: str) -> None:
    assert in_french(english).replace("\u00a0", " ") == french


def sentences() -> list[str]:
    """What connectors, measures, expectations and re-runs say, as they say it."""
    values = ["abc", True, float("nan"), float("inf"), timedelta(1), A_MOMENT, b"x", 10**400]
    said_of_values = [number(each).failure for each in values]
    answers = [([], ["value"]), ([], []), ([], ["a", "b"]), ([], ["value", "VALUE"])]
    said_of_answers = [said(rows, columns).failure for rows, columns in answers]
    missed = [
        missing("table", "ordrs", ["orders"]),
        missing("column", "x", ["aaaa", "bbbb"]),
        missing("column", "x", [], of="orders"),
    ]
    others = (
        "no answer within 30 seconds",
        "not reckoned within 1.5 seconds",
        "the statement was ended by the source",
        "`C2` of `Sheet` in `crm.xlsx` is a formula without a stored result; open the workbook in "
        "Excel or LibreOffice and save it, so that the results are stored",
        "an unexpected KeyError; the log of the run tells where",
        "`basket` is not measured as of 2026-11-21",
        "`basket` is not believed: the value was 12, at most 5 was expected",
        "`paid_on` was a time and is a day now: what is reckoned from it may differ",
        "`expect_column_values_to_be_in_set` does not hold for orders (column carrier)",
        "`expect_column_to_exist` could not be evaluated on orders: there is no column `paid`",
        "the expectations could not be evaluated: the statement was cancelled",
        "the ledger does not hold the definition it was measured by",
        "`connections.yaml` no longer has `crm`",
        "the source keeps only the present, and 2026-11-01 is past",
        "rows: 1,204 then, unknown now",
        "newest row: none then, 2026-11-21 20:41 UTC now",
        "`basket`: 12.5 then, nothing now",
        "the statement is put together differently",
        "past days are reckoned with today's values of `carrier`, `region`",
        "the same rows hold other values, or other rows took their place",
        "measured, but there is no value yet",
    )
    return [
        *filter(None, said_of_values),
        *filter(None, said_of_answers),
        *map(str, missed),
        *others,
    ]


@pytest.mark.parametrize("english", sentences())
def test_what_sources_and_measuring_again_say_has_its_french(english: str) -> None:
    told = in_french(english)

    assert told != english
    left = re.sub(r"`[^`]*`|\([^)]*\)|« [^»]* »", "", told)
    assert ENGLISH & set(re.findall(r"[a-z]+", left)) == set(), told


def test_a_drivers_own_words_stay_as_they_are() -> None:
    said = "db.internal:5432: connection refused, is the server running on that host?"

    assert in_french(said) == said
    assert in_french(f"the expectations could not be evaluated: {said}").endswith(said)


def test_numbers_and_words_within_a_reason_are_french_too() -> None:
    assert in_french("rows: 1,204 then, unknown now") == (
        "lignes\u00a0: 1\u202f204 alors, nombre inconnu maintenant"
    )
    assert in_french("no table `ordrs`; did you mean `orders`?") == (
        "pas de table `ordrs`\u00a0; vouliez-vous dire `orders`\u00a0?"
    )

"""Whatever a value holds, it stays a value: no text becomes SQL, on any engine."""

from __future__ import annotations

import random
from datetime import datetime
from pathlib import Path

import pytest

from krtracker.domain.measurement import Reading
from krtracker.measures import Asked, measure
from tests.builders import A_DAY, NOW, a_calendar, a_key_result, a_measure, last_days
from tests.engines import KINDS, Rows, engine
from tests.trust.conftest import Figure
from tests.trust.scale import rounds

AT_ONCE = 20
BEGINNINGS = ("", "x", "'", "\\", "\\'", "''", '"', "`", "é", "%", ":until", "$1", "?", "/*", "--")
MIDDLES = (
    " OR 1=1",
    "; DROP TABLE people",
    ") UNION SELECT 1",
    "' OR ''='",
    "\\' OR 1=1",
    " AND sleep(1)",
    "||(SELECT 1)",
    "{{ 7 * 7 }}",
    "${env.HOME}",
    ":since :as_of",
    "%s %(x)s",
    "\n\r\t",
    "\x1a\x08",
    "E'\\x27'",
    "$$ $x$",
)
ENDS = ("", " -- ", " #", "/*", "*/", "'", "\\", "\\\\", '"', ";", "\x7f", "’")


def payload(chance: random.Random) -> str:
    """A text that would like to be SQL."""
    parts = [chance.choice(BEGINNINGS)]
    parts += [chance.choice(MIDDLES) for _ in range(chance.choice((1, 1, 2)))]
    return "".join([*parts, chance.choice(ENDS)])


@pytest.mark.parametrize("kind", KINDS)
def test_a_value_is_never_taken_for_sql(kind: str, tmp_path: Path, figure: Figure) -> None:
    chance, tried = random.Random(kind), 0
    with engine(kind, tmp_path) as source:
        for _ in rounds(1, asked=1000 // AT_ONCE):
            texts = list(dict.fromkeys(payload(chance) for _ in range(AT_ONCE)))
            noon = datetime(2026, 11, 20, 12)
            people = Rows({"name": "text", "seen_at": "naive"}, [(text, noon) for text in texts])
            source.put({"people": people})
            asked = [
                Asked(a_key_result(f"kr_{number}", how=_counting(text)), (A_DAY,))
                for number, text in enumerate(texts)
            ]
            with source.open() as connector:
                found = list(measure(asked, connector=connector, calendar=a_calendar(), now=NOW))

            told = [each.value if isinstance(each, Reading) else each.reason for each in found]
            wrong = {text: said for text, said in zip(texts, told, strict=True) if said != 1.0}
            assert wrong == {}
            tried += len(texts)
    figure("T-S11", f"{kind}: {tried:,} texts that would be SQL: each found itself, and no more")


def _counting(text: str) -> object:
    """How many rows hold this text; the quote doubled, as a definition would write it."""
    quoted = text.replace("'", "''")
    return a_measure(
        source_rows="people",
        value="count(*)",
        where=f"name = '{quoted}'",
        at="seen_at",
        window=last_days(7),
    )

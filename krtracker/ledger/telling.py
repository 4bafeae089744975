"""The rows of the ledger that tell deliveries; what recurs from day to day is spelt once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from krtracker.domain.key_result import KeyResult
from krtracker.domain.measurement import Failure, Judged, Reading, TableReading, Verdict, Way
from krtracker.ledger import moments
from krtracker.ledger.recording import Known, is_restatement, number, text
from krtracker.ledger.tables import MEASUREMENTS, Cell

Thing = TypeVar("Thing")
_WORDS = {each: each.value for each in Verdict}


class Once(Generic[Thing]):
    """Spells things that recur once, told by identity: days and key results share most of them."""

    def __init__(self, spell: Callable[[Thing], str]) -> None:
        self._spell = spell
        self._known: dict[int, tuple[str, Thing]] = {}

    def __call__(self, said: Thing) -> str:
        """The spelling of something."""
        known = self._known.get(id(said))
        if known is None:
            # What was said is kept, or another thing might be taken for it.
            known = self._known[id(said)] = self._spell(said), said
        return known[0]


class News(NamedTuple):
    """A delivery that the ledger does not have, and what it had before of the same day."""

    judged: Judged
    key_result: KeyResult
    before: Known | None


@dataclass
class Telling:
    """The rows of one batch, and the texts that they name."""

    at: datetime
    run: str
    texts: dict[str, str] = field(default_factory=dict)
    """Every statement of a reading that is kept, by its name."""

    def columns(self, news: Sequence[News]) -> list[Sequence[Cell]]:
        """The rows that tell deliveries, column by column."""
        judged = [each.judged for each in news]
        readings = [each.reading for each in judged]
        key_results = [each.key_result for each in news]
        replaces = [_replaces(each) for each in news]
        asked = self._asked(readings)
        parameters, tables = Once(_json), Once(_table_readings)
        nothing = [None] * len(news)
        told: dict[str, Sequence[Cell]] = {
            "cycle": [each.cycle.name for each in key_results],
            "key_result": [each.id for each in key_results],
            "measure_hash": [each.measure_hash for each in key_results],
            "as_of": [each.as_of for each in readings],
            "value": [number(each.value) for each in readings],
            "verdict": [_WORDS[each.verdict] for each in judged],
            "reason": [text(each.reason) if each.failures else None for each in judged],
            "measured_at": [moments.stored(self.at)] * len(news),
            "run": [self.run] * len(news),
            "source": [each.source for each in readings],
            "rows_read": [None if each.rows is None else int(each.rows) for each in readings],
            "newest": [each.newest and moments.stored(each.newest) for each in readings],
            "duration_seconds": [float(each.duration_seconds) for each in readings],
            "query_hash": [query for query, _ in asked],
            "parameters": [parameters(each.parameters) for each in readings],
            "expectations": [int(each.expectations) for each in judged],
            "failures": [_failures(each.failures) if each.failures else "[]" for each in judged],
            "nulls": [_json(each.nulls) if each.nulls else "{}" for each in readings],
            "duplicates": [
                _json(each.duplicates) if each.duplicates else "{}" for each in readings
            ],
            "table_readings": [tables(each.tables) for each in readings],
            "restates": [
                each.before.accepted if replaced and each.before else None
                for each, replaced in zip(news, replaces, strict=True)
            ],
            "is_restatement": replaces,
            "accepted_by": nothing,
            "way": [way for _, way in asked],
        }
        return [told[name] for name in MEASUREMENTS.columns]

    def _asked(self, readings: Iterable[Reading]) -> list[tuple[str, str | None]]:
        """For each reading the name under which its query is kept, and how the value was had."""
        found: list[tuple[str, str | None]] = []
        last: Reading | None = None
        for each in readings:
            # Mostly what was asked for the last reading was asked for the next.
            if (
                last is None
                or each.query is not last.query
                or each.columns is not last.columns
                or each.way is not last.way
            ):
                last, known = each, self._kept(each.query, each.columns, each.way)
            found.append(known)
        return found

    def _kept(
        self, query: str, columns: Mapping[str, str], way: Way | None
    ) -> tuple[str, str | None]:
        kept = kept_query(query, columns)
        of_way = () if way is None else (*way.sent, *way.here)
        self.texts.update((query_hash(each), each) for each in (kept, *of_way))
        return query_hash(kept), None if way is None else kept_way(way)


COLUMNS = "\n-- columns: "
"""What stands between a statement and the kinds of the columns it asked, where it is kept."""


def kept_query(query: str, columns: Mapping[str, str]) -> str:
    """The statement as it is kept: with the kinds of its columns, once for all days alike."""
    if not columns:
        return query
    return query + COLUMNS + json.dumps(dict(columns), ensure_ascii=False)


def sent_query(kept: str) -> tuple[str, dict[str, str]]:
    """The statement as it was sent, and the kinds of its columns."""
    query, found, columns = kept.rpartition(COLUMNS)
    return (query, dict(json.loads(columns))) if found else (kept, {})


@lru_cache(maxsize=10_000)
def kept_way(way: Way) -> str:
    """How a value was had, as it is kept: its statements by the names of their texts."""
    said: dict[str, object] = {"shared": way.is_shared}
    said |= {name: [query_hash(each) for each in texts] for name, texts in _texts(way) if texts}
    return json.dumps(said | ({"why": text(way.why)} if way.why else {}))


def told_way(kept: str, texts: Callable[[str], str | None]) -> Way:
    """The way that is kept so, its statements found by their names."""
    said = json.loads(kept)
    sent, here = (
        tuple(texts(name) or "" for name in said.get(each, ())) for each in ("sent", "here")
    )
    return Way(said["shared"], sent, here, said.get("why", ""))


def _replaces(news: News) -> bool:
    return news.before is not None and is_restatement(news.judged, news.before)


def _texts(way: Way) -> list[tuple[str, tuple[str, ...]]]:
    return [("sent", way.sent), ("here", way.here)]


@lru_cache(maxsize=10_000)
def query_hash(query: str) -> str:
    """The name under which a query's text is kept; empty for none."""
    return hashlib.sha256(query.encode("utf-8", "replace")).hexdigest() if query else ""


def _table_readings(tables: Sequence[TableReading]) -> str:
    says = [
        {
            "table": each.table,
            "newest": each.newest and _utc(each.newest),
            "rows_that_day": each.rows_that_day,
            "updated": each.updated,
        }
        for each in tables
    ]
    return json.dumps(says) if says else "[]"


def _failures(failures: Sequence[Failure]) -> str:
    return json.dumps([asdict(each) | {"reason": text(each.reason)} for each in failures])


def _json(content: Mapping[str, object]) -> str:
    """A mapping as text."""
    return json.dumps(dict(content), sort_keys=True, default=_plain)


def _plain(value: object) -> object:
    """A number of numpy's, or a day, in JSON's words."""
    return value.isoformat() if isinstance(value, date) else float(str(value))


def _utc(moment: datetime) -> str:
    return moments.stored(moment).isoformat()

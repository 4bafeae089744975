"""The rows of the ledger that tell deliveries; what recurs from day to day is spelt once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from functools import lru_cache
from itertools import repeat
from operator import is_
from typing import Any, NamedTuple, TypeVar

from krtracker.domain.key_result import KeyResult
from krtracker.domain.measurement import Failure, Judged, Reading, TableReading, Verdict, Way
from krtracker.ledger import moments
from krtracker.ledger.recording import Known, is_restatement, number, text
from krtracker.ledger.tables import MEASUREMENTS, Cell

Thing = TypeVar("Thing")
Spelt = TypeVar("Spelt")
_WORDS = {each: each.value for each in Verdict}


def each_once(spell: Callable[[Thing], Spelt], said: Sequence[Thing]) -> list[Spelt]:
    """What `spell` makes of each thing, told by identity: days and key results share most."""
    if said and all(map(is_, said, repeat(said[0]))):
        return [spell(said[0])] * len(said)
    names = list(map(id, said))
    spelt = {name: spell(each) for name, each in dict(zip(names, said, strict=True)).items()}
    return [spelt[name] for name in names]


class Deliveries(NamedTuple):
    """What the ledger does not have yet, and what it had before of the same days."""

    judged: Sequence[Judged]
    key_results: Sequence[KeyResult]
    before: Sequence[Known | None]


@dataclass
class Telling:
    """The rows of one batch, and the texts that they name."""

    at: datetime
    run: str
    texts: dict[str, str] = field(default_factory=dict)
    """Every statement of a reading that is kept, by its name."""

    def columns(self, news: Deliveries) -> list[Sequence[Cell]]:
        """The rows that tell deliveries, column by column."""
        count = len(news.judged)
        if not count:
            return [()] * len(MEASUREMENTS.columns)
        judged = transposed(news.judged)
        reading = transposed(judged["reading"])
        replaces = list(map(is_restatement, news.judged, news.before))
        asked = list(self._asked(reading))
        told: dict[str, Sequence[Cell]] = {
            "cycle": [each.cycle.name for each in news.key_results],
            "key_result": [each.id for each in news.key_results],
            "measure_hash": [each.measure_hash for each in news.key_results],
            "as_of": reading["as_of"],
            "value": list(map(number, reading["value"])),
            "verdict": [_WORDS[each] for each in judged["verdict"]],
            "reason": [text(each.reason) if each.failures else None for each in news.judged],
            "measured_at": [moments.stored(self.at)] * count,
            "run": [self.run] * count,
            "source": reading["source"],
            "rows_read": [None if each is None else int(each) for each in reading["rows"]],
            "newest": each_once(_stored, reading["newest"]),
            "duration_seconds": list(map(float, reading["duration_seconds"])),
            "query_hash": [query for query, _ in asked],
            "parameters": each_once(_json, reading["parameters"]),
            "expectations": list(map(int, judged["expectations"])),
            "failures": each_once(_failures, judged["failures"]),
            "nulls": each_once(_json, reading["nulls"]),
            "duplicates": each_once(_json, reading["duplicates"]),
            "table_readings": each_once(_table_readings, reading["tables"]),
            "restates": [
                before.accepted if is_replaced and before else None
                for before, is_replaced in zip(news.before, replaces, strict=True)
            ],
            "is_restatement": replaces,
            "accepted_by": [None] * count,
            "way": [way for _, way in asked],
        }
        return [told[name] for name in MEASUREMENTS.columns]

    def _asked(self, reading: Mapping[str, Sequence[Any]]) -> Iterator[tuple[str, str | None]]:
        """For each reading the name under which its query is kept, and how the value was had."""
        last: tuple[str, Mapping[str, str], Way | None] | None = None
        for query, columns, way in zip(
            reading["query"], reading["columns"], reading["way"], strict=True
        ):
            # Mostly what was asked for the last reading was asked for the next.
            if last is None or query is not last[0] or columns is not last[1] or way is not last[2]:
                last, known = (query, columns, way), self._kept(query, columns, way)
            yield known

    def _kept(
        self, query: str, columns: Mapping[str, str], way: Way | None
    ) -> tuple[str, str | None]:
        kept = kept_query(query, columns)
        of_way = () if way is None else (*way.sent, *way.here)
        self.texts.update((query_hash(each), each) for each in (kept, *of_way))
        return query_hash(kept), None if way is None else kept_way(way)


def transposed(tuples: Sequence[Judged] | Sequence[Reading]) -> dict[str, Sequence[Any]]:
    """The fields of tuples with names, each as a column; there must be a tuple."""
    return dict(zip(tuples[0]._fields, zip(*tuples, strict=True), strict=True))


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


def _stored(newest: datetime | None) -> datetime | None:
    return newest and moments.stored(newest)


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
    if not failures:
        return "[]"
    return json.dumps([asdict(each) | {"reason": text(each.reason)} for each in failures])


def _json(content: Mapping[str, object]) -> str:
    """A mapping as text."""
    return json.dumps(dict(content), sort_keys=True, default=_plain)


def _plain(value: object) -> object:
    """A number of numpy's, or a day, in JSON's words."""
    return value.isoformat() if isinstance(value, date) else float(str(value))


def _utc(moment: datetime) -> str:
    return moments.stored(moment).isoformat()

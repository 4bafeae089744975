"""The row of the ledger that tells a delivery; what recurs from day to day is spelt once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from functools import lru_cache
from operator import is_
from typing import Generic, TypeVar

from krtracker.domain.key_result import KeyResult
from krtracker.domain.measurement import Failure, Judged, Reading, TableReading, Verdict, Way
from krtracker.ledger import moments
from krtracker.ledger.recording import Known, is_restatement, number, text
from krtracker.ledger.tables import Row

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


@dataclass
class Telling:
    """The rows of one batch, and the texts that they name."""

    at: datetime
    run: str
    texts: dict[str, str] = field(default_factory=dict)
    """Every statement of a reading that is kept, by its name."""
    _last: tuple[tuple[object, ...], tuple[str, str | None]] = ((), ("", None))
    """What was asked for the last reading, mostly the same as for the next, and as it is kept."""

    def __post_init__(self) -> None:
        self._at = moments.stored(self.at)
        self._parameters, self._tables = Once(_json), Once(_table_readings)

    def row(self, judged: Judged, key_result: KeyResult, known: Known | None) -> Row:
        """The row of the ledger that tells a delivery."""
        reading, failures = judged.reading, judged.failures
        replaces = known is not None and is_restatement(judged, known)
        query, way = self._asked(reading)
        return (
            key_result.cycle.name,
            key_result.id,
            key_result.measure_hash,
            reading.as_of,
            number(reading.value),
            _WORDS[judged.verdict],
            text(judged.reason) if failures else None,
            self._at,
            self.run,
            reading.source,
            None if reading.rows is None else int(reading.rows),
            None if reading.newest is None else moments.stored(reading.newest),
            float(reading.duration_seconds),
            query,
            self._parameters(reading.parameters),
            int(judged.expectations),
            _failures(failures) if failures else "[]",
            _json(reading.nulls) if reading.nulls else "{}",
            _json(reading.duplicates) if reading.duplicates else "{}",
            self._tables(reading.tables),
            known.accepted if replaces and known else None,
            replaces,
            None,
            way,
        )

    def _asked(self, reading: Reading) -> tuple[str, str | None]:
        """The name under which the query is kept, and how the value was had."""
        asked = (reading.query, reading.columns, reading.way)
        if len(self._last[0]) != len(asked) or not all(map(is_, self._last[0], asked)):
            self._last = asked, self._kept(*asked)
        return self._last[1]

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


def _texts(way: Way) -> list[tuple[str, tuple[str, ...]]]:
    return [("sent", way.sent), ("here", way.here)]


@lru_cache(maxsize=10_000)
def query_hash(query: str) -> str:
    """The name under which a query's text is kept; empty for none."""
    return hashlib.sha256(query.encode("utf-8", "replace")).hexdigest() if query else ""


def _table_readings(tables: Sequence[TableReading]) -> str:
    says = [asdict(each) | {"newest": each.newest and _utc(each.newest)} for each in tables]
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

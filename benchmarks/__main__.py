"""`python -m benchmarks`: generate the workload, run the sides in turn, write RESULTS.md.

What was measured of the same program is kept: a run that was broken off goes on where it was.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from benchmarks import postgres
from benchmarks.kept import Kept
from benchmarks.pairs import Pairs, alternate
from benchmarks.report import Line, page
from benchmarks.running import HERE, VENVS, Side, dbt, ours, sqlmesh
from benchmarks.sides.answers import Task
from benchmarks.workload import DAYS, ORDERS, TODAY, generate

SMALL = 300_000
WORK = HERE / ".work"


@dataclass(frozen=True)
class Comparison:
    """Ours beside another way, and how the two are asked."""

    what: str
    goal: str
    side: Side
    against: str
    ours: str = "command"
    count: int = 100
    ours_count: int | None = None
    """Where ours is asked for more key results than the other."""
    days: Sequence[date] = tuple(DAYS)
    orders: int | None = None
    """The size, where it is not that of the run; on PostgreSQL its own."""
    is_on_postgres: bool = False
    pairs: int | None = None
    """At most so often, where once takes minutes."""
    are_alike: bool = True
    is_speed_up: bool = True
    over: int | None = None
    every: int = 1
    """The other is asked for one day in so many, and its time is multiplied."""

    def is_meant(self, words: str) -> bool:
        """Whether a person who says these words means it."""
        return words.lower() in f"{self.what}, {self.against}".lower()


class Bench:
    """One run of comparisons at one size; each is kept, so that a run may go on later."""

    def __init__(self, orders: int, pairs: int, kept: Kept) -> None:
        self.orders = orders
        self.pairs = pairs
        self.kept = kept

    def source(self, orders: int) -> Path:
        """The DuckDB file of a size, generated once."""
        path = WORK / f"{orders}.duckdb"
        if not path.exists():
            _say(f"generating {orders:,} orders")
            generate(path, orders)
        return path

    def line(self, asked: Comparison, *, is_measured: bool) -> Line | None:
        """The row of the page, measured now or before; None where it cannot be or is not."""
        found = self.kept.found(asked.what, asked.against)
        if found is None and is_measured:
            found = self._measured(asked)
            if found is not None:
                self.kept.keep(asked.what, asked.against, found)
        if found is None:
            return None
        said = (asked.what, asked.against, asked.goal, found)
        return Line(*said, asked.is_speed_up, asked.over, asked.every)

    def _measured(self, asked: Comparison) -> Pairs | None:
        server = os.environ.get("KRTRACKER_BENCH_POSTGRES")
        if not asked.is_on_postgres:
            return self._alternated(asked, str(self.source(asked.orders or self.orders)))
        if server is None:
            _say("no PostgreSQL: name a server in KRTRACKER_BENCH_POSTGRES")
            return None
        with postgres.loaded(server, self.source(postgres.ORDERS)) as address:
            return self._alternated(asked, address)

    def _alternated(self, asked: Comparison, source: str) -> Pairs:
        _say(f"{asked.what}, {asked.against}")
        pairs = min(self.pairs, asked.pairs or self.pairs)
        days = list(asked.days)
        first = Task(source, asked.ours_count or asked.count, days, WORK / "ours")
        second = Task(source, asked.count, days[:: -asked.every][::-1], WORK / "other")
        sides = (ours(asked.ours), first), (asked.side, second)
        return alternate(*sides, pairs, _say, are_alike=asked.are_alike)


def comparisons(*, is_small: bool) -> Iterator[Comparison]:
    """Every comparison that can be made here."""
    history, literal = "100 key results x 90 days", "literal queries"
    thousand, today = "1,000 key results x 90 days", (TODAY,)
    yield Comparison(history, "<= 1.2x", ours("reference"), "by hand", is_speed_up=False)
    yield Comparison(history, "", ours("one_by_one"), "one SQL per key result")
    yield Comparison(
        thousand, "<= 2x", ours("command"), "100 key results", ours_count=1000, is_speed_up=False
    )
    yield Comparison("today, 100 key results", ">= 1x", ours("literal"), literal, days=today)
    yield Comparison(
        "today, 1,000 key results", ">= 3x", ours("literal"), literal, count=1000, days=today
    )
    if is_small:
        return
    yield from _of_dagster()
    for side, goal in (*_tools(),):
        yield Comparison(history, goal, side, side.name)
    yield Comparison(history, ">= 30x", ours("literal"), literal)
    yield Comparison(
        f"PostgreSQL, {postgres.ORDERS:,} orders, 100 x 90", ">= 50x", ours("literal_postgres"),
        "literal queries of one day in nine, times nine", is_on_postgres=True, pairs=1, every=9,
    )  # fmt: skip


def _of_dagster() -> Iterator[Comparison]:
    """A run of the job for what is due of 100 key results, with their checks, all included."""
    what = f"Dagster job, 100 due key results with checks, {SMALL:,} orders"
    job = Comparison(
        what, "", ours("command"), "the engine, not judged",
        ours="pipeline", days=(TODAY,), orders=SMALL, is_speed_up=False,
    )  # fmt: skip
    yield job
    yield replace(
        job, goal="<= 160 ms and the engine", side=ours("empty_pipeline"), against="an empty job",
        are_alike=False, over=100,
    )  # fmt: skip


def _tools() -> Iterator[tuple[Side, str]]:
    if (VENVS / "dbt").exists():
        yield dbt(), ">= 8x"
    if (VENVS / "sqlmesh").exists():
        yield sqlmesh(), ">= 12x"


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def main() -> None:
    """Read the command line, run, write the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--small", action="store_true", help="within a minute; prints, writes not")
    parser.add_argument("--orders", type=int, help=f"how many orders; {ORDERS:,} if not said")
    parser.add_argument("--pairs", type=int, help="how often each pair is run; 5 if not said")
    parser.add_argument("--only", default="", help="rows that say this; others as they were kept")
    parser.add_argument("--anew", action="store_true", help="keep nothing of an earlier run")
    said = parser.parse_args()
    orders = said.orders or (SMALL if said.small else ORDERS)
    kept = Kept(None if said.small else WORK / f"kept-{orders}.json", is_anew=said.anew)
    bench = Bench(orders, said.pairs or (1 if said.small else 5), kept)
    lines = []
    with ExitStack() as stack:
        for name in ("ours", "other"):
            stack.callback(shutil.rmtree, WORK / name, ignore_errors=True)
        for each in comparisons(is_small=said.small):
            line = bench.line(each, is_measured=each.is_meant(said.only))
            lines += [line] if line is not None else []
    text = page(lines, orders=orders)
    if said.small:
        print(text)
    else:
        (HERE / "RESULTS.md").write_text(text)


if __name__ == "__main__":
    main()

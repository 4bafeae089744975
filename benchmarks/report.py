"""What was measured, as a page: ratios, memory, versions, and how often each was run."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

from benchmarks.pairs import Pairs
from benchmarks.running import HERE, Taken


@dataclass(frozen=True)
class Line:
    """One comparison, and what is aimed at."""

    what: str
    against: str
    goal: str
    pairs: Pairs
    is_speed_up: bool = True
    """Whether the ratio is told as how much faster ours is, or as ours by the other."""
    over: int | None = None
    """Told is what ours takes longer for each of so many, where it does more than the other."""
    times: int = 1
    """What the other took is multiplied: it did one part in so many."""


_HEAD = """# How fast it is

Written by `make bench`; not by hand. Each line is two programs run in turn on the same machine,
whole processes from start to end; ratios are medians of the ratios of pairs, so that a busy
machine disturbs both alike. Seconds are of this machine only.
Ours writes every value into a ledger and judges none. Before anything is counted the values of
both sides are compared: all agree to 1e-9.

"""


def page(lines: Sequence[Line], *, orders: int) -> str:
    """The whole page."""
    rows = "\n".join(_row(each) for each in lines)
    head = "| what | against | ours | other | pairs | ratio | of processor time | aim |"
    rule = "|---|---|--:|--:|--:|--:|--:|---|"
    size = f"{orders:,} orders, {orders * 3 // 10:,} tickets, {orders // 10:,} deals"
    return (
        f"{_HEAD}Workload: {size}.\n\n{head}\n{rule}\n{rows}\n\n{_memory(lines)}\n\n{_versions()}\n"
    )


def _row(line: Line) -> str:
    pairs = line.pairs
    if line.is_speed_up:
        told = f"{line.times / pairs.ratio:.1f}x faster"
        of_processor = f"{line.times / pairs.processor_ratio:.1f}x"
    else:
        told, of_processor = f"{pairs.ratio:.2f}x", f"{pairs.processor_ratio:.2f}x"
    if line.over is not None:
        told, of_processor = f"{1000 * pairs.seconds_more / line.over:.0f} ms more for each", ""
    ours, other = _seconds(pairs.ours), _seconds(pairs.other, line.times)
    count = len(pairs.ours)
    cells = (line.what, line.against, ours, other, count, told, of_processor, line.goal)
    return f"| {' | '.join(map(str, cells))} |"


def _seconds(taken: Iterable[Taken], times: int = 1) -> str:
    return f"{times * median(each.seconds for each in taken):.1f} s"


def _memory(lines: Sequence[Line]) -> str:
    peaks = "\n".join(
        f"| {line.what}, {line.against} | {_peak(line.pairs.ours)} | {_peak(line.pairs.other)} |"
        for line in lines
    )
    return f"Peak memory of the largest process:\n\n| | ours | other |\n|---|--:|--:|\n{peaks}"


def _peak(taken: Iterable[Taken]) -> str:
    return f"{median(each.peak_megabytes for each in taken):.0f} MiB"


def _versions() -> str:
    names = ("duckdb", "sqlglot", "numpy", "pyarrow", "psycopg")
    own = [f"{name} {version(name)}" for name in names]
    pins = [pin for name in ("dbt", "sqlmesh") for pin in _pinned(HERE / "requirements" / name)]
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    machine = (
        f"{os.cpu_count()} processors, {platform.system()}, Python {platform.python_version()}"
    )
    return f"{machine}; load when it ended {load:.1f}. {', '.join([*own, *pins])}."


def _pinned(path: Path) -> Iterable[str]:
    wanted = ("dbt-core==", "dbt-duckdb==", "sqlmesh==")
    for line in path.with_suffix(".txt").read_text().splitlines():
        if line.startswith(wanted):
            yield line.split()[0].replace("==", " ")

"""What was timed, as a page; ratios and differences hold, seconds are of one machine."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from statistics import median

from benchmarks.pages.browser import Beside
from benchmarks.pages.viewers import Crowd

HEAD = """# How fast the pages are

Written by `make bench-pages`; not by hand. Two sides are timed in turn in the same browser on the
same machine, so that a busy machine disturbs both alike; ratios and differences are medians over
pairs. Readers of the crowd are real sessions without a browser: each waits {pauses} between pages.

"""


@dataclass(frozen=True)
class Line:
    """One comparison and what is aimed at."""

    what: str
    aim: str
    beside: Beside
    is_ratio: bool = True


def page(
    lines: Sequence[Line], usable: dict[str, float], crowd: Crowd, *, many: int, pauses: str
) -> str:
    """The whole page."""
    rows = "\n".join(_row(each) for each in lines)
    asked = "\n".join(f"| {what} | {seconds:.1f} s |" for what, seconds in usable.items())
    readers = "\n".join(f"| {what} | {value} |" for what, value in _crowd(crowd).items())
    return (
        f"{HEAD.format(pauses=pauses)}"
        "| what | ours | other | pairs | ours by the other, or more than it | aim |\n"
        f"|---|--:|--:|--:|--:|---|\n{rows}\n\n"
        f"With {many:,} key results, until what was asked for is there:\n\n"
        f"| | |\n|---|--:|\n{asked}\n\n"
        f"{crowd.count} readers at once, on the demo:\n\n| | |\n|---|--:|\n{readers}\n\n"
        f"{_machine()}\n"
    )


def _row(line: Line) -> str:
    beside = line.beside
    told = f"{beside.ratio:.2f}x" if line.is_ratio else f"{beside.difference:+.2f} s"
    ours, other = median(beside.ours), median(beside.other)
    count = len(beside.ours)
    return f"| {line.what} | {ours:.2f} s | {other:.2f} s | {count} | {told} | {line.aim} |"


def _crowd(crowd: Crowd) -> dict[str, str]:
    return {
        "pages asked for": f"{len(crowd.seconds) + len(crowd.faults)}",
        "errors": f"{len(crowd.faults)}",
        "a page, median": f"{crowd.median:.2f} s",
        "a page, 95 of 100 within": f"{crowd.p95:.2f} s",
        "memory of the server before": f"{crowd.before_megabytes:.0f} MiB",
        "memory of one more reader": f"{crowd.megabytes_each:.1f} MiB",
    }


def _machine() -> str:
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    return (
        f"{os.cpu_count()} processors, {platform.system()}, Python {platform.python_version()}, "
        f"streamlit {version('streamlit')}; load when it ended {load:.1f}."
    )

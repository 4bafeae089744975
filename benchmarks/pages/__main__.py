"""`python -m benchmarks.pages`: time the pages, beside smaller ones and beside bare Streamlit."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.pages import browser, report
from benchmarks.pages.projects import a_project
from benchmarks.pages.report import Line
from benchmarks.pages.serving import BARE, PAGES, ROOT, served
from benchmarks.pages.viewers import PAUSE_SECONDS, crowd

WORK = Path(__file__).parents[1] / ".work" / "pages"
FEW, MANY = 100, 10_000
OURS = ("Data health", "Overview", "Alignment", "Cycle review", "Weekly review")
BARES = ("second", "first", "second", "first", "second")


def main() -> None:
    """Read the command line, time everything, write the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pages", description=__doc__)
    parser.add_argument("--demo", type=Path, default=ROOT, help="a project with the demo's data")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--many", type=int, default=MANY)
    said = parser.parse_args()
    few, many = a_project(WORK / str(FEW), FEW), a_project(WORK / str(said.many), said.many)
    lines = []
    with browser.chromium() as chromium:
        with served(PAGES, few.root) as small, served(PAGES, many.root) as large:
            cold = browser.first_chart(chromium, small), browser.first_chart(chromium, large)
            _say(f"first reader of a snapshot: {cold[0]:.1f} s, {cold[1]:.1f} s")
            first = browser.in_turn(
                partial(browser.first_chart, chromium, large),
                partial(browser.first_chart, chromium, small),
                said.pairs,
            )
            what = f"first chart, {said.many:,} key results against {FEW}"
            lines.append(Line(what, "<= 1.2x", first))
            _say(f"{what}: {first.ratio:.2f}x")
            number = said.many - 1
            title = f"Key result {number}"
            usable = browser.searching(chromium, large, title, f"{title}: hours")
        with served(PAGES, said.demo) as demo, served(BARE) as bare:
            turns = browser.in_turn(
                lambda: median(browser.switches(chromium, demo, OURS)),
                lambda: median(browser.switches(chromium, bare, BARES)),
                said.pairs,
            )
            what = "another page of the demo against one of bare Streamlit"
            lines.append(Line(what, "<= 0.7 s more", turns, is_ratio=False))
            _say(f"{what}: {turns.difference:+.2f} s")
    usable["the first reader of a new snapshot, until the first chart"] = cold[1]
    with served(PAGES, said.demo) as demo:
        together = crowd(demo, said.readers, pages=5)
    _say(f"{said.readers} readers: {together.p95:.2f} s, {len(together.faults)} errors")
    for each in together.faults[:5]:
        _say(each)
    pauses = "{:.0f} to {:.0f} seconds".format(*PAUSE_SECONDS)
    text = report.page(lines, usable, together, many=said.many, pauses=pauses)
    (WORK.parents[1] / "RESULTS-PAGES.md").write_text(text, encoding="utf-8")


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


main()

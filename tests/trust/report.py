"""Write `docs/trust.md` from what a soak has said: `python -m tests.trust.report FOLDER`."""

from __future__ import annotations

import shutil
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.trust.catalogue import CATALOGUE, Row  # noqa: E402
from tests.trust.scale import MINUTES, SCALE, WHOLE  # noqa: E402
from tests.trust.soak import Outcome, Soak  # noqa: E402

HEAD = """# Trust, with figures

What must never happen, and what was tried. A figure stands here only if a test produced it that
can fail; `make soak` runs those tests with large numbers and writes this page anew. A row with a
test and no figure is shown by that test on every `make test`; *not yet* says what is missing.

The hash chain finds accidents and casual editing. It is no wall against an administrator who
rewrites ledger, head and snapshots together: keep backups where that person may not write.
"""


def page(outcomes: Sequence[Outcome]) -> str:
    """The whole page."""
    figures: dict[str, list[str]] = defaultdict(list)
    for each in outcomes:
        if each.outcome == "passed":
            for row, shown in each.shown:
                figures[row].append(shown)
    sections = (line for name in CATALOGUE for line in _section(name, figures))
    return "\n".join([HEAD, *_told(outcomes), *sections])


def _told(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """When the figures were made, and which tests have none to show."""
    hours = sum(each.seconds for each in outcomes) / 3600
    yield (
        f"Last soak: {datetime.now(UTC):%Y-%m-%d}, {len(outcomes)} tests in {hours:.1f} hours of "
        f"one process. It asked for {min(SCALE, WHOLE)} % of the catalogue's numbers and gave no "
        f"test more than {MINUTES:g} minutes: a figure says how far its test came."
    )
    for each in sorted(outcomes, key=lambda each: each.test):
        if each.outcome != "passed":
            yield f"- **{each.outcome}**: `{each.test}`"
    yield ""


def _section(name: str, figures: dict[str, list[str]]) -> Iterator[str]:
    yield f"## {name}\n"
    yield "| | what happens | figure | test |"
    yield "|---|---|---|---|"
    for row in CATALOGUE[name]:
        yield _line(row, figures.get(row.id, []))
    yield ""


def _line(row: Row, shown: list[str]) -> str:
    said = "<br>".join(sorted(set(shown))) or (f"*not yet*: {row.not_yet}" if row.not_yet else "")
    test = f"`{row.shown_by}`" if row.shown_by else ""
    return f"| {row.id} | {row.fault} | {said} | {test} |"


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    ended = list(Soak(folder).outcomes())
    (ROOT / "docs" / "trust.md").write_text(page(ended), encoding="utf-8")
    if len(sys.argv) > 2 and sys.argv[2] == "--whole":
        shutil.rmtree(folder)

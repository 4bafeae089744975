"""The README says nothing of speed that the benchmark has not measured."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
FIGURE = re.compile(r"\d[\d.,]*(?: ?(?:x|×|ms|s|MiB)| (?:times|seconds|minutes))\b")
"""A ratio, a span of time, or an amount of memory."""


def figures(text: str) -> set[str]:
    return set(FIGURE.findall(FENCED.sub("", text)))


def test_a_figure_is_found_where_one_stands() -> None:
    text = "is 8.3x faster, takes 4 s and 300 MiB\n```console\nin 0.01 s\n```\nof 27 key results"

    assert figures(text) == {"8.3x", "4 s", "300 MiB"}


def test_the_readme_quotes_only_figures_that_were_measured() -> None:
    results = ROOT / "benchmarks/RESULTS.md"
    measured = results.read_text("utf-8") if results.exists() else ""

    assert figures((ROOT / "README.md").read_text("utf-8")) <= figures(measured)

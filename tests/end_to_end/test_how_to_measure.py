"""Every example of the page on measures, checked and measured on the demo."""

from __future__ import annotations

import io
import json
import re
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
import yaml

from docs.as_of import pictures
from krtracker.cli.app import run

PAGE = Path(__file__).parents[2] / "docs/how-to/measure-as-of-a-day.md"
EXAMPLE = re.compile(
    r"^```yaml\n(?P<text>.*?)^```\n\n(?P<value>[\d.]+) as of (?P<day>[\d-]+)$", re.M | re.S
)
EXAMPLES = [
    pytest.param(
        found["text"], found["value"], found["day"], id=found["text"].split(":")[0].strip()
    )
    for found in EXAMPLE.finditer(PAGE.read_text("utf-8"))
]
HEAD = "objective: Show every form of a measure\nteam: readers\ncycle: 2026-Q4\nkey_results:\n"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, with every example of the page in one more file."""
    root = tmp_path_factory.mktemp("demo")
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        assert run(["init", str(root), "--demo"]) == 0
    examples = "".join(str(each.values[0]) for each in EXAMPLES)
    (root / "kr_definitions/shown.yaml").write_text(HEAD + examples, "utf-8")
    return root


def document(*words: str, demo: Path) -> Any:
    """What a command prints with `--json`."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(io.StringIO()):
        run(["--project", str(demo), *words, "--json"])
    return json.loads(out.getvalue())


def test_every_example_has_its_number() -> None:
    assert len(EXAMPLES) == PAGE.read_text("utf-8").count("```yaml") == 10


def test_check_accepts_every_example(demo: Path) -> None:
    problems = document("check", demo=demo)["problems"]

    assert [each for each in problems if each["severity"] == "error"] == []


@pytest.mark.parametrize(("text", "value", "day"), EXAMPLES)
def test_the_example_gives_the_number_below_it(demo: Path, text: str, value: str, day: str) -> None:
    (id,) = yaml.safe_load(text)

    (told,) = document("preview", id, "--as-of", day, demo=demo)["days"]

    assert told["reason"] is None
    assert f"{told['value']:.4f}".rstrip("0").rstrip(".") == value


@pytest.mark.parametrize("path", pictures(), ids=lambda path: path.name)
def test_the_picture_is_the_one_that_is_drawn(path: Path) -> None:
    assert path.read_text("utf-8") == pictures()[path], "`python -m docs.as_of` draws it anew"


def test_every_picture_is_shown() -> None:
    text = PAGE.read_text("utf-8")

    assert [path.name for path in pictures() if f"images/as_of/{path.name})" not in text] == []

"""What an editor shows while a definition is written: asked of the real language server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from krtracker.cli.app import run
from tests.editor.speaking import Editor, editor

DEFINITION = """\
objective: Answer while it matters
team: support
cycle: 2026-Q4
key_results:
  first_answer:
    title: Hours to the first answer
    unit: h
    target: 12
    cadence: daily
    source: example
    measure:
      from: tickets
      value: avg(hours_between(opened_at, answered_at))
      at: answered_at
      window: last 28 days
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project as `krtracker init` begins it."""
    root = tmp_path_factory.mktemp("okr")
    assert run(["init", str(root)]) == 0
    return root


@pytest.fixture(scope="module")
def opened(server: tuple[str, ...], project: Path) -> Iterator[Editor]:
    """An editor with that project open, and with the settings that the project brings."""
    settings = json.loads((project / ".vscode/settings.json").read_text())
    with editor(server, project, settings) as found:
        yield found


def place_of(text: str, word: str) -> tuple[int, int]:
    """Line and column of a word, counted from zero."""
    before = text[: text.index(word)]
    return before.count("\n"), len(before.rpartition("\n")[2])


def test_what_init_wrote_has_nothing_marked(opened: Editor, project: Path) -> None:
    for name in ("project.yaml", "connections.yaml", "kr_definitions/example.yaml"):
        assert opened.open(project / name, (project / name).read_text()) == []


@pytest.mark.parametrize(
    ("word", "says"),
    [
        pytest.param("target", "The value promised", id="a field of a key result"),
        pytest.param("window", "Which days up to D count", id="a field of a measure"),
        pytest.param("cycle", "The span it is set for", id="a field of the head"),
    ],
)
def test_a_field_is_explained_where_it_stands(
    opened: Editor, project: Path, word: str, says: str
) -> None:
    path = project / f"kr_definitions/hover_{word}.yaml"
    opened.open(path, DEFINITION)

    line, column = place_of(DEFINITION, f"{word}:")

    assert says.lower() in opened.hover(path, line, column + 1).lower()


def test_the_fields_that_are_missing_are_offered_with_what_they_say(
    opened: Editor, project: Path
) -> None:
    path = project / "kr_definitions/fields.yaml"
    text = DEFINITION + "    \n"
    opened.open(path, text)

    offered = opened.completions(path, text.count("\n") - 1, 4)

    assert {"guardrails", "expect", "split_by", "history", "baseline"} <= offered.keys()
    assert "target" not in offered
    assert "must hold while this one moves" in offered["guardrails"]


def test_the_words_of_a_closed_list_are_offered(opened: Editor, project: Path) -> None:
    path = project / "kr_definitions/words.yaml"
    text = DEFINITION.replace("cadence: daily", "cadence: ")
    opened.open(path, text)
    line, column = place_of(text, "cadence: ")

    offered = opened.completions(path, line, column + len("cadence: "))

    assert {"hourly", "daily", "weekly", "monthly"} <= offered.keys()


def test_a_slip_is_marked(opened: Editor, project: Path) -> None:
    marked = opened.open(
        project / "kr_definitions/slip.yaml", DEFINITION.replace("target:", "taget:")
    )

    assert any("taget" in each for each in marked)


def test_the_first_line_of_a_definition_is_enough(server: tuple[str, ...], project: Path) -> None:
    head = "# yaml-language-server: $schema=../schema/definition.json\n"
    with editor(server, project, {}) as bare:
        path = project / "kr_definitions/first_line.yaml"
        bare.open(path, head + DEFINITION)
        line, column = place_of(head + DEFINITION, "target:")

        assert "The value promised" in bare.hover(path, line, column + 1)

"""What is said when a command was typed wrongly."""

from __future__ import annotations

import subprocess
import sys

import pytest

from krtracker import __version__
from krtracker.cli.app import project_first, run


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param(["trak"], "unknown command `trak`\n      = hint: did you mean `track`?"),
        pytest.param(["track", "--as-off", "x"], "did you mean `--as-of`?"),
        pytest.param(["track", "--as-of", "2026-13-01"], "`2026-13-01` is no day"),
        pytest.param(["preview"], "missing argument `KR`"),
        pytest.param(["backfill", "--from", "soon"], "`soon` is no day"),
        pytest.param(["preview", "x", "--days", "0"], "`0` is no number of days"),
        pytest.param(["demo", "netx-day"], "did you mean `next-day`?"),
        pytest.param(["history", "--csv", "--json"], "exclude one another"),
        pytest.param(["init", "x", "--zone", "Europe/Pariss"], "did you mean `Europe/Paris`?"),
        pytest.param(["init", "x", "--demo", "--name", "Mine"], "leave `--name`"),
        pytest.param(["--project", "nowhere", "show"], "no `project.yaml` in"),
        pytest.param(["show", "--project", "nowhere"], "(named by --project)"),
    ],
)
def test_words_at_fault_are_told_with_a_way_out(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = run(words)

    said = capsys.readouterr()
    assert (code, said.out) == (2, "")
    assert told in said.err


def test_no_command_tells_which_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    code = run([])

    assert code == 2
    assert "backfill" in capsys.readouterr().out


def test_the_version_is_a_result(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"krtracker {__version__}\n"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param(["track", "--project=x"], ["--project=x", "track"], id="behind"),
        pytest.param(["--project", "x", "track"], ["--project", "x", "track"], id="in front"),
        pytest.param(["a", "--", "--project", "x"], ["a", "--", "--project", "x"], id="after --"),
        pytest.param(["track", "--project"], ["--project", "track"], id="without a folder"),
    ],
)
def test_the_project_may_be_named_anywhere(typed: list[str], meant: list[str]) -> None:
    assert project_first(typed) == meant


def test_completion_is_offered_to_the_shell() -> None:
    environment = {
        "_KRTRACKER_COMPLETE": "complete_bash",
        "COMP_WORDS": "krtracker tr",
        "COMP_CWORD": "1",
    }
    code = "import sys; sys.argv[0] = 'krtracker'; from krtracker.cli import main; main()"

    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )

    assert done.stdout.split() == ["track"]

"""What is told to the person at the terminal, where nothing is drawn in colour."""

from __future__ import annotations

import pytest

from krtracker.cli import terminal


def test_what_is_said_is_told_word_for_word(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.say("kept `[bold]` and `:a:` as they are")

    assert capsys.readouterr() == ("", "kept `[bold]` and `:a:` as they are\n")


def test_what_would_write_over_the_line_is_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.say("no problem\r1 problem\a")

    assert capsys.readouterr().err == "no problem1 problem\n"


def test_no_problem_leaves_no_trace(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.report([], to=terminal.results)

    assert capsys.readouterr() == ("", "")

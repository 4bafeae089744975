import logging

import pytest

from krtracker.cli import mistakes

logger = logging.getLogger("krtracker.somewhere")


def stumble(name: str) -> None:
    try:
        raise KeyError("w")
    except KeyError as error:
        logger.error("measuring %s failed", name, exc_info=error)


def test_a_mistake_of_ours_shows_where_it_happened(capsys: pytest.CaptureFixture[str]) -> None:
    with mistakes.told():
        stumble("growth")

    said = capsys.readouterr().err
    assert said.startswith("measuring growth failed\nTraceback")
    assert "in stumble" in said


def test_the_same_mistake_shows_once(capsys: pytest.CaptureFixture[str]) -> None:
    with mistakes.told():
        stumble("growth")
        stumble("churn")

    assert capsys.readouterr().err.count("Traceback") == 1


def test_what_is_no_mistake_is_left_to_commands(capsys: pytest.CaptureFixture[str]) -> None:
    with mistakes.told():
        logger.warning("growth cannot be measured")
    stumble("after the command")

    assert capsys.readouterr().err == ""

"""What `explain` says of changes: of the promise, of the measure, and of the value by its parts."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from krtracker.cli.app import run
from krtracker.cli.moved import moved_line
from krtracker.domain.moved import Moved, Mover
from krtracker.domain.split import SplitKind
from krtracker.project import Project
from tests.dashboards.changing import EARLY, publish_changes

Say = Callable[..., str]


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project in which promises, measures and values changed."""
    root: Path = tmp_path_factory.mktemp("explained")
    (root / "project.yaml").write_text("name: Food & Co\n", encoding="utf-8")
    return publish_changes(Project(root))


@pytest.fixture
def said(changed: Project, capsys: pytest.CaptureFixture[str]) -> Say:
    """What the command says, with single spaces."""

    def of(*words: str) -> str:
        assert run(["explain", *words, "--project", str(changed.root)]) == 0
        return capsys.readouterr().out

    return of


def test_a_past_day_is_told_with_the_promise_of_that_day(said: Say) -> None:
    text = " ".join(said("moved", "--as-of", EARLY.isoformat()).split())

    assert "target 24 h by 2026-12-31" in text
    assert "(40 − 48) / (24 − 48) = 33 %" in text
    assert "until 2026-11-19, when another promise took its place; now it is 28.5 h" in text


def test_the_number_shown_is_told_with_the_promise_of_now(said: Say) -> None:
    text = " ".join(said("moved").split())

    assert "target 28.5 h by 2026-12-31" in text
    assert "took its place" not in text


def test_a_document_has_the_target_of_the_promise_beside_it(said: Say) -> None:
    now = json.loads(said("moved", "--json"))["receipt"]
    then = json.loads(said("moved", "--as-of", EARLY.isoformat(), "--json"))["receipt"]

    assert (then["target"], now["target"]) == (24.0, 28.5)
    assert then["promise"]["hash"] != now["promise"]["hash"]
    assert then["promised_since"] == now["promise"]
    assert now["promised_since"] is None


def test_a_new_measure_is_no_new_promise(said: Say) -> None:
    text = said("measured")

    assert "measure changed on 2026-11-22 by logistics: carrier B left" in text
    assert not re.search(r"promised +changed", text)


def a_move(change: float, *brought: float) -> Moved:
    """A change divided over parts that brought this much."""
    parts = tuple(
        Mover(f"part {place}", 1.0, 1.0, 0.5, 0.5, rate=each) for place, each in enumerate(brought)
    )
    days = date(2026, 11, 15), date(2026, 11, 21)
    return Moved("region", SplitKind.RATIO, *days, 100.0, 100.0 + change, parts)


@pytest.mark.parametrize(
    ("change", "brought", "unit", "says"),
    [
        pytest.param(7407.3, (3703.65, 2222.19, 1481.46), "EUR", "+7,407 EUR", id="large"),
        pytest.param(
            -15.7444, (-4.94662, -4.92777, -2.31717, -3.55284), "%", "−15.74 pt", id="percentages"
        ),
        pytest.param(60.0, (54.0, 48.0, -42.0), "orders", "+60 orders", id="counts"),
    ],
)
def test_what_each_part_brought_adds_up_as_it_is_told(
    change: float, brought: tuple[float, ...], unit: str, says: str
) -> None:
    name, told = moved_line(a_move(change, *brought), unit)

    whole, parts = told.split(": ")
    numbers = [float(each) for each in re.findall(r"[+-][\d.]+", _plain(parts))]
    assert name == "by region"
    assert whole == f"{says} since 2026-11-15"
    assert math.isclose(math.fsum(numbers), float(_plain(says).split()[0]), abs_tol=1e-9)


def _plain(text: str) -> str:
    """Numbers as a program reads them."""
    return re.sub(r"(?<=\d),(?=\d)", "", text.replace("−", "-"))

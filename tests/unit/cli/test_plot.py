"""How a line of values is drawn with letters."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from krtracker.cli.plot import NARROWEST, ROWS, plot

FIRST = date(2026, 1, 1)


def days(*values: float | None) -> list[tuple[date, float | None]]:
    """Values of consecutive days."""
    return [(FIRST + timedelta(days=place), value) for place, value in enumerate(values)]


def drawn(*values: float | None, width: int = 60, **lines: float) -> list[str]:
    return [each.plain for each in plot(days(*values), width=width, unit="h", lines=lines)]


def test_a_rising_line_goes_from_bottom_left_to_top_right() -> None:
    *rows, _ = drawn(*map(float, range(200)))

    assert len(rows) == ROWS
    body = [row.partition("│")[2] for row in rows]
    assert [len(row) - len(row.lstrip()) for row in body] == sorted(
        (len(row) - len(row.lstrip()) for row in body), reverse=True
    )


def test_the_ends_of_the_scale_are_written() -> None:
    *rows, under = drawn(2.0, 4.0)

    assert (rows[0].strip().startswith("4 h│"), rows[-1].strip().startswith("2 h│")) == (True, True)
    assert under.split() == ["2026-01-01", "2026-01-02"]


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_no_row_is_wider_than_the_terminal(width: int) -> None:
    rows = drawn(*map(float, range(500)), width=width, baseline=40.0, target=900.0)

    assert max(map(len, rows)) <= width


def test_a_terminal_too_narrow_still_shows_something() -> None:
    assert max(map(len, drawn(1.0, 2.0, width=5))) >= NARROWEST


def test_a_target_beyond_all_values_is_within_the_scale() -> None:
    rows = drawn(1.0, 2.0, target=10.0)

    assert rows[0].endswith("target")
    assert "10 h" in rows[0]


def test_a_gap_is_not_bridged() -> None:
    rows = drawn(*[1.0] * 50, *[None] * 100, *[1.0] * 50)
    letters = "".join(row.partition("│")[2] for row in rows[:-1])

    blank = sum(letter in " \u2800" for letter in letters) / ROWS
    assert blank > len(rows[0].partition("│")[2]) / 2


@pytest.mark.parametrize("values", [(), (None,), (1.0,), (None, 1.0, None)])
def test_too_little_is_not_drawn(values: tuple[float | None, ...]) -> None:
    assert drawn(*values) == []


def test_values_that_never_move_lie_in_the_middle() -> None:
    rows = drawn(5.0, 5.0, 5.0)

    assert any(letter not in " \u2800" for letter in rows[ROWS // 2].partition("│")[2])

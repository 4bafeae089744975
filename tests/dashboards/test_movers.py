"""What moved a value: the card of the Key result page."""

from __future__ import annotations

import pytest

from dashboards.blocks import Table
from dashboards.movers import pieces
from dashboards.view import View, view
from krtracker.domain.moved import Moved, Mover
from krtracker.domain.split import SplitKind
from krtracker.project import Project
from tests.builders import A_DAY, NOW
from tests.dashboards.conftest import Open
from tests.dashboards.reading import block, row, text, text_of
from tests.dashboards.seeded import DELIVERY


def test_the_parts_of_the_change_since_last_week_are_told(open_page: Open, story: Project) -> None:
    test = open_page(story, "key_result", kr=DELIVERY.id)

    says = text(test)
    assert "What moved it" in says
    assert "−1.7 h since Sun 15 Nov" in says
    north = text_of(row(block(test, "table"), "North"))
    assert "37.0 → 35.3 h" in north
    assert "by value" in north
    assert "34.8 → 33.1 h" in text_of(row(block(test, "table"), "in all"))


def test_the_address_tells_since_when(open_page: Open, story: Project) -> None:
    test = open_page(story, "key_result", kr=DELIVERY.id, since="2026-09-30")

    assert "since Wed 30 Sep" in text(test)
    assert "48.0 → 33.1 h" in text_of(row(block(test, "table"), "in all"))


@pytest.mark.parametrize("since", ["yesterday", "2026-11-20", ""])
def test_an_address_that_names_no_such_day_shows_last_week(
    open_page: Open, story: Project, since: str
) -> None:
    assert "since Sun 15 Nov" in text(open_page(story, "key_result", kr=DELIVERY.id, since=since))


def test_a_key_result_without_columns_has_no_such_card(open_page: Open, story: Project) -> None:
    assert "What moved it" not in text(open_page(story, "key_result", kr="average_basket"))


def test_it_is_told_in_french(open_page: Open, french: Project) -> None:
    says = text(open_page(french, "key_result", kr=DELIVERY.id))

    assert "Ce qui l’a fait bouger" in says
    assert "−1,7 h depuis le dim. 15 nov." in says
    assert "par la valeur" in says


@pytest.fixture
def a_view(story: Project) -> View:
    found = view(story, NOW)
    assert found is not None
    return found


A_MEDIAN = Moved(
    "channel",
    SplitKind.APART,
    A_DAY,
    A_DAY,
    before=5.0,
    now=4.0,
    movers=(Mover("web", 6.0, 4.0), Mover("", None, 4.5)),
)


def test_the_parts_of_a_median_are_shown_without_what_they_brought(a_view: View) -> None:
    said, table = pieces(A_MEDIAN, a_view.quantity(DELIVERY), a_view)

    assert isinstance(table, Table)
    assert [column.head for column in table.columns] == ["Channel", "Its own value"]
    assert table.note is not None
    assert "no sum of its parts" in table.note
    assert "brought" not in str(said)


def test_every_contribution_is_drawn_from_the_same_line(a_view: View) -> None:
    moved = Moved(
        "channel",
        SplitKind.SUM,
        A_DAY,
        A_DAY,
        before=100.0,
        now=70.0,
        movers=(Mover("web", 60.0, 20.0, rate=-40.0), Mover("desk", 40.0, 50.0, rate=10.0)),
    )

    _, table = pieces(moved, a_view.quantity(DELIVERY), a_view)

    assert isinstance(table, Table)
    swings = [cell.swing for cells in table.rows for cell in cells if cell.swing]
    assert [(each.start, each.end, each.is_with) for each in swings] == [
        (0.8, 0.0, True),
        (0.8, 1.0, False),
    ]


def test_a_change_smaller_than_its_decimals_gets_one_more(a_view: View) -> None:
    small = Moved(
        "channel",
        SplitKind.SUM,
        A_DAY,
        A_DAY,
        before=1.0,
        now=1.15,
        movers=(Mover("web", 0.5, 0.58, rate=0.08), Mover("desk", 0.5, 0.57, rate=0.07)),
    )

    _, table = pieces(small, a_view.quantity(DELIVERY), a_view)

    assert "+0.08" in str(table)

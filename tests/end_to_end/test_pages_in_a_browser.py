"""The ways people go through the pages, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from krtracker.ledger import Ledger
from krtracker.project import Project
from tests.builders import NOW, a_batch, a_catalog, a_judged
from tests.dashboards.seeded import a_settings
from tests.end_to_end.browsing import IN_A_BROWSER, Look, Told, picture, served, settled

VIEWS = (
    *("", "key_result?kr=waiting_complaints", "data_health", "alignment", "cycle_review"),
    *("weekly_review?item=2026-Q4/waiting_complaints", "weekly_review?item=close"),
)

TOO_WIDE = """() => {
    const found = []
    const look = (root) => root.querySelectorAll("*").forEach((each) => {
        const box = each.getBoundingClientRect()
        const scrolls = each.closest(
            "pre, .steps ol, [data-testid=stHorizontalBlock], [role=radiogroup]")
        if (box.width && box.right > innerWidth + 1 && !scrolls && !each.closest("header")
            && !each.closest("[data-testid=stButtonGroup]")) found.push(each.className)
        if (each.shadowRoot) look(each.shadowRoot)
    })
    look(document.querySelector("[data-testid=stMain]"))
    return found
}"""
"""What reaches beyond the screen, but for what scrolls within itself."""
pytestmark = IN_A_BROWSER


@pytest.fixture
def address(tellings: Callable[[str], Told]) -> str:
    """Where a project is that has everything a page can show."""
    return tellings("en").address


def test_from_what_changed_to_the_source_that_broke(look: Look, address: str) -> None:
    page, seen = look(address)

    page.get_by_role("link", name="Complaints about waiting time").first.click()
    expect(page.get_by_text("held since 16 Nov")).to_be_visible()
    expect(page.get_by_test_id("stCode")).to_contain_text("AVG")
    page.get_by_role("link", name="Data health").click()
    expect(
        page.get_by_role("heading", name="1 number is not believed, 2 are missing.")
    ).to_be_visible()
    expect(page.get_by_text("does not answer")).to_be_visible()

    assert (seen.errors, seen.elsewhere) == ([], [])


def test_an_address_restores_the_view(look: Look, address: str) -> None:
    page, _ = look(address)

    page.get_by_placeholder("Search key results").fill("basket")
    page.get_by_placeholder("Search key results").press("Enter")
    expect(page.get_by_role("row").filter(has_text="Average delivery time")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"search=basket"))
    again, _ = look(page.url)

    expect(again.get_by_placeholder("Search key results")).to_have_value("basket")
    expect(again.get_by_role("row").filter(has_text="Average basket")).to_be_visible()
    expect(again.get_by_role("row").filter(has_text="Average delivery time")).to_have_count(0)


def test_a_tile_shows_the_key_results_that_it_counts(look: Look, address: str) -> None:
    page, _ = look(address)

    page.get_by_role("link", name="2 no data").click()

    expect(page.get_by_role("row").filter(has_text="Time to the first answer")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Average basket")).to_have_count(0)


def test_the_receipt_of_a_past_day_has_an_address(look: Look, address: str) -> None:
    page, seen = look(f"{address}/key_result?kr=urgent_delivery_time&day=2026-10-20")

    expect(page.get_by_text("held: the support feed brought 4 rows")).to_be_visible()
    expect(page.get_by_text("✕ 3 of 4 passed")).to_be_visible()
    page.get_by_role("link", name="Overview").first.click()
    page.get_by_role("link", name="Average basket").first.click()
    expect(page.get_by_role("heading", name="Average basket")).to_be_visible()
    assert "day=" not in page.url
    assert (seen.errors, seen.elsewhere) == ([], [])


def test_links_are_reached_by_keyboard(look: Look, address: str) -> None:
    page, _ = look(address)
    link = page.get_by_role("link", name="Average basket").first

    link.focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Average basket")).to_be_visible()


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_runs_out_of_a_narrow_screen(
    look: Look, address: str, tmp_path: Path, view: str
) -> None:
    page, seen = look(f"{address}/{view}", width=768)
    settled(page)
    too_wide = page.evaluate(TOO_WIDE)
    page.set_viewport_size({"width": 390, "height": 1000})
    settled(page)
    picture(page, tmp_path, "phone")
    too_wide += page.evaluate(TOO_WIDE)

    assert too_wide == []
    assert (seen.errors, seen.elsewhere) == ([], [])


def test_an_open_page_follows_a_new_snapshot(look: Look, tmp_path: Path) -> None:
    (tmp_path / "project.yaml").write_text("name: live\n", encoding="utf-8")
    ledger = Ledger(Project(tmp_path))
    ledger.adopt(a_catalog(settings=a_settings()), now=NOW, run="first")
    ledger.record(a_batch(a_judged(42.0)))
    ledger.publish()

    with served(Project(tmp_path)) as address:
        page, seen = look(f"{address}/?search=delivery")
        expect(page.get_by_role("row").filter(has_text="42")).to_be_visible()
        ledger.record(a_batch(a_judged(40.5), run="second"))
        ledger.publish()

        expect(page.get_by_role("row").filter(has_text="40.5")).to_be_visible(timeout=40_000)
        expect(page.get_by_placeholder("Search key results")).to_have_value("delivery")
        assert (seen.errors, seen.elsewhere) == ([], [])

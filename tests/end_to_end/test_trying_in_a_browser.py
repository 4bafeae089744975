"""A person without an editor: writes a key result on a page, sees its year, and saves it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from krtracker.project import Project
from tests.end_to_end.browsing import IN_A_BROWSER, Look, picture, served
from tests.end_to_end.shop import Shop, a_shop

FILE = "kr_definitions/orders.yaml"
PATIENT = 280_000
"""Milliseconds: a trial is a process of its own, and a busy machine starts it late."""
pytestmark = IN_A_BROWSER


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    shop = a_shop(tmp_path_factory.mktemp("shop"), sources=("orders",))
    assert shop.run("track").code == 0
    return shop


@pytest.fixture(scope="module")
def address(shop: Shop) -> Iterator[str]:
    with served(Project(shop.root)) as address:
        yield f"{address}/try"


def write(page: Page, text: str) -> None:
    """Write into the definition, as one who replaces it, and try it by the keyboard."""
    page.get_by_role("textbox", name="What it says").fill(text)
    page.keyboard.press("Control+Enter")


def test_a_number_is_measured_again_beside_its_receipt(look: Look, address: str) -> None:
    page, seen = look(f"{address.removesuffix('/try')}/key_result?kr=orders_count")

    page.get_by_role("button", name="Measure again").click()

    expect(page.get_by_text("Measured again just now: the same.")).to_be_visible(timeout=PATIENT)
    assert (seen.errors, seen.elsewhere) == ([], [])


def test_from_a_slip_to_a_saved_definition(
    look: Look, address: str, shop: Shop, tmp_path: Path
) -> None:
    page, seen = look(address)
    before = (shop.root / FILE).read_text()
    after = before.replace("Average amount", "Mean amount")
    save = page.get_by_role("button", name="Save")

    write(page, after.replace("target: 60", "taget: 60"))
    expect(page.get_by_text("did you mean `target`?")).to_be_visible(timeout=PATIENT)
    expect(save).to_be_disabled()
    write(page, after)
    expect(page.get_by_role("heading", name="Rows of the last week")).to_be_visible(timeout=PATIENT)
    expect(page.get_by_text("never in ")).to_be_visible()
    expect(page.locator(".js-plotly-plot .scatterlayer").first).to_be_visible()
    expect(page.get_by_text("+    title: Mean amount")).to_be_visible()
    picture(page, tmp_path, "tried")
    save.click()
    expect(page.get_by_text("Saved.")).to_be_visible(timeout=PATIENT)

    assert (shop.root / FILE).read_text() == after
    assert shop.run("check").code == 0
    assert (seen.errors, seen.elsewhere) == ([], [])


def test_what_somebody_else_wrote_meanwhile_stays(look: Look, address: str, shop: Shop) -> None:
    page, _ = look(address)
    expect(page.get_by_role("textbox", name="What it says")).to_be_visible()
    before = (shop.root / FILE).read_text()
    shop.write(FILE, f"{before}# theirs\n")

    write(page, f"{before}# mine\n")
    page.get_by_role("button", name="Save").click(timeout=PATIENT)

    expect(page.get_by_text("says something else")).to_be_visible(timeout=PATIENT)
    assert (shop.root / FILE).read_text() == f"{before}# theirs\n"
    page.get_by_role("button", name="Take what the file says now").click()
    expect(page.get_by_role("textbox", name="What it says")).to_have_value(f"{before}# theirs\n")


def test_a_trial_under_way_can_be_cancelled(look: Look, address: str, shop: Shop) -> None:
    page, _ = look(address)

    write(page, (shop.root / FILE).read_text() + "# once more\n")
    page.get_by_role("button", name="Cancel").click()

    expect(page.get_by_text("Cancelled")).to_be_visible()

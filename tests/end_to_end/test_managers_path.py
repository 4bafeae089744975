"""A manager's minute: what changed, one key result, what moved it, and where the number is from."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.browsing import IN_A_BROWSER, READERS, Look, Told, picture

pytestmark = IN_A_BROWSER

SAID = {
    "en": {
        "changed": "Since Mon 16 Nov",
        "moved": "What moved it",
        "change": "−1.7 h since Sun 15 Nov",
        "reason": "(region) brought −0.9 h of −1.7 h",
        "start": "30 Sep",
        "since start": "−14.9 h since Wed 30 Sep",
        "lands": "on 31 Dec",
        "receipt": "Receipt",
        "rows": "1\u202f204 rows → 33.1 h",
    },
    "fr": {
        "changed": "Depuis le lun. 16 nov.",
        "moved": "Ce qui l’a fait bouger",
        "change": "−1,7 h depuis le dim. 15 nov.",
        "reason": "(region) apporte −0,9 h sur −1,7 h",
        "start": "30 sept.",
        "since start": "−14,9 h depuis le mer. 30 sept.",
        "lands": "le 31 déc.",
        "receipt": "Justificatif",
        "rows": "1\u202f204 lignes → 33,1 h",
    },
}
LOCALES = {"en": "en-GB", "fr": "fr-FR"}
TITLE = "Average delivery time of critical orders"


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def seen_text(page: Page, text: str) -> None:
    """Waits until a text is there, whatever space stands before its unit."""
    expect(page.locator("body")).to_contain_text(text)


@pytest.mark.parametrize("which", [0, 1])
def test_from_what_changed_to_the_query_behind_it(
    told: Told, look: Look, tmp_path: Path, which: int
) -> None:
    language, address = told.language, told.address
    width, scheme = READERS[language][which]
    said = {name: text.replace(" h", "\u00a0h") for name, text in SAID[language].items()}

    page, seen = look(address, width=width, scheme=scheme, locale=LOCALES[language])
    seen_text(page, said["changed"])
    assert overflow(page) <= 0
    picture(page, tmp_path, "overview")
    page.locator(".prose.news").get_by_role("link", name=TITLE).click()

    expect(page.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    seen_text(page, said["lands"])
    seen_text(page, said["moved"])
    seen_text(page, said["change"])
    seen_text(page, said["reason"])
    page.get_by_role("radio", name=said["start"]).click()
    seen_text(page, said["since start"])
    expect(page.locator(".swing")).to_have_count(2)
    assert "since=2026-09-30" in page.url
    assert overflow(page) <= 0
    picture(page, tmp_path, "what_moved_it")

    assert "/key_result?kr=urgent_delivery_time&in=2026-Q4" in page.url
    seen_text(page, said["receipt"])
    seen_text(page, said["rows"])
    expect(page.get_by_test_id("stCode")).to_contain_text("AVG")
    assert (seen.errors, seen.elsewhere) == ([], [])

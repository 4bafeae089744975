"""A champion's round through alignment, data health and cycle review, as each reader sees it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.browsing import (
    IN_A_BROWSER,
    READERS,
    Look,
    Told,
    picture,
    settled,
    stumbles,
)

pytestmark = IN_A_BROWSER

WORDS = {
    "en": {
        "menu": ("Alignment", "Data health", "Cycle review"),
        "adds up": "Does it add up?",
        "doubted": "1 number is not believed, 2 are missing.",
        "reached": "of 6 key results reached",
        "held": "held since 16 Nov",
    },
    "fr": {
        "menu": ("Alignement", "Santé des données", "Bilan du cycle"),
        "adds up": "Tout concourt-il au même but ?",
        "doubted": "1 chiffre n’est pas cru, 2 manquent.",
        "reached": "0 résultat clé sur 6 a atteint sa cible",
        "held": "retenu depuis le 16 nov.",
    },
}
OTHERS = (
    *(("en", ""), ("fr", "?order=Par+titre"), ("en", "key_result?kr=urgent_delivery_time")),
    *(("fr", "key_result?kr=waiting_complaints"), ("en", "key_result?kr=no_such")),
    *(("fr", "weekly_review?item=2026-Q4/waiting_complaints"), ("en", "weekly_review?item=close")),
)
"""Every other page, in one of the languages: a name that is missing is missing in both."""


def to_page(page: Page, name: str) -> None:
    """By the menu, which is folded on a phone."""
    link = page.get_by_test_id("stTopNavLink").filter(has_text=name)
    if not link.first.is_visible():
        page.get_by_test_id("stExpandSidebarButton").click()
        page.get_by_test_id("stSidebarNavLink").filter(has_text=name).first.click()
        page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
        return
    link.first.click()


@pytest.mark.parametrize("which", [0, 1])
def test_a_champion_asks_whether_it_adds_up_is_believed_and_was_learnt_from(
    look: Look, told: Told, tmp_path: Path, which: int
) -> None:
    language, address = told.language, told.address
    width, scheme = READERS[language][which]
    words = WORDS[language]
    page, seen = look(f"{address}/alignment", width=width, scheme=scheme)
    found = []

    expect(page.get_by_role("heading", name=str(words["adds up"]))).to_be_visible()
    expect(page.get_by_role("link", name="Average basket")).to_be_visible()
    picture(page, tmp_path, "alignment")
    found += stumbles(page)
    page.get_by_role("link", name="Deliver urgent orders in a day").first.click()
    expect(page.get_by_role("heading", name="Food & Co")).to_be_visible()
    to_page(page, words["menu"][1])
    expect(page.get_by_role("heading", name=str(words["doubted"]))).to_be_visible()
    picture(page, tmp_path, "data_health")
    found += stumbles(page)
    page.get_by_role("link", name="Complaints about waiting time").first.click()
    expect(page.get_by_text(str(words["held"])).first).to_be_visible()
    expect(page.get_by_test_id("stCode")).to_be_visible()
    expect(page.locator(".js-plotly-plot .scatterlayer").first).to_be_visible()
    to_page(page, words["menu"][2])
    expect(page.get_by_role("heading", name=str(words["reached"]))).to_be_visible()
    picture(page, tmp_path, "cycle_review")
    found += stumbles(page)

    assert found == []
    assert (seen.errors, seen.elsewhere) == ([], [])


@pytest.mark.parametrize(("language", "view"), OTHERS)
def test_nobody_stumbles_on_any_other_page(
    look: Look, tellings: Callable[[str], Told], language: str, view: str
) -> None:
    page, seen = look(f"{tellings(language).address}/{view}")
    settled(page)
    found = stumbles(page)
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(200)

    assert [*found, *stumbles(page, "color-contrast")] == []
    assert (seen.errors, seen.elsewhere) == ([], [])


def test_what_would_be_stumbled_over_is_found_within_our_parts(
    look: Look, tellings: Callable[[str], Told]
) -> None:
    page, _ = look(tellings("en").address)

    page.evaluate("""() => {
        const hosts = [...document.querySelectorAll("*")].filter((each) => each.shadowRoot)
        const title = hosts.map((each) => each.shadowRoot.querySelector("h1")).find(Boolean)
        title.style.color = "#eee"
    }""")

    assert [each.partition(" ")[0] for each in stumbles(page)] == ["color-contrast"]

"""A weekly meeting from its first screen to the file that is sent, in a real browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from krtracker.domain.note import NoteKind
from krtracker.notes import Notes
from tests.end_to_end.browsing import IN_A_BROWSER, Look, Told, picture, settled

pytestmark = IN_A_BROWSER

WORDS = {
    "en": {
        "learned": "What did we learn?",
        "adjust": "What should we adjust?",
        "said": "What is decided, or what stands in the way?",
        "decision": "+ decision",
        "blocker": "+ blocker",
        "send": "Send as HTML",
        "close": "Summary",
    },
    "fr": {
        "learned": "Qu’avons-nous appris ?",
        "adjust": "Que devons-nous ajuster ?",
        "said": "Qu’est-ce qui est décidé, ou qu’est-ce qui bloque ?",
        "decision": "+ décision",
        "blocker": "+ blocage",
        "send": "Envoyer en HTML",
        "close": "Compte rendu",
    },
}
SAID = (
    "The feed stopped when its key ran out.",
    "Ask for a key that does not run out.",
    "Support renews the key by Friday.",
    "The portal's owner does not answer.",
)


def heading(page: Page, title: str) -> None:
    """Waits until a screen is there, and the fields of the one before are gone."""
    expect(page.get_by_role("heading", name=title, level=2).first).to_be_visible(timeout=15_000)
    settled(page)


def say(page: Page, label: str, text: str) -> None:
    """Types into a field and leaves it."""
    page.get_by_label(label).fill(text)
    page.get_by_label(label).press("Tab")
    page.wait_for_timeout(300)
    settled(page)


def test_a_meeting_is_held_closed_and_sent(told: Told, look: Look, tmp_path: Path) -> None:
    language, project, address = told.language, told.project, told.address
    words = WORDS[language]
    scheme, width = ("light", 1440) if language == "en" else ("dark", 390)
    page, seen = look(f"{address}/weekly_review", scheme=scheme, width=width)
    heading(page, "Average delivery time")

    for name in ("Average basket", "Clients who ordered", "Complaints about waiting"):
        page.keyboard.press("ArrowRight")
        heading(page, name)
    say(page, words["learned"], SAID[0])
    say(page, words["adjust"], SAID[1])
    for text, button in ((SAID[2], words["decision"]), (SAID[3], words["blocker"])):
        page.get_by_label(words["said"]).fill(text)
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.locator(f'input[value="{text}"]')).to_be_visible(timeout=15_000)
    picture(page, tmp_path, "meeting")
    page.locator("h1").first.click()
    for name in ("Leads won", "Time to the first answer", words["close"]):
        page.keyboard.press("ArrowRight")
        heading(page, name)
    picture(page, tmp_path, "close")
    with page.expect_download() as download:
        page.get_by_role("button", name=words["send"]).click()
    file = tmp_path / "review.html"
    download.value.save_as(file)

    kept = {each.text: each.kind for each in Notes(project).all()}
    assert kept == {
        SAID[0]: NoteKind.NOTE,
        SAID[1]: NoteKind.NOTE,
        SAID[2]: NoteKind.DECISION,
        SAID[3]: NoteKind.BLOCKER,
    }
    assert (seen.errors, seen.elsewhere) == ([], [])
    opened = page.context.new_page()
    asked: list[str] = []
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(file.as_uri())
    for text in SAID:
        expect(opened.get_by_text(text).first).to_be_visible()
    picture(opened, tmp_path, "sent")
    assert asked == [file.as_uri()]


@pytest.mark.parametrize("told", ["en"], indirect=True)
def test_what_is_typed_right_after_an_arrow_never_lands_in_the_screen_before(
    told: Told, look: Look
) -> None:
    """With the mouse where the field is, as fast as a hand can be and slower."""
    language, project, address = told.language, told.project, told.address
    page, _ = look(f"{address}/weekly_review?item=2026-Q4/urgent_delivery_time")
    heading(page, "Average delivery time")
    settled(page)  # before that nobody may hear the first arrow
    for name, wait in (("Average basket", 0), ("Clients who ordered", 120)):
        box = page.get_by_label(WORDS[language]["learned"]).bounding_box()
        assert box is not None
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(wait)
        page.mouse.click(box["x"] + 40, box["y"] + 15)
        page.keyboard.type("too early")
        heading(page, name)
        page.locator("h1").first.click()
        page.wait_for_timeout(300)
        settled(page)
        own = f"2026-Q4/{page.url.rpartition('%2F')[2]}"
        said = {each.key_result for each in Notes(project).all() if each.text == "too early"}
        assert said <= {own}
    say(page, WORDS[language]["adjust"], "in its own time")

    (note,) = (each for each in Notes(project).all() if each.text == "in its own time")
    assert note.key_result == "2026-Q4/active_clients"


@pytest.mark.parametrize("told", ["en"], indirect=True)
def test_arrows_stay_in_the_field_where_somebody_types(told: Told, look: Look) -> None:
    language, address = told.language, told.address
    page, _ = look(f"{address}/weekly_review?item=2026-Q4/average_basket")
    heading(page, "Average basket")
    field = page.get_by_label(WORDS[language]["learned"])

    field.fill("typing")
    field.press("ArrowRight")
    field.press("f")
    page.wait_for_timeout(500)

    expect(field).to_have_value("typingf")
    heading(page, "Average basket")


@pytest.mark.parametrize("told", ["en"], indirect=True)
def test_the_timer_goes_on_from_screen_to_screen(told: Told, look: Look) -> None:
    address = told.address
    page, seen = look(f"{address}/weekly_review")
    heading(page, "Average delivery time")

    page.locator(".meeting .time").click()
    page.wait_for_timeout(1200)
    page.keyboard.press("ArrowRight")
    heading(page, "Average basket")

    expect(page.locator(".meeting .time")).not_to_contain_text("00:00")
    page.locator(".meeting .length").click()
    expect(page.locator(".meeting .length")).to_contain_text("45:00")
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement !== null")
    assert seen.errors == []

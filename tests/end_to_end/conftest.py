"""One Chromium for every test that needs one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from krtracker.project import Project
from tests.dashboards.seeded import a_settings, publish_a_story
from tests.end_to_end.browsing import ARGUMENTS, CHROMIUM, PROBES, Look, Seen, Told, served

# A busy machine draws late; what is never drawn is missed all the same.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def reader(browser: Browser) -> Callable[..., BrowserContext]:
    """The browser of a kind of reader; what it has fetched once it keeps, as people's do."""

    @cache
    def of(width: int, scheme: Literal["light", "dark"], locale: str) -> BrowserContext:
        size = {"width": width, "height": 1000}
        return browser.new_context(viewport=size, color_scheme=scheme, locale=locale)

    return of


@pytest.fixture
def look(reader: Callable[..., BrowserContext]) -> Iterator[Look]:
    """Opens an address in a new tab, and watches what the page does."""
    pages = []

    def open_at(
        address: str, *, width: int = 1440, scheme: str = "light", locale: str = "en-GB"
    ) -> tuple[Page, Seen]:
        page, seen = reader(width, scheme, locale).new_page(), Seen()
        pages.append(page)
        home = "/".join(address.split("/")[:3])
        own = (home, home.replace("http", "ws"), "data:", "blob:", "file:")
        page.on("pageerror", lambda error: seen.errors.append(str(error)))
        page.on(
            "console",
            lambda message: (
                seen.errors.append(f"{message.text} {message.location['url']}")
                if message.type == "error" and not PROBES.search(message.location["url"])
                else None
            ),
        )
        page.on(
            "request",
            lambda request: (
                None if request.url.startswith(own) else seen.elsewhere.append(request.url)
            ),
        )
        page.goto(address)
        page.wait_for_selector(".blocks h1", timeout=60_000)
        return page, seen

    yield open_at
    for page in pages:
        page.close()


@pytest.fixture(scope="session")
def tellings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Told]]:
    """The story in a language, served once for all who ask; only the meeting writes."""
    with ExitStack() as served_until:

        @cache
        def told_in(language: str) -> Told:
            project = Project(tmp_path_factory.mktemp(f"told_{language}"))
            (project.root / "project.yaml").write_text("name: Food & Co\n", encoding="utf-8")
            publish_a_story(project, a_settings(language=language))
            return Told(language, project, served_until.enter_context(served(project)))

        yield told_in


@pytest.fixture(params=["en", "fr"])
def told(request: pytest.FixtureRequest, tellings: Callable[[str], Told]) -> Told:
    """The story in either language."""
    return tellings(request.param)

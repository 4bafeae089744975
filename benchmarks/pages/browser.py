"""How long until a reader sees something: timed in a real browser, two sides in turn."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.pages.serving import Served

CHROMIUM = shutil.which("chromium")
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
PATIENCE_MILLISECONDS = 600_000
FIRST_CHART = ".table .spark"
ROWS = "Key result"


@dataclass
class Beside:
    """Seconds of ours and of what it is held against, pair by pair."""

    ours: list[float] = field(default_factory=list)
    other: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """The median of the ratios of pairs."""
        return median(one / other for one, other in zip(self.ours, self.other, strict=True))

    @property
    def difference(self) -> float:
        """The median of how much longer ours took."""
        return median(one - other for one, other in zip(self.ours, self.other, strict=True))


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser of all timings."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def reader(browser: Browser) -> Iterator[Page]:
    """A new reader, who has nothing in store."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MILLISECONDS)
    yield page
    context.close()


def first_chart(browser: Browser, served: Served) -> float:
    """From the address to the first small chart of the overview."""
    with reader(browser) as page:
        start = time.perf_counter()
        page.goto(served.address)
        page.wait_for_selector(FIRST_CHART)
        return time.perf_counter() - start


def in_turn(ours: Callable[[], float], other: Callable[[], float], pairs: int) -> Beside:
    """Both, again and again; who goes first changes each time."""
    found = Beside()
    for number in range(pairs):
        sides = [(ours, found.ours), (other, found.other)]
        for time_it, into in sides if number % 2 == 0 else reversed(sides):
            into.append(time_it())
    return found


def switches(browser: Browser, served: Served, names: Sequence[str]) -> list[float]:
    """From a click in the menu to the title of the page, each page once and back again."""
    taken = []
    with reader(browser) as page:
        page.goto(served.address)
        page.wait_for_selector("h1")
        for name in names:
            link = page.get_by_test_id("stTopNavLink").filter(has_text=name).first
            before = page.locator("h1").first.text_content()
            start = time.perf_counter()
            link.click()
            page.wait_for_function(TITLE_CHANGED, arg=before)
            taken.append(time.perf_counter() - start)
            page.wait_for_timeout(1500)
    return taken


TITLE_CHANGED = """(before) => {
    const find = (root) => root.querySelector("h1")
        ?? [...root.querySelectorAll("*")].map((each) => each.shadowRoot && find(each.shadowRoot))
            .find(Boolean)
    const title = find(document)
    return title && title.textContent !== before
}"""
"""Whether another title stands on the page, also within a component."""


def searching(browser: Browser, served: Served, words: str, shown: str) -> dict[str, float]:
    """How long a search, a filter and another order take until what they show is there."""
    taken = {}
    with reader(browser) as page:
        page.goto(served.address)
        page.wait_for_selector(FIRST_CHART)
        field = page.get_by_placeholder("Search key results")
        start = time.perf_counter()
        field.fill(words)
        field.press("Enter")
        page.get_by_text(shown).first.wait_for()
        taken["search"] = time.perf_counter() - start
        for what, query in (("filter", "team=Team+7"), ("sort", "order=By+title")):
            start = time.perf_counter()
            page.goto(f"{served.address}/?{query}")
            page.wait_for_selector(FIRST_CHART)
            taken[what] = time.perf_counter() - start
    return taken

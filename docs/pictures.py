"""Takes the pictures of the pages that README and docs show, from a dashboard that is running.

`python -m docs.pictures http://127.0.0.1:8501` writes them to `docs/images/`; the demo should be
what is served. Chromium comes from the system; Playwright only drives it.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

IMAGES = Path(__file__).with_name("images")
CHROMIUM = shutil.which("chromium")
ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
DELIVERY = "key_result?kr=urgent_delivery_time"
MEETING = "weekly_review?item=2026-Q4/urgent_delivery_time"
SETTLED_MILLISECONDS = 2500
"""Charts draw themselves after the page says that it is there."""


@dataclass(frozen=True)
class Picture:
    """One view as one kind of reader sees it."""

    name: str
    view: str = ""
    width: int = 1240
    height: int = 1000
    scheme: Literal["light", "dark"] = "light"


PICTURES = (
    Picture("overview"),
    Picture("overview_dark", scheme="dark"),
    Picture("overview_phone", width=390, height=1500),
    Picture("key_result", DELIVERY),
    Picture("key_result_dark", DELIVERY, scheme="dark"),
    Picture("key_result_phone", DELIVERY, width=390, height=1700),
    Picture("weekly_review", MEETING),
    Picture("weekly_review_dark", MEETING, scheme="dark"),
    Picture("weekly_review_phone", MEETING, width=390, height=1500),
    Picture("weekly_review_close", "weekly_review?item=close"),
    Picture("alignment", "alignment", height=1180),
    Picture("data_health", "data_health"),
    Picture("cycle_review", "cycle_review", height=1500),
)


def take(browser: Browser, address: str, picture: Picture) -> None:
    """One picture, at half as much resolution again, so that text stays sharp."""
    size = {"width": picture.width, "height": picture.height}
    context = browser.new_context(
        viewport=size, color_scheme=picture.scheme, device_scale_factor=1.5, locale="en-GB"
    )
    page = context.new_page()
    page.goto(f"{address.rstrip('/')}/{picture.view}")
    page.wait_for_selector(".blocks h1")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(SETTLED_MILLISECONDS)
    page.screenshot(path=IMAGES / f"{picture.name}.png")
    context.close()


def main(address: str) -> None:
    """Every picture."""
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for picture in PICTURES:
            take(browser, address, picture)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])

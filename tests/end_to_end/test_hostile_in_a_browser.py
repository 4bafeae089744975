"""Whatever people type and databases answer stays text: on every page and in what is sent."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from playwright.sync_api import Dialog, Page, expect

from krtracker.domain.calendar import DAY
from krtracker.domain.key_result import ChangeEntry, KeyResult
from krtracker.domain.measurement import Verdict
from krtracker.domain.note import Note, NoteKind, Question, answer_id
from krtracker.ledger import Ledger
from krtracker.notes import Notes
from krtracker.project import Project
from tests.builders import A_DAY, NOW, a_batch, a_catalog, a_judged, a_key_result, an_objective
from tests.dashboards.seeded import a_settings
from tests.end_to_end.browsing import IN_A_BROWSER, Look, served, settled
from tests.end_to_end.hostile_strings import texts

pytestmark = IN_A_BROWSER

TEXTS = texts()
EACH = 10
"""Key results of one objective."""
WEEK = date(2026, 11, 16)
VIEWS = (
    *("", "?order=By+title", "alignment", "data_health", "cycle_review"),
    *("weekly_review?item=last", "weekly_review?item=2026-Q4/k7", "weekly_review?item=close"),
    *("key_result?kr=k0", "key_result?kr=k70", "key_result?kr=k150"),
)
NOT_TEXT = """() => {
    const never = new Set(["IFRAME", "OBJECT", "EMBED", "VIDEO", "BASE", "MATH", "DETAILS",
        "PLAINTEXT", "TABLE", "IMG", "MARQUEE", "FORM"])
    const leads = (value) => {
        try {
            const there = new URL(value, location.href)
            return ["http:", "https:"].includes(there.protocol)
                ? there.origin !== location.origin : !/^(blob:|data:image|data:font)/.test(there)
        } catch { return true }
    }
    const found = window.hacked === undefined ? [] : ["hacked"]
    const look = (root) => root.querySelectorAll("body *, :host *, *").forEach((each) => {
        if (each.closest("head")) return
        if (never.has(each.tagName.toUpperCase())) found.push(each.outerHTML.slice(0, 120))
        for (const { name, value } of each.attributes) {
            if (name.startsWith("on")) found.push(`${each.tagName} ${name}`)
            if (/^(href|src|action|data|srcdoc|xlink:href)$/.test(name)
                && !value.startsWith("#") && leads(value)) found.push(`${each.tagName} ${value}`)
        }
        if (each.classList.contains("katex")) found.push("mathematics")
        if (each.shadowRoot) look(each.shadowRoot)
    })
    look(document)
    return found
}"""
READ = """() => {
    const read = (root) => [...root.querySelectorAll("*")].map((each) =>
        [...each.childNodes].filter((one) => one.nodeType === 3).map((one) => one.data).join("")
        + (each.shadowRoot ? read(each.shadowRoot) : "")).join("\\n")
    return read(document)
}"""


def a_hostile(number: int) -> KeyResult:
    """A key result that says one of the texts wherever it says something."""
    said = TEXTS[number]
    entry = ChangeEntry(date(2026, 11, 2), said, said)
    objective = f"objective_{number - number % EACH}"
    return a_key_result(f"k{number}", objective=objective, title=said, unit=said, changes=[entry])


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Two hundred key results, each with a text of its own."""
    project = Project(tmp_path_factory.mktemp("hostile"))
    (project.root / "project.yaml").write_text("name: hostile\n", encoding="utf-8")
    key_results = [a_hostile(number) for number in range(len(TEXTS))]
    objectives = [
        an_objective(
            *key_results[start : start + EACH],
            id=f"objective_{start}",
            title=TEXTS[start],
            team=TEXTS[start + 1],
            why=TEXTS[start + 2],
        )
        for start in range(0, len(key_results), EACH)
    ]
    ledger, settings = Ledger(project), a_settings(name=TEXTS[0])
    ledger.adopt(a_catalog(*objectives, settings=settings), now=NOW, run="hostile")
    for start in range(0, len(key_results), EACH):
        some = key_results[start : start + EACH]
        judged = [
            made
            for each in some
            for made in (
                a_judged(42.0, key_result=each, as_of=A_DAY - DAY, query=each.title),
                a_judged(3.0, key_result=each, verdict=Verdict.REJECTED, why=each.title),
            )
        ]
        ledger.record(a_batch(*judged, key_results=some, run=f"{start} {TEXTS[start]}"))
    ledger.publish()
    notes = Notes(project)
    for number, each in enumerate(key_results):
        said = each.title
        week = WEEK if number % 20 else date(2026, 11, 9)
        notes.write(Note("", NoteKind.BLOCKER, said, week, each.key, team=said), now=NOW)
        id = answer_id(WEEK, each.key, Question.LEARNED)
        answer = Note(id, NoteKind.NOTE, said, WEEK, each.key, question=Question.LEARNED)
        notes.write(answer, now=NOW)
    return project


@pytest.fixture(scope="module")
def address(project: Project) -> Iterator[str]:
    """Where its pages are."""
    with served(project) as address:
        yield address


def refuse(dialog: Dialog) -> None:
    pytest.fail(f"a dialog: {dialog.message}")


@pytest.mark.parametrize("view", VIEWS)
def test_on_a_page_it_stays_text(look: Look, address: str, view: str) -> None:
    page, seen = look(f"{address}/{view}")
    page.on("dialog", refuse)
    settled(page)
    page.wait_for_timeout(300)

    assert page.evaluate(NOT_TEXT) == []
    assert (seen.errors, seen.elsewhere) == ([], [])


def test_every_text_is_there_to_be_read(look: Look, address: str) -> None:
    page, _ = look(f"{address}/weekly_review?item=close")
    settled(page)
    more = page.get_by_role("button", name=re.compile("^Show .* more of"))

    def missing() -> list[str]:
        # While a part is being drawn, there is no button for the next one either.
        if more.count():
            said = more.first.inner_text()
            more.first.click()
            expect(page.get_by_role("button", name=said, exact=True)).to_have_count(0)
        settled(page)
        read = " ".join(page.evaluate(READ).split())
        return [each for each in TEXTS if " ".join(each.split()) not in read]

    end = time.monotonic() + 60
    while missing() and time.monotonic() < end:
        pass
    assert missing() == []


def test_what_is_sent_stays_text(look: Look, address: str, tmp_path: Path) -> None:
    page, seen = look(f"{address}/weekly_review?item=close")
    for name in ("Send as HTML", "Markdown"):
        with page.expect_download() as download:
            page.get_by_role("button", name=name).click()
        download.value.save_as(tmp_path / download.value.suggested_filename)
    (leaflet,), (text,) = tmp_path.glob("*.html"), tmp_path.glob("*.md")
    rendered = tmp_path / "rendered.html"
    rendered.write_text(
        f"<!doctype html><meta charset=utf-8>{_as_a_wiki_shows(text)}", encoding="utf-8"
    )

    for file in (leaflet, rendered):
        sent = _a_reader(page)
        sent.on("dialog", refuse)
        sent.on("request", lambda request: seen.elsewhere.append(request.url))
        sent.goto(file.as_uri())
        assert _not_text(sent) == []
        assert {each for each in seen.elsewhere if not each.startswith("file:")} == set()


def _a_reader(page: Page) -> Page:
    """Somebody who opens a file that was sent."""
    browser = page.context.browser
    assert browser is not None
    return browser.new_context().new_page()


def _as_a_wiki_shows(text: Path) -> str:
    """With the HTML that a careless reader of Markdown lets through."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return str(reader.render(text.read_text(encoding="utf-8")))


def _not_text(page: Page) -> list[str]:
    found: list[str] = page.evaluate(NOT_TEXT)
    return found

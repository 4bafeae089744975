"""Texts that look like templates are texts: nothing that people or databases say is filled in."""

from __future__ import annotations

import ast
import html
import json
import os
import re
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path

import pytest

from krtracker.domain.note import Note, NoteKind
from krtracker.notes import Notes
from krtracker.project import Project
from krtracker.review.markdown import SIGNS
from tests.dashboards.reading import page_of_the_app, text
from tests.end_to_end.shop import TODAY, Shop, a_shop, at_noon
from tests.trust.conftest import Figure
from tests.trust.scale import many
from tests.trust.templates import ANSWER, SECRET, SECRET_NAME, templates

ROOT = Path(__file__).parents[2]
TEXTS = templates()
LOOKED_AT = many(3, asked=len(TEXTS))
"""So many key results are looked at one by one."""
ROWS = 9
"""So many of each kind: smaller groups are never named."""
WEEK = date(2026, 11, 16)
ENGINES = {
    *("jinja2", "mako", "chevron", "pystache", "django", "tornado", "genshi", "chameleon"),
    *("cheetah", "liquid", "string"),
}


@pytest.fixture(scope="module", autouse=True)
def secret() -> Iterator[None]:
    """What the names stand for is there to be found."""
    os.environ[SECRET_NAME] = SECRET
    yield
    del os.environ[SECRET_NAME]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """A key result for each text, which is its title, its unit, a note and a value of its rows."""
    shop = a_shop(tmp_path_factory.mktemp("templates"), sources=("orders",))
    shop.change("project.yaml", "objective: 9", f"objective: {len(TEXTS)}")
    shop.write("kr_definitions/orders.yaml", "\n".join(_definitions()))
    with sqlite3.connect(shop.file("orders")) as database:
        database.execute("ALTER TABLE events ADD COLUMN number INTEGER")
        database.execute("ALTER TABLE events ADD COLUMN said TEXT")
        for number, said in enumerate(TEXTS):
            for day, other in product((10, 20), (said, TEXTS[number - 1])):
                row = (at_noon(TODAY.replace(day=day)), 1.0 * day, number, other)
                database.executemany("INSERT INTO events VALUES (?, ?, ?, ?)", [row] * ROWS)
    database.close()
    assert shop.run("track").code == 0
    notes = Notes(Project(shop.root))
    for number, said in enumerate(TEXTS):
        note = Note("", NoteKind.BLOCKER, said, WEEK, f"2026-11/k{number}", team=said)
        notes.write(note, now=datetime(2026, 11, 20, tzinfo=UTC))
    return shop


def test_what_is_shown_is_what_was_said(shop: Shop, figure: Figure) -> None:
    document = shop.run("show", "--json").out
    said = [each["title"] for each in _key_results(json.loads(document))]

    assert said == list(TEXTS)
    _is_as_it_was(document)
    figure("T-S12", f"{len(TEXTS)} templates as titles, units, notes and values: none filled in")


def test_a_receipt_says_it_as_it_is(shop: Shop) -> None:
    for number in range(LOOKED_AT):
        printed = shop.run("explain", f"k{number}").out
        document = shop.run("explain", f"k{number}", "--json")

        (moved,) = document.document["receipt"]["moved"]
        values = {each["part"] for each in moved["parts"]}
        assert values == {TEXTS[number], TEXTS[number - 1]}
        assert printed.startswith(TEXTS[number])
        _is_as_it_was(printed + document.out)


def test_the_review_says_it_as_it_is(shop: Shop, tmp_path: Path) -> None:
    markdown = shop.run("review", "--markdown").out
    file = tmp_path / "review.html"
    shop.run("review", "--html", str(file))
    page = file.read_text(encoding="utf-8")

    read = {"markdown": re.sub(rf"\\{SIGNS.pattern}", r"\1", markdown), "html": html.unescape(page)}
    for name, content in read.items():
        missing = [each for each in TEXTS if each not in content]
        assert missing == [], name
        _is_as_it_was(content)


@pytest.mark.parametrize("page", ["", "weekly_review", "data_health", "alignment", "key_result"])
def test_a_page_says_it_as_it_is(shop: Shop, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRTRACKER_PROJECT", str(shop.root))
    asked = [{"kr": f"k{n}"} for n in range(LOOKED_AT)] if page == "key_result" else [{}]
    for number, query in enumerate(asked):
        test = page_of_the_app(page, **query)

        assert not test.exception
        assert TEXTS[number] in text(test), query
        _is_as_it_was(text(test))


def test_no_module_of_ours_fills_in_templates() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for package in ("krtracker", "connectors", "pipelines", "dashboards")
        for path in (ROOT / package).rglob("*.py")
        for name in _imported(path)
        if name.partition(".")[0].lower() in ENGINES
    ]

    assert found == ["krtracker/cli/scaffold.py: string"], "which fills in files of our own"


def _definitions() -> Iterator[str]:
    """One objective, as JSON in YAML so that every text is quoted."""
    yield f"objective: {json.dumps(TEXTS[0])}\nteam: shop\ncycle: 2026-11\nkey_results:"
    for number, said in enumerate(TEXTS):
        measure = {"from": "events", "value": "sum(amount)", "where": f"number = {number}"}
        measure |= {"at": "happened_at", "window": "last 14 days"}
        key_result = {"title": said, "unit": said, "baseline": 20, "target": 900}
        key_result |= {"source": "orders", "measure": measure, "split_by": ["said"]}
        yield f"  k{number}: {json.dumps(key_result)}"


def _key_results(document: object) -> Iterator[dict[str, str]]:
    """Every key result that a document shows."""
    if isinstance(document, dict):
        if "title" in document and "unit" in document:
            yield document
        else:
            for each in document.values():
                yield from _key_results(each)
    elif isinstance(document, list):
        for each in document:
            yield from _key_results(each)


def _is_as_it_was(content: str) -> None:
    """Nothing was reckoned, and nothing taken from the environment."""
    assert ANSWER not in content
    assert SECRET not in content


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module

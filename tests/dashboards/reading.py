"""What a page says, read from the blocks that it sent to the browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

APP = Path(__file__).parents[2] / "dashboards" / "app.py"


def page_of_the_app(page: str = "", **query: str) -> AppTest:
    """The page at an address, of the project that KRTRACKER_PROJECT names; else the overview."""
    test = AppTest.from_file(str(APP), default_timeout=60)
    test.query_params.update(query)
    test.run()
    if page:
        test._page_hash = calc_hash(page)  # AppTest itself only knows pages that are files
        test.query_params.update(query)
        test.run()
    return test


def blocks(test: AppTest) -> list[dict[str, Any]]:
    """Every block of the page, in order."""
    return [block for each in sent(test) for block in each.get("blocks", [])]


def sent(test: AppTest) -> list[dict[str, Any]]:
    """What every part of the page that is ours was given to draw, in order."""
    parts = [each.proto for each in test.main if each.type == "bidi_component"]
    return [json.loads(_json(proto)) for proto in parts]


def block(test: AppTest, kind: str, title: str | None = None) -> dict[str, Any]:
    """The first block of a kind, or the one with a title."""
    found = [each for each in blocks(test) if each["kind"] == kind]
    if title is not None:
        found = [each for each in found if title in text_of(each.get("title", ""))]
    return found[0]


def row(table: dict[str, Any], title: str) -> list[dict[str, Any]]:
    """The cells of the row that begins with `title`."""
    return next(each for each in table["rows"] if title in text_of(each[0]))


def text(test: AppTest) -> str:
    """Everything that can be read on the page."""
    return "\n".join(text_of(each) for each in blocks(test))


def text_of(part: object) -> str:
    """The words of a block or of a part of one, with plain spaces."""
    return "".join(_words(part)).replace("\u00a0", " ").replace("\u202f", " ")


def links(part: object) -> list[dict[str, Any]]:
    """Every link in a part of a page."""
    if isinstance(part, dict):
        own = [part["to"]] if "to" in part else []
        return own + [each for value in part.values() for each in links(value)]
    if isinstance(part, list):
        return [each for value in part for each in links(value)]
    return []


def _words(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for name, value in part.items():
            if name not in {"kind", "look", "tone", "to", "edge", "role", "width", "icon"}:
                yield from _words(value)
                yield " " if isinstance(value, str) and name != "text" else ""
    elif isinstance(part, list):
        for each in part:
            yield from _words(each)
        yield " "


def _json(proto: Any) -> str:
    return str(proto.mixed.json if proto.WhichOneof("data") == "mixed" else proto.json)

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from tests.end_to_end.walkthrough import (
    README,
    ROOT,
    TUTORIAL,
    Shell,
    Step,
    blocks,
    is_shown,
    played,
)

LINK = re.compile(r"\]\(([^)#]+)\)")
STEPS = [
    pytest.param(page, number, id=f"{page.stem}: {step.command}")
    for page in (README, TUTORIAL)
    for number, step in enumerate(
        each for each in blocks(page.read_text("utf-8")) if isinstance(each, Step)
    )
]
LINKS = [
    pytest.param(page.parent / path, id=f"{page.stem}: {path}")
    for page in (README, TUTORIAL)
    for path in sorted(set(LINK.findall(page.read_text("utf-8"))))
]


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory):
    """What a page's commands say, each page played once from its beginning."""

    @cache
    def steps(page: Path) -> list[tuple[Step, str]]:
        return list(played(page.read_text("utf-8"), Shell(tmp_path_factory.mktemp(page.stem))))

    return steps


@pytest.mark.parametrize(("page", "number"), STEPS)
def test_the_page_shows_what_the_command_says(said, page: Path, number: int) -> None:
    step, answer = said(page)[number]

    assert is_shown(answer, step.shown), f"{page.name} shows\n{step.shown}\nit says\n{answer}"


@pytest.mark.parametrize("path", LINKS)
def test_the_page_leads_somewhere(path: Path) -> None:
    assert path.exists()


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\bmake ([a-z-]+)", README.read_text()))))
def test_the_readme_makes_what_can_be_made(target: str) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")

    assert re.search(rf"^{target}:", makefile, re.MULTILINE)

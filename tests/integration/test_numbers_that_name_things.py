"""Numbers that name things, counted and looked for in files: no two of them are one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

from connectors.registry import Registry
from krtracker.domain.catalog import Connection
from krtracker.domain.key_result import Measure
from krtracker.domain.measurement import Reading, Unmeasured
from krtracker.measures import Asked, measure
from krtracker.project import Project
from tests.builders import a_calendar, a_key_result, last_days

DAY = date(2026, 10, 1)
NOW = datetime(2026, 11, 22, tzinfo=UTC)
CARDS = "id,d\n" + "".join(f"8901410321111851072{each},2026-10-01\n" for each in range(3))


def told(folder: Path, *values: tuple[str, str | None]) -> list[object]:
    (folder / "sims.csv").write_text(CARDS, encoding="utf-8")
    wanted = [
        Asked(
            a_key_result(f"kr_{n}", how=Measure("sims", *each, at="d", window=last_days(7))), (DAY,)
        )
        for n, each in enumerate(values)
    ]
    files = Connection("files", "files", {"path": str(folder)})
    with Registry(Project(folder)).open(files) as connector:
        found = list(measure(wanted, connector=connector, calendar=a_calendar(), now=NOW))
    return [each.value if isinstance(each, Reading) else each for each in found]


def test_cards_whose_numbers_differ_in_the_last_digit_are_several(tmp_path: Path) -> None:
    found = told(
        tmp_path,
        ("count(distinct id)", None),
        ("count(*)", "id = 89014103211118510721"),
        ("count(*)", "id = '89014103211118510721'"),
        ("count(*)", "id in (89014103211118510720, 89014103211118510722)"),
    )

    assert found == [3, 1, 1, 2]


def test_a_sum_of_such_numbers_says_how_to_read_them(tmp_path: Path) -> None:
    refused, read = told(tmp_path, ("sum(id)", None), ("sum(id::numeric)", None))

    assert isinstance(refused, Unmeasured)
    assert refused.reason == (
        "`measure.value`: `id` is text, and `sum` takes numbers; where all of it are numbers, "
        "`id::numeric` reads them"
    )
    assert read == 89014103211118510721.0 * 3

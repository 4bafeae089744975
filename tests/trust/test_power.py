"""Power is lost at any moment: the last committed state is there, and all that was reported."""

from __future__ import annotations

import hashlib
import random
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from krtracker.ledger import Ledger, Snapshot
from krtracker.project import Project
from tests.end_to_end.shop import COMMAND, TODAY, Shop, a_shop
from tests.trust.conftest import Figure
from tests.trust.contents import Content, content, faults
from tests.trust.power import Disk
from tests.trust.recorder import Call, Opened, recorded, require_strace
from tests.trust.scale import many, rounds

DAYS = many(1, asked=3)
"""So many runs are recorded, a day apart; the first begins the ledger."""
NOTHING, EVERYTHING = 0.0, 1.0
LARGE = """
from krtracker.cli import main
from krtracker.ledger import founding

founding.SMALL_BYTES = 0
main()
"""
"""The command line, to which every ledger is large, so that what is new goes into a log."""
WAYS = {"as a whole": COMMAND, "into a log": [sys.executable, "-c", LARGE]}
"""How what is new comes into a ledger: into a small one, and into a large one."""


@dataclass(frozen=True)
class Day:
    """One recorded run: the project before it, what it did, what was in the ledger in the end."""

    before: Path
    root: Path
    """Where it ran, which is what the names in the calls begin with."""
    calls: list[Call]
    known: Content
    """What was in the ledger before."""
    content: Content
    reported: int
    """How many calls had been made when it said that its values are recorded."""

    def disk(self) -> Disk:
        """The disk as it was before the run."""
        return Disk(self.before, names=self.root)

    def acknowledged(self, calls: int) -> Content:
        """What was reported as recorded when power was lost after so many calls."""
        return self.content if calls >= self.reported else self.known


@pytest.fixture(scope="module", params=WAYS)
def way(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def days(way: str, tmp_path_factory: pytest.TempPathFactory) -> list[Day]:
    require_strace()
    return list(_recorded(WAYS[way], tmp_path_factory.mktemp("recorded")))


def test_the_recording_is_whole(days: list[Day], tmp_path: Path) -> None:
    """Made again to the last call, and nothing lost: the very files that the run left."""
    for number, day in enumerate(days):
        disk = day.disk()
        for call in day.calls:
            disk.make(call)
        disk.top.leave(tmp_path / str(number), lambda: True)

        after = days[number + 1].before if number + 1 < len(days) else day.root
        assert _files(Project(tmp_path / str(number)).state) == _files(Project(after).state)


def test_a_loss_of_power_loses_nothing_that_was_reported(
    days: list[Day], way: str, tmp_path: Path, figure: Figure
) -> None:
    chance, cuts = random.Random(3), 0
    for number in rounds(3, asked=100):
        day = chance.choice(days)
        cut = chance.randrange(len(day.calls) + 1)
        project = _after_a_loss(day, cut, tmp_path / str(number), chance)

        assert faults(project) == [], (number, cut)
        _holds(project, day.acknowledged(cut))
        _goes_on(project, day)
        shutil.rmtree(project.root)
        cuts += 1
    figure(
        "T-A03", f"{cuts} cut points of ledgers written {way}: 0 corrupt, 0 reported values lost"
    )


def _after_a_loss(day: Day, cut: int, root: Path, chance: random.Random) -> Project:
    """The project as it may be found when power is lost after so many calls of a run."""
    disk = day.disk()
    for call in day.calls[:cut]:
        disk.make(call)
    share = chance.choice([NOTHING, EVERYTHING, chance.random(), chance.random()])
    disk.top.leave(root, lambda: chance.random() < share)
    return Project(root)


def _holds(project: Project, acknowledged: Content) -> None:
    """Every row that was reported is there, as it was written."""
    if any(acknowledged.values()):
        found = content(project)
        for table, rows in acknowledged.items():
            assert found[table][: len(rows)] == rows


def _goes_on(project: Project, day: Day) -> None:
    """The next run makes it what it would have been, and publishes it."""
    assert Shop(project.root).run("track").code == 0
    assert content(project) == day.content
    assert Ledger(project).prove() == Ledger(project).head()
    assert faults(project) == []
    with Snapshot.latest(project) as snapshot:  # type: ignore[union-attr]
        assert len(snapshot.measurements()) == len(day.content["measurements"])


def _recorded(command: Sequence[str], folder: Path) -> Iterator[Day]:
    """Runs of one project on consecutive days, each with a row that arrived late."""
    shop = a_shop(folder / "project", sources=("orders", "desk"))
    known: Content = {}
    for number in range(DAYS):
        shop.set_today(TODAY + timedelta(days=number))
        shop.add("orders", TODAY - timedelta(days=2))
        before = Path(shutil.copytree(shop.root, folder / f"before_{number}"))
        all_calls = recorded([*command, "track"], folder=shop.root, trace=folder / "trace")
        disk = Disk(before, names=shop.root)
        calls = [each for each in all_calls if disk.concerns(each)]
        said = next(n for n, each in enumerate(all_calls) if _reports(each))
        reported = sum(map(disk.concerns, all_calls[:said]))
        after = content(Project(shop.root))
        yield Day(before, shop.root, calls, known, after, reported)
        known = after


def _reports(call: Call) -> bool:
    """Whether a run tells its reader what is recorded."""
    match call:
        case Call("write", (Opened(1), bytes() as said, *_)):
            return b"new measurements" in said
    return False


def _files(root: Path) -> dict[str, str]:
    return {
        each.relative_to(root).as_posix(): hashlib.sha256(each.read_bytes()).hexdigest()
        for each in root.rglob("*")
        if each.is_file()
    }

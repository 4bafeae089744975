"""`doctor`, `backup` and `restore` as they are typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from krtracker.project import Project
from tests.end_to_end.shop import Shop, a_shop


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """A project with one source that has been tracked; not to be written to."""
    made = a_shop(tmp_path_factory.mktemp("measured"), sources=("orders",))
    made.run("track")
    return made


@pytest.fixture
def shop(measured: Shop, tmp_path: Path) -> Shop:
    return measured.copied(tmp_path)


def test_the_doctor_finds_a_tracked_project_well_but_for_its_backup(shop: Shop) -> None:
    done = shop.run("doctor")

    assert done.code == 0
    assert "the chain is whole" in done.out
    assert "there is none in .krtracker/backups" in done.out


def test_what_is_lost_is_named_then_brought_back(shop: Shop) -> None:
    before = shop.history()
    assert shop.run("backup").code == 0
    file = Project(shop.root).ledger_file
    file.write_bytes(file.read_bytes()[:5000])

    sick = shop.run("doctor")
    restored = shop.run("restore")
    well = shop.run("doctor")

    assert (sick.code, restored.code, well.code) == (1, 0, 0)
    assert "`krtracker restore` brings the last backup back" in sick.out
    assert "what was there is kept in .krtracker/set-aside/" in restored.out
    assert shop.history() == before


def test_a_project_brings_its_own_connectors_by_name_and_none_is_imported(shop: Shop) -> None:
    trace = shop.root / "imported"
    shop.write("connectors/abacus.py", f"open({str(trace)!r}, 'w')\n")

    done = shop.run("doctor", "--json")

    told = [each["text"] for each in done.document["findings"] if each["subject"] == "connector"]
    assert told == ["the project's own `abacus` (connectors/abacus.py, 1 line)"]
    assert shop.run("check").code == 0
    assert not trace.exists()


def test_without_a_backup_there_is_nothing_to_restore(shop: Shop) -> None:
    done = shop.run("restore")

    assert done.code == 2
    assert "there is no backup in" in done.err


def test_before_anything_is_tracked_there_is_nothing_to_back_up(tmp_path: Path) -> None:
    shop = a_shop(tmp_path, sources=("orders",))

    done = shop.run("backup")

    assert done.code == 2
    assert not (tmp_path / ".krtracker").exists()

"""The connectors of the how-to, taken from its text and held to the contract."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from connectors.contract import Contract, Opens
from connectors.registry import Registry
from krtracker.domain.catalog import Connection
from krtracker.project import Project
from tests.engines import Rows, engine
from tests.integration.connectors.opening import asked, opened, read
from tests.integration.connectors.test_contract import TABLES

HOW_TO = Path(__file__).parents[3] / "docs" / "how-to" / "add-a-connector.md"
FILES = re.compile(r"Save this as `(connectors/\w+\.py)`:\n\n```python\n(.*?)```", re.DOTALL)

LONG = [(2**62 + 1,), (2**62 + 2,)]
"""Neighbours that are alike as doubles."""


def files() -> dict[str, str]:
    return dict(FILES.findall(HOW_TO.read_text()))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose connectors are those of the how-to."""
    made = tmp_path_factory.mktemp("project")
    (made / "connectors").mkdir()
    for name, text in files().items():
        (made / name).write_text(text)
    return made


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[dict[str, Any]]:
    """The settings of a warehouse that holds the tables of the contract."""
    with engine("postgres", tmp_path_factory.mktemp("warehouse")) as source:
        source.put({**TABLES, "long": Rows({"id": "whole"}, LONG)})
        said = dict(source.connection.settings)
        name = said.pop("database")
        text = (root / "connectors" / "warehouse.py").read_text()
        (root / "connectors" / "warehouse.py").write_text(
            text.replace('f"warehouse_{said.country}"', repr(name))
        )
        yield said | {"country": "fr"}


@pytest.mark.postgres
class TestWarehouse(Contract):
    @pytest.fixture
    def opens(self, warehouse: dict[str, Any], root: Path) -> Opens:
        return lambda seconds: opened("warehouse", root=root, seconds=seconds, **warehouse)


@pytest.mark.postgres
def test_decimals_without_a_fraction_are_whole_numbers(
    warehouse: dict[str, Any], root: Path
) -> None:
    with opened("warehouse", root=root, **warehouse) as source:
        assert read(source, "long") == LONG


def test_both_examples_are_types_of_the_project(root: Path) -> None:
    assert {"warehouse", "tickets"} <= set(Registry(Project(root)).types())


def test_its_settings_are_held_against_what_they_must_be(root: Path) -> None:
    connection = Connection("sales", "warehouse", {"host": "x", "user": "x", "contry": "fr"})

    told = [each.message for each in Registry(Project(root)).problems(connection)]

    assert told == ["unknown setting `contry` of type `warehouse`"]


def test_documents_are_tables(root: Path) -> None:
    (root / "tickets").mkdir()
    (root / "tickets" / "opened.jsonl").write_text(
        '{"id": 1, "topic": "waiting", "at": "2026-01-31 10:00:00"}\n{"id": 2, "topic": null}\n'
    )
    with opened("tickets", root=root, path="tickets") as source:
        assert list(source.tables()) == ["opened"]
        assert asked(source, "SELECT count(topic) AS value FROM opened") == [(1,)]

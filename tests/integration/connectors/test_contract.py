"""The contract of the port, kept by every connector that comes with the program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import pytest

from connectors.contract import COLUMNS, MANY, ROWS, Contract, Opens
from tests.engines import Engine, Rows, engine

KINDS = ("int", "decimal", "float", "bool", "text", "date", "naive", "aware")
TABLES = {
    "orders": Rows(dict(zip(COLUMNS, KINDS, strict=True)), ROWS),
    "many": Rows({"id": "int", "name": "text"}, [(at, f"row {at}") for at in range(MANY)]),
}


class Kept(Contract):
    """The contract for one kind of source; its tables are put into it once."""

    kind: ClassVar[str]

    @pytest.fixture(scope="class")
    @classmethod
    def stocked(cls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
        with engine(cls.kind, tmp_path_factory.mktemp(cls.kind)) as made:
            made.put(TABLES)
            yield made

    @pytest.fixture
    def opens(self, stocked: Engine) -> Opens:
        return lambda seconds: stocked.open(timeout_seconds=seconds)


class TestSQLite(Kept):
    kind = "sqlite"


class TestDuckDB(Kept):
    kind = "duckdb"


class TestFiles(Kept):
    kind = "files"


@pytest.mark.postgres
class TestPostgres(Kept):
    kind = "postgres"


@pytest.mark.mysql
class TestMySQL(Kept):
    kind = "mysql"

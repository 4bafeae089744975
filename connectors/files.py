"""A folder of CSV, Parquet and Excel files, each of them a table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
from pydantic import Field
from sqlglot import exp

from connectors.asking import csv_files
from connectors.asking.csv_files import CsvFields
from connectors.asking.engine import Engine, EngineFields
from connectors.asking.faults import Fault, Kind
from connectors.asking.quoting import file_name, quoted_name, quoted_text
from connectors.asking.settings import ProjectPath
from krtracker.errors import ConnectorError

ENDINGS = (".csv.gz", ".csv", ".tsv", ".parquet", ".xlsx")


class Files(Engine):
    """CSV, Parquet and Excel files of one folder, read by a DuckDB that reaches nothing else.

    `orders.csv` is the table `orders`; the sheets of `crm.xlsx` are `crm.leads` and `crm.deals`,
    or `crm` where there is one alone. `.csv.gz` and `.tsv` are read too, folders below are not.
    What changes in the folder is seen when it is next opened.

    The first line of a CSV file names its columns. Their types are those that all rows allow: one
    leading zero makes a column text, and so does a day or time that could be read in two ways,
    such as 01/02/2026 or 01/02/26 10:00, where no other day of the file tells and `day_first` does
    not say. Two digits of a year stand at the end, unless the file can be read no other way, or
    they change least of all, as in 26-01-31. Whole numbers are text where one of them is beyond
    9223372036854775807, for then they name things; with a point or an exponent in one of them, as
    in 1.5 or 1e20, they are measurements, exact to 15 digits. One number written as 0x1F or 0b11
    makes its column text. `id::numeric` reckons with such texts. An empty field is no value. Rows
    that differ in their number of fields are an error, never skipped. In Excel, which keeps 15
    digits of a number, the first row that holds something names the columns, cells such as `#N/A`
    are no value, and timestamps that are all midnights are days. Formulas are not reckoned: their
    results are those that Excel or LibreOffice stored, and one without is an error that names its
    cell.
    """

    evaluates = False

    class Settings(EngineFields, CsvFields):
        """Where the files are, and how their CSV is written."""

        path: ProjectPath = Field(description="The folder, from the project's root.")

    settings: Settings

    @property
    def where(self) -> str:
        return f"`{self.connection.settings['path']}`"

    def connect(self) -> None:
        folder = self.settings.path
        if not folder.is_dir():
            raise ConnectorError(f"there is no folder {self.where}; looked for {folder}")
        self._files = _tables_in(folder.resolve())
        if not self._files:
            raise ConnectorError(f"the folder {self.where} holds no CSV, Parquet or Excel file")
        self._provided: set[tuple[str, str]] = set()
        engine = duckdb.connect(config=self.limits(reads_files=True))
        allowed = quoted_text(str(folder.resolve()))
        engine.execute(f"SET allowed_directories = [{allowed}]")
        engine.execute("SET enable_external_access = false")
        self.lock(engine)

    def listed(self) -> Sequence[tuple[str, str]]:
        return list(self._files)

    def sent(self, tree: exp.Query) -> str:
        for table in tree.find_all(exp.Table):
            wanted = (table.db or self.home).lower(), table.name.lower()
            for key, path in self._files.items():
                if (key[0].lower(), key[1].lower()) == wanted and key not in self._provided:
                    with self.limited():
                        self._provide(key, path)
        return super().sent(tree)

    def fault(self, error: Exception) -> Fault:
        if "not utf-8 encoded" in str(error):
            return Fault(Kind.QUERY, "a CSV file is not in utf-8; its `encoding` is a setting")
        return super().fault(error)

    def _provide(self, key: tuple[str, str], path: Path) -> None:
        """Make a file the table that it is, when it is first asked for."""
        schema, name = (quoted_name(each) for each in key)
        engine = self.opened()
        engine.execute(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        if path.suffix == ".xlsx":
            from connectors.asking import workbooks

            sheet = None if key[0] == self.home else key[1]
            engine.register("krtracker_sheet", workbooks.read(path, sheet))
            engine.execute(f"CREATE TABLE {schema}.{name} AS FROM krtracker_sheet")
            engine.unregister("krtracker_sheet")
        else:
            rows = (
                f"FROM read_parquet({file_name(path)})"
                if path.suffix == ".parquet"
                else csv_files.rows_of(engine, path, self.settings)
            )
            engine.execute(f"CREATE VIEW {schema}.{name} AS {rows}")
        self._provided.add(key)


def _tables_in(folder: Path) -> dict[tuple[str, str], Path]:
    """The file of each table; a link that leads out of the folder is none."""
    found: dict[tuple[str, str], Path] = {}
    names: dict[tuple[str, str], Path] = {}
    for path in sorted(folder.iterdir()):
        for key in _tables_of(path) if path.resolve().is_relative_to(folder) else ():
            other = names.setdefault((key[0].lower(), key[1].lower()), path)
            if other != path:
                both = f"`{other.name}` and `{path.name}`"
                raise ConnectorError(f"{both} would both be the table `{key[1]}`")
            found[key] = path
    return found


def _tables_of(path: Path) -> list[tuple[str, str]]:
    ending = next((each for each in ENDINGS if path.name.lower().endswith(each)), None)
    if ending is None or path.name.startswith((".", "~$")) or not path.is_file():
        return []
    name = path.name[: -len(ending)]
    sheets = []
    if ending == ".xlsx":
        from connectors.asking import workbooks

        sheets = workbooks.sheets(path)
    return [(name, sheet) for sheet in sheets] if len(sheets) > 1 else [("main", name)]

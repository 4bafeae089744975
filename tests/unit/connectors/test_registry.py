"""Which types there are, and what is said of settings that do not fit."""

from __future__ import annotations

import sys
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from connectors.registry import Registry
from krtracker.domain.catalog import Connection
from krtracker.errors import ConnectorError, Place
from krtracker.project import Project

FILE = """\
crm:
  type: postgres
  host: db.internal
  prot: 5432
"""


def problems(root: Path, connection: Connection) -> list[str]:
    return [str(each) for each in Registry(Project(root)).problems(connection)]


def a_postgres(**settings: Any) -> Connection:
    said = {"host": "db.internal", "database": "crm", "user": "reader"} | settings
    return Connection("crm", "postgres", said)


def own(root: Path, name: str, text: str) -> Registry:
    (root / "connectors").mkdir(exist_ok=True)
    (root / "connectors" / f"{name}.py").write_text(dedent(text))
    return Registry(Project(root))


def test_every_file_beside_the_registry_is_a_type(tmp_path):
    assert list(Registry(Project(tmp_path)).types()) == [
        "duckdb",
        "files",
        "mysql",
        "postgres",
        "sqlite",
    ]


@pytest.mark.parametrize(
    ("type", "dialect", "evaluates"),
    [
        ("duckdb", "duckdb", True),
        ("files", "duckdb", False),
        ("mysql", "mysql", True),
        ("postgres", "postgres", True),
        ("sqlite", "sqlite", False),
    ],
)
def test_a_type_tells_its_dialect_and_whether_it_evaluates(tmp_path, type, dialect, evaluates):
    registry = Registry(Project(tmp_path))

    assert (registry.dialect(type), registry.evaluates(type)) == (dialect, evaluates)


def test_an_unknown_type_lists_those_there_are_with_the_nearest(tmp_path):
    (problem,) = Registry(Project(tmp_path)).problems(Connection("crm", "Postgress"))

    assert problem.message == "unknown type `Postgress`"
    assert problem.hint == (
        "did you mean `postgres`? there are `duckdb`, `files`, `mysql`, `postgres`, `sqlite`"
    )


def test_a_misspelt_setting_is_placed_at_its_name(tmp_path):
    (tmp_path / "connections.yaml").write_text(FILE)
    places = {"prot": Place("connections.yaml", 4, 9)}
    connection = Connection(
        "crm",
        "postgres",
        {"host": "db.internal", "prot": 5432, "database": "crm", "user": "reader"},
        place=Place("connections.yaml", 1, 1),
        places=places,
    )

    assert problems(tmp_path, connection) == [
        "connections.yaml:4:3: unknown setting `prot` of type `postgres`\n"
        "    4 |   prot: 5432\n"
        "      |   ^^^^\n"
        "      = hint: did you mean `port`?"
    ]


def test_a_missing_setting_says_what_it_is_for(tmp_path):
    (problem,) = Registry(Project(tmp_path)).problems(Connection("crm", "sqlite"))

    assert problem.message == "`crm` needs a `path`"
    assert problem.hint == "the file, from the project's root"


def test_a_misspelt_required_setting_is_one_mistake(tmp_path):
    connection = Connection("crm", "sqlite", {"pth": "crm.sqlite"})

    assert problems(tmp_path, connection) == [
        "unknown setting `pth` of type `sqlite`\n      = hint: did you mean `path`?"
    ]


@pytest.mark.parametrize(
    ("setting", "value", "message"),
    [
        ("port", "abc", "`port` must be a whole number"),
        ("port", 0, "`port` must be at least 1"),
        ("port", 70_000, "`port` must be at most 65535"),
        ("user", 12, "`user` must be text"),
        ("database", "", "`database` must be text that is not empty"),
        (
            "host",
            "/var/run/postgresql",
            "`host` must be one server's name or address, no socket and no list",
        ),
        ("host", "a,b", "`host` must be one server's name or address, no socket and no list"),
        (
            "host",
            "a/?service=x",
            "`host` must be one server's name or address, no socket and no list",
        ),
        ("host", "[::1]", "`host` must be one server's name or address, no socket and no list"),
        ("password", ["hunter2"], "`password` must be text"),
    ],
)
def test_a_value_that_does_not_fit_is_told_without_being_shown(tmp_path, setting, value, message):
    (told,) = problems(tmp_path, a_postgres(**{setting: value}))

    assert told == message


@pytest.mark.parametrize(
    "host", ["db.internal", "10.0.0.7", "::1", "2001:db8::7", "::ffff:10.0.0.7"]
)
def test_a_server_goes_by_its_name_or_by_an_address_of_either_kind(tmp_path, host):
    assert problems(tmp_path, a_postgres(host=host)) == []


def test_one_of_a_few_words_is_listed(tmp_path):
    (told,) = problems(tmp_path, a_postgres(sslmode="on"))

    assert told.startswith("`sslmode` must be one of `disable`, `allow`, `prefer`, ")


@pytest.mark.parametrize(
    "setting", ["url", "options", "init_command", "service", "read_default_file"]
)
@pytest.mark.parametrize("type", ["postgres", "mysql", "duckdb", "sqlite", "files"])
def test_no_raw_url_and_no_free_options_can_be_set(tmp_path, type, setting):
    connection = Connection("crm", type, {setting: "x"})

    assert any(f"unknown setting `{setting}`" in told for told in problems(tmp_path, connection))


def test_what_stands_in_a_setting_cannot_become_an_option_of_the_driver(tmp_path):
    connection = a_postgres(database="crm?service=x&sslmode=disable", password="p@ss:w/rd?x=1")
    source = Registry(Project(tmp_path)).source("postgres")
    opened = source(connection, source.Settings.model_validate(dict(connection.settings)))

    url = opened.url()

    assert url.database == "crm?service=x&sslmode=disable"
    assert dict(url.query) == {"sslmode": "prefer"}
    assert "p@ss" not in str(url)
    assert "p@ss" not in repr(opened.settings)


def test_a_path_is_meant_from_the_project(tmp_path):
    file = tmp_path / "data" / "crm.sqlite"

    with pytest.raises(ConnectorError) as told:
        Registry(Project(tmp_path)).open(Connection("crm", "sqlite", {"path": "data/crm.sqlite"}))

    assert str(told.value) == f"there is no file `data/crm.sqlite`; looked for {file}"
    assert not (tmp_path / "data").exists()


def test_a_project_brings_types_of_its_own(tmp_path):
    registry = own(
        tmp_path,
        "lake",
        '''
        """The lake."""
        from connectors.duckdb import DuckDB

        class Lake(DuckDB):
            """The lake."""

            evaluates = False
        ''',
    )

    assert "lake" in registry.types()
    assert registry.dialect("lake") == "duckdb"
    assert not registry.evaluates("lake")


def test_nothing_of_a_project_is_imported_before_a_connection_uses_it(tmp_path):
    registry = own(tmp_path, "trap", "raise SystemExit('imported')")

    registry.types()
    registry.problems(Connection("crm", "sqlite", {"path": "x"}))


def test_types_of_two_projects_may_have_one_name(tmp_path):
    for name, dialect in [("one", "oracle"), ("two", "snowflake")]:
        (tmp_path / name).mkdir()
        registry = own(
            tmp_path / name,
            "warehouse",
            f"""
            from connectors.duckdb import DuckDB

            class Warehouse(DuckDB):
                dialect = "{dialect}"
            """,
        )

        assert registry.dialect("warehouse") == dialect


def test_a_driver_is_installed_with_the_part_that_it_needs(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)

    (problem,) = own(tmp_path, "mine", "import psycopg\n").problems(Connection("crm", "mine"))

    assert problem.hint == "`pip install 'psycopg[binary]'`"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            "import nowhere_to_be_found\n",
            "type `mine` needs the module `nowhere_to_be_found`, which is not installed",
            id="a module that is not installed",
        ),
        pytest.param(
            "x = 1\ny = 1 / 0\n",
            "`connectors/mine.py` cannot be imported: line 2: ZeroDivisionError: division by zero",
            id="an error while it is imported",
        ),
        pytest.param(
            "x = (\n",
            "`connectors/mine.py` cannot be imported: line 1: '(' was never closed",
            id="no Python",
        ),
        pytest.param(
            "x = 1\n", "`connectors/mine.py` must define one connector, it defines none", id="none"
        ),
        pytest.param(
            "from connectors.duckdb import DuckDB\nclass A(DuckDB): ...\nclass B(DuckDB): ...\n",
            "`connectors/mine.py` must define one connector, it defines `A`, `B`",
            id="two",
        ),
        pytest.param(
            "from connectors.duckdb import DuckDB\nclass A(DuckDB): driver = 'nowhere_drv'\n",
            "type `mine` needs the driver `nowhere_drv`, which is not installed",
            id="a driver that is not installed",
        ),
    ],
)
def test_a_connector_at_fault_is_a_problem(tmp_path, text, message):
    (problem,) = own(tmp_path, "mine", text).problems(Connection("crm", "mine"))

    assert problem.message == message


def test_a_missing_driver_says_what_to_install(tmp_path):
    text = """
        from connectors.duckdb import DuckDB

        class Mine(DuckDB):
            driver = "nowhere_drv"
            install = "nowhere-driver[fast]"
        """

    (problem,) = own(tmp_path, "mine", text).problems(Connection("crm", "mine"))

    assert problem.hint == "`pip install 'nowhere-driver[fast]'`"


def test_a_file_of_a_project_does_not_replace_one_of_ours(tmp_path):
    registry = own(tmp_path, "sqlite", "raise SystemExit('imported')")

    assert registry.source("sqlite").__module__ == "connectors.sqlite"


def test_the_registry_alone_brings_no_driver():
    import subprocess

    code = (
        "import sys, connectors.registry\n"
        "print({'sqlalchemy', 'duckdb', 'psycopg', 'pymysql', 'openpyxl'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"

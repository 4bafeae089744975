"""A project, a connection and an objective begun: asked for, or said in options."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest

from krtracker.definitions import load
from krtracker.project import Project
from tests.end_to_end.shop import Shop, a_shop
from tests.end_to_end.typing import CTRL_C, typed
from tests.servers import postgres

BEGUN = """\
# ours
orders:   # the shop's
  type: sqlite
  path: data/orders.sqlite
  look_back: 5 days
"""
SERVER = ["new", "--type", "postgres", "--set", "database=x", "--set", "user=x"]


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    shop = a_shop(tmp_path, sources=("orders",))
    shop.write("connections.yaml", BEGUN)
    return shop


def files_of(folder: Path) -> dict[str, str]:
    """The text of every file of a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8", "replace")
        for path in folder.rglob("*")
        if path.is_file() and ".krtracker" not in path.parts and path.suffix != ".sqlite"
    }


def test_a_connection_is_added_and_every_comment_stays(shop: Shop) -> None:
    done = shop.run("connections", "add", "desk", "--type", "sqlite", "--set", "path=desk.sqlite")

    text = (shop.root / "connections.yaml").read_text()
    assert done.code == 0
    assert text.startswith(BEGUN)
    assert set(load(Project(shop.root)).connections) == {"orders", "desk"}


def test_a_connection_that_is_tried_says_what_is_there(shop: Shop) -> None:
    words = ("--type", "sqlite", "--set", "path=data/orders.sqlite", "--try")

    done = shop.run("connections", "add", "again", *words)

    assert (done.code, "reached as" in done.out, "1 table" in done.out) == (0, True, True)


def test_one_that_cannot_be_reached_is_written_and_told(shop: Shop) -> None:
    words = ("--type", "sqlite", "--set", "path=nowhere.sqlite", "--try")

    done = shop.run("connections", "add", "lost", *words)

    assert (done.code, "not reached" in done.out) == (1, True)
    assert "lost" in load(Project(shop.root)).connections


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param(["orders", "--type", "sqlite", "--set", "path=x"], "`orders` already"),
        pytest.param(["new", "--type", "sqlit", "--set", "path=x"], "did you mean `sqlite`"),
        pytest.param(["new", "--type", "sqlite", "--set", "pth=x"], "did you mean `path`"),
        pytest.param(["new", "--type", "sqlite"], "`sqlite` needs `path`"),
        pytest.param(["new", "--type", "sqlite", "--set", "path"], "`path` is no setting"),
        pytest.param(["a b", "--type", "sqlite", "--set", "path=x"], "cannot be a connection"),
        pytest.param(["new"], "missing `--type`"),
        pytest.param([], "missing `NAME`"),
        pytest.param([*SERVER, "--set", "port=many"], "`port` must be a whole number"),
    ],
)
def test_a_connection_that_does_not_fit_is_refused_and_nothing_is_written(
    shop: Shop, words: list[str], told: str
) -> None:
    before = files_of(shop.root)

    done = shop.run("connections", "add", *words)

    assert done.code in {1, 2}
    assert told in done.err
    assert files_of(shop.root) == before


def test_a_password_is_never_written_out_nor_repeated(shop: Shop) -> None:
    words = ("--type", "postgres", "--set", "database=x", "--set", "user=y")

    done = shop.run("connections", "add", "new", *words, "--set", "password=HUNTER2")

    assert (done.code, "HUNTER2" in done.err, "env.NEW_PASSWORD" in done.err) == (2, False, True)
    assert (shop.root / "connections.yaml").read_text() == BEGUN


def test_a_file_that_cannot_be_added_to_shows_what_would_be(shop: Shop) -> None:
    shop.write("connections.yaml", "{orders: {type: sqlite, path: data/orders.sqlite}}\n")

    done = shop.run("connections", "add", "desk", "--type", "sqlite", "--set", "path=d.sqlite")

    assert (done.code, "path: d.sqlite" in done.err) == (2, True)
    assert (shop.root / "connections.yaml").read_text().startswith("{orders")


@pytest.mark.postgres
def test_a_connection_is_asked_for_and_its_password_kept_for_its_owner_alone(shop: Shop) -> None:
    server = postgres()
    answers = [
        ("called?", "warehouse"),
        ("kind of source", "postgras"),
        ("did you mean postgres", "postgres"),
        ("host", server.host),
        ("port", str(server.port)),
        ("database", "postgres"),
        ("user", server.user),
        ("password", "it's $ec#ret"),
        ("schema", ""),
        ("sslmode", ""),
        ("reach it now?", "y"),
    ]

    done = typed("connections", "add", folder=shop.root, answers=answers)

    secrets = shop.root / ".env"
    assert "warehouse (postgres): " in done.out, done.out
    assert "it's $ec#ret" not in done.out + (shop.root / "connections.yaml").read_text()
    assert Project(shop.root).environment()["WAREHOUSE_PASSWORD"] == "it's $ec#ret"
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o600


def test_ctrl_c_at_any_question_writes_nothing(shop: Shop) -> None:
    before = files_of(shop.root)
    answers = [("called?", "x"), ("kind of source", "sqlite"), ("path", "x"), ("reach it", CTRL_C)]

    for count in range(1, len(answers) + 1):
        given = [*answers[: count - 1], (answers[count - 1][0], CTRL_C)]
        done = typed("connections", "add", folder=shop.root, answers=given)
        assert (done.code, "Traceback" in done.out) == (130, False)

    assert files_of(shop.root) == before


def test_a_new_objective_is_accepted_by_check_and_can_be_measured(shop: Shop) -> None:
    words = ["--objective", "Sell what people want: gladly", "--team", "Shop & Co"]
    words += ["--title", "Rows of a week", "--table", "events", "--at", "happened_at"]

    done = shop.run("new", "objective", *words, "--target", "90", "--window", "last 7 days")

    path = shop.root / "kr_definitions/shop_co/sell_what_people_want_gladly.yaml"
    assert done.code == 0
    assert path.read_text().startswith("# yaml-language-server: $schema=../../schema/")
    assert shop.run("check").code == 0
    assert shop.run("preview", "rows_of_a_week").code == 0


def test_what_was_not_said_of_an_objective_stands_there_as_a_question(shop: Shop) -> None:
    words = ["--objective", "Sell more", "--team", "shop", "--title", "Orders"]

    assert shop.run("new", "objective", *words).code == 0
    text = (shop.root / "kr_definitions/shop/sell_more.yaml").read_text()
    assert [line.partition("#")[2].strip() for line in text.splitlines() if "?" in line] == [
        "how far is it to go from the baseline?",
        "which table, or join, has the rows?",
        "from which moment on does a row count?",
    ]
    assert shop.run("check").code == 0


def test_a_second_new_objective_overwrites_nothing(shop: Shop) -> None:
    words = ["new", "objective", "--objective", "Sell more", "--team", "shop", "--title", "Orders"]
    shop.run(*words)
    before = files_of(shop.root)

    done = shop.run(*words)

    assert (done.code, files_of(shop.root)) == (2, before)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param(["--target", "soon"], "`change`"),
        pytest.param(["--cycle", "2026-Q7"], "2026-Q7"),
        pytest.param(["--value", "count(*"], "count(*"),
        pytest.param(["--window", "last week"], "`window`"),
        pytest.param(["--source", "ordres"], "did you mean `orders`"),
        pytest.param(["../x.yaml"], "is no definition"),
        pytest.param(["--title", "Rows", "--contributes-to", "nobody"], "nobody"),
    ],
)
def test_an_objective_that_check_would_not_accept_is_not_written(
    shop: Shop, words: list[str], told: str
) -> None:
    before = files_of(shop.root)
    sound = ["--objective", "Sell more", "--team", "shop", "--title", "Orders"]

    done = shop.run("new", "objective", *sound, *words)

    assert (done.code, told in done.err) == (2, True), done.err
    assert files_of(shop.root) == before


def test_an_objective_is_asked_for(shop: Shop) -> None:
    answers = [
        ("become better", "Sell gladly"),
        ("team", "shop"),
        ("cycle", "2026-11"),
        ("number", "Rows of a month"),
        ("one of it", "rows"),
        ("table", "events"),
        ("reckoned", ""),
        ("column", "happened_at"),
        ("where to", "-10 percent"),
    ]

    done = typed("new", "objective", folder=shop.root, answers=answers)

    assert done.code == 0, done.out
    assert shop.run("preview", "rows_of_a_month").code == 0


def test_a_project_is_begun_by_answers_with_its_first_connection(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "orders.sqlite").close()
    answers = [
        ("whose project", "Chez Nous"),
        ("time zone", "Europe/Pariss"),
        ("did you mean", "Europe/Paris"),
        ("language", "fr"),
        ("database to ask", "y"),
        ("called?", "orders"),
        ("kind of source", "sqlite"),
        ("path", "../orders.sqlite"),
    ]

    done = typed("init", "okr", folder=tmp_path, answers=answers)

    catalog = load(Project(tmp_path / "okr"))
    assert done.code == 0, done.out
    assert (catalog.problems, list(catalog.connections)) == ((), ["orders"])
    assert (catalog.settings.name, catalog.settings.language) == ("Chez Nous", "fr")
    assert "suggest --source orders" in done.out


def test_enter_at_every_question_begins_the_example(tmp_path: Path) -> None:
    answers = [("whose", ""), ("time zone", ""), ("language", ""), ("database", "n")]

    done = typed("init", "okr", folder=tmp_path, answers=answers)

    assert done.code == 0, done.out
    assert len(list(load(Project(tmp_path / "okr")).sound)) == 3


def test_ctrl_c_while_a_project_is_begun_leaves_no_folder(tmp_path: Path) -> None:
    answers = [("whose", ""), ("time zone", CTRL_C)]

    assert typed("init", "okr", folder=tmp_path, answers=answers).code == 130
    assert not (tmp_path / "okr").exists()

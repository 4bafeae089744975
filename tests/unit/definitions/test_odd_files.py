"""Files that are no text, no YAML, or not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from krtracker.definitions import load
from tests.texts import a_key_result, a_project, an_objective

SOUND = an_objective(a_key_result())


def told(folder: Path, content: bytes) -> list[str]:
    """The problems of a project with one file of this content."""
    project = a_project(folder)
    (folder / "kr_definitions").mkdir()
    (folder / "kr_definitions" / "a.yaml").write_bytes(content)
    return [f"{each.place}: {each.message}" for each in load(project).problems]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(SOUND.encode("utf-16"), "1:1: is UTF-16, not UTF-8", id="UTF-16"),
        pytest.param(b"team: a\nwhy: caf\xe9\n", "2:9: is not UTF-8 from here on", id="Latin-1"),
        pytest.param(
            b"team: a\x00b\n", "1:8: the character U+0000 cannot stand in YAML", id="a NUL"
        ),
        pytest.param(
            b"team: a\nwhy: \x1b[31m\n",
            "2:6: the character U+001B cannot stand in YAML",
            id="an escape",
        ),
        pytest.param(b"a" * 2_000_001, "1:1: is larger than 2 MB", id="too large"),
        pytest.param(b"", "1:1: the file is empty", id="nothing"),
        pytest.param(b"\n# only words\n", "1:1: the file is empty", id="only a comment"),
        pytest.param(b"just words", "1:1: the file must be a mapping of fields", id="only text"),
        pytest.param(b"- ", "1:1: the file must be a mapping of fields", id="a list of nothing"),
        pytest.param(
            b"- [~]\n", "1:1: the file must be a mapping of fields", id="a list in a list"
        ),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, content: bytes, message: str) -> None:
    assert told(tmp_path, content) == [f"kr_definitions/a.yaml:{message}"]


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    assert told(tmp_path, b"\xef\xbb\xbf" + SOUND.encode()) == []


def test_windows_line_ends_are_no_fault(tmp_path: Path) -> None:
    assert told(tmp_path, SOUND.replace("\n", "\r\n").encode()) == []


def test_a_link_to_nowhere_is_a_problem_and_not_a_traceback(tmp_path: Path) -> None:
    project = a_project(tmp_path, {"b.yaml": SOUND})
    (tmp_path / "kr_definitions" / "a.yaml").symlink_to(tmp_path / "gone.yaml")

    catalog = load(project)

    assert [each.message for each in catalog.problems] == [
        "cannot be read: no such file or directory"
    ]
    assert len(list(catalog.sound)) == 1


def test_hidden_files_and_other_files_are_passed_over(tmp_path: Path) -> None:
    files = {".draft.yaml": ": :", ".hidden/a.yaml": ": :", "notes.md": ": :", "a/b.yml": SOUND}

    catalog = load(a_project(tmp_path, files))

    assert catalog.problems == ()
    assert [each.id for each in catalog.objectives] == ["b"]


def test_a_project_without_definitions_is_empty_and_sound(tmp_path: Path) -> None:
    catalog = load(a_project(tmp_path))

    assert (catalog.objectives, catalog.problems) == ((), ())


def test_a_project_without_connections_can_hold_formulas_only(tmp_path: Path) -> None:
    project = a_project(tmp_path, {"a.yaml": SOUND})
    project.connections_file.unlink()

    (problem,) = load(project).problems

    assert problem.message == "unknown connection `logistics`"
    assert problem.hint == "there are none yet; `krtracker connections add` writes one"


def test_a_folder_linked_into_itself_is_read_once(tmp_path: Path) -> None:
    project = a_project(tmp_path, {"a.yaml": SOUND})
    (tmp_path / "kr_definitions" / "again").symlink_to(tmp_path / "kr_definitions")

    assert [each.id for each in load(project).objectives] == ["a"]


def test_a_linked_folder_is_read(tmp_path: Path) -> None:
    project = a_project(tmp_path)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.yaml").write_text(SOUND)
    (tmp_path / "kr_definitions").mkdir()
    (tmp_path / "kr_definitions" / "team").symlink_to(tmp_path / "elsewhere")

    assert [each.id for each in load(project).objectives] == ["a"]


def test_an_env_file_that_is_no_text_is_a_problem(tmp_path: Path) -> None:
    project = a_project(tmp_path, {"a.yaml": SOUND})
    (tmp_path / ".env").write_bytes(b"PASSWORD=caf\xe9\n")

    catalog = load(project)

    assert [f"{each.place}: {each.message}" for each in catalog.problems] == [
        ".env:1:1: cannot be read: is not UTF-8"
    ]


def test_a_file_name_with_a_terminal_escape_is_shown_without_it(tmp_path: Path) -> None:
    catalog = load(a_project(tmp_path, {"a\x1b[31m.yaml": SOUND}))

    assert all("\x1b" not in str(each) for each in catalog.problems)
    assert len(catalog.problems) == 1

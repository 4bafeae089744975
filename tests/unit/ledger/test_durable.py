"""Files that are there whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from krtracker.ledger import durable


def test_a_text_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    path = tmp_path / "head"
    durable.write(path, "one")
    durable.write(path, "zwei ü")

    assert path.read_text(encoding="utf-8") == "zwei ü"
    assert list(tmp_path.iterdir()) == [path]


def test_a_copy_that_fails_leaves_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("before")

    with pytest.raises(FileNotFoundError):
        durable.copy(tmp_path / "missing", target)

    assert target.read_text() == "before"
    assert list(tmp_path.iterdir()) == [target]


def test_a_copy_is_whole(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.write_bytes(bytes(range(256)) * 1000)

    durable.copy(source, tmp_path / "target")

    assert (tmp_path / "target").read_bytes() == source.read_bytes()

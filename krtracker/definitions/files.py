"""The text of a file that people write, or the problem why it cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from krtracker.errors import Place, Problem
from krtracker.project import Project

LARGEST_BYTES = 2_000_000
"""More than two thousand key results need; beyond it reading would keep people waiting."""

ENDINGS = (".yaml", ".yml")

_UNPRINTABLE = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
"""What YAML forbids, a byte order mark in the middle of the text included."""


def definition_files(folder: Path, above: frozenset[Path] = frozenset()) -> Iterator[Path]:
    """Every YAML file under `folder`, in the order of their paths; hidden ones are passed over.

    Links are followed, but not in circles: `above` are the folders on the way.
    """
    real = folder.resolve()
    if not folder.is_dir() or real in above:
        return
    try:
        entries = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError:
        yield folder  # reading it will tell why
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from definition_files(entry, above | {real})
        elif entry.suffix.lower() in ENDINGS and (entry.is_file() or not entry.exists()):
            yield entry


def files_of(project: Project) -> list[Path]:
    """Every definition file of a project, those included that are only drafted."""
    there = list(definition_files(project.definitions))
    drafted = (path for path in project.drafts if path.is_relative_to(project.definitions))
    new = [path for path in drafted if path not in there]
    return sorted([*there, *new]) if new else there


def text_of(project: Project, path: Path, file: str) -> str | Problem:
    """The text of a file, or why there is none; `file` is its name in messages."""
    start = Place(file, 1, 1)
    try:
        if path in project.drafts:
            content = project.drafts[path].encode("utf-8", "surrogateescape")
        else:
            with path.open("rb") as stream:
                content = stream.read(LARGEST_BYTES + 1)
    except OSError as error:
        return Problem(f"cannot be read: {(error.strerror or 'unknown fault').lower()}", start)
    if len(content) > LARGEST_BYTES:
        limit = f"{LARGEST_BYTES // 1_000_000} MB"
        return Problem(f"is larger than {limit}", start, hint="one file holds one objective")
    return decoded(content, file)


def decoded(content: bytes, file: str) -> str | Problem:
    """The text that UTF-8 bytes stand for; a byte order mark is dropped."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Problem("is UTF-16, not UTF-8", Place(file, 1, 1), hint="save it as UTF-8")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8", "replace")
        odd = content[error.start : error.start + 1]
        hint = f"save it as UTF-8; the byte is `{odd.decode('cp1252', 'replace')}` in Windows-1252"
        return Problem("is not UTF-8 from here on", _end_of(before, file), hint=hint)
    found = _UNPRINTABLE.search(text)
    if found is None:
        return text
    message = f"the character U+{ord(found[0]):04X} cannot stand in YAML"
    return Problem(message, _end_of(text[: found.start()], file), hint="remove it")


def _end_of(text: str, file: str) -> Place:
    lines = f"{text}.".splitlines()
    return Place(file, len(lines), len(lines[-1]))

"""A disk that forgets: what may be left in a folder when power is lost at some point.

As little is promised as POSIX does. What was written to a file is there for good once the file
was synced, and its name once the folder was; whatever else was done since may be there or not,
each page and each name by itself.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from tests.trust.recorder import Call, Opened, Text

PAGE = 4096
"""A disk writes so much at once, or not at all."""
Keeps: TypeAlias = Callable[[], bool]
"""Whether one more thing that was never synced is left."""


@dataclass
class File:
    """What a file holds now, and what of it is on the disk."""

    now: bytearray = field(default_factory=bytearray)
    synced: bytes = b""
    since: list[tuple[int, bytes | None]] = field(default_factory=list)
    """Where what was written since; None cuts it off there, or lengthens it."""

    def write(self, offset: int, data: bytes | None) -> None:
        """Change it, not for good."""
        self.since.append((offset, data))
        _change(self.now, offset, data)

    def sync(self) -> None:
        """Have it for good."""
        self.synced, self.since = bytes(self.now), []

    def left(self, keeps: Keeps) -> bytes:
        """What may be left of it."""
        content = bytearray(self.synced)
        for offset, data in self.since:
            if data is None:
                if keeps():
                    _change(content, offset, None)
                continue
            ends = range(offset - offset % PAGE + PAGE, offset + len(data) + PAGE, PAGE)
            for end in ends:
                first = max(end - PAGE, offset)
                if keeps():
                    _change(content, first, data[first - offset : end - offset])
        return bytes(content)


@dataclass
class Folder:
    """Which names a folder has now, and which of them are on the disk."""

    now: dict[str, File | Folder] = field(default_factory=dict)
    synced: dict[str, File | Folder] = field(default_factory=dict)
    since: list[dict[str, File | Folder | None]] = field(default_factory=list)
    """What came to stand behind names since; several of one call come together."""

    def change(self, **names: File | Folder | None) -> None:
        """Put something behind names, or nothing, not for good."""
        self.since.append(names)
        _name(self.now, names)

    def sync(self) -> None:
        """Have its names for good."""
        self.synced, self.since = dict(self.now), []

    def leave(self, place: Path, keeps: Keeps) -> None:
        """Write what may be left of it into a folder on our own disk."""
        place.mkdir(parents=True, exist_ok=True)
        names = dict(self.synced)
        for changes in self.since:
            if keeps():
                _name(names, changes)
        for name, entry in names.items():
            if isinstance(entry, File):
                (place / name).write_bytes(entry.left(keeps))
            else:
                entry.leave(place / name, keeps)


class Disk:
    """A folder, all of it on the disk at first, to which recorded calls are made again."""

    def __init__(self, root: Path, *, names: Path) -> None:
        """`names` is where the folder lay when the calls were recorded."""
        self._root = names
        self.top = Folder()
        self._at: dict[int, int] = {}
        """How far each open file was written, by its number."""
        _fill(self.top, root)

    def concerns(self, call: Call) -> bool:
        """Whether something in the folder is changed or synced by a call."""
        if call.name in {"open", "openat"} and not {"O_CREAT", "O_TRUNC"} & set(_flags(call)):
            return False
        return call.name != "lseek" and any(map(self._parts, [*call.paths, call.opened]))

    def make(self, call: Call) -> None:
        """Let a call happen once more.

        Raises:
            NotImplementedError: no such call was seen yet in what is recorded.
        """
        first, *others = call.arguments
        match call.name, first, others:
            case "open" | "openat", _, _:
                self._open(call)
            case "write", Opened() as file, [Text() as data, *_]:
                self._append(file, data[: call.result])
            case "pwrite64", Opened() as file, [Text() as data, *_]:
                self._file(file.path).write(call.number(3), data[: call.result])
            case "ftruncate", Opened() as file, _:
                self._file(file.path).write(call.number(1), None)
            case "sendfile", Opened() as file, [Opened() as source, str() as where, *_]:
                start = int(where.strip("[]"))
                self._append(file, self._file(source.path).now[start : start + call.result])
            case "fsync" | "fdatasync", Opened() as file, _:
                self._entry(file.path).sync()
            case "mkdir", Text() as name, _:
                self._name(os.fsdecode(name), Folder())
            case "unlink" | "rmdir", Text() as name, _:
                self._name(os.fsdecode(name), None)
            case "rename", Text() as old, [Text() as new]:
                self._rename(os.fsdecode(old), os.fsdecode(new))
            case _:
                raise NotImplementedError(f"{call.name} {call.paths}")

    def _open(self, call: Call) -> None:
        parent, name = self._within(call.opened)
        if name not in parent.now:
            parent.change(**{name: File()})
        elif "O_TRUNC" in _flags(call):
            self._file(call.opened).write(0, None)
        # Whoever appends is taken to be alone, as the ledger's writers are.
        appends = "O_APPEND" in _flags(call)
        self._at[call.result] = len(self._file(call.opened).now) if appends else 0

    def _append(self, opened: Opened, data: bytes) -> None:
        """Write behind what was written by this number before."""
        file = self._file(opened.path)
        file.write(self._at[opened.number], data)
        self._at[opened.number] += len(data)

    def _rename(self, old: str, new: str) -> None:
        (parent, name), (target, other) = self._within(old), self._within(new)
        assert parent is target, "between folders it is two changes"
        parent.change(**{name: None, other: parent.now[name]})

    def _name(self, path: str, entry: File | Folder | None) -> None:
        parent, name = self._within(path)
        parent.change(**{name: entry})

    def _file(self, path: str) -> File:
        found = self._entry(path)
        assert isinstance(found, File)
        return found

    def _entry(self, path: str) -> File | Folder:
        parts = self._parts(path)
        if parts == (".",):
            return self.top
        parent, name = self._within(path)
        return parent.now[name]

    def _within(self, path: str) -> tuple[Folder, str]:
        """The folder in which something lies, and its name there."""
        *parents, name = self._parts(path)
        found = self.top
        for each in parents:
            inner = found.now[each]
            assert isinstance(inner, Folder)
            found = inner
        return found, name

    def _parts(self, path: str) -> tuple[str, ...]:
        """The names that lead to a path from the folder; none if it lies elsewhere."""
        if not Path(path).is_relative_to(self._root):
            return ()
        return Path(path).relative_to(self._root).parts or (".",)


def _fill(folder: Folder, place: Path) -> None:
    """Take over what lies in a folder, as on the disk for good."""
    for each in place.iterdir():
        entry: File | Folder = Folder() if each.is_dir() else File(bytearray(each.read_bytes()))
        if isinstance(entry, Folder):
            _fill(entry, each)
        else:
            entry.sync()
        folder.now[each.name] = entry
    folder.sync()


def _flags(call: Call) -> list[str]:
    return [flag for each in call.arguments if isinstance(each, str) for flag in each.split("|")]


def _change(content: bytearray, offset: int, data: bytes | None) -> None:
    """Write into a file; what is skipped is zeros."""
    if data is None:
        del content[offset:]
    content.extend(bytes(max(0, offset - len(content))))
    if data is not None:
        content[offset : offset + len(data)] = data


def _name(names: dict[str, File | Folder], changes: dict[str, File | Folder | None]) -> None:
    for name, entry in changes.items():
        if entry is None:
            names.pop(name, None)
        else:
            names[name] = entry

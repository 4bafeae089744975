"""Every call that changes files, as a real process makes them: recorded by strace."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.end_to_end.shop import clean_environment

OPENS = ("open", "openat", "creat", "lseek", "dup", "dup2", "dup3")
WRITES = ("write", "pwrite64", "writev", "pwritev", "ftruncate", "truncate", "fallocate",
          "sendfile", "copy_file_range")  # fmt: skip
NAMES = ("rename", "renameat", "renameat2", "unlink", "unlinkat", "mkdir", "mkdirat", "rmdir",
         "link", "linkat", "symlink", "symlinkat")  # fmt: skip
SYNCS = ("fsync", "fdatasync", "sync_file_range", "msync", "sync", "syncfs")
FOLLOWING = ("-f", "--seccomp-bpf")
"""Through every process it starts, which are not stopped at other calls than those asked for."""
WHOLE_STRINGS = str(1 << 26)
HERE = -1
"""The number by which a call means the folder that its process is in."""

LINE = re.compile(rb"^(\d+) +(?:<\.\.\. )?(\w+)(?:\(| resumed>)(.*)\n$", re.DOTALL)
ANSWER = re.compile(rb"^(.*)\) += (-?\d+)(?:<([^>]*)>)?", re.DOTALL)
ARGUMENT = re.compile(rb'"([^"]*)"|(AT_FDCWD|\d+)<([^>]*)>|([^,\s]+)')
UNFINISHED = b" <unfinished ...>"


class Text(bytes):
    """A name, or what is written."""


class Opened(NamedTuple):
    """An open file: the number it goes by, and its name."""

    number: int
    path: str


class Call(NamedTuple):
    """One call that did what was asked."""

    name: str
    arguments: tuple[Text | Opened | str, ...]
    result: int
    opened: str = ""
    """The file that it opened."""

    @property
    def paths(self) -> list[str]:
        """Every file in it: those that were named, and those that were open."""
        open_ones = [each for each in self.arguments if isinstance(each, Opened)]
        named = [each for each in self.arguments if isinstance(each, Text) and each[:1] == b"/"]
        return [
            *[os.fsdecode(each) for each in named],
            *[each.path for each in open_ones if each.number != HERE],
        ]

    def number(self, place: int) -> int:
        """One argument, as a number."""
        return int(str(self.arguments[place]), 0)


def require_strace() -> str:
    """Where strace is; a test without it is skipped, or fails where it is required."""
    strace = shutil.which("strace")
    if strace is None:
        if os.environ.get("KRTRACKER_REQUIRE_SERVERS"):
            pytest.fail("no strace is installed")
        pytest.skip("no strace is installed")
    tried = subprocess.run(
        [strace, *FOLLOWING, "true"], capture_output=True, text=True, check=False
    )
    if tried.returncode != 0:
        pytest.skip(f"strace may not look at processes here: {tried.stderr.strip()[-200:]}")
    return strace


def recorded(command: Sequence[str], *, folder: Path, trace: Path) -> list[Call]:
    """What a command, run in a folder, changed in files; its own answer must be 0."""
    calls = ",".join(f"?{each}" for each in (*OPENS, *WRITES, *NAMES, *SYNCS))
    options = [*FOLLOWING, "-y", "-xx", "-s", WHOLE_STRINGS]
    done = subprocess.run(
        [require_strace(), *options, "-o", str(trace), "-e", f"trace={calls}", *command],
        cwd=folder,
        env=clean_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return list(_calls(trace))


def _calls(trace: Path) -> Iterator[Call]:
    """The calls in the order in which they ended; those that failed changed nothing."""
    begun: dict[bytes, bytes] = {}
    with trace.open("rb") as lines:
        for line in lines:
            found = LINE.match(line)
            if found is None:
                continue
            process, name, rest = found.groups()
            rest = begun.pop(process, b"") + rest
            if rest.endswith(UNFINISHED):
                begun[process] = rest.removesuffix(UNFINISHED)
                continue
            answer = ANSWER.match(rest)
            if answer and int(answer[2]) >= 0:
                arguments = tuple(_argument(each) for each in ARGUMENT.finditer(answer[1]))
                opened = os.fsdecode(_plain(answer[3] or b""))
                yield Call(name.decode(), arguments, int(answer[2]), opened)


def _argument(found: re.Match[bytes]) -> Text | Opened | str:
    text, number, path, other = found.groups()
    if text is not None:
        return Text(_plain(text))
    if number is not None:
        return Opened(HERE if number == b"AT_FDCWD" else int(number), os.fsdecode(_plain(path)))
    return str(other.decode())


def _plain(spelt: bytes) -> bytes:
    """What strace wrote as hexadecimal numbers."""
    return bytes.fromhex(spelt.replace(rb"\x", b"").decode())

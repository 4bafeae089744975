"""Files that nobody would write, each made from a number, read as a project is read."""

from __future__ import annotations

import random
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from krtracker.definitions import load
from krtracker.project import Project
from tests.texts import a_project

ROOT = Path(__file__).parents[2]
SOUND = {"project.yaml": b"timezone: UTC\n", "connections.yaml": b"crm: {type: sqlite, path: x}\n"}
NAMES = (*(f"kr_definitions/{number}.yaml" for number in range(48)), *SOUND)
"""So many files are read as one project."""
AT_ONCE_SECONDS = 0.5
"""So long reading them all may take before it is asked which of them it was."""
PIECES = (
    *"\n :-{}[]'\"#&*!>|%~,\t?@`<.\\\0\x85\u2028é0=/$",
    *("- ", ": ", "&a ", "*a", "!x ", "!!python/object/apply:os.system ", "null", ".nan", "0x"),
    *("<<: *a\n", "---\n", "...\n", "1e999", "${env.HOME}", "${env.NOT_SET}", "${}", "!include a"),
    *("? ", "[" * 40, "{a: " * 40, "9" * 400, "2026-02-30", "NO", "12:30", "\r", "\ufeff", "%TAG"),
    *("key_results:\n", "  measure: ", "target: ", "window: last ", "expect: {", "  - {", "\ud7ff"),
)
WHOLE = (
    b"",
    b"- ",
    b"\xff\xfea\0",
    b"\xef\xbb\xbfobjective: x\n",
    b"\0" * 40,
    b"a: &a [*a]\n",
    b"{" * 900,
    b"[" * 5000,
    b"- " * 3000,
    b"? " * 300,
    b"a: " * 300,
    b"x" * 60_000,
    b"a:\n" * 2000,
    b"".join(b"%s: &%s [%s]\n" % (n, n, b", ".join([b"*" + p] * 9)) for n, p in [(b"b", b"a")])
    + b"a: &a 1\n",
    b"a: &a [x, x]\n" + b"".join(
        b"k%d: &k%d [%s, %s]\n" % (n, n, *([b"*k%d" % (n - 1) if n else b"*a"] * 2))
        for n in range(40)
    ),
    b"k: " + b"'" * 999,
    b"\xc3" * 99,
    b"9" * 5000 + b": 1\n",
)  # fmt: skip


@dataclass
class Found:
    """What reading many files has shown."""

    inputs: int = 0
    crashes: list[str] = field(default_factory=list)
    seconds: float = 0.0
    """Of processor time, that no file outlasted."""
    slowest: str = ""
    megabytes: float = 0.0
    """The most memory that the whole process ever held."""

    def __add__(self, other: Found) -> Found:
        slower = max(self, other, key=lambda each: each.seconds)
        return Found(
            self.inputs + other.inputs,
            self.crashes + other.crashes,
            slower.seconds,
            slower.slowest,
            max(self.megabytes, other.megabytes),
        )


def corpus() -> list[bytes]:
    """What people wrote, rightly and wrongly, for a start."""
    files = [
        *ROOT.glob("tests/definitions_at_fault/*/*.yaml"),
        *ROOT.glob("kr_definitions/**/*.yaml"),
        ROOT / "project.yaml",
        ROOT / "connections.yaml",
    ]
    return [path.read_bytes() for path in sorted(files)]


def _parts(texts: Sequence[bytes]) -> list[bytes]:
    """The texts, and more often a part of one: what breaks a file is seldom its length."""
    halves = [text for whole in texts for text in (whole[: len(whole) // 2], whole[:400])]
    return [*texts, *halves]


def bent(chance: random.Random, texts: Sequence[bytes]) -> bytes:
    """One of the texts with some of it changed; now and then one that was a monster before."""
    text = chance.choice(WHOLE if chance.random() < 0.002 else texts)
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        text = chance.choice(BENDS)(chance, text, texts)
    return text


def _put_in(chance: random.Random, text: bytes, _texts: Sequence[bytes]) -> bytes:
    at, piece = chance.randint(0, len(text)), chance.choice(PIECES).encode("utf-8", "surrogatepass")
    return text[:at] + piece * chance.choice((1, 1, 1, 9)) + text[at + chance.choice((0, 0, 3)) :]


def _cut_out(chance: random.Random, text: bytes, _texts: Sequence[bytes]) -> bytes:
    at = chance.randint(0, len(text))
    return text[:at] + text[at + chance.choice((1, 2, 5, 40, 4000)) :]


def _flip(chance: random.Random, text: bytes, _texts: Sequence[bytes]) -> bytes:
    if not text:
        return text
    at = chance.randrange(len(text))
    return text[:at] + bytes([text[at] ^ (1 << chance.randrange(8))]) + text[at + 1 :]


def _move_a_line(chance: random.Random, text: bytes, texts: Sequence[bytes]) -> bytes:
    lines = text.splitlines(keepends=True)
    others = chance.choice(texts).splitlines(keepends=True)
    at, shift = chance.randint(0, len(lines)), b" " * chance.choice((0, 0, 1, 2, 4))
    new = shift + chance.choice(others or [b"\n"])
    return b"".join([*lines[:at], new, *lines[at + chance.choice((0, 1)) :]])


def _swap_a_value(chance: random.Random, text: bytes, texts: Sequence[bytes]) -> bytes:
    lines = text.splitlines(keepends=True)
    if not lines:
        return text
    at = chance.randrange(len(lines))
    name, colon, _ = lines[at].partition(b": ")
    _, _, value = chance.choice(chance.choice(texts).splitlines() or [b"a: 1"]).partition(b": ")
    return b"".join([*lines[:at], name + colon + value + b"\n", *lines[at + 1 :]])


Bend = Callable[[random.Random, bytes, Sequence[bytes]], bytes]
BENDS: tuple[Bend, ...] = (_put_in, _cut_out, _flip, _move_a_line, _swap_a_value)


def read(first: int, count: int, folder: str | None = None) -> Found:
    """Read `count` files, made from the numbers from `first` on."""
    texts, found = _parts(corpus()), Found(inputs=count)
    with TemporaryDirectory(dir=folder) as here:
        project = a_project(Path(here), {"0.yaml": ""})
        for start in range(first, first + count, len(NAMES)):
            chance = random.Random(start)
            files = {name: bent(chance, texts) for name in NAMES[: first + count - start]}
            _read_all(project, files, found)
    found.megabytes = _peak_megabytes()
    return found


def _peak_megabytes() -> float:
    """The most memory this program held; `ru_maxrss` would begin with its parent's."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def _read_all(project: Project, files: Mapping[str, bytes], found: Found) -> None:
    """All at once, which none of them can outlast; where that is long, or crashes, each alone."""
    seconds, crash = _read(project, files)
    if crash is None and seconds <= max(found.seconds, AT_ONCE_SECONDS):
        found.seconds = max(found.seconds, seconds)
        return
    alone = {name: _read(project, {name: content}) for name, content in files.items()}
    crashes = [f"{name}: {files[name][:2000]!r}\n{why}" for name, (_, why) in alone.items() if why]
    found.crashes += crashes or ([f"{files}\n{crash}"] if crash else [])
    name = max(alone, key=lambda name: alone[name][0])
    if alone[name][0] > found.seconds:
        found.seconds, found.slowest = alone[name][0], f"{name}: {files[name][:200]!r}"


def _read(project: Project, files: Mapping[str, bytes]) -> tuple[float, str | None]:
    """How long a project with these files took to read, and how it crashed."""
    for path in project.definitions.iterdir():
        if f"{project.definitions.name}/{path.name}" not in files:
            path.unlink()
    for name, content in (SOUND | files).items():
        (project.root / name).write_bytes(content)
    began = time.process_time()
    try:
        for each in load(project).problems:
            str(each)
    except Exception:
        return time.process_time() - began, traceback.format_exc(limit=-4)
    return time.process_time() - began, None

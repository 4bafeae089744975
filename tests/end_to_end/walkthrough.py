"""A page of commands with what they say: read, run as a reader would, and written back."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
TUTORIAL = ROOT / "docs" / "tutorial" / "first-key-result.md"
BLOCK = re.compile(r"^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
SAVED = re.compile(r"as\s+`(?P<path>[\w/]+\.(?:yaml|py))`")
"""How the text before a block says where to save it."""

VARYING = (
    (re.compile(r"cli-[0-9a-f]{12}"), "cli-…"),
    (re.compile(r"\b\d+\.\d\d s\b"), "0.01 s"),
    (re.compile(r"row [\d,]+, [0-9a-f]{12}"), "row …"),
)
"""What differs from one run to the next: the run's name, durations, the ledger's hashes."""


@dataclass(frozen=True)
class Step:
    """One command and what the page shows below it."""

    command: str
    shown: str


@dataclass(frozen=True)
class Saved:
    """One file that the page tells to save."""

    path: str
    text: str


@dataclass
class Shell:
    """A folder to be in, and commands run there as a reader would."""

    folder: Path
    path: str = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment: dict[str, str] = field(
        default_factory=lambda: {"COLUMNS": "100", "NO_COLOR": "1", "PYTHONUNBUFFERED": "1"}
    )

    def run(self, command: str) -> str:
        """What a command says, on both streams; `cd` moves to another folder."""
        if command.startswith("cd "):
            self.folder /= command[3:]
            return ""
        kept = {key: value for key, value in os.environ.items() if not key.startswith("KRTRACKER")}
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env=kept | self.environment | {"PATH": self.path},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        lines = [line.rstrip() for line in done.stdout.rstrip().splitlines()]
        return "".join(f"{line}\n" for line in lines)

    def save(self, file: Saved) -> None:
        """Write a file as the page tells."""
        path = self.folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file.text, "utf-8")


def blocks(text: str) -> Iterator[Step | Saved]:
    """What a page asks of its reader, in order."""
    for block in BLOCK.finditer(text):
        if block["kind"] == "console":
            for step in re.split(r"^\$ ", block["text"], flags=re.MULTILINE)[1:]:
                command, _, shown = step.partition("\n")
                yield Step(command, shown)
        elif block["kind"] in {"yaml", "python"}:
            paths = SAVED.findall(text[: block.start()])
            yield Saved(paths[-1], block["text"])


def steady(text: str) -> str:
    """What a command said, without what differs from run to run."""
    for varying, instead in VARYING:
        text = varying.sub(instead, text)
    return text


def played(text: str, shell: Shell) -> Iterator[tuple[Step, str]]:
    """Every command of a page with what it says."""
    for each in blocks(text):
        if isinstance(each, Saved):
            shell.save(each)
        else:
            yield each, steady(shell.run(each.command))


def is_shown(answer: str, shown: str) -> bool:
    """Whether a page shows what was said; a line of `…` stands for any lines."""
    parts = [re.escape(part) for part in re.split(r"^…\n", shown, flags=re.MULTILINE)]
    return re.fullmatch(r"(?:.*\n)*?".join(parts), answer) is not None


def written(text: str, said: list[tuple[Step, str]]) -> str:
    """The page with what its commands say now, where it shows something else."""
    done = ""
    for step, answer in said:
        head = f"$ {step.command}\n"
        before, _, text = text.partition(f"{head}{step.shown}")
        assert "Traceback" not in answer, answer
        shown = step.shown if is_shown(answer, step.shown) else answer
        done += f"{before}{head}{shown}"
    return done + text


if __name__ == "__main__":
    for page in map(Path, sys.argv[1:] or [README, TUTORIAL]):
        before = page.read_text("utf-8")
        with TemporaryDirectory() as folder:
            page.write_text(written(before, list(played(before, Shell(Path(folder))))), "utf-8")

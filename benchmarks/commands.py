"""`python -m benchmarks.commands`: how long whole commands take, as a person waits for them.

A thousand key results in 334 files, a problem in every file; each command is run as a process.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 5
FILES = 334
COMMAND = (sys.executable, "-m", "krtracker.cli")
MEASURED = {
    "check of 1,002 key results, a problem in each of 334 files": ("check",),
    "help": ("--help",),
}
GOALS = {"check": "<= 1.5 s", "--help": "<= 0.3 s"}
KEY_RESULT = """\
  lane_{file}_{number}:
    title: Average delivery time of critical orders in lane {file} {number}
    unit: h
    baseline: 48
    {target}: 24
    source: logistics
    measure:
      from: orders
      value: avg(hours_between(ordered_at, delivered_at))
      where: priority = 'critical' and lane = {file} and part = {number}
      at: delivered_at
      window: last 28 days
    expect:
      rows: {{at_least: 30}}
    split_by: [region, carrier]
"""


def write(folder: Path) -> None:
    """A project of a thousand key results, one field misspelt in each file."""
    (folder / "project.yaml").write_text("timezone: Europe/Paris\nclock: 2026-11-22\n")
    (folder / "connections.yaml").write_text("logistics: {type: sqlite, path: logistics.db}\n")
    (folder / "kr_definitions").mkdir()
    for file in range(FILES):
        text = "objective: Bring critical orders before anybody has to ask for them\n"
        text += f"team: team {file // 3}\ncycle: 2026-Q4\nkey_results:\n"
        for number in range(3):
            target = "target" if number else "taget"
            text += KEY_RESULT.format(file=file, number=number, target=target)
        (folder / "kr_definitions" / f"aim_{file}.yaml").write_text(text)


def taken(words: tuple[str, ...], folder: Path) -> tuple[float, float]:
    """The seconds that a command takes, and those in which it keeps a processor busy."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run((*COMMAND, *words), cwd=folder, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - start, busy


def main() -> None:
    """Run every command and print a table of medians."""
    print("| command | goal | seconds | of a processor |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder)
        for what, words in MEASURED.items():
            found = [taken(words, folder) for _ in range(RUNS)]
            waited, busy = (statistics.median(column) for column in zip(*found, strict=True))
            print(f"| {what} | {GOALS[words[0]]} | {waited:.2f} | {busy:.2f} |")


if __name__ == "__main__":
    main()

"""What the files around the code promise: pins with hashes, no hosts, no machine's paths."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FORBIDDEN = {
    "an index host": re.compile(
        r"pypi\.org|pythonhosted|registry\.npmjs|--index-url|--extra-index"
    ),
    "a machine's path": re.compile(r"/(?:work|root|home|Users)/[a-z]"),
    "a private key": re.compile(r"BEGIN [A-Z ]*PRIVATE KEY"),
}


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout: which files belong to the project is not known")
    return [ROOT / name for name in listed.stdout.split("\0") if name]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_tracked_file_names(what: str) -> None:
    texts = [path for path in tracked_files() if path.is_file() and path.suffix != ".png"]
    at_fault = [
        path.relative_to(ROOT).as_posix()
        for path in texts
        if path != Path(__file__) and FORBIDDEN[what].search(path.read_text(errors="ignore"))
    ]

    assert at_fault == []


@pytest.mark.parametrize("name", ["run", "dev", "uv"])
def test_every_pin_has_a_hash(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    pins = re.split(r"\n(?=\S)", text.replace("\\\n", " ").strip())

    without = [pin for pin in pins if pin and not pin.startswith("#") and "--hash=" not in pin]

    assert without == []


def test_every_dependency_is_among_the_pins() -> None:
    import tomllib

    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    pins = (ROOT / "requirements" / "run.txt").read_text().lower()

    names = [re.split(r"[\[<>=~ ]", each)[0].lower() for each in declared]

    assert [name for name in names if f"{name}==" not in pins] == []


def test_no_uv_lock_is_tracked() -> None:
    assert ROOT / "uv.lock" not in tracked_files()

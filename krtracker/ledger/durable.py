"""Files that are there whole or not at all, whatever happens while they are written."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from uuid import uuid4

PART = ".part"
"""How the name of a file that is not whole yet ends."""


def write(path: Path, text: str) -> None:
    """Put `text` into the file at `path`, on the disk before this returns."""
    part = part_of(path)
    try:
        with part.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    sync(path.parent)


def copy(source: Path, target: Path) -> None:
    """Copy a file that nobody writes meanwhile; the copy appears whole, and on the disk."""
    part = part_of(target)
    try:
        shutil.copyfile(source, part)
        put(part, target)
    finally:
        part.unlink(missing_ok=True)


def put(part: Path, path: Path) -> None:
    """Let a file that is whole take the place of another; a crash leaves the one or the other."""
    sync(part)
    part.replace(path)
    sync(path.parent)


def folder(path: Path) -> None:
    """Make a folder; its name is on the disk before anything in it is relied upon."""
    if not path.is_dir():
        folder(path.parent)
        path.mkdir(exist_ok=True)
        sync(path.parent)


def part_of(path: Path) -> Path:
    """A name beside `path`, like no other, for what will become it."""
    return path.with_name(f"{path.name}.{uuid4().hex[:8]}{PART}")


def sync(path: Path) -> None:
    """Wait until what the system was told of a file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def clear(folder: Path) -> None:
    """Remove what killed processes left half-written; to be called by the one who writes there."""
    for left in folder.glob(f"*{PART}*"):
        left.unlink(missing_ok=True)

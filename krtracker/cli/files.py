"""Files that people own: written whole, all of them or none, never over what is there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

from krtracker.errors import Problem, UsageError
from krtracker.ledger import durable


def create(
    root: Path, files: Mapping[str, str], *, may_be_there: Collection[str] = ()
) -> list[str]:
    """Write every file or, where one is there already, none; which ones were written, by path.

    Those of `may_be_there` stay as they are. What fails or is interrupted half-way leaves nothing.

    Raises:
        UsageError: a file is there already, or the folder cannot be written.
    """
    there = [path for path in files if _is_there(root / path) and path not in may_be_there]
    if there:
        listed = ", ".join(f"`{path}`" for path in there)
        raise UsageError(str(Problem(f"{root} has {listed} already", hint="nothing was written")))
    wanted = {path: text for path, text in files.items() if not _is_there(root / path)}
    made: list[Path] = []
    try:
        for path, text in wanted.items():
            _make_folder((root / path).parent, made)
            made.append(root / path)
            durable.write(root / path, text)
    except OSError as error:
        _undo(made)
        raise _cannot_write(error, root) from error
    except BaseException:
        _undo(made)
        raise
    return list(wanted)


def replace(path: Path, *, seen: str | None, text: str) -> None:
    """Put `text` into a file whose text was `seen`, or which was not there where that is None.

    Raises:
        UsageError: it says something else by now, or it cannot be written.
    """
    if read(path) != seen:
        hint = "nothing was written; look at it, then try again"
        raise UsageError(str(Problem(f"{path} has changed meanwhile", hint=hint)))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        durable.write(path, text)
    except OSError as error:
        raise _cannot_write(error, path) from error


def read(path: Path) -> str | None:
    """The text of a file, None where there is none.

    Raises:
        UsageError: it cannot be read, or is no UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8"
        raise UsageError(f"{path} cannot be read: {why}") from error


def _is_there(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _make_folder(folder: Path, made: list[Path]) -> None:
    if not folder.is_dir():
        _make_folder(folder.parent, made)
        made.append(folder)
        folder.mkdir(exist_ok=True)


def _undo(made: list[Path]) -> None:
    """Take back what was made, the newest first; a folder that others use meanwhile stays."""
    for path in reversed(made):
        try:
            path.rmdir() if path.is_dir() else path.unlink(missing_ok=True)
        except OSError:
            continue


def _cannot_write(error: OSError, path: Path) -> UsageError:
    why = (error.strerror or "unknown fault").lower()
    return UsageError(f"{error.filename or path} cannot be written: {why}")

"""From the name of a type to the class in its file."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import inspect
import sys
from pathlib import Path
from types import ModuleType

import connectors
from connectors.asking.source import Source

HERE = Path(connectors.__file__).parent
NOT_TYPES = {"__init__", "sql", "registry", "contract"}
"""The files beside the connectors that are none."""


class BrokenError(Exception):
    """A connector's file cannot be used; its text is for the person who wrote it."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


def built_in() -> dict[str, Path]:
    """The files of the types that come with the program."""
    return {path.stem: path for path in HERE.glob("*.py") if path.stem not in NOT_TYPES}


def own(folder: Path) -> dict[str, Path]:
    """The files of the types that a project brings; a name of ours stays ours."""
    if not folder.is_dir() or folder.samefile(HERE):
        return {}
    return {path.stem: path for path in folder.glob("*.py") if path.stem.isidentifier()}


def loaded(type: str, path: Path) -> type[Source]:
    """The one connector that a file defines; the file is imported once.

    Raises:
        BrokenError: the file cannot be imported, or does not define exactly one connector.
    """
    file = f"connectors/{path.name}"
    try:
        module = (
            importlib.import_module(f"connectors.{type}") if path.parent == HERE else _own(path)
        )
    except ModuleNotFoundError as error:
        message = f"type `{type}` needs the module `{error.name}`, which is not installed"
        raise BrokenError(message, hint=_install(error.name or "")) from error
    except Exception as error:
        raise BrokenError(f"`{file}` cannot be imported: {_where(error, path)}") from error
    found = [
        each
        for each in vars(module).values()
        if inspect.isclass(each)
        and issubclass(each, Source)
        and each.__module__ == module.__name__
        and not inspect.isabstract(each)
    ]
    if len(found) != 1:
        names = ", ".join(f"`{each.__name__}`" for each in found) or "none"
        raise BrokenError(f"`{file}` must define one connector, it defines {names}")
    return found[0]


def driver_missing(source: type[Source]) -> BrokenError | None:
    """What to say where the driver of a connector is not installed."""
    if not source.driver or importlib.util.find_spec(source.driver) is not None:
        return None
    type = source.__module__.rpartition(".")[2]
    message = f"type `{type}` needs the driver `{source.driver}`, which is not installed"
    return BrokenError(message, hint=_install(source.driver, source.install))


def _install(module: str, package: str | None = None) -> str:
    """How to get a module; without its binary part psycopg would want PostgreSQL's own library."""
    package = package or ("psycopg[binary]" if module == "psycopg" else module)
    return f"`pip install '{package}'`" if "[" in package else f"`pip install {package}`"


def _own(path: Path) -> ModuleType:
    """A loose file as a module, under a name that no other project's file has."""
    folder = hashlib.sha256(str(path.parent.resolve()).encode()).hexdigest()[:8]
    name = f"project_connectors_{folder}.{path.stem}"
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError("not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # pydantic looks up the names of annotations there
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def _where(error: Exception, path: Path) -> str:
    """What went wrong and, where that is known, on which line of the file."""
    trace = error.__traceback__
    line = error.lineno if isinstance(error, SyntaxError) else None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == str(path):
            line = trace.tb_lineno
        trace = trace.tb_next
    what = error.msg if isinstance(error, SyntaxError) else f"{type(error).__name__}: {error}"
    return f"line {line}: {what}" if line else what

"""A catalog as text and back, without anything that could be a secret."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from pydantic import TypeAdapter

from krtracker.domain.catalog import Catalog
from krtracker.domain.key_result import Promise
from krtracker.errors import Problem


def to_text(catalog: Catalog) -> str:
    """The catalog as JSON; what a connector's settings say, and lines of files, stay out."""
    shown = replace(
        catalog,
        connections={
            name: replace(connection, settings={})
            for name, connection in catalog.connections.items()
        },
        problems=tuple(_without_line(problem) for problem in catalog.problems),
    )
    return _catalogs().dump_json(shown, exclude_defaults=True).decode()


def from_text(text: str) -> Catalog:
    """The catalog that `to_text` wrote, this program's or an older one's."""
    return _catalogs().validate_json(text)


def promise_to_text(promise: Promise) -> str:
    """A promise as JSON."""
    return _promises().dump_json(promise, exclude_defaults=True).decode()


def promise_from_text(text: str) -> Promise:
    """The promise that `promise_to_text` wrote."""
    return _promises().validate_json(text)


def _without_line(problem: Problem) -> Problem:
    return replace(problem, line=None)


@cache
def _catalogs() -> TypeAdapter[Catalog]:
    return TypeAdapter(Catalog)


@cache
def _promises() -> TypeAdapter[Promise]:
    return TypeAdapter(Promise)

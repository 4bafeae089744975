"""PostgreSQL's values as they arrive: those that psycopg would read otherwise, or not at all."""

from __future__ import annotations

import struct
from collections.abc import Container
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg.types.numeric import FloatLoader
from psycopg.types.string import TextLoader

if TYPE_CHECKING:
    from connectors.asking.arrow import Far

SINGLE = struct.Struct("f")


def register(line: psycopg.Connection[Any], *, known: Container[int]) -> None:
    """Have a connection read values as the classes here say, and as text what is not `known`.

    `known` are PostgreSQL's numbers of the types that are more than text to us.
    """
    for kind in line.adapters.types:
        numbers = {kind.array_oid} if kind.oid in known else {kind.oid, kind.array_oid}
        for number in numbers - {0}:
            line.adapters.register_loader(number, TextLoader)
    loaders: dict[str, type[Loader]] = {
        "numeric": FloatLoader,
        "float4": Single,
        "bpchar": Unpadded,
        "interval": Span,
        "date": Day,
        "timestamp": Time,
        "timestamptz": Time,
    }
    for name, loader in loaders.items():
        line.adapters.register_loader(name, loader)


class Single(FloatLoader):
    """A `real` as the number it is cast to: what is written `37.9` is 37.900001525878906."""

    def load(self, data: Buffer) -> float:
        value: float = SINGLE.unpack(SINGLE.pack(super().load(data)))[0]
        return value


class Unpadded(TextLoader):
    """A `char(n)` without the blanks that fill it up: PostgreSQL itself compares it so."""

    def load(self, data: Buffer) -> bytes | str:
        text = super().load(data)
        return text.rstrip(" ") if isinstance(text, str) else text


class Span(TextLoader):
    """An `interval` as a text that can be cast back: `-1 days 02:03:00`, without a `+`."""

    def load(self, data: Buffer) -> bytes | str:
        text = super().load(data)
        return text.replace("+", "") if isinstance(text, str) else text


class Day(Loader):
    """A `date`; where Python has none for it, on which side of all days it lies."""

    def load(self, data: Buffer) -> date | Far:
        text = str(data, "ascii")
        try:
            return date.fromisoformat(text)
        except ValueError:
            return _far(text)


class Time(Loader):
    """A `timestamp`, with a zone or without; where Python has none, on which side it lies."""

    def load(self, data: Buffer) -> datetime | Far:
        text = str(data, "ascii")
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            return _far(text)


def _far(text: str) -> Far:
    from connectors.asking.arrow import Far  # once there is a value, and Arrow with it

    return Far.BEFORE if text.startswith("-") or text.endswith("BC") else Far.AFTER

"""Room for millions of numbers, which goes back to the system as soon as nobody needs it."""

from __future__ import annotations

import math
import mmap
from typing import Any

import numpy as np
import numpy.typing as npt


def room(shape: int | tuple[int, ...], type: npt.DTypeLike) -> npt.NDArray[Any]:
    """An array of noughts in pages of its own.

    What an allocator is given back it may keep for later, for each thread apart: of a scan's
    rows that is as much again as they take.
    """
    kind, lengths = np.dtype(type), (shape,) if isinstance(shape, int) else shape
    pages = mmap.mmap(-1, max(1, math.prod(lengths) * kind.itemsize))
    return np.frombuffer(pages, kind, math.prod(lengths)).reshape(lengths)


def taken(values: npt.NDArray[Any], places: npt.NDArray[np.integer[Any]]) -> npt.NDArray[Any]:
    """The values at some places, which there are."""
    found = room(len(places), values.dtype)
    if len(places):
        np.take(values, places, out=found, mode="clip")  # which checks them no further
    return found

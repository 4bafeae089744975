"""Which way a promise goes."""

from __future__ import annotations

import re

from krtracker.domain.key_result import KeyResult

_RISES = re.compile(
    r"^\W*(?:increase|raise|grow|boost|double|triple|reach|more|augmenter|accroître|doubler|"
    r"atteindre|hausser)(?!\w)|\b(?:at least|on time|au moins|à l'heure|à temps)(?!\w)",
    re.IGNORECASE,
)
_FALLS = re.compile(
    r"^\W*(?:reduce|lower|cut|decrease|fewer|less|shorten|halve|complaints|late|réduire|diminuer|"
    r"baisser|limiter|raccourcir|plaintes|réclamations|retards)(?!\w)|\b(?:at most|au plus)(?!\w)",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:without|no|not|free of|sans|ne|pas|aucune?)(?!\w)", re.IGNORECASE)


def meant(title: str) -> int:
    """1 where the words say that more is better, -1 where less is, 0 where they say neither.

    >>> meant("Orders on time"), meant("Reduce waiting"), meant("Orders without incident")
    (1, -1, 0)
    """
    if _NOT.search(title):
        return 0
    return bool(_RISES.search(title)) - bool(_FALLS.search(title))


def direction(key_result: KeyResult, baseline: float | None = None) -> int:
    """1 where it is to rise or not to fall, -1 where it is to fall or not to rise, 0 unknown."""
    promise = key_result.promise
    if promise.keep is not None:
        low, high = promise.keep.at_least, promise.keep.at_most
        return (low is not None) - (high is not None)
    start = promise.baseline if promise.baseline is not None else baseline
    if promise.change is not None:
        sign = _sign(promise.change.amount)
        return -sign if promise.change.is_relative and start is not None and start < 0 else sign
    if start is None or promise.target is None:
        return meant(key_result.title)
    return _sign(promise.target - start)


def _sign(number: float) -> int:
    return (number > 0) - (number < 0)

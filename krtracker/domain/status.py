"""Whether a number is believed, and what it says about the promise."""

from __future__ import annotations

from enum import StrEnum


class Trust(StrEnum):
    """Is the number believed?"""

    TRUSTED = "trusted"
    HELD = "held"
    STALE = "stale"
    NO_DATA = "no data"


class Status(StrEnum):
    """Where a key result stands against its promise."""

    ON_TRACK = "on track"
    AT_RISK = "at risk"
    OFF_TRACK = "off track"
    ACHIEVED = "achieved"
    MISSED = "missed"
    NO_DATA = "no data"


KEPT_SHARE = 0.9
"""On which share of its days a value was within its limits for the promise to be kept."""


def status_of_target(
    *, progress: float, pace: float, elapsed: float, is_over: bool, on_track: float, at_risk: float
) -> Status:
    """The status of a key result with a target: the first rule that fits.

    `elapsed` is the share of the cycle that has passed. In its first tenth pace is too small
    to judge, so anything at or above the baseline is on track. Where a path begins the wrong
    way, pace is below zero, and no share of it is asked for: who is on the path is on track.
    """
    if progress >= 1:
        return Status.ACHIEVED
    if is_over:
        return Status.MISSED
    if elapsed <= 0.1:
        return Status.ON_TRACK if progress >= 0 else Status.OFF_TRACK
    if progress >= min(on_track * pace, pace):
        return Status.ON_TRACK
    return Status.AT_RISK if progress >= min(at_risk * pace, pace) else Status.OFF_TRACK


def status_of_keep(
    *, holds: bool, broke_within_7_days: bool, held_share: float, is_over: bool
) -> Status:
    """The status of a value to be kept: holds now, broke lately, or off track for longer."""
    if is_over:
        return Status.ACHIEVED if held_share >= KEPT_SHARE else Status.MISSED
    if holds:
        return Status.ON_TRACK
    return Status.AT_RISK if broke_within_7_days else Status.OFF_TRACK

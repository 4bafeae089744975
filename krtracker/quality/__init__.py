"""Whether a reading is believed: expectations and freshness become verdicts."""

from krtracker.quality.batch import plainly_broken
from krtracker.quality.faults import faults
from krtracker.quality.judging import judge

__all__ = ["faults", "judge", "plainly_broken"]

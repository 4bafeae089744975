"""Measurements and promises for good: record, restate, prove, publish, read."""

from krtracker.ledger.at_work import Work, under_way
from krtracker.ledger.backups import Backup, back_up, backups, default_folder, restore
from krtracker.ledger.examination import Finding, Weight, examine
from krtracker.ledger.ledger import Ledger
from krtracker.ledger.promises import (
    PromiseKind,
    RecordedPromise,
    baseline_of,
    new_measures,
    replaced_since,
)
from krtracker.ledger.receipt import Receipt
from krtracker.ledger.recording import Batch, Recorded, parcels
from krtracker.ledger.rows import Run
from krtracker.ledger.snapshot import Snapshot
from krtracker.ledger.sources import SourceHealth
from krtracker.ledger.splits import Splits

__all__ = [
    "Backup",
    "Batch",
    "Finding",
    "Ledger",
    "PromiseKind",
    "Receipt",
    "Recorded",
    "RecordedPromise",
    "Run",
    "Snapshot",
    "SourceHealth",
    "Splits",
    "Weight",
    "Work",
    "back_up",
    "backups",
    "baseline_of",
    "default_folder",
    "examine",
    "new_measures",
    "parcels",
    "replaced_since",
    "restore",
    "under_way",
]

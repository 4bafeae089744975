"""Which measures share a scan, which are asked literally, and why."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from itertools import zip_longest

from krtracker.domain.measurement import Way
from krtracker.errors import ConnectorError, reason_of
from krtracker.measures.asking import Asking
from krtracker.measures.freshness import Glimpse
from krtracker.measures.kinds import Kind, kind
from krtracker.measures.plan import Entry, way
from krtracker.measures.ready import Ready
from krtracker.measures.shared.ahead import ahead
from krtracker.measures.shared.cells import Dimensions
from krtracker.measures.shared.family import Family, families
from krtracker.measures.shared.member import ROW_FORMS, Known, Member, member
from krtracker.measures.shared.parts import CannotShareError, text_of
from krtracker.measures.shared.placing import Placing
from krtracker.measures.shared.reckoning import Reckoning
from krtracker.measures.shared.scan import GROUPED, Scan, rows_of
from krtracker.measures.shared.scanning import Sampling, Scanned, scanned
from krtracker.measures.shared.valuing import Told, readings

logger = logging.getLogger(__name__)


@dataclass
class Shared:
    """What the scans answered, and why the rest has to be asked literally."""

    told: dict[str, Told] = field(default_factory=dict)
    """By key result, what its literal query would answer as of each day."""
    literal: dict[str, str] = field(default_factory=dict)
    """By key result, why it does not share."""
    ways: dict[str, Way] = field(default_factory=dict)
    """By key result, in which statements of a scan its values were had."""
    entries: list[Entry] = field(default_factory=list)
    """The scans, for the plan."""
    glimpses: list[tuple[Glimpse, Kind]] = field(default_factory=list)
    """What the scans saw of how fresh tables are, with the kind of time that tells it."""


def share(wanted: Sequence[tuple[Ready, Sequence[date]]], asking: Asking) -> Shared:
    """Scan for everyone who can share, in as few scans as possible.

    A family that cannot be scanned after all (a source that refuses, too many groups, a fault of
    ours) is left to be asked literally, where whoever is at fault will be found out alone.
    """
    shared = Shared()
    members, known = [], Known()
    for ready, days in wanted:
        try:
            members.append(member(ready, days, known))
        except Exception as error:
            shared.literal[ready.key_result.key] = _why(error)
    found = _interleaved(families(members, Placing(asking).of))
    ask = partial(_tried, asking=asking, sampling=Sampling())
    for family, outcome in ahead(found, ask, asking.connector):
        try:
            if isinstance(outcome, Exception):
                raise outcome
            _read(outcome, shared)
        except Exception as error:
            reason = _why(error)
            logger.info("%s values are asked literally: %s", family.values, reason)
            for each in family.members:
                shared.literal[each.ready.key_result.key] = reason
    return shared


def _tried(family: Family, asking: Asking, sampling: Sampling) -> Scanned | Exception:
    try:
        return scanned(family, asking, sampling)
    except Exception as error:  # told by whoever reads it
        return error


def _why(error: Exception) -> str:
    return reason_of(error, CannotShareError, ConnectorError, log=logger, failed="a scan failed")


def _interleaved(found: Sequence[Family]) -> list[Family]:
    """Families of which rows are fetched between those of which none are.

    While one is read the next is scanned: so only the rows of one are held at a time.
    """
    heavy, light = list[Family](), list[Family]()
    for family in sorted(found, key=lambda each: -len(each.resolved.tables)):
        is_heavy = any(part.form in ROW_FORMS for part in family.parts.values())
        (heavy if is_heavy else light).append(family)
    pairs = zip_longest(light, heavy)
    return [each for pair in pairs for each in pair if each is not None]


def _read(found: Scanned, shared: Shared) -> None:
    """Every member's values, made of what the source said."""
    scan, family = found.scan, found.scan.family
    reckoning = Reckoning(found)
    if (glimpse := reckoning.glimpse()) is not None:
        shared.glimpses.append((glimpse, kind(family.meant.times[0])))
    sound = []
    for each, told in readings(reckoning, family.members):
        key = each.ready.key_result.key
        if isinstance(told, CannotShareError):
            logger.info("%s is asked literally: %s", key, told)
            shared.literal[key] = str(told)
        else:
            shared.told[key] = told
            sound.append(each)
    if not sound:
        return
    entry = _entry(scan, found.dims, sound)
    shared.entries.append(entry)
    known: dict[frozenset[str], Way] = {}
    for each in sound:
        purposes = _purposes(each)
        way_ = known.get(purposes) or way(entry, purposes)
        known[purposes] = shared.ways[each.ready.key_result.key] = way_


def _entry(scan: Scan, dims: Dimensions, members: Sequence[Member]) -> Entry:
    """A scan as the plan tells it, of those whose values were told from it."""
    here = [each for each in scan.questions if each.needed]
    pulled = (each for question in here for each in scan.asking.pulled(question))
    grouped_by = [f"`{text_of(each)}`" for each in dims.columns.values()]
    grouped_by += [f"whether `{text_of(each)}`" for each in dims.flags.values()]
    return Entry(
        key_results=tuple(each.ready.key_result.id for each in members),
        days=tuple(sorted({day for each in members for day in each.days})),
        steps=tuple(scan.steps),
        pulled=tuple(dict.fromkeys(pulled)),
        why_here=here[0].why_here if here else "",
        grouped_by=tuple(grouped_by),
    )


def _purposes(member: Member) -> frozenset[str]:
    """Which steps of a scan a member's values come from."""
    rows = (part.text for part in member.parts if part.form in ROW_FORMS)
    return frozenset([GROUPED, *map(rows_of, rows)])

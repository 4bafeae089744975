"""What a weekly meeting is to talk about, in the order in which it does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from krtracker.domain.catalog import Catalog
from krtracker.domain.key_result import Promise
from krtracker.domain.moved import Moved
from krtracker.domain.news import News, NewsKind, Week, in_order, weeks
from krtracker.domain.note import Note, carried_over
from krtracker.domain.reaching import reached_on
from krtracker.domain.standing import Facts, Standing
from krtracker.domain.status import Status, Trust

MOST_MOVED = 3
"""How many that moved are talked about only because they did."""
BEHIND = (Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK, Status.MISSED)
"""From well to worst; achieved is as well as on track."""


class Topic(StrEnum):
    """Why a key result is talked about, in meeting order; last week's words come before them."""

    MOVED = "moved"
    TURNED = "turned"
    """Newly at risk, off track or missed."""
    DISAGREED = "disagreed"
    """People say one thing and the data another; nothing tells of it yet."""
    DOUBTED = "doubted"
    """Held, stale or not measured, because of its data or its definition."""
    UNJUDGED = "unjudged"
    """Measured and believed, but there is no way between its baseline and its target."""
    REACHED = "reached"
    """Reached before the end of its cycle."""
    CHANGED = "changed"
    """Another promise took the place of the old one."""
    CALM = "calm"
    """It moved no more than it usually does: talked about only where somebody asks."""
    YOUNG = "young"
    """The same where too few earlier values tell what is usual."""


PLACE_OF = (
    *(Topic.DOUBTED, Topic.UNJUDGED, Topic.REACHED),
    *(Topic.TURNED, Topic.CHANGED, Topic.MOVED),
)
"""Where a key result of several topics is talked about: the first that fits."""


@dataclass(frozen=True)
class PromiseChange:
    """A promise that took the place of another one in a running cycle."""

    key: str
    recorded_on: date
    effective: date
    before: Promise
    after: Promise
    by: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Item:
    """One key result to talk about, once, with every reason for it."""

    topic: Topic
    now: Standing
    before: Standing | None = None
    """Where it stood when the week began."""
    also: tuple[Topic, ...] = ()
    """What else there is to say of it."""
    change: PromiseChange | None = None
    reached_on: date | None = None
    """From which day on its target stands reached; None where it does not."""
    moved: Moved | None = None
    """What moved it since the week began, divided over the column that tells most."""

    @property
    def key(self) -> str:
        """The key result's key."""
        return self.now.key_result.key

    @property
    def step(self) -> float | None:
        """How far it moved since the week began; None where nobody can tell."""
        values = [
            each.current.value if each and each.current else None
            for each in (self.now, self.before)
        ]
        if values[0] is None or values[1] is None or self.now.trust is not Trust.TRUSTED:
            return None
        return values[0] - values[1]

    @property
    def days_early(self) -> int:
        """How many days of the cycle were left when its target was reached."""
        return (self.now.key_result.cycle.end - self.reached_on).days if self.reached_on else 0


@dataclass(frozen=True)
class Agenda:
    """One meeting: what was left of the last one, what there is to talk about, and the rest."""

    week: date
    """The first day of the week it looks back on; what is said in it is kept under this day."""
    today: date
    carried: tuple[Note, ...] = ()
    items: tuple[Item, ...] = ()
    calm: tuple[Item, ...] = ()
    """Every other promised key result: nothing new, but anybody may ask for it."""

    def find(self, key: str) -> Item | None:
        """What there is to say of one key result."""
        return next((each for each in (*self.items, *self.calm) if each.key == key), None)


def agenda(
    catalog: Catalog,
    facts: Mapping[str, Facts],
    standings: Mapping[str, Standing],
    *,
    week: date,
    today: date,
    changes: Iterable[PromiseChange] = (),
    notes: Iterable[Note] = (),
) -> Agenda:
    """The agenda of the meeting that looks back on the days since `week`."""
    went = weeks(catalog, facts, standings, since=week)
    told = in_order(went.values())
    ranks = {key: number for number, key in enumerate(dict.fromkeys(_key(each) for each in told))}
    changed = {each.key: each for each in changes if max(each.recorded_on, each.effective) >= week}
    items, calm = [], []
    for key, standing in standings.items():
        own = went.get(key, Week())
        item = _item(standing, facts.get(key, Facts()), own.told, changed.get(key))
        if item is not None:
            items.append(item)
        elif not standing.key_result.is_health_metric:
            topic = Topic.CALM if own.knows_usual else Topic.YOUNG
            calm.append(Item(topic, standing, _before(own.told)))
    items.sort(key=lambda each: (list(Topic).index(each.topic), ranks.get(each.key, len(told))))
    moved = [each for each in items if each.topic is Topic.MOVED][MOST_MOVED:]
    rest = {each.key for each in moved}
    carried = carried_over(notes, week, week - timedelta(days=7))
    return Agenda(
        week=week,
        today=today,
        carried=tuple(carried),
        items=tuple(each for each in items if each.key not in rest),
        calm=(*moved, *calm),
    )


def _item(
    now: Standing, facts: Facts, own: Sequence[News], change: PromiseChange | None
) -> Item | None:
    """What one key result is talked about for; None where there is nothing."""
    topics = {_topic(each) for each in own} - {None}
    if change is not None:
        topics.add(Topic.CHANGED)
    if facts.fault or (now.trust is Trust.NO_DATA and facts.last_attempt):
        topics.add(Topic.DOUBTED)
    if now.is_unjudged:
        topics.add(Topic.UNJUDGED)
    if now.key_result.is_health_metric:
        topics -= {Topic.MOVED, Topic.REACHED}
    found = [each for each in PLACE_OF if each in topics]
    if not found:
        return None
    reached = reached_on(now, facts) if Topic.REACHED in found else None
    return Item(found[0], now, _before(own), tuple(found[1:]), change, reached)


def _topic(told: News) -> Topic | None:
    """Why a piece of news is talked about; None where it needs no talk of its own."""
    if told.kind is NewsKind.MOVED:
        return Topic.MOVED
    if told.kind is NewsKind.DOUBTED:
        return Topic.DOUBTED
    if told.now.status is Status.ACHIEVED:
        return Topic.REACHED
    is_worse = _rank(told.now.status) > _rank(told.before.status)
    return Topic.TURNED if is_worse else None


def _rank(status: Status) -> int:
    return BEHIND.index(status) if status in BEHIND else 0


def _key(told: News) -> str:
    return told.now.key_result.key


def _before(own: Sequence[News]) -> Standing | None:
    return own[0].before if own else None

"""The agenda as a list to go through: last week, every item, and the close."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.blocks import Step
from dashboards.links import to_weekly_review
from dashboards.theme import STATUS, TRUST, Mark, Tone
from dashboards.view import View
from krtracker.domain.agenda import Agenda, Item
from krtracker.domain.note import Note
from krtracker.domain.status import Trust
from krtracker.review.phrases import in_short, last_meeting

LAST, CLOSE = "last", "close"
"""The first screen of a meeting and its last one; between them each item has its key."""
AT_ONCE = 30
"""How many items stand in the list at a time: those about the one that is talked of."""


@dataclass(frozen=True)
class Way:
    """The way through a meeting: its screens in order, and which one is open."""

    items: Sequence[Item]
    said: frozenset[str]
    """The keys of which something was said this week."""
    here: str

    @property
    def screens(self) -> list[str]:
        """What each screen is called in the address."""
        return [LAST, *(each.key for each in self.items), CLOSE]

    @property
    def previous(self) -> str | None:
        """The screen before this one."""
        place = self.screens.index(self.here)
        return self.screens[place - 1] if place else None

    @property
    def following(self) -> str | None:
        """The screen after this one."""
        return next(iter(self.screens[self.screens.index(self.here) + 1 :]), None)

    @property
    def begins(self) -> int:
        """The place of the first item of the part that the open screen belongs to."""
        place = min(max(self.screens.index(self.here), 1), max(len(self.items), 1))
        return (place - 1) // AT_ONCE * AT_ONCE


def way_through(agenda: Agenda, notes: Sequence[Note], here: str) -> Way:
    """Every item, what was spoken of beside them, and what was asked for."""
    said = frozenset(
        each.key_result or "" for each in notes if each.week == agenda.week and each.text
    )
    asked = [each for each in agenda.calm if each.key == here]
    spoken = [each for each in agenda.calm if each.key in said and each not in asked]
    return Way([*agenda.items, *spoken, *asked], said, here)


def steps_of(way: Way, agenda: Agenda, view: View, team: str | None) -> list[Step]:
    """Last week, the items around the open one with the way to the others, and the close."""
    first = Step(
        view.words("last meeting"),
        to_weekly_review(LAST, team),
        last_meeting(agenda.carried, view.voice),
        is_here=way.here == LAST or None,
        is_done=bool(agenda.carried and not any(e.is_open for e in agenda.carried)) or None,
    )
    close = Step(
        view.words("close"),
        to_weekly_review(CLOSE, team),
        view.words("close say"),
        sign="✓" if way.here == CLOSE else "",
        tone=Tone.NONE,
        is_here=way.here == CLOSE or None,
    )
    before = way.begins
    part = way.items[before : before + AT_ONCE]
    after = len(way.items) - before - len(part)
    return [
        first,
        *([_further("before these", before, way.items[before - 1], view, team)] if before else []),
        *(_step(number, each, way, view, team) for number, each in enumerate(part, before + 1)),
        *([_further("after these", after, way.items[-after], view, team)] if after else []),
        close,
    ]


def _step(number: int, item: Item, way: Way, view: View, team: str | None) -> Step:
    return Step(
        title=item.now.key_result.title,
        below=in_short(item, view.voice) or view.words("nothing new"),
        number=str(number),
        sign=_mark(item).icon,
        tone=_mark(item).tone,
        to=to_weekly_review(item.key, team),
        is_here=item.key == way.here or None,
        is_done=item.key in way.said or None,
    )


def _further(says: str, count: int, nearest: Item, view: View, team: str | None) -> Step:
    """How many others there are, and the way to the nearest of them."""
    return Step(view.words(says, count=count), to_weekly_review(nearest.key, team), number="…")


def _mark(item: Item) -> Mark:
    """Its status, unless its number is not believed."""
    is_believed = item.now.trust is Trust.TRUSTED
    return STATUS[item.now.status] if is_believed else TRUST[item.now.trust]

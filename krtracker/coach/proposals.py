"""Measures that make sense in a table, told by the names and kinds of its columns."""

from __future__ import annotations

from collections.abc import Iterator

from krtracker.coach.columns import (
    ANSWERED,
    LASTING,
    PAID,
    TURNED,
    UNWANTED,
    begins_with,
    has,
    is_any,
    spoken,
)
from krtracker.coach.proposal import Better, Proposal
from krtracker.coach.proposed_amounts import of_numbers, of_states
from krtracker.coach.tables import (
    Read,
    Table,
    told_by,
)


def proposals(table: Table, language: str = "en") -> Iterator[Proposal]:
    """Every measure that a table's columns suggest, the most telling first.

    A table of events, where one thing stands in many rows, suggests none: what to count of it,
    only people know. Nor does one in which nothing is said to begin.
    """
    read = told_by(table, language)
    if read is None:
        return
    ids: set[str] = set()
    for each in (*_of_times(read), *of_numbers(read), *of_states(read)):
        if each.id not in ids:  # two columns may be called the same in words: the first counts
            yield each
        ids.add(each.id)


def _of_times(read: Read) -> Iterator[Proposal]:
    if read.begin is not None:
        for end in read.ends:
            yield _lasting(read, read.begin, end)
        for end in read.ends:
            yield from _within(read, read.begin, end)
    for promised in read.promised if read.ends else ():
        yield _on_time(read, read.ends[-1], promised)
    if read.begin is not None:
        yield from _states_of_a_day(read, read.begin)
    yield Proposal(
        f"{read.key}_in_four_weeks", read.titled("begun"), read.rows, read.name, "count(*)",
        at=read.at, better=Better.LESS if is_any(read.rows, UNWANTED) else Better.MORE,
    )  # fmt: skip
    for form, columns in (("ended", read.ends[-1:]), ("left", read.left)):
        for column in columns if read.begin is not None else ():
            yield Proposal(
                read.id(column, behind="in_four_weeks"),
                read.titled_end(form, end=column),
                read.rows,
                read.name,
                "count(*)",
                at=column,
                better=Better.LESS if form == "left" else Better.MORE,
            )


def _lasting(read: Read, begin: str, end: str) -> Proposal:
    """How long it takes from one moment to the other, by the day on which it ends."""
    return Proposal(
        read.id(begin, end),
        read.titled("lasting", begin=read.moment(begin), end=read.moment(end)),
        read.unit("days"),
        read.name,
        f"avg(hours_between({begin}, {end})) / 24",
        at=end,
        where=f"{end} >= {begin}",
        better=Better.LESS,
    )


def _within(read: Read, begin: str, end: str) -> Iterator[Proposal]:
    """Which share came to it in time, of the rows that have all had that time."""
    if begins_with(end, ANSWERED):
        form, span, days = "within_day", "1 day", "1 day"
    elif begins_with(end, TURNED) or begins_with(end, PAID):
        form, span, days = "within_month", "30 days", "30 days"
    else:
        return
    yield Proposal(
        read.id(end, behind=f"within_{span.replace(' ', '_')}"),
        read.titled_end(form, begin=read.moment(begin), end=end),
        "%",
        read.name,
        f"100 * count(*) filter (where {end} < {begin} + interval '{span}') / count(*)",
        at=begin,
        matured=days,
    )


def _on_time(read: Read, end: str, promised: str) -> Proposal:
    return Proposal(
        read.id(end, behind="on_time"),
        read.titled_end("on_time", end=end, promised=read.moment(promised)),
        "%",
        read.name,
        f"100 * count(*) filter (where day({end}) <= day({promised})) / count(*)",
        at=end,
        where=f"{promised} is not null",
    )


def _states_of_a_day(read: Read, begin: str) -> Iterator[Proposal]:
    """What is open, and what is overdue, at the end of a day.

    Where rows are won or lost, both end at the same time: what is lost today was open before.
    What will never come to its end, because it was cancelled, is left out.
    """
    if read.left and is_any(read.rows, LASTING):
        is_over = bool(read.ends) and not begins_with(read.ends[-1], TURNED)
        yield from _there(read, begin, read.over if is_over else read.left[0])
        return
    if not read.ends or (begins_with(read.ends[-1], TURNED) and not read.left):
        return  # what was lost, and never turned, would stay open for ever
    never = None if read.has_won else read.lost
    seen_today = read.lost_by if never else None
    yield Proposal(
        f"open_{read.key}",
        read.titled_end("open", end=read.ends[-1]),
        read.rows,
        read.name,
        "count(*)",
        during=(begin, read.over),
        where=never,
        overwritten=seen_today,
        better=Better.LESS,
    )
    for promised in read.promised:
        yield Proposal(
            read.id(promised, before="overdue"),
            read.titled("overdue"),
            read.rows,
            read.name,
            "count(*)",
            during=(f"day({promised}) + interval '1 day'", read.over),
            known=begin,
            where=never,
            overwritten=seen_today,
            better=Better.LESS,
        )


def _there(read: Read, begin: str, left: str) -> Iterator[Proposal]:
    """How many are there until they leave, and what they bring in each month."""
    yield Proposal(
        f"open_{read.key}", read.titled("there"), read.rows, read.name, "count(*)",
        during=(begin, left),
    )  # fmt: skip
    for column in (each for each in read.table.numbers if has(each, _EACH_MONTH)):
        yield Proposal(
            f"{read.key}_total_{column}",
            read.titled("there_total", column=spoken(column)),
            "",
            read.name,
            f"sum({column})",
            during=(begin, left),
        )


_EACH_MONTH = frozenset({"mrr", "arr", "monthly", "mensuel", "mensuelle", "annuel", "annuelle"})

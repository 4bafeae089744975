"""Measures of what a table counts in numbers, and of the states in which its rows ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from krtracker.coach.columns import (
    AGAIN,
    JUDGED,
    LOST,
    NO_SUM,
    SCORES,
    TURNED,
    UNWANTED,
    begins_with,
    has,
    is_any,
    spoken,
)
from krtracker.coach.proposal import Better, Proposal
from krtracker.coach.tables import (
    Read,
    id_of,
    is_money,
    listed,
    quoted,
    states,
    won,
)


def of_numbers(read: Read) -> Iterator[Proposal]:
    """Averages of scores, sums of amounts, and how often it had to be done again."""
    numbers = read.table.numbers
    judged = [each for each in read.ends if begins_with(each, JUDGED)] or read.ends or [read.at]
    for column in (each for each in numbers if has(each, SCORES) and not has(each, NO_SUM)):
        yield Proposal(
            f"{read.key}_average_{column}",
            read.titled("score", column=spoken(column)),
            read.unit("points"),
            read.name,
            f"avg({column})",
            at=judged[-1],
            where=f"{column} is not null",
        )
    for column in (each for each in numbers if begins_with(each, AGAIN)):
        yield Proposal(
            f"{read.key}_share_{column}",
            read.titled("again", column=spoken(column).removesuffix("s")),
            "%",
            read.name,
            f"100 * count(*) filter (where {column} > 0) / count(*)",
            at=read.ends[-1] if read.ends else read.at,
            better=Better.LESS,
        )
    for column in () if read.has_won else _amounts(numbers):
        is_cost = has(column, _COSTS) or is_any(read.rows, UNWANTED)
        for form, function in (("total", "sum"), ("average", "avg")):
            yield Proposal(
                f"{read.key}_{form}_{column}",
                read.titled(form, column=_amount(column, form)),
                "",
                read.name,
                f"{function}({column})",
                at=read.at,
                where=read.lost,
                overwritten=read.lost_by,
                better=Better.LESS if is_cost else Better.MORE,
            )


_COSTS = frozenset(
    {"cost", "costs", "cout", "couts", "fee", "freight", "frais", "refund", "payout"}
)


def _amounts(numbers: Iterable[str]) -> list[str]:
    return [each for each in numbers if is_money(each)]


def _amount(column: str, form: str) -> str:
    """`total_price` is not told as the total total price."""
    return spoken(column).removeprefix(f"{form} ")


def of_states(read: Read) -> Iterator[Proposal]:
    """Shares of the states that say how something ended; nobody wins what nobody wants."""
    if is_any(read.rows, UNWANTED):
        return
    for column, values in read.table.states.items():
        good, bad = won(values), states(values, LOST)
        for state in good:
            yield from _of_won(read, column, state, [*good, *bad] if bad else [])
        for state in () if good or read.left else bad:
            yield Proposal(
                f"{read.key}_{id_of(state)}_share",
                read.titled("share", state=state.lower()),
                "%",
                read.name,
                f"100 * count(*) filter (where {column} = {quoted(state)}) / count(*)",
                at=read.at,
                overwritten=column,
                better=Better.LESS,
            )


def _of_won(read: Read, column: str, state: str, decided: Sequence[str]) -> Iterator[Proposal]:
    over = read.ends[-1] if read.ends else read.at
    is_so, said = f"{column} = {quoted(state)}", state.lower()
    if decided:
        yield Proposal(
            f"{read.key}_{id_of(state)}_share",
            read.titled("decided", state=said),
            "%",
            read.name,
            f"100 * count(*) filter (where {is_so}) / count(*)",
            at=read.at if begins_with(over, TURNED) else over,  # only what was won has turned
            where=f"{column} in ({listed(decided)})",
            overwritten=column,
        )
    yield Proposal(
        f"{read.key}_{id_of(state)}", read.titled("number", state=said), read.rows, read.name,
        "count(*)", at=over, where=is_so, overwritten=column,
    )  # fmt: skip
    if read.begin is not None and over != read.begin:
        said_so = {"begin": read.moment(read.begin), "end": read.moment(over), "state": said}
        yield Proposal(
            read.id(read.begin, over, behind=id_of(state)),
            read.titled("lasting_state", **said_so),
            read.unit("days"),
            read.name,
            f"avg(hours_between({read.begin}, {over})) / 24",
            at=over,
            where=is_so,
            overwritten=column,
            better=Better.LESS,
        )
    for money in _amounts(read.table.numbers):
        for form, function in (("total", "sum"), ("average", "avg")):
            yield Proposal(
                f"{read.key}_{form}_{id_of(state)}_{money}",
                read.titled(f"{form}_state", column=_amount(money, form), state=said),
                "",
                read.name,
                f"{function}({money})",
                at=over,
                where=is_so,
                overwritten=column,
            )

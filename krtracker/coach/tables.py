"""What a table's columns are for: which time begins a row, which ends it, what was lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from krtracker.coach.columns import (
    BEGINS,
    ENDS,
    EVENTS,
    GIVEN_BACK,
    HANDED_IN,
    LEFT,
    LENT,
    LOST,
    MONEY,
    NAMES_ONLY,
    NO_SUM,
    ON_THE_WAY,
    PROMISED,
    REFUSED,
    TAKEN,
    TECHNICAL,
    WON,
    begins_with,
    has,
    is_any,
    moment,
    noun,
    parts,
)
from krtracker.coach.proposal_titles import title


@dataclass(frozen=True)
class Table:
    """One table of a source, as far as its names and a few values tell."""

    name: str
    times: Sequence[str]
    """Columns that hold moments or days."""
    numbers: Sequence[str]
    states: Mapping[str, Sequence[str]]
    """Text columns of few different values, and those values."""
    said: str = ""
    """Its name without what stands in front of most tables' names; empty where nothing does."""

    @property
    def rows(self) -> str:
        """What its rows are called."""
        return noun(self.said or self.name)


_PARTICIPLES = ("ed", "paid", "sent", "won", "sold", "lost", "met", "left", "withdrawn")


@dataclass(frozen=True)
class Read:
    """A table whose rows have a time from which they count, and what its columns are for."""

    table: Table
    language: str
    begin: str | None
    """When a row begins; None where only its end is recorded."""
    ends: list[str]
    """What may come to a row, the last of them last."""
    left: list[str]
    promised: list[str]
    lost: str | None
    """A condition that leaves out what came to nothing; by a column named in `lost_by`."""
    lost_by: str | None
    has_won: bool
    """Whether a column of states says what was won: then only that is income."""

    @property
    def at(self) -> str:
        """The moment from which a row counts."""
        return self.begin or self.ends[-1]

    @property
    def over(self) -> str:
        """When a row is over, however it ended."""
        found = [*self.ends[-1:], *self.left]
        return f"coalesce({', '.join(found)})" if len(found) > 1 else found[0]

    def titled(self, form: str, **said: str) -> str:
        """The title of a proposal of this form."""
        return title(form, self.language, rows=self.table.rows, **said)

    def titled_end(self, form: str, *, end: str, **said: str) -> str:
        """The title of a form about an end, as a participle where the column is called so."""
        word = self.moment(end)
        if self.language == "en" and word.split()[-1].endswith(_PARTICIPLES):
            form = f"{form}_done"
        return self.titled(form, end=word, **said)

    def unit(self, name: str) -> str:
        """A unit in the language of the titles."""
        return title(name, self.language).lower()

    def moment(self, column: str) -> str:
        """A time column in words."""
        return moment(column, self.table.name)

    def id(self, *columns: str, before: str = "", behind: str = "") -> str:
        """An id of the table's name and of what its time columns are called."""
        words = "_to_".join(id_of(self.moment(each)) for each in columns)
        return "_".join(each for each in (before, self.key, words, behind) if each)

    @property
    def name(self) -> str:
        """The table's name in the source."""
        return self.table.name

    @property
    def key(self) -> str:
        """What its rows are called, as it stands in front of ids."""
        return "_".join(parts(self.rows))

    @property
    def rows(self) -> str:
        """What is counted, as a unit."""
        return self.table.rows


def without_prefix(name: str, names: Sequence[str]) -> str:
    """A table's name without the word that most tables' names begin with, three or more.

    >>> names = ["shop_orders", "shop_items", "shop_reviews", "notes"]
    >>> without_prefix("shop_orders", names), without_prefix("notes", names)
    ('orders', 'notes')
    """
    first, *rest = parts(name) or [name]
    shared = sum(parts(each)[:1] == [first] for each in names)
    is_prefix = bool(rest) and shared >= 3 and 2 * shared > len(names)
    return "_".join(rest) if is_prefix else name


def told_by(table: Table, language: str) -> Read | None:
    """What a table's columns are for; None where its rows are events or nothing begins."""
    times = [each for each in table.times if not has(each, TECHNICAL)]
    if has(table.rows, EVENTS):
        return None
    promised = [each for each in times if begins_with(each, PROMISED)]
    left = [each for each in times if begins_with(each, LEFT) and each not in promised]
    back = [each for each in times if begins_with(each, GIVEN_BACK) and each not in promised]
    is_lent = any(begins_with(each, LENT) for each in times)
    left += [] if is_lent else back
    came = [each for each in times if each not in {*promised, *left}]
    begun = [each for each in came if begins_with(each, BEGINS)]
    begin = next(iter(_first(begun, lambda each: not _ends(each, table))), None)
    ends = [each for each in came if each != begin and (_ends(each, table) or each in back)]
    if begin is None and not ends:
        return None
    if not ends and is_any(table.rows, NAMES_ONLY) and not any(map(is_money, table.numbers)):
        return None
    if any(begins_with(each, HANDED_IN) for each in begun if each not in {begin, *ends}):
        promised = []  # it is the handing in that was due, not what came of it
    final = [each for each in ends if not begins_with(each, ON_THE_WAY)]
    ends = [each for each in ends if each not in final] + final
    has_won, lost, lost_by = _decided(table)
    return Read(table, language, begin, ends, left, promised, lost, lost_by, has_won)


def is_money(column: str) -> bool:
    """Whether a number is an amount that may be added up: its first or last word says so.

    >>> is_money("amount_due"), is_money("unit_price"), is_money("conn_total_c")
    (True, False, False)
    """
    ends = {parts(column)[0], parts(column)[-1]} if parts(column) else set()
    return not ends.isdisjoint(MONEY) and not has(column, NO_SUM)


def _ends(column: str, table: Table) -> bool:
    """Whether a time is an end by a word of its own: `order_delivered` of orders is."""
    own = set(parts(column)) - {each.removesuffix("s") for each in parts(table.name)}
    return any(begins_with(word, ENDS) for word in own)


def _first(names: Sequence[str], plain: Callable[[str], bool]) -> list[str]:
    """The names, those that are plain first."""
    return sorted(names, key=lambda each: not plain(each))


def _decided(table: Table) -> tuple[bool, str | None, str | None]:
    """Whether there are states of what was won, and what leaves out what came to nothing."""
    has_won, condition, column = False, None, None
    for name, values in table.states.items():
        has_won = has_won or bool(won(values))
        lost = states(values, LOST)
        if lost and condition is None:
            condition, column = f"{name} not in ({listed(lost)})", name
    return has_won, condition, column


def won(values: Sequence[str]) -> list[str]:
    """The states of what was won; what was accepted, where the other answer is a refusal."""
    return states(values, WON) or (states(values, TAKEN) if states(values, REFUSED) else [])


def states(values: Sequence[str], stems: Iterable[str]) -> list[str]:
    """The states of one or two words, one of which begins with a stem: `Lost`, `Closed Lost`."""
    stems = tuple(stems)
    return [each for each in values if _is_plain(each) and begins_with(each, stems)]


def _is_plain(state: str) -> bool:
    found = parts(state)
    return len(found) <= 2 and found[:1] not in (["not"], ["non"], ["pas"])


def listed(said: Iterable[str]) -> str:
    """States as they stand in a list of SQL."""
    return ", ".join(quoted(each) for each in said)


def id_of(state: str) -> str:
    """A state as part of an id."""
    return "_".join(parts(state))


def quoted(text: str) -> str:
    """A text in SQL."""
    return "'" + text.replace("'", "''") + "'"

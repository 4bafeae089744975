"""Where every key result stands, as a table that fits the page it is written on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from krtracker.cli import terminal
from krtracker.cli.wording import TRUST_STYLES, counted, listed, number, percent, status
from krtracker.domain.calendar import Cadence

if TYPE_CHECKING:
    from rich.table import Table

    from krtracker.domain.catalog import Catalog
    from krtracker.domain.key_result import KeyResult
    from krtracker.domain.standing import Standing

COLUMNS = ("key result", "value", "target", "progress", "pace", "status", "trust", "as of")
NUMBERS = {"value", "target", "progress", "pace"}
LEFT_OUT_WHEN_NARROW = {"pace", "as of"}
SHRUNK_WHEN_NARROW = ("value", "trust", "status", "progress", "key result")
"""The columns that give way, in this order, until the table fits; their words wrap."""
LEAST, GAP = 10, 2
NOUNS = {Cadence.WEEKLY: "week", Cadence.MONTHLY: "month"}
"""What is counted of a promise that is kept, where its measurements are not of days."""

Cells = Mapping[str, str]
"""What stands in each column, as rich markup."""


def blocks(catalog: Catalog, found: Mapping[str, Standing]) -> Iterator[Table | str]:
    """One block per objective: its title, a row per key result, and why one is not fresh."""
    cells = {key: _cells(each) for key, each in found.items()}
    widths = fitted(_widths(cells.values()), terminal.results().width)
    for objective in catalog.objectives:
        wanted = [found[each.key] for each in objective if each.key in found]
        if wanted:
            yield f"[bold]{_plain(objective.title)}[/] [dim]{objective.cycle.name}[/]"
            yield _table([cells[each.key_result.key] for each in wanted], widths)
            yield from (line for each in wanted for line in _marks(each))
            yield ""


def fitted(widths: Mapping[str, int], page: int) -> dict[str, int]:
    """The widths of the columns that are shown on a page so wide.

    >>> fitted({"key result": 12, "value": 30, "pace": 4}, 40)
    {'key result': 12, 'value': 26}
    """
    if _total(widths) <= page:
        return dict(widths)
    kept = {name: each for name, each in widths.items() if name not in LEFT_OUT_WHEN_NARROW}
    for name in SHRUNK_WHEN_NARROW:
        too_much = max(0, _total(kept) - page)
        if name in kept:
            kept[name] = max(min(LEAST, kept[name]), kept[name] - too_much)
    return kept


def _total(widths: Mapping[str, int]) -> int:
    return sum(widths.values()) + GAP * (len(widths) - 1)


def _widths(rows: Iterable[Cells]) -> dict[str, int]:
    from rich.text import Text

    rows = list(rows)
    return {
        name: max(len(name), *(Text.from_markup(row[name]).cell_len for row in rows))
        for name in COLUMNS
    }


def _table(rows: Iterable[Cells], widths: Mapping[str, int]) -> Table:
    """The key results of one objective, in columns as wide as those of all others."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="dim")
    for name, width in widths.items():
        table.add_column(name, justify="right" if name in NUMBERS else "left", width=width)
    for row in rows:
        table.add_row(*(row[name] for name in widths))
    return table


def _cells(standing: Standing) -> Cells:
    key_result, current = standing.key_result, standing.current
    style = TRUST_STYLES[standing.trust]
    since = f" since {standing.since}" if standing.since else ""
    trust = f"{standing.trust.value}{since}"
    contested = ", contested" if standing.contested_by else ""
    beside = key_result.promise.levels(standing.target)
    told = (
        key_result.id,
        number(current.value, key_result.unit, beside=beside) if current else "–",
        promised(key_result, standing),
        progressed(standing),
        percent(standing.pace),
        status(standing.status) + contested,
        f"[{style}]{trust}[/]" if style else trust,
        str(current.as_of) if current else "",
    )
    return dict(zip(COLUMNS, told, strict=True))


def promised(key_result: KeyResult, standing: Standing) -> str:
    """The target in force, or the limits that are kept."""
    keep = key_result.promise.keep
    if keep is None:
        return _target(standing)
    if keep.at_least is None:
        return f"≤ {number(keep.at_most)}"
    if keep.at_most is None:
        return f"≥ {number(keep.at_least)}"
    return f"{number(keep.at_least)} to {number(keep.at_most)}"


def _target(standing: Standing) -> str:
    """A target as a number; as the change that it is where no number comes of it."""
    change = standing.key_result.promise.change
    target = standing.key_result.promise.target_in_force(standing.baseline)
    if target is not None:
        value = standing.current.value if standing.current else None
        return number(target, beside=[value])
    if standing.baseline is None:
        return "baseline pending"
    if change is None:
        return "–"
    amount = number(change.amount, "%" if change.is_relative else "")
    return f"+{amount}" if change.amount > 0 else amount


def progressed(standing: Standing) -> str:
    """How far it is: in percent of the way, or for how many days, weeks or months it was kept."""
    if standing.measured_days:
        noun = NOUNS.get(standing.key_result.cadence, "day")
        return f"{standing.kept_days} of {counted(standing.measured_days, noun)}"
    return percent(standing.progress)


def _marks(standing: Standing) -> Iterator[str]:
    """Why a number is not fresh, and what stands against it."""
    name = f"  [yellow]{standing.key_result.id}[/]"
    if standing.why:
        yield f"{name}: {_plain(standing.why)}"
    if standing.contested_by:
        broken = listed(standing.contested_by)
        hold = "does not hold" if len(standing.contested_by) == 1 else "do not hold"
        yield f"{name}: contested, because {broken} {hold}"


def _plain(text: str) -> str:
    from rich.markup import escape

    return escape(text)

"""What is asked: twenty key results, each of the whole and of parts; 100 or 1,000 in all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import product
from typing import Any

from benchmarks.workload import CHANNELS, PRIORITIES, REGIONS, SEGMENTS


class Form(Enum):
    """How a value comes about."""

    TOTAL = "total"
    """`top`, or `top` over `bottom`: sums over rows."""
    DISTINCT = "distinct"
    QUANTILE = "quantile"
    OPEN = "open"
    """Rows that have begun and not ended."""


@dataclass(frozen=True)
class Template:
    """One key result as people write it, and in the pieces that hand-written queries need."""

    name: str
    table: str
    time: str
    value: str
    """In the language of definitions."""
    back: int | None
    """The days before today that count too; None for since the cycle began."""
    top: str = "1"
    bottom: str | None = None
    form: Form = Form.TOTAL
    share: float = 0.0


@dataclass(frozen=True)
class Question:
    """A template narrowed down to some regions and some of the table's second dimension."""

    id: str
    of: Template
    regions: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def rows(self) -> str:
        """The FROM clause, joined only where it must be."""
        if self.of.table == "deals" and self.others:
            return "deals JOIN accounts USING (account_id)"
        return self.of.table

    @property
    def where(self) -> str | None:
        """The condition, as a person writes it."""
        narrowed = {"region": self.regions, SECOND[self.of.table][0]: self.others}
        said = [
            f"{name} in ({', '.join(map(repr, values))})"
            for name, values in narrowed.items()
            if values
        ]
        return " and ".join(said) or None


SECOND = {
    "orders": ("priority", PRIORITIES),
    "tickets": ("channel", CHANNELS),
    "deals": ("segment", SEGMENTS),
}
"""The second dimension of each table, and its values."""


def hours(start: str, end: str) -> str:
    """The hours between two times, as DuckDB reckons them."""
    return f"(epoch_us({end}) - epoch_us({start})) / 3.6e9"


def _if(condition: str) -> str:
    return f"CASE WHEN {condition} THEN 1 ELSE 0 END"


_TAKEN, _WAITED, _SOLVED = (
    ("created_at", "delivered_at"),
    ("opened_at", "answered_at"),
    ("opened_at", "closed_at"),
)


def _between(span: tuple[str, str]) -> str:
    return f"hours_between({span[0]}, {span[1]})"


def _share(condition: str) -> dict[str, Any]:
    return {
        "value": f"100 * count(*) filter (where {condition}) / count(*)",
        "top": f"100.0 * {_if(condition)}",
        "bottom": "1",
    }


def _count(condition: str) -> dict[str, Any]:
    return {"value": f"count(*) filter (where {condition})", "top": _if(condition)}


def _mean(column: str) -> dict[str, Any]:
    return {"value": f"avg({column})", "top": column, "bottom": _if(f"{column} IS NOT NULL")}


def _mean_hours(span: tuple[str, str]) -> dict[str, Any]:
    return {"value": f"avg({_between(span)})", "top": hours(*span), "bottom": "1"}


def _quantile(span: tuple[str, str], share: float) -> dict[str, Any]:
    said = f"percentile_cont({share}) within group (order by {_between(span)})"
    return {"value": said, "top": hours(*span), "form": Form.QUANTILE, "share": share}


_PROMOTERS = "case when stars >= 9 then 1 when stars <= 6 then -1 else 0 end"
TEMPLATES = (
    Template("delivery_hours", "orders", "delivered_at", back=27, **_mean_hours(_TAKEN)),
    Template("undamaged", "orders", "delivered_at", back=None, **_share("not damaged")),
    Template("stars", "orders", "delivered_at", back=27, **_mean("stars")),
    Template(
        "on_time", "orders", "delivered_at", back=None, **_share("delivered_at <= promised_at")
    ),
    Template("slow_delivery", "orders", "delivered_at", back=27, **_quantile(_TAKEN, 0.9)),
    Template("orders", "orders", "created_at", "count(*)", None),
    Template("amount", "orders", "created_at", "sum(amount)", None, top="amount"),
    Template(
        "customers", "orders", "created_at", "count(distinct account_id)", None,
        top="account_id", form=Form.DISTINCT,
    ),
    Template(
        "promoters", "orders", "delivered_at", f"100 * sum({_PROMOTERS}) / count(stars)", 27,
        top=f"100.0 * ({_PROMOTERS})", bottom=_if("stars IS NOT NULL"),
    ),
    Template("late", "orders", "delivered_at", back=None, **_count("delivered_at > promised_at")),
    Template("usual_delivery", "orders", "delivered_at", back=6, **_quantile(_TAKEN, 0.5)),
    Template("slow_answer", "tickets", "answered_at", back=6, **_quantile(_WAITED, 0.9)),
    Template("complaints", "tickets", "opened_at", back=None, **_count("topic = 'complaint'")),
    Template("score", "tickets", "closed_at", back=27, **_mean("score")),
    Template("backlog", "tickets", "opened_at", "count(*)", None, form=Form.OPEN),
    Template("solution_hours", "tickets", "closed_at", back=27, **_mean_hours(_SOLVED)),
    Template(
        "quick_answers", "tickets", "answered_at",
        f"100 * count(*) filter (where {_between(_WAITED)} <= 2) / count(*)", None,
        top=f"100.0 * {_if(f'{hours(*_WAITED)} <= 2')}", bottom="1",
    ),
    Template(
        "won_worth", "deals", "closed_at", "sum(worth) filter (where stage = 'won')", None,
        top="CASE WHEN stage = 'won' THEN worth ELSE 0 END",
    ),
    Template("won_share", "deals", "closed_at", back=27, **_share("stage = 'won'")),
    Template(
        "worth_of_one", "deals", "closed_at", "avg(worth) filter (where stage = 'won')", None,
        top="CASE WHEN stage = 'won' THEN worth ELSE 0 END", bottom=_if("stage = 'won'"),
    ),
)  # fmt: skip


def questions(count: int) -> Iterator[Question]:
    """`count` key results, as many of each template."""
    for template in TEMPLATES:
        for number, (regions, others) in zip(range(count // 20), _parts(template), strict=False):
            yield Question(f"{template.name}_{number}", template, regions, others)


def _parts(template: Template) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The whole, each value of either dimension, every pair of values, pairs of regions."""
    second = SECOND[template.table][1]
    yield (), ()
    yield (), second[:1]
    yield REGIONS[:1], ()
    yield REGIONS[1:2], second[:1]
    yield (), second[1:2]
    for region, other in product(REGIONS[2:], second):
        yield (region,), (other,)
    for first, last in product(REGIONS, REGIONS):
        if first < last:
            yield (first, last), ()

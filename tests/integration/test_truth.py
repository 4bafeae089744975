"""True values of seventeen key results on real data, on every engine."""

from __future__ import annotations

import csv
import math
import os
import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from krtracker.domain.calendar import Cycle, Window, WindowKind
from krtracker.domain.key_result import Measure, RawSql
from krtracker.domain.measurement import Outcome, Reading
from krtracker.measures import Asked, measure
from tests.builders import a_calendar, a_key_result, last_days
from tests.engines import KINDS, Engine, Rows, Tables, engine

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("KRTRACKER_SHARED", ROOT.parent / "shared")) / "data"
NOW = datetime(2030, 1, 1, tzinfo=UTC)

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not (SHARED / "truth").is_dir(), reason="no real data beside the project"),
]

CYCLES = {
    "O": Cycle("2018-Q1", date(2018, 1, 1), date(2018, 3, 31)),
    "C": Cycle("crm", date(2017, 7, 3), date(2017, 10, 1)),
}
FILES = {
    "orders": "olist/olist_orders_dataset.csv",
    "order_items": "olist/olist_order_items_dataset.csv",
    "order_reviews": "olist/olist_order_reviews_dataset.csv",
    "customers": "olist/olist_customers_dataset.csv",
    "sales_pipeline": "crm_maven/sales_pipeline.csv",
    "products": "crm_maven/products.csv",
}
KINDS_OF_COLUMNS = {
    "order_purchase_timestamp": "naive",
    "order_approved_at": "naive",
    "order_delivered_carrier_date": "naive",
    "order_delivered_customer_date": "naive",
    "order_estimated_delivery_date": "naive",
    "shipping_limit_date": "naive",
    "review_creation_date": "naive",
    "review_answer_timestamp": "naive",
    "engage_date": "date",
    "close_date": "date",
    "order_item_id": "int",
    "review_score": "int",
    "close_value": "int",
    "sales_price": "int",
    "price": "decimal",
    "freight_value": "decimal",
}
"""The columns that are not text."""
READ = {
    "int": int,
    "decimal": float,
    "text": str,
    "naive": datetime.fromisoformat,
    "date": date.fromisoformat,
}

DELIVERED = "order_delivered_customer_date"
DELIVERY_DAYS = f"days_between(order_purchase_timestamp, {DELIVERED})"
ON_TIME = f"day({DELIVERED}) <= day(order_estimated_delivery_date)"
ON_TIME_RATE = f"100 * count(*) filter (where {ON_TIME}) / count(*)"
NOT_LOST = "order_status not in ('canceled', 'unavailable')"
ITEMS = "orders o join order_items i on i.order_id = o.order_id"
SO_FAR = Window(WindowKind.CYCLE_TO_DATE)
WEEKS = f"""(
  select floor((day({DELIVERED}) - :cycle_start) / 7) as week, {ON_TIME_RATE} as rate
  from orders where day({DELIVERED}) >= :cycle_start group by 1
)"""
REPEATERS = """(
  select c.customer_unique_id from orders o join customers c on c.customer_id = o.customer_id
  where o.order_purchase_timestamp < :until
  group by c.customer_unique_id having count(*) >= 2
)"""

MEASURES: Mapping[str, Measure] = {
    "O01": Measure("orders", f"avg({DELIVERY_DAYS})", at=DELIVERED, window=last_days(28)),
    "O02": Measure("orders", f"median({DELIVERY_DAYS})", at=DELIVERED, window=last_days(28)),
    "O04": Measure("orders", ON_TIME_RATE, at=DELIVERED, window=SO_FAR),
    "O05": Measure("orders", ON_TIME_RATE, at=DELIVERED, window=last_days(7)),
    "O07": Measure(
        "orders",
        "count(*)",
        where=NOT_LOST,
        known="order_purchase_timestamp",
        during=("day(order_estimated_delivery_date) + interval '1 day'", DELIVERED),
    ),
    "O11": Measure(
        "order_reviews",
        "avg(review_score)",
        at="review_creation_date",
        known="review_answer_timestamp",
        window=last_days(28),
    ),
    "O16": Measure(
        ITEMS, "sum(i.price)", where=NOT_LOST, at="order_purchase_timestamp", window=SO_FAR
    ),
    "O18": Measure(
        ITEMS,
        "sum(price + freight_value) / count(distinct o.order_id)",
        at="order_purchase_timestamp",
        window=last_days(28),
    ),
    "O21": Measure(
        "orders o join customers c using (customer_id)",
        f"avg({DELIVERY_DAYS})",
        where="customer_state = 'AC'",
        at=DELIVERED,
        window=last_days(7),
    ),
    "O24": Measure(REPEATERS, "count(*)"),
    "O26": Measure("orders", "count(*)", at=DELIVERED, window=SO_FAR),
    "O28": Measure(
        WEEKS,
        "count(*)",
        where="rate < 90 and :cycle_start + (7 * (week + 1))::integer <= :as_of + 1",
    ),
    "C01": Measure(
        "sales_pipeline",
        "sum(close_value)",
        where="deal_stage = 'Won'",
        at="close_date",
        window=SO_FAR,
    ),
    "C02": Measure(
        "sales_pipeline",
        "100 * count(*) filter (where deal_stage = 'Won') / count(*)",
        where="deal_stage in ('Won', 'Lost')",
        at="close_date",
        window=last_days(28),
    ),
    "C03": Measure(
        "sales_pipeline",
        "avg(days_between(engage_date, close_date))",
        where="deal_stage = 'Won'",
        at="close_date",
        window=last_days(28),
    ),
    "C04": Measure("sales_pipeline", "count(*)", during=("engage_date", "close_date")),
    "C05": Measure(
        "sales_pipeline s join products p"
        " on replace(p.product, ' ', '') = replace(s.product, ' ', '')",
        "sum(p.sales_price)",
        during=("engage_date", "close_date"),
    ),
}


def truth() -> dict[str, dict[date, float | None]]:
    """The true values by key result and day; None is no value."""
    found: dict[str, dict[date, float | None]] = {}
    for name in ("olist", "crm_maven"):
        with (SHARED / "truth" / f"{name}.csv").open(newline="") as file:
            for row in csv.DictReader(file):
                value = float(row["value"]) if row["value"] else None
                found.setdefault(row["kr_id"], {})[date.fromisoformat(row["as_of"])] = value
    return found


def read(path: Path) -> Rows:
    """A file of comma-separated values; an empty cell is no value."""
    with path.open(newline="") as file:
        reader = csv.reader(file)
        kinds = {name: KINDS_OF_COLUMNS.get(name, "text") for name in next(reader)}
        turn = [READ[kind] for kind in kinds.values()]
        values: list[tuple[Any, ...]] = [
            tuple(to(cell) if cell else None for to, cell in zip(turn, row, strict=True))
            for row in reader
        ]
    return Rows({name: _wide(name, kind) for name, kind in kinds.items()}, values)


def _wide(name: str, kind: str) -> str:
    return "long_text" if name.startswith("review_comment") else kind


@pytest.fixture(scope="module", params=KINDS)
def source(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    with engine(request.param, tmp_path_factory.mktemp(request.param)) as made:
        if request.param == "files":
            folder = Path(made.connection.settings["path"])
            for table, path in FILES.items():
                shutil.copyfile(SHARED / path, folder / f"{table}.csv")
        else:
            tables: Tables = {table: read(SHARED / path) for table, path in FILES.items()}
            made.put(tables)
        yield made


def test_every_true_value_is_reproduced(source: Engine) -> None:
    true = truth()
    asked = [
        Asked(a_key_result(id, how=how, cycle=CYCLES[id[0]]), tuple(true[id]))
        for id, how in MEASURES.items()
    ]

    with source.open() as connector:
        found = list(measure(asked, connector=connector, calendar=a_calendar(), now=NOW))

    assert len(found) == sum(map(len, true.values())) == 238
    wrong = [each for each in found if not agrees(each, true[each.key.split("/")[1]])]
    assert wrong == []


def agrees(outcome: Outcome, true: Mapping[date, float | None]) -> bool:
    """Whether an outcome is the true value, to one part in a million."""
    expected = true[outcome.as_of]
    if not isinstance(outcome, Reading) or outcome.failure is not None:
        return False
    if outcome.value is None or expected is None:
        return outcome.value is expected
    return math.isclose(outcome.value, expected, rel_tol=1e-6)


RAW = {
    "postgres": "SELECT count(*) AS value FROM (SELECT customer_unique_id FROM orders"
    " JOIN customers USING (customer_id) WHERE order_purchase_timestamp < :as_of + 1"
    " GROUP BY 1 HAVING count(*) >= 2) AS repeaters",
    "sqlite": "SELECT count(*) AS value FROM (SELECT customer_unique_id FROM orders"
    " JOIN customers USING (customer_id) WHERE order_purchase_timestamp < date(:as_of, '+1 day')"
    " GROUP BY 1 HAVING count(*) >= 2) AS repeaters",
    "mysql": "SELECT count(*) AS value FROM (SELECT customer_unique_id FROM orders"
    " JOIN customers USING (customer_id) WHERE order_purchase_timestamp < :until"
    " GROUP BY 1 HAVING count(*) >= 2) AS repeaters",
}


def test_sql_of_ones_own_says_the_same(source: Engine) -> None:
    sql = RAW.get(source.kind, RAW["postgres"])
    true = truth()["O24"]
    asked = [Asked(a_key_result("O24", how=RawSql(sql), cycle=CYCLES["O"]), tuple(true))]

    with source.open() as connector:
        found = list(measure(asked, connector=connector, calendar=a_calendar(), now=NOW))

    assert [each for each in found if not agrees(each, true)] == []

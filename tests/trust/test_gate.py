"""No fault is ever a fresh number: it is held, stale or no data, and its cause is named."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from krtracker.domain.calendar import DAY
from tests.end_to_end.shop import Shop
from tests.trust.conftest import Figure
from tests.trust.faults import ANSWERS, FAULTS, SOUND_ONES
from tests.trust.gate import TODAY, Fault, a_gate, night_falls, opened

ANSWER = "CREATE VIEW answer AS SELECT 100.0 AS value"


EVERYTHING = (*FAULTS, *SOUND_ONES)


@dataclass(frozen=True)
class Night:
    """What was told in the evening, and what in the morning after."""

    believed: dict[tuple[str, str], float]
    """In the evening: every value by key result and day."""
    standings: dict[str, dict[str, Any]]
    shown: str
    """What `show` says to people."""


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    shop = a_gate(tmp_path_factory.mktemp("gate"), EVERYTHING)
    for each in ANSWERS:
        if each.sql and "answer" in each.sql:
            with opened(each.kind, shop.root / f"data/{each.name}.{each.kind}") as source:
                source.execute(ANSWER)
    assert shop.run("track").code == 0
    before = _standings(shop)
    assert {each["trust"] for each in before.values()} == {"trusted"}, _untrusted(before)
    believed = _values(shop)
    night_falls(shop, EVERYTHING)
    assert shop.run("track").code == 1
    return Night(believed, _standings(shop), shop.run("show").out)


def _standings(shop: Shop) -> dict[str, Any]:
    return {each["kr"]: each for each in shop.run("show", "--json").document["key_results"]}


def _values(shop: Shop) -> dict[tuple[str, str], float]:
    rows = csv.DictReader(shop.run("history", "--csv").out.splitlines())
    return {(row["kr"], row["as_of"]): float(row["value"]) for row in rows}


def _untrusted(found: dict[str, Any]) -> list[str]:
    return [f"{id}: {each['why']}" for id, each in found.items() if each["trust"] != "trusted"]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_is_never_a_fresh_number(night: Night, fault: Fault) -> None:
    told = night.standings[fault.name]

    assert (told["trust"], told["is_fresh"]) == (fault.ends, False), told["why"]
    assert told["as_of"] < str(TODAY)
    assert told["value"] == night.believed[fault.name, told["as_of"]], "not what was believed"
    assert date.fromisoformat(told["since"]) == date.fromisoformat(told["as_of"]) + DAY
    assert re.search(fault.cause, told["why"]), told["why"]


@pytest.mark.parametrize("sound", SOUND_ONES, ids=lambda sound: sound.name)
def test_what_is_sound_is_believed_among_all_that_is_not(night: Night, sound: Fault) -> None:
    told = night.standings[sound.name]

    assert (told["trust"], told["is_fresh"], told["why"]) == ("trusted", True, None)
    assert told["as_of"] == str(TODAY)


def test_all_of_them(night: Night, figure: Figure) -> None:
    ended = Counter(night.standings[each.name]["trust"] for each in FAULTS)

    assert ended.keys() == {"held", "stale"}
    assert night.shown.count("held") >= ended["held"]
    assert night.shown.count("stale") >= ended["stale"]
    figure(
        "T-C03",
        f"{len(FAULTS)} injected faults: none ended as a fresh number; {ended['held']} held and "
        f"{ended['stale']} stale, each with its cause and the number believed before",
    )

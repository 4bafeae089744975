"""How a key result ended, as the next cycle is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from krtracker.domain.carrying import Ending, ended
from krtracker.domain.catalog import Settings
from krtracker.domain.key_result import Bounds
from krtracker.domain.measurement import Verdict
from krtracker.domain.standing import Facts, Point, standing
from krtracker.domain.status import Status
from tests.builders import Q4, a_key_result

AFTER = datetime(2027, 1, 1, 8, tzinfo=UTC)
KEEP = a_key_result(keep=Bounds(at_least=62))


@pytest.mark.parametrize(
    ("values", "how", "status"),
    [
        pytest.param([70.0] * 90 + [50.0] * 2, Ending.KEPT, Status.ACHIEVED, id="broke at last"),
        pytest.param([50.0] * 61 + [70.0] * 31, Ending.BROKEN, Status.MISSED, id="held at last"),
    ],
)
def test_a_keep_ends_as_its_status_says(
    values: Sequence[float], how: Ending, status: Status
) -> None:
    days = (Q4.start + timedelta(days=place) for place in range(len(values)))
    known = Facts(
        [Point(day, each, Verdict.ACCEPTED) for day, each in zip(days, values, strict=True)]
    )

    found = standing(KEEP, known, settings=Settings(), now=AFTER)

    assert (ended(found).how, found.status) == (how, status)
    assert (ended(found).kept_days, ended(found).measured_days) == (found.kept_days, 92)

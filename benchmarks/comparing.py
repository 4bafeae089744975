"""Whether two sides say the same."""

from __future__ import annotations

import math
from collections.abc import Mapping

Values = Mapping[tuple[str, str], float | None]


def differences(left: Values, right: Values) -> list[str]:
    """Every value that differs by more than 1e-9, in words; no value and none are alike."""
    found = [f"{id} as of {day}: only one side has it" for id, day in left.keys() ^ right.keys()]
    for key in left.keys() & right.keys():
        one, other = left[key], right[key]
        is_same = one is other
        if one is not None and other is not None:
            is_same = math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
        if not is_same:
            found.append(f"{key[0]} as of {key[1]}: {one} and {other}")
    return found

"""All claims of one step as one batch of Great Expectations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from krtracker.errors import ExpectationError
from krtracker.quality.claims import Claim

if TYPE_CHECKING:
    from great_expectations.data_context.data_context.ephemeral_data_context import (
        EphemeralDataContext,
    )


def broken(claims: Sequence[Claim]) -> set[int]:
    """The positions of the claims that do not hold, told by one batch over a table of them.

    Bounds are columns, so two expectations over pairs of columns judge every claim of every
    reading at once, and the position names each one that fails. No claims, no batch: Great
    Expectations takes seconds to import.

    Raises:
        ExpectationError: the batch could not be evaluated.
    """
    if not claims:
        return set()
    import great_expectations as gx
    import pandas as pd

    frame = pd.DataFrame(
        {
            "claim": range(len(claims)),
            "found": [float(each.found) for each in claims],
            "at_least": _column(each.bounds.at_least for each in claims),
            "at_most": _column(each.bounds.at_most for each in claims),
        }
    )
    source = context().data_sources.add_pandas("readings")
    whole = source.add_dataframe_asset("claims").add_batch_definition_whole_dataframe("all")
    at_least = _never_below("found", "at_least")
    at_most = _never_below("at_most", "found")
    result = whole.get_batch({"dataframe": frame}).validate(
        gx.ExpectationSuite("believed", expectations=[at_least, at_most]),
        result_format={
            "result_format": "COMPLETE",
            "unexpected_index_column_names": ["claim"],
            "return_unexpected_index_query": False,
        },
    )
    return {claim for each in result.results for claim in _failed(each)}


def plainly_broken(claims: Sequence[Claim]) -> set[int]:
    """The same positions without Great Expectations, for what is tried and not recorded."""
    return {position for position, claim in enumerate(claims) if not claim.holds}


def context() -> EphemeralDataContext:
    """A context that lives as long as one call, tells nobody, and leaves no folder behind."""
    import great_expectations as gx
    from great_expectations.data_context.types import base

    return gx.get_context(
        mode="ephemeral",
        project_config=base.DataContextConfig(
            store_backend_defaults=base.InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
            analytics_enabled=False,
            progress_bars=base.ProgressBarsConfig(globally=False),
        ),
    )


def _never_below(larger: str, smaller: str) -> Any:
    """The larger column is at least the smaller one, in every row that has both."""
    from great_expectations.expectations.core import (
        expect_column_pair_values_a_to_be_greater_than_b as pairs,
    )

    return pairs.ExpectColumnPairValuesAToBeGreaterThanB(
        column_A=larger, column_B=smaller, or_equal=True, ignore_row_if="either_value_is_missing"
    )


def _failed(result: Any) -> list[int]:
    if result.exception_info.get("raised_exception"):
        raise ExpectationError(str(result.exception_info.get("exception_message")))
    return [int(row["claim"]) for row in result.result.get("unexpected_index_list") or ()]


def _column(bounds: Any) -> list[float]:
    """Bounds as numbers, a side left open as NaN, which Great Expectations takes for missing."""
    return [float("nan") if each is None else float(each) for each in bounds]

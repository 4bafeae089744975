"""Great Expectations' own words: which expectations there are, and what each may be told.

Written down rather than looked up, because `check` names a misspelt one within a second and
the library takes several to import. A test holds this list against the installed library.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

RANGE = ("min_value", "max_value", "strict_min", "strict_max")
MOSTLY = ("mostly",)
PAIR = ("mostly", "ignore_row_if")


@dataclass(frozen=True)
class Signature:
    """What an expectation must be told and what it may be told."""

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()

    @property
    def arguments(self) -> tuple[str, ...]:
        """Everything it understands, what it must be told first."""
        return self.required + self.optional


VOCABULARY: Mapping[str, Signature] = {
    **{
        f"expect_column_{what}_to_be_between": Signature(("column",), RANGE)
        for what in (
            "max",
            "mean",
            "median",
            "min",
            "proportion_of_non_null_values",
            "proportion_of_unique_values",
            "stdev",
            "sum",
            "unique_value_count",
        )
    },
    **{
        f"expect_column_distinct_values_to_{what}_set": Signature(("column", "value_set"))
        for what in ("be_in", "contain", "equal")
    },
    **{
        f"expect_column_values_to_be_{what}": Signature(("column",), MOSTLY)
        for what in ("dateutil_parseable", "json_parseable", "null", "unique")
    },
    **{
        f"expect_column_values_to_be_{what}": Signature(("column",), ("mostly", "strictly"))
        for what in ("decreasing", "increasing")
    },
    **{
        f"expect_column_values_to_{what}_set": Signature(("column", "value_set"), MOSTLY)
        for what in ("be_in", "not_be_in")
    },
    **{
        f"expect_column_values_to_{what}_like_pattern": Signature(
            ("column", "like_pattern"), ("mostly", "escape")
        )
        for what in ("match", "not_match")
    },
    "expect_column_most_common_value_to_be_in_set": Signature(
        ("column", "value_set"), ("ties_okay",)
    ),
    "expect_column_quantile_values_to_be_between": Signature(
        ("column", "quantile_ranges"), ("allow_relative_error",)
    ),
    "expect_column_to_exist": Signature(("column",), ("column_index",)),
    "expect_column_type_to_be": Signature(("column", "type_")),
    "expect_column_value_lengths_to_be_between": Signature(("column",), (*MOSTLY, *RANGE)),
    "expect_column_value_lengths_to_equal": Signature(("column", "value"), MOSTLY),
    "expect_column_value_z_scores_to_be_less_than": Signature(
        ("column", "threshold", "double_sided"), MOSTLY
    ),
    "expect_column_values_to_be_between": Signature(("column",), (*MOSTLY, *RANGE)),
    "expect_column_values_to_be_in_type_list": Signature(("column",), ("mostly", "type_list")),
    "expect_column_values_to_be_of_type": Signature(("column", "type_"), MOSTLY),
    "expect_column_values_to_match_json_schema": Signature(("column", "json_schema"), MOSTLY),
    "expect_column_values_to_match_like_pattern_list": Signature(
        ("column", "like_pattern_list"), ("mostly", "match_on", "escape")
    ),
    "expect_column_values_to_match_regex": Signature(("column",), ("mostly", "regex")),
    "expect_column_values_to_match_regex_list": Signature(
        ("column", "regex_list"), ("mostly", "match_on")
    ),
    "expect_column_values_to_match_strftime_format": Signature(
        ("column", "strftime_format"), MOSTLY
    ),
    "expect_column_values_to_not_be_null": Signature(("column",), MOSTLY),
    "expect_column_values_to_not_be_outliers": Signature(
        ("column",), ("mostly", "method", "multiplier")
    ),
    "expect_column_values_to_not_match_like_pattern_list": Signature(
        ("column", "like_pattern_list"), ("mostly", "escape")
    ),
    "expect_column_values_to_not_match_regex": Signature(("column", "regex"), MOSTLY),
    "expect_column_values_to_not_match_regex_list": Signature(("column", "regex_list"), MOSTLY),
    "expect_column_pair_values_a_to_be_greater_than_b": Signature(
        ("column_A", "column_B"), (*PAIR, "or_equal")
    ),
    "expect_column_pair_values_to_be_equal": Signature(("column_A", "column_B"), PAIR),
    "expect_column_pair_values_to_be_in_set": Signature(
        ("column_A", "column_B", "value_pairs_set"), PAIR
    ),
    "expect_compound_columns_to_be_unique": Signature(("column_list",), PAIR),
    "expect_multicolumn_sum_to_equal": Signature(("column_list", "sum_total"), PAIR),
    "expect_multicolumn_values_to_be_equal": Signature(("column_list",), PAIR),
    "expect_select_column_values_to_be_unique_within_record": Signature(("column_list",), PAIR),
    "expect_table_column_count_to_be_between": Signature((), ("min_value", "max_value")),
    "expect_table_column_count_to_equal": Signature(("value",)),
    "expect_table_columns_to_match_ordered_list": Signature((), ("column_list",)),
    "expect_table_columns_to_match_set": Signature((), ("column_set", "exact_match")),
    "expect_table_row_count_to_be_between": Signature((), RANGE),
    "expect_table_row_count_to_equal": Signature(("value",)),
}
"""Every expectation that is offered."""

REFUSED: Mapping[str, str] = {
    "unexpected_rows_expectation": "it carries its own SQL",
    "expect_query_results_to_match_comparison": "it carries its own SQL",
    "expect_table_row_count_to_equal_other_table": "it asks a table that `from` does not name",
    "expect_column_kl_divergence_to_be_less_than": "it needs a distribution that YAML cannot say",
}
"""What the library knows and we do not offer, with the reason."""

REFUSED_ARGUMENTS: Mapping[str, str] = {
    "row_condition": "it carries its own SQL",
    "condition_parser": "it carries its own SQL",
    "unexpected_rows_query": "it carries its own SQL",
    "result_format": "results never carry values out of the source",
    "windows": "days and windows are the measure's",
    "severity": "it stands beside the expectation, not inside it",
}
"""Arguments that the library takes and we do not, with the reason."""

"""Functions and parts of SQL that a raw statement may use, in whichever dialect."""

from __future__ import annotations

from sqlglot import exp

from krtracker.measures.functions import AGGREGATES, PLAIN, RANKINGS, SCALARS

_WORDS = """
abs acos add_months adddate addtime age all and any any_value approx_count_distinct approx_distinct
approx_quantile arg_max arg_min array array_agg array_append array_cat array_length array_lower
array_ndims array_position array_positions array_prepend array_remove array_replace array_to_string
array_upper ascii asin atan atan2 avg bar bin bit_and bit_count bit_length bit_or bit_xor bool_and
bool_or btrim cardinality case cast cbrt ceil ceiling century char_length character_length chr
coalesce collate concat concat_ws contains conv convert convert_timezone convert_tz corr cos cosd
cosh cot count count_if countif covar_pop covar_samp crc32 cume_dist damerau_levenshtein date
date_add date_bin date_diff date_format date_from_parts date_part date_sub date_to_date_str
date_trunc dateadd datediff datepart daterange datesub datetime datetime_add datetime_diff
datetime_sub datetime_trunc day day_of_month day_of_week day_of_year dayname dayofmonth dayofweek
dayofyear days decade decode degrees dense_rank div editdist3 element_at elt ends_with entropy epoch
epoch_ms epoch_us era erf even every exists exp explode exploding_generate_series extract factorial
favg fdiv field filter find_in_set first first_value floor fmod format from_days from_unixtime fsum
gamma gcd generate_series geomean geometric_mean greatest group_concat grouping hamming hash hex
histogram hour hours if ifnull iif initcap insert instr int4range int8range interval is_finite
isempty isfinite isnan isnull isodow jaccard jaro_similarity jaro_winkler_similarity
jarowinkler_similarity json_agg json_array_elements json_array_elements_text json_array_length
json_arrayagg json_build_object json_contains json_depth json_each json_each_text json_extract
json_extract_path json_extract_path_text json_extract_scalar json_extract_string json_group_array
json_group_object json_keys json_length json_object_agg json_object_keys json_objectagg
json_overlaps json_quote json_search json_table json_tree json_type json_typeof json_unquote
json_valid json_value jsonb_agg jsonb_array_elements jsonb_array_elements_text jsonb_array_length
jsonb_build_object jsonb_each jsonb_each_text jsonb_extract jsonb_extract_path
jsonb_extract_path_text jsonb_object_agg jsonb_object_keys jsonb_path_exists jsonb_path_query_first
jsonb_typeof julian julianday justify_days justify_hours justify_interval kurtosis lag last last_day
last_value lcase lcm lead least left len length levenshtein lgamma like likelihood likely list
list_agg list_aggr list_aggregate list_any_value list_avg list_concat list_count list_distinct
list_extract list_max list_median list_min list_position list_reverse_sort list_slice list_sort
list_sum list_unique listagg ln locate log log10 log2 logical_and logical_or lower lower_inf lpad
ltrim mad make_date make_interval make_time make_timestamp makedate maketime map max md5 median
microsecond mid millennium min min_scale minute minutes mod mode month monthname months nextafter
nfc_normalize not nth_value ntile nullif num_nonnulls num_nulls numrange nvl oct octet_length or
ordinal_position overlay pad parse_json percent_rank percentile percentile_cont percentile_disc
period_add period_diff pi posexplode position pow power prefix printf product quantile quantile_cont
quantile_disc quarter quote radians range_agg range_merge rank regexp_count regexp_extract
regexp_full_match regexp_i_like regexp_ilike regexp_instr regexp_like regexp_matches regexp_replace
regexp_split_to_array regexp_split_to_table regexp_substr regr_avgx regr_avgy regr_count
regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy repeat replace reservoir_quantile
reverse right round round_even row_number rpad rtrim safe_divide scale sec_to_time second seconds
sem sha sha1 sha2 sha256 sign similarity sin sind sinh skewness space split split_part sqrt
starts_with std stddev stddev_pop stddev_samp str_position str_split str_to_date str_to_time
str_to_unix strcmp strftime string_agg string_split string_split_regex string_to_array
string_to_table strip_accents strpos strptime struct subdate substr substring substring_index
subtime suffix sum tan tand tanh time time_str_to_date time_str_to_time time_str_to_unix time_to_sec
time_to_str time_to_time_str time_to_unix timediff timestamp timestamp_add timestamp_diff
timestamp_from_parts timestamp_sub timestamp_trunc timestampadd timestampdiff timezone to_base
to_char to_date to_days to_hex to_jsonb to_number to_seconds to_timestamp total translate trim
trim_array trim_scale trunc truncate try_cast ts_or_ds_add ts_or_ds_diff ts_or_ds_to_date
ts_or_ds_to_date_str tsrange tstzrange typeof ucase unaccent unhex unicode unix_date unix_seconds
unix_timestamp unix_to_str unix_to_time unixepoch unlikely unnest upper upper_inf var_pop var_samp
variance variance_pop week week_of_year weekday weekofyear width_bucket xor year year_of_week
yearofweek yearweek
"""
_OF_OURS = (each.sql_names()[0].lower() for each in (*AGGREGATES, *RANKINGS, *SCALARS))
FUNCTIONS = frozenset(_WORDS.split()) | frozenset(_OF_OURS)
"""Functions that read nothing but their arguments, by their name in any dialect or the parser's."""

FAMILIES = (
    "array_",
    "bitwise_",
    "date_",
    "datetime_",
    "j_s_o_n",
    "json_",
    "jsonb_",
    "map_",
    "regexp_",
    "str_",
    "struct_",
    "time_",
    "timestamp_",
    "ts_or_d",
    "unix_",
)
"""How the parser's names for functions begin of which it knows none that looks outside."""
TABLE_FUNCTIONS = {
    "j_s_o_n_table",
    "exploding_generate_series",
    "generate_series",
    "json_array_elements",
    "json_array_elements_text",
    "json_each",
    "json_each_text",
    "json_table",
    "json_tree",
    "jsonb_array_elements",
    "jsonb_array_elements_text",
    "jsonb_each",
    "jsonb_each_text",
    "regexp_matches",
    "regexp_split_to_table",
    "string_to_table",
    "unnest",
}
"""Functions that may stand where a table does."""
OF_NOW_BY_DEFAULT = {
    "age": 2,
    "date": 1,
    "datetime": 1,
    "julianday": 1,
    "time": 1,
    "unix_timestamp": 1,
    "unixepoch": 1,
}
"""Functions that take the present for an argument that is missing, by how many they need."""

PARTS = (
    *PLAIN,
    exp.AggFunc,
    exp.Any,
    exp.Binary,
    exp.Bracket,
    exp.Cluster,
    exp.Collate,
    exp.ColumnDef,
    exp.Cube,
    exp.Dot,
    exp.Fetch,
    exp.GroupingSets,
    exp.HavingMax,
    exp.IgnoreNulls,
    exp.IndexTableHint,
    exp.IntervalSpan,
    exp.JSONColumnDef,
    exp.JSONKeyValue,
    exp.JSONPath,
    exp.JSONPathKey,
    exp.JSONPathRoot,
    exp.JSONPathSubscript,
    exp.JSONValue,
    exp.Lateral,
    exp.JSONSchema,
    exp.Kwarg,
    exp.Lambda,
    exp.LimitOptions,
    exp.Pivot,
    exp.PropertyEQ,
    exp.Slice,
    exp.Qualify,
    exp.RespectNulls,
    exp.Rollup,
    exp.Unary,
    exp.UnpivotColumns,
)
"""What may stand in a SELECT besides functions; nothing here writes, locks or calls."""

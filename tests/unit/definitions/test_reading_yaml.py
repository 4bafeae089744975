"""What plain words of YAML mean here, and where they stand."""

from __future__ import annotations

import pytest

from krtracker.definitions.document import Document, Part
from krtracker.definitions.reading import document_of
from krtracker.definitions.scalars import Scalar, resolved


def read(text: str) -> Document:
    return document_of(text, "a.yaml")


def messages(text: str) -> list[str]:
    return [problem.message for problem in read(text).problems]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param("NO", "NO", id="no is Norway"),
        pytest.param("yes", "yes", id="yes is a word"),
        pytest.param("on", "on", id="on is a word"),
        pytest.param("12:30", "12:30", id="a time is no number of base sixty"),
        pytest.param("2026-10-31", "2026-10-31", id="a date is text"),
        pytest.param("1_000", "1_000", id="an underscore groups no digits"),
        pytest.param("010", 10, id="a leading zero is no octal"),
        pytest.param("0o10", 8, id="octal says so"),
        pytest.param("0x1F", 31, id="hexadecimal"),
        pytest.param("+10", 10, id="a sign"),
        pytest.param("-.5", -0.5, id="a bare fraction"),
        pytest.param("1e3", 1000.0, id="an exponent"),
        pytest.param("True", True, id="truth"),
        pytest.param("false", False, id="falsehood"),
        pytest.param("null", None, id="nothing by name"),
        pytest.param("~", None, id="nothing by sign"),
        pytest.param("-", "-", id="a dash"),
        pytest.param("1.2.3", "1.2.3", id="a version"),
        pytest.param("9" * 500, float("inf"), id="more digits than a number has"),
    ],
)
def test_a_plain_word_means_what_yaml_1_2_says(written: str, meant: Scalar) -> None:
    assert resolved(written) == meant
    assert type(resolved(written)) is type(meant)


def test_quoted_words_are_text() -> None:
    assert read("a: \"1\"\nb: 'null'\n").data == {"a": "1", "b": "null"}


def test_a_field_knows_where_its_name_and_its_value_stand() -> None:
    document = read("kept: 1\nmeasure:\n  where: region = 'r'\n")

    assert document.span(("measure", "where"), Part.KEY) == (3, 3, 5)
    assert document.span(("measure", "where")) == (3, 10, 12)


def test_the_place_of_quoted_text_is_its_first_character() -> None:
    places = read("where: \"region = 'r'\"\n").places_below(0)[()]

    assert (places["where"].line, places["where"].column) == (1, 9)


def test_the_place_of_a_block_is_its_first_line() -> None:
    places = read("sql: |\n\n    select 1\n    from t\n").places_below(0)[()]

    assert (places["sql"].line, places["sql"].column) == (3, 5)


def test_an_alias_repeats_what_its_anchor_names() -> None:
    document = read("a: &columns [region, carrier]\nb: *columns\n")

    assert document.data["b"] == ["region", "carrier"]
    assert document.span(("b", 0)).line == 1


def test_an_alias_bomb_is_refused_before_it_unfolds() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]

    assert messages("\n".join(lines)) == ["more than 100,000 values in one file"]


def test_aliases_nested_in_one_another_are_no_deeper_than_anything_else() -> None:
    lines = ["a0: &a0 [x]", *(f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 200))]

    assert messages("\n".join(lines)) == ["more than 30 levels deep"]


def test_brackets_without_end_are_refused() -> None:
    assert messages("[" * 100_000) == ["more than 30 levels deep"]


def test_reading_goes_on_behind_a_value_that_lacks_its_quotes() -> None:
    document = read("unit: %\nwhere: note = 'a: b'\nteam: @ops\nlast: 1\n")

    assert len(document.problems) == 3
    assert document.data == {"unit": "%", "where": "note = 'a: b'", "team": "@ops", "last": 1}


def test_a_problem_in_a_key_result_names_it() -> None:
    document = read("key_results:\n  speed:\n    unit: %\n  other:\n    unit: h\n")

    assert [problem.subject for problem in document.problems] == ["speed"]


def test_a_long_line_is_cut_where_the_message_would_drown() -> None:
    (problem,) = read(f"a: 1\na: {'x' * 500}\n").problems

    assert problem.line is not None
    assert len(problem.line) == 160


def test_the_python_parser_reads_what_libyaml_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "a: [1, {b: c}]\nsql: |\n  select 1\nq: 'x'\n"
    fast = read(text)
    monkeypatch.setattr("krtracker.definitions.tree._Parser", __import__("yaml").SafeLoader)

    slow = read(text)

    assert slow.data == fast.data
    assert slow.marks == fast.marks

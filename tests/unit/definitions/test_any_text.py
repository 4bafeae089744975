"""Whatever a file holds, reading it ends in problems with places and never in a traceback."""

from __future__ import annotations

import os
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from krtracker.definitions import load
from krtracker.definitions.reading import document_of
from krtracker.definitions.shapes.objective import ObjectiveShape
from tests.texts import a_key_result, a_project, an_objective

EXAMPLES = int(os.environ.get("KRTRACKER_SCALE", "1")) * 20
MANY = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])

SOUND = an_objective(
    a_key_result(more="expect: {rows: {at_least: 30}}\nsplit_by: [region]\nhistory: full\n"),
    a_key_result(
        "complaints", promise="change: -30 percent\n", how="sql: |\n  select 1 as value\n"
    ),
    head="contributing_teams: [support]\ncontributes_to: [a]\nwhy: Because.\n",
)
SIGNS = st.sampled_from("\n :-{}[]'\"#&*!>|%~,\t?@`<.\\\u2028é0")
PHRASES = st.sampled_from(
    ["\n", "- ", ": ", "&a ", "*a", "!x ", "null", ".nan", "0x", "<<: ", "---\n", "...", "1e999"]
)
NAMES = st.sampled_from(["key_results", "measure", "target", "window", "9" * 400, "[key]"])
WORDS = SIGNS | PHRASES | NAMES
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)


def check(content: bytes, name: str = "kr_definitions/a.yaml") -> None:
    """Load a project with this file, and look at what is told."""
    with TemporaryDirectory() as folder:
        project = a_project(Path(folder), {"a.yaml": SOUND})
        (Path(folder) / name).write_bytes(content)
        start = time.perf_counter()

        catalog = load(project)

        assert time.perf_counter() - start < 5
        assert all(each.place and each.place.line > 0 for each in catalog.problems)
        assert all(str(each).isprintable() or "\n" in str(each) for each in catalog.problems)
        if not catalog.problems and name.endswith("/a.yaml"):
            ObjectiveShape.model_validate(document_of(content.decode("utf-8-sig"), name).data)
        assert len({each.key for each in catalog.key_results}) == len(list(catalog.key_results))


@MANY
@given(content=st.binary(max_size=200))
def test_any_bytes(content: bytes) -> None:
    check(content)


@MANY
@given(pieces=st.lists(WORDS, max_size=40))
def test_any_row_of_yaml_signs(pieces: list[str]) -> None:
    check("".join(pieces).encode())


@MANY
@given(data=st.data())
def test_a_definition_with_pieces_changed(data: st.DataObject) -> None:
    text = SOUND
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 12))
        text = text[:at] + data.draw(WORDS | st.text(max_size=4)) + text[at + cut :]

    check(text.encode("utf-8", "replace"))


@MANY
@given(data=st.data(), value=VALUES)
def test_a_definition_with_any_value_in_any_place(data: st.DataObject, value: object) -> None:
    root = yaml.safe_load(SOUND)
    holder = root
    while True:
        step = data.draw(st.sampled_from(sorted(holder)))
        if not isinstance(holder[step], dict) or data.draw(st.booleans()):
            break
        holder = holder[step]
    holder[step] = value

    check(yaml.safe_dump(root, allow_unicode=True).encode("utf-8", "replace"))


@MANY
@given(
    name=st.sampled_from(["project.yaml", "connections.yaml"]),
    fields=st.dictionaries(
        st.sampled_from(
            ["timezone", "cycles", "limits", "clock", "logistics", "type", "tables", "password"]
        )
        | st.text(max_size=5),
        VALUES | st.sampled_from(["${env.HOME}", "${env.NOT_SET}", "${}", "a://b:c@d"]),
        max_size=4,
    ),
)
def test_any_values_in_the_other_files(name: str, fields: dict[str, object]) -> None:
    text = yaml.safe_dump(fields, allow_unicode=True)
    check(text.encode("utf-8", "replace"), name)
    check(yaml.safe_dump({"logistics": fields}).encode("utf-8", "replace"), name)

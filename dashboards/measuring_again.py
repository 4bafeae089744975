"""Whether a receipt still holds: its day measured again, beside what it says, nothing written."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from dashboards import blocks, trying
from dashboards.blocks import Line, Prose, Text
from dashboards.theme import Tone
from dashboards.trying import Outcome
from dashboards.view import View, project
from dashboards.waiting import wait
from krtracker.domain.key_result import KeyResult
from krtracker.domain.measurement import Measurement

RUN, OUTCOME = "measuring again", "measured again"


def measure_again(key_result: KeyResult, measurement: Measurement, view: View) -> None:
    """A button, what is under way once it is pressed, and what came of it."""
    outcome: Outcome | None = st.session_state.get(OUTCOME)
    asked = (key_result.key, measurement.as_of.isoformat())
    if st.session_state.get(RUN) is not None:
        wait(view, run=RUN, outcome=OUTCOME, said="again running", key="again_")
        return
    if outcome is not None and (outcome.file, outcome.text) == asked:
        blocks.show(Prose(list(_told(outcome, key_result, view)), look="plain"), key="again_said")
    st.button(
        view.words("again"),
        on_click=_again,
        args=(key_result, measurement),
        key="again",
        type="tertiary",
    )


def _again(key_result: KeyResult, measurement: Measurement) -> None:
    begun = trying.begin_again(project().root, key_result.key, measurement.as_of)
    st.session_state[RUN] = begun


def _told(outcome: Outcome, key_result: KeyResult, view: View) -> Iterator[Line]:
    """The same, or another value with what is not as it was, or why there is none."""
    words = view.words
    if outcome.is_cancelled:
        yield [Text(words("try cancelled"), "soft")]
        return
    again = (outcome.document or {}).get("rerun")
    if again is None or again["outcome"] == "cannot":
        yield [Text(words("again cannot"), tone=Tone.WARN)]
        said = again["reason"] if again else outcome.said.strip().partition("\n")[0]
        yield [Text(words.reason(str(said)), "soft")]
        return
    if again["outcome"] == "equal":
        yield [Text(f"✓ {words('again equal')}", tone=Tone.GOOD)]
        return
    value = view.quantity(key_result).of(again["value"])
    yield [Text(f"≠ {words('again restated', value=value)}", tone=Tone.WARN)]
    for each in again["changed"]:
        yield [Text(words.reason(str(each)), "soft")]

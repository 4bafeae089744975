"""The chart of one key result, as data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go
import pytest

from dashboards.charts import value_chart
from dashboards.hand import Hand
from dashboards.room import Room
from dashboards.story import Promised, Story
from dashboards.theme import DARK, LIGHT
from krtracker.domain.catalog import Settings
from krtracker.domain.key_result import Bounds, KeyResult
from krtracker.domain.landing import Landing
from krtracker.domain.measurement import Measurement, Verdict
from krtracker.domain.standing import Facts, Point, standing
from krtracker.language.notation import Notation, Quantity
from krtracker.language.words import words
from tests.builders import A_DAY, NOW, Q4, a_key_result, a_measurement, a_promise

HAND = Hand(Quantity(Notation(), "h", 1), words("en"), LIGHT)


def points(*values: float | None, until: date = A_DAY, held: Sequence[int] = ()) -> list[Point]:
    """Daily values up to `until`; those at the places of `held` are not believed."""
    first = until - timedelta(days=len(values) - 1)
    return [
        Point(
            first + timedelta(days=place),
            value,
            Verdict.REJECTED if place in held else Verdict.ACCEPTED,
            "too few rows" if place in held else None,
        )
        for place, value in enumerate(values)
    ]


def a_story(
    *values: float | None,
    key_result: KeyResult | None = None,
    held: Sequence[int] = (),
    history: Sequence[Measurement] = (),
    promises: Sequence[Promised] = (),
    first: date = Q4.eve,
) -> Story:
    """The story of these values of the last days."""
    told = key_result or a_key_result()
    known = points(*values, held=held)
    baseline = told.promise.baseline
    return Story(
        standing=standing(told, Facts(known), settings=Settings(), now=NOW),
        points=known,
        history=history,
        promises=promises or [Promised(Q4.start, told.promise, baseline)],
        today=NOW.date(),
        first=first,
        last=Q4.end,
    )


def trace(figure: go.Figure, name: str) -> Any:
    return next((each for each in figure.data if each.name == name), None)


def labels(figure: go.Figure) -> list[str]:
    return [each.text for each in figure.layout.annotations]


def test_values_are_drawn_in_ink_day_by_day() -> None:
    figure = value_chart(a_story(40.0, 39.0, 38.5), HAND)

    value = trace(figure, "value")
    assert list(value.x) == ["2026-11-19", "2026-11-20", "2026-11-21"]
    assert list(value.y) == [40.0, 39.0, 38.5]
    assert value.line.color == LIGHT.ink


@pytest.mark.parametrize("values", [(47.0, 40.0, 33.0), (20.0, 30.0, 40.0), (33.0, 33.0, 33.0)])
def test_the_number_stands_where_no_line_runs_through_it(values: tuple[float, ...]) -> None:
    story = a_story(*values)
    drawn, label = Room(Q4.eve, Q4.end, 20.0, 50.0), "<b>33.0\u00a0h</b>"
    drawn.draw(value_chart(story, HAND).data)

    (place, sides) = drawn.best([(A_DAY, values[-1])], {"text": label, "font": {"size": 15}})

    assert place == (A_DAY, values[-1])
    assert drawn.in_the_way(place, sides) == 0


def test_large_numbers_have_room_beside_the_axis() -> None:
    far = a_key_result(baseline=-1_200_000, target=300_000)

    figure = value_chart(a_story(-350_000.0, key_result=far), HAND)

    longest = max(len(each) for each in figure.layout.yaxis.ticktext)
    assert figure.layout.margin.l >= 7 * longest


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_last_date_has_room_beside_the_end_of_the_axis(language: str) -> None:
    hand = replace(HAND, quantity=replace(HAND.quantity, notation=Notation(language)))

    figure = value_chart(a_story(40.0), hand)

    last = figure.layout.xaxis.ticktext[-1]
    assert last.startswith("31")
    assert figure.layout.margin.r >= 7 * len(last) / 2


def test_no_value_is_a_gap_in_the_line() -> None:
    figure = value_chart(a_story(40.0, None, 38.5), HAND)

    assert list(trace(figure, "value").y) == [40.0, None, 38.5]
    assert trace(figure, "value").connectgaps is False


def test_the_target_is_dashed_in_accent_from_end_to_end_and_named() -> None:
    figure = value_chart(a_story(40.0), HAND)

    target = trace(figure, "target")
    assert (target.line.dash, target.line.color) == ("dash", LIGHT.accent)
    assert list(target.x) == ["2026-09-30", "2026-12-31"]
    assert "<b>target 24\u00a0h</b>" in labels(figure)


def test_the_expected_path_is_dotted_through_its_corners() -> None:
    promise = a_promise(path=((date(2026, 10, 31), 44.0),))
    figure = value_chart(a_story(40.0, key_result=a_key_result(promise=promise)), HAND)

    path = trace(figure, "expected path")
    assert path.line.dash == "dot"
    assert list(path.y) == [48.0, 44.0, 24.0]


def test_a_day_that_is_not_believed_is_hollow_at_the_last_believed_value() -> None:
    figure = value_chart(a_story(40.0, 3.0, 38.5, held=[1]), HAND)

    held = trace(figure, "held")
    assert (list(held.x), list(held.y)) == (["2026-11-20"], [40.0])
    assert held.marker.color == LIGHT.panel
    assert "3.0" not in str(trace(figure, "value").y)
    assert "held 1 day" in labels(figure)


def test_a_held_number_waits_on_a_dotted_line() -> None:
    figure = value_chart(a_story(40.0, 3.0, 4.0, held=[1, 2]), HAND)

    waiting = trace(figure, "waiting")
    assert waiting.line.dash == "dot"
    assert list(waiting.x) == ["2026-11-19", "2026-11-21"]
    assert trace(figure, "current").marker.color == LIGHT.panel


def test_weeks_in_a_row_that_are_not_believed_are_one_run() -> None:
    weekly = [
        Point(
            A_DAY - timedelta(weeks=back), 40.0, Verdict.REJECTED if back < 2 else Verdict.ACCEPTED
        )
        for back in (3, 2, 1, 0)
    ]
    story = replace(a_story(40.0), points=weekly)

    (run,) = story.held

    assert run.measured == (A_DAY - timedelta(weeks=1), A_DAY)
    assert run.days == 8


def test_a_restated_day_is_marked_with_both_values() -> None:
    rows = [
        a_measurement(39.6, as_of=A_DAY, sequence=1),
        a_measurement(38.5, as_of=A_DAY, sequence=2, is_restatement=True, restates=39.6),
    ]
    figure = value_chart(a_story(40.0, 38.5, history=rows), HAND)

    assert trace(figure, "restated").hovertext[0].endswith("38.5\u00a0h, restated from 39.6\u00a0h")


def test_a_value_that_a_person_believed_is_marked_with_the_reason() -> None:
    rows = [a_measurement(38.5, as_of=A_DAY, accepted_by="logistics: counted by hand")]
    figure = value_chart(a_story(38.5, history=rows), HAND)

    assert "counted by hand" in trace(figure, "accepted").hovertext[0]


def test_a_changed_promise_keeps_its_old_line_up_to_that_day() -> None:
    changed = date(2026, 11, 2)
    promises = [
        Promised(Q4.start, a_promise(target=20), 48.0),
        Promised(changed, a_promise(), 48.0, "carrier B left", "logistics"),
    ]
    figure = value_chart(a_story(40.0, promises=promises), HAND)

    assert list(trace(figure, "earlier target").x) == ["2026-09-30", "2026-11-02"]
    assert list(trace(figure, "target").x) == ["2026-11-02", "2026-12-31"]
    assert "carrier B left" in labels(figure)
    assert "target 20\u00a0h until 2 Nov" in labels(figure)
    assert "2026-11-02" in [each.x0 for each in figure.layout.shapes]


def test_a_new_measure_is_marked_and_leaves_the_promise_as_it_is() -> None:
    changed = Promised(date(2026, 11, 2), a_promise(), 48.0, is_new_measure=True)
    figure = value_chart(replace(a_story(40.0), measures=[changed]), HAND)

    assert trace(figure, "earlier target") is None
    assert list(trace(figure, "target").x) == ["2026-09-30", "2026-12-31"]
    assert "measure changed" in labels(figure)
    assert "2026-11-02" in [each.x0 for each in figure.layout.shapes]


def test_limits_to_keep_are_drawn_on_both_sides() -> None:
    kept = a_key_result(keep=Bounds(30, 45))
    figure = value_chart(a_story(40.0, key_result=kept), HAND)

    assert trace(figure, "expected path") is None
    assert list(trace(figure, "limit low").y) == [30, 30]
    assert list(trace(figure, "limit high").y) == [45, 45]


def test_a_key_result_without_baseline_shows_its_target_alone() -> None:
    pending = a_key_result(baseline=None)
    figure = value_chart(a_story(40.0, key_result=pending), HAND)

    assert trace(figure, "expected path") is None
    assert list(trace(figure, "target").y) == [24.0, 24.0]


def test_nothing_measured_is_still_a_figure() -> None:
    figure = value_chart(a_story(), HAND)

    assert list(trace(figure, "value").y) == []
    assert trace(figure, "current") is None


def test_at_most_five_horizontals_and_no_legend() -> None:
    figure = value_chart(a_story(40.0), HAND)

    assert 2 <= len(figure.layout.yaxis.tickvals) <= 5
    assert figure.layout.template.layout.showlegend is False


def test_days_are_written_in_the_language_of_the_reader() -> None:
    french = Hand(Quantity(Notation("fr"), "h", 1), words("fr"), DARK)
    figure = value_chart(a_story(40.0), french)

    assert figure.layout.xaxis.ticktext[0] == "1er oct."
    assert "<b>cible 24\u00a0h</b>" in labels(figure)


@pytest.mark.parametrize("hostile", ["<b>bold</b>", '<a href="https://evil.example">x</a>', "a&b"])
def test_what_people_write_is_never_markup(hostile: str) -> None:
    promises = [
        Promised(Q4.start, a_promise(target=20), 48.0),
        Promised(date(2026, 11, 2), a_promise(), 48.0, hostile, "logistics"),
    ]
    rows = [a_measurement(38.5, as_of=A_DAY, accepted_by=hostile)]
    hand = Hand(Quantity(Notation(), hostile, 1), words("en"), LIGHT)
    figure = value_chart(a_story(38.5, promises=promises, history=rows), hand)

    texts = [*labels(figure), *(text for each in figure.data for text in each.hovertext or ())]
    assert not any(hostile in text for text in texts)


def test_the_landing_is_two_bands_from_the_number_to_the_end_of_the_cycle() -> None:
    told = replace(
        a_story(34.0, 33.0),
        landing=Landing(Q4.end, value=21.0, likely=(19.0, 23.0), wide=(16.0, 26.0), tries=40),
    )

    figure = value_chart(told, HAND)

    drawn = {each.name: list(each.y) for each in figure.data if "landing" in str(each.name)}
    assert drawn == {
        "wide landing": [33.0, 16.0, 26.0, 33.0],
        "likely landing": [33.0, 19.0, 23.0, 33.0],
        "landing": [33.0, 21.0],
    }
    ends = {list(each.x)[1] for each in figure.data if "landing" in str(each.name)}
    assert ends == {Q4.end.isoformat()}


def test_without_a_landing_no_band_is_drawn() -> None:
    names = [str(each.name) for each in value_chart(a_story(34.0, 33.0), HAND).data]

    assert not [each for each in names if "landing" in each]

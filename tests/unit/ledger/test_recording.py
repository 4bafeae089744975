"""Which deliveries are news, for any order in which they may come."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from krtracker.domain.measurement import Judged, Verdict, same
from krtracker.ledger.recording import Known, is_news, is_restatement, known_by
from tests.builders import a_judged

Written = tuple[Judged, Known | None]

values = st.one_of(st.none(), st.sampled_from([0.0, 1.0, 1.0 + 1e-12, 2.0, 1e9, -3.5]))
deliveries = st.lists(
    st.builds(
        lambda value, verdict, why: a_judged(value, verdict=verdict, why=why),
        values,
        st.sampled_from(Verdict),
        st.sampled_from(["too few rows", "dead feed"]),
    ),
    max_size=12,
)


def written(delivered: list[Judged]) -> list[Written]:
    """The deliveries of one day that were written, each with what was known before it."""
    known, rows = None, []
    for judged in delivered:
        if is_news(judged, known):
            rows.append((judged, known))
            known = known_by(judged, known)
    return rows


@given(deliveries)
def test_no_row_says_what_the_row_before_it_says(delivered: list[Judged]) -> None:
    for (before, _), (after, _) in pairwise(written(delivered)):
        says = (before.verdict, before.reason) != (after.verdict, after.reason)
        assert says or not same(before.reading.value, after.reading.value)


@given(deliveries)
def test_what_was_written_is_unchanged_when_it_comes_again(delivered: list[Judged]) -> None:
    rows = written(delivered)
    repeated = [judged for judged, _ in rows for _ in range(3)]

    assert written(repeated) == rows


@given(deliveries)
def test_a_restatement_names_the_last_accepted_value_and_nothing_else_is_one(
    delivered: list[Judged],
) -> None:
    accepted: list[float | None] = []
    for judged, known in written(delivered):
        is_accepted = judged.verdict is Verdict.ACCEPTED
        differs = bool(accepted) and not same(accepted[-1], judged.reading.value)
        assert is_restatement(judged, known) == (is_accepted and differs)
        if is_accepted:
            assert known is None or not known.was_accepted or known.accepted == accepted[-1]
            accepted.append(judged.reading.value)


@given(deliveries)
def test_a_provisional_value_never_takes_the_place_of_an_accepted_one(
    delivered: list[Judged],
) -> None:
    for (before, _), (after, _) in pairwise(written(delivered)):
        assert (before.verdict, after.verdict) != (Verdict.ACCEPTED, Verdict.PROVISIONAL)

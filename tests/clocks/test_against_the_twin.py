"""Counting around stops, decisions and business days agree with the twin that counts a day at a time."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.clocks.business import BusinessDays
from corridor.clocks.erisa import Question, decision_due
from corridor.clocks.stops import Stop, days_after, merged
from tests.oracle import clocks as twin

FIRST = date(2026, 1, 1)
days = st.integers(0, 120).map(lambda n: FIRST + timedelta(days=n))


@st.composite
def stops(draw: st.DrawFn, *, may_stay: bool = True) -> list[tuple[date, date | None]]:
    found: list[tuple[date, date | None]] = []
    for _ in range(draw(st.integers(0, 4))):
        start = draw(days)
        end = start + timedelta(days=draw(st.integers(0, 30)))
        found.append((start, None if may_stay and draw(st.integers(0, 9)) == 0 else end))
    return found


@settings(deadline=None, max_examples=300)
@given(start=days, count=st.integers(1, 100), paused=stops())
def test_days_are_counted_around_stops(start: date, count: int, paused: list[tuple[date, date | None]]) -> None:
    assert days_after(start, count, [Stop(*one) for one in paused]) == twin.days_after(start, count, paused)


@settings(deadline=None, max_examples=100)
@given(paused=stops(), day=days)
def test_merged_stops_hold_the_same_days(paused: list[tuple[date, date | None]], day: date) -> None:
    together = merged([Stop(*one) for one in paused])
    assert twin.counts(day, [(one.start, one.end_exclusive) for one in together]) == twin.counts(day, paused)
    for one, later in pairwise(together):
        assert one.end_exclusive is not None
        assert one.end_exclusive < later.start


@settings(deadline=None, max_examples=200)
@given(
    kind=st.sampled_from(("pre_service", "post_service")),
    received=days,
    asked_after=st.none() | st.integers(0, 40),
    answered_after=st.none() | st.integers(0, 80),
    paused=stops(may_stay=False),
)
def test_decisions_are_due_on_the_same_day(
    kind: str,
    received: date,
    asked_after: int | None,
    answered_after: int | None,
    paused: list[tuple[date, date | None]],
) -> None:
    asked = None if asked_after is None else received + timedelta(days=asked_after)
    answered = None if asked is None or answered_after is None else asked + timedelta(days=answered_after)
    questions = () if asked is None else (Question(asked, answered),)
    due = decision_due(kind, received, questions=questions, pauses=[Stop(*one) for one in paused])
    assert due.day == twin.decision_due(kind, received, asked, answered, paused)


@settings(deadline=None, max_examples=100)
@given(start=days, count=st.integers(0, 40), holidays=st.sets(days, max_size=8))
def test_business_days_are_counted_one_by_one(start: date, count: int, holidays: set[date]) -> None:
    assert BusinessDays.without(holidays).after(start, count) == twin.business_day_after(start, count, holidays)

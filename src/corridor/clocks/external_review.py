"""External review of a denial that stands: who may ask, the calendar of it, and whose turn it is to review."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from corridor.clocks.business import BusinessDays
from corridor.clocks.due import Due
from corridor.clocks.figures import ClockError, figure
from corridor.clocks.stops import Stop, days_after
from corridor.periods.spans import add_months
from corridor.wording.said import said

ELIGIBLE: Mapping[str, date] = {
    "medical_judgement": date(2012, 1, 1),
    "rescission": date(2012, 1, 1),
    "surprise_billing": date(2022, 1, 1),
}
"""What a review may be about, and since when (29 CFR 2590.715-2719(d)); contracts and eligibility it may not."""


@dataclass(frozen=True)
class Calendar:
    """The days of a review. decision: of the organisation, counted from the day on which it is given the request."""

    may_ask_until: Due
    preliminary: Due
    preliminary_notice: Due
    documents: Due
    decision: Due


def is_eligible(issue: str, on: date) -> bool:
    """Whether a denial about this may be reviewed by an independent organisation."""
    return issue in ELIGIBLE and ELIGIBLE[issue] <= on


def may_ask_until(notice_on: date, *, pauses: Sequence[Stop] = ()) -> Due:
    """Four months from the notice of the final denial; days that do not count are added after them.

    Where the month is shorter, the first day of the next one (Technical Release 2010-01: no February 30 means March 1).
    """
    window = figure("external_review.window", notice_on)
    last = add_months(notice_on, window.value)
    if last.day < notice_on.day:
        last += timedelta(days=1)
    day = days_after(notice_on, (last - notice_on).days, pauses)
    why = said(
        "{months} months from the notice of {day} ({source})", months=window.value, day=notice_on, source=window.source
    )
    return Due("may_ask_until", day, (why,))


def calendar(
    notice_on: date,
    asked_on: date,
    business: BusinessDays,
    *,
    assigned_on: date | None = None,
    is_expedited: bool = False,
    pauses: Sequence[Stop] = (),
) -> Calendar:
    """All days of a review. assigned_on: when an organisation got it; None: on the last day for it."""
    preliminary = _business("external_review.preliminary", asked_on, business)
    assert preliminary.day is not None
    notice = _business("external_review.preliminary_notice", preliminary.day, business)
    assert notice.day is not None
    given_on = assigned_on or notice.day
    return Calendar(
        may_ask_until(notice_on, pauses=pauses),
        preliminary,
        notice,
        _business("external_review.documents", given_on, business),
        _decision(given_on, is_expedited),
    )


def reviewer_for(reviewers: Sequence[str], given_before: Sequence[str]) -> str:
    """Whose turn it is: the one with fewest reviews so far, among equals the one whose last lies furthest back.

    given_before: to whom reviews went, in order. Raises ClockError for fewer organisations than the law asks for.
    """
    least = figure("external_review.reviewers", date.max).value
    if len(set(reviewers)) < least:
        raise ClockError(
            said("reviewers: found {count}, expected at least {least} in turn", count=len(set(reviewers)), least=least)
        )
    last = {name: place for place, name in enumerate(given_before)}
    return min(reviewers, key=lambda name: (given_before.count(name), last.get(name, -1), reviewers.index(name)))


def _business(name: str, since: date, business: BusinessDays) -> Due:
    length = figure(name, since)
    why = said("{count} business days from {day} ({source})", count=length.value, day=since, source=length.source)
    return Due(name.split(".")[1], business.after(since, length.value), (why,))


def _decision(given_on: date, is_expedited: bool) -> Due:
    if is_expedited:
        length = figure("external_review.expedited_decision", given_on)
        at = datetime.combine(given_on, time()) + timedelta(hours=length.value)
        why = said("{hours} hours from {day} ({source})", hours=length.value, day=given_on, source=length.source)
        return Due("decision", at.date(), (why,), at)
    length = figure("external_review.decision", given_on)
    why = said("{days} days from {day} ({source})", days=length.value, day=given_on, source=length.source)
    return Due("decision", given_on + timedelta(days=length.value), (why,))

"""Windows for enrolment: a request for a newborn, or after a special event, comes in time or late.

Source of the rule: 29 CFR 2590.701-6, at least 30 days; the days are the plan's own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import polars as pl

from corridor.eligibility.held import Key
from corridor.eligibility.state import State
from corridor.eligibility.statements import Statement, StatementFault, fault
from corridor.plan.compiled import CompiledPlans
from corridor.plan.enrollment_terms import Enrolment
from corridor.wording.said import said

BIRTH = "02"
SPECIAL = ("05", "07", "32")
"""Maintenance reasons (834 INS04): birth of a child; adoption, loss of other cover, marriage."""


@dataclass(frozen=True)
class PlanWindow:
    """What a plan says on some of its days; `effective_to_exclusive` None: open."""

    plan_code: str
    effective_from: date
    effective_to_exclusive: date | None
    terms: Enrolment


def windows_of(compiled: CompiledPlans) -> tuple[PlanWindow, ...]:
    """The windows of all plan versions; none where no plan has any."""
    if not any(compiled.enrolments):
        return ()
    rows = compiled.versions.select("plan_code", "effective_from", "effective_to_exclusive").iter_rows()
    return tuple(
        PlanWindow(plan_code, start, end, terms)
        for (plan_code, start, end), terms in zip(rows, compiled.enrolments, strict=True)
        if terms
    )


class Request(NamedTuple):
    """What a statement says beside coverage. requested_on: the day as of which its file was taken in."""

    birth_date: date | None
    reason: str | None
    requested_on: date | None


def requests_in(statements: pl.DataFrame) -> dict[tuple[int, int], Request]:
    """By place of the file and of the statement in it. statements: ENROLLMENT, `batch_seq`, `requested_on`."""
    names = ("batch_seq", "statement", "birth_date", "termination_reason", "requested_on")
    return {(seq, number): Request(*facts) for seq, number, *facts in statements.select(names).iter_rows()}


class Admission:
    """Judges statements, one after another as they are taken: what is in time stands, what is late is moved or refused.

    requests: see `requests_in`. known_from: subscriber id -> the first file that names the employee: what it says opens
    the family, and is in time.
    """

    def __init__(
        self,
        windows: Sequence[PlanWindow],
        only_plan: Mapping[str, str],
        known_from: Mapping[str, int],
        requests: Mapping[tuple[int, int], Request],
    ):
        self._windows, self._only_plan, self._known_from, self._requests = windows, only_plan, known_from, requests
        self._not_before: dict[Key, date] = {}

    def judged(self, s: Statement, state: State) -> Statement | StatementFault:
        """The statement, with another first day where the window says so; or why it changes nothing."""
        if s.is_ending or s.product is None or s.coverage_start is None:
            return s
        key = (s.member_id, s.product)
        if key in self._not_before:  # a restatement does not undo what came late
            return s._replace(coverage_start=max(s.coverage_start, self._not_before[key]))
        request, terms = self._requests[s.batch_seq, s.statement], self._terms(s)
        is_first = key not in state.spans and self._known_from.get(s.subscriber_id, s.batch_seq) < s.batch_seq
        if terms is None or not is_first or request.requested_on is None:
            return s
        if _is_newborn(s, request, terms):
            assert request.birth_date is not None
            return self._newborn(s, request.birth_date, request.requested_on, terms, state)
        if request.reason in SPECIAL:
            last_day = s.coverage_start + timedelta(days=terms.special_days)
            return s if request.requested_on <= last_day else self._late(s, last_day, request.requested_on, terms)
        return s

    def _newborn(
        self, s: Statement, born: date, requested_on: date, terms: Enrolment, state: State
    ) -> Statement | StatementFault:
        last_day = born + timedelta(days=terms.newborn_days)
        if requested_on > last_day:
            return self._late(s, last_day, requested_on, terms)
        assert s.product is not None
        return s._replace(coverage_start=born) if state.covers(s.subscriber_id, s.product, born) else s

    def _late(self, s: Statement, last_day: date, requested_on: date, terms: Enrolment) -> Statement | StatementFault:
        assert s.product is not None
        assert s.coverage_start is not None
        if terms.late == "refused":
            found = said("a request of {day}", day=requested_on)
            facts = {"day": last_day, "clause": terms.clause}
            expected = said("one by {day}, or the next open enrolment (clause {clause})", **facts)
            return fault(s, "coverage_start", found, expected)
        start = self._not_before[s.member_id, s.product] = max(s.coverage_start, requested_on)
        return s._replace(coverage_start=start)

    def _terms(self, s: Statement) -> Enrolment | None:
        plan = s.plan_code or self._only_plan.get(s.product or "")
        for window in self._windows:
            end = window.effective_to_exclusive or date.max
            if window.plan_code == plan and window.effective_from <= (s.coverage_start or date.min) < end:
                return window.terms
        return None


def _is_newborn(s: Statement, request: Request, terms: Enrolment) -> bool:
    """A child whose birth is given as the reason, or whose cover is asked from a day within the window."""
    if s.relationship != "child" or request.birth_date is None or s.coverage_start is None:
        return False
    age = (s.coverage_start - request.birth_date).days
    return age >= 0 and (request.reason == BIRTH or age <= terms.newborn_days)

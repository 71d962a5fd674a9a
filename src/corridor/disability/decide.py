"""The decision of every week of disability: the reasons in one column, the benefit where none of them speaks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

import polars as pl

from corridor.claims.match import match_members
from corridor.codes.reasons import REASON_BY_NAME
from corridor.disability.benefit import DAYS_IN_WEEK, days_by_phase, earned_cents, weekly_benefit_cents
from corridor.disability.load import DisabilityPlan, DisabilityVersion
from corridor.disability.screen import Claimed, Employments, Row
from corridor.records.decisions import DECISIONS
from corridor.records.disability import CLAIMED, FACTS

BENEFIT = "weekly_benefit"
_AMOUNTS = tuple(name for name in DECISIONS.schema if name.endswith("_cents"))


@dataclass(frozen=True)
class Terms:
    """What the plan version in force on the first day of a disability says of it.

    days: from the first of the disability; duration is counted from the end of the elimination period.
    """

    plan_code: str
    version: DisabilityVersion
    elimination_days: int
    duration_days: int
    weekly_cents: int


@dataclass(frozen=True)
class Week:
    """One line decided. line: its columns of CLAIMS and FACTS, `member` and `family_id`.

    first, end: days since the first of the disability, end exclusive. terms: None where no plan was asked.
    waiting_days, payable_days: in the elimination period, and after it within the duration.
    """

    line: Row
    terms: Terms | None
    reason: str
    first: int
    end: int
    waiting_days: int = 0
    payable_days: int = 0
    benefit_cents: int = 0

    @property
    def is_paid(self) -> bool:
        return self.reason == "paid"


def decide_disability(
    claims: pl.DataFrame,
    facts: pl.DataFrame,
    coverage: pl.DataFrame,
    plans: Sequence[DisabilityPlan],
    decided_on: date,
    claimed: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """DECISIONS at version 0, by claim and line. Arguments as of `decide_weeks`."""
    weeks = decide_weeks(claims, facts, coverage, plans, decided_on, claimed)
    return DECISIONS.from_rows([_decision(week, decided_on) for week in weeks])


def decide_weeks(
    claims: pl.DataFrame,
    facts: pl.DataFrame,
    coverage: pl.DataFrame,
    plans: Sequence[DisabilityPlan],
    decided_on: date,
    claimed: pl.DataFrame | None = None,
) -> list[Week]:
    """Every line decided, by claim and line.

    claims: CLAIMS of kind `disability` with claim_number, the order in which claims are decided. facts: claim_number
    and FACTS. coverage: COVERAGE. plans: the sponsor's. claimed: CLAIMED, weeks that earlier claims have claimed.
    """
    if claims.is_empty():
        return []
    matched = match_members(claims.sort("claim_number", "line_number"), coverage)
    lines = matched.join(facts.select("claim_number", *FACTS), on="claim_number", maintain_order="left").to_dicts()
    people = matched.select(member_id="member").unique()
    employments = Employments.of(coverage.join(people, on="member_id", how="semi"))
    before = Claimed.of(CLAIMED.empty() if claimed is None else CLAIMED.conform(claimed))
    ordered = sorted(plans, key=lambda plan: plan.code)
    weeks: list[Week] = []
    for _, group in groupby(lines, key=lambda line: line["claim_number"]):
        decided = _claim(list(group), employments, ordered, decided_on, before)
        first = decided[0].line
        before.add(first["member"], first["disability_from"], [(week.line, week.reason) for week in decided])
        weeks += decided
    return weeks


def _claim(
    lines: list[dict[str, Any]],
    employments: Employments,
    plans: Sequence[DisabilityPlan],
    decided_on: date,
    before: Claimed,
) -> list[Week]:
    first = lines[0]
    refused, terms = first["member_reason"] or "", None
    if not refused:
        plan, refused = employments.plan_on(first["member"], first["disability_from"], plans)
        version = plan.version_on(first["disability_from"]) if plan else None
        if plan and version is None:
            refused = "plan_not_in_force"
        if plan and version:
            terms = terms_of(first, plan.code, version)
    is_near = terms is not None and _is_recurrent(lines, terms, before)
    return [_week(line, terms, refused, decided_on, before, is_near=is_near) for line in lines]


def terms_of(line: Row, plan_code: str, version: DisabilityVersion) -> Terms:
    """The terms for the disability that a line belongs to (FACTS)."""
    said = version.terms
    return Terms(
        plan_code,
        version,
        elimination_days=getattr(said.elimination_period, line["cause"]),
        duration_days=said.maximum_duration.weeks * DAYS_IN_WEEK,
        weekly_cents=weekly_benefit_cents(
            line["weekly_earnings_cents"], said.weekly_benefit.percent_of_earnings, said.weekly_maximum.amount
        ),
    )


def _is_recurrent(lines: list[dict[str, Any]], terms: Terms, before: Claimed) -> bool:
    said = terms.version.terms.recurrent_disability
    first, last = lines[0], lines[-1]
    return said is not None and before.has_another_near(
        first["member"], first["disability_from"], last["service_to"], said.within_days
    )


def _week(line: Row, terms: Terms | None, refused: str, decided_on: date, before: Claimed, *, is_near: bool) -> Week:
    first = (line["service_from"] - line["disability_from"]).days
    end = (line["service_to"] - line["disability_from"]).days + 1
    if terms is None:
        return Week(line, None, refused, first, end)
    waiting, payable, _ = days_by_phase(first, end, terms.elimination_days, terms.duration_days)
    reason = next(_reasons(line, terms, decided_on, before.days_of(line), waiting, payable, is_near=is_near))
    benefit = _benefit_cents(line, terms, first, end) if reason == "paid" else 0
    return Week(line, terms, reason, first, end, waiting, payable, benefit)


def _reasons(
    line: Row,
    terms: Terms,
    decided_on: date,
    claimed_days: tuple[int, int],
    waiting: int,
    payable: int,
    *,
    is_near: bool,
) -> Iterator[str]:
    """The reasons that hold for a line, the one that leads first; `paid` where no other does."""
    again, days = claimed_days
    said = terms.version.terms
    if again == days:
        yield "duplicate"
    if (line["received_date"] - line["service_to"]).days > said.proof_of_disability.days:
        yield "timely_filing"
    if again:
        yield "overlapping_disability"
    if is_near:
        yield "handled_by_hand"
    if not payable:
        yield "elimination_period" if waiting else "duration_reached"
    if said.other_income and line["other_income_cents"]:
        yield "handled_by_hand"
    if line["service_to"] >= decided_on:
        yield "not_yet_due"
    yield "paid"


def _benefit_cents(line: Row, terms: Terms, first: int, end: int) -> int:
    """The benefit of the payable days, never above what would have been earned on the days of the line."""
    begins = max(first, terms.elimination_days)
    ends = min(end, terms.elimination_days + terms.duration_days)
    return min(earned_cents(terms.weekly_cents, begins, ends), int(line["charge_cents"]))


def _decision(week: Week, decided_on: date) -> dict[str, Any]:
    line, terms = week.line, week.terms
    charge = line["charge_cents"]
    amounts = dict.fromkeys(_AMOUNTS, 0) | {"charge_cents": charge}
    if week.is_paid:
        paid = week.benefit_cents
        amounts |= {"allowed_cents": paid, "plan_paid_cents": paid, "above_allowed_cents": charge - paid}
    else:
        amounts["not_covered_cents"] = charge
    return {
        "claim_number": line["claim_number"],
        "line_number": line["line_number"],
        "version": 0,
        "member_id": line["member"],
        "family_id": line["family_id"],
        "plan_code": terms.plan_code if terms else None,
        "plan_year_start": terms.version.plan_year_of(line["service_from"]).start if terms else None,
        "service_from": line["service_from"],
        "benefit": BENEFIT if terms else None,
        "status": REASON_BY_NAME[week.reason].status,
        "reason": week.reason,
        "decided_on": decided_on,
        **amounts,
    }

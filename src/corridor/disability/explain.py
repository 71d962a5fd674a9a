"""Why a week of disability was decided as it was: the steps with their clauses, from the decided week itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from corridor.disability.benefit import DAYS_IN_WEEK
from corridor.disability.decide import BENEFIT, Terms, Week
from corridor.money.rounding import share_of_cents
from corridor.plan.compiled import Clause

RULES = (
    "given_before",
    "days_of_disability",
    "no_elimination_period",
    "elimination_period",
    "elimination_period_ends",
    "elimination_period_served",
    "share_of_earnings",
    "weekly_maximum",
    "within_weekly_maximum",
    "benefit_week",
    "part_week",
    "duration_reached",
    "proof_too_late",
    "recurrent_by_hand",
    "other_income_by_hand",
    "not_yet_due",
    "plan_pays",
)
"""Every rule that a step can name; wording has a sentence for each."""


@dataclass(frozen=True)
class WeekStep:
    """One rule at work on a week: the amount it leads to, the clause behind it, and what the sentence needs."""

    rule: str
    amount_cents: int = 0
    clause: Clause | None = None
    facts: Mapping[str, int | str | date] = field(default_factory=dict)


@dataclass(frozen=True)
class WeekExplanation:
    """One line of a disability claim: what was decided, and by which steps. It has no tier and no accumulators."""

    claim_number: int
    line_number: int
    benefit: str | None
    reason: str
    charge_cents: int
    allowed_cents: int
    plan_paid_cents: int
    steps: tuple[WeekStep, ...]
    tier: None = None
    accumulators: tuple[()] = ()


def explain_week(week: Week) -> WeekExplanation:
    """The explanation of a decided week."""
    line = week.line
    return WeekExplanation(
        claim_number=line["claim_number"],
        line_number=line["line_number"],
        benefit=BENEFIT if week.terms else None,
        reason=week.reason,
        charge_cents=line["charge_cents"],
        allowed_cents=week.benefit_cents,
        plan_paid_cents=week.benefit_cents,
        steps=tuple(_steps(week)),
    )


def given(claim_number: int, line_number: int, reason: str, charge_cents: int) -> WeekExplanation:
    """The explanation of a line that has its reason from elsewhere, such as a load taken back."""
    step = WeekStep("given_before", facts={"reason": reason})
    return WeekExplanation(claim_number, line_number, None, reason, charge_cents, 0, 0, (step,))


def _steps(week: Week) -> Iterator[WeekStep]:
    terms = week.terms
    if terms is None or week.reason in ("duplicate", "overlapping_disability"):
        yield WeekStep("given_before", facts={"reason": week.reason})
        return
    yield WeekStep(
        "days_of_disability", facts={"first": week.first + 1, "last": week.end, "begin": week.line["disability_from"]}
    )
    if week.reason == "timely_filing":
        days = terms.version.terms.proof_of_disability.days
        yield WeekStep("proof_too_late", clause=terms.version.clause_of("proof_of_disability"), facts={"days": days})
    elif _is_recurrent(week):
        yield WeekStep("recurrent_by_hand", clause=terms.version.clause_of("recurrent_disability"))
    else:
        yield from _of_the_plan(week, terms)


def _is_recurrent(week: Week) -> bool:
    """Handled by hand although nothing comes from elsewhere, or although nothing would be payable."""
    is_by_hand = week.reason == "handled_by_hand"
    return is_by_hand and not (week.payable_days and week.line["other_income_cents"])


def _of_the_plan(week: Week, terms: Terms) -> Iterator[WeekStep]:
    yield _elimination(week, terms)
    if week.reason == "elimination_period":
        return
    weeks = terms.duration_days // DAYS_IN_WEEK
    duration = terms.version.clause_of("maximum_duration")
    if week.reason == "duration_reached":
        yield WeekStep("duration_reached", clause=duration, facts={"weeks": weeks})
        return
    if week.reason == "handled_by_hand":
        yield WeekStep("other_income_by_hand", clause=terms.version.clause_of("other_income"))
        return
    yield from _weekly(week, terms)
    served = min(week.end, terms.elimination_days + terms.duration_days) - terms.elimination_days
    number = -(-served // DAYS_IN_WEEK)
    yield WeekStep("benefit_week", clause=duration, facts={"week": number, "weeks": weeks})
    if week.payable_days < DAYS_IN_WEEK:
        facts = {"days": week.payable_days, "week_days": DAYS_IN_WEEK}
        yield WeekStep("part_week", week.benefit_cents, terms.version.clause_of("part_week"), facts)
    if week.reason == "not_yet_due":
        facts_due = {"last": week.line["service_to"]}
        yield WeekStep("not_yet_due", clause=terms.version.clause_of("part_week"), facts=facts_due)
    else:
        yield WeekStep("plan_pays", week.benefit_cents)


def _elimination(week: Week, terms: Terms) -> WeekStep:
    clause = terms.version.clause_of("elimination_period")
    facts = {"cause": week.line["cause"], "days": terms.elimination_days, "waiting": week.waiting_days}
    if not terms.elimination_days:
        return WeekStep("no_elimination_period", clause=clause, facts=facts)
    if week.waiting_days and not week.payable_days:
        return WeekStep("elimination_period", clause=clause, facts=facts)
    rule = "elimination_period_ends" if week.waiting_days else "elimination_period_served"
    return WeekStep(rule, clause=clause, facts=facts)


def _weekly(week: Week, terms: Terms) -> Iterator[WeekStep]:
    said, earnings = terms.version.terms, week.line["weekly_earnings_cents"]
    share = share_of_cents(earnings, said.weekly_benefit.percent_of_earnings)
    facts = {"rate_bp": said.weekly_benefit.percent_of_earnings, "earnings_cents": earnings}
    yield WeekStep("share_of_earnings", share, terms.version.clause_of("weekly_benefit"), facts)
    rule = "weekly_maximum" if share > terms.weekly_cents else "within_weekly_maximum"
    maximum = {"maximum_cents": said.weekly_maximum.amount}
    yield WeekStep(rule, terms.weekly_cents, terms.version.clause_of("weekly_maximum"), maximum)

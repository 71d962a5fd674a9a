"""Disability claims in a book: which lines are such, decided with the rest, and explained."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from corridor.adjudication.explain import LineExplanation
from corridor.adjudication.wording import REASON_TEXTS
from corridor.adjudication.wording import explanation_text as line_text
from corridor.disability.decide import decide_disability, decide_weeks
from corridor.disability.explain import WeekExplanation, explain_week, given
from corridor.disability.load import DisabilityPlan
from corridor.disability.weeks import KIND
from corridor.disability.wording import week_text
from corridor.records.disability import FACTS
from corridor.wording.language import Language

IS_DISABILITY = pl.col("kind") == KIND

Explanation = LineExplanation | WeekExplanation


@dataclass(frozen=True)
class Disability:
    """What disability claims are decided by. facts: claim_number and FACTS; plans: the sponsor's."""

    facts: pl.DataFrame
    plans: Sequence[DisabilityPlan]


def no_disability() -> Disability:
    """No certification and no plan."""
    facts = pl.DataFrame(schema={"claim_number": pl.Int64, **dict.fromkeys(FACTS, pl.Null)})
    return Disability(facts, ())


def decide_certified(
    claims: pl.DataFrame,
    disability: Disability,
    coverage: pl.DataFrame,
    decided_on: date,
    claimed: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """DECISIONS at version 0 of the disability claims among `claims` (CLAIMS with claim_number).

    coverage: COVERAGE. claimed: CLAIMED, what claims before these have claimed; None: nothing.
    """
    certified = claims.filter(IS_DISABILITY)
    return decide_disability(certified, disability.facts, coverage, disability.plans, decided_on, claimed)


def explain_certified(
    claims: pl.DataFrame,
    disability: Disability,
    coverage: pl.DataFrame,
    decisions: pl.DataFrame,
    withdrawn: pl.DataFrame,
) -> tuple[list[WeekExplanation], bool]:
    """Why a disability claim was decided so, and whether that is what was stored.

    claims: CLAIMS with claim_number of the person, all of them. decisions: the DECISIONS that stand of the claim.
    withdrawn: claim_number of the claims that were taken back.
    """
    number = decisions.get_column("claim_number")[0]
    if number in withdrawn.get_column("claim_number"):
        columns = ("line_number", "charge_cents")
        return [given(number, line, "withdrawn", cents) for line, cents in decisions.select(columns).iter_rows()], True
    stays = claims.filter(IS_DISABILITY).join(withdrawn, on="claim_number", how="anti")
    day = decisions.get_column("decided_on").max()
    assert isinstance(day, date)
    weeks = decide_weeks(stays, disability.facts, coverage, disability.plans, day)
    explained = [explain_week(week) for week in weeks if week.line["claim_number"] == number]
    stored = decisions.sort("line_number").select("line_number", "reason", "plan_paid_cents").rows()
    return explained, stored == [(week.line_number, week.reason, week.plan_paid_cents) for week in explained]


def explanation_text(line: Explanation, language: Language = "en") -> list[str]:
    """A line's explanation as sentences, of whichever kind its claim is."""
    if isinstance(line, WeekExplanation):
        return week_text(line, language, REASON_TEXTS[language])
    return line_text(line, language)

"""What each rule did to one line, in the order of the kernel: the same leaves, called one by one and written down."""

from corridor.adjudication.arrays import BENEFIT_MAXIMUM, FREQUENCY_REACHED, NOT_COVERED, PAID, SECONDARY
from corridor.adjudication.explaining import limits, shares
from corridor.adjudication.explaining.coordination import (
    Dealt,
    coordinate_claim,
    coordinate_line,
    pay_from_account,
)
from corridor.adjudication.explaining.line_at import LineAt, limit_or_none
from corridor.adjudication.explaining.match_sentences import MATCH_RULES
from corridor.adjudication.explaining.price_sentences import PRICE_RULES
from corridor.adjudication.explaining.prior_sentences import PRIOR_RULES
from corridor.adjudication.explaining.step import AMOUNTS, Step, Walk
from corridor.codes.reasons import REASONS

__all__ = ["AMOUNTS", "RULES", "Dealt", "LineAt", "Step", "Walk", "limit_or_none", "walk_of"]

RULES = (
    "given_before",
    # what a person decided against the edits (added by whoever knows of it; no step of the kernel)
    "overridden_pay",
    "overridden_deny",
    "overridden_allow",
    # what procedure codes say of each other
    "assistant_not_allowed",
    "units_exceeded",
    "bundled",
    "global_period",
    "bilateral",
    "assistant",
    "co_surgeon",
    "multiple_procedures",
    # what the plan covers
    "not_covered",
    # what is recognised, and the limits before cost sharing
    "alternate_recognised",
    "generic_recognised",
    "limit_reached",
    "limit_counted",
    "limit_counted_before",
    "limit_cut",
    "dollar_limit_before",
    # the member's shares
    "copay_per_line",
    "copay_per_visit",
    "copay_per_day",
    "copay_per_admission",
    "copay_per_supply",
    "copay_taken_before",
    "copay_waived",
    "copay_most",
    "copay_on_top",
    "deductible",
    "deductible_met",
    "deductible_waived",
    "deductible_replaced",
    "deductible_carried_in",
    "deductible_kept",
    "coinsurance",
    "coinsurance_least",
    "coinsurance_most",
    "out_of_pocket_maximum",
    "not_counted_to_out_of_pocket",
    # what is taken from the plan's payment
    "limit_cut_of_payment",
    "dollar_limit",
    "discount",
    "penalty",
    "penalty_bounded",
    "late_penalty",
    "late_penalty_bounded",
    # after other plans
    "plan_alone",
    "standard",
    "non_duplication",
    "maintained_deductible_first",
    "maintained_deductible_last",
    "maintained_maximum",
    "standard_by_claim",
    "non_duplication_by_claim",
    "reserve_used",
    "reserve_saved",
    "member_remainder",
    "maximum_on_remainder",
    "plan_pays",
    # the health reimbursement account
    "account_bridge",
    "account_pays",
    "account_empty",
    *PRICE_RULES,
    *PRIOR_RULES,
    *MATCH_RULES,
)
"""Every rule that a step can name; wording has a sentence for each."""


def walk_of(
    line: LineAt,
    reason: int,
    dealt: Dealt | None = None,
    account_used: tuple[int, int] | None = None,
    kept_cents: int = 0,
) -> Walk:
    """The steps that led to `reason` and, of a paid line, to its amounts.

    dealt, account_used (bridge, account): of a line that is settled with its claim. kept_cents: what of its deductible
    counts in the next year too.
    """
    walk = Walk(line)
    if line.lines.reason[line.row] != PAID:
        walk.say("given_before", reason=REASONS[reason].name)
    elif reason == NOT_COVERED:
        walk.say("not_covered", 0, line.clause("covered"))
    elif reason in (BENEFIT_MAXIMUM, FREQUENCY_REACHED):
        limits.stopped(walk)
    else:
        _alone(walk, kept_cents)
        _settled(walk, dealt, account_used)
    return walk


def _alone(walk: Walk, kept_cents: int) -> None:
    """What the plan pays of a line with no other plan before it."""
    recognised = shares.recognised(walk)
    within = limits.before_cost_share(walk, recognised)
    shares.cost_shares(walk, within)
    if kept_cents > 0:
        walk.say("deductible_kept", kept_cents, walk.at.plan_clause("carry_over"))
    shares.out_of_pocket(walk)
    asked = within - sum(walk.share)
    share, cut_by_dollars = limits.after_cost_share(walk, asked)
    discount = shares.discount(walk, cut_by_dollars)
    penalty = shares.penalty(walk, recognised, share)
    walk.cents["over_limit"] = recognised - within + asked - share - discount
    walk.cents["penalty"] = penalty
    walk.cents["plan_paid"] = share - penalty


def _settled(walk: Walk, dealt: Dealt | None, account_used: tuple[int, int] | None) -> None:
    """Coordination with the plans before, and what the account pays."""
    if dealt is not None:
        coordinate_claim(walk, dealt)
    elif walk.at.has(SECONDARY) and walk.at.is_coordinated:
        coordinate_line(walk)
    walk.say("plan_pays", walk.cents["plan_paid"])
    pay_from_account(walk, account_used)

"""What was decided, in sums: all lines, by status, by reason, by benefit."""

from typing import Any

import polars as pl

from corridor.codes.reasons import REASONS

PARTS = (
    "plan_paid_cents",
    "deductible_cents",
    "coinsurance_cents",
    "copay_cents",
    "over_limit_cents",
    "penalty_cents",
    "not_recognised_cents",
    "other_paid_cents",
    "write_off_cents",
    "above_allowed_cents",
    "not_covered_cents",
)
"""The charge of a line is the sum of these."""
SHARES = (
    "deductible_cents",
    "coinsurance_cents",
    "copay_cents",
    "over_limit_cents",
    "penalty_cents",
    "not_recognised_cents",
    "above_allowed_cents",
)
"""The member's; what a health reimbursement account pays (account_cents) is part of them."""
_DENIED_TO_MEMBER = [reason.name for reason in REASONS if reason.status == "denied" and reason.group == "PR"]


def member_owes() -> pl.Expr:
    """What the member owes of a line: the shares less what the account pays, and a charge denied in group PR.

    Of a pended line, nothing yet.
    """
    denied = pl.when(pl.col("reason").is_in(_DENIED_TO_MEMBER)).then("not_covered_cents").otherwise(0)
    return (pl.sum_horizontal(SHARES) + denied - pl.col("account_cents")).alias("member_owes_cents")


def summary(decisions: pl.DataFrame) -> dict[str, Any]:
    """DECISIONS, one per line -> the sums of all, and lists by_status, by_reason and by_benefit, dearest first.

    Each: lines, claims, charge_cents, allowed_cents, plan_paid_cents, member_owes_cents.
    """
    lines = decisions.with_columns(member_owes())
    return {
        **lines.select(_SUMS).row(0, named=True),
        "by_status": _by(lines, "status"),
        "by_reason": _by(lines, "status", "reason"),
        "by_benefit": _by(lines.filter(pl.col("benefit").is_not_null()), "plan_code", "benefit"),
    }


_SUMS = (
    pl.len().cast(pl.Int64).alias("lines"),
    pl.col("claim_number").n_unique().cast(pl.Int64).alias("claims"),
    pl.col("charge_cents", "allowed_cents", "plan_paid_cents", "member_owes_cents").sum(),
)


def _by(lines: pl.DataFrame, *columns: str) -> list[dict[str, Any]]:
    return lines.group_by(columns).agg(_SUMS).sort(-pl.col("charge_cents"), *columns).to_dicts()

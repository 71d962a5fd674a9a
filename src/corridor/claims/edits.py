"""The edits of a line in their order of precedence: the first that holds is the line's reason."""

from dataclasses import dataclass

import polars as pl

REPLACES_OR_VOIDS = ("7", "8")
"""Frequencies of claims that take the place of another, or take it away."""


@dataclass(frozen=True)
class Edit:
    """`holds` reads the columns that the steps before have added; null is no."""

    reason: str
    holds: pl.Expr


_charge = pl.col("charge_cents")
_claim_charge = _charge.sum().over("claim_number")
_days_to_receipt = (pl.col("received_date") - pl.col("service_to")).dt.total_days()

EDITS: tuple[Edit, ...] = (
    Edit("unknown_member", pl.col("member_reason") == "unknown_member"),
    Edit("ambiguous_member", pl.col("member_reason") == "ambiguous_member"),
    Edit("no_plan_for_service", pl.col("coverage_reason") == "no_plan_for_service"),
    Edit("before_coverage", pl.col("coverage_reason") == "before_coverage"),
    Edit("after_termination", pl.col("coverage_reason") == "after_termination"),
    Edit("plan_not_in_force", pl.col("version_row").is_null()),
    Edit("replacement_or_void", pl.col("frequency").is_in(REPLACES_OR_VOIDS)),
    Edit("reversal_unmatched", _charge < 0),
    Edit("totals_disagree", pl.col("claim_charge_cents") != _claim_charge),
    Edit("duplicate", pl.col("is_duplicate")),
    Edit("timely_filing", _days_to_receipt > pl.col("timely_filing_days")),
    Edit("other_payer_first", pl.col("other_payer_paid_cents") > 0),
    Edit("unknown_code", pl.col("benefit_row").is_null()),
    Edit("handled_by_hand", pl.col("is_by_hand")),
    Edit("amount_above_limit", pl.max_horizontal(_charge, _claim_charge) > pl.col("auto_limit_cents")),
)


def first_reason(*, without: tuple[str, ...] = ()) -> pl.Expr:
    """`reason`: that of the first edit that holds, null where none does."""
    held = (pl.when(edit.holds).then(pl.lit(edit.reason)) for edit in EDITS if edit.reason not in without)
    return pl.coalesce(held).alias("reason")

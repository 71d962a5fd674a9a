"""The edits of a line in their order of precedence: the first that holds is the line's reason."""

from dataclasses import dataclass

import polars as pl

from corridor.claims.other_payers import HAS_UNCLEAR_ORDER, IS_OTHERS_FIRST
from corridor.claims.teeth import MAY_HAVE_BEEN_MISSING, WAS_MISSING
from corridor.claims.unbroken import IS_WAITING
from corridor.claims.units import HAS_NO_UNITS
from corridor.money.cents import MAX_CENTS

PRICES = (
    "repriced_cents",
    "other_payer_paid_cents",
    "other_payer_allowed_cents",
    "generic_cents",
    "alternate_cents",
)
"""Amounts that somebody else states beside the charge."""


CHARGE_OF_CLAIM = (
    # Bounded before they are added up: an amount beyond all bounds would wrap the sum.
    pl.col("charge_cents").clip(-MAX_CENTS - 1, MAX_CENTS + 1).sum().over("claim_number").alias("charge_of_claim")
)
"""What the lines of a claim charge together."""


@dataclass(frozen=True)
class Edit:
    """`holds` reads the columns that the steps before have added; null is no."""

    reason: str
    holds: pl.Expr


_charge = pl.col("charge_cents")
_claim_charge = pl.col("charge_of_claim")
_days_to_receipt = (pl.col("received_date") - pl.col("service_to")).dt.total_days()
_is_instalment = (pl.col("treatment_months") == 0).fill_null(False)
_is_undivided = pl.col("orthodontia_initial_bp").is_not_null() & (pl.col("treatment_months") > 0)
_cause = pl.col("related_cause")
_of_person = pl.col("person_reason")
_names_no_provider = pl.all_horizontal(
    pl.col(name).is_null() for name in ("billing_npi", "billing_tax_id", "network", "repriced_cents")
)


def _is_beyond(amount: pl.Expr) -> pl.Expr:
    return ~amount.is_between(-MAX_CENTS, MAX_CENTS)


LACKING = ("none", "refused", "other_days", "undecided", "requested_too_late", "used_up")
"""States of a line's authorisation (claims/authorizations.py) that count as none."""
_lacks_authorization = pl.col("authorization_state").is_in(LACKING)
_if_missing = pl.col("authorization_missing")

_amounts = (_charge, _claim_charge, pl.col("claim_charge_cents"), *map(pl.col, PRICES))

EDITS: tuple[Edit, ...] = (
    Edit("unknown_member", pl.col("member_reason") == "unknown_member"),
    Edit("ambiguous_member", pl.col("member_reason") == "ambiguous_member"),
    Edit("newborn_not_enrolled", pl.col("member_reason") == "newborn_not_enrolled"),
    Edit("service_before_birth", pl.col("service_from") < pl.col("born")),
    Edit("no_plan_for_service", pl.col("coverage_reason") == "no_plan_for_service"),
    Edit("before_coverage", pl.col("coverage_reason") == "before_coverage"),
    Edit("after_termination", pl.col("coverage_reason") == "after_termination"),
    Edit("plan_not_in_force", pl.col("version_row").is_null()),
    Edit("amount_out_of_range", pl.any_horizontal(map(_is_beyond, _amounts))),
    Edit("reversal_unmatched", _charge < 0),
    Edit("negative_price", pl.any_horizontal(pl.col(price) < 0 for price in PRICES)),
    Edit("totals_disagree", pl.col("claim_charge_cents") != _claim_charge),
    Edit("service_in_future", ~_is_instalment & (pl.col("service_from") > pl.col("received_date"))),
    Edit("zero_units", HAS_NO_UNITS),
    Edit("provider_unknown", pl.col("asks_provider") & _names_no_provider),
    Edit("duplicate", pl.col("is_duplicate")),
    Edit("possible_duplicate", pl.col("is_possible_duplicate")),
    Edit("timely_filing", _days_to_receipt > pl.col("timely_filing_days")),
    Edit("not_yet_due", _is_instalment & (pl.col("service_from") > pl.col("decided_on"))),
    Edit("work_related", (_cause == "employment") & (pl.col("on_work") == "deny")),
    Edit("work_under_review", (_cause == "employment") & (pl.col("on_work") == "hold")),
    Edit("auto_accident_under_review", (_cause == "auto") & (pl.col("on_auto") == "hold")),
    Edit("accident_under_review", (_cause == "other_accident") & (pl.col("on_other_accident") == "hold")),
    Edit("order_of_benefits_unclear", HAS_UNCLEAR_ORDER),
    Edit("other_payer_first", IS_OTHERS_FIRST),
    Edit("excluded", _of_person == "excluded"),
    Edit("unknown_code", pl.col("benefit_row").is_null()),
    Edit("handled_by_hand", pl.col("is_by_hand") | _is_undivided),
    Edit("age_outside_benefit", _of_person == "age_outside_benefit"),
    Edit("sex_outside_benefit", _of_person == "sex_outside_benefit"),
    Edit("age_or_sex_unknown", _of_person == "age_or_sex_unknown"),
    Edit("waiting_period", IS_WAITING),
    Edit("missing_tooth", WAS_MISSING),
    Edit("missing_tooth_unclear", MAY_HAVE_BEEN_MISSING),
    Edit("authorization_invalid", pl.col("authorization_state").is_in(("unknown", "others"))),
    Edit("authorization_missing", _lacks_authorization & (_if_missing == "deny")),
    Edit("authorization_under_review", _lacks_authorization & (_if_missing == "hold")),
    Edit("awaiting_repricing", pl.col("price_reason") == "awaiting_repricing"),
    Edit("contract_not_in_force", pl.col("price_reason") == "contract_not_in_force"),
    Edit("drg_missing", pl.col("price_reason") == "drg_missing"),
    Edit("no_contract_price", pl.col("price_reason") == "no_contract_price"),
    Edit("price_above_charge", pl.col("price_reason") == "price_above_charge"),
    Edit("qualifying_amount_missing", pl.col("price_reason") == "qualifying_amount_missing"),
    Edit("amount_above_limit", pl.max_horizontal(_charge, _claim_charge) > pl.col("auto_limit_cents")),
)


OF_REPEATS = ("duplicate", "possible_duplicate")
"""Edits that look at other lines, once the reasons of those are known."""


def first_reason(edits: tuple[Edit, ...]) -> pl.Expr:
    """`reason`: that of the first of `edits` that holds, null where none does."""
    return pl.coalesce(pl.when(edit.holds).then(pl.lit(edit.reason)) for edit in edits).alias("reason")


REASON = first_reason(EDITS)
"""`reason`: that of the first edit that holds, null where none does."""
REASON_BUT_DUPLICATE = first_reason(tuple(edit for edit in EDITS if edit.reason not in OF_REPEATS))
"""The same before it is known what repeats another line."""

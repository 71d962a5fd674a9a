"""Every reason a line can be given, with the status it leads to and the codes that an 835 shows.

Group and CARC follow RULES 3.12 (X12 lists, by number only); a pended line never reaches an 835, its code is
what the line would be denied with if nobody answered.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """`status` is that of records/decisions; `group`, `carc`, `rarc` are X12 codes, empty where none applies."""

    name: str
    status: str
    group: str = ""
    carc: str = ""
    rarc: str = ""


REASONS: tuple[Reason, ...] = (
    Reason("paid", "paid"),
    # who is it, and were they covered
    Reason("unknown_member", "denied", "PR", "31"),
    Reason("ambiguous_member", "pended", "CO", "16", "N382"),
    Reason("newborn_not_enrolled", "pended", "PR", "31"),
    Reason("no_plan_for_service", "denied", "PR", "204"),
    Reason("before_coverage", "denied", "PR", "26"),
    Reason("after_termination", "denied", "PR", "27"),
    Reason("plan_not_in_force", "pended", "OA", "133"),
    # is the claim fit to be decided
    Reason("provider_unknown", "pended", "CO", "16", "N257"),
    Reason("duplicate", "denied", "CO", "18"),
    Reason("possible_duplicate", "pended", "CO", "18"),
    Reason("timely_filing", "denied", "CO", "29"),
    Reason("totals_disagree", "pended", "CO", "16", "M54"),
    Reason("reversal_unmatched", "pended", "OA", "133"),
    # versions of a claim
    Reason("replaced", "denied", "OA", "133"),
    Reason("voided", "denied", "OA", "133"),
    Reason("void", "denied", "OA", "133"),
    Reason("original_not_found", "pended", "CO", "16", "M47"),
    Reason("original_of_another", "pended", "CO", "16", "M47"),
    Reason("original_unclear", "pended", "CO", "16", "M47"),
    Reason("original_not_standing", "pended", "CO", "16", "M47"),
    Reason("void_not_possible", "denied", "CO", "16", "M47"),
    # what comes with it
    Reason("other_payer_first", "pended", "CO", "22"),
    Reason("unknown_code", "pended", "CO", "16", "M51"),
    Reason("handled_by_hand", "pended", "OA", "133"),
    Reason("amount_above_limit", "pended", "OA", "133"),
    Reason("amount_out_of_range", "pended", "CO", "16", "M79"),
    Reason("negative_price", "pended", "CO", "16", "M79"),
    Reason("zero_units", "pended", "CO", "16", "M53"),
    Reason("service_before_birth", "pended", "CO", "14"),
    Reason("service_in_future", "pended", "CO", "110"),
    # what procedure codes say of each other
    Reason("assistant_not_allowed", "denied", "CO", "54"),
    Reason("units_exceeded", "denied", "CO", "151", "N362"),
    Reason("bundled", "denied", "CO", "236"),
    Reason("global_period", "denied", "CO", "97", "M144"),
    # who else is liable
    Reason("work_related", "denied", "OA", "19"),
    Reason("work_under_review", "pended", "OA", "19"),
    Reason("accident_under_review", "pended", "OA", "20"),
    Reason("auto_accident_under_review", "pended", "OA", "21"),
    Reason("order_of_benefits_unclear", "pended", "CO", "22"),
    # what the plan says
    Reason("not_covered", "denied", "PR", "96", "N130"),
    Reason("excluded", "denied", "PR", "96", "N130"),
    Reason("age_outside_benefit", "denied", "PR", "96", "N129"),
    Reason("sex_outside_benefit", "denied", "PR", "96", "N130"),
    Reason("age_or_sex_unknown", "pended", "CO", "16", "N382"),
    Reason("benefit_maximum", "denied", "PR", "119"),
    Reason("frequency_reached", "denied", "PR", "119", "N640"),
    Reason("waiting_period", "denied", "PR", "179"),
    Reason("missing_tooth", "denied", "PR", "96", "N130"),
    Reason("missing_tooth_unclear", "pended", "CO", "16", "N382"),
    # was the plan asked before
    Reason("authorization_invalid", "denied", "CO", "15"),
    Reason("authorization_missing", "denied", "CO", "197"),
    Reason("authorization_under_review", "pended", "CO", "197"),
    # what is it worth
    Reason("contract_not_in_force", "pended", "OA", "133"),
    Reason("awaiting_repricing", "pended", "OA", "133"),
    Reason("no_contract_price", "pended", "OA", "133"),
    Reason("drg_missing", "pended", "CO", "16", "M56"),
    Reason("price_above_charge", "pended", "OA", "133"),
    Reason("qualifying_amount_missing", "pended", "OA", "133"),
    # weeks of a disability
    Reason("elimination_period", "denied", "PR", "179"),
    Reason("duration_reached", "denied", "PR", "119"),
    Reason("overlapping_disability", "pended", "OA", "133"),
    Reason("not_yet_due", "pended", "OA", "133"),
    # what people did
    Reason("withdrawn", "denied", "OA", "133"),
    Reason("overridden_denied", "denied", "PR", "96", "N130"),
)

REASON_BY_NAME: dict[str, Reason] = {reason.name: reason for reason in REASONS}
REASON_INDEX: dict[str, int] = {reason.name: index for index, reason in enumerate(REASONS)}
"""The number by which the kernel knows a reason; 0 is `paid`."""

_BY_THE_PLAN = (
    "not_covered",
    "excluded",
    "age_outside_benefit",
    "sex_outside_benefit",
    "benefit_maximum",
    "frequency_reached",
    "waiting_period",
    "missing_tooth",
    "elimination_period",
    "duration_reached",
    "overridden_denied",
)
"""Denials that the plan gives, having been asked."""

NO_ORIGINAL: tuple[str, ...] = (
    "original_not_found",
    "original_of_another",
    "original_unclear",
    "original_not_standing",
    *(reason.name for reason in REASONS if reason.status == "denied" and reason.name not in _BY_THE_PLAN),
)
"""Reasons of lines that do not stand: what was refused before the plan was asked, and what waits for its original.

A line that the plan itself denied was decided: sent again, it is a duplicate.
"""

NEVER_REPEATED: tuple[str, ...] = tuple(name for name in NO_ORIGINAL if name != "replaced")
"""Reasons of lines that no other line can repeat. What was replaced lives on in its replacement: sent again, it is a
duplicate of the case."""

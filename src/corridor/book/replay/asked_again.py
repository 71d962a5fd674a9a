"""Which reasons a plan document gives."""

ASKED_AGAIN = frozenset(
    (
        "paid",
        "not_covered",
        "benefit_maximum",
        "frequency_reached",
        "plan_not_in_force",
        "timely_filing",
        "zero_units",
        "work_related",
        "work_under_review",
        "auto_accident_under_review",
        "accident_under_review",
        "order_of_benefits_unclear",
        "other_payer_first",
        "unknown_code",
        "handled_by_hand",
        "waiting_period",
        "missing_tooth",
        "missing_tooth_unclear",
        "excluded",
        "age_outside_benefit",
        "sex_outside_benefit",
        "age_or_sex_unknown",
        "authorization_missing",
        "authorization_under_review",
        "amount_above_limit",
    )
)
"""Reasons that a plan document gives, or may take back. Every other one is settled: who somebody is, what repeats
another line, what an examiner has decided."""

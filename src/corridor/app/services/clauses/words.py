"""What a value of a document is, in words of both languages, and in which unit it is stated."""

from collections.abc import Mapping

from corridor.app.services.clauses.stated import Stated
from corridor.plan.arrays import NO_LIMIT
from corridor.wording.said import Said, listed, said

LABELS: Mapping[str, Said] = {
    # of a plan
    "deductible": said("Deductible"),
    "out_of_pocket_maximum": said("Out-of-pocket maximum"),
    "out_of_network": said("Out of network"),
    "timely_filing": said("Filing limit"),
    "auto_adjudication": said("Approval by an examiner"),
    "in": said("in network"),
    "out": said("out of network"),
    "individual": said("one person"),
    "family": said("a family"),
    "embedded": said("A person in a family stops at the amount for one person"),
    "cross_accumulation": said("What counts toward the other network"),
    "allowed": said("Share of the charge that the plan recognises"),
    "limit": said("Charges above this wait for an examiner"),
    "visits_per_plan_year": said("Visits in a plan year"),
    "dollars_per_plan_year": said("Amount in a plan year"),
    "handled": said("Decided"),
    "covered": said("Covered"),
    "deductible_applies": said("The deductible applies"),
    "copay": said("Copay"),
    "copay_per": said("Copay for each"),
    "copay_order": said("Copay taken"),
    "coinsurance": said("Coinsurance"),
    "counts_toward_out_of_pocket": said("Counts toward the out-of-pocket maximum"),
    "limits": said("Benefit limits"),
    "days": said("Days"),
    # of a disability plan
    "eligibility": said("Eligibility"),
    "who": said("Who is covered"),
    "enrolled_in": said("Enrolled in"),
    "weekly_benefit": said("Weekly benefit"),
    "percent_of_earnings": said("Share of weekly earnings"),
    "weekly_maximum": said("Weekly maximum"),
    "amount": said("Amount"),
    "part_week": said("Part of a week"),
    "days_in_week": said("Days in a week"),
    "elimination_period": said("Elimination period"),
    "injury": said("after an injury"),
    "sickness": said("after a sickness"),
    "maximum_duration": said("Longest duration"),
    "weeks": said("Weeks"),
    "proof_of_disability": said("Proof of disability"),
    "recurrent_disability": said("Recurrent disability"),
    "within_days": said("Within days"),
    "other_income": said("Other income"),
    # of a stop-loss contract
    "specific": said("Specific stop-loss"),
    "aggregate": said("Aggregate stop-loss"),
    "lasers": said("Laser"),
    "excluded": said("Left out of the cover"),
    "basis": said("Contract basis, months incurred and paid"),
    "windows": said("Days covered"),
    "incurred_from": said("Incurred from"),
    "incurred_end_exclusive": said("Incurred before"),
    "paid_from": said("Paid from"),
    "paid_end_exclusive": said("Paid before"),
    "products": said("Products"),
    "reimbursement": said("Share that is reimbursed"),
    "run_in_maximum_per_person": said("Run-in that counts, for one person"),
    "aggregating_deductible": said("Aggregating specific deductible"),
    "person_maximum": said("Most for one person"),
    "annual_maximum": said("Most in a policy year"),
    "notice_at": said("Notice at this share of the deductible"),
    "attachment": said("Attachment point"),
    "corridor": said("Corridor: attachment as a share of expected claims"),
    "expected_per_month": said("Expected claims for each employee and month"),
    "factor_per_month": said("Attachment for each employee and month"),
    "per_employee_per_year": said("Attachment for each employee and year"),
    "minimum": said("Least attachment"),
    "first_month_share": said("Share of twelve first months"),
    "loss_limit": said("Most that counts for one person"),
    "lasered_amounts_count": said("Amounts under a laser count"),
    "aggregating_amounts_count": said("Amounts under the aggregating deductible count"),
    "accommodation": said("Monthly accommodation"),
    "repaid": said("Repaid"),
    "least_advance": said("Least advance"),
    "excluded_last_months": said("Last months without an advance"),
    # of the funding arrangement
    "administration_fee": said("Administration fee"),
    "stop_loss_premium": said("Stop-loss premium"),
    "per_month": said("For each employee and month"),
    "composite": said("any coverage level"),
}
"""Part of a way -> what people call it."""

WORDS: Mapping[str, Said] = {
    "by hand": said("by an examiner"),
    "by rule": said("by rule"),
    "none": said("no charges"),
    "in_counts_toward_out": said("network charges count toward the other amount"),
    "both": said("all charges count toward both amounts"),
    "visit": said("visit"),
    "line": said("service"),
    "before_deductible": said("before the deductible"),
    "after_deductible": said("after the deductible"),
    "employees": said("all employees"),
    "medical": said("medical"),
    "dental": said("dental"),
    "vision": said("vision"),
    "pharmacy": said("pharmacy"),
    "disability": said("disability"),
    "specific": said("up to the specific deductible"),
    "monthly": said("every month"),
    "at_year_end": said("at the end of the year"),
}
"""A value that is a word -> how people say it; names of benefit limits and bases such as 12/15 stand for themselves."""

UNITS: Mapping[str, str] = {
    **dict.fromkeys(
        ("individual", "family", "copay", "dollars_per_plan_year", "limit", "amount", "deductible", "person_maximum",
         "annual_maximum", "aggregating_deductible", "run_in_maximum_per_person", "expected_per_month",
         "factor_per_month", "per_employee_per_year", "loss_limit", "least_advance", "per_month"),
        "money",
    ),
    **dict.fromkeys(
        ("allowed", "coinsurance", "percent_of_earnings", "reimbursement", "notice_at", "corridor",
         "first_month_share"),
        "share",
    ),
    **dict.fromkeys(("days", "days_in_week", "injury", "sickness", "within_days"), "days"),
    "weeks": "weeks",
    "visits_per_plan_year": "visits",
    "excluded_last_months": "months",
}  # fmt: skip
"""Field -> unit of its whole numbers: cents, basis points, and counts of days, weeks, visits, months."""

_LISTS = ("benefits", "limits")
"""Fields whose items have names of their own."""


def where(stated: Stated) -> tuple[str, ...]:
    """The way to a value in words, without the value's own name."""
    *way, _ = stated.path
    named = (_part(way, place) for place in range(len(way)))
    return tuple(part for part in named if part)


def what(stated: Stated) -> str:
    """What a value is."""
    last = stated.path[-1]
    return LABELS.get(last, last)


def unit(stated: Stated) -> str:
    """Unit of a value: one of UNITS, or flag, day, word."""
    value = stated.value
    if isinstance(value, bool):
        return "flag"
    if isinstance(value, int):
        found = next(UNITS[part] for part in reversed(stated.path) if part in UNITS)
        return "unlimited" if value >= NO_LIMIT else found
    return "word" if isinstance(value, str | tuple) else "day"


def shown(stated: Stated) -> object:
    """The value itself; words are told, names that the document gives stay plain text."""
    value = stated.value
    if isinstance(value, str):
        return _word(value)
    if isinstance(value, tuple):
        parts = [_word(str(item)) for item in value]
        return listed(parts) if any(isinstance(part, Said) for part in parts) else ", ".join(parts)
    return value


def _part(way: list[str], place: int) -> str:
    part = way[place]
    if place and way[place - 1] in _LISTS:
        return part.replace("_", " ")
    return "" if part in _LISTS or part.isdecimal() else LABELS.get(part, part)


def _word(value: str) -> str:
    return WORDS.get(value, value.replace("_", " "))

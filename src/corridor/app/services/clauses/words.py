"""What a value of a document is, in words of both languages, and in which unit it is stated."""

import re
from collections.abc import Mapping

from corridor.app.services.clauses.labels import LABELS
from corridor.app.services.clauses.stated import Stated
from corridor.money.text import rate_said
from corridor.plan.arrays import NO_LIMIT
from corridor.wording.said import Said, listed, said

WORDS: Mapping[str, Said] = {
    "by hand": said("by an examiner"),
    "by rule": said("by rule"),
    "none": said("no charges"),
    "in_counts_toward_out": said("network charges count toward the other amount"),
    "both": said("all charges count toward both amounts"),
    "visit": said("visit"),
    "line": said("service"),
    "day": said("day"),
    "admission": said("admission"),
    "supply": said("days' supply"),
    "before_deductible": said("before the deductible"),
    "after_deductible": said("after the deductible"),
    "instead_of_deductible": said("instead of the deductible"),
    "on_top_of_deductible": said("on top of the deductible"),
    "out_counts_toward_in": said("other charges count toward the network amount"),
    "plan_year": said("plan year"),
    "lifetime": said("lifetime"),
    "person": said("person"),
    "tooth": said("tooth"),
    "quadrant": said("quadrant of the mouth"),
    "tooth_surface": said("surface of a tooth"),
    "before_cost_share": said("the allowed amount"),
    "after_cost_share": said("what the plan would pay"),
    "excluded": said("not covered"),
    "plan_pays": said("the plan's"),
    "member_pays_difference": said("the member's"),
    "month": said("month"),
    "quarter": said("quarter"),
    "always": said("always"),
    "deductible_unmet": said("where the deductible was not met"),
    "first": said("first"),
    "after_bridge": said("after what members pay before it"),
    "deductible": said("deductible"),
    "coinsurance": said("coinsurance"),
    "copay": said("copay"),
    "standard": said("the rest, at most what the plan pays alone"),
    "non_duplication": said("what the plan pays alone beyond what was paid"),
    "maintenance_of_benefits": said("the plan's share of what was not paid"),
    "before_percentage": said("before the plan's share"),
    "after_percentage": said("after the plan's share"),
    "own": said("the plan's own"),
    "higher": said("the higher"),
    "lower": said("the lower"),
    "claim": said("claim"),
    "as_if_alone": said("as if the plan were alone"),
    "what_remains": said("what remains for the member"),
    "deny": said("denied"),
    "hold": said("held until it is known"),
    "pay_and_recover": said("paid, and asked back"),
    "from_request": said("covered from the day of the request"),
    "refused": said("refused"),
    "penalty": said("the benefit's penalty"),
    "same_plan": said("of the same plan"),
    "any_plan": said("of any plan"),
    "F": said("women"),
    "M": said("men"),
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
        ("individual", "family", "copay", "copay_most", "coinsurance_least", "coinsurance_most", "most", "dollars",
         "limit", "amount", "deductible", "person_maximum", "annual_maximum", "aggregating_deductible",
         "run_in_maximum_per_person", "expected_per_month", "factor_per_month", "per_employee_per_year", "loss_limit",
         "least_advance", "per_month"),
        "money",
    ),
    **dict.fromkeys(
        ("allowed", "coinsurance", "percent_of_earnings", "reimbursement", "notice_at", "corridor",
         "first_month_share", "percent", "over_limit_discount", "initial", "medicare_estimated", "bilateral",
         "assistant", "assistant_other", "co_surgeon"),
        "share",
    ),
    **dict.fromkeys(
        ("days", "days_in_week", "injury", "sickness", "within_days", "supply_days", "newborn_days", "special_days",
         "late_days", "appeal_days", "notice_days", "answer_days"),
        "days",
    ),
    "weeks": "weeks",
    "visits": "visits",
    **dict.fromkeys(
        ("excluded_last_months", "last_months", "waiting_months", "months_most", "look_back_months"), "months"
    ),
}  # fmt: skip
"""Field -> unit of its whole numbers: cents, basis points, and counts of days, weeks, visits, months."""

_COUNTS = ("percentile", "reference", "appeal_levels")
"""Fields whose numbers are of no unit."""
_LISTS = ("benefits", "limits")
"""Fields whose items have names of their own, which say enough."""
_OF_NAMED = (*_LISTS, "separate_deductibles", "separate_maximums", "procedures", "exclusions")
"""Fields whose items are known by a name or a code."""
_MONTHS = re.compile(r"^([0-9]+)_months$")


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
        if stated.path[-1] in ("services", *_COUNTS) or "ages" in stated.path:
            return "word"
        if "procedures" in stated.path:
            return "money"
        found = next(UNITS[part] for part in reversed(stated.path) if part in UNITS)
        return "unlimited" if value >= NO_LIMIT else found
    return "word" if isinstance(value, str | tuple) else "day"


def shown(stated: Stated) -> object:
    """The value itself; words are told, names that the document gives stay plain text."""
    value = stated.value
    if isinstance(value, str):
        return _word(value)
    if stated.path[-1] == "multiple_procedures" and isinstance(value, tuple):
        return listed([rate_said(share) for share in value])
    if isinstance(value, tuple):
        parts = [_word(str(item)) for item in value]
        return listed(parts) if any(isinstance(part, Said) for part in parts) else ", ".join(parts)
    if stated.path[-1] == "services":
        return said("{count} services", count=value)
    if "ages" in stated.path:
        return said("{count} years", count=value)
    return value


def _part(way: list[str], place: int) -> str:
    part = way[place]
    if place and way[place - 1] in _OF_NAMED:
        return part.replace("_", " ")
    return "" if part in _LISTS or part.isdecimal() else LABELS.get(part, part)


def _word(value: str) -> str:
    if months := _MONTHS.match(value):
        return said("{count} months", count=months[1])
    return WORDS.get(value, value.replace("_", " "))

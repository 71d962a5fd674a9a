"""Stop-loss with plain loops, dicts and fractions: the slow twin of corridor.stoploss.

It reads the same contract, and shares no code with what it checks.
"""

from collections import defaultdict
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from typing import Any

Line = dict[str, Any]


def half_up(amount: Fraction) -> int:
    return floor(amount + Fraction(1, 2))


def shift(day: date, months: int) -> date:
    """`months` later; every day used here is a first of a month or exists in the month reached."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, day.day)


def windows(policy: Any, cover: Any) -> tuple[date, date, date, date]:
    """First and last day incurred, first and last day paid, all inclusive."""
    day = timedelta(days=1)
    if cover.windows is not None:
        given = cover.windows
        return given.incurred_from, given.incurred_end_exclusive - day, given.paid_from, given.paid_end_exclusive - day
    if cover.basis == "paid":
        return (
            policy.covered_since or policy.start,
            policy.end_exclusive - day,
            policy.start,
            policy.end_exclusive - day,
        )
    incurred, paid = (int(part) for part in cover.basis.split("/"))
    return (
        shift(policy.start, -(incurred - 12)),
        policy.end_exclusive - day,
        policy.start,
        shift(policy.end_exclusive, paid - 12) - day,
    )


def is_covered(line: Line, policy: Any, cover: Any) -> bool:
    incurred_first, incurred_last, paid_first, paid_last = windows(policy, cover)
    if line["product"] not in cover.products or line.get("exclusion") in policy.exclusions:
        return False
    if not incurred_first <= line["service_from"] <= incurred_last:
        return False
    judged = line.get("takes_back_paid_on") or line["paid_on"]
    if judged < paid_first:
        return False
    return judged <= paid_last or (line["amount_cents"] < 0 and line.get("takes_back_paid_on") is None)


def eligible_by_month(lines: list[Line], policy: Any, cover: Any, as_of: date) -> dict[tuple[str, date], int]:
    """Cents per person and month of payment, run-in held to its maximum."""
    own: dict[tuple[str, date], int] = defaultdict(int)
    run_in: dict[tuple[str, date], int] = defaultdict(int)
    for line in lines:
        if line["paid_on"] <= as_of and is_covered(line, policy, cover):
            key = (line["member_id"], line["paid_on"].replace(day=1))
            (run_in if line["service_from"] < policy.start else own)[key] += line["amount_cents"]
    total: dict[tuple[str, date], int] = {}
    raw: dict[str, int] = defaultdict(int)
    held: dict[str, int] = defaultdict(int)
    for member, month in sorted({*own, *run_in}):
        raw[member] += run_in[member, month]
        most = cover.run_in_maximum_per_person
        now = raw[member] if most is None else min(raw[member], most)
        total[member, month] = own[member, month] + now - held[member]
        held[member] = now
    return total


def settle(by_month: dict[tuple[str, date], int], members: list[str], terms: Any) -> dict[str, dict[str, Any]]:
    """Per person: eligible, deductible (None: excluded), excess, pooled, reimbursement."""
    lasers = {laser.member: laser for laser in terms.lasers}
    people: dict[str, dict[str, Any]] = {}
    for member in members:
        laser = lasers.get(member)
        deductible = terms.deductible if laser is None else laser.deductible
        eligible = sum(cents for (who, _), cents in by_month.items() if who == member)
        excess = 0 if deductible is None else max(0, eligible - deductible)
        people[member] = {
            "eligible": eligible, "deductible": deductible, "lasered": laser is not None, "excess": excess, "pooled": 0
        }  # fmt: skip
    left = terms.aggregating_deductible
    for month, member in sorted((month, member) for member, month in by_month):
        person = people[member]
        taken = min(left, _lasting_gain(by_month, member, month, person))
        person["pooled"] += taken
        left -= taken
    for person in people.values():
        owed = half_up(Fraction((person["excess"] - person["pooled"]) * terms.reimbursement, 10_000))
        person["reimbursement"] = owed if terms.person_maximum is None else min(owed, terms.person_maximum)
    return people


def _lasting_gain(by_month: dict[tuple[str, date], int], member: str, month: date, person: dict[str, Any]) -> int:
    """Excess that arises in `month` and that no later refund takes away again."""
    if person["deductible"] is None:
        return 0
    months = sorted(when for who, when in by_month if who == member)
    running, excesses = 0, {}
    for when in months:
        running += by_month[member, when]
        excesses[when] = max(0, running - person["deductible"])
    lasting_now = min(excesses[when] for when in months if when >= month)
    earlier = [when for when in months if when < month]
    lasting_before = min(excesses[when] for when in months if when >= earlier[-1]) if earlier else 0
    return lasting_now - lasting_before


def specific_total(people: dict[str, dict[str, Any]], terms: Any) -> int:
    total = sum(person["reimbursement"] for person in people.values())
    return total if terms.annual_maximum is None else min(total, terms.annual_maximum)


def aggregate_counted(by_month: dict[tuple[str, date], int], people: dict[str, dict[str, Any]], policy: Any) -> int:
    """What counts toward the attachment. people: of the specific, empty where there is none."""
    terms, specific = policy.aggregate, policy.specific
    totals: dict[str, int] = defaultdict(int)
    for (member, _), cents in by_month.items():
        totals[member] += cents
    if terms.loss_limit == "none":
        counted = sum(totals.values())
        if specific is not None:
            counted -= specific_total(people, specific)
            for person in people.values():
                if not terms.aggregating_amounts_count:
                    counted -= person["pooled"]
                if person["lasered"] and not terms.lasered_amounts_count:
                    top = person["eligible"]
                    if person["deductible"] is not None:
                        top = min(top, person["deductible"])
                    counted -= max(0, top - specific.deductible)
        return counted
    counted = 0
    for member, total in totals.items():
        person = people.get(member)
        limit = specific.deductible if terms.loss_limit == "specific" else terms.loss_limit
        if person and person["lasered"] and terms.lasered_amounts_count:
            limit = None if person["deductible"] is None else max(limit, person["deductible"])
        above = 0 if limit is None else max(0, total - limit)
        if person and terms.aggregating_amounts_count:
            above -= min(person["pooled"], above)
        counted += total - above
    return counted


def attachment(enrolment: dict[date, dict[str, int]], policy: Any, as_of: date) -> tuple[list[int], int]:
    """Attachment year to date of each month begun, and the year's (latest month repeated, minimum applied)."""
    terms = policy.aggregate.attachment
    months = []
    month = policy.start
    while month < policy.end_exclusive:
        months.append(month)
        month = shift(month, 1)
    known = [_month_attachment(enrolment[month], terms) for month in months if month <= as_of]
    ytd = [half_up(sum(known[: index + 1], Fraction())) for index in range(len(known))]
    projected = half_up(sum(known, Fraction()) + known[-1] * (len(months) - len(known)))
    first = half_up(Fraction(half_up(known[0] * len(months)) * terms.minimum.first_month_share, 10_000))
    return ytd, max(projected, first, terms.minimum.amount)


def _month_attachment(levels: dict[str, int], terms: Any) -> Fraction:
    total = Fraction()
    for level, employees in levels.items():
        if terms.per_employee_per_year is not None:
            factor = Fraction(terms.per_employee_per_year, 12)
        elif terms.expected_per_month is not None:
            expected = terms.expected_per_month.get("composite", terms.expected_per_month.get(level))
            factor = Fraction(half_up(Fraction(expected * terms.corridor, 10_000)))
        else:
            factor = Fraction(terms.factor_per_month.get("composite", terms.factor_per_month.get(level)))
        total += factor * employees
    return total


def aggregate_owed(counted: int, attachment_cents: int, terms: Any) -> int:
    owed = half_up(Fraction(max(0, counted - attachment_cents) * terms.reimbursement, 10_000))
    return owed if terms.annual_maximum is None else min(owed, terms.annual_maximum)

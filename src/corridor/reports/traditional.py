"""Had it been the traditional contract: a fixed premium, renewed yearly by its experience, over the same months.

A thin comparator: enrolment and claims are those of the self-funded plan; the insurer owes all claims and keeps what
the premium leaves. It reserves nothing, pools nothing, and one trend moves a premium by one year.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from corridor.funding.traditional import Traditional
from corridor.money.rounding import BASIS_POINTS, prorate_cents, share_of_cents
from corridor.periods.spans import add_months

MONTHS_OF_YEAR = 12


@dataclass(frozen=True)
class Experience:
    """A month as the plan had it. month: first day. claims_cents: gross; cost_cents: net, with fee and premium.

    Both None in a month without postings.
    """

    month: date
    employees: int
    claims_cents: int | None
    cost_cents: int | None


@dataclass(frozen=True)
class RenewalSteps:
    """How a premium comes about of the one before, step by step; per employee and month but for the first two.

    known_claims_cents: None where none were known, so that expected claims stand for the actual ones.
    """

    known_claims_cents: int | None
    known_employee_months: int
    expected_cents: int
    actual_cents: int
    blended_cents: int
    trended_cents: int
    before_limit_cents: int
    premium_cents: int


@dataclass(frozen=True)
class TraditionalYear:
    """One plan year, so far, under the traditional contract and as it was.

    premium_cents: per employee and month; renewal: how it came about, None in the first year. Before `renewal_on` the
    employer would know nothing of its claims; offer: the next premium, once the months that it builds on are over.
    insurer_keeps_cents: premium less claims, negative where the insurer bears them. cost_cents: of the self-funded
    plan; difference_cents: premium less that cost, which the employer keeps (negative: pays). None: not known.
    """

    insurer: str
    start: date
    renewal_on: date
    premium_cents: int
    renewal: RenewalSteps | None
    offer: RenewalSteps | None
    employee_months: int
    premium_total_cents: int
    claims_cents: int | None
    insurer_keeps_cents: int | None
    cost_cents: int | None
    difference_cents: int | None


def traditional_years(
    months: Sequence[Experience], terms: Traditional, year_start_month: int, as_of: date
) -> list[TraditionalYear]:
    """A row per plan year from the contract's first to the one of `as_of`, oldest first.

    months: of all those years up to the month of `as_of`; one that is missing had nobody enrolled.
    """
    years: list[TraditionalYear] = []
    start = _first_year(terms.premium.effective, year_start_month)
    premium, steps = terms.premium.composite, None
    while start <= as_of:
        end = add_months(start, MONTHS_OF_YEAR)
        own = [month for month in months if start <= month.month < end]
        known_end = add_months(start, terms.renewal.known_months)
        offer = renewed(premium, [month for month in own if month.month < known_end], terms)
        is_offered = as_of >= known_end - timedelta(days=1)
        years.append(_year(terms.insurer, start, end, premium, steps, offer if is_offered else None, own))
        start, premium, steps = end, offer.premium_cents, offer
    return years


def renewed(premium_cents: int, known: Sequence[Experience], terms: Traditional) -> RenewalSteps:
    """The premium after `premium_cents`, by the months whose claims are known.

    Expected claims are the premium less retention. Actual ones are blended with them by credibility, moved by trend,
    and loaded with retention again (premium = claims / target loss ratio); the limit holds the result.
    """
    for_claims_bp = BASIS_POINTS - terms.retention.share
    employee_months = sum(month.employees for month in known)
    claims = total([month.claims_cents for month in known])
    expected = share_of_cents(premium_cents, for_claims_bp)
    # More taken back than paid in the known months is no experience of less than nothing.
    actual = expected if claims is None or not employee_months else prorate_cents(max(claims, 0), 1, employee_months)
    credibility = terms.credibility.share
    blended = share_of_cents(actual, credibility) + share_of_cents(expected, BASIS_POINTS - credibility)
    trended = share_of_cents(blended, BASIS_POINTS + terms.trend.share)
    before_limit = prorate_cents(trended, BASIS_POINTS, for_claims_bp)
    return RenewalSteps(
        known_claims_cents=claims,
        known_employee_months=employee_months,
        expected_cents=expected,
        actual_cents=actual,
        blended_cents=blended,
        trended_cents=trended,
        before_limit_cents=before_limit,
        premium_cents=_within_limit(premium_cents, before_limit, terms),
    )


def total(amounts: Sequence[int | None]) -> int | None:
    """The sum of what is known; None where nothing is."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if known else None


def _within_limit(premium_cents: int, wanted_cents: int, terms: Traditional) -> int:
    if terms.limit is None:
        return wanted_cents
    lowest = share_of_cents(premium_cents, BASIS_POINTS - terms.limit.share)
    highest = share_of_cents(premium_cents, BASIS_POINTS + terms.limit.share)
    return min(max(wanted_cents, lowest), highest)


def _first_year(effective: date, year_start_month: int) -> date:
    first = date(effective.year, year_start_month, 1)
    return first if first <= effective else add_months(first, -MONTHS_OF_YEAR)


def _year(
    insurer: str,
    start: date,
    end: date,
    premium_cents: int,
    renewal: RenewalSteps | None,
    offer: RenewalSteps | None,
    months: Sequence[Experience],
) -> TraditionalYear:
    employee_months = sum(month.employees for month in months)
    claims, cost = total([month.claims_cents for month in months]), total([month.cost_cents for month in months])
    premium_total = premium_cents * employee_months
    return TraditionalYear(
        insurer=insurer,
        start=start,
        renewal_on=end,
        premium_cents=premium_cents,
        renewal=renewal,
        offer=offer,
        employee_months=employee_months,
        premium_total_cents=premium_total,
        claims_cents=claims,
        insurer_keeps_cents=None if claims is None else premium_total - claims,
        cost_cents=cost,
        difference_cents=None if cost is None else premium_total - cost,
    )

"""The first page of an employer: what its plan costs, on its own postings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from corridor.app.services.documents import Documents, documents_of
from corridor.app.services.errors import ServiceError
from corridor.app.services.overview import months as by
from corridor.app.services.overview import reading
from corridor.app.services.overview.codes import ARROWS, Drill, FigureCode
from corridor.app.services.overview.selections import SELECTIONS, DayTotal, days_of
from corridor.app.services.overview.shapes import (
    Arrow,
    Figure,
    Month,
    Overview,
    Parties,
    Result,
    StopLoss,
    YearChoice,
    YearEnd,
    Years,
)
from corridor.app.services.overview.stop_loss import held_by, policy_of, share_bp, stop_loss
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx
from corridor.funding.arrangement import Arrangement
from corridor.periods.spans import Span, month_of, plan_year_of
from corridor.reports.traditional import Experience, TraditionalYear, traditional_years
from corridor.wording.said import listed, said

_ENDS = {
    FigureCode.FUNDS: ("employer", "fund", "paid"),
    FigureCode.CLAIMS_PAID: ("fund", "providers", "paid"),
    FigureCode.FEE: ("fund", "administrator", "paid"),
    FigureCode.PREMIUM: ("fund", "carrier", "paid"),
    FigureCode.REIMBURSEMENT: ("carrier", "fund", "due"),
}


def overview(
    sponsor: str, plan_year: int | None = None, as_of: date | None = None, *, is_named: bool = False
) -> Overview:
    """The overview of a sponsor as of a day.

    plan_year: calendar year of its first day; None: the last one with postings. as_of: None: the day of the newest
    batch. is_named: the largest claimants with their ids, for roles that may see them. Raises ServiceError for a plan
    year before the plan's first or after that of `as_of`.
    """
    with tenant_transaction(sponsor) as tx:
        return _assembled(tx, sponsor, plan_year, as_of, is_named)


@dataclass(frozen=True)
class _Books:
    """What is known of all years. totals: by month. budget: by month."""

    documents: Documents
    head: reading.Head
    as_of: date
    coverage: pl.DataFrame
    days: list[DayTotal]
    totals: dict[date, list[DayTotal]]
    budget: dict[date, by.SetAside]

    @property
    def arrangement(self) -> Arrangement:
        return self.documents.arrangement


def _assembled(tx: Tx, sponsor: str, plan_year: int | None, as_of: date | None, is_named: bool) -> Overview:
    books = _books(tx, as_of)
    years = _years(books, plan_year)
    year = Span(years.start, years.end_exclusive)
    has_claims = books.head.has_claims
    months = by.months_of(year, years.through, books.budget, books.totals, has_claims=has_claims)
    month = max((m for m in books.totals if m in year), default=None)
    held = held_by(tx, books.documents, year, books.as_of)
    insured = held and stop_loss(held, books.coverage, books.documents, year, books.as_of, is_named=is_named)
    return Overview(
        sponsor=sponsor,
        name=books.arrangement.sponsor.name,
        currency=books.arrangement.sponsor.currency,
        as_of=books.as_of,
        batch_seq=books.head.batch_seq,
        is_empty=not books.days,
        has_claims=has_claims,
        years=years,
        parties=_parties(books, year),
        month=month,
        arrows=_arrows(books.totals.get(month, []) if month else [], years.number, month),
        paid=_paid(months, years.number),
        surplus=_surplus(months, years.number),
        fund_balance=_fund_balance(books, years),
        claimant=_claimant(insured, years.number),
        aggregate=_aggregate(insured, years.number),
        stop_loss=insured,
        traditional=_traditional(books, year),
        decisions=reading.latest_decisions(tx, books.documents.products, books.as_of),
        months=months,
        year_end=_year_end(months, years),
    )


def _books(tx: Tx, as_of: date | None) -> _Books:
    documents, head = documents_of(tx), reading.head(tx)
    day = as_of or head.as_of
    coverage = reading.employees_covered(tx)
    days = reading.day_totals(tx, day)
    start = documents.arrangement.charges_from
    budget = by.set_aside(coverage, documents.arrangement, start, day) if start <= day else {}
    return _Books(documents, head, day, coverage, days, by.by_month(days), budget)


def year_span(arrangement: Arrangement, plan_year: int, as_of: date) -> Span:
    """The plan year that begins in a calendar year. Raises ServiceError for one that the plan has not, or not yet."""
    known = plan_years(arrangement, as_of)
    for span in known:
        if span.start.year == plan_year:
            return span
    numbers = listed(str(span.start.year) for span in known)
    raise ServiceError(said("plan year: found {found}, expected one of {years}", found=plan_year, years=numbers))


def plan_years(arrangement: Arrangement, as_of: date) -> list[Span]:
    """From the one in which charges begin to that of `as_of`, which is always there."""
    last = arrangement.plan_year(as_of)
    span = min(arrangement.plan_year(arrangement.charges_from), last)
    years = [span]
    while span.start < last.start:
        span = plan_year_of(span.end_exclusive, arrangement.plan_year_start_month)
        years.append(span)
    return years


def _years(books: _Books, plan_year: int | None) -> Years:
    arrangement, as_of = books.arrangement, books.as_of
    known = plan_years(arrangement, as_of)
    if plan_year is None:
        busy = [span for span in known if any(month in span for month in books.totals)]
        chosen = busy[-1] if busy else known[-1]
    else:
        chosen = year_span(arrangement, plan_year, as_of)
    return Years(
        start=chosen.start,
        end_exclusive=chosen.end_exclusive,
        through=min(chosen.last_day, as_of),
        is_over=chosen.end_exclusive <= as_of,
        all=tuple(_choice(books, span) for span in known),
    )


def _choice(books: _Books, span: Span) -> YearChoice:
    has_claims = books.head.has_claims
    months = by.months_of(span, min(span.last_day, books.as_of), books.budget, books.totals, has_claims=has_claims)
    cents = _last(months).surplus_to_date_cents if months else None
    return YearChoice(span.start.year, span.start, span.end_exclusive <= books.as_of, _result(cents), cents)


def _parties(books: _Books, year: Span) -> Parties:
    arrangement = books.arrangement
    policy = policy_of(books.documents, year, books.as_of)
    carrier = policy[0].carrier if policy else arrangement.stop_loss_premium.payee_name
    return Parties(arrangement.sponsor.name, arrangement.administration_fee.payee_name, carrier)


def _arrows(totals: Sequence[DayTotal], plan_year: int, month: date | None) -> tuple[Arrow, ...]:
    """In a month with postings an arrow without any is a known 0; without such a month none is known."""
    known = {code: None if month is None else SELECTIONS[code].cents(totals) or 0 for code in ARROWS}
    return tuple(
        Arrow(code, *_ends(code), cents, None if cents is None else Drill(code, plan_year, month))
        for code, cents in known.items()
    )


def _ends(code: FigureCode) -> tuple[str, str, str]:
    return _ENDS[code]


def _figure(code: FigureCode, plan_year: int, cents: int | None, against: int | None) -> Figure:
    drill = None if cents is None else Drill(code, plan_year, rank=1 if code is FigureCode.CLAIMANT else None)
    return Figure(code, cents, against, share_bp(cents, against), drill)


def _paid(months: Sequence[Month], plan_year: int) -> Figure:
    last = _last(months)
    return _figure(FigureCode.COST, plan_year, last.cost_to_date_cents, last.budget_to_date_cents)


def _surplus(months: Sequence[Month], plan_year: int) -> Figure:
    last = _last(months)
    return _figure(FigureCode.SURPLUS, plan_year, last.surplus_to_date_cents, last.budget_to_date_cents)


def _fund_balance(books: _Books, years: Years) -> Figure:
    drill = Drill(FigureCode.FUND_BALANCE, years.number)
    days = days_of(drill, Span(years.start, years.end_exclusive), books.as_of)
    is_busy = any(month_of(years.start).start <= month < years.end_exclusive for month in books.totals)
    counted = [day for day in books.days if day.on in days] if is_busy else []
    cents = SELECTIONS[FigureCode.FUND_BALANCE].cents(counted)
    return _figure(drill.code, years.number, cents, books.arrangement.funding.float_target.target_cents)


def _claimant(insured: StopLoss | None, plan_year: int) -> Figure:
    if insured is None or not insured.claimants:
        return _figure(FigureCode.CLAIMANT, plan_year, None, insured.deductible_cents if insured else None)
    largest = insured.claimants[0]
    return _figure(FigureCode.CLAIMANT, plan_year, largest.eligible_cents, largest.deductible_cents)


def _aggregate(insured: StopLoss | None, plan_year: int) -> Figure:
    if insured is None:
        return _figure(FigureCode.AGGREGATE, plan_year, None, None)
    return _figure(FigureCode.AGGREGATE, plan_year, insured.eligible_cents, insured.attachment_cents)


def _traditional(books: _Books, year: Span) -> TraditionalYear | None:
    terms = books.arrangement.traditional
    if terms is None:
        return None
    months: list[Experience] = by.experience(books.budget, books.totals, has_claims=books.head.has_claims)
    years = traditional_years(months, terms, books.arrangement.plan_year_start_month, books.as_of)
    return next((own for own in years if own.start == year.start), None)


def _year_end(months: Sequence[Month], years: Years) -> YearEnd:
    cents = _last(months).surplus_to_date_cents
    drill = None if cents is None else Drill(FigureCode.SURPLUS, years.number)
    return YearEnd(_result(cents), cents, years.is_over, drill)


def _last(months: Sequence[Month]) -> Month:
    """The month with the plan year's sums; a plan year that is shown has begun, and so has a month of it."""
    return months[-1]


def _result(cents: int | None) -> Result | None:
    if cents is None:
        return None
    return "surplus" if cents > 0 else "deficit" if cents < 0 else "even"

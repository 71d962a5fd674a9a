"""The postings behind a figure, a page at a time, and how a budget comes about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from corridor.app.services.documents import Documents, documents_of
from corridor.app.services.errors import ServiceError
from corridor.app.services.overview import reading
from corridor.app.services.overview.assemble import year_span
from corridor.app.services.overview.codes import ARROWS, Drill, FigureCode, drill_of
from corridor.app.services.overview.months import budget_lines
from corridor.app.services.overview.selections import LESS_BUDGET, SELECTIONS, Days, days_of
from corridor.app.services.overview.shapes import Adjustment, BudgetRow, PostingLine, PostingsPage
from corridor.app.services.overview.stop_loss import (
    Held,
    aggregate_adjustments,
    claimant_adjustments,
    eligible_params,
    held_by,
    incurred_join,
    is_eligible,
)
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx
from corridor.ledger.accounts import CLAIMS_EXPENSE
from corridor.periods.spans import Span, add_months
from corridor.wording.said import said

PAGE_SIZE = 50
PAGE_SIZE_MAX = 1_000

_ROW = (
    "e.effective_on, p.account, p.claim_number, p.line_number, e.entry_kind, e.reference, e.entry_key, b.seq,"
    " p.amount_cents"
)
_ENTRY = "join journal_entry e on e.tenant_id = p.tenant_id and e.id = p.entry_id"
_BATCH = "join batch b on b.tenant_id = e.tenant_id and b.id = e.batch_id"
_PAID_AS_POSTED = (
    "stoploss_line pl join journal_entry e on e.tenant_id = pl.tenant_id and e.entry_key = pl.entry_key"
    " join posting p on p.tenant_id = e.tenant_id and p.entry_id = e.id and p.line_number = pl.line_number"
    " and p.claim_number = pl.claim_number and p.account = %(claims_expense)s"
)


@dataclass(frozen=True)
class _Asked:
    """SQL after `from`, with its condition and parameters, of the postings `p` and entries `e` of a figure."""

    source: str
    where: str
    params: dict[str, Any]
    sign: int
    days: Days


@dataclass(frozen=True)
class _Found:
    """A page of postings; number and sum (as the figure counts it) over all pages."""

    rows: tuple[PostingLine, ...]
    postings: int
    cents: int


def figure_postings(
    sponsor: str,
    code: str,
    plan_year: int,
    month: date | None = None,
    *,
    rank: int | None = None,
    page: int = 1,
    page_size: int = PAGE_SIZE,
    as_of: date | None = None,
    reader: str = "",
) -> PostingsPage:
    """A page of the postings that a figure of `overview` is the sum of, newest first, with the sum over all pages.

    code: of FigureCode. month: first day. rank: of a claimant. as_of: None: the day of the newest batch. reader: who
    is named in the log of readings, where the postings are one person's. Raises ServiceError for a code, year, month,
    rank or page that there is not.
    """
    drill = drill_of(code, plan_year, month, rank)
    if page < 1:
        raise ServiceError(said("page: found {found}, expected 1 or more", found=page))
    if not 1 <= page_size <= PAGE_SIZE_MAX:
        raise ServiceError(
            said("rows of a page: found {found}, expected 1 to {most}", found=page_size, most=PAGE_SIZE_MAX)
        )
    with tenant_transaction(sponsor) as tx:
        documents = documents_of(tx)
        day = as_of or reading.head(tx).as_of
        year = _year(documents, drill, day)
        if drill.code in SELECTIONS:
            return _of_accounts(tx, documents, drill, year, day, (page, page_size))
        if drill.code is FigureCode.CLAIMANT:
            tx.log_access(f"postings of claimant {drill.rank} of plan year {plan_year}", "overview", reader)
        return _of_stop_loss(tx, documents, drill, year, day, (page, page_size))


def budget_rows(
    sponsor: str, plan_year: int, month: date | None = None, *, is_to_date: bool = False, as_of: date | None = None
) -> tuple[BudgetRow, ...]:
    """How the budget of a month, or of the plan year up to the month of `as_of`, comes about.

    is_to_date: of the plan year up to the month, as SURPLUS_TO_DATE has it. Raises ServiceError as figure_postings.
    """
    code = FigureCode.SURPLUS_TO_DATE if is_to_date else FigureCode.SURPLUS
    drill = drill_of(code, plan_year, month)
    with tenant_transaction(sponsor) as tx:
        documents = documents_of(tx)
        day = as_of or reading.head(tx).as_of
        year = _year(documents, drill, day)
        return tuple(_budget(tx, documents, drill, year, day))


def _year(documents: Documents, drill: Drill, as_of: date) -> Span:
    """The plan year of a drill. Raises ServiceError for one that there is not, and for a month outside it."""
    year = year_span(documents.arrangement, drill.plan_year, as_of)
    if drill.month is not None and drill.month not in year:
        code, found = str(drill.code), drill.month
        raise ServiceError(
            said("figure {code}: found {found:%Y-%m}, expected a month of the plan year", code=code, found=found)
        )
    return year


def _of_accounts(
    tx: Tx, documents: Documents, drill: Drill, year: Span, as_of: date, paging: tuple[int, int]
) -> PostingsPage:
    selection, days = SELECTIONS[drill.code], days_of(drill, year, as_of)
    where = ["p.account = any(%(accounts)s)", "e.effective_on <= %(last)s"]
    where += ["e.entry_kind = any(%(kinds)s)"] if selection.kinds else []
    where += ["e.effective_on >= %(first)s"] if days.first else []
    params = {"accounts": list(selection.accounts), "kinds": list(selection.kinds), **vars(days)}
    asked = _Asked(f"posting p {_ENTRY}", " and ".join(where), params, selection.sign, days)
    found = _found(tx, asked, paging)
    adjustments = []
    if found.postings and drill.code in LESS_BUDGET:
        budget = sum(row.budget_cents for row in _budget(tx, documents, drill, year, as_of))
        adjustments = [Adjustment("budget", budget)]
    is_known = bool(found.postings) or _is_known_nothing(tx, drill, days)
    return _page(drill, asked, found, adjustments, paging, is_known=is_known)


def _is_known_nothing(tx: Tx, drill: Drill, days: Days) -> bool:
    """Whether a figure without postings is a known 0, as on the overview: an arrow where anything was posted in its
    days, a part of the cost where any cost was."""
    accounts = [] if drill.code in ARROWS else list(SELECTIONS[FigureCode.COST].accounts)
    with tx.cursor() as cursor:
        cursor.execute(
            f"select exists (select from posting p {_ENTRY} where e.effective_on between %(first)s and %(last)s"
            f"{' and p.account = any(%(accounts)s)' if accounts else ''})",
            {"first": days.first, "last": days.last, "accounts": accounts},
        )
        return bool(cursor.fetchone()[0])


def _of_stop_loss(
    tx: Tx, documents: Documents, drill: Drill, year: Span, as_of: date, paging: tuple[int, int]
) -> PostingsPage:
    held = held_by(tx, documents, year, as_of)
    if drill.code is FigureCode.CLAIMANT:
        person = _ranked(held, drill)
        asked = _covered(held, "specific", as_of, person["member_id"])
        found = _found(tx, asked, paging)
        return _page(drill, asked, found, claimant_adjustments(person, found.cents), paging)
    if held is None or held.eligible is None:
        raise ServiceError(said("figure {code}: found no such cover in the plan year", code=str(drill.code)))
    asked = _covered(held, "aggregate", as_of)
    found = _found(tx, asked, paging)
    return _page(drill, asked, found, aggregate_adjustments(held.eligible, found.cents), paging)


def _ranked(held: Held | None, drill: Drill) -> dict[str, Any]:
    people = 0 if held is None else held.claimants.height
    if held is None or drill.rank is None or drill.rank > people:
        raise ServiceError(
            said("figure claimant: found rank {found}, expected one of {count}", found=drill.rank, count=people)
        )
    return held.claimants.row(drill.rank - 1, named=True)


def _covered(held: Held, name: str, as_of: date, member_id: str | None = None) -> _Asked:
    """Postings of the paid lines that a cover of the policy holds, of everybody or of one person."""
    cover = getattr(held.policy, name)
    where = f"pl.paid_on <= %(as_of)s and {is_eligible(held.contract, held.policy, cover, name)}"
    params = eligible_params(held.policy, cover, name) | {"as_of": as_of, "claims_expense": CLAIMS_EXPENSE}
    if member_id is not None:
        where += " and pl.member_id = %(member_id)s"
        params["member_id"] = member_id
    source = _PAID_AS_POSTED + incurred_join(held.contract)
    return _Asked(source, where, params, 1, Days(None, as_of))


def _found(tx: Tx, asked: _Asked, paging: tuple[int, int]) -> _Found:
    """One page of the postings, with number and sum of all of them. Raises ServiceError beyond the last page."""
    page, size = paging
    with tx.cursor() as cursor:
        cursor.execute(
            f"select {_ROW}, count(*) over (), sum(p.amount_cents) over ()::bigint"
            f" from {asked.source} {_BATCH} where {asked.where}"
            " order by e.effective_on desc, p.id desc limit %(size)s offset %(skipped)s",
            asked.params | {"size": size, "skipped": (page - 1) * size},
        )
        rows = cursor.fetchall()
    if not rows and page > 1:
        raise ServiceError(said("page: found {found}, expected one that has postings", found=page))
    count, cents = rows[0][-2:] if rows else (0, 0)
    lines = tuple(PostingLine(*row, counted_cents=asked.sign * row[-1]) for *row, _, _ in rows)
    return _Found(lines, count, asked.sign * cents)


def _page(
    drill: Drill,
    asked: _Asked,
    found: _Found,
    adjustments: Sequence[Adjustment],
    paging: tuple[int, int],
    *,
    is_known: bool | None = None,
) -> PostingsPage:
    page, size = paging
    is_total_known = bool(found.postings) if is_known is None else is_known
    return PostingsPage(
        drill=drill,
        starts_on=asked.days.first,
        through=asked.days.last,
        rows=found.rows,
        postings=found.postings,
        page=page,
        pages=max(1, -(-found.postings // size)),
        postings_cents=found.cents,
        adjustments=tuple(adjustments),
        total_cents=found.cents + sum(part.cents for part in adjustments) if is_total_known else None,
    )


def _budget(tx: Tx, documents: Documents, drill: Drill, year: Span, as_of: date) -> list[BudgetRow]:
    """Of the months that a drill counts; a month that has begun counts whole, as its employees do."""
    days = days_of(drill, year, as_of)
    first = max(days.first or year.start, documents.arrangement.charges_from.replace(day=1))
    end = add_months(days.last.replace(day=1), 1)
    if first >= end:
        return []
    return budget_lines(reading.employees_covered(tx), documents.arrangement, first, end)

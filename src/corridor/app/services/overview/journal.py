"""The journal of a plan year or a month of it, a page at a time, with the accounts' balances beside it."""

from dataclasses import dataclass, fields
from datetime import date

from corridor.app.services.documents import documents_of
from corridor.app.services.errors import ServiceError
from corridor.app.services.overview import reading
from corridor.app.services.overview.assemble import plan_years, year_span
from corridor.app.services.overview.drill import PAGE_SIZE
from corridor.app.services.overview.shapes import PostingLine
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx
from corridor.ledger.accounts import LedgerError, find_account
from corridor.periods.spans import Span, month_of, months_between
from corridor.wording.said import said


@dataclass(frozen=True)
class AccountBalance:
    """An account over the days: balance before, debits and credits (both positive) in them, balance after."""

    account: str
    opening_cents: int
    debit_cents: int
    credit_cents: int
    closing_cents: int
    postings: int


@dataclass(frozen=True)
class JournalPage:
    """Postings of the days, newest entry first, a page of them, and the balances of all accounts.

    years, months: those that may be asked for. account: None where all are shown. totals: over all pages.
    """

    plan_year: int
    years: tuple[int, ...]
    month: date | None
    months: tuple[date, ...]
    account: str | None
    starts_on: date
    through: date
    rows: tuple[PostingLine, ...]
    postings: int
    page: int
    pages: int
    debit_cents: int
    credit_cents: int
    balances: tuple[AccountBalance, ...]

    @property
    def total(self) -> AccountBalance:
        """All accounts together: over a sound journal its balances are 0 and its debits its credits."""
        sums = [sum(getattr(own, name) for own in self.balances) for name in _SUMMED]
        return AccountBalance("", *sums)


_SUMMED = tuple(field.name for field in fields(AccountBalance))[1:]


def journal_page(
    sponsor: str,
    plan_year: int | None = None,
    month: date | None = None,
    account: str | None = None,
    *,
    page: int = 1,
    as_of: date | None = None,
) -> JournalPage:
    """A page of the journal. plan_year: None: that of `as_of`. month: its first day. account: code; None: all.

    as_of: None: the day of the newest batch. Raises ServiceError for a year, month, account or page there is not.
    """
    code = None if account is None else _account(account)
    with tenant_transaction(sponsor) as tx:
        arrangement, day = documents_of(tx).arrangement, as_of or reading.head(tx).as_of
        years = plan_years(arrangement, day)
        year = years[-1] if plan_year is None else year_span(arrangement, plan_year, day)
        begun = Span(year.start, min(year.end_exclusive, date.fromordinal(day.toordinal() + 1)))
        months = tuple(span.start for span in months_between(begun.start, begun.end_exclusive))
        days = _days(begun, months, month)
        balances = _balances(tx, days)
        shown = [own for own in balances if code in (None, own.account)]
        count = sum(own.postings for own in shown)
        pages = max(1, -(-count // PAGE_SIZE))
        if not 1 <= page <= pages:
            raise ServiceError(said("page: found {found}, expected one of {pages}", found=page, pages=pages))
        return JournalPage(
            plan_year=year.start.year,
            years=tuple(span.start.year for span in years),
            month=month,
            months=months,
            account=code,
            starts_on=days.start,
            through=days.last_day,
            rows=_rows(tx, days, code, page),
            postings=count,
            page=page,
            pages=pages,
            debit_cents=sum(own.debit_cents for own in shown),
            credit_cents=sum(own.credit_cents for own in shown),
            balances=balances,
        )


def _account(code: str) -> str:
    try:
        return find_account(code).code
    except LedgerError as error:
        raise ServiceError(error.args[0]) from None


def _days(begun: Span, months: tuple[date, ...], month: date | None) -> Span:
    """What is shown: the plan year so far, or a month of it."""
    if month is None:
        return begun
    if month not in months:
        raise ServiceError(said("month: found {found:%Y-%m}, expected a month of the plan year", found=month))
    return Span(month, min(month_of(month).end_exclusive, begun.end_exclusive))


def _balances(tx: Tx, days: Span) -> tuple[AccountBalance, ...]:
    with tx.cursor() as cursor:
        cursor.execute(
            "select account, coalesce(sum(cents) filter (where not is_in), 0)::bigint,"
            " coalesce(sum(debit) filter (where is_in), 0)::bigint,"
            " coalesce(-sum(cents - debit) filter (where is_in), 0)::bigint,"
            " sum(cents)::bigint, coalesce(sum(legs) filter (where is_in), 0)::bigint from ("
            "  select p.account, e.effective_on >= %s as is_in, sum(p.amount_cents) as cents, count(*) as legs,"
            "  coalesce(sum(p.amount_cents) filter (where p.amount_cents > 0), 0) as debit"
            "  from posting p join journal_entry e on e.tenant_id = p.tenant_id and e.id = p.entry_id"
            "  where e.effective_on < %s group by 1, 2"
            " ) as parts group by 1 order by 1",
            [days.start, days.end_exclusive],
        )
        return tuple(AccountBalance(*row) for row in cursor.fetchall())


def _rows(tx: Tx, days: Span, account: str | None, page: int) -> tuple[PostingLine, ...]:
    with tx.cursor() as cursor:
        cursor.execute(
            "select e.effective_on, p.account, p.claim_number, p.line_number, e.entry_kind, e.reference, e.entry_key,"
            " b.seq, p.amount_cents, p.amount_cents from posting p"
            " join journal_entry e on e.tenant_id = p.tenant_id and e.id = p.entry_id"
            " join batch b on b.tenant_id = e.tenant_id and b.id = e.batch_id"
            " where e.effective_on >= %(first)s and e.effective_on < %(end)s"
            f"{'' if account is None else ' and p.account = %(account)s'}"
            " order by e.effective_on desc, e.id desc, p.leg limit %(size)s offset %(skipped)s",
            {
                "first": days.start,
                "end": days.end_exclusive,
                "account": account,
                "size": PAGE_SIZE,
                "skipped": (page - 1) * PAGE_SIZE,
            },
        )
        return tuple(PostingLine(*row) for row in cursor.fetchall())

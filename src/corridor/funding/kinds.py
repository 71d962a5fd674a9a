"""What each kind of arrangement calls from the employer, who bears claims, and what is left at the end of a year.

pay_as_you_go: what is payable, and the float restored. budgeted_aso: the budget of every month begun; claims draw on
it. level_funding: a twelfth of the claims fund, fee and premium of every month begun. minimum_premium: as payable up
to the year's limit, above it the insurer's. refund, fully_insured: fee and premium; claims are the insurer's
(RULES 2.1).
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from corridor.funding.arrangement import Arrangement
from corridor.funding.budget import budget_by_month
from corridor.funding.enrolment import employees
from corridor.funding.kind_terms import INSURED, MONTHLY
from corridor.funding.payments import CLAIMS as CLAIMS_PAID
from corridor.funding.payments import KIND_OF_ACCOUNT
from corridor.funding.postings import FundingError
from corridor.funding.rates import amounts_by_month
from corridor.funding.recoveries import INSURER
from corridor.ledger.accounts import CLAIMS_ACCOUNT, STOPLOSS_RECOVERABLE, STOPLOSS_RECOVERIES
from corridor.money.split import split_cents
from corridor.periods.spans import month_of
from corridor.records.postings import POSTINGS
from corridor.stoploss.contract import Contract
from corridor.wording.said import said

INSURER_SHARE, INSURER_DEPOSIT = "insurer_share", "insurer_deposit"


@dataclass(frozen=True)
class Standing:
    """What was called and paid before, in cents. dues: of months begun; called: by all calls so far.

    claims: paid in the plan year; insurer: of these, what the insurer bore.
    """

    dues_cents: int = 0
    called_cents: int = 0
    claims_cents: int = 0
    insurer_cents: int = 0


def monthly_dues(coverage: pl.DataFrame, arrangement: Arrangement, as_of: date) -> pl.DataFrame:
    """month (its first day), due_cents of every month begun by `as_of`, for kinds that call by the month.

    Raises FundingError where employees are covered in a month, or at a level, that has no rate.
    """
    start, end = arrangement.charges_from, month_of(as_of).end_exclusive
    if arrangement.funding.kind == "budgeted_aso":
        months = budget_by_month(coverage, arrangement, start, end)
        return months.group_by("month").agg(pl.col("budget_cents").sum().alias("due_cents")).sort("month")
    terms = arrangement.funding.level_funding
    assert terms is not None, "the arrangement states the terms of its kind"
    counts = employees(coverage, arrangement.plan_codes("medical"), start, end)
    charges = [
        amounts_by_month(counts, charge.rates, said("charge of {payee}", payee=charge.payee))
        for charge in (arrangement.administration_fee, arrangement.stop_loss_premium)
    ]
    fixed = pl.concat(charges).group_by("month").agg(pl.col("amount_cents").sum())
    months = _months(start, end).join(fixed, on="month", how="left")
    twelfths = split_cents(terms.claims_fund, [1] * 12)
    own = [twelfths[_place(arrangement, month)] for month in months.get_column("month")]
    due = pl.Series(own, dtype=pl.Int64) + months.get_column("amount_cents").fill_null(0)
    return months.select("month", due.alias("due_cents"))


def _months(start: date, end_exclusive: date) -> pl.DataFrame:
    first = start if start.day == 1 else month_of(start).end_exclusive
    days = pl.date_range(first, end_exclusive, "1mo", closed="left", eager=True).alias("month")
    return pl.DataFrame([days])


def _place(arrangement: Arrangement, month: date) -> int:
    """Which month of its plan year it is, from 0."""
    return (month.month - arrangement.plan_year_start_month) % 12


def needed_cents(arrangement: Arrangement, to_pay_cents: int, has_cents: int, standing: Standing) -> int:
    """What is to be called, 0 or less where nothing is.

    to_pay_cents: payments of the round, less the insurer's share of them. has_cents: in the account, and called.
    """
    target = arrangement.funding.float_target.target_cents
    if arrangement.funding.kind in MONTHLY:
        return standing.dues_cents + target - standing.called_cents
    return to_pay_cents + target - has_cents


def insurer_share_cents(arrangement: Arrangement, claims_now_cents: int, standing: Standing) -> int:
    """Of the claims of a round, what is above the year's limit; negative where claims that were above it came back."""
    terms = arrangement.funding.minimum_premium
    if terms is None:
        return 0
    above = max(0, standing.claims_cents + claims_now_cents - terms.annual_limit)
    return above - standing.insurer_cents


def year_of(arrangement: Arrangement, as_of: date) -> str:
    """What entries of the insurer's share name: the plan year that the payments fall into."""
    return f"{INSURER}{arrangement.plan_year(arrangement.funding.pays_on(as_of)).start.isoformat()}"


def share_postings(cents: int, arrangement: Arrangement, as_of: date) -> pl.DataFrame:
    """The insurer owes its share and pays it on the day on which the call is due."""
    if not cents:
        return POSTINGS.empty()
    own = (STOPLOSS_RECOVERABLE, cents), (STOPLOSS_RECOVERIES, -cents)
    paid = (CLAIMS_ACCOUNT, cents), (STOPLOSS_RECOVERABLE, -cents)
    due_on = arrangement.funding.due_on(as_of)
    rows = [_leg(arrangement, as_of, INSURER_SHARE, as_of, n, *leg) for n, leg in enumerate(own)]
    rows += [_leg(arrangement, as_of, INSURER_DEPOSIT, due_on, n, *leg) for n, leg in enumerate(paid)]
    return POSTINGS.from_rows(rows)


def _leg(
    arrangement: Arrangement, as_of: date, kind: str, on: date, number: int, account: str, cents: int
) -> dict[str, object]:
    return {
        "entry_key": f"{kind}:{as_of.isoformat()}",
        "entry_kind": kind,
        "leg": number,
        "account": account,
        "amount_cents": cents,
        "currency": arrangement.sponsor.currency,
        "effective_on": on,
        "reference": year_of(arrangement, as_of),
    }


def without_insured(items: pl.DataFrame, arrangement: Arrangement, as_of: date) -> tuple[pl.DataFrame, pl.DataFrame]:
    """OPEN_ITEMS that the plan's account pays; POSTINGS by which the insurer takes over the others.

    Where all claims are the insurer's, what is owed for them, or owed back, is off the employer's books.
    """
    if arrangement.funding.kind not in INSURED:
        return items, POSTINGS.empty()
    is_claim = pl.col("account").replace_strict(KIND_OF_ACCOUNT, return_dtype=pl.String) == CLAIMS_PAID
    own, theirs = items.filter(~is_claim), items.filter(is_claim)
    rows = []
    for number, item in enumerate(theirs.iter_rows(named=True)):
        leg = _leg(arrangement, as_of, INSURER_SHARE, as_of, number, item["account"], -item["balance_cents"])
        rows.append(leg | {name: item[name] for name in ("payee", "plan_code", "claim_number")})
    total = int(theirs.get_column("balance_cents").sum())
    if total:
        rows.append(_leg(arrangement, as_of, INSURER_SHARE, as_of, len(rows), STOPLOSS_RECOVERIES, total))
    return own, POSTINGS.from_rows(rows)


def refuse_uncovered(arrangement: Arrangement, contracts: tuple[Contract, ...]) -> None:
    """Raises FundingError where funding is level and no stop-loss contract has an aggregate."""
    is_covered = any(policy.aggregate for contract in contracts for policy in contract.policies)
    if arrangement.funding.kind == "level_funding" and not is_covered:
        raise FundingError(
            said(
                "arrangement of {sponsor}: found level_funding without an aggregate stop-loss, expected a contract"
                " with an aggregate",
                sponsor=arrangement.sponsor.code,
            )
        )

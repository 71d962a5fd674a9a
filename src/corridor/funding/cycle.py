"""The weekly round: what is payable is called from the employer, deposited, and paid out.

Issued basis: payments are cut, held until the deposit is in, and released. One call covers every payable then open
and restores the float. A payee's overpayments are offset against what the same plan owes him, and no other plan
(RULES 4, "Offsets": Peterson v. UnitedHealth).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from corridor.funding import payments as cut
from corridor.funding.arrangement import Arrangement
from corridor.funding.kinds import Standing, insurer_share_cents, needed_cents, share_postings, without_insured
from corridor.funding.offsets import Rules, pair_offsets
from corridor.funding.postings import FundingError
from corridor.ledger.accounts import CLAIMS_ACCOUNT, EMPLOYER_FUNDING, FUNDING_RECEIVABLE
from corridor.records.payment_life import PAYMENT_OFFSETS
from corridor.records.postings import POSTINGS
from corridor.wording.said import said


@dataclass(frozen=True)
class Fund:
    """What the plan has: cents in the claims account, and cents called from the employer but not yet received."""

    bank_cents: int
    called_cents: int


@dataclass(frozen=True)
class FundingCall:
    """A request for money: number, day called, day due, cents."""

    call_number: str
    called_on: date
    due_on: date
    amount_cents: int


@dataclass(frozen=True)
class Deposit:
    """Money received for a call."""

    call_number: str
    received_on: date
    amount_cents: int


@dataclass(frozen=True)
class Cycle:
    """One round. call and deposit are None when nothing is needed or nothing came.

    payments: see funding.payments.PAYMENTS; offsets: payment_number, payee, plan_code, claim_number, amount_cents;
    held: payments that the account could not cover; postings: all of it as journal entries; offset_plans: the
    offsets as PAYMENT_OFFSETS, by the plan whose payment they lessen.
    """

    call: FundingCall | None
    deposit: Deposit | None
    payments: pl.DataFrame
    offsets: pl.DataFrame
    held: pl.DataFrame
    postings: pl.DataFrame
    offset_plans: pl.DataFrame = field(default_factory=PAYMENT_OFFSETS.empty)


def fund_of(journal: pl.DataFrame) -> Fund:
    """The fund as the journal has it; a journal without postings is a fund without money."""
    sums = dict(journal.group_by("account").agg(pl.col("amount_cents").sum()).rows())
    return Fund(sums.get(CLAIMS_ACCOUNT, 0), sums.get(FUNDING_RECEIVABLE, 0))


def run_cycle(
    items: pl.DataFrame,
    fund: Fund,
    arrangement: Arrangement,
    as_of: date,
    *,
    names: Mapping[str, str | None] | None = None,
    received_cents: int | None = None,
    rules: Rules | None = None,
    withheld: Collection[str] = (),
    standing: Standing | None = None,
) -> Cycle:
    """Call on `as_of`, deposit and payments on the days that the arrangement names.

    items: what is open (`funding.payments.open_items`). names: payee -> name. received_cents: what the employer
    deposits; None: the call in full. rules: how plans offset (funding.offsets).
    withheld: payees of whose payments tax is withheld. standing: what was called and paid before, for kinds of
    arrangement that ask (funding.kinds); None: nothing.
    Payments are released oldest first while the account covers them; from the first that it does not cover on, all
    are held and stay payable.
    """
    before = standing or Standing()
    items, taken_over = without_insured(items, arrangement, as_of)
    drafts = cut.withhold(cut.draft_payments(items, arrangement, as_of, names or {}, rules), withheld)
    insurer_cents = insurer_share_cents(arrangement, _claims_cents(drafts), before)
    call = call_for(drafts, fund, arrangement, as_of, before, insurer_cents)
    deposit = _deposit(call, arrangement, received_cents)
    available = fund.bank_cents + insurer_cents + (deposit.amount_cents if deposit else 0)
    released, held = cut.release(drafts, available)
    currency = arrangement.sponsor.currency
    settled = cut.settled_of(released, items, rules)
    parts = [
        call_postings(call, currency) if call else POSTINGS.empty(),
        deposit_postings(deposit, currency) if deposit else POSTINGS.empty(),
        share_postings(insurer_cents, arrangement, as_of),
        taken_over,
        cut.settlement_postings(released, settled, currency),
    ]
    offsets = cut.taken_back(settled)
    return Cycle(call, deposit, released, offsets, held, pl.concat(parts), pair_offsets(settled, rules))


def call_postings(call: FundingCall, currency: str) -> pl.DataFrame:
    """The employer owes the plan what was called: debit funding receivable, credit employer funding."""
    legs = ((FUNDING_RECEIVABLE, call.amount_cents), (EMPLOYER_FUNDING, -call.amount_cents))
    return _entry("funding_call", call.call_number, call.called_on, legs, currency)


def deposit_postings(deposit: Deposit, currency: str) -> pl.DataFrame:
    """The money is in: debit the claims account, credit funding receivable."""
    legs = ((CLAIMS_ACCOUNT, deposit.amount_cents), (FUNDING_RECEIVABLE, -deposit.amount_cents))
    return _entry("deposit", deposit.call_number, deposit.received_on, legs, currency)


def call_for(
    drafts: pl.DataFrame,
    fund: Fund,
    arrangement: Arrangement,
    as_of: date,
    standing: Standing | None = None,
    insurer_cents: int = 0,
) -> FundingCall | None:
    """What the kind of arrangement calls beside `drafts`; None where there is enough.

    On the cleared basis only what the bank has paid is called: the float, less what is left of it.
    insurer_cents: what of the drafts the insurer bears.
    """
    is_issued = arrangement.funding.basis == "issued"
    to_pay = int(drafts.get_column("amount_cents").sum()) - insurer_cents if is_issued else 0
    amount = needed_cents(arrangement, to_pay, fund.bank_cents + fund.called_cents, standing or Standing())
    if amount <= 0:
        return None
    return FundingCall(f"CALL-{as_of:%Y%m%d}", as_of, arrangement.funding.due_on(as_of), amount)


def _claims_cents(drafts: pl.DataFrame) -> int:
    """What drafts pay of claims, tax withheld of it too."""
    claims = drafts.filter(pl.col("kind") == cut.CLAIMS)
    parts = (name for name in ("amount_cents", "withheld_cents") if name in claims.columns)
    return sum(int(claims.get_column(name).sum()) for name in parts)


def _deposit(call: FundingCall | None, arrangement: Arrangement, received_cents: int | None) -> Deposit | None:
    if received_cents is not None and received_cents < 0:
        raise FundingError(said("deposit: found {cents} cents, expected 0 or more", cents=received_cents))
    if call is None:
        if received_cents:
            raise FundingError(
                said("deposit: found {cents} cents, expected none, as nothing was called", cents=received_cents)
            )
        return None
    amount = call.amount_cents if received_cents is None else received_cents
    return Deposit(call.call_number, call.due_on, amount) if amount else None


def _entry(kind: str, number: str, on: date, legs: tuple[tuple[str, int], ...], currency: str) -> pl.DataFrame:
    rows = [
        {
            "entry_key": f"{kind}:{number}",
            "entry_kind": kind,
            "leg": leg,
            "account": account,
            "amount_cents": cents,
            "currency": currency,
            "effective_on": on,
            "reference": number,
        }
        for leg, (account, cents) in enumerate(legs)
    ]
    return POSTINGS.from_rows(rows)

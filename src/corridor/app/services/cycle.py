"""The weekly round of a sponsor: fees and premium accrued, funds called, providers paid, files written."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from corridor.app.services import selectors
from corridor.app.services.called_before import called_before
from corridor.app.services.certifications import families_due
from corridor.app.services.decisions import redecide_families
from corridor.app.services.documents import Documents, documents_of
from corridor.app.services.errors import ServiceError
from corridor.app.services.overpayment_terms import offset_rules
from corridor.app.services.payments.screening import screen
from corridor.app.services.positions import current_positions
from corridor.app.services.remittances import CUT_AT, remittance
from corridor.app.services.subrogation.changes import SUBROGATION
from corridor.app.store.journal import post
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Batch, Tx
from corridor.banking.nacha import credit_file, debit_file
from corridor.claims.terms import terms_of
from corridor.funding.cycle import Cycle, fund_of, run_cycle
from corridor.funding.fees import accrue_charges
from corridor.funding.paid import claims_settled, paid_lines
from corridor.funding.payments import CLAIMS, open_items
from corridor.funding.recoveries import accrue_recoveries, accrued_policies
from corridor.funding.remittance import payment_day
from corridor.ledger.accounts import (
    CLAIMS_ACCOUNT,
    CLAIMS_PAYABLE,
    FEE_EXPENSE,
    FEE_PAYABLE,
    FUNDING_RECEIVABLE,
    PREMIUM_EXPENSE,
    PREMIUM_PAYABLE,
    PROVIDER_RECOVERABLE,
    STOPLOSS_RECOVERIES,
)
from corridor.stoploss.position import Position, stored_rows
from corridor.wording.said import said

CYCLE = "cycle"
ACCOUNTS = {"payee": pl.String, "routing": pl.String, "account": pl.String}
"""Bank accounts of those who are paid by ACH."""


@dataclass(frozen=True)
class Round:
    """What a round did: cents called and paid, how many payments, the names of the files it wrote.

    barred: how many of those who are owed may not be paid (blocked, or on a list of the excluded).
    """

    seq: int
    as_of: date
    called_cents: int
    paid_cents: int
    payments: int
    held: int
    files: tuple[str, ...]
    barred: int = 0


def run_round(
    sponsor: str, as_of: date, accounts: pl.DataFrame, *, second: Executor | None = None, alias: str = "default"
) -> Round:
    """Run the round that is called on `as_of`.

    accounts: ACCOUNTS (and account_type); a payee without one is paid, but in no ACH file. second: another process,
    which writes the 835 meanwhile. Raises FundingError, NachaError or RemittanceError; nothing is written then.
    """
    with tenant_transaction(sponsor, alias) as tx:
        documents = documents_of(tx)
        refuse_confirmed(documents)
        batch = tx.next_batch(CYCLE, as_of, params={"accounts": accounts.to_dicts()})
        has_dues = bool(documents.disability) or terms_of(documents.compiled).has_instalments
        due = families_due(tx, as_of) if has_dues else []
        if due:
            redecide_families(tx, batch, documents, due)
        since = _since_last_round(tx, documents, as_of)
        if since.is_idle and not due:
            tx.seal(batch, {"called_cents": 0, "paid_cents": 0, "payments": 0, "held": 0, selectors.LEFT_OPEN: []})
            return Round(batch.seq, as_of, 0, 0, 0, 0, ())
        if since.may_move_charges:
            accrue(tx, batch, documents)
        claims = selectors.unpaid_claims(tx)
        who = screen(tx, _open_items(tx, claims), payee_names(tx, claims))
        round_ = run_cycle(
            who.items,
            fund(tx),
            documents.arrangement,
            as_of,
            names=who.names,
            rules=offset_rules(documents, as_of),
            withheld=who.withheld,
            standing=called_before(tx, documents.arrangement, as_of),
        )
        _store(tx, batch, documents, round_)
        left_open = sorted(set(claims) - set(claims_settled(round_.postings)))
        writing = _begin(remittance(tx, batch, documents, round_, accounts), second)
        if claims or since.is_new_month or since.is_past_moved or since.is_cover_changed:
            recover(tx, batch, documents, left_open, is_all=since.is_cover_changed)
        files = _write_files(tx, documents, round_, accounts, as_of, writing())
        paid = int(round_.payments.get_column("amount_cents").sum())
        called = round_.call.amount_cents if round_.call else 0
        result: dict[str, Any] = {
            "called_cents": called,
            "paid_cents": paid,
            "payments": round_.payments.height,
            "held": round_.held.height,
            selectors.LEFT_OPEN: left_open,
            "files": list(files),
            "barred": len(who.barred),
        }
        tx.seal(batch, result)
        return Round(batch.seq, as_of, called, paid, round_.payments.height, round_.held.height, files, len(who.barred))


def refuse_confirmed(documents: Documents) -> None:
    """Raises ServiceError where deposits are confirmed: such a round is made of steps."""
    if documents.arrangement.funding.deposits == "confirmed":
        raise ServiceError(
            said(
                "round: found funding.deposits {found}, expected {expected}; begin with `corridor payments prepare`",
                found="confirmed",
                expected="assumed",
            )
        )


@dataclass(frozen=True)
class _Since:
    """What has happened since the last round.

    kinds: of the batches since. is_new_month: of call or payment. is_all_paid: the last round left nothing open.
    is_past_moved: a batch since has decided claims again, or brought money back.
    is_cover_changed: one has changed stop-loss policies.
    """

    kinds: frozenset[str]
    is_new_month: bool
    is_all_paid: bool
    is_past_moved: bool
    is_cover_changed: bool = False

    @property
    def is_idle(self) -> bool:
        """Nothing at all, and the last round left nothing open: this one has nothing to do."""
        return not self.kinds and not self.is_new_month and self.is_all_paid

    @property
    def may_move_charges(self) -> bool:
        """Whether fee and premium may be due anew: with a month, or with whoever enrolled or left."""
        return self.is_new_month or not self.kinds <= selectors.CLAIMS_BATCHES


def _since_last_round(tx: Tx, documents: Documents, as_of: date) -> _Since:
    with tx.cursor() as cursor:
        cursor.execute(
            f"select id, as_of, (result ->> 'held')::int = 0 and result -> '{selectors.LEFT_OPEN}' = '[]'::jsonb"
            " from batch where kind = %s order by seq desc limit 1",
            [CYCLE],
        )
        last = cursor.fetchone()
        if last is None:
            return _Since(frozenset(), is_new_month=True, is_all_paid=False, is_past_moved=True)
        cursor.execute(
            "select kind, coalesce(sum((result ->> 'claims_redecided')::int), 0),"
            " coalesce(sum((result ->> 'policies_changed')::int), 0) from batch where id > %s group by kind",
            [last[0]],
        )
        since = cursor.fetchall()
    days = (last[1], as_of, payment_day(documents.arrangement, last[1]), payment_day(documents.arrangement, as_of))
    is_new_month = len({(day.year, day.month) for day in days}) > 1
    return _Since(
        frozenset(kind for kind, _, _ in since),
        is_new_month,
        last[2],
        is_past_moved=any(redecided or kind == SUBROGATION for kind, redecided, _ in since),
        is_cover_changed=any(policies for _, _, policies in since),
    )


def accrue(tx: Tx, batch: Batch, documents: Documents) -> None:
    """Fee and premium of the months that have begun."""
    journal = selectors.journal(tx, "account = any(%s)", [[FEE_EXPENSE, PREMIUM_EXPENSE]])
    post(tx, batch, accrue_charges(selectors.coverage(tx), documents.arrangement, journal, batch.as_of))


def _open_items(tx: Tx, claims: list[int]) -> pl.DataFrame:
    """Everything owed to payees or by them; of claims payable only `claims` can be open."""
    rows = "(account = any(%s) or (account = %s and claim_number = any(%s)))"
    return open_items(
        selectors.journal(tx, rows, [[PROVIDER_RECOVERABLE, FEE_PAYABLE, PREMIUM_PAYABLE], CLAIMS_PAYABLE, claims])
    )


def fund(tx: Tx) -> Any:
    """The fund as the journal has it (funding.cycle.Fund)."""
    return fund_of(
        tx.read(
            "select account, sum(amount_cents)::bigint as amount_cents from posting where account = any(%s) group by 1",
            [[CLAIMS_ACCOUNT, FUNDING_RECEIVABLE]],
        )
    )


def payee_names(tx: Tx, claims: list[int]) -> dict[str, str]:
    """Payee -> name, as the last of `claims` has it."""
    names = tx.read(
        "select distinct on (payee) coalesce(billing_npi, billing_tax_id) as payee, billing_name as name from claim"
        " where claim_number = any(%s) and coalesce(billing_npi, billing_tax_id) is not null"
        " and billing_name is not null order by payee, id desc",
        [claims],
    )
    return dict(names.rows())


def _store(tx: Tx, batch: Batch, documents: Documents, round_: Cycle) -> None:
    if round_.call:
        tx.insert("funding_call", pl.DataFrame([vars(round_.call)]), batch_id=batch.id)
    store_payments(tx, batch, documents, round_)


def store_payments(tx: Tx, batch: Batch, documents: Documents, round_: Cycle) -> None:
    """The payments of a round, what they take back, their entries, and the lines that they pay."""
    tx.insert("payment", round_.payments.drop("kind", "withheld_cents", strict=False), batch_id=batch.id)
    tx.insert("payment_offset", round_.offset_plans, batch_id=batch.id)
    post(tx, batch, round_.postings)
    claims = claims_settled(round_.postings)
    before = tx.read(
        "select * from paid_line where claim_number = any(%s) and takes_back_paid_on is not null", [claims]
    )
    decisions = selectors.current_decisions(tx, claims)
    tx.insert("paid_line", paid_lines(round_.postings, decisions, documents.products, before), batch_id=batch.id)


def recover(
    tx: Tx,
    batch: Batch,
    documents: Documents,
    left_open: list[int],
    *,
    is_all: bool,
    last_day: date | None = None,
) -> None:
    """Positions after the payments, and what the carrier owes by them.

    left_open: claims that still wait. is_all: policies that are over as well, and nothing under those that are no more.
    last_day: of the payments; None: the arrangement's for a round of the batch's day.
    """
    last_day = last_day or max(batch.as_of, payment_day(documents.arrangement, batch.as_of))
    found = current_positions(tx, documents, last_day, is_all=is_all, unpaid=left_open)
    if not found and not is_all:
        return
    tx.replace("stoploss_position", stored_rows(found), ("contract_code", "policy_start"))
    journal = selectors.journal(tx, "account = %s", [STOPLOSS_RECOVERIES])
    currency = documents.arrangement.sponsor.currency
    owed = {(position.contract_code, position.policy.start): _owed_by_carrier(position, last_day) for position in found}
    if is_all:
        owed = dict.fromkeys(accrued_policies(journal), 0) | owed
    mark = "" if batch.kind == CYCLE else f":{batch.seq}"  # a day has one round, and any number of other batches
    post(tx, batch, accrue_recoveries(owed, journal, batch.as_of, currency, mark))


def _owed_by_carrier(position: Position, on: date) -> int:
    """The specific at once; the aggregate when its year is over and the attachment is known."""
    aggregate = (
        position.aggregate.reimbursement_cents if position.aggregate and on >= position.policy.end_exclusive else 0
    )
    return position.specific_reimbursement_cents + aggregate


def _begin(write: Callable[[], bytes] | None, second: Executor | None) -> Callable[[], bytes | None]:
    """Start writing, elsewhere if there is somebody else; what comes back waits for the content."""
    if write is None:
        return lambda: None
    return second.submit(write).result if second else write


def _write_files(
    tx: Tx, documents: Documents, round_: Cycle, accounts: pl.DataFrame, as_of: date, remittances: bytes | None
) -> tuple[str, ...]:
    written = _ach_files(documents, round_, accounts, as_of)
    if remittances is not None:
        written.append((f"{as_of:%Y-%m-%d}_remittances.835", "835", remittances))
    for name, kind, content in written:
        tx.store_file(content, name, kind, "out")
    return tuple(name for name, _, _ in written)


def _ach_files(
    documents: Documents, round_: Cycle, accounts: pl.DataFrame, as_of: date
) -> list[tuple[str, str, bytes]]:
    arrangement = documents.arrangement
    employer = arrangement.bank.employer_account
    created = datetime.combine(as_of, CUT_AT)
    files = []
    if round_.call:
        content = debit_file(
            arrangement.originator,
            round_.call.call_number,
            round_.call.amount_cents,
            (employer.routing, employer.account, arrangement.sponsor.name),
            created,
            round_.call.due_on,
        )
        files.append((f"{as_of:%Y-%m-%d}_funding.ach", "ach", content))
    claims = round_.payments.filter((pl.col("kind") == CLAIMS) & (pl.col("amount_cents") > 0))
    by_ach = claims.join(accounts.select("payee"), on="payee", how="semi", maintain_order="left")
    if len(by_ach):
        content = credit_file(arrangement.originator, by_ach, accounts, created, payment_day(arrangement, as_of))
        files.append((f"{as_of:%Y-%m-%d}_payments.ach", "ach", content))
    return files

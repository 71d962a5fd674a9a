"""What is funded is released and issued, oldest first; what is not stops, and waits for the next release."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from corridor.app.services import selectors
from corridor.app.services.cycle import fund, recover, store_payments
from corridor.app.services.errors import ServiceError
from corridor.app.services.overpayment_terms import offset_rules
from corridor.app.services.payments.approving import approvers
from corridor.app.services.payments.doing import Doer, Doing, Done, run_of
from corridor.app.services.payments.files import make_files
from corridor.app.services.payments.standing import (
    blocked,
    candidates_of,
    changed_candidates,
    items_of,
    open_now,
    standing_payees,
    usable_accounts,
)
from corridor.funding.cycle import Cycle
from corridor.funding.offsets import Rules, pair_offsets
from corridor.funding.payments import PAYMENTS, release, settlement_postings, taken_back
from corridor.ledger.accounts import CLAIMS_ACCOUNT, UNPRESENTED_PAYMENTS
from corridor.records.payment_life import ISSUED, RELEASED
from corridor.wording.said import said

FIRST_CHEQUE = 1001


@dataclass(frozen=True)
class Release:
    """Release what is funded of a run, the last one where none is named."""

    who: str
    run_number: str | None = None


@dataclass(frozen=True)
class Released:
    """What a release did. paid: PAYMENTS; unfunded, dropped, barred: CANDIDATES that stay payable, and why.

    unfunded: the account does not cover them yet. dropped: what they settle has changed, the next run takes them.
    barred: nothing may be paid to them.
    """

    run_number: str
    paid: pl.DataFrame
    unfunded: pl.DataFrame
    dropped: pl.DataFrame
    barred: pl.DataFrame
    available_cents: int
    files: tuple[str, ...]

    @property
    def short_cents(self) -> int:
        """What has to come in before the rest can be released."""
        left = self.available_cents - int(self.paid.get_column("amount_cents").sum())
        return max(0, int(self.unfunded.get_column("amount_cents").sum()) - left)


def _release(doing: Doing, step: Release) -> Done:
    tx, funding = doing.tx, doing.documents.arrangement.funding
    run = run_of(tx, step.run_number)
    _refuse_early(doing, run)
    waiting = candidates_of(tx, run["run_number"])
    items = items_of(tx, run["run_number"]).filter(
        pl.col("payment_number").is_in(waiting.get_column("payment_number").implode())
    )
    payees = standing_payees(tx)
    reasons = blocked(tx, waiting.select("payee", "payee_name"), payees)
    changed = pl.col("payment_number").is_in(changed_candidates(waiting, items, open_now(tx)))
    barred = pl.col("blocked_by").is_not_null() | pl.col("payee").is_in(list(reasons))
    good = waiting.filter(~changed & ~barred)
    available = fund(tx).bank_cents
    limit = available if funding.basis == "issued" else int(good.get_column("amount_cents").sum())
    funded, unfunded = release(good, limit)
    accounts = usable_accounts(tx, doing.day, payees)
    paid = _issued(doing, funded, accounts)
    round_ = _round(doing, paid, funded, items, offset_rules(doing.documents, run["prepared_on"]))
    _store(doing, step, round_)
    names = make_files(doing, run["run_number"], round_, accounts, payees)
    answer = Released(
        run["run_number"], paid, unfunded, waiting.filter(changed), waiting.filter(barred & ~changed), available, names
    )
    return answer, _counts(answer)


def _refuse_early(doing: Doing, run: Mapping[str, Any]) -> None:
    number, needed = run["run_number"], run["approvals_needed"]
    found = len(approvers(doing.tx, number))
    if found < needed:
        raise ServiceError(
            said(
                "payment run {run}: found {found} approvals, expected {needed}", run=number, found=found, needed=needed
            )
        )
    if doing.day < run["pays_on"]:
        raise ServiceError(
            said(
                "payment run {run}: found {day}, expected {first} or later",
                run=number,
                day=doing.day,
                first=run["pays_on"],
            )
        )


def _issued(doing: Doing, funded: pl.DataFrame, accounts: pl.DataFrame) -> pl.DataFrame:
    """PAYMENTS with withheld_cents: how each goes now, cheques with the next numbers."""
    has_account = pl.col("payee").is_in(accounts.get_column("payee").implode())
    way = pl.when(pl.col("amount_cents") == 0).then(pl.lit("NON"))
    ways = funded.with_columns(
        way.when(has_account).then(pl.lit("ACH")).otherwise(pl.lit("CHK")).alias("method"),
        pl.lit(doing.day).alias("paid_on"),
    )
    last = doing.tx.scalar("select max(trace::bigint) from payment where method = 'CHK'") or FIRST_CHEQUE - 1
    is_cheque = pl.col("method") == "CHK"
    cheque = (is_cheque.cum_sum() + last).cast(pl.String)
    numbered = ways.with_columns(pl.when(is_cheque).then(cheque).otherwise("trace").alias("trace"))
    return numbered.select(*PAYMENTS.schema, "withheld_cents")


def _round(doing: Doing, paid: pl.DataFrame, funded: pl.DataFrame, items: pl.DataFrame, rules: Rules) -> Cycle:
    of = paid.select("payment_number", "kind", "payee", "paid_on")
    settled = of.join(items, on="payment_number", how="inner", maintain_order="left_right")
    account = CLAIMS_ACCOUNT if doing.documents.arrangement.funding.basis == "issued" else UNPRESENTED_PAYMENTS
    postings = settlement_postings(paid, settled, doing.currency, account)
    return Cycle(None, None, paid, taken_back(settled), funded.clear(), postings, pair_offsets(settled, rules))


def _store(doing: Doing, step: Release, round_: Cycle) -> None:
    tx, payments = doing.tx, round_.payments
    store_payments(tx, doing.batch, doing.documents, round_)
    rows = []
    for number, trace in payments.select("payment_number", "trace").iter_rows():
        event = {"payment_number": number, "happened_on": doing.day, "actor": step.who}
        rows.append(event | {"event": RELEASED})
        rows.append(event | {"event": ISSUED, "entry_key": f"payment:{number}", "reference": trace})
    doing.add_events(rows)
    if payments.height:
        recover(tx, doing.batch, doing.documents, selectors.unpaid_claims(tx), is_all=False, last_day=doing.day)


def _counts(done: Released) -> dict[str, Any]:
    return {
        "run_number": done.run_number,
        "paid_cents": int(done.paid.get_column("amount_cents").sum()),
        "payments": done.paid.height,
        "held": done.unfunded.height,
        "dropped": done.dropped.height,
        "barred": done.barred.height,
        "files": list(done.files),
    }


DO: dict[type, Doer] = {Release: _release}

"""A run is prepared: what is payable becomes candidates, which are held, and the money for them is called."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from corridor.app.services.called_before import called_before
from corridor.app.services.certifications import families_due
from corridor.app.services.cycle import accrue, fund, payee_names
from corridor.app.services.decisions import redecide_families
from corridor.app.services.errors import ServiceError
from corridor.app.services.overpayment_terms import offset_rules
from corridor.app.services.payments.approving import people_needed
from corridor.app.services.payments.doing import Doer, Doing, Done, refuse_assumed
from corridor.app.services.payments.standing import blocked, open_now, standing_payees, usable_accounts
from corridor.claims.terms import terms_of
from corridor.funding.cycle import FundingCall, call_for, call_postings
from corridor.funding.payee_checks import withheld_cents
from corridor.funding.payments import draft_payments, settled_of
from corridor.funding.remittance import payment_day
from corridor.records.payment_life import CANDIDATE_ITEMS, CANDIDATES, RUNS
from corridor.wording.said import said


@dataclass(frozen=True)
class Prepare:
    """Prepare the run of a day."""

    who: str


@dataclass(frozen=True)
class Prepared:
    """A run: what it would pay, whom it may not pay, and what was called for it."""

    run_number: str
    call_number: str | None
    called_cents: int
    candidates: pl.DataFrame

    @property
    def payable_cents(self) -> int:
        """Sum of what may be paid."""
        return int(self.candidates.filter(pl.col("blocked_by").is_null()).get_column("amount_cents").sum())


def _prepare(doing: Doing, step: Prepare) -> Done:
    refuse_assumed(doing.documents)
    number = f"RUN-{doing.day:%Y%m%d}"
    _refuse_out_of_order(doing, number)
    _bring_up_to_date(doing)
    candidates, items = _candidates(doing, number)
    may_be_paid = candidates.filter(pl.col("blocked_by").is_null())
    arrangement = doing.documents.arrangement
    before = called_before(doing.tx, arrangement, doing.day)
    call = call_for(may_be_paid, fund(doing.tx), arrangement, doing.day, before)
    if call:
        _call(doing, call)
    called = call.amount_cents if call else 0
    run = Prepared(number, call.call_number if call else None, called, candidates)
    row = {
        "run_number": number,
        "prepared_on": doing.day,
        "pays_on": payment_day(doing.documents.arrangement, doing.day),
        "call_number": run.call_number,
        "prepared_by": step.who,
        "amount_cents": run.payable_cents,
        "approvals_needed": people_needed(
            run.payable_cents, doing.documents.arrangement.funding.payments.approval_limit
        ),
    }
    doing.insert("payment_run", RUNS.from_rows([row]))
    doing.insert("payment_candidate", candidates)
    doing.insert("payment_candidate_item", items)
    counts = {"run_number": number, "called_cents": called, "payable_cents": run.payable_cents}
    return run, counts | {"candidates": candidates.height, "blocked": candidates.height - may_be_paid.height}


def _refuse_out_of_order(doing: Doing, number: str) -> None:
    """A day has one run, and runs come in the order of their days."""
    last = doing.tx.scalar("select max(prepared_on) from payment_run")
    if last is not None and doing.day <= last:
        raise ServiceError(said("payment run {run}: found one of {last}, expected a later day", run=number, last=last))
    taken = doing.tx.scalar("select max(called_on) from funding_call")
    if taken is not None and doing.day <= taken:
        raise ServiceError(
            said("payment run {run}: found a call of {last}, expected a later day", run=number, last=taken)
        )


def _bring_up_to_date(doing: Doing) -> None:
    """Certified instalments that are due are decided, charges of months that have begun accrued."""
    has_dues = bool(doing.documents.disability) or terms_of(doing.documents.compiled).has_instalments
    due = families_due(doing.tx, doing.day) if has_dues else []
    if due:
        redecide_families(doing.tx, doing.batch, doing.documents, due)
    accrue(doing.tx, doing.batch, doing.documents)


def _call(doing: Doing, call: FundingCall) -> None:
    doing.insert("funding_call", pl.DataFrame([vars(call)]))
    doing.post(call_postings(call, doing.currency))


def _candidates(doing: Doing, run: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """CANDIDATES and CANDIDATE_ITEMS of the run."""
    tx, documents = doing.tx, doing.documents
    items, rules = open_now(tx), offset_rules(documents, doing.day)
    payees = standing_payees(tx)
    claims = items.get_column("claim_number").drop_nulls().to_list()
    names = payee_names(tx, claims) | dict(payees.select("payee", "name").iter_rows())
    drafts = draft_payments(items, documents.arrangement, doing.day, names, rules)
    settled = settled_of(drafts, items, rules).with_columns(
        pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over("payment_number").alias("item_number")
    )
    withheld = set(payees.filter("is_withheld").get_column("payee"))
    reasons = blocked(tx, drafts.select("payee", "payee_name"), payees)
    banks = set(usable_accounts(tx, doing.day, payees).get_column("payee"))
    rows = [_candidate(row, run, withheld, reasons, banks) for row in drafts.to_dicts()]
    return CANDIDATES.from_rows(rows), CANDIDATE_ITEMS.conform(settled)


def _candidate(
    draft: dict[str, Any],
    run: str,
    withheld: set[str],
    reasons: dict[str, str],
    banks: set[str],
) -> dict[str, Any]:
    payee, gross = draft["payee"], draft["amount_cents"]
    kept = withheld_cents(gross, draft["paid_on"]) if payee in withheld else 0
    way = "NON" if not gross - kept else "ACH" if payee in banks else "CHK"
    facts = {name: draft[name] for name in CANDIDATES.schema if name in draft}
    return facts | {
        "run_number": run,
        "amount_cents": gross - kept,
        "withheld_cents": kept,
        "method": way,
        "blocked_by": reasons.get(payee),
    }


DO: dict[type, Doer] = {Prepare: _prepare}

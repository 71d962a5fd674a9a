"""The page of payments: the last run with what it waits for, and the payments with where each stands; the payees."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from corridor.app.services.access.seats import Place
from corridor.app.services.cycle import fund
from corridor.app.services.documents import Documents, documents_of
from corridor.app.services.payments.approving import approvers
from corridor.app.services.payments.deposits import open_calls
from corridor.app.services.payments.standing import (
    candidates_of,
    payments_standing,
    stale_numbers,
    standing_accounts,
    standing_payees,
)
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx
from corridor.funding.payment_life import shares_of
from corridor.funding.payments import CLAIMS, FEE, PREMIUM, release
from corridor.money.cents import MoneyError, parse_cents
from corridor.records.payment_life import RUNS

MOST = 200
"""Rows of a list; a search finds the others."""


@dataclass(frozen=True)
class Run:
    """The last run on a day.

    stage: what it waits for: `approval` by another person, its `day`, `money`, `release`, or nothing (`done`).
    waiting, barred: CANDIDATES that may be paid and have not been, and that may not be paid. fundable: how many of
    those that wait the account covers. short_cents: what has to come in for the rest.
    """

    facts: dict[str, Any]
    approvers: tuple[str, ...]
    waiting: tuple[dict[str, Any], ...]
    barred: tuple[dict[str, Any], ...]
    fundable: int
    short_cents: int
    released_cents: int
    stage: str


@dataclass(frozen=True)
class PaymentsPage:
    """What the page shows. payments: those found (with kind), MOST at most, newest first; found: how many there are.

    run: None where no run was prepared. is_stepwise: whether payments are made in steps, or by the weekly round.
    calls: funding.calls that wait for money. stale: how many cheques nobody has presented in time.
    """

    run: Run | None
    is_stepwise: bool
    calls: tuple[dict[str, Any], ...]
    shares: dict[str, int]
    payments: tuple[dict[str, Any], ...]
    found: int
    stale: int


def payments_page(place: Place, day: date, state: str = "", find: str = "") -> PaymentsPage:
    """The page on a day. state: only payments that stand so. find: a part of a number, payee or trace, or an amount."""
    with tenant_transaction(place.sponsor, actor=place.who) as tx:
        tx.log_access("payments", state or "all", place.who)
        documents = documents_of(tx)
        every = payments_standing(tx)
        found = every.filter(_asked(state, find)).sort("paid_on", "payment_number", descending=True)
        return PaymentsPage(
            run=_last_run(tx, documents, day),
            is_stepwise=documents.arrangement.funding.deposits == "confirmed",
            calls=tuple(open_calls(tx).to_dicts()),
            shares=shares_of(every),
            payments=tuple(found.head(MOST).with_columns(_kind(documents)).to_dicts()),
            found=found.height,
            stale=len(stale_numbers(every, documents, day)),
        )


def _last_run(tx: Tx, documents: Documents, day: date) -> Run | None:
    runs = tx.read(
        f"select {', '.join(RUNS.schema)} from payment_run order by prepared_on desc, run_number desc limit 1"
    )
    if runs.is_empty():
        return None
    facts = runs.row(0, named=True)
    number = facts["run_number"]
    candidates = candidates_of(tx, number)
    waiting = candidates.filter(pl.col("blocked_by").is_null())
    released = tx.scalar(
        "select coalesce(sum(p.amount_cents), 0)::bigint from payment p join payment_candidate c"
        " using (tenant_id, payment_number) where c.run_number = %s",
        [number],
    )
    needed = int(waiting.get_column("amount_cents").sum())
    available = fund(tx).bank_cents if documents.arrangement.funding.basis == "issued" else needed
    by = tuple(approvers(tx, number))
    fundable = release(waiting, available)[0].height
    return Run(
        facts,
        by,
        tuple(waiting.to_dicts()),
        tuple(candidates.filter(pl.col("blocked_by").is_not_null()).to_dicts()),
        fundable,
        max(0, needed - available),
        released,
        _stage(facts, len(by), waiting.height, fundable, day),
    )


def _stage(run: dict[str, Any], approvals: int, waiting: int, fundable: int, day: date) -> str:
    if not waiting:
        return "done"
    if approvals < run["approvals_needed"]:
        return "approval"
    if day < run["pays_on"]:
        return "day"
    return "release" if fundable else "money"


def _kind(documents: Documents) -> pl.Expr:
    """What a payment pays, by its payee."""
    arrangement = documents.arrangement
    charges = {arrangement.administration_fee.payee: FEE, arrangement.stop_loss_premium.payee: PREMIUM}
    return pl.col("payee").replace_strict(charges, default=CLAIMS, return_dtype=pl.String).alias("kind")


def _asked(state: str, find: str) -> pl.Expr:
    wanted, stands = find.strip().casefold(), pl.col("state") == state if state else pl.lit(True)
    if not wanted:
        return stands
    texts = (pl.col(name).fill_null("").str.to_lowercase() for name in ("payment_number", "payee", "trace"))
    has = pl.any_horizontal(text.str.contains(wanted, literal=True) for text in texts)
    try:
        return stands & (has | (pl.col("amount_cents") == abs(parse_cents(wanted))))
    except MoneyError:
        return stands & has


@dataclass(frozen=True)
class PayeesPage:
    """Payees found, MOST at most, each with its last account; found: how many there are."""

    payees: tuple[dict[str, Any], ...]
    found: int


def payees_page(place: Place, day: date, find: str = "") -> PayeesPage:
    """Payees as they stand on a day. find: a part of the identifier or of the name.

    Each with account: none, `waits` (another person has to confirm it, or its days are not over), `untried`, `tried`
    (the prenote's days run), `usable` or `blocked`; and the last digits of its number.
    """
    wanted = find.strip().casefold()
    with tenant_transaction(place.sponsor, actor=place.who) as tx:
        tx.log_access("payees", "list", place.who)
        payees, accounts = standing_payees(tx), standing_accounts(tx)
    last = accounts.unique("payee", keep="last", maintain_order=True).select(
        "payee",
        "entered_by",
        "waits_until",
        "usable_on",
        pl.col("account").str.tail(4).alias("account_ends_in"),
        _state_of_account(day).alias("account"),
    )
    texts = (pl.col(name).str.to_lowercase() for name in ("payee", "name"))
    found = payees.filter(pl.any_horizontal(text.str.contains(wanted, literal=True) for text in texts))
    rows = found.join(last, on="payee", how="left", maintain_order="left")
    return PayeesPage(tuple(rows.head(MOST).to_dicts()), rows.height)


def _state_of_account(day: date) -> pl.Expr:
    return (
        pl.when(pl.col("blocked_on").is_not_null())
        .then(pl.lit("blocked"))
        .when(pl.col("confirmed_on").is_null())
        .then(pl.lit("waits"))
        .when(pl.col("usable_on").is_null())
        .then(pl.lit("untried"))
        .when(pl.col("usable_on") > day)
        .then(pl.lit("tried"))
        .otherwise(pl.lit("usable"))
    )

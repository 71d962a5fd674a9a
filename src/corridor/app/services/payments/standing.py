"""How payees, runs and payments stand: read from rows that only grow."""

from datetime import date

import polars as pl

from corridor.app.services import selectors
from corridor.app.services.documents import Documents, documents_of
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx
from corridor.funding.payment_life import BUCKETS, OUTSTANDING, shares_of, stale_on, state_after
from corridor.funding.payments import OPEN_ITEMS, open_items
from corridor.funding.screening import matches
from corridor.ledger.accounts import CLAIMS_PAYABLE, FEE_PAYABLE, PREMIUM_PAYABLE, PROVIDER_RECOVERABLE
from corridor.records.payment_life import CANDIDATE_ITEMS, CANDIDATES, LISTED, PAYEE_ACCOUNTS, PAYEES

BLOCKED_BY_HAND = "blocked"
_OPEN = """
    account = any(%s) or (account = %s and claim_number in (
        select claim_number from posting where account = %s
        group by claim_number having sum(amount_cents) <> 0))
"""


def open_now(tx: Tx) -> pl.DataFrame:
    """OPEN_ITEMS of everything owed to payees or by them."""
    others = [PROVIDER_RECOVERABLE, FEE_PAYABLE, PREMIUM_PAYABLE]
    return open_items(selectors.journal(tx, f"({_OPEN})", [others, CLAIMS_PAYABLE, CLAIMS_PAYABLE]))


def standing_payees(tx: Tx) -> pl.DataFrame:
    """PAYEES as they stand: the last change of each."""
    columns = ", ".join(PAYEES.schema)
    return PAYEES.conform(
        tx.read(f"select distinct on (payee) {columns} from payee order by payee, change_number desc")
    )


def standing_accounts(tx: Tx) -> pl.DataFrame:
    """PAYEE_ACCOUNTS with confirmed_on, usable_on (of its prenote) and blocked_on."""
    columns = ", ".join(f"a.{name}" for name in PAYEE_ACCOUNTS.schema)
    return tx.read(
        f"select {columns}, max(e.done_on) filter (where e.event = 'confirmed') as confirmed_on,"
        " max(e.usable_on) filter (where e.event = 'prenoted') as usable_on,"
        " max(e.done_on) filter (where e.event = 'blocked') as blocked_on"
        " from payee_account a left join payee_account_event e"
        "  on (e.tenant_id, e.payee, e.account_number) = (a.tenant_id, a.payee, a.account_number)"
        f" group by {columns} order by a.payee, a.account_number"
    )


def usable_accounts(tx: Tx, day: date, payees: pl.DataFrame) -> pl.DataFrame:
    """payee, routing, account, account_type of those who may be paid by ACH on the day: each payee's last such account.

    It is confirmed by another person, was prenoted long enough ago, and did not come back.
    """
    by_ach = payees.filter(pl.col("method") == "ach").select("payee")
    ready = standing_accounts(tx).filter(
        pl.col("confirmed_on").is_not_null() & (pl.col("usable_on") <= day) & pl.col("blocked_on").is_null()
    )
    last = ready.join(by_ach, on="payee", how="semi").unique("payee", keep="last", maintain_order=True)
    return last.select("payee", "routing", "account", "account_type")


def blocked(tx: Tx, paid: pl.DataFrame, payees: pl.DataFrame) -> dict[str, str]:
    """Payee -> why nothing may be paid to it. paid: payee, payee_name. payees: PAYEES that stand.

    Of each list the rows that its last load brought count.
    """
    lists = tx.read(
        f"select {', '.join(LISTED.schema)} from listed l where batch_id ="
        " (select max(batch_id) from listed same where same.list_name = l.list_name)"
    )
    found = matches(paid, payees, LISTED.conform(lists))
    by_hand = payees.filter("is_blocked").select("payee", pl.coalesce("reason", pl.lit(BLOCKED_BY_HAND)))
    return found | dict(by_hand.iter_rows())


def candidates_of(tx: Tx, run: str) -> pl.DataFrame:
    """CANDIDATES of a run in the order in which they wait, without those released already."""
    columns = ", ".join(f"c.{name}" for name in CANDIDATES.schema)
    return CANDIDATES.conform(
        tx.read(
            f"select {columns} from payment_candidate c where c.run_number = %s and not exists"
            " (select from payment p where p.payment_number = c.payment_number) order by c.payment_number",
            [run],
        )
    )


def items_of(tx: Tx, run: str) -> pl.DataFrame:
    """CANDIDATE_ITEMS of a run."""
    columns = ", ".join(f"i.{name}" for name in CANDIDATE_ITEMS.schema)
    return CANDIDATE_ITEMS.conform(
        tx.read(
            f"select {columns} from payment_candidate_item i join payment_candidate c using (tenant_id, payment_number)"
            " where c.run_number = %s order by i.payment_number, i.item_number",
            [run],
        )
    )


def changed_candidates(candidates: pl.DataFrame, items: pl.DataFrame, now: pl.DataFrame) -> list[str]:
    """Numbers of the candidates of which an item is no longer open as it was. now: OPEN_ITEMS."""
    key = [name for name in OPEN_ITEMS.key if name != "payee"]
    payees = items.join(candidates.select("payment_number", "payee"), on="payment_number")
    same = payees.join(
        now.select(*key, "payee", "balance_cents"), on=[*key, "payee", "balance_cents"], how="anti", nulls_equal=True
    )
    return same.get_column("payment_number").unique().sort().to_list()


def payments_standing(tx: Tx, numbers: list[str] | None = None) -> pl.DataFrame:
    """payment_number, payee, payee_name, paid_on, amount_cents, method, trace, state, bucket, reference (of its issue).

    numbers: these only. A payment of the weekly round has no events before its first.
    """
    where = "true" if numbers is None else "p.payment_number = any(%s)"
    found = tx.read(
        "select p.payment_number, p.payee, p.payee_name, p.paid_on, p.amount_cents, p.method, p.trace,"
        " (select string_agg(e.event, ' ' order by e.event_number) from payment_event e"
        "  where (e.tenant_id, e.payment_number) = (p.tenant_id, p.payment_number)) as events,"
        " (select e.reference from payment_event e where e.event = 'issued'"
        "  and (e.tenant_id, e.payment_number) = (p.tenant_id, p.payment_number)) as reference"
        f" from payment p where {where} order by p.paid_on, p.payment_number",
        None if numbers is None else [numbers],
    )
    states = [state_after((events or "").split()) for events in found.get_column("events")]
    state = pl.Series("state", states, dtype=pl.String)
    buckets = pl.Series("bucket", [BUCKETS[one] for one in states], dtype=pl.String)
    return found.drop("events").with_columns(state, buckets)


def entries_of(tx: Tx, number: str) -> pl.DataFrame:
    """POSTINGS of the entries of a payment, their reversals too."""
    return selectors.journal(tx, "reference = %s and entry_kind <> 'decision' order by entry_key, leg", [number])


def standing(sponsor: str, state: str | None = None, *, alias: str = "default") -> tuple[pl.DataFrame, dict[str, int]]:
    """Payments (`payments_standing`), all or those of one state, and the shares of all (funding.payment_life)."""
    with tenant_transaction(sponsor, alias) as tx:
        found = payments_standing(tx)
    shares = shares_of(found)
    return (found if state is None else found.filter(pl.col("state") == state)), shares


def stale_due(sponsor: str, day: date, *, alias: str = "default") -> list[str]:
    """Numbers of the cheques that nobody has presented in time."""
    with tenant_transaction(sponsor, alias) as tx:
        return stale_numbers(payments_standing(tx), documents_of(tx), day)


def stale_numbers(payments: pl.DataFrame, documents: Documents, day: date) -> list[str]:
    """The same of `payments_standing`."""
    after = documents.arrangement.funding.payments.stale_after_days
    waiting = payments.filter((pl.col("state") == OUTSTANDING) & (pl.col("method") == "CHK"))
    is_due = [stale_on(paid_on, after) <= day for paid_on in waiting.get_column("paid_on")]
    return waiting.filter(pl.Series(is_due, dtype=pl.Boolean)).get_column("payment_number").to_list()


def payees_and_accounts(sponsor: str, *, alias: str = "default") -> pl.DataFrame:
    """Payees as they stand, each with the end of its last account's number and whether that account is in use."""
    with tenant_transaction(sponsor, alias) as tx:
        payees, accounts = standing_payees(tx), standing_accounts(tx)
    last = accounts.unique("payee", keep="last", maintain_order=True).select(
        "payee",
        pl.col("account").str.tail(4).alias("account_ends_in"),
        (pl.col("usable_on").is_not_null() & pl.col("blocked_on").is_null()).alias("is_usable"),
    )
    return payees.join(last, on="payee", how="left", maintain_order="left")

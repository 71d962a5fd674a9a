"""Entries balance, are stored once under their key, and what changed behind our back breaks the chain."""

import polars as pl
import psycopg
import pytest

from corridor.app.store.chain import verify_chain
from corridor.app.store.connect import Store
from corridor.app.store.errors import Refused
from corridor.app.store.journal import post
from corridor.app.store.server.cluster import BOOTSTRAP
from corridor.app.store.tenancy import tenant_transaction
from tests.app.store.conftest import DAY, postings


def accounts(tx) -> None:
    tx.insert("account", pl.DataFrame({"code": ["1000", "2000"], "name": ["a", "b"], "kind": ["asset", "liability"]}))


def test_an_unbalanced_entry_is_refused_by_name(tenant: str) -> None:
    crooked = postings("decision:1:0", "decision:2:0").with_columns(
        amount_cents=pl.when((pl.col("entry_key") == "decision:2:0") & (pl.col("leg") == 0))
        .then(101)
        .otherwise("amount_cents")
    )
    refusal = pytest.raises(Refused, match="entry decision:2:0: found a sum of 1 cents, expected 0")
    with tenant_transaction(tenant) as tx:
        accounts(tx)
    with refusal, tenant_transaction(tenant) as tx:
        post(tx, tx.next_batch("load", DAY), crooked)


def test_a_leg_is_never_added_to_an_entry(filled: str) -> None:
    extra = "insert into posting (tenant_id, entry_id, leg, account, amount_cents, currency)"
    refusal = "entry decision:1:0: found 2 legs at once, expected all 2, numbered from 0"
    with pytest.raises(Refused, match=refusal), tenant_transaction(filled) as tx:
        tx.execute(
            f"{extra} select tenant_id, id, leg, '1000', cents, 'USD' from journal_entry"
            " cross join (values (2, 5), (3, -5)) as v (leg, cents) where entry_key = 'decision:1:0'"
        )


def test_an_account_outside_the_chart_is_refused(tenant: str) -> None:
    with pytest.raises(Refused, match="23503, posting, posting_account_fk"), tenant_transaction(tenant) as tx:
        post(tx, tx.next_batch("load", DAY), postings("decision:1:0"))


def test_the_same_key_with_the_same_body_is_a_replay(filled: str) -> None:
    with tenant_transaction(filled) as tx:
        batch = tx.next_batch("again", DAY)
        assert post(tx, batch, postings("decision:1:0", "decision:3:0")) == 1
        tx.seal(batch)
        assert tx.scalar("select count(*) from posting") == 6


def test_the_same_key_with_another_body_is_an_error(filled: str) -> None:
    refusal = pytest.raises(Refused, match="entry decision:1:0: found another body under the same key")
    with refusal, tenant_transaction(filled) as tx:
        post(tx, tx.next_batch("again", DAY), postings("decision:1:0", cents=7))


def test_balances_are_sums_and_an_unused_account_says_so(filled: str) -> None:
    with tenant_transaction(filled) as tx:
        tx.insert("account", pl.DataFrame({"code": ["3000"], "name": ["c"], "kind": ["income"]}))
        rows = tx.read("select code, balance_cents, postings from account_balance order by code").rows()
    assert rows == [("1000", 200, 2), ("2000", -200, 2), ("3000", 0, 0)]


# the chain

LINK = "batch 1, load: found another hash link"
PLANTED = {
    "update decision set plan_paid_cents = plan_paid_cents + 1 where claim_number = 2": LINK,
    "update posting set amount_cents = amount_cents * 2": LINK,
    "delete from payment": LINK,
    "update batch set as_of = as_of + 1": LINK,
    "update claim set patient_last_name = 'Other' where claim_number = 3": LINK,
    "update stored_file set content = content || 'x'::bytea": "found other bytes, expected SHA-256",
}


@pytest.mark.parametrize("change", PLANTED)
def test_a_change_behind_our_back_breaks_the_chain(filled: str, store: Store, change: str) -> None:
    with tenant_transaction(filled) as tx:
        assert verify_chain(tx.cursor()) == []
        tenant_id, database = tx.tenant_id, tx.scalar("select current_database()")
    with psycopg.connect(**store.server.address(BOOTSTRAP, database)) as superuser:
        superuser.execute("set search_path = corridor; set session_replication_role = replica")
        where = " and " if " where " in change else " where "
        superuser.execute(f"{change}{where}tenant_id = {tenant_id}")
    with tenant_transaction(filled) as tx:
        faults = verify_chain(tx.cursor())
    assert len(faults) == 1
    assert PLANTED[change] in str(faults[0])

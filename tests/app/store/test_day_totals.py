"""Sums by day: kept as postings arrive, each sponsor's own, and made anew from postings that were there before."""

from datetime import date
from typing import Any

import pytest
from django.db import connections

from corridor.app.store.connect import as_owner, open_store
from corridor.app.store.errors import Refused
from corridor.app.store.sql.day_totals import FILLED
from corridor.app.store.tenancy import tenant_codes, tenant_transaction
from tests.app.conftest import Database, Shop, claim_row, claims_csv

SUMMED = (
    "select effective_on, account, entry_kind, sum(amount_cents)::bigint, count(*) from posting_row"
    " group by 1, 2, 3 order by 1, 2, 3"
)
KEPT = "select effective_on, account, entry_kind, amount_cents, postings from day_total order by 1, 2, 3"


def rows(sponsor: str, query: str) -> list[tuple[Any, ...]]:
    with tenant_transaction(sponsor) as tx:
        return tx.read(query).rows()


def test_batches_of_one_day_add_up(shop: Shop) -> None:
    day = date(2026, 1, 21)
    shop.load("a.csv", claims_csv(claim_row("A1", "99213", "150")), day)
    shop.load("b.csv", claims_csv(claim_row("B1", "99213", "150", subscriber="E2", member="E2")), day)
    expense = [row for row in rows(shop.code, KEPT) if row[:3] == (day, "5000", "decision")]
    assert [row[4] for row in expense] == [2]
    assert rows(shop.code, KEPT) == rows(shop.code, SUMMED) != []


def test_each_sponsor_of_the_demo_has_the_sums_of_its_own_postings(demo: Database) -> None:
    for sponsor in tenant_codes():
        assert rows(sponsor, KEPT) == rows(sponsor, SUMMED) != []


def test_without_a_sponsor_nobody_reads_a_sum(shop: Shop) -> None:
    with (
        pytest.raises(Exception, match="no sponsor is set"),
        connections["default"].cursor() as cursor,
    ):
        cursor.execute("select * from day_total")


def test_the_row_of_another_sponsor_is_refused(shop: Shop) -> None:
    statement = (
        "insert into day_total (tenant_id, effective_on, account, entry_kind, amount_cents, postings)"
        " values (0, '2026-01-01', '1000', 'decision', 1, 1)"
    )
    with pytest.raises(Refused), shop.transaction() as tx:
        tx.execute(statement)


def test_postings_from_before_the_sums_are_summed_by_the_migration(own_demo: Database) -> None:
    before = {sponsor: rows(sponsor, KEPT) for sponsor in tenant_codes()}
    store = open_store(own_demo.home, database=own_demo.name)
    with as_owner(store) as alias, connections[alias].cursor() as cursor:
        cursor.execute("alter table day_total disable trigger user")
        cursor.execute("alter table day_total no force row level security")
        cursor.execute("delete from day_total")
        cursor.execute(FILLED.sql)
        cursor.execute("alter table day_total force row level security")
        cursor.execute("alter table day_total enable trigger user")
    assert {sponsor: rows(sponsor, KEPT) for sponsor in tenant_codes()} == before

"""A sponsor's rows are closed to every other sponsor, and to whoever forgets to say which sponsor he is."""

from datetime import date

import polars as pl
import pytest
from django.apps import apps
from django.db import connections
from django.db.utils import ProgrammingError

from corridor.app.store.chain import verify_chain
from corridor.app.store.connect import Store, as_owner
from corridor.app.store.errors import Refused, TenantError
from corridor.app.store.tenancy import create_tenant, tenant_codes, tenant_transaction

TABLES = """
    select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'v') order by 1
"""
DAY = date(2026, 1, 1)


def tenant_tables() -> list[str]:
    with connections["default"].cursor() as cursor:
        cursor.execute(TABLES)
        return [name for (name,) in cursor.fetchall()]


def test_the_second_sponsor_sees_no_row_of_the_first(filled: str, store: Store) -> None:
    create_tenant(f"{filled}-other", "Another sponsor")
    with tenant_transaction(filled) as tx:
        counts = {table: tx.scalar(f"select count(*) from {table}") for table in tenant_tables()}
    assert [table for table, rows in counts.items() if not rows] == [], "the test needs a row in every table"
    with tenant_transaction(f"{filled}-other") as tx:
        assert {table: tx.scalar(f"select count(*) from {table}") for table in counts} == dict.fromkeys(counts, 0)
        assert tx.read("select code from tenant").rows() == [(f"{filled}-other",)]
        assert verify_chain(tx.cursor()) == []


def test_a_forgotten_sponsor_raises_on_every_table_even_an_empty_one(empty_store: Store) -> None:
    for table in tenant_tables():
        with connections["default"].cursor() as cursor, pytest.raises(ProgrammingError, match="no sponsor is set"):
            cursor.execute(f"select count(*) from {table}")


def test_a_forgotten_sponsor_raises_after_a_transaction_that_had_one(filled: str) -> None:
    with tenant_transaction(filled):
        pass
    with connections["default"].cursor() as cursor:
        cursor.execute("select current_setting('corridor.tenant')")
        assert cursor.fetchone() == ("",), "PostgreSQL leaves an empty string behind, not an unset name"
        for table in (*tenant_tables(), "tenant"):
            with pytest.raises(ProgrammingError, match="no sponsor is set"):
                cursor.execute(f"select count(*) from {table}")


def test_rows_cannot_be_written_for_another_sponsor(filled: str) -> None:
    other = create_tenant(f"{filled}-other", "Another sponsor")
    statement = "insert into account (tenant_id, code, name, kind) values (%s, '1', 'x', 'asset')"
    with pytest.raises(Refused, match="row-level security"), tenant_transaction(filled) as tx:
        tx.execute(statement, [other])


def test_a_foreign_key_to_another_sponsors_row_is_refused(filled: str) -> None:
    create_tenant(f"{filled}-other", "Another sponsor")
    with tenant_transaction(filled) as tx:
        file_id = tx.scalar("select id from stored_file limit 1")
    with pytest.raises(Refused, match="23503, batch, batch_file_id_fk"), tenant_transaction(f"{filled}-other") as tx:
        tx.seal(tx.next_batch("load", DAY, file_id))


def test_a_sponsor_inside_a_sponsor_is_refused(tenant: str) -> None:
    already = pytest.raises(TenantError, match=f"sponsor {tenant}: found a transaction open already")
    with tenant_transaction(tenant), already, tenant_transaction(tenant):
        pass


def test_an_unknown_sponsor_is_named(store: Store) -> None:
    with pytest.raises(TenantError, match="sponsor NOBODY: found none of that code"), tenant_transaction("NOBODY"):
        pass


def test_a_code_is_taken_once(tenant: str) -> None:
    with pytest.raises(TenantError, match=f"sponsor {tenant}: found one of that code"):
        create_tenant(tenant, "Again")
    assert tenant_codes().count(tenant) == 1


def test_every_tenant_table_is_isolated(store: Store) -> None:
    query = """
        select c.relname, c.relrowsecurity, c.relforcerowsecurity, exists (
            select from pg_constraint k where k.conrelid = c.oid and k.contype = 'u' and cardinality(k.conkey) = 2
            and (select array_agg(a.attname::text order by a.attname) from pg_attribute a
                 where a.attrelid = c.oid and a.attnum = any(k.conkey)) = '{id,tenant_id}')
        from pg_class c join pg_attribute t on t.attrelid = c.oid and t.attname = 'tenant_id'
        where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
    """
    with connections["default"].cursor() as cursor:
        cursor.execute(query)
        rows = cursor.fetchall()
    models = apps.get_app_config("store").get_models()
    tables = {model._meta.db_table for model in models if any(f.name == "tenant" for f in model._meta.local_fields)}
    assert {name for name, *_ in rows} == tables
    assert [row for row in rows if row[1:] != (True, True, True)] == []


def test_keys_between_tenant_tables_are_composite(store: Store) -> None:
    query = """
        select k.conname from pg_constraint k
        where k.contype = 'f' and k.connamespace = current_schema()::regnamespace
          and k.confrelid <> 'tenant'::regclass
          and not exists (select from pg_attribute a, pg_attribute b
                          where a.attrelid = k.conrelid and a.attname = 'tenant_id' and a.attnum = k.conkey[1]
                            and b.attrelid = k.confrelid and b.attname = 'tenant_id' and b.attnum = k.confkey[1])
    """
    with connections["default"].cursor() as cursor:
        cursor.execute(query)
        assert cursor.fetchall() == []
        cursor.execute(
            "select relname, count(k.oid) from pg_class c left join pg_constraint k"
            " on k.conrelid = c.oid and k.contype = 'f' where relkind = 'r'"
            " and relnamespace = current_schema()::regnamespace group by 1 having count(k.oid) = 0"
        )
        assert sorted(name for name, _ in cursor.fetchall()) == ["django_migrations", "schema_state", "tenant"]


def test_views_have_the_rights_of_the_reader(store: Store) -> None:
    query = """
        select relname from pg_class where relnamespace = current_schema()::regnamespace and relkind = 'v'
        and not coalesce('security_invoker=true' = any(reloptions), false)
    """
    with connections["default"].cursor() as cursor:
        cursor.execute(query)
        assert cursor.fetchall() == []


def test_a_sponsor_new_to_the_planner_is_not_thought_to_have_one_row(filled: str, store: Store) -> None:
    lines = pl.DataFrame({"code": [f"new-{number}" for number in range(2_000)]})
    with tenant_transaction(filled) as tx:
        tx.insert("account", lines, name="x", kind="asset")
    with as_owner(store) as alias, connections[alias].cursor() as cursor:
        cursor.execute("analyze account")
    create_tenant(f"{filled}-new", "A sponsor that came later")
    with tenant_transaction(f"{filled}-new") as tx, tx.cursor() as cursor:
        cursor.execute("explain (format json) select * from account")
        assert cursor.fetchone()[0][0]["Plan"]["Plan Rows"] > 1

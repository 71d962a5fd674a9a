"""Two sponsors in one store: neither sees a row of the other, in any table that the catalog knows."""

import pytest
from django.db import connections
from django.db.utils import DatabaseError

from corridor.app.store.tenancy import tenant_transaction
from tests.app.conftest import Database

VIEWS = ("claim_row", "posting_row")
CODES = ("MERIDIAN", "HARBOR")


def tenant_tables(database: Database) -> list[str]:
    with database.connected() as connection:
        rows = connection.execute(
            "select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid"
            " where c.relnamespace = 'corridor'::regnamespace and c.relkind = 'r' and a.attname = 'tenant_id'"
        )
        return sorted(name for (name,) in rows)


def truth(database: Database, tables: list[str]) -> dict[str, dict[str, int]]:
    """Sponsor -> table -> rows, as only a superuser sees them."""
    with database.connected() as connection:
        return {
            code: {
                table: connection.execute(
                    f"select count(*) from {table} where tenant_id = (select id from tenant where code = %s)", [code]
                ).fetchone()[0]  # type: ignore[index]
                for table in tables
            }
            for code in CODES
        }


def test_each_sponsor_sees_all_of_its_rows_and_none_of_the_other(demo: Database) -> None:
    tables = tenant_tables(demo)
    assert len(tables) >= 18
    expected = truth(demo, tables)
    assert all(expected[code]["decision"] > 0 for code in CODES)
    for code in CODES:
        with tenant_transaction(code) as tx:
            seen = {table: tx.scalar(f"select count(*) from {table}") for table in tables}
            others = {
                table: tx.scalar(f"select count(*) from {table} where tenant_id <> %s", [tx.tenant_id])
                for table in tables
            }
            assert tx.scalar("select array_agg(code) from tenant") == [code]
        assert seen == expected[code]
        assert set(others.values()) == {0}


def test_the_views_show_a_sponsor_its_own_rows(demo: Database) -> None:
    lines = truth(demo, ["claim_line", "posting"])
    for code in CODES:
        with tenant_transaction(code) as tx:
            seen = [tx.scalar(f"select count(*) from {view}") for view in VIEWS]
        assert seen == [lines[code]["claim_line"], lines[code]["posting"]]


def test_without_a_sponsor_every_table_raises(demo: Database) -> None:
    for table in (*tenant_tables(demo), *VIEWS):
        with pytest.raises(DatabaseError), connections["default"].cursor() as cursor:
            cursor.execute(f"select count(*) from {table}")

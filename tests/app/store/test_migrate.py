"""Tables follow the program; tables that are ahead of it are left alone."""

import re
import time
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connections
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from corridor.app.store import migrate, scratch
from corridor.app.store.connect import SCHEMA, Store, as_owner, open_store
from corridor.app.store.errors import StoreTooNew
from corridor.app.store.scratch import scratch_schema
from corridor.app.store.tenancy import create_tenant, tenant_codes, tenant_transaction


def test_no_migration_is_missing(store: Store) -> None:
    loader = MigrationLoader(None)
    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    assert detector.changes(graph=loader.graph) == {}


def test_models_have_the_columns_of_the_tables(store: Store) -> None:
    with connections["default"].cursor() as cursor:
        for model in apps.get_app_config("store").get_models():
            cursor.execute(
                "select attname::text, attnotnull from pg_attribute where attrelid = to_regclass(%s) and attnum > 0",
                [model._meta.db_table],
            )
            assert dict(cursor.fetchall()) == {field.column: not field.null for field in model._meta.local_fields}


def test_a_database_of_a_newer_program_is_refused_and_left_alone(
    empty_store: Store, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = empty_store.application["dbname"]
    with as_owner(empty_store) as alias, connections[alias].cursor() as cursor:
        cursor.execute("insert into django_migrations (app, name, applied) values ('store', '9999_later', now())")
        cursor.execute("update schema_state set digest = 'of a later program'")
    with pytest.raises(StoreTooNew, match=rf"{database}: found migration store.9999_later, expected only those"):
        open_store(home, database=database)
    with connections["default"].cursor() as cursor:
        cursor.execute("select digest from schema_state")
        assert cursor.fetchone() == ("of a later program",)


def test_a_changed_program_without_new_migrations_is_noted(empty_store: Store, home: Path) -> None:
    database = empty_store.application["dbname"]
    with as_owner(empty_store) as alias, connections[alias].cursor() as cursor:
        cursor.execute("update schema_state set digest = 'of an earlier program'")
    open_store(home, database=database)
    with connections["default"].cursor() as cursor:
        cursor.execute("select array_agg(digest) from schema_state")
        assert cursor.fetchone() == ([migrate.program_digest()],)


def test_opening_a_running_store_is_quick(store: Store, home: Path) -> None:
    begun = time.perf_counter()
    open_store(home, database=store.application["dbname"])
    assert time.perf_counter() - begun < 0.5


# the empty copy


def test_a_scratch_schema_has_all_tables_and_no_row_of_the_store(filled: str) -> None:
    with scratch_schema() as alias:
        assert tenant_codes(alias) == []
        create_tenant(filled, "The same code, another world", alias=alias)
        with tenant_transaction(filled, alias) as tx:
            assert tx.scalar("select current_schema()") == alias
            assert tx.scalar("select count(*) from claim") == 0
            batch = tx.next_batch("replay", date(2026, 1, 1))
            tx.insert("account", tx.read("select '1' as code, 'x' as name, 'asset' as kind"))
            tx.seal(batch)
            assert tx.scalar("select table_name from audit_change") == "account"
    with tenant_transaction(filled) as tx:
        assert tx.scalar("select count(*) from account") == 2
        assert tx.scalar("select count(*) from pg_namespace where nspname = %s", [alias]) == 0


def test_nothing_in_a_scratch_schema_refers_to_the_real_one(store: Store) -> None:
    query = """
        select conname from pg_constraint k where connamespace = current_schema()::regnamespace and contype = 'f'
          and (select relnamespace from pg_class where oid = k.confrelid) <> connamespace
        union select tgname from pg_trigger join pg_class c on c.oid = tgrelid join pg_proc p on p.oid = tgfoid
          where relnamespace = current_schema()::regnamespace and not tgisinternal and pronamespace <> relnamespace
        union select polname from pg_policy join pg_class c on c.oid = polrelid
          where relnamespace = current_schema()::regnamespace and pg_get_expr(polqual, polrelid) like '%corridor.corr%'
        union select viewname from pg_views where schemaname = current_schema() and definition like '%corridor.%'
        union select proname from pg_proc where pronamespace = current_schema()::regnamespace
          and array_to_string(proconfig, ',') like '%corridor%'
    """
    with scratch_schema() as alias, connections[alias].cursor() as cursor:
        cursor.execute(query)
        assert cursor.fetchall() == []


def test_two_scratch_schemas_stand_beside_each_other(store: Store) -> None:
    with scratch_schema() as first, scratch_schema() as second:
        create_tenant("A", "in the first", alias=first)
        assert tenant_codes(second) == []
        assert first != second


def test_a_scratch_schema_that_a_crash_left_is_emptied(store: Store) -> None:
    with as_owner(store) as owner, connections[owner].cursor() as cursor:
        cursor.execute("create schema if not exists scratch_1")
        cursor.execute("create table scratch_1.left_behind ()")
    with scratch_schema() as first, connections[first].cursor() as cursor:
        cursor.execute("select to_regclass('left_behind')")
        assert cursor.fetchone() == (None,)


_SHAPE = """
    select relname::text, relkind::text, relrowsecurity::text || relforcerowsecurity || relacl::text
    from pg_class where relnamespace = {0}
    union all select attrelid::regclass::text, attname, format_type(atttypid, atttypmod) || attnotnull || attnum
    from pg_attribute where attrelid in (select oid from pg_class where relnamespace = {0})
    union all select conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    from pg_constraint where connamespace = {0}
    union all select tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) from pg_trigger
    where not tgisinternal and tgrelid in (select oid from pg_class where relnamespace = {0})
    union all select indexrelid::regclass::text, '', pg_get_indexdef(indexrelid) from pg_index
    where indrelid in (select oid from pg_class where relnamespace = {0})
    union all select polrelid::regclass::text, polname, pg_get_expr(polqual, polrelid) from pg_policy
    where polrelid in (select oid from pg_class where relnamespace = {0})
    union all select proname, '', pg_get_functiondef(oid) from pg_proc where pronamespace = {0}
    order by 1, 2, 3
"""


def _shape(alias: str, schema: str) -> list[tuple[str, ...]]:
    with connections[alias].cursor() as cursor:
        cursor.execute(_SHAPE.format(f"'{schema}'::regnamespace"))
        name = re.compile(rf"\b{schema}\b(?!\.(tenant|actor)')\.?")  # not the settings of that prefix
        return sorted(tuple(name.sub("", str(part)) for part in row) for row in cursor.fetchall())


def test_a_schema_made_by_what_migrations_ran_is_as_the_store_is(store: Store) -> None:
    shapes = [_shape("default", SCHEMA)]
    for _ in range(2):
        with scratch_schema() as alias:
            shapes.append(_shape(alias, alias))
    assert scratch._made_by
    for row in set(shapes[0]) ^ set(shapes[2]):
        assert row[0].startswith(("account", "django_", "job")), row
    assert shapes[1] == shapes[2]

"""Corridor serves as one role, which can do no more than it is granted."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connections

from corridor.app.config.settings import database_entry, drop_alias, set_alias
from corridor.app.store.connect import SCHEMA, Store, as_owner, open_store
from corridor.app.store.errors import StoreError, WrongRole
from corridor.app.store.server.cluster import APP, BOOTSTRAP, OWNER
from corridor.app.store.tenancy import create_tenant, tenant_codes


@pytest.fixture
def alias() -> Iterator[str]:
    yield "other"
    drop_alias("other")


def as_role(store: Store, role: str, alias: str) -> None:
    set_alias(alias, database_entry(SCHEMA, **{**store.application, "user": role}))
    connections[alias].ensure_connection()


def test_the_application_has_no_powers(store: Store) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication from pg_roles"
            " where rolname = current_user"
        )
        assert cursor.fetchone() == (APP, False, False, False, False, False)
        cursor.execute(
            "select has_schema_privilege('corridor', 'create'), has_database_privilege(current_database(), 'create')"
        )
        assert cursor.fetchone() == (False, False)


def test_a_superuser_is_refused(store: Store, alias: str) -> None:
    with pytest.raises(
        WrongRole, match="a superuser; a role that bypasses row-level security; a role that owns tables"
    ):
        as_role(store, BOOTSTRAP, alias)


def test_the_owner_is_refused(store: Store, alias: str) -> None:
    with pytest.raises(WrongRole, match=f"found role {OWNER}, expected {APP}; a role that owns tables"):
        as_role(store, OWNER, alias)


def test_an_application_that_became_a_member_of_the_owner_is_refused(empty_store: Store, alias: str) -> None:
    database = empty_store.application["dbname"]
    with psycopg.connect(**empty_store.server.address(BOOTSTRAP, database), autocommit=True) as superuser:
        superuser.execute(f"grant {OWNER} to {APP}")
        try:
            with pytest.raises(WrongRole, match="found a role that owns tables"):
                as_role(empty_store, APP, alias)
        finally:
            superuser.execute(f"revoke {OWNER} from {APP}")


def test_a_refused_connection_is_closed(store: Store, alias: str) -> None:
    with pytest.raises(WrongRole):
        as_role(store, BOOTSTRAP, alias)
    assert connections[alias].connection is None


def test_the_owner_too_is_under_row_level_security(filled: str, store: Store) -> None:
    with as_owner(store) as owner, connections[owner].cursor() as cursor:
        with pytest.raises(Exception, match="no sponsor is set"):
            cursor.execute("select count(*) from claim")
        cursor.execute("set corridor.tenant = '0'")
        cursor.execute("select count(*) from claim")
        assert cursor.fetchone() == (0,)


def test_functions_that_pass_the_policy_are_for_the_application_only(store: Store) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "select proname, proconfig from pg_proc where pronamespace = 'corridor'::regnamespace and prosecdef"
            " and (proacl is null or exists (select from aclexplode(proacl) where grantee = 0))"
        )
        assert cursor.fetchall() == []
        cursor.execute(
            "select count(*) from pg_proc where pronamespace = 'corridor'::regnamespace and prosecdef"
            " and array_to_string(proconfig, '') ~ '^search_path=corridor, *pg_temp$'"
        )
        assert cursor.fetchone() == (3,)


@pytest.fixture
def served(store: Store, home: Path, monkeypatch: pytest.MonkeyPatch, worker_id: str) -> Iterator[pytest.MonkeyPatch]:
    """The worker's database, as if it were on a server that is not ours."""
    yield monkeypatch
    monkeypatch.undo()
    open_store(home, database=f"test_{worker_id}")


def url(address: dict[str, object]) -> str:
    return f"postgresql://{address['user']}@/{address['dbname']}?host={address['host']}&port={address['port']}"


def test_a_given_server_is_used_and_none_is_started(store: Store, served: pytest.MonkeyPatch, tmp_path: Path) -> None:
    served.setenv("CORRIDOR_HOME", str(tmp_path / "unused"))
    served.setenv("CORRIDOR_DATABASE_URL", url(store.application))
    create_tenant("SERVED", "A sponsor")
    opened = open_store()
    assert opened.server is None
    assert "SERVED" in tenant_codes()
    assert not (tmp_path / "unused").exists()


def test_a_given_server_is_refused_as_a_superuser(store: Store, served: pytest.MonkeyPatch) -> None:
    served.setenv("CORRIDOR_DATABASE_URL", url({**store.application, "user": BOOTSTRAP}))
    with pytest.raises(WrongRole, match="a superuser"):
        open_store()


def test_a_given_server_without_tables_asks_for_its_owner(store: Store, served: pytest.MonkeyPatch) -> None:
    served.setenv("CORRIDOR_DATABASE_URL", url({**store.application, "dbname": "postgres"}))
    with pytest.raises(StoreError, match="CORRIDOR_OWNER_DATABASE_URL: found nothing, expected the address"):
        open_store()

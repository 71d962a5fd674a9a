"""Sponsors, and the one way to their rows: a transaction in which exactly one sponsor is set."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connections, transaction
from django.db.utils import Error as DatabaseError

from corridor.app.store.errors import Refused, StoreError, TenantError
from corridor.app.store.refusals import REFUSALS
from corridor.app.store.tx import Tx
from corridor.wording.heard import heard
from corridor.wording.said import said


def create_tenant(
    code: str, name: str, time_zone: str = "America/New_York", currency: str = "USD", *, alias: str = "default"
) -> int:
    """Make a sponsor and return its id. Raises TenantError when the code is taken."""
    with connections[alias].cursor() as cursor:
        cursor.execute("select new_tenant(%s, %s, %s, %s)", [code, name, time_zone, currency])
        tenant_id = cursor.fetchone()[0]
    if tenant_id is None:
        raise TenantError(said("sponsor {sponsor}: found one of that code, expected a new code", sponsor=code))
    return tenant_id


def tenant_codes(alias: str = "default") -> list[str]:
    """Codes of all sponsors, oldest first."""
    with connections[alias].cursor() as cursor:
        cursor.execute("select tenant_codes()")
        return [code for (code,) in cursor.fetchall()]


_RAISED = "23514"
"""A check that no table and no constraint is named for: a trigger raised it."""


@contextmanager
def tenant_transaction(code: str, alias: str = "default", *, actor: str = "") -> Iterator[Tx]:
    """One transaction as sponsor `code`: committed at the end of the block, rolled back by any exception in it.

    actor: who is named in the audit trail (default: the OS account). Raises TenantError for an unknown sponsor and
    inside another such block, Refused when the database refuses the rows, StoreError for a batch left unsealed.
    """
    connection = connections[alias]
    if connection.in_atomic_block:
        raise TenantError(
            said("sponsor {sponsor}: found a transaction open already, expected one sponsor at a time", sponsor=code)
        )
    try:
        with transaction.atomic(using=alias):
            with connection.cursor() as cursor:
                cursor.execute(
                    "select open_tenant(%s), set_config('corridor.actor', %s, true)", [code, actor or _account()]
                )
                tenant_id = cursor.fetchone()[0]
            if tenant_id is None:
                raise TenantError(said("sponsor {sponsor}: found none of that code in the store", sponsor=code))
            tx = Tx(connection, tenant_id)
            yield tx
            tx.check_sealed()
    except (DatabaseError, psycopg.Error) as error:
        # From None: the database's own message may quote the row, and rows are about people.
        raise _translated(error) from None


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # an account without a name
        return "unknown"


def _translated(error: Exception) -> StoreError:
    cause = error if isinstance(error, psycopg.Error) else error.__cause__
    if not isinstance(cause, psycopg.Error) or cause.sqlstate is None:
        return StoreError(said("database connection: found it broken, expected it to last for the transaction"))
    state, facts = cause.sqlstate, cause.diag
    where = ", ".join(part for part in (state, facts.table_name, facts.column_name, facts.constraint_name) if part)
    # Class 22, faulty values, quotes the value; all other classes name only tables, columns and constraints.
    is_value = state.startswith("22")
    what = said("a value that its column cannot hold") if is_value else heard(facts.message_primary, REFUSALS)
    if where == _RAISED:  # by a trigger of ours, which says where, what was found and what was expected
        return Refused(what)
    return Refused(said("store refused ({where}): {what}", where=where, what=what))

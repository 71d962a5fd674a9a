"""What is stored is never edited: by trigger for everybody, by grant for the application."""

import pytest
from django.db import connections

from corridor.app.store.connect import Store, as_owner
from corridor.app.store.errors import Refused
from corridor.app.store.tenancy import tenant_transaction

APPEND_ONLY = (
    "access_log",
    "audit_change",
    "batch",
    "claim",
    "claim_line",
    "decision",
    "disability_claim",
    "document",
    "enrollment",
    "funding_call",
    "journal_entry",
    "paid_line",
    "payment",
    "posting",
    "provider",
    "stored_file",
)
STATEMENTS = {
    "UPDATE": "update {} set tenant_id = tenant_id",
    "DELETE": "delete from {}",
    "TRUNCATE": "truncate {} cascade",
}


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("action", STATEMENTS)
def test_the_application_lacks_the_grant(store: Store, tenant: str, table: str, action: str) -> None:
    with pytest.raises(Refused, match="permission denied"), tenant_transaction(tenant) as tx:
        tx.execute(STATEMENTS[action].format(table))


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("action", STATEMENTS)
def test_the_owner_is_stopped_by_a_trigger_that_names_the_table(store: Store, table: str, action: str) -> None:
    from django.db.utils import ProgrammingError

    with as_owner(store) as alias, connections[alias].cursor() as cursor:
        cursor.execute("set corridor.tenant = '1'")
        # Cascading truncation may meet a referring table first; each of them is append-only as well.
        named = "table .* is append-only" if action == "TRUNCATE" else f"table {table} is append-only: found {action}"
        with pytest.raises(ProgrammingError, match=named):
            cursor.execute(STATEMENTS[action].format(table))

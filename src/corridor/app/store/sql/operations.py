"""Steps of migrations that Django has no word for: isolation, append-only tables, audit, composite foreign keys.

Migrations that were released call these, so a function here never changes what it does: a new need is a new one.
No name carries a schema: whatever schema the connection is in gets the tables.
"""

from django.db.migrations import RunSQL

APP, OWNER = "corridor_app", "corridor_owner"


def isolate(table: str) -> RunSQL:
    """Only rows of the sponsor that is set can be read or written, by the owner too; the application may insert.

    In the policy, the sub-select hides the sponsor's number from the planner: told it, the planner believes that a
    sponsor its statistics have not seen has one row, and joins by reading all rows for every row. The second condition
    is tested before any row is read, so that a forgotten sponsor raises on an empty table as well.
    """
    return RunSQL(f"""
        alter table {table} add constraint {table}_tenant_row unique (id, tenant_id);
        alter table {table} enable row level security;
        alter table {table} force row level security;
        create policy {table}_of_tenant on {table}
            using (tenant_id = (select corridor_tenant()) and corridor_tenant() is not null)
            with check (tenant_id = corridor_tenant());
        grant select, insert on {table} to {APP};
        grant usage, select on sequence {table}_id_seq to {APP};
    """)


def append_only(table: str) -> RunSQL:
    """UPDATE, DELETE and TRUNCATE are refused to everybody, by trigger; the application lacks the grant as well."""
    return RunSQL(f"""
        create trigger {table}_append_only before update or delete or truncate on {table}
            for each statement execute function corridor_append_only();
    """)


def mutable(table: str) -> RunSQL:
    """The application may change the rows; every statement that does leaves a row in audit_change."""
    triggers = "".join(
        f"""
        create trigger {table}_{action}_audit after {action} on {table} referencing {which} table as changed
            for each statement execute function corridor_audit();
        """
        for action, which in (("insert", "new"), ("update", "new"), ("delete", "old"))
    )
    return RunSQL(f"grant update, delete on {table} to {APP};{triggers}")


def references(table: str, columns: str, target: str, target_columns: str = "id", *, deferred: bool = False) -> RunSQL:
    """`columns` of `table` name a row of `target` of the same sponsor. deferred: checked when the batch commits."""
    name = f"{table}_{columns.replace(', ', '_')}_fk"
    timing = "deferrable initially deferred" if deferred else ""
    return _unforced(
        {table, target},
        f"""
        alter table {table} add constraint {name} foreign key (tenant_id, {columns})
            references {target} (tenant_id, {target_columns}) {timing};
        """,
    )


def belongs_to_tenant(table: str) -> RunSQL:
    """`tenant_id` names a sponsor; only for tables whose rows name no other row of the sponsor."""
    return _unforced(
        {table},
        f"alter table {table} add constraint {table}_tenant_fk foreign key (tenant_id) references tenant (id);",
    )


def free_of_isolation(table: str, statement: str) -> RunSQL:
    """Run `statement` over the rows of all sponsors."""
    return _unforced({table}, statement)


def _unforced(tables: set[str], statement: str) -> RunSQL:
    """Run `statement` with the owner free of row-level security: a new key is checked against all sponsors' rows.

    Nobody sees the tables in between: the migration is one transaction and holds them.
    """
    names = sorted(tables)
    lift = "".join(f"alter table {name} no force row level security;" for name in names)
    restore = "".join(f"alter table {name} force row level security;" for name in names)
    return RunSQL(lift + statement + restore)


def view_again(name: str, query: str) -> RunSQL:
    """The view with more columns after those that it had."""
    return RunSQL(f"create or replace view {name} with (security_invoker = true) as {query};")


def view(name: str, query: str) -> RunSQL:
    """A view with the rights of whoever reads it: as its owner's it would pass row-level security."""
    return RunSQL(f"""
        create view {name} with (security_invoker = true) as {query};
        grant select on {name} to {APP};
    """)

"""Holds, limits of balances, and periods that close."""

from django.db import migrations

from corridor.app.store.sql.operations import free_of_isolation

_NEW_ACCOUNTS = (
    ("1150", "Bank differences to be explained", "asset"),
    ("2010", "Payments issued, not presented", "liability"),
    ("2020", "Stale-dated payments", "liability"),
    ("2030", "Backup withholding payable", "liability"),
    ("4100", "Interest income", "income"),
    ("5300", "Bank charges", "expense"),
)


class Migration(migrations.Migration):
    dependencies = [("store", "0017_repricing")]

    operations = [
        free_of_isolation(
            "account",
            f"""
            alter table account disable trigger account_insert_audit;
            insert into account (tenant_id, code, name, kind)
                select sponsor.tenant_id, fresh.* from (select distinct tenant_id from account) sponsor
                cross join (values {", ".join(map(repr, _NEW_ACCOUNTS))}) as fresh (code, name, kind);
            alter table account enable trigger account_insert_audit;
            """,
        ),
    ]

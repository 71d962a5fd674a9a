"""Holds, limits of balances, and periods that close."""

import django.db.models.deletion
from django.db import migrations, models

from corridor.app.store.sql.ledger import ACCOUNT_MOVEMENT, BALANCED_IN_CURRENCY, FLOORS, HOLDS, PERIODS
from corridor.app.store.sql.operations import (
    append_only,
    belongs_to_tenant,
    free_of_isolation,
    isolate,
    mutable,
    references,
    view,
)

TABLES = ("hold", "hold_event", "balance_limit", "period_close")

_NEW_ACCOUNTS = (
    ("1150", "Bank differences to be explained", "asset"),
    ("2010", "Payments issued, not presented", "liability"),
    ("2020", "Stale-dated payments", "liability"),
    ("2030", "Backup withholding payable", "liability"),
    ("4100", "Interest income", "income"),
    ("5300", "Bank charges", "expense"),
)


def _keys(*names: str) -> list[tuple[str, models.Field]]:
    """What every row of a sponsor has, and every row that a batch brought."""
    keys = [
        (
            name,
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=f"store.{name}",
            ),
        )
        for name in ("tenant", *names)
    ]
    number = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
    return [("id", number), *keys]


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
        migrations.CreateModel(
            name="Hold",
            fields=[
                *_keys("batch"),
                ("hold_number", models.TextField()),
                ("account", models.TextField()),
                ("against", models.TextField()),
                ("amount_cents", models.BigIntegerField()),
                ("currency", models.TextField()),
                ("placed_on", models.DateField()),
                ("expires_on", models.DateField(null=True)),
                ("placed_by", models.TextField()),
                ("reason", models.TextField()),
            ],
            options={
                "db_table": "hold",
                "constraints": [models.UniqueConstraint(fields=("tenant", "hold_number"), name="hold_key")],
            },
        ),
        migrations.CreateModel(
            name="HoldEvent",
            fields=[
                *_keys("batch"),
                ("hold_number", models.TextField()),
                ("event_number", models.IntegerField()),
                ("event", models.TextField()),
                ("amount_cents", models.BigIntegerField()),
                ("happened_on", models.DateField()),
                ("done_by", models.TextField()),
                ("reason", models.TextField(null=True)),
                ("entry_key", models.TextField(null=True)),
            ],
            options={
                "db_table": "hold_event",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "hold_number", "event_number"), name="hold_event_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="BalanceLimit",
            fields=[
                *_keys("batch"),
                ("limit_number", models.BigIntegerField()),
                ("account", models.TextField()),
                ("kind", models.TextField()),
                ("amount_cents", models.BigIntegerField(null=True)),
                ("effective_from", models.DateField()),
                ("until", models.DateField(null=True)),
                ("set_by", models.TextField()),
                ("approved_by", models.TextField(null=True)),
                ("reason", models.TextField()),
            ],
            options={
                "db_table": "balance_limit",
                "constraints": [models.UniqueConstraint(fields=("tenant", "limit_number"), name="balance_limit_key")],
            },
        ),
        migrations.CreateModel(
            name="PeriodClose",
            fields=[
                *_keys("batch"),
                ("close_number", models.BigIntegerField()),
                ("action", models.TextField()),
                ("closed_through", models.DateField(null=True)),
                ("done_by", models.TextField()),
                ("done_on", models.DateField()),
                ("reason", models.TextField(null=True)),
            ],
            options={
                "db_table": "period_close",
                "constraints": [models.UniqueConstraint(fields=("tenant", "close_number"), name="period_close_key")],
            },
        ),
        migrations.CreateModel(
            name="BalanceSnapshot",
            fields=[
                *_keys(),
                ("close_number", models.BigIntegerField()),
                ("seq", models.BigIntegerField()),
                ("through", models.DateField()),
                ("account", models.TextField()),
                ("amount_cents", models.BigIntegerField()),
                ("postings", models.BigIntegerField()),
            ],
            options={
                "db_table": "balance_snapshot",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "close_number", "account"), name="balance_snapshot_key")
                ],
            },
        ),
        *(isolate(table) for table in (*TABLES, "balance_snapshot")),
        *(append_only(table) for table in TABLES),
        *(references(table, "batch_id", "batch", deferred=True) for table in TABLES),
        mutable("balance_snapshot"),
        belongs_to_tenant("balance_snapshot"),
        references("hold", "account", "account", "code"),
        references("hold", "against", "account", "code"),
        references("hold_event", "hold_number", "hold", "hold_number"),
        references("hold_event", "entry_key", "journal_entry", "entry_key", deferred=True),
        references("balance_limit", "account", "account", "code"),
        references("balance_snapshot", "account", "account", "code"),
        BALANCED_IN_CURRENCY,
        PERIODS,
        HOLDS,
        view("account_movement", ACCOUNT_MOVEMENT),
        FLOORS,
    ]

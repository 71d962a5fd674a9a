"""The journal, calls, payments, positions."""

import django.contrib.postgres.functions
import django.db.models.deletion
from django.db import migrations, models

from corridor.app.store.sql.functions import BALANCED
from corridor.app.store.sql.operations import append_only, belongs_to_tenant, isolate, mutable, references, view
from corridor.app.store.sql.views import ACCOUNT_BALANCE, POSTING_ROW

TABLES = ("account", "journal_entry", "posting", "funding_call", "payment", "stoploss_position")


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0003_claims"),
    ]

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.tenant",
                    ),
                ),
                ("code", models.TextField()),
                ("name", models.TextField()),
                ("kind", models.TextField()),
            ],
            options={
                "db_table": "account",
                "constraints": [models.UniqueConstraint(fields=("tenant", "code"), name="account_key")],
            },
        ),
        migrations.CreateModel(
            name="JournalEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.tenant",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.batch",
                    ),
                ),
                ("legs", models.IntegerField()),
                ("body_hash", models.TextField()),
                ("recorded_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("entry_key", models.TextField()),
                ("entry_kind", models.TextField()),
                ("effective_on", models.DateField()),
                ("reference", models.TextField(null=True)),
                ("reverses", models.TextField(null=True)),
            ],
            options={
                "db_table": "journal_entry",
                "indexes": [models.Index(fields=["batch"], name="journal_entry_batch")],
                "constraints": [models.UniqueConstraint(fields=("tenant", "entry_key"), name="journal_entry_key")],
            },
        ),
        migrations.CreateModel(
            name="Posting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.tenant",
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.journalentry",
                    ),
                ),
                ("leg", models.IntegerField()),
                ("account", models.TextField()),
                ("amount_cents", models.BigIntegerField()),
                ("currency", models.TextField()),
                ("product", models.TextField(null=True)),
                ("plan_code", models.TextField(null=True)),
                ("claim_number", models.BigIntegerField(null=True)),
                ("line_number", models.IntegerField(null=True)),
                ("member_id", models.TextField(null=True)),
                ("payee", models.TextField(null=True)),
            ],
            options={
                "db_table": "posting",
                "indexes": [models.Index(fields=["account", "tenant"], name="posting_account")],
                "constraints": [models.UniqueConstraint(fields=("tenant", "entry", "leg"), name="posting_key")],
            },
        ),
        migrations.CreateModel(
            name="FundingCall",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.tenant",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.batch",
                    ),
                ),
                ("call_number", models.TextField()),
                ("called_on", models.DateField()),
                ("due_on", models.DateField()),
                ("amount_cents", models.BigIntegerField()),
            ],
            options={
                "db_table": "funding_call",
                "constraints": [models.UniqueConstraint(fields=("tenant", "call_number"), name="funding_call_key")],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.tenant",
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.batch",
                    ),
                ),
                ("payment_number", models.TextField()),
                ("payee", models.TextField()),
                ("payee_name", models.TextField(null=True)),
                ("paid_on", models.DateField()),
                ("amount_cents", models.BigIntegerField()),
                ("method", models.TextField()),
                ("trace", models.TextField(null=True)),
            ],
            options={
                "db_table": "payment",
                "indexes": [models.Index(fields=["batch"], name="payment_batch")],
                "constraints": [models.UniqueConstraint(fields=("tenant", "payment_number"), name="payment_key")],
            },
        ),
        migrations.CreateModel(
            name="StoplossPosition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "tenant",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.tenant",
                    ),
                ),
                ("contract_code", models.TextField()),
                ("policy_start", models.DateField()),
                ("coverage", models.TextField()),
                ("member_id", models.TextField(null=True)),
                ("month", models.DateField(null=True)),
                ("eligible_cents", models.BigIntegerField()),
                ("deductible_cents", models.BigIntegerField(null=True)),
                ("excess_cents", models.BigIntegerField()),
                ("reimbursement_cents", models.BigIntegerField()),
                ("attachment_cents", models.BigIntegerField(null=True)),
                ("pending_cents", models.BigIntegerField()),
            ],
            options={
                "db_table": "stoploss_position",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "contract_code", "policy_start", "coverage", "member_id", "month"),
                        name="stoploss_position_key",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        *(isolate(table) for table in TABLES),
        *(append_only(table) for table in ("journal_entry", "posting", "funding_call", "payment")),
        *(
            references(table, "batch_id", "batch", deferred=True)
            for table in ("journal_entry", "funding_call", "payment")
        ),
        references("journal_entry", "reverses", "journal_entry", "entry_key"),
        references("posting", "entry_id", "journal_entry"),
        references("posting", "account", "account", "code"),
        BALANCED,
        *(belongs_to_tenant(table) for table in ("account", "stoploss_position")),
        *(mutable(table) for table in ("account", "stoploss_position")),
        view("account_balance", ACCOUNT_BALANCE),
        view("posting_row", POSTING_ROW),
    ]

"""Payees, payment runs, and what happened to each payment."""

import django.db.models.deletion
from django.db import migrations, models

from corridor.app.store.sql.operations import append_only, isolate, references
from corridor.app.store.sql.payments import APPROVED_BY_ANOTHER, CHECKS, OFFSET_WITHIN_PLAN, RELEASED_BY_ANOTHER

TABLES = (
    "payee",
    "payee_account",
    "payee_account_event",
    "listed",
    "payment_run",
    "payment_candidate",
    "payment_candidate_item",
    "payment_approval",
    "deposit",
    "payment_event",
    "payment_offset",
    "outbox_file",
    "sent_file",
)


def _keys() -> list[tuple[str, models.Field]]:
    """What every row that a batch brought has."""
    targets = {"tenant": "store.tenant", "batch": "store.batch"}
    keys = [
        (
            name,
            models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=target,
            ),
        )
        for name, target in targets.items()
    ]
    number = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
    return [("id", number), *keys]


class Migration(migrations.Migration):
    dependencies = [("store", "0018_ledger")]

    operations = [
        migrations.CreateModel(
            name="Payee",
            fields=[
                *_keys(),
                ("payee", models.TextField()),
                ("change_number", models.IntegerField()),
                ("name", models.TextField()),
                ("entity", models.TextField()),
                ("tin", models.TextField(null=True)),
                ("tin_name", models.TextField(null=True)),
                ("method", models.TextField()),
                ("is_withheld", models.BooleanField()),
                ("is_blocked", models.BooleanField()),
                ("is_cleared", models.BooleanField()),
                ("done_by", models.TextField()),
                ("done_on", models.DateField()),
                ("reason", models.TextField(null=True)),
            ],
            options={
                "db_table": "payee",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "payee", "change_number"), name="payee_key"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PayeeAccount",
            fields=[
                *_keys(),
                ("payee", models.TextField()),
                ("account_number", models.IntegerField()),
                ("routing", models.TextField()),
                ("account", models.TextField()),
                ("account_type", models.TextField()),
                ("entered_by", models.TextField()),
                ("entered_on", models.DateField()),
                ("waits_until", models.DateField()),
                ("source", models.TextField()),
            ],
            options={
                "db_table": "payee_account",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "payee", "account_number"), name="payee_account_key"),
                    models.UniqueConstraint(
                        fields=("tenant", "payee", "account_number", "entered_by"), name="payee_account_entered"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PayeeAccountEvent",
            fields=[
                *_keys(),
                ("payee", models.TextField()),
                ("account_number", models.IntegerField()),
                ("entered_by", models.TextField()),
                ("event", models.TextField()),
                ("done_by", models.TextField()),
                ("done_on", models.DateField()),
                ("usable_on", models.DateField(null=True)),
                ("reason", models.TextField(null=True)),
            ],
            options={
                "db_table": "payee_account_event",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "payee", "account_number", "event"), name="payee_account_event_key"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Listed",
            fields=[
                *_keys(),
                ("list_name", models.TextField()),
                ("row_number", models.IntegerField()),
                ("npi", models.TextField(null=True)),
                ("tin", models.TextField(null=True)),
                ("payee", models.TextField(null=True)),
                ("name_key", models.TextField(null=True)),
            ],
            options={
                "db_table": "listed",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "batch", "list_name", "row_number"), name="listed_key"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentRun",
            fields=[
                *_keys(),
                ("run_number", models.TextField()),
                ("prepared_on", models.DateField()),
                ("pays_on", models.DateField()),
                ("call_number", models.TextField(null=True)),
                ("prepared_by", models.TextField()),
                ("amount_cents", models.BigIntegerField()),
                ("approvals_needed", models.IntegerField()),
            ],
            options={
                "db_table": "payment_run",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "run_number"), name="payment_run_key"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentCandidate",
            fields=[
                *_keys(),
                ("run_number", models.TextField()),
                ("payment_number", models.TextField()),
                ("kind", models.TextField()),
                ("payee", models.TextField()),
                ("payee_name", models.TextField()),
                ("amount_cents", models.BigIntegerField()),
                ("withheld_cents", models.BigIntegerField()),
                ("method", models.TextField()),
                ("trace", models.TextField()),
                ("blocked_by", models.TextField(null=True)),
            ],
            options={
                "db_table": "payment_candidate",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "payment_number"), name="payment_candidate_key"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentCandidateItem",
            fields=[
                *_keys(),
                ("payment_number", models.TextField()),
                ("item_number", models.IntegerField()),
                ("account", models.TextField()),
                ("plan_code", models.TextField(null=True)),
                ("claim_number", models.BigIntegerField(null=True)),
                ("balance_cents", models.BigIntegerField()),
                ("settled_cents", models.BigIntegerField()),
                ("since", models.DateField()),
            ],
            options={
                "db_table": "payment_candidate_item",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "payment_number", "item_number"), name="payment_candidate_item_key"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentApproval",
            fields=[
                *_keys(),
                ("run_number", models.TextField()),
                ("role", models.TextField()),
                ("approver", models.TextField()),
                ("approved_on", models.DateField()),
                ("amount_cents", models.BigIntegerField()),
            ],
            options={
                "db_table": "payment_approval",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "run_number", "role"), name="payment_approval_key"),
                    models.UniqueConstraint(
                        fields=("tenant", "run_number", "approver"), name="payment_approval_people"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Deposit",
            fields=[
                *_keys(),
                ("deposit_number", models.TextField()),
                ("call_number", models.TextField()),
                ("received_on", models.DateField()),
                ("amount_cents", models.BigIntegerField()),
                ("currency", models.TextField()),
                ("recorded_by", models.TextField()),
            ],
            options={
                "db_table": "deposit",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "deposit_number", "call_number"), name="deposit_key"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentEvent",
            fields=[
                *_keys(),
                ("payment_number", models.TextField()),
                ("event_number", models.IntegerField()),
                ("event", models.TextField()),
                ("happened_on", models.DateField()),
                ("actor", models.TextField()),
                ("reason", models.TextField(null=True)),
                ("entry_key", models.TextField(null=True)),
                ("reference", models.TextField(null=True)),
            ],
            options={
                "db_table": "payment_event",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "payment_number", "event_number"), name="payment_event_key"
                    ),
                    models.UniqueConstraint(fields=("tenant", "payment_number", "event"), name="payment_event_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentOffset",
            fields=[
                *_keys(),
                ("payment_number", models.TextField()),
                ("claim_number", models.BigIntegerField()),
                ("plan_code", models.TextField()),
                ("paying_plan_code", models.TextField()),
                ("amount_cents", models.BigIntegerField()),
                ("authority", models.TextField(null=True)),
            ],
            options={
                "db_table": "payment_offset",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "payment_number", "claim_number", "plan_code", "paying_plan_code"),
                        name="payment_offset_key",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutboxFile",
            fields=[
                *_keys(),
                ("file_name", models.TextField()),
                ("kind", models.TextField()),
                ("run_number", models.TextField(null=True)),
                ("made_on", models.DateField()),
                ("sha256", models.TextField()),
            ],
            options={
                "db_table": "outbox_file",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "file_name"), name="outbox_file_key"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SentFile",
            fields=[
                *_keys(),
                ("file_name", models.TextField()),
                ("sent_on", models.DateField()),
                ("sent_by", models.TextField()),
            ],
            options={
                "db_table": "sent_file",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "file_name"), name="sent_file_key"),
                ],
            },
        ),
        *(isolate(table) for table in TABLES),
        *(append_only(table) for table in TABLES),
        *(references(table, "batch_id", "batch", deferred=True) for table in TABLES),
        references(
            "payee_account_event",
            "payee, account_number, entered_by",
            "payee_account",
            "payee, account_number, entered_by",
        ),
        references("payment_candidate", "run_number", "payment_run", "run_number"),
        references("payment_candidate_item", "payment_number", "payment_candidate", "payment_number"),
        references("payment_approval", "run_number", "payment_run", "run_number"),
        references("deposit", "call_number", "funding_call", "call_number"),
        references("payment_offset", "payment_number", "payment", "payment_number"),
        references("sent_file", "file_name", "outbox_file", "file_name"),
        CHECKS,
        APPROVED_BY_ANOTHER,
        RELEASED_BY_ANOTHER,
        OFFSET_WITHIN_PLAN,
    ]

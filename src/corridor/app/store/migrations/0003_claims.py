"""Claims and decisions."""

import django.db.models.deletion
from django.db import migrations, models

from corridor.app.store.sql.operations import append_only, belongs_to_tenant, isolate, mutable, references, view
from corridor.app.store.sql.views import CLAIM_ROW, CURRENT_DECISION


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0002_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="Claim",
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
                ("claim_number", models.BigIntegerField()),
                ("claim_index", models.IntegerField()),
                ("claim_id", models.TextField()),
                ("kind", models.TextField()),
                ("frequency", models.TextField()),
                ("subscriber_id", models.TextField(null=True)),
                ("member_id", models.TextField(null=True)),
                ("patient_relationship", models.TextField(null=True)),
                ("patient_first_name", models.TextField(null=True)),
                ("patient_last_name", models.TextField(null=True)),
                ("patient_birth_date", models.DateField(null=True)),
                ("patient_sex", models.TextField(null=True)),
                ("bill_type", models.TextField(null=True)),
                ("claim_charge_cents", models.BigIntegerField(null=True)),
                ("billing_npi", models.TextField(null=True)),
                ("billing_tax_id", models.TextField(null=True)),
                ("billing_name", models.TextField(null=True)),
                ("segment_first", models.IntegerField(null=True)),
                ("segment_last", models.IntegerField(null=True)),
            ],
            options={
                "db_table": "claim",
                "indexes": [models.Index(fields=["batch"], name="claim_batch")],
                "constraints": [models.UniqueConstraint(fields=("tenant", "claim_number"), name="claim_key")],
            },
        ),
        migrations.CreateModel(
            name="ClaimLine",
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
                ("claim_number", models.BigIntegerField()),
                ("line_number", models.IntegerField()),
                ("received_date", models.DateField()),
                ("service_from", models.DateField()),
                ("service_to", models.DateField()),
                ("place_of_service", models.TextField(null=True)),
                ("revenue_code", models.TextField(null=True)),
                ("procedure_code", models.TextField(null=True)),
                ("modifiers", models.TextField(null=True)),
                ("diagnosis_codes", models.TextField(null=True)),
                ("units", models.BigIntegerField()),
                ("days_supply", models.IntegerField(null=True)),
                ("tooth", models.TextField(null=True)),
                ("surfaces", models.TextField(null=True)),
                ("charge_cents", models.BigIntegerField()),
                ("repriced_cents", models.BigIntegerField(null=True)),
                ("other_payer_paid_cents", models.BigIntegerField(null=True)),
                ("rendering_npi", models.TextField(null=True)),
                ("network", models.TextField(null=True)),
            ],
            options={
                "db_table": "claim_line",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "claim_number", "line_number"), name="claim_line_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
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
                ("claim_number", models.BigIntegerField()),
                ("line_number", models.IntegerField()),
                ("version", models.IntegerField()),
                ("member_id", models.TextField(null=True)),
                ("family_id", models.TextField(null=True)),
                ("plan_code", models.TextField(null=True)),
                ("plan_year_start", models.DateField(null=True)),
                ("service_from", models.DateField()),
                ("benefit", models.TextField(null=True)),
                ("tier", models.TextField(null=True)),
                ("status", models.TextField()),
                ("reason", models.TextField()),
                ("charge_cents", models.BigIntegerField()),
                ("allowed_cents", models.BigIntegerField()),
                ("write_off_cents", models.BigIntegerField()),
                ("above_allowed_cents", models.BigIntegerField()),
                ("deductible_cents", models.BigIntegerField()),
                ("coinsurance_cents", models.BigIntegerField()),
                ("copay_cents", models.BigIntegerField()),
                ("over_limit_cents", models.BigIntegerField()),
                ("not_covered_cents", models.BigIntegerField()),
                ("plan_paid_cents", models.BigIntegerField()),
                ("decided_on", models.DateField()),
            ],
            options={
                "db_table": "decision",
                "indexes": [
                    models.Index(fields=["batch"], name="decision_batch"),
                    models.Index(fields=["family_id"], name="decision_family"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "claim_number", "line_number", "version"), name="decision_key"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Accumulator",
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
                ("plan_code", models.TextField()),
                ("plan_year_start", models.DateField()),
                ("owner", models.TextField()),
                ("owner_id", models.TextField()),
                ("kind", models.TextField()),
                ("tier", models.TextField()),
                ("amount", models.BigIntegerField()),
            ],
            options={
                "db_table": "accumulator",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "plan_code", "plan_year_start", "owner", "owner_id", "kind", "tier"),
                        name="accumulator_key",
                    )
                ],
            },
        ),
        *(isolate(table) for table in ("claim", "claim_line", "decision", "accumulator")),
        *(append_only(table) for table in ("claim", "claim_line", "decision")),
        *(references(table, "batch_id", "batch", deferred=True) for table in ("claim", "decision")),
        references("claim_line", "claim_number", "claim", "claim_number"),
        references("decision", "claim_number, line_number", "claim_line", "claim_number, line_number"),
        belongs_to_tenant("accumulator"),
        mutable("accumulator"),
        view("current_decision", CURRENT_DECISION),
        view("claim_row", CLAIM_ROW),
    ]

"""Prior authorisations, and what was taken over from a prior administrator."""

import django.db.models.deletion
from django.db import migrations, models

from corridor.app.store.sql.operations import append_only, isolate, references

TABLES = ("prior_authorization", "opening_total", "run_in_line", "prior_paid", "prior_treatment")


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
    dependencies = [("store", "0011_claim_facts")]

    operations = [
        migrations.CreateModel(
            name="PriorAuthorization",
            fields=[
                *_keys(),
                ("number", models.TextField()),
                ("member_id", models.TextField()),
                ("plan_code", models.TextField(null=True)),
                ("product", models.TextField(null=True)),
                ("procedure_first", models.TextField(null=True)),
                ("procedure_last", models.TextField(null=True)),
                ("revenue_first", models.TextField(null=True)),
                ("revenue_last", models.TextField(null=True)),
                ("billing_npi", models.TextField(null=True)),
                ("units_granted", models.IntegerField(null=True)),
                ("units_used", models.IntegerField(null=True)),
                ("valid_from", models.DateField()),
                ("valid_to_exclusive", models.DateField(null=True)),
                ("requested_on", models.DateField(null=True)),
                ("decided_on", models.DateField(null=True)),
                ("status", models.TextField()),
                ("taken_over_from", models.TextField(null=True)),
            ],
            options={
                "db_table": "prior_authorization",
                "indexes": [models.Index(fields=["tenant", "member_id"], name="prior_authorization_member")],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "batch", "number"), name="prior_authorization_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="OpeningTotal",
            fields=[
                *_keys(),
                ("plan_code", models.TextField()),
                ("plan_year_start", models.DateField()),
                ("owner", models.TextField()),
                ("owner_id", models.TextField()),
                ("kind", models.TextField()),
                ("tier", models.TextField()),
                ("amount", models.BigIntegerField()),
                ("origin", models.TextField()),
                ("taken_over_from", models.TextField()),
                ("proof", models.TextField()),
            ],
            options={
                "db_table": "opening_total",
                "indexes": [models.Index(fields=["tenant", "owner_id"], name="opening_total_owner")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=(
                            "tenant",
                            "batch",
                            "plan_code",
                            "plan_year_start",
                            "owner",
                            "owner_id",
                            "kind",
                            "tier",
                            "origin",
                            "proof",
                        ),
                        name="opening_total_key",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RunInLine",
            fields=[
                *_keys(),
                ("claim_number", models.BigIntegerField()),
                ("line_number", models.IntegerField()),
                ("member_id", models.TextField()),
                ("plan_code", models.TextField(null=True)),
                ("benefit", models.TextField(null=True)),
                ("kind", models.TextField()),
                ("service_from", models.DateField()),
                ("service_to", models.DateField()),
                ("admission_date", models.DateField(null=True)),
                ("procedure_code", models.TextField(null=True)),
                ("modifiers", models.TextField(null=True)),
                ("revenue_code", models.TextField(null=True)),
                ("tooth", models.TextField(null=True)),
                ("surfaces", models.TextField(null=True)),
                ("units", models.BigIntegerField()),
                ("charge_cents", models.BigIntegerField()),
                ("billing_npi", models.TextField(null=True)),
                ("billing_tax_id", models.TextField(null=True)),
                ("rendering_npi", models.TextField(null=True)),
                ("allowed_cents", models.BigIntegerField()),
                ("copay_cents", models.BigIntegerField()),
                ("claim_id", models.TextField()),
                ("prior_paid_cents", models.BigIntegerField()),
                ("prior_paid_on", models.DateField(null=True)),
                ("taken_over_from", models.TextField()),
                ("proof", models.TextField()),
            ],
            options={
                "db_table": "run_in_line",
                "indexes": [models.Index(fields=["tenant", "member_id"], name="run_in_line_member")],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "claim_number", "line_number"), name="run_in_line_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="PriorPaid",
            fields=[
                *_keys(),
                ("member_id", models.TextField()),
                ("product", models.TextField()),
                ("service_from", models.DateField()),
                ("service_to", models.DateField()),
                ("prior_paid_on", models.DateField()),
                ("prior_paid_cents", models.BigIntegerField()),
                ("taken_over_from", models.TextField()),
                ("proof", models.TextField()),
            ],
            options={
                "db_table": "prior_paid",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "batch", "member_id", "product", "service_from", "prior_paid_on", "proof"),
                        name="prior_paid_key",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PriorTreatment",
            fields=[
                *_keys(),
                ("claim_number", models.BigIntegerField()),
                ("started_on", models.DateField()),
                ("months", models.IntegerField()),
                ("charge_cents", models.BigIntegerField()),
                ("prior_paid_cents", models.BigIntegerField()),
                ("taken_over_from", models.TextField()),
                ("proof", models.TextField()),
            ],
            options={
                "db_table": "prior_treatment",
                "constraints": [models.UniqueConstraint(fields=("tenant", "claim_number"), name="prior_treatment_key")],
            },
        ),
        *(isolate(table) for table in TABLES),
        *(append_only(table) for table in TABLES),
        *(references(table, "batch_id", "batch", deferred=True) for table in TABLES),
        references("prior_treatment", "claim_number", "claim", "claim_number"),
    ]

"""Other coverage, holds that an examiner has lifted, recoveries from third parties; what stop-loss reads as paid."""

import django.db.models.deletion
from django.db import migrations, models

from corridor.app.store.sql.operations import append_only, isolate, references, view
from corridor.app.store.sql.views import STOPLOSS_LINE

TABLES = ("other_coverage", "release", "recovery_case", "recovery_event", "recovered_line")


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
    dependencies = [("store", "0009_benefit_rules")]

    operations = [
        migrations.CreateModel(
            name="OtherCoverage",
            fields=[
                *_keys(),
                ("member_id", models.TextField()),
                ("payer", models.TextField()),
                ("kind", models.TextField()),
                ("product", models.TextField(null=True)),
                ("covered_through", models.TextField()),
                ("coverage_start", models.DateField()),
                ("coverage_end_exclusive", models.DateField(null=True)),
                ("covered_since", models.DateField(null=True)),
                ("status", models.TextField(null=True)),
                ("own_status", models.TextField(null=True)),
                ("has_cob_provision", models.BooleanField(null=True)),
                ("uses_gender_rule", models.BooleanField(null=True)),
                ("birthday", models.TextField(null=True)),
                ("sex", models.TextField(null=True)),
                ("parents", models.TextField(null=True)),
                ("decree", models.TextField(null=True)),
                ("custody", models.TextField(null=True)),
                ("own_custody", models.TextField(null=True)),
                ("employees", models.IntegerField(null=True)),
                ("medicare_entitlement", models.TextField(null=True)),
                ("medicare_from", models.DateField(null=True)),
                ("has_part_b", models.BooleanField(null=True)),
            ],
            options={
                "db_table": "other_coverage",
                "indexes": [models.Index(fields=["tenant", "member_id"], name="other_coverage_member")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=(
                            "tenant",
                            "batch",
                            "member_id",
                            "payer",
                            "product",
                            "medicare_entitlement",
                            "coverage_start",
                        ),
                        name="other_coverage_key",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                *_keys(),
                ("claim_number", models.BigIntegerField()),
                ("reason", models.TextField()),
                ("released_on", models.DateField()),
                ("why", models.TextField()),
            ],
            options={
                "db_table": "release",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "claim_number", "reason"), name="release_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="RecoveryCase",
            fields=[
                *_keys(),
                ("case_number", models.BigIntegerField()),
                ("member_id", models.TextField()),
                ("cause", models.TextField()),
                ("accident_on", models.DateField()),
                ("opened_on", models.DateField()),
                ("liable", models.TextField(null=True)),
            ],
            options={
                "db_table": "recovery_case",
                "constraints": [models.UniqueConstraint(fields=("tenant", "case_number"), name="recovery_case_key")],
            },
        ),
        migrations.CreateModel(
            name="RecoveryEvent",
            fields=[
                *_keys(),
                ("case_number", models.BigIntegerField()),
                ("event_number", models.IntegerField()),
                ("event", models.TextField()),
                ("happened_on", models.DateField()),
                ("amount_cents", models.BigIntegerField()),
                ("cost_cents", models.BigIntegerField()),
                ("why", models.TextField(null=True)),
            ],
            options={
                "db_table": "recovery_event",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "case_number", "event_number"), name="recovery_event_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="RecoveredLine",
            fields=[
                *_keys(),
                ("case_number", models.BigIntegerField()),
                ("event_number", models.IntegerField()),
                ("claim_number", models.BigIntegerField()),
                ("line_number", models.IntegerField()),
                ("version", models.IntegerField()),
                ("member_id", models.TextField()),
                ("product", models.TextField()),
                ("plan_code", models.TextField()),
                ("service_from", models.DateField()),
                ("paid_on", models.DateField()),
                ("amount_cents", models.BigIntegerField()),
                ("takes_back_paid_on", models.DateField()),
            ],
            options={
                "db_table": "recovered_line",
                "indexes": [models.Index(fields=["tenant", "service_from"], name="recovered_line_service")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "case_number", "event_number", "claim_number", "line_number", "version"),
                        name="recovered_line_key",
                    )
                ],
            },
        ),
        *(isolate(table) for table in TABLES),
        *(append_only(table) for table in TABLES),
        *(references(table, "batch_id", "batch", deferred=True) for table in TABLES),
        references("release", "claim_number", "claim", "claim_number"),
        references("recovery_event", "case_number", "recovery_case", "case_number"),
        references("recovered_line", "case_number, event_number", "recovery_event", "case_number, event_number"),
        references(
            "recovered_line", "claim_number, line_number, version", "decision", "claim_number, line_number, version"
        ),
        view("stoploss_line", STOPLOSS_LINE),
    ]

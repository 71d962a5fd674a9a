"""Who is covered, and who treats them."""

import django.db.models.deletion
from django.db import migrations, models

from corridor.app.store.sql.operations import append_only, belongs_to_tenant, isolate, mutable, references


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0001_tenants_files"),
    ]

    operations = [
        migrations.CreateModel(
            name="Enrollment",
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
                ("statement", models.IntegerField()),
                ("member_id", models.TextField()),
                ("subscriber_id", models.TextField()),
                ("relationship", models.TextField()),
                ("last_name", models.TextField(null=True)),
                ("first_name", models.TextField(null=True)),
                ("birth_date", models.DateField(null=True)),
                ("sex", models.TextField(null=True)),
                ("group_number", models.TextField(null=True)),
                ("action", models.TextField()),
                ("termination_reason", models.TextField(null=True)),
                ("product", models.TextField(null=True)),
                ("plan_code", models.TextField(null=True)),
                ("coverage_level", models.TextField(null=True)),
                ("coverage_start", models.DateField(null=True)),
                ("coverage_end_exclusive", models.DateField(null=True)),
                ("segment_first", models.IntegerField(null=True)),
                ("segment_last", models.IntegerField(null=True)),
            ],
            options={
                "db_table": "enrollment",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "batch", "statement"), name="enrollment_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="Coverage",
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
                ("member_id", models.TextField()),
                ("subscriber_id", models.TextField()),
                ("relationship", models.TextField()),
                ("last_name", models.TextField(null=True)),
                ("first_name", models.TextField(null=True)),
                ("birth_date", models.DateField(null=True)),
                ("sex", models.TextField(null=True)),
                ("product", models.TextField()),
                ("plan_code", models.TextField()),
                ("coverage_level", models.TextField()),
                ("coverage_start", models.DateField()),
                ("coverage_end_exclusive", models.DateField(null=True)),
            ],
            options={
                "db_table": "coverage",
                "indexes": [models.Index(fields=["subscriber_id"], name="coverage_family")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "member_id", "plan_code", "coverage_start"), name="coverage_key"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Provider",
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
                ("npi", models.TextField()),
                ("name", models.TextField(null=True)),
                ("network", models.TextField()),
                ("allowed_bp", models.IntegerField(null=True)),
                ("effective_from", models.DateField()),
                ("effective_to_exclusive", models.DateField(null=True)),
            ],
            options={
                "db_table": "provider",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "batch", "npi", "effective_from"), name="provider_key")
                ],
            },
        ),
        *(isolate(table) for table in ("enrollment", "coverage", "provider")),
        *(append_only(table) for table in ("enrollment", "provider")),
        *(references(table, "batch_id", "batch", deferred=True) for table in ("enrollment", "provider")),
        belongs_to_tenant("coverage"),
        mutable("coverage"),
    ]

"""Sponsors and their isolation, the files, the batches."""

import django.contrib.postgres.functions
import django.db.models.deletion
from django.db import migrations, models

from corridor.app.store.sql.functions import APPEND_ONLY, AUDIT, TENANT, TENANT_TABLE
from corridor.app.store.sql.operations import append_only, belongs_to_tenant, isolate, references

TABLES = ("stored_file", "batch", "document", "audit_change", "access_log")


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SchemaState",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.TextField()),
            ],
            options={
                "db_table": "schema_state",
            },
        ),
        migrations.CreateModel(
            name="Tenant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.TextField(unique=True)),
                ("name", models.TextField()),
                ("time_zone", models.TextField()),
                ("currency", models.TextField()),
            ],
            options={
                "db_table": "tenant",
            },
        ),
        migrations.CreateModel(
            name="StoredFile",
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
                ("sha256", models.TextField()),
                ("name", models.TextField()),
                ("kind", models.TextField()),
                ("direction", models.TextField()),
                ("content", models.BinaryField()),
                ("size", models.BigIntegerField()),
                ("recorded_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
            ],
            options={
                "db_table": "stored_file",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "sha256", "direction"), name="stored_file_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="Batch",
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
                ("seq", models.BigIntegerField()),
                ("kind", models.TextField()),
                (
                    "file",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.storedfile",
                    ),
                ),
                ("as_of", models.DateField()),
                ("params", models.JSONField()),
                ("result", models.JSONField()),
                ("recorded_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
                ("chain_hash", models.BinaryField()),
            ],
            options={
                "db_table": "batch",
                "constraints": [models.UniqueConstraint(fields=("tenant", "seq"), name="batch_key")],
            },
        ),
        migrations.CreateModel(
            name="Document",
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
                ("kind", models.TextField()),
                ("code", models.TextField()),
                ("effective_from", models.DateField()),
                (
                    "file",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.storedfile",
                    ),
                ),
            ],
            options={
                "db_table": "document",
            },
        ),
        migrations.CreateModel(
            name="AuditChange",
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
                ("table_name", models.TextField()),
                ("action", models.TextField()),
                ("row_count", models.BigIntegerField()),
                ("changed_by", models.TextField()),
                ("changed_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
            ],
            options={
                "db_table": "audit_change",
            },
        ),
        migrations.CreateModel(
            name="AccessLog",
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
                ("who", models.TextField()),
                ("what", models.TextField()),
                ("why", models.TextField()),
                ("accessed_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
            ],
            options={
                "db_table": "access_log",
            },
        ),
        TENANT,
        TENANT_TABLE,
        APPEND_ONLY,
        AUDIT,
        *(isolate(table) for table in TABLES),
        *(append_only(table) for table in TABLES),
        *(belongs_to_tenant(table) for table in ("stored_file", "batch", "audit_change", "access_log")),
        references("batch", "file_id", "stored_file"),
        references("document", "file_id", "stored_file"),
        references("document", "batch_id", "batch", deferred=True),
    ]

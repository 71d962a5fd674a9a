"""Reference tables that a user loads: code edits, fee schedules, relative values."""

import django.db.models.deletion
from django.db import migrations, models

from corridor.app.store.sql.operations import append_only, isolate, references


def _key(target: str) -> models.Field:
    return models.ForeignKey(
        db_constraint=False,
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=target,
    )


class Migration(migrations.Migration):
    dependencies = [("store", "0012_takeover")]

    operations = [
        migrations.CreateModel(
            name="ReferenceTable",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("tenant", _key("store.tenant")),
                ("batch", _key("store.batch")),
                ("list", models.TextField()),
                ("name", models.TextField()),
                ("subject", models.TextField(null=True)),
                ("effective_from", models.DateField()),
                ("file", _key("store.storedfile")),
            ],
            options={
                "db_table": "reference_table",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "batch", "name"), name="reference_table_key")
                ],
            },
        ),
        isolate("reference_table"),
        append_only("reference_table"),
        references("reference_table", "batch_id", "batch", deferred=True),
        references("reference_table", "file_id", "stored_file"),
    ]

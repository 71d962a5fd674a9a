"""Contributions, findings of fraud, letters that ask money back; claims that wait for the one they refer to."""

import django.db.models.deletion
from django.db import migrations, models

from corridor.app.store.sql.operations import append_only, isolate, references

TABLES = ("contribution", "rescission_finding", "letter")


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
    dependencies = [("store", "0013_reference")]

    operations = [
        migrations.CreateModel(
            name="Contribution",
            fields=[
                *_keys(),
                ("member_id", models.TextField()),
                ("product", models.TextField()),
                ("month", models.DateField()),
                ("amount_cents", models.BigIntegerField()),
            ],
            options={
                "db_table": "contribution",
                "indexes": [models.Index(fields=["tenant", "member_id"], name="contribution_member")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "batch", "member_id", "product", "month"), name="contribution_key"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RescissionFinding",
            fields=[
                *_keys(),
                ("member_id", models.TextField()),
                ("finding", models.TextField()),
                ("noticed_on", models.DateField()),
                ("why", models.TextField()),
            ],
            options={
                "db_table": "rescission_finding",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "batch", "member_id"), name="rescission_finding_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                *_keys(),
                ("letter_number", models.TextField()),
                ("payee", models.TextField()),
                ("plan_code", models.TextField()),
                ("written_on", models.DateField()),
                ("amount_cents", models.BigIntegerField()),
                ("file_id", models.BigIntegerField()),
                ("turkish_file_id", models.BigIntegerField()),
            ],
            options={
                "db_table": "letter",
                "constraints": [models.UniqueConstraint(fields=("tenant", "letter_number"), name="letter_key")],
            },
        ),
        *(isolate(table) for table in TABLES),
        *(append_only(table) for table in TABLES),
        *(references(table, "batch_id", "batch", deferred=True) for table in TABLES),
        references("letter", "file_id", "stored_file"),
        references("letter", "turkish_file_id", "stored_file"),
        migrations.AddIndex(
            "Decision",
            models.Index(
                fields=["tenant", "family_id"],
                name="decision_waiting",
                condition=models.Q(reason="original_not_found"),
            ),
        ),
    ]

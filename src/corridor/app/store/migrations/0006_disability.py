"""What a certification of disability says, beside the claim that it became."""

import django.db.models.deletion
from django.db import migrations, models

from corridor.app.store.sql.operations import append_only, isolate, references


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0005_paid_lines"),
    ]

    operations = [
        migrations.CreateModel(
            name="DisabilityClaim",
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
                ("cause", models.TextField()),
                ("disability_from", models.DateField()),
                ("certified_from", models.DateField()),
                ("certified_to", models.DateField()),
                ("returned_on", models.DateField(null=True)),
                ("weekly_earnings_cents", models.BigIntegerField()),
                ("other_income_cents", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "disability_claim",
                "indexes": [models.Index(fields=["batch"], name="disability_claim_batch")],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "claim_number"), name="disability_claim_key")
                ],
            },
        ),
        isolate("disability_claim"),
        append_only("disability_claim"),
        references("disability_claim", "batch_id", "batch", deferred=True),
        references("disability_claim", "claim_number", "claim", "claim_number"),
    ]

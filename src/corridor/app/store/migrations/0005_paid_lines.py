"""Lines that became money; positions of claimants without a deductible, of months without an attachment."""

import django.db.models.deletion
from django.db import migrations, models

from corridor.app.store.sql.operations import append_only, isolate, references


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0004_money"),
    ]

    operations = [
        migrations.CreateModel(
            name="PaidLine",
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
                ("payment_number", models.TextField(null=True)),
                ("claim_number", models.BigIntegerField()),
                ("line_number", models.IntegerField()),
                ("version", models.IntegerField()),
                ("member_id", models.TextField()),
                ("product", models.TextField()),
                ("plan_code", models.TextField()),
                ("service_from", models.DateField()),
                ("paid_on", models.DateField()),
                ("amount_cents", models.BigIntegerField()),
                ("takes_back_paid_on", models.DateField(null=True)),
            ],
            options={
                "db_table": "paid_line",
                "indexes": [
                    models.Index(fields=["tenant", "claim_number"], name="paid_line_claim"),
                    models.Index(fields=["tenant", "service_from"], name="paid_line_service"),
                    models.Index(
                        fields=["tenant", "paid_on"],
                        name="paid_line_taken_back",
                        condition=models.Q(("takes_back_paid_on__isnull", False)),
                    ),
                ],
            },
        ),
        migrations.AddIndex("Posting", models.Index(fields=["tenant", "claim_number"], name="posting_claim")),
        migrations.AddIndex("Decision", models.Index(fields=["tenant", "service_from"], name="decision_service")),
        isolate("paid_line"),
        append_only("paid_line"),
        references("paid_line", "batch_id", "batch", deferred=True),
        references("paid_line", "claim_number, line_number, version", "decision", "claim_number, line_number, version"),
        references("paid_line", "payment_number", "payment", "payment_number"),
        *(
            migrations.AlterField("StoplossPosition", name, models.BigIntegerField(null=True))
            for name in ("deductible_cents", "attachment_cents")
        ),
    ]

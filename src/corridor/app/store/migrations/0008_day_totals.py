"""Sums of postings by day: what an overview reads instead of all postings."""

import django.db.models.deletion
from django.db import migrations, models

from corridor.app.store.sql.day_totals import FILLED, KEPT
from corridor.app.store.sql.operations import belongs_to_tenant, isolate, mutable


class Migration(migrations.Migration):
    dependencies = [("store", "0007_batch_told")]

    operations = [
        migrations.CreateModel(
            name="DayTotal",
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
                ("effective_on", models.DateField()),
                ("account", models.TextField()),
                ("entry_kind", models.TextField()),
                ("amount_cents", models.BigIntegerField()),
                ("postings", models.BigIntegerField()),
            ],
            options={
                "db_table": "day_total",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "effective_on", "account", "entry_kind"), name="day_total_key"
                    )
                ],
            },
        ),
        FILLED,
        isolate("day_total"),
        belongs_to_tenant("day_total"),
        mutable("day_total"),
        KEPT,
    ]

"""Bank statements, what their lines were matched with, and differences with a name."""

import django.db.models.deletion
from django.db import migrations, models

from corridor.app.store.sql.operations import append_only, isolate, references

TABLES = ("bank_statement", "bank_line", "bank_match", "bank_difference")


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
    dependencies = [("store", "0021_structure")]

    operations = [
        migrations.CreateModel(
            name="BankStatement",
            fields=[
                *_keys(),
                ("statement_id", models.TextField()),
                ("account", models.TextField()),
                ("currency", models.TextField()),
                ("opened_on", models.DateField()),
                ("closed_on", models.DateField()),
                ("opening_cents", models.BigIntegerField()),
                ("closing_cents", models.BigIntegerField()),
                ("is_complete", models.BooleanField()),
            ],
            options={
                "db_table": "bank_statement",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "batch", "statement_id"), name="bank_statement_key"),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankLine",
            fields=[
                *_keys(),
                ("statement_id", models.TextField()),
                ("line_number", models.IntegerField()),
                ("booked_on", models.DateField()),
                ("value_on", models.DateField(null=True)),
                ("amount_cents", models.BigIntegerField()),
                ("currency", models.TextField()),
                ("kind", models.TextField()),
                ("bank_reference", models.TextField(null=True)),
                ("customer_reference", models.TextField(null=True)),
                ("text", models.TextField(null=True)),
                ("trace", models.TextField(null=True)),
            ],
            options={
                "db_table": "bank_line",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "batch", "statement_id", "line_number"), name="bank_line_key"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankMatch",
            fields=[
                *_keys(),
                ("match_number", models.BigIntegerField()),
                ("part", models.IntegerField()),
                ("statement_id", models.TextField()),
                ("line_number", models.IntegerField()),
                ("subject", models.TextField()),
                ("reference", models.TextField()),
                ("entry_key", models.TextField()),
                ("amount_cents", models.BigIntegerField()),
                ("how", models.TextField()),
                ("done_by", models.TextField()),
                ("done_on", models.DateField()),
                ("undoes", models.BigIntegerField(null=True)),
                ("reason", models.TextField(null=True)),
            ],
            options={
                "db_table": "bank_match",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "match_number", "part"), name="bank_match_key"),
                    models.UniqueConstraint(fields=("tenant", "undoes", "part"), name="bank_match_undone_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="BankDifference",
            fields=[
                *_keys(),
                ("entry_key", models.TextField()),
                ("statement_id", models.TextField()),
                ("line_number", models.IntegerField()),
                ("account", models.TextField()),
                ("amount_cents", models.BigIntegerField()),
                ("reason", models.TextField()),
                ("done_by", models.TextField()),
                ("done_on", models.DateField()),
            ],
            options={
                "db_table": "bank_difference",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "entry_key"), name="bank_difference_key"),
                ],
            },
        ),
        # Clearing may be taken back, and found again; every other event of a payment happens once.
        migrations.RemoveConstraint(model_name="paymentevent", name="payment_event_once"),
        migrations.AddConstraint(
            model_name="paymentevent",
            constraint=models.UniqueConstraint(
                fields=("tenant", "payment_number", "event"),
                condition=models.Q(("event__in", ("cleared", "uncleared")), _negated=True),
                name="payment_event_once",
            ),
        ),
        *(isolate(table) for table in TABLES),
        *(append_only(table) for table in TABLES),
        *(references(table, "batch_id", "batch", deferred=True) for table in TABLES),
        references("bank_match", "entry_key", "journal_entry", "entry_key"),
        references("bank_difference", "entry_key", "journal_entry", "entry_key"),
    ]

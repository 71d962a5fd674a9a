"""How a sponsor is divided, which part owes what, and what went to its own books."""

import django.db.models.deletion
from django.db import migrations, models

from corridor.app.store.sql.operations import append_only, isolate, references, view_again
from corridor.app.store.sql.views import POSTING_ROW_21

TABLES = ("bill_group_member", "call_part", "ledger_export", "ledger_export_entry")


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
    dependencies = [("store", "0020_agreement")]

    operations = [
        migrations.AddField(model_name="posting", name="bill_group", field=models.TextField(null=True)),
        view_again("posting_row", POSTING_ROW_21),
        migrations.CreateModel(
            name="BillGroupMember",
            fields=[
                *_keys(),
                ("subscriber_id", models.TextField()),
                ("bill_group", models.TextField()),
                ("cost_centre", models.TextField(null=True)),
                ("assigned_from", models.DateField()),
                ("assigned_to_exclusive", models.DateField(null=True)),
            ],
            options={
                "db_table": "bill_group_member",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "batch", "subscriber_id", "assigned_from"), name="bill_group_member_key"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CallPart",
            fields=[
                *_keys(),
                ("call_number", models.TextField()),
                ("bill_group", models.TextField()),
                ("cost_centre", models.TextField(null=True)),
                ("payable_cents", models.BigIntegerField()),
                ("amount_cents", models.BigIntegerField()),
            ],
            options={
                "db_table": "call_part",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "call_number", "bill_group"), name="call_part_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerExport",
            fields=[
                *_keys(),
                ("export_number", models.IntegerField()),
                ("starts_on", models.DateField(null=True)),
                ("ends_on", models.DateField()),
                ("entries", models.BigIntegerField()),
                ("postings", models.BigIntegerField()),
                ("debit_cents", models.BigIntegerField()),
                ("last_entry", models.TextField(null=True)),
                ("file_name", models.TextField()),
                ("made_by", models.TextField()),
            ],
            options={
                "db_table": "ledger_export",
                "constraints": [models.UniqueConstraint(fields=("tenant", "export_number"), name="ledger_export_key")],
            },
        ),
        migrations.CreateModel(
            name="LedgerExportEntry",
            fields=[
                *_keys(),
                ("export_number", models.IntegerField()),
                ("entry_key", models.TextField()),
            ],
            options={
                "db_table": "ledger_export_entry",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "entry_key"), name="ledger_export_entry_key")
                ],
            },
        ),
        *(isolate(table) for table in TABLES),
        *(append_only(table) for table in TABLES),
        *(references(table, "batch_id", "batch", deferred=True) for table in TABLES),
        references("call_part", "call_number", "funding_call", "call_number"),
        references("ledger_export_entry", "export_number", "ledger_export", "export_number"),
        references("ledger_export_entry", "entry_key", "journal_entry", "entry_key"),
    ]

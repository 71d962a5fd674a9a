"""Claims that a rented network reprices, and the account of what it is owed for them."""

import django.db.models.deletion
from django.db import migrations, models

from corridor.app.store.sql.operations import append_only, free_of_isolation, isolate, references

TABLES = ("repricing_request", "repriced_line")


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
    dependencies = [("store", "0016_live")]

    operations = [
        migrations.CreateModel(
            name="RepricingRequest",
            fields=[
                *_keys(),
                ("claim_number", models.BigIntegerField()),
                ("network", models.TextField()),
                ("sent_on", models.DateField()),
                ("due_on", models.DateField()),
            ],
            options={
                "db_table": "repricing_request",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "claim_number", "network"), name="repricing_request_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="RepricedLine",
            fields=[
                *_keys(),
                ("network", models.TextField()),
                ("claim_number", models.BigIntegerField()),
                ("line_number", models.IntegerField()),
                ("repriced_cents", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "repriced_line",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "batch", "claim_number", "line_number"), name="repriced_line_key"
                    )
                ],
            },
        ),
        *(isolate(table) for table in TABLES),
        *(append_only(table) for table in TABLES),
        *(references(table, "batch_id", "batch", deferred=True) for table in TABLES),
        references("repricing_request", "claim_number", "claim", "claim_number"),
        references("repriced_line", "claim_number, line_number", "claim_line", "claim_number, line_number"),
        free_of_isolation(
            "account",
            """
            alter table account disable trigger account_insert_audit;
            insert into account (tenant_id, code, name, kind)
                select distinct tenant_id, '2150', 'Network fee payable', 'liability' from account
                union select distinct tenant_id, '5150', 'Network fee expense', 'expense' from account;
            alter table account enable trigger account_insert_audit;
            """,
        ),
    ]

"""Claims that came in by API, once each; partners; jobs and their files."""

import django.contrib.postgres.functions
import django.db.models.deletion
from django.db import migrations, models

from corridor.app.store.sql.operations import append_only, belongs_to_tenant, isolate, mutable, references


def _key(target: str, *, may_lack: bool = False) -> models.Field:
    return models.ForeignKey(
        db_constraint=False,
        db_index=False,
        null=may_lack,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=target,
    )


def _keys() -> list[tuple[str, models.Field]]:
    number = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
    return [("id", number), ("tenant", _key("store.tenant"))]


class Migration(migrations.Migration):
    dependencies = [("store", "0015_desk")]

    operations = [
        migrations.CreateModel(
            name="LiveClaim",
            fields=[
                *_keys(),
                ("batch", _key("store.batch")),
                ("key_sha256", models.TextField()),
                ("body_sha256", models.TextField()),
                ("claim_number", models.BigIntegerField()),
                ("answer", models.TextField()),
            ],
            options={
                "db_table": "live_claim",
                "constraints": [models.UniqueConstraint(fields=("tenant", "key_sha256"), name="live_claim_key")],
            },
        ),
        migrations.CreateModel(
            name="Partner",
            fields=[
                *_keys(),
                ("name", models.TextField()),
                ("sender_id", models.TextField(null=True)),
                ("on_bad_transaction", models.TextField()),
                ("is_lenient", models.BooleanField(default=False)),
                ("default_plan", models.TextField(null=True)),
                ("column_map", _key("store.storedfile", may_lack=True)),
            ],
            options={
                "db_table": "partner",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "name"), name="partner_key"),
                    models.UniqueConstraint(fields=("tenant", "sender_id"), name="partner_sender_key"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                *_keys(),
                ("made_by", models.TextField()),
                ("as_of", models.DateField()),
                ("state", models.TextField()),
                ("wants_cancel", models.BooleanField(default=False)),
                ("done", models.IntegerField(default=0)),
                ("total", models.IntegerField()),
                ("worked_at", models.DateTimeField(null=True)),
                ("made_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
            ],
            options={"db_table": "job"},
        ),
        migrations.CreateModel(
            name="JobFile",
            fields=[
                *_keys(),
                ("job", _key("store.job")),
                ("place", models.IntegerField()),
                ("file", _key("store.storedfile")),
                ("name", models.TextField()),
                ("column_map", _key("store.storedfile", may_lack=True)),
                ("is_lenient", models.BooleanField(default=False)),
                ("partner", models.TextField(null=True)),
                ("on_bad_transaction", models.TextField(null=True)),
                ("state", models.TextField()),
                ("said", models.TextField(null=True)),
            ],
            options={
                "db_table": "job_file",
                "constraints": [models.UniqueConstraint(fields=("tenant", "job", "place"), name="job_file_key")],
            },
        ),
        *(isolate(table) for table in ("live_claim", "partner", "job", "job_file")),
        append_only("live_claim"),
        *(mutable(table) for table in ("partner", "job", "job_file")),
        references("live_claim", "batch_id", "batch", deferred=True),
        references("live_claim", "claim_number", "claim", "claim_number"),
        *(belongs_to_tenant(table) for table in ("partner", "job")),
        references("job_file", "job_id", "job"),
        references("job_file", "file_id", "stored_file"),
        # The newest batch that brought other than claims, and the batches of a file, without reading all of them.
        migrations.RunSQL("create index batch_changes on batch (tenant_id, seq) where kind <> 'claims'"),
        migrations.RunSQL("create index batch_file on batch (tenant_id, file_id)"),
    ]

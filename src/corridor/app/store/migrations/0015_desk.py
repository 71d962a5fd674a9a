"""People in the loop: the queue, questions, overrides, appeals, quality samples, times in which clocks stand still."""

import django.db.models.deletion
from django.db import migrations, models

from corridor.app.store.sql.operations import append_only, isolate, mutable, references

TABLES = (
    "claim_event",
    "clock_pause",
    "claim_override",
    "override_event",
    "authority",
    "appeal_event",
    "quality_sample",
    "quality_finding",
)
ABOUT_CLAIMS = ("claim_event", "claim_override", "appeal_event", "quality_sample")


def _key(target: str) -> models.Field:
    return models.ForeignKey(
        db_constraint=False,
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=target,
    )


def _number() -> tuple[str, models.Field]:
    return "id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


def _keys() -> list[tuple[str, models.Field]]:
    """What every row that a batch brought has."""
    return [_number(), ("tenant", _key("store.tenant")), ("batch", _key("store.batch"))]


class Migration(migrations.Migration):
    dependencies = [("store", "0014_versions")]

    operations = [
        migrations.CreateModel(
            name="WorkItem",
            fields=[
                _number(),
                ("tenant", _key("store.tenant")),
                ("claim_number", models.BigIntegerField()),
                ("owner", models.TextField(null=True)),
                ("priority", models.IntegerField(default=0)),
            ],
            options={
                "db_table": "work_item",
                "constraints": [models.UniqueConstraint(fields=("tenant", "claim_number"), name="work_item_key")],
            },
        ),
        migrations.CreateModel(
            name="ClaimEvent",
            fields=[
                *_keys(),
                ("claim_number", models.BigIntegerField()),
                ("event_number", models.IntegerField()),
                ("event", models.TextField()),
                ("happened_on", models.DateField()),
                ("who", models.TextField()),
                ("what", models.TextField()),
                ("answer_due_on", models.DateField(null=True)),
            ],
            options={
                "db_table": "claim_event",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "claim_number", "event_number"), name="claim_event_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="ClockPause",
            fields=[
                *_keys(),
                ("county", models.TextField()),
                ("paused_from", models.DateField()),
                ("paused_to_exclusive", models.DateField(null=True)),
                ("why", models.TextField()),
            ],
            options={
                "db_table": "clock_pause",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "county", "paused_from"), name="clock_pause_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="ClaimOverride",
            fields=[
                *_keys(),
                ("override_number", models.BigIntegerField()),
                ("claim_number", models.BigIntegerField()),
                ("line_number", models.IntegerField()),
                ("action", models.TextField()),
                ("lifts", models.TextField(null=True)),
                ("allowed_cents", models.BigIntegerField(null=True)),
                ("amount_cents", models.BigIntegerField()),
                ("why", models.TextField()),
                ("who", models.TextField()),
                ("authority", models.TextField()),
                ("limit_cents", models.BigIntegerField(null=True)),
                ("proposed_on", models.DateField()),
            ],
            options={
                "db_table": "claim_override",
                "indexes": [models.Index(fields=["tenant", "claim_number"], name="claim_override_claim")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "override_number", "line_number"), name="claim_override_key"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OverrideEvent",
            fields=[
                *_keys(),
                ("override_number", models.BigIntegerField()),
                ("event_number", models.IntegerField()),
                ("event", models.TextField()),
                ("happened_on", models.DateField()),
                ("who", models.TextField()),
                ("authority", models.TextField()),
                ("why", models.TextField(null=True)),
            ],
            options={
                "db_table": "override_event",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "override_number", "event_number"), name="override_event_key"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Authority",
            fields=[
                *_keys(),
                ("holder", models.TextField()),
                ("effective_from", models.DateField()),
                ("limit_cents", models.BigIntegerField()),
                ("authority", models.TextField()),
            ],
            options={
                "db_table": "authority",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "batch", "holder", "effective_from"), name="authority_key"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AppealEvent",
            fields=[
                *_keys(),
                ("appeal_number", models.BigIntegerField()),
                ("event_number", models.IntegerField()),
                ("claim_number", models.BigIntegerField()),
                ("event", models.TextField()),
                ("level", models.IntegerField()),
                ("happened_on", models.DateField()),
                ("who", models.TextField()),
                ("why", models.TextField()),
                ("claim_kind", models.TextField(null=True)),
                ("notice_on", models.DateField(null=True)),
                ("issue", models.TextField(null=True)),
                ("is_expedited", models.BooleanField(null=True)),
                ("reviewer", models.TextField(null=True)),
                ("outcome", models.TextField(null=True)),
                ("override_number", models.BigIntegerField(null=True)),
            ],
            options={
                "db_table": "appeal_event",
                "indexes": [models.Index(fields=["tenant", "claim_number"], name="appeal_event_claim")],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "appeal_number", "event_number"), name="appeal_event_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="QualitySample",
            fields=[
                *_keys(),
                ("sample_number", models.BigIntegerField()),
                ("claim_number", models.BigIntegerField()),
                ("method", models.TextField()),
                ("stratum", models.TextField()),
                ("drawn_on", models.DateField()),
                ("version", models.IntegerField()),
                ("reason", models.TextField()),
                ("examiner", models.TextField(null=True)),
                ("paid_cents", models.BigIntegerField()),
            ],
            options={
                "db_table": "quality_sample",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "sample_number", "claim_number"), name="quality_sample_key"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="QualityFinding",
            fields=[
                *_keys(),
                ("sample_number", models.BigIntegerField()),
                ("claim_number", models.BigIntegerField()),
                ("finding_number", models.IntegerField()),
                ("kind", models.TextField()),
                ("error_cents", models.BigIntegerField()),
                ("found_on", models.DateField()),
                ("who", models.TextField()),
                ("why", models.TextField()),
            ],
            options={
                "db_table": "quality_finding",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant", "sample_number", "claim_number", "finding_number"), name="quality_finding_key"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(
                condition=models.Q(("status", "pended")), fields=["tenant", "claim_number"], name="decision_pended"
            ),
        ),
        *(isolate(table) for table in ("work_item", *TABLES)),
        mutable("work_item"),
        *(append_only(table) for table in TABLES),
        *(references(table, "batch_id", "batch", deferred=True) for table in TABLES),
        *(references(table, "claim_number", "claim", "claim_number") for table in ("work_item", *ABOUT_CLAIMS)),
        references("quality_finding", "sample_number, claim_number", "quality_sample", "sample_number, claim_number"),
    ]

"""The life of an arrangement: tasks that hold it back, and days set for its moves."""

import django.db.models.deletion
from django.db import migrations, models

from corridor.app.store.sql.operations import append_only, isolate, references

TABLES = ("arrangement_task", "arrangement_event")


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
    dependencies = [("store", "0019_payments")]

    operations = [
        migrations.CreateModel(
            name="ArrangementTask",
            fields=[
                *_keys(),
                ("task", models.TextField()),
                ("entry_number", models.IntegerField()),
                ("outcome", models.TextField()),
                ("clause", models.TextField()),
                ("done_by", models.TextField()),
                ("done_on", models.DateField()),
                ("reason", models.TextField(null=True)),
            ],
            options={
                "db_table": "arrangement_task",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "task", "entry_number"), name="arrangement_task_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="ArrangementEvent",
            fields=[
                *_keys(),
                ("event_number", models.IntegerField()),
                ("state", models.TextField()),
                ("effective_on", models.DateField()),
                ("clause", models.TextField()),
                ("done_by", models.TextField()),
                ("done_on", models.DateField()),
                ("reason", models.TextField()),
            ],
            options={
                "db_table": "arrangement_event",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant", "event_number"), name="arrangement_event_key")
                ],
            },
        ),
        *(isolate(table) for table in TABLES),
        *(append_only(table) for table in TABLES),
        *(references(table, "batch_id", "batch", deferred=True) for table in TABLES),
        migrations.RunSQL(
            """
            alter table arrangement_task add constraint arrangement_task_outcome
                check (outcome in ('done', 'waived', 'reopened') and (outcome = 'done' or reason is not null));
            alter table arrangement_event add constraint arrangement_event_state
                check (state in ('active', 'run_out', 'post_run_out') and effective_on >= done_on and reason <> '');
            """
        ),
    ]

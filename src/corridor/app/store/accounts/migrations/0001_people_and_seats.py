"""People, their seats, and the trail of changes to both."""

import django.contrib.postgres.functions
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from corridor.app.store.accounts.trail import TRAIL


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="Email address")),
                ("language", models.CharField(default="en", max_length=2)),
                ("is_active", models.BooleanField(default=True, verbose_name="May sign in")),
                ("made_at", models.DateTimeField(db_default=django.contrib.postgres.functions.TransactionNow())),
            ],
            options={
                "db_table": "person",
                "verbose_name": "person",
                "verbose_name_plural": "People",
            },
        ),
        migrations.CreateModel(
            name="AccountChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table_name", models.TextField(verbose_name="Table")),
                ("action", models.TextField(verbose_name="Action")),
                ("row_id", models.BigIntegerField(verbose_name="Row")),
                ("changed_by", models.TextField(verbose_name="By")),
                (
                    "changed_at",
                    models.DateTimeField(
                        db_default=django.contrib.postgres.functions.TransactionNow(), verbose_name="When"
                    ),
                ),
            ],
            options={
                "db_table": "account_change",
                "verbose_name": "change of people and seats",
                "verbose_name_plural": "Changes of people and seats",
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sponsor", models.TextField(verbose_name="Sponsor")),
                ("role", models.TextField(verbose_name="Role")),
                ("member_id", models.TextField(blank=True, null=True, verbose_name="Member id")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="seats", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "db_table": "seat",
                "verbose_name": "seat",
                "verbose_name_plural": "Seats",
                "constraints": [models.UniqueConstraint(fields=("user", "sponsor"), name="seat_key")],
            },
        ),
        TRAIL,
    ]

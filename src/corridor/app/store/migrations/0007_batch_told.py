"""A committed batch is told to whoever listens."""

from django.db import migrations

from corridor.app.store.sql.functions import BATCH_TOLD


class Migration(migrations.Migration):
    dependencies = [("store", "0006_disability")]

    operations = [BATCH_TOLD]

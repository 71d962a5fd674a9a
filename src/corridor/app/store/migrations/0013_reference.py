"""Reference tables that a user loads: code edits, fee schedules, relative values."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("store", "0012_takeover")]

    operations = []

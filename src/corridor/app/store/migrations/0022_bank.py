"""Bank statements and what their lines were matched with."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("store", "0021_structure")]

    operations = []

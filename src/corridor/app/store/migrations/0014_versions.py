"""Contributions, and letters that ask money back."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("store", "0013_reference")]

    operations = []

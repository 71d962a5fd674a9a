"""Payees, payment runs, and what happened to each payment."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("store", "0018_ledger")]

    operations = []

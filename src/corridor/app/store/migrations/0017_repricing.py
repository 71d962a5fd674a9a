"""Claims that a rented network reprices."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("store", "0016_live")]

    operations = []

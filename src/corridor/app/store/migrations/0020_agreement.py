"""The administration agreement, and the life of an arrangement."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("store", "0019_payments")]

    operations = []

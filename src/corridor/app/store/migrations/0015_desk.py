"""People in the loop: overrides, requests for information, appeals, quality samples."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("store", "0014_versions")]

    operations = []

"""Claims that came in by API, once each."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("store", "0015_desk")]

    operations = []

"""How a sponsor is divided, and which part owes what."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("store", "0020_agreement")]

    operations = []

"""Prior authorisations, and what was taken over from a prior administrator."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("store", "0011_claim_facts")]

    operations = []

"""What prices, code edits, versions of claims and clocks read of a claim and of a provider."""

from django.db import migrations, models

from corridor.app.store.sql.operations import view_again
from corridor.app.store.sql.views import CLAIM_ROW_11

_TEXT = models.TextField
_OF_CLAIMS = ("original_reference", "drg", "patient_county")
_OF_LINES = {
    "minutes": models.IntegerField,
    "is_emergency": models.BooleanField,
    "has_consented": models.BooleanField,
    "facility_npi": _TEXT,
    "service_zip": _TEXT,
}
_OF_PROVIDERS = ("contract", "kind", "specialty", "locality", "state")


class Migration(migrations.Migration):
    dependencies = [("store", "0010_others")]

    operations = [
        *(migrations.AddField("Claim", name, _TEXT(null=True)) for name in _OF_CLAIMS),
        *(migrations.AddField("ClaimLine", name, field(null=True)) for name, field in _OF_LINES.items()),
        *(migrations.AddField("Provider", name, _TEXT(null=True)) for name in _OF_PROVIDERS),
        view_again("claim_row", CLAIM_ROW_11),
    ]

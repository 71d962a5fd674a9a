"""What a certification of disability says, beside the claim that it became."""

from django.db import models

from corridor.app.store.models.base import BatchRow, records_columns, unique
from corridor.records.disability import DISABILITY, FACTS


@records_columns(DISABILITY, only=FACTS)
class DisabilityClaim(BatchRow):
    """The facts of a claim of kind `disability` (records/disability.py)."""

    claim_number = models.BigIntegerField()

    class Meta:
        db_table = "disability_claim"
        constraints = (unique("disability_claim", "claim_number"),)
        indexes = (models.Index(fields=("batch",), name="disability_claim_batch"),)

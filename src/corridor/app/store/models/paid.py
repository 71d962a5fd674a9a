"""Lines that became money: what stop-loss and remittances read."""

from django.db import models

from corridor.app.store.models.base import BatchRow, records_columns
from corridor.records.paid import PAID


@records_columns(PAID)
class PaidLine(BatchRow):
    """A line's payment, or its taking back (records/paid.py)."""

    class Meta:
        db_table = "paid_line"
        indexes = (
            models.Index(fields=("tenant", "claim_number"), name="paid_line_claim"),
            models.Index(fields=("tenant", "service_from"), name="paid_line_service"),
            models.Index(
                fields=("tenant", "paid_on"),
                name="paid_line_taken_back",
                condition=models.Q(takes_back_paid_on__isnull=False),
            ),
        )

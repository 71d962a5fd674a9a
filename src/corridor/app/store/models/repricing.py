"""Claims sent to rented networks, and their answers."""

from corridor.app.store.models.base import BatchRow, records_columns, unique
from corridor.records.repricing import REPRICED, REPRICING_REQUESTS


@records_columns(REPRICING_REQUESTS)
class RepricingRequest(BatchRow):
    """Claims that were sent out to be priced (records/repricing.py)."""

    class Meta:
        db_table = "repricing_request"
        constraints = (unique("repricing_request", *REPRICING_REQUESTS.key),)


@records_columns(REPRICED)
class RepricedLine(BatchRow):
    """What networks answered (records/repricing.py)."""

    class Meta:
        db_table = "repriced_line"
        constraints = (unique("repriced_line", "batch", *REPRICED.key),)

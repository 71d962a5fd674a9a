"""What came in and went out as bytes, and the batches that were committed."""

from django.contrib.postgres.functions import TransactionNow
from django.db import models

from corridor.app.store.models.base import BatchRow, TenantRow, unique


class StoredFile(TenantRow):
    """The bytes of a file, once per direction: its SHA-256 is its identity. direction: in, out."""

    sha256 = models.TextField()
    name = models.TextField()
    kind = models.TextField()
    direction = models.TextField()
    content = models.BinaryField()
    size = models.BigIntegerField()
    recorded_at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        db_table = "stored_file"
        constraints = (unique("stored_file", "sha256", "direction"),)


class Batch(TenantRow):
    """One committed operation. seq: from 1 without gaps per sponsor. chain_hash: the link over the batch's rows."""

    seq = models.BigIntegerField()
    kind = models.TextField()
    file = models.ForeignKey(
        StoredFile, models.PROTECT, related_name="+", null=True, db_constraint=False, db_index=False
    )
    as_of = models.DateField()
    params = models.JSONField()
    result = models.JSONField()
    recorded_at = models.DateTimeField(db_default=TransactionNow())
    chain_hash = models.BinaryField()

    class Meta:
        db_table = "batch"
        constraints = (unique("batch", "seq"),)


class Document(BatchRow):
    """A plan, stop-loss contract or funding arrangement as it was taken in. kind: plan, stoploss, arrangement."""

    kind = models.TextField()
    code = models.TextField()
    effective_from = models.DateField()
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", db_constraint=False, db_index=False)

    class Meta:
        db_table = "document"

"""Claims that came in by API, once for each key; partners who send files; work that a second process does."""

from django.contrib.postgres.functions import TransactionNow
from django.db import models

from corridor.app.store.models.base import BatchRow, TenantRow, unique


class LiveClaim(BatchRow):
    """A claim decided while its sender waited. key_sha256: of the sender's key; answer: what the sender was told."""

    key_sha256 = models.TextField()
    body_sha256 = models.TextField()
    claim_number = models.BigIntegerField()
    answer = models.TextField()

    class Meta:
        db_table = "live_claim"
        constraints = (unique("live_claim", "key_sha256"),)


class Partner(TenantRow):
    """Who sends files and how they are read: may change; what was done under it stands in the batch."""

    name = models.TextField()
    sender_id = models.TextField(null=True)
    on_bad_transaction = models.TextField()
    is_lenient = models.BooleanField(default=False)
    default_plan = models.TextField(null=True)
    column_map = models.ForeignKey(
        "store.StoredFile", models.PROTECT, related_name="+", db_constraint=False, db_index=False, null=True
    )

    class Meta:
        db_table = "partner"
        constraints = (
            unique("partner", "name"),
            models.UniqueConstraint(fields=("tenant", "sender_id"), name="partner_sender_key"),
        )


class Job(TenantRow):
    """Files that a worker takes in, one after another. state: waiting, working, done, cancelled or stopped."""

    made_by = models.TextField()
    as_of = models.DateField()
    state = models.TextField()
    wants_cancel = models.BooleanField(default=False)
    done = models.IntegerField(default=0)
    total = models.IntegerField()
    worked_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        db_table = "job"


class JobFile(TenantRow):
    """A file of a job, and how it is read. state: waiting, done or refused; said: what became of it, as JSON."""

    job = models.ForeignKey("store.Job", models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    place = models.IntegerField()
    file = models.ForeignKey("store.StoredFile", models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    name = models.TextField()
    column_map = models.ForeignKey(
        "store.StoredFile", models.PROTECT, related_name="+", db_constraint=False, db_index=False, null=True
    )
    is_lenient = models.BooleanField(default=False)
    partner = models.TextField(null=True)
    on_bad_transaction = models.TextField(null=True)
    state = models.TextField()
    said = models.TextField(null=True)

    class Meta:
        db_table = "job_file"
        constraints = (unique("job_file", "job", "place"),)

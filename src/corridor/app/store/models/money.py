"""The journal, and the calls, payments and positions that come of it."""

from django.contrib.postgres.functions import TransactionNow
from django.db import models

from corridor.app.store.models.base import BatchRow, TenantRow, records_columns, unique
from corridor.records.postings import ENTRY_COLUMNS, POSTINGS


class Account(TenantRow):
    """An account of the sponsor's chart."""

    code = models.TextField()
    name = models.TextField()
    kind = models.TextField()

    class Meta:
        db_table = "account"
        constraints = (unique("account", "code"),)


@records_columns(POSTINGS, only=ENTRY_COLUMNS)
class JournalEntry(BatchRow):
    """The head of an entry. legs: how many postings it has, so that none is ever added. body_hash: SHA-256, hex."""

    legs = models.IntegerField()
    body_hash = models.TextField()
    recorded_at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        db_table = "journal_entry"
        constraints = (unique("journal_entry", "entry_key"),)
        indexes = (models.Index(fields=("batch",), name="journal_entry_batch"),)


@records_columns(POSTINGS, omit=ENTRY_COLUMNS)
class Posting(TenantRow):
    """A leg of an entry (records/postings.py)."""

    entry = models.ForeignKey(JournalEntry, models.PROTECT, related_name="+", db_constraint=False, db_index=False)

    class Meta:
        db_table = "posting"
        constraints = (unique("posting", "entry", "leg"),)
        indexes = (
            models.Index(fields=("account", "tenant"), name="posting_account"),
            models.Index(fields=("tenant", "claim_number"), name="posting_claim"),
        )


class FundingCall(BatchRow):
    """A request to the employer for funds."""

    call_number = models.TextField()
    called_on = models.DateField()
    due_on = models.DateField()
    amount_cents = models.BigIntegerField()

    class Meta:
        db_table = "funding_call"
        constraints = (unique("funding_call", "call_number"),)


class Payment(BatchRow):
    """A payment to a payee."""

    payment_number = models.TextField()
    payee = models.TextField()
    payee_name = models.TextField(null=True)
    paid_on = models.DateField()
    amount_cents = models.BigIntegerField()
    method = models.TextField()
    trace = models.TextField(null=True)

    class Meta:
        db_table = "payment"
        constraints = (unique("payment", "payment_number"),)
        indexes = (models.Index(fields=("batch",), name="payment_batch"),)


class StoplossPosition(TenantRow):
    """A cache: where each contract stands, per claimant and in the aggregate. coverage: specific, aggregate."""

    contract_code = models.TextField()
    policy_start = models.DateField()
    coverage = models.TextField()
    member_id = models.TextField(null=True)
    month = models.DateField(null=True)
    eligible_cents = models.BigIntegerField()
    deductible_cents = models.BigIntegerField(null=True)
    excess_cents = models.BigIntegerField()
    reimbursement_cents = models.BigIntegerField()
    attachment_cents = models.BigIntegerField(null=True)
    pending_cents = models.BigIntegerField()

    class Meta:
        db_table = "stoploss_position"
        constraints = (
            unique(
                "stoploss_position",
                "contract_code",
                "policy_start",
                "coverage",
                "member_id",
                "month",
                nulls_distinct=False,
            ),
        )

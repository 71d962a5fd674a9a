"""Claims as they came in, and what was decided."""

from django.db import models

from corridor.app.store.models.base import BatchRow, TenantRow, records_columns, unique
from corridor.records.claims import CLAIMS, HEADER_COLUMNS
from corridor.records.decisions import ACCUMULATORS, DECISIONS


@records_columns(CLAIMS, only=HEADER_COLUMNS)
class Claim(BatchRow):
    """The header of a claim."""

    claim_number = models.BigIntegerField()

    class Meta:
        db_table = "claim"
        constraints = (unique("claim", "claim_number"),)
        indexes = (models.Index(fields=("batch",), name="claim_batch"),)


@records_columns(CLAIMS, omit=HEADER_COLUMNS)
class ClaimLine(TenantRow):
    """A service line, under its claim's number."""

    claim_number = models.BigIntegerField()

    class Meta:
        db_table = "claim_line"
        constraints = (unique("claim_line", "claim_number", "line_number"),)


@records_columns(DECISIONS)
class Decision(BatchRow):
    """A decision about a line; a re-decision is a later version (records/decisions.py)."""

    class Meta:
        db_table = "decision"
        constraints = (unique("decision", *DECISIONS.key),)
        indexes = (
            models.Index(fields=("batch",), name="decision_batch"),
            models.Index(fields=("family_id",), name="decision_family"),
            models.Index(fields=("tenant", "service_from"), name="decision_service"),
            models.Index(
                fields=("tenant", "family_id"),
                name="decision_waiting",
                condition=models.Q(reason="original_not_found"),
            ),
            models.Index(
                fields=("tenant", "claim_number"), name="decision_pended", condition=models.Q(status="pended")
            ),
        )


@records_columns(ACCUMULATORS)
class Accumulator(TenantRow):
    """A cache: running totals after the last batch (records/decisions.py)."""

    class Meta:
        db_table = "accumulator"
        constraints = (unique("accumulator", *ACCUMULATORS.key),)

"""What versions of claims and retroactive changes read and leave: contributions, findings, letters."""

from django.db import models

from corridor.app.store.models.base import BatchRow, records_columns, unique
from corridor.records.contributions import CONTRIBUTIONS, LETTERS, RESCISSION_FINDINGS


@records_columns(CONTRIBUTIONS)
class Contribution(BatchRow):
    """What people paid for their cover, month by month (records/contributions.py)."""

    class Meta:
        db_table = "contribution"
        constraints = (unique("contribution", "batch", *CONTRIBUTIONS.key),)
        indexes = (models.Index(fields=("tenant", "member_id"), name="contribution_member"),)


@records_columns(RESCISSION_FINDINGS)
class RescissionFinding(BatchRow):
    """Fraud or misrepresentation, with the day of its notice (records/contributions.py)."""

    class Meta:
        db_table = "rescission_finding"
        constraints = (unique("rescission_finding", "batch", *RESCISSION_FINDINGS.key),)


@records_columns(LETTERS)
class Letter(BatchRow):
    """Letters that ask money back; their files are kept in two languages (records/contributions.py)."""

    file_id = models.BigIntegerField()
    turkish_file_id = models.BigIntegerField()

    class Meta:
        db_table = "letter"
        constraints = (unique("letter", *LETTERS.key),)

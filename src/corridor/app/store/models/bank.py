"""Bank statements, what their lines were matched with, and differences with a name."""

from django.db import models

from corridor.app.store.models.base import BatchRow, records_columns, unique
from corridor.records.bank import BANK_LINES, BANK_STATEMENTS
from corridor.records.bank_book import BANK_DIFFERENCES, BANK_MATCHES


@records_columns(BANK_STATEMENTS)
class BankStatement(BatchRow):
    """Statements of the claims account (records/bank.py)."""

    class Meta:
        db_table = "bank_statement"
        constraints = (unique("bank_statement", "batch", *BANK_STATEMENTS.key),)


@records_columns(BANK_LINES)
class BankLine(BatchRow):
    """Their lines (records/bank.py)."""

    class Meta:
        db_table = "bank_line"
        constraints = (unique("bank_line", "batch", *BANK_LINES.key),)


@records_columns(BANK_MATCHES)
class BankMatch(BatchRow):
    """What lines were matched with (records/bank_book.py). A match is taken back once."""

    class Meta:
        db_table = "bank_match"
        constraints = (
            unique("bank_match", *BANK_MATCHES.key),
            models.UniqueConstraint(fields=("tenant", "undoes", "part"), name="bank_match_undone_once"),
        )


@records_columns(BANK_DIFFERENCES)
class BankDifference(BatchRow):
    """Differences that were posted with a name (records/bank_book.py)."""

    class Meta:
        db_table = "bank_difference"
        constraints = (unique("bank_difference", *BANK_DIFFERENCES.key),)

"""Payees, payment runs, deposits, and the life of payments."""

from django.db import models

from corridor.app.store.models.base import BatchRow, records_columns, unique
from corridor.records.payment_life import (
    APPROVALS,
    CANDIDATE_ITEMS,
    CANDIDATES,
    DEPOSITS,
    LISTED,
    OUTBOX,
    PAYEE_ACCOUNT_EVENTS,
    PAYEE_ACCOUNTS,
    PAYEES,
    PAYMENT_EVENTS,
    PAYMENT_OFFSETS,
    RUNS,
    SENT,
)


@records_columns(PAYEES)
class Payee(BatchRow):
    """Whom payments go to (records/payment_life.py)."""

    class Meta:
        db_table = "payee"
        constraints = (unique("payee", *PAYEES.key),)


@records_columns(PAYEE_ACCOUNTS)
class PayeeAccount(BatchRow):
    """Their bank accounts (records/payment_life.py)."""

    class Meta:
        db_table = "payee_account"
        constraints = (
            unique("payee_account", *PAYEE_ACCOUNTS.key),
            models.UniqueConstraint(
                fields=("tenant", "payee", "account_number", "entered_by"), name="payee_account_entered"
            ),
        )


@records_columns(PAYEE_ACCOUNT_EVENTS)
class PayeeAccountEvent(BatchRow):
    """What happened to the accounts (records/payment_life.py)."""

    class Meta:
        db_table = "payee_account_event"
        constraints = (unique("payee_account_event", *PAYEE_ACCOUNT_EVENTS.key),)


@records_columns(LISTED)
class Listed(BatchRow):
    """Lists of those who may not be paid; a load replaces the list (records/payment_life.py)."""

    class Meta:
        db_table = "listed"
        constraints = (unique("listed", "batch", *LISTED.key),)


@records_columns(RUNS)
class PaymentRun(BatchRow):
    """Payment runs (records/payment_life.py)."""

    class Meta:
        db_table = "payment_run"
        constraints = (unique("payment_run", *RUNS.key),)


@records_columns(CANDIDATES)
class PaymentCandidate(BatchRow):
    """What runs would pay (records/payment_life.py)."""

    class Meta:
        db_table = "payment_candidate"
        constraints = (unique("payment_candidate", *CANDIDATES.key),)


@records_columns(CANDIDATE_ITEMS)
class PaymentCandidateItem(BatchRow):
    """What candidates settle (records/payment_life.py)."""

    class Meta:
        db_table = "payment_candidate_item"
        constraints = (unique("payment_candidate_item", *CANDIDATE_ITEMS.key),)


@records_columns(APPROVALS)
class PaymentApproval(BatchRow):
    """Who approved a run (records/payment_life.py)."""

    class Meta:
        db_table = "payment_approval"
        constraints = (
            unique("payment_approval", *APPROVALS.key),
            models.UniqueConstraint(fields=("tenant", "run_number", "approver"), name="payment_approval_people"),
        )


@records_columns(DEPOSITS)
class Deposit(BatchRow):
    """Money that the employer sent (records/payment_life.py)."""

    class Meta:
        db_table = "deposit"
        constraints = (unique("deposit", *DEPOSITS.key),)


@records_columns(PAYMENT_EVENTS)
class PaymentEvent(BatchRow):
    """What happened to payments (records/payment_life.py)."""

    class Meta:
        db_table = "payment_event"
        constraints = (
            unique("payment_event", *PAYMENT_EVENTS.key),
            # The bank may be found not to have paid after all, and to pay later.
            models.UniqueConstraint(
                fields=("tenant", "payment_number", "event"),
                condition=~models.Q(event__in=("cleared", "uncleared")),
                name="payment_event_once",
            ),
        )


@records_columns(PAYMENT_OFFSETS)
class PaymentOffset(BatchRow):
    """Overpayments that payments took back (records/payment_life.py)."""

    class Meta:
        db_table = "payment_offset"
        constraints = (unique("payment_offset", *PAYMENT_OFFSETS.key),)


@records_columns(OUTBOX)
class OutboxFile(BatchRow):
    """Files that are to leave (records/payment_life.py)."""

    class Meta:
        db_table = "outbox_file"
        constraints = (unique("outbox_file", *OUTBOX.key),)


@records_columns(SENT)
class SentFile(BatchRow):
    """Files that have left (records/payment_life.py)."""

    class Meta:
        db_table = "sent_file"
        constraints = (unique("sent_file", *SENT.key),)

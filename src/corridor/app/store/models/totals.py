"""Sums that are kept as rows arrive."""

from django.db import models

from corridor.app.store.models.base import TenantRow, unique


class DayTotal(TenantRow):
    """A cache: sum and number of the postings of a day on an account by entries of a kind. A trigger keeps it."""

    effective_on = models.DateField()
    account = models.TextField()
    entry_kind = models.TextField()
    amount_cents = models.BigIntegerField()
    postings = models.BigIntegerField()

    class Meta:
        db_table = "day_total"
        constraints = (unique("day_total", "effective_on", "account", "entry_kind"),)

"""Who changed what that may change, and who looked at what."""

from django.contrib.postgres.functions import TransactionNow
from django.db import models

from corridor.app.store.models.base import TenantRow


class AuditChange(TenantRow):
    """One statement that changed a mutable table; written by triggers."""

    table_name = models.TextField()
    action = models.TextField()
    row_count = models.BigIntegerField()
    changed_by = models.TextField()
    changed_at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        db_table = "audit_change"


class AccessLog(TenantRow):
    """One reading of health data: who, what (a claim's or a list's code), why."""

    who = models.TextField()
    what = models.TextField()
    why = models.TextField()
    accessed_at = models.DateTimeField(db_default=TransactionNow())

    class Meta:
        db_table = "access_log"

"""Who is covered, and who treats them."""

from django.db import models

from corridor.app.store.models.base import BatchRow, TenantRow, records_columns, unique
from corridor.records.coverage import COVERAGE
from corridor.records.enrollment import ENROLLMENT
from corridor.records.providers import PROVIDERS


@records_columns(ENROLLMENT)
class Enrollment(BatchRow):
    """Enrolment statements as they came in (records/enrollment.py)."""

    class Meta:
        db_table = "enrollment"
        constraints = (unique("enrollment", "batch", "statement"),)


@records_columns(COVERAGE)
class Coverage(TenantRow):
    """A cache: what the statements so far add up to (records/coverage.py)."""

    class Meta:
        db_table = "coverage"
        constraints = (unique("coverage", *COVERAGE.key),)
        indexes = (models.Index(fields=("subscriber_id",), name="coverage_family"),)


@records_columns(PROVIDERS)
class Provider(BatchRow):
    """Providers and their networks as they came in (records/providers.py)."""

    class Meta:
        db_table = "provider"
        constraints = (unique("provider", "batch", *PROVIDERS.key),)

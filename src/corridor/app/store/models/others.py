"""Who else covers a person or is liable: other plans, third parties, and holds that an examiner has lifted."""

from django.db import models

from corridor.app.store.models.base import BatchRow, records_columns, unique
from corridor.records.other_coverage import OTHER_COVERAGE
from corridor.records.recoveries import RECOVERED, RECOVERY_CASES, RECOVERY_EVENTS, RELEASES


@records_columns(OTHER_COVERAGE)
class OtherCoverage(BatchRow):
    """Other plans of members as they came in (records/other_coverage.py)."""

    class Meta:
        db_table = "other_coverage"
        constraints = (unique("other_coverage", "batch", *OTHER_COVERAGE.key, nulls_distinct=False),)
        indexes = (models.Index(fields=("tenant", "member_id"), name="other_coverage_member"),)


@records_columns(RELEASES)
class Release(BatchRow):
    """Holds of claims that an examiner has lifted (records/recoveries.py)."""

    class Meta:
        db_table = "release"
        constraints = (unique("release", *RELEASES.key),)


@records_columns(RECOVERY_CASES)
class RecoveryCase(BatchRow):
    """Accidents for which somebody else may be liable (records/recoveries.py)."""

    class Meta:
        db_table = "recovery_case"
        constraints = (unique("recovery_case", *RECOVERY_CASES.key),)


@records_columns(RECOVERY_EVENTS)
class RecoveryEvent(BatchRow):
    """What happened in a case (records/recoveries.py)."""

    class Meta:
        db_table = "recovery_event"
        constraints = (unique("recovery_event", *RECOVERY_EVENTS.key),)


@records_columns(RECOVERED)
class RecoveredLine(BatchRow):
    """What of a line came back from a third party (records/recoveries.py)."""

    class Meta:
        db_table = "recovered_line"
        constraints = (unique("recovered_line", *RECOVERED.key),)
        indexes = (models.Index(fields=("tenant", "service_from"), name="recovered_line_service"),)

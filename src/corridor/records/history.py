"""Earlier lines: what a later line could repeat, and the visits that it could belong to."""

import polars as pl

from corridor.records.claims import KINDS
from corridor.records.table import Column, Table

HISTORY = Table(
    name="history",
    grain="one row per service line that was decided before and that a later line could repeat: paid, pended, or denied"
    " by the plan itself; not what was denied before the plan was asked (codes.reasons.NEVER_REPEATED)",
    key=("claim_number", "line_number"),
    columns=(
        Column("claim_number", pl.Int64, "Corridor's number of the claim"),
        Column("line_number", pl.Int32, "position of the line in its claim"),
        Column("member_id", pl.String, "the person matched"),
        Column("plan_code", pl.String, "plan that decided", nullable=True),
        Column("benefit", pl.String, "benefit that the line matched", nullable=True),
        Column("kind", pl.String, "as in claims", values=KINDS),
        Column("service_from", pl.Date, "as in claims"),
        Column("service_to", pl.Date, "as in claims"),
        Column("admission_date", pl.Date, "as in claims", nullable=True),
        Column("procedure_code", pl.String, "as in claims", nullable=True),
        Column("modifiers", pl.String, "as in claims", nullable=True),
        Column("revenue_code", pl.String, "as in claims", nullable=True),
        Column("tooth", pl.String, "as in claims", nullable=True),
        Column("surfaces", pl.String, "as in claims", nullable=True),
        Column("units", pl.Int64, "as in claims", unit="thousandths"),
        Column("charge_cents", pl.Int64, "as in claims", unit="cents"),
        Column("billing_npi", pl.String, "as in claims", nullable=True),
        Column("billing_tax_id", pl.String, "as in claims", nullable=True),
        Column("rendering_npi", pl.String, "as in claims", nullable=True),
        Column("allowed_cents", pl.Int64, "as decided; 0 when pended or denied", unit="cents"),
        Column("copay_cents", pl.Int64, "as decided", unit="cents"),
    ),
)

EARLIER_PROCEDURES = Table(
    name="earlier_procedures",
    grain="one row per service line with a procedure code that was decided before and stands, as HISTORY counts it:"
    " what code edits of a later line look at",
    key=("claim_number", "line_number"),
    columns=(
        Column("claim_number", pl.Int64, "Corridor's number of the claim"),
        Column("line_number", pl.Int32, "position of the line in its claim"),
        Column("member_id", pl.String, "the person matched"),
        Column("kind", pl.String, "as in claims", values=KINDS),
        Column("bill_type", pl.String, "as in claims", nullable=True),
        Column("service_from", pl.Date, "as in claims"),
        Column("service_to", pl.Date, "as in claims"),
        Column("procedure_code", pl.String, "as in claims"),
        Column("modifiers", pl.String, "as in claims", nullable=True),
        Column("units", pl.Int64, "as in claims", unit="thousandths"),
        Column("billing_npi", pl.String, "as in claims", nullable=True),
        Column("billing_tax_id", pl.String, "as in claims", nullable=True),
        Column("rendering_npi", pl.String, "as in claims", nullable=True),
    ),
)

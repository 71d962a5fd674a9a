"""Claims as they came in: what the provider says was done and what it charges."""

import polars as pl

from corridor.records.enrollment import RELATIONSHIPS
from corridor.records.table import Column, Table

PROVIDERS_KINDS = ("professional", "institutional", "dental", "pharmacy")
KINDS = (*PROVIDERS_KINDS, "disability")
NETWORKS = ("in", "out")
CAUSES = ("employment", "auto", "other_accident")
CHANNELS = ("retail", "mail", "specialty")

CLAIMS = Table(
    name="claims",
    grain="one row per service line of a claim",
    key=("claim_index", "line_number"),
    columns=(
        Column("claim_index", pl.Int32, "position of the claim in its file, from 0"),
        Column("line_number", pl.Int32, "position of the line in its claim, from 1"),
        Column("claim_id", pl.String, "the sender's number of the claim (837 CLM01): not unique between senders"),
        Column("kind", pl.String, "professional, institutional, dental, pharmacy or disability", values=KINDS),
        Column("frequency", pl.String, "1 original, 7 replacement, 8 void (837 CLM05-3)"),
        Column("subscriber_id", pl.String, "id of the employee as sent", nullable=True),
        Column("member_id", pl.String, "the patient's own id where one was sent", nullable=True),
        Column("patient_relationship", pl.String, "to the employee", nullable=True, values=RELATIONSHIPS),
        Column("patient_first_name", pl.String, "personal: never in an error or a log", nullable=True),
        Column("patient_last_name", pl.String, "personal: never in an error or a log", nullable=True),
        Column("patient_birth_date", pl.Date, "personal: never in an error or a log", nullable=True),
        Column("patient_sex", pl.String, "F, M or U", nullable=True, values=("F", "M", "U")),
        Column("received_date", pl.Date, "when the administrator received it"),
        Column("service_from", pl.Date, "first day of the service"),
        Column("service_to", pl.Date, "last day of the service, inclusive as claims say it"),
        Column("place_of_service", pl.String, "CMS place of service; of an institutional claim null", nullable=True),
        Column("bill_type", pl.String, "type of bill without the frequency, e.g. 11", nullable=True),
        Column("revenue_code", pl.String, "four digits, institutional lines", nullable=True),
        Column("procedure_code", pl.String, "HCPCS, CDT or NDC (11 digits) as sent", nullable=True),
        Column("modifiers", pl.String, "procedure modifiers joined with ':'", nullable=True),
        Column("diagnosis_codes", pl.String, "ICD codes without dot, principal first, joined with ':'", nullable=True),
        Column("units", pl.Int64, "units of service", unit="thousandths"),
        Column("days_supply", pl.Int32, "pharmacy", unit="days", nullable=True),
        Column("tooth", pl.String, "dental: tooth number", nullable=True),
        Column("surfaces", pl.String, "dental: surfaces", nullable=True),
        Column("charge_cents", pl.Int64, "what the provider charges for the line; negative: a reversal", unit="cents"),
        Column("claim_charge_cents", pl.Int64, "total charge as the claim states it", unit="cents", nullable=True),
        Column(
            "repriced_cents",
            pl.Int64,
            "allowed amount as a network repriced it (837 HCP02)",
            unit="cents",
            nullable=True,
        ),
        Column("other_payer_paid_cents", pl.Int64, "paid by another payer before us", unit="cents", nullable=True),
        Column("other_payer_allowed_cents", pl.Int64, "allowed by the payer before us", unit="cents", nullable=True),
        Column("related_cause", pl.String, "what caused it (837 CLM11)", nullable=True, values=CAUSES),
        Column("authorization", pl.String, "number of the prior authorisation (837 REF G1)", nullable=True),
        Column("admission_date", pl.Date, "first day of the stay (837 DTP 435)", nullable=True),
        Column("formulary_tier", pl.String, "pharmacy: tier of the drug, e.g. 1", nullable=True),
        Column("channel", pl.String, "pharmacy: where it was filled", nullable=True, values=CHANNELS),
        Column("daw", pl.String, "pharmacy: dispense-as-written code, one digit", nullable=True),
        Column("generic_cents", pl.Int64, "pharmacy: price of the generic equivalent", unit="cents", nullable=True),
        Column("alternate_cents", pl.Int64, "allowed for the alternate service", unit="cents", nullable=True),
        Column("tooth_lost_on", pl.Date, "dental: day on which the replaced tooth was lost", nullable=True),
        Column(
            "treatment_months",
            pl.Int32,
            "dental: length of an orthodontic treatment; 0: an instalment of one",
            unit="months",
            nullable=True,
        ),
        Column("billing_npi", pl.String, "NPI of the billing provider", nullable=True),
        Column("billing_tax_id", pl.String, "its tax id", nullable=True),
        Column("billing_name", pl.String, "its name: the payee", nullable=True),
        Column("rendering_npi", pl.String, "NPI of who rendered the service", nullable=True),
        Column("network", pl.String, "in or out where the source says so", nullable=True, values=NETWORKS),
        Column(
            "original_reference",
            pl.String,
            "number of the claim that this one replaces or voids: Corridor's, or its sender's (837 REF F8)",
            nullable=True,
        ),
        Column("minutes", pl.Int32, "anaesthesia: minutes (837 SV103 MJ)", unit="minutes", nullable=True),
        Column("drg", pl.String, "diagnosis-related group of a stay, three digits (837 HI DR)", nullable=True),
        Column("is_emergency", pl.Boolean, "an emergency service (837 SV109)", nullable=True),
        Column("has_consented", pl.Boolean, "notice was given and consent taken to be billed more", nullable=True),
        Column("facility_npi", pl.String, "NPI of the facility of the service (837 NM1 77)", nullable=True),
        Column("service_zip", pl.String, "first five digits of its postal code, or the biller's", nullable=True),
        Column("patient_county", pl.String, "county where the patient lives (FIPS, five digits)", nullable=True),
        Column(
            "segment_first", pl.Int32, "first segment of the claim in its file, from 1; row of a table", nullable=True
        ),
        Column("segment_last", pl.Int32, "last segment of it", nullable=True),
    ),
)

HEADER_COLUMNS = (
    "claim_index",
    "claim_id",
    "kind",
    "frequency",
    "subscriber_id",
    "member_id",
    "patient_relationship",
    "patient_first_name",
    "patient_last_name",
    "patient_birth_date",
    "patient_sex",
    "bill_type",
    "claim_charge_cents",
    "billing_npi",
    "billing_tax_id",
    "billing_name",
    "original_reference",
    "drg",
    "patient_county",
    "segment_first",
    "segment_last",
)
"""Columns that all lines of a claim share; the others are the line's."""

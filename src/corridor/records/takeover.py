"""What is taken over from a prior administrator: its files, and what is kept of them. Every amount names its proof."""

from dataclasses import replace

import polars as pl

from corridor.records.claims import CLAIMS, PROVIDERS_KINDS
from corridor.records.decisions import ACCUMULATORS
from corridor.records.enrollment import PRODUCTS
from corridor.records.history import HISTORY
from corridor.records.table import Column, Table

_PROOF = Column("proof", pl.String, "reference of the statement or report that shows it, and its page")
_OWNERS, _TIERS = ("person", "family"), ("in", "out", "all")

PRIOR_ACCUMULATORS = Table(
    name="prior_accumulators",
    grain="one row per plan, plan year, owner, kind and tier that the prior administrator had counted",
    key=("plan_code", "plan_year_start", "owner", "owner_id", "kind", "tier"),
    columns=(
        Column("plan_code", pl.String, "plan that goes on counting"),
        Column("plan_year_start", pl.Date, "first day of the plan year; 1900-01-01 for what outlasts it"),
        Column("owner", pl.String, "whose running total", values=_OWNERS),
        Column("owner_id", pl.String, "member id of the person, or subscriber id of the family"),
        Column("kind", pl.String, "as in accumulators, such as deductible or limit:therapy"),
        Column("tier", pl.String, "in, out, or all where tiers play no part", values=_TIERS),
        Column("amount_cents", pl.Int64, "so far; of a count null", unit="cents", nullable=True),
        Column("counted", pl.Int64, "visits, days or services so far; of money null", nullable=True),
        _PROOF,
    ),
)

DEDUCTIBLE_CREDITS = Table(
    name="deductible_credits",
    grain="one row per person and tier that met part of a deductible under an earlier plan of the employer",
    key=("plan_code", "plan_year_start", "member_id", "tier", "proof"),
    columns=(
        Column("plan_code", pl.String, "plan whose deductible is credited"),
        Column("plan_year_start", pl.Date, "first day of the plan year that is credited"),
        Column("member_id", pl.String, "the person"),
        Column("subscriber_id", pl.String, "the employee, whose family's deductible is credited as well"),
        Column("tier", pl.String, "network tier", values=("in", "out")),
        Column("credit_cents", pl.Int64, "what is credited", unit="cents"),
        Column("counts_toward_out_of_pocket", pl.Boolean, "it counts toward the maximum too; null: no", nullable=True),
        _PROOF,
    ),
)

_OF_CLAIMS = {column.name: column for column in CLAIMS.columns}


def _of_claims(*names: str) -> tuple[Column, ...]:
    return tuple(_OF_CLAIMS[name] for name in names)


RUN_IN = Table(
    name="run_in",
    grain="one row per service line that the prior administrator decided: never paid again",
    key=("claim_id", "line_number"),
    columns=(
        *_of_claims("claim_id", "line_number"),
        replace(_OF_CLAIMS["kind"], values=PROVIDERS_KINDS),
        Column("member_id", pl.String, "the person"),
        Column("plan_code", pl.String, "plan whose limits it counts toward"),
        *_of_claims(
            "service_from",
            "service_to",
            "admission_date",
            "place_of_service",
            "bill_type",
            "revenue_code",
            "procedure_code",
            "modifiers",
            "diagnosis_codes",
            "units",
            "days_supply",
            "tooth",
            "surfaces",
            "charge_cents",
            "billing_npi",
            "billing_tax_id",
            "rendering_npi",
        ),
        Column("allowed_cents", pl.Int64, "allowed by the prior administrator; 0: denied", unit="cents"),
        Column("copay_cents", pl.Int64, "copay that it took; null: none", unit="cents", nullable=True),
        Column("prior_paid_cents", pl.Int64, "what it paid", unit="cents"),
        Column("prior_paid_on", pl.Date, "day on which it paid", nullable=True),
        _PROOF,
    ),
)

TREATMENTS = Table(
    name="treatments",
    grain="one row per orthodontic treatment that had begun",
    key=("claim_id",),
    columns=(
        *_of_claims("claim_id"),
        Column("member_id", pl.String, "the person"),
        Column("plan_code", pl.String, "plan that pays what remains"),
        Column("procedure_code", pl.String, "CDT code of the treatment"),
        Column("started_on", pl.Date, "day on which it began"),
        Column("months", pl.Int32, "its length", unit="months"),
        Column("charge_cents", pl.Int64, "charge of the whole treatment", unit="cents"),
        Column("prior_paid_cents", pl.Int64, "what the prior administrator paid of it", unit="cents"),
        *_of_claims("billing_npi", "billing_tax_id", "billing_name", "network"),
        _PROOF,
    ),
)

LARGE_CLAIMS = Table(
    name="large_claims",
    grain="one row per person, product and day of payment of a large claim that is open",
    key=("member_id", "product", "service_from", "prior_paid_on", "proof"),
    columns=(
        Column("member_id", pl.String, "the person"),
        Column("product", pl.String, "kind of benefit", values=PRODUCTS),
        Column("service_from", pl.Date, "first day of the service: when it was incurred"),
        Column("service_to", pl.Date, "last day of the service"),
        Column("prior_paid_on", pl.Date, "day on which the prior administrator paid"),
        Column("prior_paid_cents", pl.Int64, "what it paid", unit="cents"),
        _PROOF,
    ),
)

CONTROL_TOTALS = Table(
    name="control_totals",
    grain="one row per kind of file: what the prior administrator says that it sent",
    key=("file_kind",),
    columns=(
        Column("file_kind", pl.String, "kind of the file's rows, such as run_in"),
        Column("rows", pl.Int64, "how many rows"),
        Column("amount_cents", pl.Int64, "their amounts together; null: not stated", unit="cents", nullable=True),
    ),
)

ORIGINS = ("prior_accumulators", "deductible_credits", "run_in", "treatments")
OPENINGS = Table(
    name="openings",
    grain="one row per accumulator and origin: with what the running totals of people begin",
    key=(*ACCUMULATORS.key, "origin", "proof"),
    columns=(
        *ACCUMULATORS.columns,
        Column("origin", pl.String, "kind of the file that it follows from", values=ORIGINS),
        Column("taken_over_from", pl.String, "the prior administrator"),
        _PROOF,
    ),
)

_OF_HISTORY = (
    "claim_number",
    "line_number",
    "member_id",
    "plan_code",
    "benefit",
    "kind",
    "service_from",
    "service_to",
    "admission_date",
    "procedure_code",
    "modifiers",
    "revenue_code",
    "tooth",
    "surfaces",
    "units",
    "charge_cents",
    "billing_npi",
    "billing_tax_id",
    "rendering_npi",
    "allowed_cents",
    "copay_cents",
)
RUN_IN_LINES = Table(
    name="run_in_lines",
    grain="one row per run-in line, as later lines see it: HISTORY under negative numbers, which no claim has",
    key=HISTORY.key,
    columns=(
        *(column for column in HISTORY.columns if column.name in _OF_HISTORY),
        Column("claim_id", pl.String, "the prior administrator's number of the claim"),
        Column("prior_paid_cents", pl.Int64, "what it paid", unit="cents"),
        Column("prior_paid_on", pl.Date, "day on which it paid", nullable=True),
        Column("taken_over_from", pl.String, "the prior administrator"),
        _PROOF,
    ),
)

PRIOR_PAID = Table(
    name="prior_paid",
    grain="one row per payment on an open large claim: what stop-loss may count",
    key=LARGE_CLAIMS.key,
    columns=(*LARGE_CLAIMS.columns[:-1], Column("taken_over_from", pl.String, "the prior administrator"), _PROOF),
)

PRIOR_TREATMENTS = Table(
    name="prior_treatments",
    grain="one row per claim of the instalments that remain of a treatment",
    key=("claim_number",),
    columns=(
        Column("claim_number", pl.Int64, "Corridor's number of the claim"),
        Column("started_on", pl.Date, "day on which the treatment began"),
        Column("months", pl.Int32, "its length", unit="months"),
        Column("charge_cents", pl.Int64, "charge of the whole treatment", unit="cents"),
        Column("prior_paid_cents", pl.Int64, "what the prior administrator paid of it", unit="cents"),
        Column("taken_over_from", pl.String, "the prior administrator"),
        _PROOF,
    ),
)

"""Recoveries from third parties: what an accident's case claims back, and what came of it, line by line."""

import polars as pl

from corridor.records.claims import CAUSES
from corridor.records.enrollment import PRODUCTS
from corridor.records.table import Column, Table

RECOVERY_CASES = Table(
    name="recovery_cases",
    grain="one row per person and accident for which somebody else may be liable",
    key=("case_number",),
    columns=(
        Column("case_number", pl.Int64, "Corridor's number of the case, from 1"),
        Column("member_id", pl.String, "who was hurt"),
        Column("cause", pl.String, "what caused it, as claims say it", values=CAUSES),
        Column("accident_on", pl.Date, "day of the accident: services from it on belong to the case"),
        Column("opened_on", pl.Date, "day on which the case was opened"),
        Column("liable", pl.String, "who may be liable, such as an insurer and its file number", nullable=True),
    ),
)

EVENTS = ("received", "closed")
RECOVERY_EVENTS = Table(
    name="recovery_events",
    grain="one row per thing that happened in a case, in order",
    key=("case_number", "event_number"),
    columns=(
        Column("case_number", pl.Int64, "the case"),
        Column("event_number", pl.Int32, "position in the case, from 1"),
        Column("event", pl.String, "received: money came in; closed: no more is expected", values=EVENTS),
        Column("happened_on", pl.Date, "day of it"),
        Column("amount_cents", pl.Int64, "received, before costs; 0 when closed", unit="cents"),
        Column("cost_cents", pl.Int64, "of it, what recovering it cost", unit="cents"),
        Column("why", pl.String, "why it was closed, or what the money is", nullable=True),
    ),
)

RECOVERED = Table(
    name="recovered",
    grain="one row per recovery and line of a claim that it is for",
    key=("case_number", "event_number", "claim_number", "line_number", "version"),
    columns=(
        Column("case_number", pl.Int64, "the case"),
        Column("event_number", pl.Int32, "the recovery in it"),
        Column("claim_number", pl.Int64, "Corridor's number of the claim"),
        Column("line_number", pl.Int32, "position of the line in its claim"),
        Column("version", pl.Int32, "version of the decision that was paid"),
        Column("member_id", pl.String, "the person"),
        Column("product", pl.String, "kind of benefit", values=PRODUCTS),
        Column("plan_code", pl.String, "plan that paid"),
        Column("service_from", pl.Date, "first day of the service"),
        Column("paid_on", pl.Date, "day on which the recovery came in"),
        Column("amount_cents", pl.Int64, "net of costs, negative: it takes back what was paid", unit="cents"),
        Column("takes_back_paid_on", pl.Date, "day on which the line was paid"),
    ),
)

RELEASES = Table(
    name="releases",
    grain="one row per claim and hold that an examiner has lifted",
    key=("claim_number", "reason"),
    columns=(
        Column("claim_number", pl.Int64, "Corridor's number of the claim"),
        Column("reason", pl.String, "the hold, by its reason in codes/reasons.py"),
        Column("released_on", pl.Date, "day from which it is lifted"),
        Column("why", pl.String, "the examiner's reason"),
    ),
)

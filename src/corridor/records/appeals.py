"""Appeals: what a claimant asked for, who answered, and what came of it."""

import polars as pl

from corridor.records.table import Column, Table

APPEAL_EVENT_KINDS = ("filed", "decided", "external_asked", "external_assigned", "external_refused", "external_decided")
ISSUES = ("medical_judgement", "rescission", "surprise_billing", "contractual", "eligibility")
OUTCOMES = ("upheld", "overturned", "partly_overturned")
APPEAL_EVENTS = Table(
    name="appeal_events",
    grain="one row per thing that happened in an appeal, in order",
    key=("appeal_number", "event_number"),
    columns=(
        Column("appeal_number", pl.Int64, "Corridor's number of the appeal, from 1"),
        Column("event_number", pl.Int32, "position in the appeal, from 1"),
        Column("claim_number", pl.Int64, "the claim whose denial is appealed"),
        Column("event", pl.String, "what happened", values=APPEAL_EVENT_KINDS),
        Column("level", pl.Int32, "1 or 2 within the plan, 3 external review"),
        Column("happened_on", pl.Date, "day of it"),
        Column("who", pl.String, "who filed, decided or recorded it"),
        Column("why", pl.String, "what was asked, or the reasons of the decision"),
        Column("claim_kind", pl.String, "under which clock it runs (clocks/kinds.csv)", nullable=True),
        Column("notice_on", pl.Date, "of a filing: day of the notice that is appealed", nullable=True),
        Column("issue", pl.String, "of a request for external review: what it is about", nullable=True, values=ISSUES),
        Column("is_expedited", pl.Boolean, "of external review: it cannot wait", nullable=True),
        Column("reviewer", pl.String, "the independent review organisation", nullable=True),
        Column("outcome", pl.String, "of a decision", nullable=True, values=OUTCOMES),
        Column("override_number", pl.Int64, "the override that carries it out", nullable=True),
    ),
)

"""Decisions: what the plan said to each line, and where the accumulators stood."""

from datetime import date

import polars as pl

from corridor.records.table import Column, Table

STATUSES = ("paid", "denied", "pended")
"""A line that the plan covers is `paid` even when the member's share leaves nothing for the plan to pay."""

DECISIONS = Table(
    name="decisions",
    grain="one row per service line and version of its decision",
    key=("claim_number", "line_number", "version"),
    columns=(
        Column("claim_number", pl.Int64, "Corridor's number of the claim, in the order in which claims are decided"),
        Column("line_number", pl.Int32, "position of the line in its claim, from 1"),
        Column("version", pl.Int32, "0 for the first decision; a re-decision is a new version, the old one stands"),
        Column("member_id", pl.String, "the person matched; null when nobody was", nullable=True),
        Column("family_id", pl.String, "the employee through whom the person is covered", nullable=True),
        Column("plan_code", pl.String, "plan that decided; null when no coverage was found", nullable=True),
        Column("plan_year_start", pl.Date, "first day of the plan year of the service", nullable=True),
        Column("service_from", pl.Date, "first day of the service"),
        Column("benefit", pl.String, "benefit of the plan that the line matched", nullable=True),
        Column("tier", pl.String, "network tier", nullable=True, values=("in", "out")),
        Column("status", pl.String, "paid, denied or pended", values=STATUSES),
        Column("reason", pl.String, "the one reason that led, by its name in codes/reasons.py"),
        Column("charge_cents", pl.Int64, "charge of the line", unit="cents"),
        Column("allowed_cents", pl.Int64, "amount the plan recognises; 0 when denied or pended", unit="cents"),
        Column(
            "write_off_cents", pl.Int64, "charge above allowed that a network provider forgoes (CO-45)", unit="cents"
        ),
        Column("above_allowed_cents", pl.Int64, "charge above allowed that the member may owe (PR-45)", unit="cents"),
        Column("deductible_cents", pl.Int64, "PR-1", unit="cents"),
        Column("coinsurance_cents", pl.Int64, "PR-2", unit="cents"),
        Column("copay_cents", pl.Int64, "PR-3", unit="cents"),
        Column("over_limit_cents", pl.Int64, "allowed beyond a benefit limit: the member's (PR-119)", unit="cents"),
        Column("penalty_cents", pl.Int64, "the member's: required authorisation was missing (PR-197)", unit="cents"),
        Column(
            "not_recognised_cents",
            pl.Int64,
            "the member's: allowed above the alternate service or the generic (PR-169)",
            unit="cents",
        ),
        Column("other_paid_cents", pl.Int64, "borne by plans that paid before this one (OA-23)", unit="cents"),
        Column(
            "not_covered_cents", pl.Int64, "charge of a denied or pended line, under its reason's code", unit="cents"
        ),
        Column("plan_paid_cents", pl.Int64, "what the plan, that is the employer, owes", unit="cents"),
        Column(
            "account_cents",
            pl.Int64,
            "of the member's shares, what the health reimbursement account pays: owed by the employer as well",
            unit="cents",
        ),
        Column("decided_on", pl.Date, "day of the decision"),
    ),
)

ACCUMULATORS = Table(
    name="accumulators",
    grain="one row per plan, plan year, owner, kind and tier that is not zero",
    key=("plan_code", "plan_year_start", "owner", "owner_id", "kind", "tier"),
    columns=(
        Column("plan_code", pl.String, "plan"),
        Column("plan_year_start", pl.Date, "first day of the plan year"),
        Column("owner", pl.String, "whose running total", values=("person", "family")),
        Column("owner_id", pl.String, "member id of the person, or subscriber id of the family"),
        Column("kind", pl.String, "see KINDS"),
        Column("tier", pl.String, "in, out, or all where tiers play no part", values=("in", "out", "all")),
        Column("amount", pl.Int64, "so far", unit="cents, or visits and units of a limit that counts them"),
    ),
)

KINDS = (
    "deductible",
    "carry_over",
    "out_of_pocket",
    "benefit_reserve",
    "account_bridge",
    "account_paid",
    "limit",
    "use",
)
"""Kinds of accumulators. A separate deductible or maximum follows after a colon: `deductible:drugs`. `limit:<limit>`
and, counted apart, `limit:<limit>:<tooth>`. A use of a limit with a rolling period is dated, and may name surfaces:
`use:<limit>:<tooth>@2026-03-14#MOD`; uses and lifetime limits stand under the plan year ALWAYS."""

ALWAYS = date(1900, 1, 1)
"""Plan year of what does not end with one."""

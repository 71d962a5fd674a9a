"""Lines that are ready for the kernel: matched, classified and priced, or already given a reason."""

import polars as pl

from corridor.records.table import Column, Table

READY = Table(
    name="ready",
    grain="one row per service line that is to be decided",
    key=("claim_number", "line_number"),
    columns=(
        Column("claim_number", pl.Int64, "Corridor's number of the claim"),
        Column("line_number", pl.Int32, "position of the line in its claim, from 1"),
        Column("place", pl.Int64, "of the claim, in the order of decision; null: its number is", nullable=True),
        Column("family_id", pl.String, "the employee through whom the person is covered", nullable=True),
        Column("member_id", pl.String, "the person matched", nullable=True),
        Column("plan_code", pl.String, "plan that decides", nullable=True),
        Column("plan_year_start", pl.Date, "first day of the plan year of the service", nullable=True),
        Column("version_row", pl.Int32, "row of the plan version in the compiled plans", nullable=True),
        Column("benefit_row", pl.Int32, "row of the benefit in the compiled plans", nullable=True),
        Column("benefit", pl.String, "name of the benefit", nullable=True),
        Column("is_family_level", pl.Boolean, "covered with others: family limits apply", nullable=True),
        Column("tier", pl.String, "network tier", nullable=True, values=("in", "out")),
        Column("service_from", pl.Date, "first day of the service"),
        Column("admission_date", pl.Date, "first day of the stay: what makes an admission", nullable=True),
        Column("billing_npi", pl.String, "NPI of the billing provider: part of what makes a visit", nullable=True),
        Column("reason", pl.String, "reason already given before the kernel; null: the kernel decides", nullable=True),
        Column("charge_cents", pl.Int64, "charge of the line", unit="cents"),
        Column("allowed_cents", pl.Int64, "amount the plan recognises, 0 to charge", unit="cents"),
        Column(
            "added_cents",
            pl.Int64,
            "surprise bill: what the plan owes beyond the recognised amount, without cost share; negative: owes less",
            unit="cents",
            nullable=True,
        ),
        Column(
            "recognised_cents",
            pl.Int64,
            "of it, what benefits are computed on: less than all where an alternate or generic is recognised",
            unit="cents",
            nullable=True,
        ),
        Column(
            "allowable_cents",
            pl.Int64,
            "what is shared out between the plans; null: no other plan paid before",
            unit="cents",
            nullable=True,
        ),
        Column("other_paid_cents", pl.Int64, "paid by the plans before this one", unit="cents", nullable=True),
        Column(
            "units",
            pl.Int32,
            "days of a stay, days' supply, services; 0: within what another line counts; null: 1",
            nullable=True,
        ),
        Column("tooth", pl.String, "tooth number, or the quadrant where the limit is by quadrant", nullable=True),
        Column("surfaces", pl.String, "surfaces of the tooth, letters of MODBLIF", nullable=True),
        Column("is_admitted", pl.Boolean, "the patient was admitted from this service; null: no", nullable=True),
        Column("is_unauthorised", pl.Boolean, "authorisation was required and is missing; null: no", nullable=True),
        Column("is_late", pl.Boolean, "authorisation was required and asked for late; null: no", nullable=True),
    ),
)

VISITS = Table(
    name="visits",
    grain="one row per person, plan, benefit, day and billing provider: what earlier lines of an occasion already used",
    key=("plan_code", "member_id", "benefit", "occasion_from", "billing_npi"),
    columns=(
        Column("plan_code", pl.String, "plan"),
        Column("member_id", pl.String, "person"),
        Column("benefit", pl.String, "benefit"),
        Column("occasion_from", pl.Date, "day of the visit, first day of the admission"),
        Column("billing_npi", pl.String, "billing provider; empty when none was sent"),
        Column("copay_cents", pl.Int64, "copay charged so far", unit="cents"),
        Column("is_copay_taken", pl.Boolean, "a copay per visit was charged"),
        Column("is_counted", pl.Boolean, "the visit was counted toward a visit limit"),
    ),
)

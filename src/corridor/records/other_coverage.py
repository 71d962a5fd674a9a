"""Other coverage: which other plans cover a person, and what the order of benefits asks about them."""

import polars as pl

from corridor.records.enrollment import PRODUCTS
from corridor.records.table import Column, Table

KINDS = ("group", "individual", "medicare", "medicaid", "tricare")
THROUGH = ("self", "spouse", "parent", "other")
STATUSES = ("active", "retired", "laid_off", "cobra", "state_continuation")
PARENTS = ("together", "separated")
CUSTODY = ("joint", "custodial", "custodial_spouse", "non_custodial", "non_custodial_spouse")
DECREE = ("own", "other", "joint")
ENTITLEMENTS = ("age", "disability", "esrd")
SEXES = ("F", "M")

OTHER_COVERAGE = Table(
    name="other_coverage",
    grain="one row per person, other plan, kind of benefit and span of days; of Medicare one row per entitlement",
    key=("member_id", "payer", "product", "medicare_entitlement", "coverage_start"),
    columns=(
        Column("member_id", pl.String, "the person's own id with us"),
        Column("payer", pl.String, "the other plan, by its name or number"),
        Column("kind", pl.String, "group, individual, medicare, medicaid or tricare", values=KINDS),
        Column(
            "product",
            pl.String,
            "kind of benefit; null: every one, of Medicare medical",
            nullable=True,
            values=PRODUCTS,
        ),
        Column("covered_through", pl.String, "through whom the other plan covers the person", values=THROUGH),
        Column("coverage_start", pl.Date, "first day of the coverage"),
        Column("coverage_end_exclusive", pl.Date, "the day after the last day; null: open", nullable=True),
        Column("covered_since", pl.Date, "where it began without a gap before; null: coverage_start", nullable=True),
        Column("status", pl.String, "of whom the other plan covers; null: active", nullable=True, values=STATUSES),
        Column("own_status", pl.String, "the same of our plan; null: active", nullable=True, values=STATUSES),
        Column("has_cob_provision", pl.Boolean, "the other plan coordinates; null: yes", nullable=True),
        Column("uses_gender_rule", pl.Boolean, "of parents it puts the father first; null: no", nullable=True),
        Column(
            "birthday",
            pl.String,
            "personal: month and day of birth of the person through whom, e.g. 03-14",
            nullable=True,
        ),
        Column("sex", pl.String, "of the person through whom, F or M", nullable=True, values=SEXES),
        Column("parents", pl.String, "of a child; null: together", nullable=True, values=PARENTS),
        Column(
            "decree",
            pl.String,
            "whose plan a court made responsible: own, other, or joint",
            nullable=True,
            values=DECREE,
        ),
        Column(
            "custody",
            pl.String,
            "of the person through whom the other plan covers the child",
            nullable=True,
            values=CUSTODY,
        ),
        Column("own_custody", pl.String, "the same of our employee", nullable=True, values=CUSTODY),
        Column("employees", pl.Int32, "of the other plan's employer", nullable=True),
        Column("medicare_entitlement", pl.String, "age, disability or esrd", nullable=True, values=ENTITLEMENTS),
        Column("medicare_from", pl.Date, "first month of the entitlement, its first day", nullable=True),
        Column("has_part_b", pl.Boolean, "enrolled in part B; null: yes", nullable=True),
    ),
)

WORKFORCE = Table(
    name="workforce",
    grain="one row per day from which the employer has another number of employees",
    key=("effective_from",),
    columns=(
        Column("effective_from", pl.Date, "first day"),
        Column("employees", pl.Int32, "as the Medicare secondary payer rules count them"),
    ),
)

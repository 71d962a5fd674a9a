"""A book of claims on disk: all that is settled about a line before a plan document is asked, as whole numbers.

A file holds whole families, so that files are decided apart from each other. Codes stand once, in the table of
services; lines point at them.
"""

import polars as pl

from corridor.records.claims import CAUSES, CHANNELS, KINDS
from corridor.records.table import Column, Table

BOOK_LINES = Table(
    name="book_lines",
    grain="one row per service line, by household, then in the order of decision",
    key=("claim_number", "line_number"),
    columns=(
        Column("claim_number", pl.Int64, "Corridor's number of the claim"),
        Column("line_number", pl.Int32, "position of the line in its claim, from 1"),
        Column("household", pl.Int32, "number of the household in the file: families that share a person are one"),
        Column("person", pl.Int32, "row of the person in BOOK_PEOPLE; null: nobody was matched", nullable=True),
        Column("family", pl.Int32, "number of the family through which the person is covered", nullable=True),
        Column("service", pl.Int32, "row of the service in BOOK_SERVICES"),
        Column("provider", pl.Int32, "number of the billing provider; null: none was sent", nullable=True),
        Column("plan", pl.Int32, "row of the plan in the book's plans; null: no coverage on the day", nullable=True),
        Column("is_family_level", pl.Boolean, "covered with others", nullable=True),
        Column("is_out", pl.Boolean, "out of the network"),
        Column("is_fixed", pl.Boolean, "settled for good, whatever the plan: see was_reason"),
        Column("service_from", pl.Date, "as in claims"),
        Column("service_to", pl.Date, "as in claims"),
        Column("received_date", pl.Date, "as in claims"),
        Column("admission_date", pl.Date, "as in claims", nullable=True),
        Column("covered_since", pl.Date, "first day of unbroken coverage in the plan", nullable=True),
        Column("tooth_lost_on", pl.Date, "as in claims", nullable=True),
        Column("units", pl.Int64, "as in claims", unit="thousandths"),
        Column("days_supply", pl.Int32, "as in claims", unit="days", nullable=True),
        Column("treatment_months", pl.Int32, "as in claims", unit="months", nullable=True),
        Column("charge_cents", pl.Int64, "as in claims", unit="cents"),
        Column("charge_of_claim", pl.Int64, "charge of all lines of the claim", unit="cents"),
        Column(
            "price_cents", pl.Int64, "price of a network or contract; null: the plan's", unit="cents", nullable=True
        ),
        Column("added_cents", pl.Int64, "surprise bill: as in ready", unit="cents", nullable=True),
        Column("alternate_cents", pl.Int64, "as in claims", unit="cents", nullable=True),
        Column("generic_cents", pl.Int64, "as in claims", unit="cents", nullable=True),
        Column("other_payer_paid_cents", pl.Int64, "as in claims", unit="cents", nullable=True),
        Column("other_payer_allowed_cents", pl.Int64, "as in claims", unit="cents", nullable=True),
        Column("is_secondary", pl.Boolean, "another plan pays first; null: not known", nullable=True),
        Column("is_order_unclear", pl.Boolean, "another plan covers the person and it is not known which is first"),
        Column("estimated_paid_cents", pl.Int64, "what it is taken to pay", unit="cents", nullable=True),
        Column("is_admitted", pl.Boolean, "the patient was admitted from this service", nullable=True),
        Column("has_authorization", pl.Boolean, "a prior authorisation was stated"),
        Column("authorization_state", pl.String, "what became of it, where authorisations are judged", nullable=True),
        Column("is_released", pl.Boolean, "an examiner has lifted its hold"),
        Column("is_overridden", pl.Boolean, "a person has decided to pay it, against the edits"),
        Column("was_reason", pl.Int32, "reason of the decision that stands: its place in the book's reasons"),
        Column("was_benefit", pl.Int32, "its benefit: its place in the book's benefits", nullable=True),
        Column("was_plan_cents", pl.Int64, "what the plan pays by it, its account included", unit="cents"),
        Column("was_member_cents", pl.Int64, "what the member bears by it", unit="cents"),
    ),
)

BOOK_SERVICES = Table(
    name="book_services",
    grain="one row per distinct combination of codes among the lines of a file",
    key=(),
    columns=(
        Column("kind", pl.String, "as in claims", values=KINDS),
        Column("place_of_service", pl.String, "as in claims", nullable=True),
        Column("bill_type", pl.String, "as in claims", nullable=True),
        Column("revenue_code", pl.String, "as in claims", nullable=True),
        Column("procedure_code", pl.String, "as in claims", nullable=True),
        Column("diagnosis_codes", pl.String, "the principal diagnosis", nullable=True),
        Column("tooth", pl.String, "as in claims", nullable=True),
        Column("surfaces", pl.String, "as in claims", nullable=True),
        Column("formulary_tier", pl.String, "as in claims", nullable=True),
        Column("channel", pl.String, "as in claims", nullable=True, values=CHANNELS),
        Column("daw", pl.String, "as in claims", nullable=True),
        Column("related_cause", pl.String, "as in claims", nullable=True, values=CAUSES),
    ),
)

BOOK_PEOPLE = Table(
    name="book_people",
    grain="one row per person of a file",
    key=("member_id",),
    columns=(
        Column("member_id", pl.String, "the person's own id"),
        Column("birth_date", pl.Date, "personal: never in an error or a log", nullable=True),
        Column("sex", pl.String, "F, M or U", nullable=True, values=("F", "M", "U")),
    ),
)

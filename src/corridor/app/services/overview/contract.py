"""The traditional contract year by year: what the plan is compared with, and every step of its premium."""

from dataclasses import dataclass
from datetime import date

from corridor.app.services.documents import documents_of
from corridor.app.services.overview import months as by
from corridor.app.services.overview import reading
from corridor.app.store.tenancy import tenant_transaction
from corridor.funding.traditional import Traditional
from corridor.reports.traditional import TraditionalYear, traditional_years


@dataclass(frozen=True)
class TraditionalContract:
    """The terms, and a row for each plan year under them, oldest first."""

    terms: Traditional
    years: tuple[TraditionalYear, ...]


def traditional_contract(sponsor: str, as_of: date | None = None) -> TraditionalContract | None:
    """The contract that a sponsor's plan is compared with; None where the arrangement states none.

    as_of: None: the day of the newest batch.
    """
    with tenant_transaction(sponsor) as tx:
        arrangement, head = documents_of(tx).arrangement, reading.head(tx)
        terms, day = arrangement.traditional, as_of or head.as_of
        if terms is None:
            return None
        start = arrangement.charges_from
        budget = by.set_aside(reading.employees_covered(tx), arrangement, start, day) if start <= day else {}
        months = by.experience(budget, by.by_month(reading.day_totals(tx, day)), has_claims=head.has_claims)
    return TraditionalContract(terms, tuple(traditional_years(months, terms, arrangement.plan_year_start_month, day)))

"""The one family whose contributions were not paid: its cover ends two months back, after claims were paid."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from corridor.app.services.demo.care import Care
from corridor.app.services.demo.drafts import Draft, patient_of
from corridor.app.services.demo.large import STEADY_EMPLOYEES
from corridor.app.services.demo.population import Family
from corridor.app.services.demo.workdays import friday_on_or_after
from corridor.periods.spans import add_months

NON_PAYMENT = "59"
COVER_ENDS = (4, 1)
KNOWN_ON = (5, 15)


def end_for_unpaid_contributions(families: list[Family], as_of: date) -> Family:
    """Ends a PPO family's cover on 1 April of the last year, made known in the middle of May: visits were paid."""
    ends_on = date(as_of.year, *COVER_ENDS)
    steady = {families[number - 1].subscriber_id for number in STEADY_EMPLOYEES}
    family = next(
        family
        for family in families[1:]
        if not family.ends_on
        and len(family.members) > 1
        and family.plans[as_of.year] == "PPO"
        and family.subscriber_id not in steady
        and max(person.covered_from for person in family.members) <= add_months(ends_on, -3)
    )
    family.ends_on = ends_on
    family.end_known_on = date(as_of.year, *KNOWN_ON)
    family.end_reason = NON_PAYMENT
    return family


def claims_in_between(rng: Random, care: Care, family: Family) -> Iterator[Draft]:
    """Visits in April that come in, and are paid, before the employer says that the cover had ended."""
    assert family.ends_on
    visits = care.catalogue.visits["professional"]
    for position, person in enumerate(family.members):
        service = family.ends_on + timedelta(days=1 + 2 * position)
        draft = care.visit(rng, "professional", visits[position % 2], patient_of(family, person), service)
        yield replace(draft, received=friday_on_or_after(service + timedelta(days=6)))

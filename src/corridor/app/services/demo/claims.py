"""All claims of Meridian's families: everyday care, births, large claimants, and what a payer must refuse."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random

from corridor.app.services.demo.care import Care, PersonYear, delivery, dental_claims, severity_of, yearly_claims
from corridor.app.services.demo.details import with_details
from corridor.app.services.demo.drafts import Draft, patient_of
from corridor.app.services.demo.large import Story, story_claims
from corridor.app.services.demo.oddities import after_termination, with_oddities
from corridor.app.services.demo.population import Family, Person
from corridor.app.services.demo.unpaid import claims_in_between

_NEWBORN_CLAIMS_AFTER_DAYS = 35

_SHOWCASE = (
    ("professional", "professional", ("ambulance", "ambulance_shared", "oxygen", "chiropractic")),
    ("dental", "dental_repair", ("crown", "film")),
    ("dental", "orthodontic", ("orthodontic",)),
    ("institutional", "outpatient", ("day_surgery", "emergency_room")),
)
"""(kind of claim, group in the catalogue, visits) that even a small year must have."""


def meridian_claims(
    seed: int,
    care: Care,
    families: list[Family],
    unpaid: Family,
    stories: Iterable[Story],
    start: date,
    as_of: date,
) -> list[Draft]:
    """Every claim for care from `start` to `as_of`, whenever it comes in, not numbered yet.

    stories: the large claimants. unpaid: the family of `end_for_unpaid_contributions`.
    """
    drafts = list(_family_claims(seed, care, families, as_of))
    drafts += _large_claims(seed, care, families, stories, start)
    drafts += _showcase(Random(f"{seed}/showcase"), care, families[0], start)
    drafts += after_termination(Random(f"{seed}/left"), care, families)
    drafts += claims_in_between(Random(f"{seed}/unpaid"), care, unpaid)
    detailed = [
        with_details(Random(f"{seed}/details/{position}"), draft, care.directory)
        for position, draft in enumerate(drafts)
    ]
    return with_oddities(Random(f"{seed}/oddities"), detailed, as_of)


def _family_claims(seed: int, care: Care, families: list[Family], as_of: date) -> Iterator[Draft]:
    for family in families:
        for person in family.members:
            for year in range(person.covered_from.year, as_of.year + 1):
                yield from _person_claims(
                    Random(f"{seed}/{person.member_id}/{year}"), care, family, person, year, as_of
                )
        yield from _deliveries(seed, care, family)


def _person_claims(rng: Random, care: Care, family: Family, person: Person, year: int, as_of: date) -> Iterator[Draft]:
    severity = severity_of(rng, person)
    days = _days_with_care(family, person, year, as_of)
    if days is None:
        return
    person_year = PersonYear(patient_of(family, person), person, *days, severity)
    yield from yearly_claims(rng, care, person_year)
    if family.has_dental:
        yield from dental_claims(rng, care, person_year)


def _days_with_care(family: Family, person: Person, year: int, as_of: date) -> tuple[date, date] | None:
    """First day and the day after the last on which the person may use care in `year`."""
    start = max(person.covered_from, date(year, 1, 1))
    if person.covered_from == person.birth_date:
        start = max(start, person.birth_date + timedelta(days=_NEWBORN_CLAIMS_AFTER_DAYS))
    ends = [date(year + 1, 1, 1), as_of + timedelta(days=1)]
    care_end = family.care_ends_before()
    if care_end:
        ends.append(care_end)
    return (start, min(ends)) if start < min(ends) else None


def _deliveries(seed: int, care: Care, family: Family) -> Iterator[Draft]:
    parents = [person for person in family.members if person.relationship in ("self", "spouse")]
    mother = next((person for person in parents if person.sex == "F"), None)
    for person in family.members:
        if mother and person.covered_from == person.birth_date:
            rng = Random(f"{seed}/{person.member_id}/born")
            yield delivery(rng, care, patient_of(family, mother), person.birth_date)


def _large_claims(
    seed: int, care: Care, families: list[Family], stories: Iterable[Story], start: date
) -> Iterator[Draft]:
    for story in stories:
        if story.year >= start.year:
            family = families[story.employee - 1]
            rng = Random(f"{seed}/story/{story.employee}/{story.year}")
            yield from story_claims(rng, care, story, patient_of(family, family.employee))


def _showcase(rng: Random, care: Care, family: Family, start: date) -> Iterator[Draft]:
    """One claim of each rare kind."""
    patient = patient_of(family, family.employee)
    for kind, group, names in _SHOWCASE:
        for visit in care.catalogue.visits[group]:
            if visit.name in names:
                yield care.visit(rng, kind, visit, patient, start + timedelta(days=rng.randrange(20, 200)))

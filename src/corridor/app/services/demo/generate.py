"""The demo employer's files: enrolment, claims and providers of Meridian Manufacturing, and of a bakery beside it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from corridor.app.services.demo.care import (
    COST_LEVEL_BP,
    Care,
    PersonYear,
    delivery,
    dental_claims,
    severity_of,
    yearly_claims,
)
from corridor.app.services.demo.catalogue import load_catalogue
from corridor.app.services.demo.claim_files import claim_files, numbered
from corridor.app.services.demo.details import with_details
from corridor.app.services.demo.directory import ProviderDirectory, build_directory
from corridor.app.services.demo.drafts import Draft, patient_of
from corridor.app.services.demo.enrollment_files import enrollment_files
from corridor.app.services.demo.large import STEADY_EMPLOYEES, STORIES, story_claims
from corridor.app.services.demo.oddities import after_termination, with_oddities
from corridor.app.services.demo.population import Family, Person, build_population
from corridor.app.services.demo.sponsors import HARBOR, MERIDIAN, Sponsor
from corridor.app.services.demo.unpaid import claims_in_between, end_for_unpaid_contributions
from corridor.edi.x837.write_parties import Directory, SubscriberCard
from corridor.periods.spans import add_months

KIND_OF_FILE = {"professional": "837P", "institutional": "837I", "dental": "837D", "pharmacy": "pharmacy"}
SMALL_EMPLOYEES = 40

_ORDER = ("providers", "834", "837P", "837I", "837D", "pharmacy")
_NEWBORN_CLAIMS_AFTER_DAYS = 35


@dataclass(frozen=True)
class DemoFile:
    """One generated file: whose, of which kind (834, 837P, 837I, 837D, pharmacy, providers), where, when it comes."""

    sponsor: str
    kind: str
    path: Path
    intake_on: date


def generate(
    seed: int,
    home_folder: Path,
    *,
    small: bool = False,
    as_of: date = date(2026, 10, 31),
    cost_level_bp: Mapping[int, int] = COST_LEVEL_BP,
) -> list[DemoFile]:
    """Writes the files under `home_folder` and returns them in the order in which they are to be taken in.

    The same seed gives the same bytes. small: 40 employees from 2025 instead of 400 from 2024.
    cost_level_bp: allowed amounts by year of service, basis points of the catalogue's; a later year takes the
    last one given.
    """
    first_year = 2025 if small else 2024
    levels = {year: cost_level_bp[max(y for y in cost_level_bp if y <= year)] for year in range(2024, as_of.year + 1)}
    directory = build_directory(Random(f"{seed}/providers"))
    care = Care(load_catalogue(), directory, levels)
    files = list(_meridian(seed, home_folder, care, SMALL_EMPLOYEES if small else 400, date(first_year, 1, 1), as_of))
    files += _harbor(seed, home_folder, care, as_of)
    return sorted(files, key=lambda file: (file.intake_on, file.sponsor != MERIDIAN.code, _ORDER.index(file.kind)))


def _meridian(seed: int, home: Path, care: Care, employees: int, start: date, as_of: date) -> Iterator[DemoFile]:
    rng = Random(f"{seed}/population")
    families = build_population(rng, employees, start, add_months(as_of, 1), STEADY_EMPLOYEES)
    unpaid = end_for_unpaid_contributions(families, as_of)
    drafts = list(_family_claims(seed, care, families, as_of))
    drafts += _large_claims(seed, care, families, start)
    drafts += _showcase(Random(f"{seed}/showcase"), care, families[0], start)
    drafts += after_termination(Random(f"{seed}/left"), care, families)
    drafts += claims_in_between(Random(f"{seed}/unpaid"), care, unpaid)
    detailed = (with_details(Random(f"{seed}/d/{n}"), draft, care.directory) for n, draft in enumerate(drafts))
    odd = with_oddities(Random(f"{seed}/oddities"), list(detailed), as_of)
    yield _providers_file(home, MERIDIAN, care.directory, start)
    yield from _enrollment(home, MERIDIAN, families, start, as_of)
    yield from _claims(home, MERIDIAN, odd, families, care.directory, as_of)


def _harbor(seed: int, home: Path, care: Care, as_of: date) -> Iterator[DemoFile]:
    """Five employees, one enrolment file, one month of professional claims."""
    start = date(as_of.year, 1, 1)
    rng = Random(f"{seed}/harbor")
    families = build_population(rng, 5, start, start, frozenset(range(1, 6)), HARBOR.id_letter)
    for family in families:
        family.has_dental = False
    claims = [
        care.visit(rng, "professional", care.catalogue.visits["professional"][0], patient, start + timedelta(days=20))
        for patient in (patient_of(family, family.members[-1]) for family in families)
    ]
    month = min(draft.received for draft in claims).replace(day=1)
    drafts = [draft for draft in claims if draft.received.replace(day=1) == month]
    yield from _enrollment(home, HARBOR, families, start, start)
    yield from _claims(home, HARBOR, drafts, families, care.directory, as_of)


def _family_claims(seed: int, care: Care, families: list[Family], as_of: date) -> Iterator[Draft]:
    for family in families:
        for person in family.members:
            for year in range(person.covered_from.year, as_of.year + 1):
                rng = Random(f"{seed}/{person.member_id}/{year}")
                severity = severity_of(rng, person)
                span = _days_with_care(family, person, year, as_of)
                if span:
                    person_year = PersonYear(patient_of(family, person), person, *span, severity)
                    yield from yearly_claims(rng, care, person_year)
                    if family.has_dental:
                        yield from dental_claims(rng, care, person_year)
        yield from _deliveries(seed, care, family)


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
    mother = next((p for p in family.members if p.relationship in ("self", "spouse") and p.sex == "F"), None)
    for person in family.members:
        if mother and person.covered_from == person.birth_date:
            yield delivery(
                Random(f"{seed}/{person.member_id}/born"), care, patient_of(family, mother), person.birth_date
            )


def _large_claims(seed: int, care: Care, families: list[Family], start: date) -> Iterator[Draft]:
    for story in STORIES:
        if story.year >= start.year:
            family = families[story.employee - 1]
            rng = Random(f"{seed}/story/{story.employee}/{story.year}")
            yield from story_claims(rng, care, story, patient_of(family, family.employee))


def _showcase(rng: Random, care: Care, family: Family, start: date) -> Iterator[Draft]:
    """One claim of each rare kind, so that even a small year has them all."""
    patient = patient_of(family, family.employee)
    visits = care.catalogue.visits
    for kind, group, names in (
        ("professional", "professional", ("ambulance", "ambulance_shared", "oxygen", "chiropractic")),
        ("dental", "dental_repair", ("crown", "film")),
        ("dental", "orthodontic", ("orthodontic",)),
        ("institutional", "outpatient", ("day_surgery", "emergency_room")),
    ):
        for visit in visits[group]:
            if visit.name in names:
                yield care.visit(rng, kind, visit, patient, start + timedelta(days=rng.randrange(20, 200)))


def _providers_file(home: Path, sponsor: Sponsor, directory: ProviderDirectory, start: date) -> DemoFile:
    path = home / sponsor.code / "providers.csv"
    return _written(sponsor, "providers", path, sponsor.first_sent_on(start), directory.table().write_csv().encode())


def _enrollment(home: Path, sponsor: Sponsor, families: list[Family], start: date, as_of: date) -> Iterator[DemoFile]:
    for sent_on, content in enrollment_files(sponsor, families, start, as_of):
        path = home / sponsor.code / "enrollment" / f"{sent_on:%Y-%m-%d}.834"
        yield _written(sponsor, "834", path, sent_on, content)


def _claims(
    home: Path,
    sponsor: Sponsor,
    drafts: Iterable[Draft],
    families: list[Family],
    directory: ProviderDirectory,
    as_of: date,
) -> Iterator[DemoFile]:
    in_time = [draft for draft in numbered(drafts) if draft.received <= as_of]
    parties = Directory(directory.cards, _subscriber_cards(sponsor, families, in_time))
    for file in claim_files(in_time, sponsor.exchange, parties, sponsor.network_id, sponsor.receiver_id, as_of):
        ending = "csv" if file.kind == "pharmacy" else "837"
        path = home / sponsor.code / "claims" / f"{file.month:%Y-%m}_{file.kind}.{ending}"
        yield _written(sponsor, KIND_OF_FILE[file.kind], path, file.sent_on, file.content)


def _subscriber_cards(sponsor: Sponsor, families: list[Family], drafts: list[Draft]) -> dict[str, SubscriberCard]:
    """Cards of all employees, and of the strangers whom some claims name."""
    cards = {family.subscriber_id: _card(sponsor, family) for family in families}
    somebody = cards[families[0].subscriber_id]
    for draft in drafts:
        patient = draft.patient
        if patient.subscriber_id not in cards:
            cards[patient.subscriber_id] = SubscriberCard(
                patient.last_name, patient.first_name, patient.birth_date, patient.sex, somebody.address, sponsor.group
            )
    return cards


def _card(sponsor: Sponsor, family: Family) -> SubscriberCard:
    employee = family.employee
    name = employee.last_name, employee.first_name
    return SubscriberCard(*name, employee.birth_date, employee.sex, family.address, sponsor.group)


def _written(sponsor: Sponsor, kind: str, path: Path, intake_on: date, content: bytes) -> DemoFile:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return DemoFile(sponsor.code, kind, path, intake_on)

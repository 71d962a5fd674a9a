"""The demo's files: enrolment, claims and providers of Meridian Manufacturing, and of a bakery beside it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from corridor.app.services.demo.care import COST_LEVEL_BP, Care
from corridor.app.services.demo.catalogue import load_catalogue
from corridor.app.services.demo.claim_files import claim_files, numbered
from corridor.app.services.demo.claims import meridian_claims
from corridor.app.services.demo.directory import ProviderDirectory, build_directory
from corridor.app.services.demo.disability import disability_files
from corridor.app.services.demo.drafts import Draft, patient_of
from corridor.app.services.demo.enrollment_files import enrollment_files
from corridor.app.services.demo.large import SMALL_STORIES, STEADY_EMPLOYEES, STORIES
from corridor.app.services.demo.population import Family, build_population
from corridor.app.services.demo.sponsors import HARBOR, MERIDIAN, Sponsor
from corridor.app.services.demo.unpaid import end_for_unpaid_contributions
from corridor.edi.x837.write_parties import Directory, SubscriberCard
from corridor.periods.spans import add_months
from corridor.wording.said import said

EMPLOYEES = 400
SMALL_EMPLOYEES = 40
FIRST_YEAR = 2024
DEFAULT_SEED = 2026
SMALL_FIRST_YEAR = 2026
AS_OF = date(2026, 10, 31)
SMALL_AS_OF = date(2026, 6, 30)
KIND_OF_FILE = {"professional": "837P", "institutional": "837I", "dental": "837D", "pharmacy": "pharmacy"}

_ORDER = ("providers", "834", "837P", "837I", "837D", "pharmacy", "disability")
"""Files of one day are taken in in this order."""


@dataclass(frozen=True)
class DemoFile:
    """One generated file: whose, of which kind (834, 837P, 837I, 837D, pharmacy, disability …), path and day."""

    sponsor: str
    kind: str
    path: Path
    intake_on: date


def make_files(folder: Path, *, small: bool = False) -> list[DemoFile]:
    """The files of the demo as it is shown, written under `folder`, in the order in which they come."""
    return generate(DEFAULT_SEED, folder, small=small, as_of=SMALL_AS_OF if small else AS_OF)


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
    last one given. Raises ValueError for an as_of before the summer of 2026, when the story is not yet told.
    """
    if as_of < date(2026, 6, 30):
        raise ValueError(said("as_of: found {found}, expected 2026-06-30 or later", found=as_of))
    start = date(SMALL_FIRST_YEAR if small else FIRST_YEAR, 1, 1)
    care = demo_care(seed, cost_level_bp, as_of)
    writer = _Files(home_folder, care.directory, start, as_of)
    families, drafts = meridian(seed, care, start, as_of, small=small)
    files = [writer.providers(MERIDIAN), *writer.enrollment(MERIDIAN, families, start, as_of)]
    files += [*writer.claims(MERIDIAN, drafts, families), *writer.disability(MERIDIAN, families)]
    bakers, drafts = harbor(seed, care, as_of)
    first_of_year = date(as_of.year, 1, 1)
    files += [*writer.enrollment(HARBOR, bakers, first_of_year, first_of_year), *writer.claims(HARBOR, drafts, bakers)]
    return sorted(files, key=lambda file: (file.intake_on, file.sponsor != MERIDIAN.code, _ORDER.index(file.kind)))


def demo_care(seed: int, cost_level_bp: Mapping[int, int], as_of: date) -> Care:
    """What all draws of a seed share."""
    years = range(FIRST_YEAR, as_of.year + 2)
    levels = {year: cost_level_bp[max(known for known in cost_level_bp if known <= year)] for year in years}
    return Care(load_catalogue(), build_directory(Random(f"{seed}/providers")), levels)


def meridian(
    seed: int, care: Care, start: date, as_of: date, *, small: bool = False
) -> tuple[list[Family], list[Draft]]:
    """Meridian's families and all their claims."""
    rng = Random(f"{seed}/population")
    employees = SMALL_EMPLOYEES if small else EMPLOYEES
    families = build_population(rng, employees, start, add_months(as_of, 1), STEADY_EMPLOYEES)
    unpaid = end_for_unpaid_contributions(families, as_of)
    stories = SMALL_STORIES if small else STORIES
    return families, meridian_claims(seed, care, families, unpaid, stories, start, as_of)


def harbor(seed: int, care: Care, as_of: date) -> tuple[list[Family], list[Draft]]:
    """Five employees of the bakery, medical only, and one month of office visits."""
    start = date(as_of.year, 1, 1)
    rng = Random(f"{seed}/harbor")
    families = build_population(rng, 5, start, start, frozenset(range(1, 6)), HARBOR.id_letter)
    for family in families:
        family.has_dental = False
    visit = care.catalogue.visits["professional"][0]
    drafts = [
        care.visit(rng, "professional", visit, patient_of(family, family.members[-1]), start + timedelta(days=20))
        for family in families
    ]
    month = min(draft.received for draft in drafts).replace(day=1)
    return families, [draft for draft in drafts if draft.received.replace(day=1) == month]


@dataclass(frozen=True)
class _Files:
    """Where the files go, and what they share."""

    home: Path
    directory: ProviderDirectory
    start: date
    as_of: date

    def providers(self, sponsor: Sponsor) -> DemoFile:
        content = self.directory.table().write_csv().encode("ascii")
        return self._written(sponsor, "providers", "providers.csv", sponsor.first_sent_on(self.start), content)

    def enrollment(self, sponsor: Sponsor, families: list[Family], start: date, as_of: date) -> Iterator[DemoFile]:
        for sent_on, content in enrollment_files(sponsor, families, start, as_of):
            yield self._written(sponsor, "834", f"enrollment/{sent_on:%Y-%m-%d}.834", sent_on, content)

    def claims(self, sponsor: Sponsor, drafts: list[Draft], families: list[Family]) -> Iterator[DemoFile]:
        in_time = [draft for draft in numbered(drafts) if draft.received <= self.as_of]
        parties = Directory(self.directory.cards, _subscriber_cards(sponsor, families, in_time))
        for file in claim_files(in_time, sponsor, parties, self.as_of):
            ending = "csv" if file.kind == "pharmacy" else "837"
            name = f"claims/{file.month:%Y-%m}_{file.kind}.{ending}"
            yield self._written(sponsor, KIND_OF_FILE[file.kind], name, file.sent_on, file.content)

    def disability(self, sponsor: Sponsor, families: list[Family]) -> Iterator[DemoFile]:
        for month, sent_on, content in disability_files(families, self.start, self.as_of):
            yield self._written(sponsor, "disability", f"claims/{month:%Y-%m}_disability.csv", sent_on, content)

    def _written(self, sponsor: Sponsor, kind: str, name: str, intake_on: date, content: bytes) -> DemoFile:
        path = self.home / sponsor.code / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return DemoFile(sponsor.code, kind, path, intake_on)


def _subscriber_cards(sponsor: Sponsor, families: list[Family], drafts: list[Draft]) -> dict[str, SubscriberCard]:
    """Cards of all employees, and of the strangers whom some claims name."""
    cards = {family.subscriber_id: _card(sponsor, family) for family in families}
    address = families[0].address
    for draft in drafts:
        patient = draft.patient
        if patient.subscriber_id not in cards:
            name = patient.last_name, patient.first_name
            card = SubscriberCard(*name, patient.birth_date, patient.sex, address, sponsor.group)
            cards[patient.subscriber_id] = card
    return cards


def _card(sponsor: Sponsor, family: Family) -> SubscriberCard:
    employee = family.employee
    name = employee.last_name, employee.first_name
    return SubscriberCard(*name, employee.birth_date, employee.sex, family.address, sponsor.group)

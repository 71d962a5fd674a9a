"""How much care a person uses in a year, and which claims it becomes.

Calibrated on `domain/figures` (MEPS): a quarter of people use nothing, a lasting frailty makes this year's
heavy users likely ones next year, and a few stays and specialty drugs hold much of the cost.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, sqrt
from random import Random

from corridor.app.services.demo.catalogue import Catalogue, Drug, Item, Visit
from corridor.app.services.demo.directory import ProviderDirectory
from corridor.app.services.demo.drafts import (
    Draft,
    DraftLine,
    Patient,
    draft_visit,
    priced_line,
    received_on,
    whole_dollars,
)
from corridor.app.services.demo.population import Person
from corridor.money.rounding import BASIS_POINTS, prorate_cents, share_of_cents
from corridor.money.split import split_cents
from corridor.periods.spans import age_on

COST_LEVEL_BP: Mapping[int, int] = {2024: 14_700, 2025: 15_500, 2026: 14_800}
"""Allowed amounts by year of service as a share of the catalogue's: what a private plan pays above a public
programme, trend, a good year (2024) and a bad one (2025)."""

OUTSIDE_SHARE = 0.05
_PERSISTENCE = 0.75
_NO_CARE_BELOW = -0.68
_AGE_FACTORS = ((18, 0.55), (35, 0.75), (50, 1.0), (60, 1.35), (200, 1.6))
_STAY_MEDIAN_DOLLARS = 16_500
_STAY_MAX_DOLLARS = 42_000
_DELIVERY_DOLLARS = 13_500


@dataclass(frozen=True)
class Care:
    """What the draws share: the catalogue, the providers, the cost level of each year (basis points)."""

    catalogue: Catalogue
    directory: ProviderDirectory
    cost_level_bp: Mapping[int, int]

    def visit(
        self, rng: Random, kind: str, visit: Visit, patient: Patient, service: date, lag_days: float = 16.0
    ) -> Draft:
        """One claim for `visit` at the cost level of its year."""
        level = self.cost_level_bp[service.year]
        return draft_visit(rng, self.directory, kind, visit, patient, service, level, OUTSIDE_SHARE, lag_days)


@dataclass(frozen=True)
class PersonYear:
    """One person's days of cover in one calendar year, and how ill they are in it."""

    patient: Patient
    person: Person
    start: date
    end_exclusive: date
    severity: float

    @property
    def share_of_year(self) -> float:
        return (self.end_exclusive - self.start).days / 365

    @property
    def age(self) -> int:
        return age_on(self.person.birth_date, self.start)

    @property
    def age_factor(self) -> float:
        return next(factor for limit, factor in _AGE_FACTORS if self.age < limit)

    def day(self, rng: Random) -> date:
        """A day of the year in which care is given: seldom a weekend."""
        day = self.start + timedelta(days=rng.randrange((self.end_exclusive - self.start).days))
        if day.weekday() > 4 and rng.random() < 0.8:
            day = max(self.start, day - timedelta(days=day.weekday() - 4))
        return day


def severity_of(rng: Random, person: Person) -> float:
    """Standard normal: mostly the person's lasting frailty, partly this year's luck."""
    rest = sqrt(1 - _PERSISTENCE**2)
    return _PERSISTENCE * person.frailty + rest * rng.gauss(0.0, 1.0)


def yearly_claims(rng: Random, care: Care, year: PersonYear) -> Iterator[Draft]:
    """All of one person's claims of one year, in no order."""
    if year.severity >= _NO_CARE_BELOW:
        yield from _preventive(rng, care, year)
        yield from _visits(rng, care, year)
        yield from _hospital(rng, care, year)
        yield from _pharmacy(rng, care, year)


def dental_claims(rng: Random, care: Care, year: PersonYear) -> Iterator[Draft]:
    """Check-ups twice a year for those who go, repairs for some."""
    if year.age < 2 or rng.random() < 0.2:
        return
    visits = care.catalogue.visits
    check = visits["dental_check_child" if year.age < 15 else "dental_check_adult"][0]
    for _ in range(_poisson(rng, 1.6 * year.share_of_year)):
        yield care.visit(rng, "dental", check, year.patient, year.day(rng))
    for _ in range(_poisson(rng, 0.68 * year.share_of_year)):
        yield care.visit(rng, "dental", _weighted(rng, visits["dental_repair"]), year.patient, year.day(rng))
    if 10 <= year.age <= 16 and rng.random() < 0.05:
        yield care.visit(rng, "dental", visits["orthodontic"][0], year.patient, year.day(rng))


def delivery(rng: Random, care: Care, mother: Patient, born: date) -> Draft:
    """The mother's stay when a child is born."""
    dollars = _DELIVERY_DOLLARS * rng.uniform(0.8, 1.4)
    return stay(rng, care, care.catalogue.visits["delivery"][0], mother, born, 3, int(dollars * 100))


def stay(
    rng: Random, care: Care, visit: Visit, patient: Patient, admitted: date, nights: int, allowed_cents: int
) -> Draft:
    """An inpatient claim whose allowed amounts sum to about `allowed_cents`, split over the visit's lines."""
    provider = care.directory.pick(visit.specialty, rng, OUTSIDE_SHARE)
    items = [item for item in visit.items if rng.random() < item.probability]
    shares = split_cents(allowed_cents, [int(item.dollars) for item in items])
    lines = [priced_line(_nights(item, nights), provider, cents) for item, cents in zip(items, shares, strict=True)]
    discharged = admitted + timedelta(days=nights)
    return Draft(
        kind="institutional",
        visit=visit.name,
        patient=patient,
        provider=provider,
        rendering_npi=rng.choice(provider.clinicians),
        service_from=admitted,
        service_to=discharged,
        received=received_on(rng, discharged, 26.0),
        place=visit.place,
        diagnoses=rng.choice(visit.diagnoses),
        lines=tuple(lines),
    )


def _nights(item: Item, nights: int) -> Item:
    """Room and board is counted in days."""
    if item.revenue in ("0120", "0200"):
        return Item(item.dollars, revenue=item.revenue, units=max(1, nights))
    return item


def _preventive(rng: Random, care: Care, year: PersonYear) -> Iterator[Draft]:
    visits = care.catalogue.visits
    if rng.random() < 0.6 * year.share_of_year:
        visit = visits["preventive_child" if year.age < 18 else "preventive_adult"][0]
        yield care.visit(rng, "professional", visit, year.patient, year.day(rng), 12.0)
    if year.age >= 40 and year.person.sex == "F" and rng.random() < 0.4 * year.share_of_year:
        yield care.visit(rng, "professional", visits["screening"][0], year.patient, year.day(rng))


def _visits(rng: Random, care: Care, year: PersonYear) -> Iterator[Draft]:
    """Professional claims; a therapist's course is several of them a few days apart."""
    mean = 4.85 * exp(0.55 * year.severity) * (0.55 + 0.45 * year.age_factor) * year.share_of_year
    for _ in range(_poisson(rng, mean)):
        visit = _weighted(rng, care.catalogue.visits["professional"])
        draft = care.visit(rng, "professional", visit, year.patient, year.day(rng))
        yield draft
        for week in range(1, rng.randrange(3, 9) if visit.name == "therapy" and rng.random() < 0.3 else 1):
            again = draft.service_from + timedelta(days=7 * week)
            if again < year.end_exclusive:
                yield care.visit(rng, "professional", visit, year.patient, again)


def _hospital(rng: Random, care: Care, year: PersonYear) -> Iterator[Draft]:
    visits = care.catalogue.visits
    scale = year.age_factor * year.share_of_year
    for _ in range(_poisson(rng, 0.30 * exp(0.7 * year.severity) * scale)):
        visit = _weighted(rng, visits["outpatient"])
        yield care.visit(rng, "institutional", visit, year.patient, year.day(rng), 22.0)
    for _ in range(_poisson(rng, 0.027 * exp(1.15 * year.severity) * scale)):
        visit = _weighted(rng, visits["inpatient"])
        dollars = min(_STAY_MAX_DOLLARS, _STAY_MEDIAN_DOLLARS * rng.lognormvariate(0.0, 0.6))
        admitted = year.day(rng)
        cents = share_of_cents(int(dollars * 100), care.cost_level_bp[admitted.year])
        yield stay(rng, care, visit, year.patient, admitted, rng.randrange(2, 9), cents)


def _pharmacy(rng: Random, care: Care, year: PersonYear) -> Iterator[Draft]:
    """Fills: now and then a short course, lasting drugs by severity, a specialty drug for the very ill."""
    drugs = care.catalogue.drugs
    for _ in range(_poisson(rng, 1.5 * year.share_of_year)):
        yield fill(rng, care, rng.choice(drugs["acute"]), year.patient, year.day(rng))
    if year.age < 18:
        return
    for _ in range(int(max(0.0, year.severity + 0.75) * 1.5 * year.age_factor)):
        yield from _lasting(rng, care, rng.choice(drugs["chronic"]), year)
    if year.severity > 2.05:
        yield from _lasting(rng, care, rng.choice(drugs["specialty"]), year)


def _lasting(rng: Random, care: Care, drug: Drug, year: PersonYear) -> Iterator[Draft]:
    """A drug taken all year, with the gaps that people leave."""
    day = year.start + timedelta(days=rng.randrange(28))
    while day < year.end_exclusive:
        yield fill(rng, care, drug, year.patient, day)
        day += timedelta(days=drug.days + rng.randrange(0, 9))


def fill(rng: Random, care: Care, drug: Drug, patient: Patient, day: date) -> Draft:
    """One pharmacy claim."""
    provider = care.directory.pick("specialty_pharmacy" if drug.tier == "specialty" else "pharmacy", rng, 0.0)
    allowed = share_of_cents(int(drug.dollars * rng.uniform(0.9, 1.15) * 100), care.cost_level_bp[day.year])
    charge = whole_dollars(prorate_cents(allowed, BASIS_POINTS, provider.allowed_bp))
    line = DraftLine(drug.ndc, charge, min(allowed, charge), drug.quantity * 1000, days_supply=drug.days)
    return Draft(
        kind="pharmacy",
        visit=drug.tier,
        patient=patient,
        provider=provider,
        rendering_npi=None,
        service_from=day,
        service_to=day,
        received=received_on(rng, day, 8.0),
        place="01",
        diagnoses=(),
        lines=(line,),
    )


def _weighted(rng: Random, visits: tuple[Visit, ...]) -> Visit:
    return rng.choices(visits, [visit.weight for visit in visits])[0]


def _poisson(rng: Random, mean: float) -> int:
    """A Poisson draw for a small mean, by multiplication of uniforms."""
    limit, count, product = exp(-mean), 0, rng.random()
    while product > limit:
        count += 1
        product *= rng.random()
    return count

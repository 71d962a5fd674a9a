"""A claim on its way into a file: the rows of records/claims, and what the forms carry beside them."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from corridor.app.services.demo.catalogue import Item, Visit
from corridor.app.services.demo.directory import Provider, ProviderDirectory
from corridor.app.services.demo.population import Family, Person
from corridor.app.services.demo.workdays import friday_on_or_after
from corridor.edi.x837.write_parties import NO_CLAIM_EXTRAS, ClaimExtras
from corridor.money.rounding import BASIS_POINTS, prorate_cents, share_of_cents

LAG_DAYS_MIN = 5
LAG_DAYS_MAX = 60
_WEEK_END_DAYS = 6


@dataclass(frozen=True)
class Patient:
    """Whom the claim says it is for."""

    subscriber_id: str
    member_id: str
    relationship: str
    first_name: str
    last_name: str
    birth_date: date
    sex: str


@dataclass(frozen=True)
class DraftLine:
    """One service line; cents, units in thousandths."""

    procedure: str | None
    charge_cents: int
    repriced_cents: int | None
    units: int
    revenue: str | None = None
    modifiers: str | None = None
    tooth: str | None = None
    surfaces: str | None = None
    days_supply: int | None = None
    other_paid_cents: int | None = None


@dataclass(frozen=True)
class Draft:
    """One claim. visit: the kind of care, by its name in the catalogue."""

    kind: str
    visit: str
    patient: Patient
    provider: Provider
    rendering_npi: str | None
    service_from: date
    service_to: date
    received: date
    place: str
    diagnoses: tuple[str, ...]
    lines: tuple[DraftLine, ...]
    frequency: str = "1"
    extras: ClaimExtras = NO_CLAIM_EXTRAS
    claim_id: str = field(default="", compare=False)

    @property
    def charge_cents(self) -> int:
        return sum(line.charge_cents for line in self.lines)

    @property
    def allowed_cents(self) -> int:
        """What the provider's contract, or outside the network the market, would make of the charge."""
        return sum(
            share_of_cents(line.charge_cents, self.provider.allowed_bp)
            if line.repriced_cents is None
            else line.repriced_cents
            for line in self.lines
        )

    def rows(self, index: int) -> list[dict[str, Any]]:
        """The claim as rows of records/claims."""
        header = self._header(index)
        return [header | self._line(number, line) for number, line in enumerate(self.lines, start=1)]

    def _header(self, index: int) -> dict[str, Any]:
        is_institutional = self.kind == "institutional"
        return {
            "claim_index": index,
            "claim_id": self.claim_id,
            "kind": self.kind,
            "frequency": self.frequency,
            "subscriber_id": self.patient.subscriber_id,
            "member_id": self.patient.member_id,
            "patient_relationship": self.patient.relationship,
            "patient_first_name": self.patient.first_name,
            "patient_last_name": self.patient.last_name,
            "patient_birth_date": self.patient.birth_date,
            "patient_sex": self.patient.sex,
            "received_date": self.received,
            "service_from": self.service_from,
            "service_to": self.service_to,
            "place_of_service": None if is_institutional else self.place,
            "bill_type": self.place if is_institutional else None,
            "diagnosis_codes": ":".join(self.diagnoses) or None,
            "claim_charge_cents": self.charge_cents,
            "billing_npi": self.provider.npi,
            "billing_tax_id": self.provider.card.tax_id,
            "billing_name": self.provider.card.name,
            "rendering_npi": self.rendering_npi,
        }

    def _line(self, number: int, line: DraftLine) -> dict[str, Any]:
        return {
            "line_number": number,
            "revenue_code": line.revenue,
            "procedure_code": line.procedure,
            "modifiers": line.modifiers,
            "units": line.units,
            "days_supply": line.days_supply,
            "tooth": line.tooth,
            "surfaces": line.surfaces,
            "charge_cents": line.charge_cents,
            "repriced_cents": line.repriced_cents,
            "other_payer_paid_cents": line.other_paid_cents,
        }


def patient_of(family: Family, person: Person) -> Patient:
    """The person as a claim names them."""
    return Patient(
        family.subscriber_id,
        person.member_id,
        person.relationship,
        person.first_name,
        person.last_name,
        person.birth_date,
        person.sex,
    )


def received_on(rng: Random, service_to: date, median_days: float) -> date:
    """The Friday on which the claim comes in, 5 to 60 days after the service, mostly near the median."""
    lag = LAG_DAYS_MIN + int(rng.lognormvariate(0.0, 0.6) * max(median_days - LAG_DAYS_MIN, 1.0))
    return friday_on_or_after(service_to + timedelta(days=min(lag, LAG_DAYS_MAX - _WEEK_END_DAYS)))


def priced_line(item: Item, provider: Provider, allowed_cents: int) -> DraftLine:
    """A line whose charge, under the provider's contract, comes to about `allowed_cents`.

    Inside the network the claim carries the repriced amount, outside it none.
    """
    charge = whole_dollars(prorate_cents(allowed_cents, BASIS_POINTS, provider.allowed_bp))
    repriced = share_of_cents(charge, provider.allowed_bp) if provider.network == "in" else None
    return DraftLine(
        procedure=item.procedure,
        charge_cents=charge,
        repriced_cents=repriced,
        units=item.units * 1000,
        revenue=item.revenue,
        modifiers=item.modifiers,
        tooth=item.tooth,
        surfaces=item.surfaces,
    )


def whole_dollars(cents: int) -> int:
    """Providers charge whole dollars, at least one."""
    return max(100, cents // 100 * 100)


def draft_visit(
    rng: Random,
    directory: ProviderDirectory,
    kind: str,
    visit: Visit,
    patient: Patient,
    service: date,
    level_bp: int,
    outside_share: float,
    lag_days: float = 16.0,
) -> Draft:
    """One claim for a visit: its lines drawn, priced at the cost level (basis points of the catalogue's dollars)."""
    provider = directory.pick(visit.specialty, rng, outside_share)
    severity = rng.uniform(0.85, 1.2)
    items = [item for item in visit.items if item.probability >= 1 or rng.random() < item.probability]
    lines = [
        priced_line(item, provider, share_of_cents(int(item.dollars * item.units * severity * 100), level_bp))
        for item in items
    ]
    return Draft(
        kind=kind,
        visit=visit.name,
        patient=patient,
        provider=provider,
        rendering_npi=rng.choice(provider.clinicians) if provider.clinicians else None,
        service_from=service,
        service_to=service,
        received=received_on(rng, service, lag_days),
        place=visit.place,
        diagnoses=rng.choice(visit.diagnoses),
        lines=tuple(lines),
    )

"""A claim while its segments come in."""

from dataclasses import dataclass, field
from datetime import date

from corridor.edi.x837.parties import Billing, Facility, Person

Span = tuple[date, date]


@dataclass(slots=True)
class Line:
    """Loop 2400. charge, repriced, other_paid, other_left: cents. units: thousandths. at: index of its LX.

    other_left: what the last of the other payers left to the patient as deductible, coinsurance, copay.
    facility: where the service took place, where the line says so itself.
    """

    at: int
    revenue_code: str | None = None
    procedure: str | None = None
    modifiers: str | None = None
    charge: int = 0
    units: int = 1000
    place: str | None = None
    dates: Span | None = None
    repriced: int | None = None
    other_paid: int | None = None
    other_left: int = 0
    authorization: str | None = None
    rendering_npi: str | None = None
    quadrants: list[str] = field(default_factory=list)
    teeth: list[str] = field(default_factory=list)
    surfaces: list[str] = field(default_factory=list)
    minutes: int | None = None
    is_emergency: bool | None = None
    facility: Facility | None = None


@dataclass(slots=True)
class Claim:
    """Loop 2300 and what is above it. kind: P, I or D. first, last: positions in the file of its segments.

    at: index of its CLM. is_estimate: asks for a predetermination. dates: by DTP01, those that can date the service.
    charge, repriced, other_paid, other_left, other_allowed: cents, as in Line; other_allowed where it is said (4010).
    causes: records' words for what caused it. treatment_months: of an orthodontic treatment. site: where the service
    took place, where that is not the biller's; original: number of the claim that it replaces or voids.
    """

    id: str
    kind: str
    at: int
    is_estimate: bool
    charge: int
    facility: str
    frequency: str
    first: int
    billing: Billing
    subscriber: Person
    patient: Person | None
    received: date
    last: int = 0
    principal: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    dates: dict[str, Span] = field(default_factory=dict)
    repriced: int | None = None
    other_paid: int | None = None
    other_left: int = 0
    other_allowed: int | None = None
    causes: list[str] = field(default_factory=list)
    authorization: str | None = None
    treatment_months: int | None = None
    is_out_of_network: bool = False
    rendering_npi: str | None = None
    site: Facility | None = None
    original: str | None = None
    drg: str | None = None
    lines: list[Line] = field(default_factory=list)

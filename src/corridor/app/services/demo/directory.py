"""Who treats the members: a made-up regional network, some providers outside it, and what each contract allows."""

from dataclasses import dataclass
from datetime import date
from random import Random

import polars as pl

from corridor.app.services.demo.names import FIRST_NAMES, LAST_NAMES, STREETS, TOWNS
from corridor.edi.x12.write import Address
from corridor.edi.x837.write_parties import ProviderCard
from corridor.records.providers import PROVIDERS

NETWORK_FROM = date(2023, 1, 1)

_LUHN_OFFSET = 24
"""What the prefix 80840 of a health-care card number adds to the sum (45 CFR 162.406, ISO/IEC 7812)."""


@dataclass(frozen=True)
class Specialty:
    """A kind of provider: how many inside and outside the network, what the contract allows of a charge."""

    code: str
    taxonomy: str
    title: str
    inside: int
    outside: int
    allowed_bp: int
    clinicians: int


SPECIALTIES = (
    Specialty("primary", "207Q00000X", "Family Practice", 8, 1, 6_200, 3),
    Specialty("specialist", "207R00000X", "Internal Medicine", 6, 1, 5_800, 3),
    Specialty("therapy", "225100000X", "Physical Therapy", 3, 1, 6_000, 2),
    Specialty("chiropractic", "111N00000X", "Chiropractic", 2, 1, 6_000, 1),
    Specialty("behavioral", "103T00000X", "Counseling", 3, 2, 6_500, 2),
    Specialty("laboratory", "291U00000X", "Laboratory", 2, 0, 3_500, 0),
    Specialty("imaging", "261QR0200X", "Imaging Center", 2, 0, 4_500, 0),
    Specialty("surgery", "208600000X", "Surgical Group", 3, 1, 5_000, 2),
    Specialty("emergency", "207P00000X", "Emergency Physicians", 2, 1, 5_500, 2),
    Specialty("ambulance", "341600000X", "Ambulance", 1, 1, 7_000, 0),
    Specialty("equipment", "332B00000X", "Home Equipment", 1, 0, 6_500, 0),
    Specialty("hospital", "282N00000X", "Hospital", 4, 1, 4_600, 3),
    Specialty("dental", "122300000X", "Dental", 6, 1, 8_200, 2),
    Specialty("orthodontics", "1223X0400X", "Orthodontics", 1, 0, 8_500, 1),
    Specialty("pharmacy", "333600000X", "Pharmacy", 5, 0, 8_800, 0),
    Specialty("specialty_pharmacy", "3336S0011X", "Specialty Pharmacy", 1, 0, 9_200, 0),
)


@dataclass(frozen=True)
class Provider:
    """Who bills. network: in or out. allowed_bp: share of its charge that its contract allows, basis points;
    of a provider outside the network the share that the market would accept."""

    npi: str
    card: ProviderCard
    specialty: str
    network: str
    allowed_bp: int
    clinicians: tuple[str, ...]


@dataclass(frozen=True)
class ProviderDirectory:
    """Billing providers by specialty, and the cards of all providers by NPI."""

    billing: dict[str, list[Provider]]
    cards: dict[str, ProviderCard]

    def pick(self, specialty: str, rng: Random, outside_share: float) -> Provider:
        """A provider of the specialty, outside the network with the probability given where one is."""
        providers = self.billing[specialty]
        outside = [p for p in providers if p.network == "out"]
        if outside and rng.random() < outside_share:
            return rng.choice(outside)
        return rng.choice([p for p in providers if p.network == "in"])

    def table(self) -> pl.DataFrame:
        """The billing providers as records/providers."""
        return PROVIDERS.from_rows(
            [
                {
                    "npi": provider.npi,
                    "name": provider.card.name,
                    "network": provider.network,
                    "allowed_bp": provider.allowed_bp if provider.network == "in" else None,
                    "effective_from": NETWORK_FROM,
                }
                for group in self.billing.values()
                for provider in group
            ]
        )


def npi(number: int) -> str:
    """The made-up NPI 1999NNNNN with its check digit."""
    digits = f"1999{number:05d}"
    total = _LUHN_OFFSET
    for position, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if position % 2 == 0 else 1)
        total += value // 10 + value % 10
    return digits + str(-total % 10)


def build_directory(rng: Random) -> ProviderDirectory:
    """The whole directory; NPIs and tax ids are numbered in order."""
    billing: dict[str, list[Provider]] = {}
    cards: dict[str, ProviderCard] = {}
    for specialty in SPECIALTIES:
        for position in range(specialty.inside + specialty.outside):
            is_inside = position < specialty.inside
            provider = _provider(specialty, is_inside, rng, cards)
            billing.setdefault(specialty.code, []).append(provider)
    return ProviderDirectory(billing, cards)


def _provider(specialty: Specialty, is_inside: bool, rng: Random, cards: dict[str, ProviderCard]) -> Provider:
    tax_id = f"99{len(cards) + 1:07d}"
    card = ProviderCard(
        name=f"{rng.choice(LAST_NAMES)} {specialty.title}",
        tax_id=tax_id,
        address=made_up_address(rng),
        taxonomy=specialty.taxonomy,
        phone=f"614555{len(cards):04d}",
    )
    number = npi(len(cards))
    cards[number] = card
    clinicians = []
    for _ in range(specialty.clinicians):
        clinician = npi(len(cards))
        clinicians.append(clinician)
        first = rng.choice(FIRST_NAMES[rng.choice("FM")])
        cards[clinician] = ProviderCard(rng.choice(LAST_NAMES), tax_id, card.address, first, specialty.taxonomy)
    return Provider(
        npi=number,
        card=card,
        specialty=specialty.code,
        network="in" if is_inside else "out",
        allowed_bp=specialty.allowed_bp + rng.randrange(-400, 401, 50),
        clinicians=tuple(clinicians),
    )


def made_up_address(rng: Random) -> Address:
    """A house number on a street of one of the towns."""
    town, state, zip_code = rng.choice(TOWNS)
    return Address(f"{rng.randrange(1, 990)} {rng.choice(STREETS)}", town, state, zip_code)

"""What care costs in the demo: visits and drugs, read from `catalogue.toml`."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Item:
    """One line: procedure or revenue code, dollars allowed a unit, probability that the visit has it."""

    dollars: float
    procedure: str | None = None
    probability: float = 1.0
    units: int = 1
    revenue: str | None = None
    modifiers: str | None = None
    tooth: str | None = None
    surfaces: str | None = None


@dataclass(frozen=True)
class Visit:
    """One kind of claim: who bills, where (of a hospital the type of bill), its lines, one set of diagnoses."""

    name: str
    specialty: str
    place: str
    items: tuple[Item, ...]
    diagnoses: tuple[tuple[str, ...], ...]
    weight: float = 1.0


@dataclass(frozen=True)
class Drug:
    """A product of the made-up labeler 99999: NDC, dollars allowed a fill, days and quantity of a fill.

    tier: generic (product codes 1xxx), brand (2xxx) or specialty (3xxx).
    """

    ndc: str
    tier: str
    dollars: float
    days: int
    quantity: int


@dataclass(frozen=True)
class Catalogue:
    """Visits and drugs by group."""

    visits: dict[str, tuple[Visit, ...]]
    drugs: dict[str, tuple[Drug, ...]]


def load_catalogue() -> Catalogue:
    """The catalogue that ships with the generator."""
    document = tomllib.loads(Path(__file__).with_name("catalogue.toml").read_text("utf-8"))
    visits = {group: tuple(map(_visit, entries)) for group, entries in document["visits"].items()}
    drugs = {group: tuple(Drug(**entry) for entry in entries) for group, entries in document["drugs"].items()}
    return Catalogue(visits, drugs)


def _visit(entry: dict[str, Any]) -> Visit:
    items = tuple(Item(**item) for item in entry["items"])
    diagnoses = tuple(tuple(codes) for codes in entry["diagnoses"])
    return Visit(**{**entry, "items": items, "diagnoses": diagnoses})

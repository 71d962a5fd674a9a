"""The three coverage examples of a Summary of Benefits and Coverage: `coverage_examples.csv`, and their lines.

`basis`: `published` amounts of a category, a `split` of one into visits, or an `own` split of a published total. Each
source says so. Codes are representative ones of a category; drug codes are stand-ins that name no drug.
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from corridor.codes.lists import read_list
from corridor.money.cents import parse_cents

ExampleName = Literal["peg", "joe", "mia"]


@dataclass(frozen=True)
class ExampleLine:
    """A service. day: days after the first day of the plan year. claim: number of the claim within the example."""

    claim: int
    day: int
    category: str
    allowed_cents: int
    kind: str
    place_of_service: str | None
    bill_type: str | None
    revenue_code: str | None
    procedure_code: str | None
    diagnosis: str | None
    formulary_tier: str | None
    days_supply: int | None


@dataclass(frozen=True)
class CoverageExample:
    """An example. is_published: its amounts by category are; else only their total is."""

    name: ExampleName
    total_cents: int
    is_published: bool
    source: str
    lines: tuple[ExampleLine, ...]


@cache
def coverage_examples() -> tuple[CoverageExample, ...]:
    """Having a baby, a year of type 2 diabetes, a simple fracture."""
    return tuple(
        CoverageExample(
            name=row["example"],  # type: ignore[arg-type]
            total_cents=parse_cents(row["total_dollars"]),
            is_published=row["basis"] == "published",
            source=row["source"],
            lines=tuple(
                _line(line) for line in read_list("coverage_example_lines") if line["example"] == row["example"]
            ),
        )
        for row in read_list("coverage_examples")
    )


def _line(row: dict[str, str]) -> ExampleLine:
    return ExampleLine(
        claim=int(row["claim"]),
        day=int(row["day"]),
        category=row["category"],
        allowed_cents=parse_cents(row["dollars"]),
        kind=row["kind"],
        place_of_service=row["place_of_service"] or None,
        bill_type=row["bill_type"] or None,
        revenue_code=row["revenue_code"] or None,
        procedure_code=row["procedure_code"] or None,
        diagnosis=row["diagnosis"] or None,
        formulary_tier=row["formulary_tier"] or None,
        days_supply=int(row["days_supply"]) if row["days_supply"] else None,
    )

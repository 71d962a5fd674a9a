"""A family's year under the small plan, decided: what plans that differ a little are compared on."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl

from corridor.book.library import adjudicate
from corridor.plan.load import load_plan
from corridor.records.claims import CLAIMS
from corridor.records.coverage import COVERAGE

MINIMAL = (Path(__file__).parent / "mini.yaml").read_text("utf-8")
START = date(2024, 1, 1)


def changed(change: dict[str, str]) -> bytes:
    """The small plan with texts replaced."""
    text = MINIMAL
    for old, new in change.items():
        assert old in text, old
        text = text.replace(old, new, 1)
    return text.encode()


def decided(plan: bytes) -> pl.DataFrame:
    """A family's year: three people, each with sixty visits in and out of the network, some of them at one place."""
    people = ["ann", "ben", "cem"]
    members = [
        {"member_id": person, "subscriber_id": "ann", "relationship": "self" if person == "ann" else "child"}
        | {"product": "medical", "plan_code": "MINI", "coverage_level": "FAM", "coverage_start": START}
        for person in people
    ]
    lines = [line(person, number) for number in range(60) for person in people]
    claims = [one | {"claim_index": index, "claim_id": str(index)} for index, one in enumerate(lines)]
    frames = (COVERAGE.conform(pl.DataFrame(members)), CLAIMS.conform(pl.DataFrame(claims)))
    return adjudicate(load_plan(plan, "mini.yaml"), *frames, decided_on=date(2026, 1, 1))


def line(person: str, number: int) -> dict[str, object]:
    day = START + timedelta(days=6 * number)
    charge = (40_00 + 1_17 * (7 * number % 100)) * {"ann": 3, "ben": 1, "cem": 1}[person]
    return {
        "line_number": 1,
        "kind": "professional",
        "frequency": "1",
        "member_id": person,
        "subscriber_id": "ann",
        "received_date": day,
        "service_from": day,
        "service_to": day,
        "place_of_service": "11",
        "procedure_code": "99213" if number % 3 == 0 else "97110",
        "units": 1000,
        "charge_cents": charge,
        "billing_npi": str(number % 4),
        "network": "out" if number % 5 == 0 else "in",
    }

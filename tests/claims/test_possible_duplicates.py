"""Lines that may repeat another: what makes a person look, and what is an ordinary repeat."""

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.claims.possible_duplicates import with_possible_duplicates
from tests.oracle.repeats import may_repeat

Build = Callable[..., pl.DataFrame]

FIRST: dict[str, Any] = {"claim_number": 1, "member": "E1", "reason": None, "billing_npi": "1", "billing_tax_id": "T"}
AGAIN = FIRST | {"claim_number": 2}
SISTER = AGAIN | {"billing_npi": "2"}

CASES: dict[str, tuple[dict[str, Any], dict[str, Any], bool]] = {
    "another charge": (FIRST, AGAIN | {"charge_cents": 12_000}, True),
    "other units": (FIRST, AGAIN | {"units": 2000}, True),
    "a modifier that tells nothing apart": (FIRST, AGAIN | {"modifiers": "25"}, True),
    "the same charge under another number of the tax id": (FIRST, SISTER, True),
    "another charge under another number of the tax id": (FIRST, SISTER | {"charge_cents": 9_000}, False),
    "another tax id": (FIRST, SISTER | {"billing_tax_id": "U"}, False),
    "no NPI, the same tax id": (FIRST, AGAIN | {"billing_npi": None, "charge_cents": 9_000}, True),
    "another day": (FIRST, AGAIN | {"service_from": date(2024, 2, 2), "service_to": date(2024, 2, 2)}, False),
    "another procedure": (FIRST, AGAIN | {"procedure_code": "99214"}, False),
    "another person": (FIRST, AGAIN | {"member": "E2"}, False),
    "nobody": (FIRST | {"member": None}, AGAIN | {"member": None}, False),
    "within one claim": (FIRST, FIRST | {"line_number": 2, "charge_cents": 9_000}, False),
    "no procedure": (FIRST | {"procedure_code": None}, AGAIN | {"procedure_code": None, "units": 2000}, False),
    "a free line": (FIRST, AGAIN | {"charge_cents": 0}, False),
    "after one that was refused": (FIRST | {"reason": "timely_filing"}, AGAIN | {"units": 2000}, False),
    "left and right": (FIRST | {"modifiers": "LT"}, AGAIN | {"modifiers": "RT", "units": 2000}, False),
    "left, and left again": (FIRST | {"modifiers": "LT"}, AGAIN | {"modifiers": "25:LT", "units": 2000}, True),
    "both sides and one": (FIRST | {"modifiers": "50"}, AGAIN | {"modifiers": "LT", "units": 2000}, False),
    "repeated, as the modifier says": (FIRST, AGAIN | {"modifiers": "76", "units": 2000}, False),
    "the first says that it stands apart": (FIRST | {"modifiers": "XU"}, AGAIN | {"units": 2000}, False),
    "image and reading": (FIRST | {"modifiers": "TC"}, AGAIN | {"modifiers": "26", "charge_cents": 4_000}, False),
    "two doctors of one practice": (
        FIRST | {"rendering_npi": "7"},
        AGAIN | {"rendering_npi": "8", "charge_cents": 9_000},
        False,
    ),
    "one doctor is named once": (FIRST | {"rendering_npi": "7"}, AGAIN | {"charge_cents": 9_000}, True),
}


def prepared(lines: Build, *rows: dict[str, Any]) -> pl.DataFrame:
    frame = lines(*rows).with_columns(pl.col("reason", "member").cast(pl.String))
    return frame.with_columns(pl.col("claim_number").alias("place"))


@pytest.mark.parametrize("name", CASES)
def test_in_one_batch(name: str, lines: Build) -> None:
    first, second, expected = CASES[name]
    found = with_possible_duplicates(prepared(lines, first, second), None)
    assert found["is_possible_duplicate"].to_list() == [False, expected]


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, (first, second, _) in CASES.items()
        if first["member"] and not first["reason"] and first["claim_number"] != second["claim_number"]
    ],
)
def test_against_history(name: str, lines: Build) -> None:
    first, second, expected = CASES[name]
    found = with_possible_duplicates(prepared(lines, second), lines(first | {"member_id": first["member"]}))
    assert found["is_possible_duplicate"].to_list() == [expected]


@settings(deadline=None, max_examples=100)
@given(data=st.data())
def test_the_slow_twin_agrees(data: st.DataObject, lines: Build) -> None:
    def one(number: int) -> dict[str, Any]:
        def choose(*values: Any) -> Any:
            return data.draw(st.sampled_from(values))

        return {
            "claim_number": number,
            "member": choose("E1", "E1", "E2", None),
            "reason": choose(None, None, "unknown_code", "timely_filing"),
            "procedure_code": choose("99213", "99213", "99214", None),
            "modifiers": choose(None, None, "25", "LT", "25:LT", "RT", "59"),
            "units": choose(1000, 1000, 2000),
            "charge_cents": choose(10_000, 10_000, 5_000, 0),
            "billing_npi": choose("1", "1", "2", None),
            "billing_tax_id": choose("T", "T", "U", None),
            "rendering_npi": choose(None, None, "7", "8"),
        }

    rows = [one(number) for number in range(1, data.draw(st.integers(2, 6)))]
    expected = [may_repeat(row, rows[:position]) for position, row in enumerate(rows)]
    found = with_possible_duplicates(prepared(lines, *rows), None)
    assert found["is_possible_duplicate"].to_list() == expected

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest

from corridor.claims.duplicates import with_duplicates
from corridor.claims.place import with_place

Build = Callable[..., pl.DataFrame]

FIRST: dict[str, Any] = {"claim_number": 1, "member": "E1", "reason": None, "billing_npi": "1"}
AGAIN = FIRST | {"claim_number": 2}

CASES: dict[str, tuple[dict[str, Any], dict[str, Any], bool]] = {
    "the same again": (FIRST, AGAIN, True),
    "one line of the same claim again": (FIRST, FIRST | {"line_number": 2}, False),
    "a denied first": (FIRST | {"reason": "timely_filing"}, AGAIN, False),
    "a pended first": (FIRST | {"reason": "unknown_code"}, AGAIN, True),
    "a second with a reason of its own": (FIRST, AGAIN | {"reason": "timely_filing"}, True),
    "a replacement": (FIRST | {"case_number": 1, "reason": "replaced"}, AGAIN | {"case_number": 1}, False),
    "of what was replaced": (FIRST | {"case_number": 1, "reason": "replaced"}, AGAIN | {"case_number": 2}, True),
    "of what was voided": (FIRST | {"reason": "voided"}, AGAIN, False),
    "after a void": (FIRST | {"reason": "void"}, AGAIN, False),
    "nobody's": (FIRST | {"member": None}, AGAIN | {"member": None}, False),
    "the same provider, by tax id": (
        FIRST | {"billing_npi": None, "billing_tax_id": "7"},
        AGAIN | {"billing_npi": None, "billing_tax_id": "7"},
        True,
    ),
    "another rendering provider of the same billing provider": (FIRST, AGAIN | {"rendering_npi": "3"}, True),
    **{
        f"another {column}": (FIRST, AGAIN | {column: value}, False)
        for column, value in {
            "member": "E2",
            "kind": "institutional",
            "service_from": date(2024, 1, 31),
            "service_to": date(2024, 2, 2),
            "procedure_code": "99214",
            "modifiers": "25",
            "revenue_code": "0450",
            "tooth": "8",
            "surfaces": "M",
            "units": 2000,
            "charge_cents": 10_001,
            "billing_npi": "2",
        }.items()
    },
}


@pytest.fixture(scope="module")
def placed(lines: Build) -> Build:
    """`lines` with the place of each claim."""
    return lambda *rows: with_place(lines(*rows))


@pytest.mark.parametrize("name", CASES)
def test_in_one_batch(name: str, placed: Build) -> None:
    first, second, expected = CASES[name]
    frame = placed(first, second).with_columns(pl.col("reason", "member").cast(pl.String))
    assert with_duplicates(frame, None)["is_duplicate"].to_list() == [False, expected]
    assert with_duplicates(frame.reverse(), None)["is_duplicate"].to_list() == [expected, False]


DECIDED = [
    name
    for name, (first, second, _) in CASES.items()
    if first["member"] and first["reason"] not in ("timely_filing", "void", "voided") and name != "a replacement"
    if first["claim_number"] != second["claim_number"]
]


@pytest.mark.parametrize("name", DECIDED)
def test_against_history(name: str, lines: Build, placed: Build) -> None:
    first, second, expected = CASES[name]
    history = lines(first | {"member_id": first["member"]})
    frame = placed(second).with_columns(pl.col("reason", "member").cast(pl.String))
    assert with_duplicates(frame, history)["is_duplicate"].to_list() == [expected]


def test_history_of_a_later_claim_makes_no_duplicate(lines: Build, placed: Build) -> None:
    frame = placed(FIRST).with_columns(pl.col("reason").cast(pl.String))
    assert not with_duplicates(frame, lines(AGAIN | {"member_id": "E1"}))["is_duplicate"].any()


def test_a_claim_decided_anew_speaks_for_itself(lines: Build, placed: Build) -> None:
    frame = placed(FIRST | {"reason": "after_termination"}, AGAIN)
    history = lines(FIRST | {"member_id": "E1"}, AGAIN | {"member_id": "E1"})
    assert with_duplicates(frame, history)["is_duplicate"].to_list() == [False, False]


def test_every_line_of_a_claim_sent_twice(placed: Build) -> None:
    rows = [row | {"line_number": number} for row in (FIRST, AGAIN, FIRST | {"claim_number": 3}) for number in (1, 2)]
    frame = placed(*rows).with_columns(pl.col("reason").cast(pl.String))
    assert with_duplicates(frame, None)["is_duplicate"].to_list() == [False, False, True, True, True, True]


def test_of_two_the_one_received_later_repeats_the_other(placed: Build) -> None:
    frame = placed(FIRST | {"received_date": date(2024, 2, 11)}, AGAIN).with_columns(pl.col("reason").cast(pl.String))
    assert with_duplicates(frame, None)["is_duplicate"].to_list() == [True, False]

"""Which claim a replacement or a void refers to, and what becomes of both; and the slow twin of it."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.claims.prepare import prepare
from corridor.claims.versions import Head, versions_of
from corridor.plan.compiled import CompiledPlans
from tests.oracle import versions as oracle

Build = Callable[..., pl.DataFrame]
NPI, OTHER_NPI = "1000000004", "2000000002"
RECEIVED = date(2024, 2, 10)


def claim(number: int, frequency: str = "1", of: str | None = None, **more: Any) -> dict[str, Any]:
    """A claim of sender's number C<number>, received in the order of its number."""
    return {
        "claim_number": number,
        "claim_id": f"C{number}",
        "frequency": frequency,
        "original_reference": of,
        "billing_npi": NPI,
        "rendering_npi": f"30000000{number:02}",  # doctors of one practice: no claim may repeat another
        "received_date": RECEIVED + timedelta(days=number),
        "charge_cents": 10_000 + number,
        **more,
    }


def replacement(number: int, of: str | None, **more: Any) -> dict[str, Any]:
    return claim(number, "7", of, **more)


def void(number: int, of: str | None, **more: Any) -> dict[str, Any]:
    return claim(number, "8", of, **more)


TABLE: list[tuple[str, list[dict[str, Any]], list[str | None]]] = [
    ("a replacement by the sender's number", [claim(1), replacement(2, "C1")], ["replaced", None]),
    ("a replacement by our number", [claim(1), replacement(2, "1")], ["replaced", None]),
    ("a correction of the old kind", [claim(1), claim(2, "6", "C1")], ["replaced", None]),
    ("no reference, the same number", [claim(1), replacement(2, None, claim_id="C1")], ["replaced", None]),
    ("a void", [claim(1), void(2, "C1")], ["voided", "void"]),
    ("replaced twice", [claim(1), replacement(2, "C1"), replacement(3, "C1")], ["replaced", "replaced", None]),
    ("a chain", [claim(1), replacement(2, "C1"), replacement(3, "C2")], ["replaced", "replaced", None]),
    ("the last one voided", [claim(1), replacement(2, "C1"), void(3, "C1")], ["replaced", "voided", "void"]),
    ("never seen", [claim(1), replacement(2, "C9")], [None, "original_not_found"]),
    ("never seen, voided", [claim(1), void(2, "9")], [None, "original_not_found"]),
    ("of another patient", [claim(1), replacement(2, "1", member_id="E3")], [None, "original_of_another"]),
    ("a number of another family's", [claim(1), replacement(2, "C1", member_id="E3")], [None, "original_not_found"]),
    ("of another provider", [claim(1), void(2, "C1", billing_npi=OTHER_NPI)], [None, "original_of_another"]),
    ("after a void", [claim(1), void(2, "C1"), replacement(3, "C1")], ["voided", "void", "original_not_standing"]),
    ("a void replaced", [claim(1), void(2, "C1"), replacement(3, "C2")], ["voided", "void", "original_not_standing"]),
    ("a void of a void", [claim(1), void(2, "C1"), void(3, "C2")], ["voided", "void", "void_not_possible"]),
    ("voided twice", [claim(1), void(2, "C1"), void(3, "C1")], ["voided", "void", "void_not_possible"]),
    ("two that name each other", [replacement(1, "C2"), replacement(2, "C1")], ["original_unclear"] * 2),
    ("one that names itself", [replacement(1, "C1")], ["original_not_found"]),
    (
        "a number used for two services",
        [claim(1), claim(2, claim_id="C1"), replacement(3, "C1")],
        [None, None, "original_unclear"],
    ),
    (
        "sent twice, then replaced",
        [claim(1), claim(2, claim_id="C1", charge_cents=10_001), replacement(3, "C1")],
        ["replaced", "replaced", None],
    ),
    (
        "the original comes after its replacement",
        [replacement(1, "C2"), claim(2)],
        [None, "replaced"],
    ),
    (
        "the same service once more under another number is a duplicate of the case",
        [claim(1), replacement(2, "C1"), claim(3, charge_cents=10_001)],
        ["replaced", None, "duplicate"],
    ),
    (
        "and after a void it is a claim like any other",
        [claim(1), void(2, "C1"), claim(3, charge_cents=10_001)],
        ["voided", "void", None],
    ),
    (
        "a replacement that charges the same is no duplicate of what it replaces",
        [claim(1), replacement(2, "C1", charge_cents=10_001)],
        ["replaced", None],
    ),
    (
        "a replacement that repeats another claim is a duplicate",
        [claim(1), claim(2), replacement(3, "C1", charge_cents=10_002)],
        ["replaced", None, "duplicate"],
    ),
    ("nobody knows the patient", [claim(1), void(2, "C1", member_id="X")], [None, "unknown_member"]),
]


@pytest.mark.parametrize(("_", "claims", "reasons"), TABLE, ids=[row[0] for row in TABLE])
def test_what_becomes_of_the_versions(
    _: str, claims: list[dict[str, Any]], reasons: list[str], lines: Build, coverage: Build, compiled: CompiledPlans
) -> None:
    ready = prepare(lines(*claims), coverage({}, {"member_id": "E3", "subscriber_id": "E3"}), compiled)
    assert ready.get_column("reason").to_list() == reasons


def test_what_another_patient_has_is_known_by_number(lines: Build, coverage: Build, compiled: CompiledPlans) -> None:
    from corridor.claims.known import Known

    ready = prepare(lines(void(2, "77")), coverage({}), compiled, known=Known(elsewhere=frozenset({77})))
    assert ready.get_column("reason").to_list() == ["original_of_another"]


def test_the_order_in_which_they_came_plays_no_part(lines: Build, coverage: Build, compiled: CompiledPlans) -> None:
    sorted_ = [claim(1), replacement(2, "C1"), void(3, "C2"), claim(4)]
    shuffled = [row | {"claim_number": number} for row, number in zip(sorted_, (3, 1, 4, 2), strict=True)]

    def reasons(rows: list[dict[str, Any]]) -> dict[str, str]:
        claims = lines(*rows)
        ready = prepare(claims, coverage({}), compiled)
        found = ready.join(claims.select("claim_number", "claim_id"), on="claim_number")
        return dict(found.select("claim_id", "reason").rows())

    assert reasons(shuffled) == reasons(sorted_)
    assert reasons(sorted_) == {"C1": "replaced", "C2": "voided", "C3": "void", "C4": None}


def test_where_no_claim_refers_to_another_nothing_is_looked_at(lines: Build) -> None:
    from corridor.claims.versions import with_versions

    claims = lines({}, {"claim_number": 2, "original_reference": "1"})
    assert with_versions(claims) is claims


@st.composite
def books(draw: st.DrawFn) -> list[oracle.Row]:
    count = draw(st.integers(1, 7))
    numbers = draw(st.permutations(range(1, count + 1)))
    names = st.sampled_from(["1", "2", "3", "A", "B", "9"])
    return [
        {
            "number": number,
            "place": place,
            "claim_id": draw(names),
            "frequency": draw(st.sampled_from("11778 6".replace(" ", ""))),
            "reference": draw(st.none() | names),
            "member": draw(st.sampled_from(["E1", "E1", "E1", "E2"])),
            "family": draw(st.sampled_from(["F1", "F1", "F2"])),
            "npi": draw(st.sampled_from([NPI, NPI, NPI, OTHER_NPI, None])),
            "tax_id": draw(st.sampled_from([None, "99"])),
            "first_day": RECEIVED,
            "charge": draw(st.sampled_from([1, 1, 2])),
        }
        for place, number in enumerate(numbers, 1)
    ]


@settings(max_examples=400, deadline=None)
@given(rows=books(), elsewhere=st.sets(st.sampled_from([9])))
def test_the_slow_twin_agrees(rows: list[oracle.Row], elsewhere: set[int]) -> None:
    found = versions_of([Head(*row.values()) for row in rows], elsewhere)
    expected = oracle.fates(rows, elsewhere)
    assert {row["number"]: found.reasons.get(row["number"]) for row in rows} == {n: f[0] for n, f in expected.items()}
    assert {row["number"]: found.cases.get(row["number"], row["number"]) for row in rows} == {
        number: case for number, (_, case) in expected.items()
    }

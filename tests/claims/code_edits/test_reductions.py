"""What is allowed of procedures done together. A line charges 1,000.00 and is allowed 800.00 unless it says more."""

from typing import Any

import pytest

from corridor.claims.code_edits.edit import with_code_edits
from corridor.claims.code_edits.tables import CodeEdits
from corridor.plan.code_edit_terms import CodeEdits as Terms
from tests.claims.code_edits.lines import TERMS, lines_of


def line(number: int, code: str, allowed: int = 80_000, **more: Any) -> dict[str, Any]:
    return {"line_number": number, "procedure_code": code, "allowed_cents": allowed, **more}


def allowed(edits: CodeEdits, *rows: dict[str, Any], terms: Any = TERMS) -> list[int]:
    return with_code_edits(lines_of(*rows), edits, terms).get_column("allowed_cents").to_list()


CASES: dict[str, tuple[list[dict[str, Any]], list[int]]] = {
    "one procedure": ([line(1, "S0090")], [80_000]),
    "the dearest in full, the others by half": (
        [line(1, "S0010", 30_001), line(2, "S0090", 80_000), line(3, "S0000", 50_000)],
        [15_001, 80_000, 25_000],
    ),
    "alike, the first in full": ([line(1, "S0010"), line(2, "S0090")], [80_000, 40_000]),
    "a visit is no procedure": ([line(1, "S0000"), line(2, "99213", 9_000, modifiers="25")], [80_000, 9_000]),
    "each provider by himself": ([line(1, "S0010"), line(2, "S0090", rendering_npi="3")], [80_000, 80_000]),
    "claims decided before come first": (
        [line(1, "S0010", 10_000), line(1, "S0090", claim_number=2)],
        [10_000, 40_000],
    ),
    "a denied procedure has no place": (
        [line(1, "S0010", 90_000, modifiers="80"), line(2, "S0090", 80_000)],
        [90_000, 80_000],
    ),
    "both sides": ([line(1, "S0090", 60_000, modifiers="50")], [90_000]),
    "both sides, never above the charge": ([line(1, "S0090", 80_000, modifiers="50")], [100_000]),
    "each side in full": ([line(1, "S0010", 40_000, modifiers="50")], [80_000]),
    "sides that do not count": ([line(1, "S0000", 40_000, modifiers="50")], [40_000]),
    "both sides come before the rank": (
        [line(1, "S0090", 40_000, modifiers="50"), line(2, "S0000", 50_000)],
        [60_000, 25_000],
    ),
    "a surgeon who assists": ([line(1, "S0090", modifiers="80")], [12_800]),
    "somebody else who assists": ([line(1, "S0090", modifiers="AS")], [10_880]),
    "two surgeons": ([line(1, "S0090", modifiers="62")], [50_000]),
    "an assistant on both sides, beside another": (
        [line(1, "S0090", 60_000, modifiers="50:80"), line(2, "S0000", 20_000)],
        [7_200, 20_000],
    ),
    "what a network has priced stands": (
        [
            line(1, "S0010", 90_000, price_source="repriced"),
            line(2, "S0090"),
            line(3, "S0000", 1, price_source="repriced"),
        ],
        [90_000, 40_000, 1],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_case(case: str, edits: CodeEdits) -> None:
    rows, expected = CASES[case]
    assert allowed(edits, *rows) == expected


def test_the_plan_names_the_shares(edits: CodeEdits) -> None:
    shares = {"multiple_procedures": ["100%", "50%", "25%"], "assistant": "20%", "bilateral": "100%"}
    terms = (Terms.model_validate({"clause": "7", "text": "x", **shares}),)
    three = [line(1, "S0010", 30_000), line(2, "S0090", 80_000), line(3, "S0000", 50_000)]
    assert allowed(edits, *three, terms=terms) == [7_500, 80_000, 25_000]
    assert allowed(edits, line(1, "S0090", 40_000, modifiers="50:80"), terms=terms) == [16_000]


def test_each_step_is_noted_with_what_it_left(edits: CodeEdits) -> None:
    rows = lines_of(line(1, "S0090", 60_000, modifiers="50"), line(2, "S0010", 95_000))
    notes = with_code_edits(rows, edits, TERMS).get_column("code_edits")[0].to_list()
    steps = [(note["rule"], note["share_bp"], note["before_cents"], note["after_cents"]) for note in notes]
    assert steps == [("bilateral", 15_000, 60_000, 90_000), ("multiple_procedures", 5_000, 90_000, 45_000)]


def test_what_follows_from_the_allowed_amount_follows_the_reduction(edits: CodeEdits) -> None:
    second = {"coordinates": True, "is_secondary": True, "allowable": "own", "estimated_paid_cents": 64_000}
    rows = lines_of(line(1, "S0010", 90_000), line(2, "S0090", recognised_cents=50_000, **second))
    edited = with_code_edits(rows, edits, TERMS).row(1, named=True)
    assert edited["allowed_cents"] == 40_000
    assert edited["recognised_cents"] == 40_000
    assert edited["allowable_cents"] == 40_000
    assert edited["other_paid_cents"] == edited["estimated_paid_cents"] == 32_000

"""Generated days of a few providers: the columnar edits and the slow twin agree, whole and split at any claim."""

from datetime import timedelta
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.claims.code_edits.edit import with_code_edits
from corridor.claims.code_edits.tables import CodeEdits
from corridor.codes.reasons import NO_ORIGINAL
from corridor.plan.code_edit_terms import CodeEdits as Terms
from corridor.records.history import EARLIER_PROCEDURES
from tests.claims.code_edits.lines import DAY, lines_of
from tests.oracle.code_edits import edited

CODES = ("A1001", "A1002", "A1003", "A1005", "A2001", "A2002", "A2003", "S0090", "S0010", "S0000", "99213", "99214")
MODIFIERS = ("59", "25", "78", "50", "80", "AS", "62", "LT")
TERMS = (
    Terms(clause="7", text="all"),
    None,
    Terms(clause="7", text="some", procedure_pairs=False, global_periods=False),
    Terms.model_validate({"clause": "7", "text": "shares", "multiple_procedures": ["100%", "50%", "25%"]}),
)

rows = st.fixed_dictionaries(
    {
        "procedure_code": st.sampled_from(CODES),
        "modifiers": st.lists(st.sampled_from(MODIFIERS), max_size=2, unique=True).map(":".join),
        "service_from": st.sampled_from((-1, 0, 0, 0, 1, 10, 11)).map(lambda days: DAY + timedelta(days)),
        "units": st.sampled_from((1000, 1000, 2000, 3000)),
        "allowed_cents": st.sampled_from((80_000, 60_001, 33_333, 0)),
        "rendering_npi": st.sampled_from(("2", "2", "3")),
        "member": st.sampled_from(("E1", "E1", "E2")),
        "version_row": st.sampled_from((0, 0, 1, 2, 3)),
        "kind": st.sampled_from(("professional", "professional", "professional", "institutional")),
        "price_source": st.sampled_from(("contract", "contract", "repriced")),
        "reason": st.sampled_from((None, None, None, "amount_above_limit", "work_under_review", "duplicate")),
    }
)
claims = st.lists(st.lists(rows, min_size=1, max_size=4), min_size=1, max_size=5)


def numbered(given_claims: list[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    return [
        {**row, "claim_number": claim, "line_number": place, "bill_type": "13"}
        for claim, own in enumerate(given_claims, 1)
        for place, row in enumerate(own, 1)
    ]


def plain(row: dict[str, Any]) -> dict[str, Any]:
    """A row as the twin takes it."""
    terms = TERMS[row["version_row"]]
    return {
        "claim": row["claim_number"],
        "line": row["line_number"],
        "person": row["member"],
        "provider": row["rendering_npi"],
        "setting": "practitioner" if row["kind"] == "professional" else "facility",
        "code": row["procedure_code"],
        "modifiers": set(row["modifiers"].split(":")) - {""},
        "day": row["service_from"],
        "units": row["units"],
        "allowed": row["allowed_cents"],
        "charge": 100_000,
        "source": row["price_source"],
        "reason": "pended" if row["reason"] == "work_under_review" else row["reason"],
        "asks": None if terms is None else terms.model_dump(),
    }


def answers(lines: pl.DataFrame) -> dict[tuple[int, int], tuple[str | None, int]]:
    found = lines.select("claim_number", "line_number", "reason", "allowed_cents").rows()
    return {(claim, line): (reason, allowed) for claim, line, reason, allowed in found}


@settings(deadline=None, max_examples=120)
@given(claims)
def test_the_slow_twin_agrees(edits: CodeEdits, given_claims: list[list[dict[str, Any]]]) -> None:
    lines = numbered(given_claims)
    tables = [frame.to_dicts() for frame in (edits.pairs, edits.units, edits.values)]
    expected = {
        key: (answer["reason"], answer["allowed"]) for key, answer in edited(list(map(plain, lines)), *tables).items()
    }
    found = answers(with_code_edits(lines_of(*lines), edits, TERMS))
    assert {key: ("pended" if r == "work_under_review" else r, a) for key, (r, a) in found.items()} == expected


@settings(deadline=None, max_examples=60)
@given(claims, st.integers(1, 4))
def test_a_split_batch_is_edited_as_the_whole(
    edits: CodeEdits, given_claims: list[list[dict[str, Any]]], first: int
) -> None:
    lines = numbered(given_claims)
    before, after = (
        [row for row in lines if (row["claim_number"] <= first) == is_before] for is_before in (True, False)
    )
    if not after:
        return
    whole = answers(with_code_edits(lines_of(*lines), edits, TERMS))
    decided = with_code_edits(lines_of(*before), edits, TERMS)
    stands = decided.filter(~pl.col("reason").is_in(NO_ORIGINAL).fill_null(False))
    earlier = EARLIER_PROCEDURES.conform(stands.with_columns(pl.col("member").alias("member_id")))
    known = CodeEdits(edits.pairs, edits.units, edits.values, earlier)
    assert answers(decided) | answers(with_code_edits(lines_of(*after), known, TERMS)) == whole

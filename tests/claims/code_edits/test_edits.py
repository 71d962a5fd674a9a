"""What each code edit denies, and what lifts it. Codes and tables are made up (conftest)."""

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from corridor.claims.code_edits.edit import with_code_edits
from corridor.claims.code_edits.tables import CodeEdits
from corridor.plan.code_edit_terms import CodeEdits as Terms
from corridor.records.history import EARLIER_PROCEDURES
from tests.claims.code_edits.lines import DAY, TERMS, lines_of


def line(number: int, code: str, **more: Any) -> dict[str, Any]:
    """A line of claim 1, or of another that `more` names."""
    return {"line_number": number, "procedure_code": code, **more}


def reasons(edits: CodeEdits, *rows: dict[str, Any], terms: Any = TERMS, **more: Any) -> list[str | None]:
    return with_code_edits(lines_of(*rows), edits, terms, **more).get_column("reason").to_list()


CASES: dict[str, tuple[list[dict[str, Any]], list[str | None]]] = {
    "the second of a pair": ([line(1, "A1001"), line(2, "A1002")], [None, "bundled"]),
    "the second though it stands first": ([line(1, "A1002"), line(2, "A1001")], ["bundled", None]),
    "a modifier where the pair lets it": ([line(1, "A1001"), line(2, "A1002", modifiers="59")], [None, None]),
    "a modifier on the first of the pair": ([line(1, "A1001", modifiers="26:XS"), line(2, "A1002")], [None, None]),
    "a modifier where the pair never lets it": (
        [line(1, "A1001"), line(2, "A1003", modifiers="59")],
        [None, "bundled"],
    ),
    "a modifier of something else": ([line(1, "A1001"), line(2, "A1002", modifiers="GT")], [None, "bundled"]),
    "a pair that is not in use": ([line(1, "A1001"), line(2, "A1004")], [None, None]),
    "a pair that had ended": ([line(1, "A1001"), line(2, "A1006")], [None, None]),
    "a pair of another day": (
        [line(1, "A1001"), line(2, "A1002", service_from=DAY + timedelta(1))],
        [None, None],
    ),
    "a pair of another provider": ([line(1, "A1001"), line(2, "A1002", rendering_npi="3")], [None, None]),
    "a pair of another person": ([line(1, "A1001"), line(2, "A1002", member="E2")], [None, None]),
    "a pair of a hospital, whose table is another": (
        [
            line(1, "A1001", kind="institutional", bill_type="13"),
            line(2, "A1002", kind="institutional", bill_type="13"),
        ],
        [None, None],
    ),
    "a chain is judged as it was billed": (
        [line(1, "A1001"), line(2, "A1002"), line(3, "A1005")],
        [None, "bundled", "bundled"],
    ),
    "across claims, the part that comes later": (
        [line(1, "A1001"), line(1, "A1002", claim_number=2)],
        [None, "bundled"],
    ),
    "across claims, the whole that comes later": (
        [line(1, "A1002"), line(1, "A1001", claim_number=2)],
        [None, "bundled"],
    ),
    "a denied line is no ground against a later claim": (
        [line(1, "A1001"), line(2, "A1002"), line(1, "A1005", claim_number=2)],
        [None, "bundled", None],
    ),
    "a line refused before the plan was asked is no ground": (
        [line(1, "A1001", reason="duplicate"), line(2, "A1002")],
        ["duplicate", None],
    ),
    "a line that waits for its amount is denied": (
        [line(1, "A1001"), line(2, "A1002", reason="amount_above_limit")],
        [None, "bundled"],
    ),
    "a line that waits for something else goes on waiting": (
        [line(1, "A1001"), line(2, "A1002", reason="work_under_review")],
        [None, "work_under_review"],
    ),
    "units of a line": ([line(1, "A2001", units=2000), line(2, "A2001", units=2001)], [None, "units_exceeded"]),
    "units of a line are by day": (
        [line(1, "A2001", units=4000, service_to=DAY + timedelta(1))],
        [None],
    ),
    "units of a day": ([line(1, "A2002", units=1000), line(2, "A2002", units=2000)], ["units_exceeded"] * 2),
    "units of a day across claims": (
        [line(1, "A2002", units=2000), line(1, "A2002", claim_number=2)],
        [None, "units_exceeded"],
    ),
    "units that were denied count no more": (
        [line(1, "A2002", units=3000), line(1, "A2002", units=2000, claim_number=2)],
        ["units_exceeded", None],
    ),
    "units of which there can be none": ([line(1, "A2003")], ["units_exceeded"]),
    "a visit on the day of minor surgery": ([line(1, "S0000"), line(2, "99213")], [None, "global_period"]),
    "a visit with a modifier": ([line(1, "S0000"), line(2, "99213", modifiers="25")], [None, None]),
    "a visit on the last day": (
        [line(1, "S0010"), line(1, "99213", claim_number=2, service_from=DAY + timedelta(10))],
        [None, "global_period"],
    ),
    "a visit after the last day": (
        [line(1, "S0010"), line(1, "99213", claim_number=2, service_from=DAY + timedelta(11))],
        [None, None],
    ),
    "a visit on the day before major surgery": (
        [line(1, "S0090"), line(2, "99213", service_from=DAY - timedelta(1))],
        [None, "global_period"],
    ),
    "a visit on the day before minor surgery": (
        [line(1, "S0010"), line(2, "99213", service_from=DAY - timedelta(1))],
        [None, None],
    ),
    "surgery within the global period": (
        [line(1, "S0090"), line(1, "S0000", claim_number=2, service_from=DAY + timedelta(90))],
        [None, "global_period"],
    ),
    "surgery of the same day is no follow-up": ([line(1, "S0090"), line(2, "S0000")], [None, None]),
    "a visit paid before the surgery came in stands": (
        [line(1, "99213"), line(1, "S0010", claim_number=2)],
        [None, None],
    ),
    "an assistant who is paid": ([line(1, "S0090", modifiers="80")], [None]),
    "an assistant who is not": ([line(1, "S0010", modifiers="AS")], ["assistant_not_allowed"]),
    "an assistant for whom proof is asked": ([line(1, "S0000", modifiers="82")], ["assistant_not_allowed"]),
    "an assistant at an unknown procedure": ([line(1, "A9999", modifiers="80")], [None]),
    "two surgeons": (
        [line(1, "S0090", modifiers="62"), line(2, "S0010", modifiers="62")],
        [None, "assistant_not_allowed"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_case(case: str, edits: CodeEdits) -> None:
    rows, expected = CASES[case]
    assert reasons(edits, *rows) == expected


@pytest.mark.parametrize(
    ("switch", "rows"),
    [
        ("procedure_pairs", [line(1, "A1001"), line(2, "A1002")]),
        ("unit_limits", [line(1, "A2003")]),
        ("global_periods", [line(1, "S0000"), line(2, "99213")]),
        ("assistants", [line(1, "S0010", modifiers="80")]),
    ],
)
def test_a_plan_may_leave_an_edit_out(switch: str, rows: list[dict[str, Any]], edits: CodeEdits) -> None:
    silent = (Terms.model_validate({"clause": "7", "text": "x", switch: False}),)
    assert reasons(edits, *rows, terms=silent) == [None] * len(rows)


def test_a_plan_without_the_section_edits_nothing(edits: CodeEdits) -> None:
    rows = [line(1, "A1001"), line(2, "A1002")]
    assert reasons(edits, *rows, terms=(None,)) == [None, None]
    assert reasons(edits, *rows, terms=(None, *TERMS)) == [None, None]


def test_what_was_decided_before_counts(edits: CodeEdits) -> None:
    earlier = EARLIER_PROCEDURES.from_rows(
        [
            {
                "claim_number": 7,
                "line_number": 4,
                "member_id": "E1",
                "kind": "professional",
                "service_from": DAY,
                "service_to": DAY,
                "procedure_code": "A1001",
                "units": 1000,
                "rendering_npi": "2",
            }
        ]
    )
    known = CodeEdits(edits.pairs, edits.units, edits.values, earlier)
    found = with_code_edits(lines_of(line(1, "A1002", claim_number=9)), known, TERMS)
    [note] = found.get_column("code_edits")[0]
    assert note["rule"] == "bundled"
    assert (note["code"], note["other_code"], note["other_claim"], note["other_line"]) == ("A1002", "A1001", 7, 4)
    assert note["row_from"] == date(2020, 1, 1)
    # Of a claim that is decided again the lines themselves speak.
    assert reasons(known, line(1, "A1002", claim_number=7)) == [None]


def test_a_reason_that_a_person_has_lifted_is_not_given_again(edits: CodeEdits) -> None:
    lifted = pl.DataFrame({"claim_number": [1], "line_number": [2], "lifts": ["bundled"]}).with_columns(
        pl.col("line_number").cast(pl.Int32)
    )
    rows = [line(1, "A1001"), line(2, "A1002"), line(1, "A1005", claim_number=2)]
    assert reasons(edits, *rows, overrides=lifted) == [None, None, "bundled"]

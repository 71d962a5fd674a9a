"""A row for every reason that a line can be given before the kernel, and rows for who comes first."""

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest

from corridor.claims.edits import EDITS
from corridor.claims.prepare import prepare
from corridor.codes.reasons import REASON_BY_NAME
from corridor.plan.compiled import CompiledPlans

Build = Callable[..., pl.DataFrame]

PEOPLE: list[dict[str, Any]] = [
    {"coverage_end_exclusive": date(2024, 6, 1)},
    {"plan_code": "OLD", "member_id": "E2", "subscriber_id": "E2"},
    {"member_id": "E3", "subscriber_id": "E3"},
    {"member_id": "E3-2", "subscriber_id": "E3", "relationship": "child"},
]
TABLE: list[tuple[str, dict[str, Any], str | None]] = [
    ("nothing is wrong", {}, None),
    ("nobody has that id", {"member_id": "X"}, "unknown_member"),
    ("one of a family, but which", {"member_id": None, "subscriber_id": "E3"}, "ambiguous_member"),
    ("a tooth, without dental coverage", {"kind": "dental", "procedure_code": "D0120"}, "no_plan_for_service"),
    ("the day before coverage", {"service_from": date(2023, 12, 31)}, "before_coverage"),
    ("the day coverage has ended", {"service_from": date(2024, 6, 1)}, "after_termination"),
    ("a plan that nobody has loaded", {"member_id": "E2"}, "plan_not_in_force"),
    ("a replacement", {"frequency": "7"}, "replacement_or_void"),
    ("a void", {"frequency": "8"}, "replacement_or_void"),
    ("a negative charge", {"charge_cents": -1}, "reversal_unmatched"),
    ("a total that is not the sum", {"claim_charge_cents": 9_999}, "totals_disagree"),
    ("a total that is the sum", {"claim_charge_cents": 10_000}, None),
    ("received on the last day", {"received_date": date(2024, 5, 1)}, None),
    ("received a day late", {"received_date": date(2024, 5, 2)}, "timely_filing"),
    (
        "counted from the last day of the service",
        {"service_to": date(2024, 2, 3), "received_date": date(2024, 5, 3)},
        None,
    ),
    ("another payer paid", {"other_payer_paid_cents": 1}, "other_payer_first"),
    ("another payer paid nothing", {"other_payer_paid_cents": 0}, None),
    ("a code that the plan does not know", {"procedure_code": "ZZZZZ"}, "unknown_code"),
    ("no code at all", {"procedure_code": None}, "unknown_code"),
    ("an infusion", {"procedure_code": "J1745"}, "handled_by_hand"),
    ("a charge at the limit", {"charge_cents": 100_000}, None),
    ("a charge above the limit", {"charge_cents": 100_001}, "amount_above_limit"),
    ("an unknown member before all else", {"member_id": "X", "frequency": "8", "charge_cents": -1}, "unknown_member"),
    ("late before an unknown code", {"received_date": date(2024, 5, 2), "procedure_code": "ZZZZZ"}, "timely_filing"),
    ("a wrong total before late", {"received_date": date(2024, 5, 2), "claim_charge_cents": 1}, "totals_disagree"),
]


def reason_of(frame: pl.DataFrame) -> list[str | None]:
    return frame["reason"].to_list()


@pytest.mark.parametrize(("line", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_the_reason_of_a_line(
    line: dict[str, Any], expected: str | None, lines: Build, coverage: Build, compiled: CompiledPlans
) -> None:
    assert reason_of(prepare(lines(line), coverage(*PEOPLE), compiled)) == [expected]


def test_a_line_charged_again_by_another_claim(lines: Build, coverage: Build, compiled: CompiledPlans) -> None:
    again = {"claim_number": 2, "received_date": date(2024, 5, 2)}
    assert reason_of(prepare(lines({}, again), coverage(*PEOPLE), compiled)) == [None, "duplicate"]


def test_a_line_charged_again_after_a_late_one(lines: Build, coverage: Build, compiled: CompiledPlans) -> None:
    late = {"received_date": date(2024, 5, 2)}
    assert reason_of(prepare(lines(late, {"claim_number": 2}), coverage(*PEOPLE), compiled)) == ["timely_filing", None]


def test_a_claim_above_the_limit_pends_whole(lines: Build, coverage: Build, compiled: CompiledPlans) -> None:
    halves = lines({"charge_cents": 50_000}, {"charge_cents": 50_001, "line_number": 2}, {"claim_number": 2})
    assert reason_of(prepare(halves, coverage(*PEOPLE), compiled)) == ["amount_above_limit", "amount_above_limit", None]


def test_a_wrong_total_pends_every_line(lines: Build, coverage: Build, compiled: CompiledPlans) -> None:
    two = lines(*({"claim_charge_cents": 10_000, "line_number": number} for number in (1, 2)))
    assert reason_of(prepare(two, coverage(*PEOPLE), compiled)) == ["totals_disagree", "totals_disagree"]


def test_every_edit_is_a_reason_and_has_a_row() -> None:
    names = [edit.reason for edit in EDITS]
    assert len(set(names)) == len(names)
    assert set(names) <= REASON_BY_NAME.keys()
    assert set(names) - {"duplicate"} == {row[2] for row in TABLE} - {None}

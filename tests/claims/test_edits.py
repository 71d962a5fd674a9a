"""A row for every reason that a line can be given before the kernel, and rows for who comes first."""

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest

from corridor.claims.edits import EDITS
from corridor.claims.prepare import prepare
from corridor.codes.reasons import REASON_BY_NAME
from corridor.money.cents import MAX_CENTS
from corridor.plan.compiled import CompiledPlans

Build = Callable[..., pl.DataFrame]
Row = tuple[str, dict[str, Any], str | None]

PEOPLE: list[dict[str, Any]] = [
    {"coverage_end_exclusive": date(2024, 6, 1), "birth_date": date(2024, 1, 15)},
    {"plan_code": "OLD", "member_id": "E2", "subscriber_id": "E2"},
    {"member_id": "E3", "subscriber_id": "E3"},
    {"member_id": "E3-2", "subscriber_id": "E3", "relationship": "child"},
]
TABLE: list[Row] = [
    ("nothing is wrong", {}, None),
    ("nobody has that id", {"member_id": "X"}, "unknown_member"),
    ("one of a family, but which", {"member_id": None, "subscriber_id": "E3"}, "ambiguous_member"),
    ("a tooth, without dental coverage", {"kind": "dental", "procedure_code": "D0120"}, "no_plan_for_service"),
    ("the day before coverage", {"member_id": "E3", "service_from": date(2023, 12, 31)}, "before_coverage"),
    ("the day coverage has ended", {"service_from": date(2024, 6, 1)}, "after_termination"),
    ("a plan that nobody has loaded", {"member_id": "E2"}, "plan_not_in_force"),
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
    ("a charge that nobody can have meant", {"charge_cents": MAX_CENTS + 1}, "amount_out_of_range"),
    ("a total that nobody can have meant", {"claim_charge_cents": -MAX_CENTS - 1}, "amount_out_of_range"),
    ("a price that nobody can have meant", {"repriced_cents": 2**62}, "amount_out_of_range"),
    ("a negative price of the network", {"repriced_cents": -1}, "negative_price"),
    ("a negative price of the alternate", {"alternate_cents": -1}, "negative_price"),
    ("a negative price of the generic", {"generic_cents": -1}, "negative_price"),
    ("a negative payment of another payer", {"other_payer_paid_cents": -1}, "negative_price"),
    ("a visit that took place no time", {"units": 0}, "zero_units"),
    ("a visit that took place less than once", {"units": 1}, None),
    ("fewer than no units of anything", {"procedure_code": "A0425", "units": -1000}, "zero_units"),
    ("on the day of birth", {"service_from": date(2024, 1, 15)}, None),
    ("the day before birth", {"service_from": date(2024, 1, 14)}, "service_before_birth"),
    ("on the day of receipt", {"service_from": date(2024, 2, 10), "service_to": date(2024, 2, 20)}, None),
    ("after the receipt", {"service_from": date(2024, 2, 11), "service_to": date(2024, 2, 11)}, "service_in_future"),
    ("an accident of which the plan says nothing", {"related_cause": "auto"}, None),
    ("work of which the plan says nothing", {"related_cause": "employment"}, None),
    ("an unknown member before all else", {"member_id": "X", "frequency": "8", "charge_cents": -1}, "unknown_member"),
    ("late before an unknown code", {"received_date": date(2024, 5, 2), "procedure_code": "ZZZZZ"}, "timely_filing"),
    ("a wrong total before late", {"received_date": date(2024, 5, 2), "claim_charge_cents": 1}, "totals_disagree"),
]

SURGERY: dict[str, Any] = {
    "procedure_code": "27447",
    "service_from": date(2024, 7, 1),
    "service_to": date(2024, 7, 1),
    "received_date": date(2024, 7, 9),
}
NEXT_YEAR = {name: date(2025, 2, 1) for name in ("service_from", "service_to", "received_date")}
BRIDGE: dict[str, Any] = {"kind": "dental", "procedure_code": "D6240"}
BY_THE_PLAN: list[Row] = [
    ("at work, which the plan denies", {"related_cause": "employment"}, "work_related"),
    ("at work, for which the plan now waits", {"related_cause": "employment"} | NEXT_YEAR, "work_under_review"),
    ("in a car, for which the plan waits", {"related_cause": "auto"}, "auto_accident_under_review"),
    ("another accident, for which the plan waits", {"related_cause": "other_accident"}, "accident_under_review"),
    ("work after a late claim", {"related_cause": "employment", "received_date": date(2024, 9, 1)}, "timely_filing"),
    ("another payer paid, and the plan coordinates", {"other_payer_paid_cents": 1}, None),
    ("six months of coverage", SURGERY | {"service_from": date(2024, 7, 1)}, None),
    ("six months less a day", SURGERY | {"service_from": date(2024, 6, 30)}, "waiting_period"),
    ("six months, as days of another level count", SURGERY | {"member_id": "E2"}, None),
    ("six months, but with a gap", SURGERY | {"member_id": "E3"}, "waiting_period"),
    ("a tooth lost while covered", BRIDGE | {"tooth_lost_on": date(2024, 1, 1)}, None),
    ("a tooth lost before coverage", BRIDGE | {"tooth_lost_on": date(2023, 12, 31)}, "missing_tooth"),
    ("a tooth lost nobody knows when", BRIDGE, "missing_tooth_unclear"),
    ("no tooth is replaced", BRIDGE | {"procedure_code": "D5985"}, None),
    ("no tooth is replaced by a filling", BRIDGE | {"procedure_code": "D2391"}, None),
    ("therapy that took place no time", {"procedure_code": "S9001", "units": 0}, "zero_units"),
    ("no mile of an ambulance", {"procedure_code": "A0425", "units": 0}, None),
    (
        "no day of room and board",
        {"kind": "institutional", "bill_type": "11", "revenue_code": "0120", "units": 0},
        None,
    ),
    ("an instalment that is due", {"kind": "dental", "procedure_code": "D8080", "treatment_months": 0}, None),
    (
        "a treatment that nobody divided",
        {"kind": "dental", "procedure_code": "D8080", "treatment_months": 9},
        "handled_by_hand",
    ),
    (
        "an instalment of a day to come",
        {
            "kind": "dental",
            "procedure_code": "D8080",
            "treatment_months": 0,
            "service_from": date(2024, 12, 2),
            "service_to": date(2024, 12, 2),
        },
        "not_yet_due",
    ),
]
COVERED: list[dict[str, Any]] = [
    {"member_id": member, "subscriber_id": member, "plan_code": plan, "product": product} | days
    for member, spans in {
        "E1": [{}],
        "E2": [
            {"coverage_end_exclusive": date(2024, 3, 1)},
            {"coverage_level": "FAM", "coverage_start": date(2024, 3, 1)},
        ],
        "E3": [{"coverage_end_exclusive": date(2024, 3, 1)}, {"coverage_start": date(2024, 3, 2)}],
    }.items()
    for days in spans
    for plan, product in (("ALLMED", "medical"), ("ALLDEN", "dental"))
]


def reason_of(frame: pl.DataFrame) -> list[str | None]:
    return frame["reason"].to_list()


@pytest.mark.parametrize(("line", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_the_reason_of_a_line(
    line: dict[str, Any], expected: str | None, lines: Build, coverage: Build, compiled: CompiledPlans
) -> None:
    assert reason_of(prepare(lines(line), coverage(*PEOPLE), compiled)) == [expected]


@pytest.mark.parametrize(("line", "expected"), [row[1:] for row in BY_THE_PLAN], ids=[row[0] for row in BY_THE_PLAN])
def test_the_reason_by_the_plan(
    line: dict[str, Any], expected: str | None, lines: Build, coverage: Build, all_rules: CompiledPlans
) -> None:
    ready = prepare(lines(line), coverage(*COVERED), all_rules, decided_on=date(2024, 12, 1))
    assert reason_of(ready) == [expected]


def test_an_amount_beyond_all_bounds_stops_nothing(lines: Build, coverage: Build, compiled: CompiledPlans) -> None:
    beyond = [{"charge_cents": 2**63 - 1, "line_number": number} for number in (1, 2)]
    ready = prepare(lines(*beyond, {"claim_number": 2}), coverage(*PEOPLE), compiled)
    assert reason_of(ready) == ["amount_out_of_range", "amount_out_of_range", None]


def test_a_plan_may_stay_silent_about_instalments_not_due(
    lines: Build, coverage: Build, all_rules: CompiledPlans
) -> None:
    later = {"kind": "dental", "procedure_code": "D8080", "treatment_months": 0, "service_from": date(2024, 12, 2)}
    assert reason_of(prepare(lines(later), coverage(*COVERED), all_rules)) == [None]


def test_a_line_charged_again_by_another_claim(lines: Build, coverage: Build, compiled: CompiledPlans) -> None:
    again = {"claim_number": 2, "received_date": date(2024, 5, 2)}
    assert reason_of(prepare(lines({}, again), coverage(*PEOPLE), compiled)) == [None, "duplicate"]


def test_a_line_received_late_repeats_one_received_in_time(
    lines: Build, coverage: Build, compiled: CompiledPlans
) -> None:
    late = {"received_date": date(2024, 5, 2)}
    assert reason_of(prepare(lines(late, {"claim_number": 2}), coverage(*PEOPLE), compiled)) == ["duplicate", None]


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
    tried = {row[2] for row in (*TABLE, *BY_THE_PLAN)} - {None}
    apart = {"authorization_invalid", "authorization_missing", "authorization_under_review"}  # test_authorizations
    apart |= {"contract_not_in_force", "no_contract_price", "drg_missing"}  # pricing/test_prices
    apart |= {"awaiting_repricing"}  # app/services/repricing
    apart |= {"price_above_charge", "qualifying_amount_missing"}
    apart |= {"excluded", "age_outside_benefit", "sex_outside_benefit", "age_or_sex_unknown"}  # test_person_rules
    apart |= {
        "newborn_not_enrolled",
        "provider_unknown",
        "possible_duplicate",
    }  # test_newborns, test_possible_duplicates
    assert set(names) - apart - {"duplicate", "order_of_benefits_unclear"} == tried

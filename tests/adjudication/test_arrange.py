"""READY lines become kernel lines: in order, numbered by family, or refused by claim and line."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from corridor.adjudication.arrange import arrange
from corridor.adjudication.arrays import CARRIES_OVER, NO_SLOT, PAID
from corridor.adjudication.decide import OUTCOMES, adjudicate
from corridor.adjudication.ready_check import ReadyError
from corridor.records.decisions import ACCUMULATORS, ALWAYS
from corridor.records.ready import READY, VISITS
from corridor.records.table import RecordsError
from tests.oracle.plain_plans import YEAR, compiled_plan, ready_frame, ready_rows

PLAN: dict[str, Any] = {
    "deductible": {"person": 100, "family": 500},
    "benefits": {"surgery": {}, "office": {"copay": 10}, "therapy": {"visits": 2, "dollars": 70}},
}


def case(*lines: dict[str, Any]) -> dict[str, Any]:
    return {"plan": PLAN, "lines": [{"service": "surgery", "allowed": 80, **line} for line in lines]}


def arranged(one: dict[str, Any]) -> Any:
    compiled = compiled_plan(PLAN)
    return arrange(ready_frame(one, compiled), compiled, ACCUMULATORS.empty(), VISITS.empty())


def test_lines_are_sorted_by_family_and_lead_back_to_their_rows() -> None:
    found = arranged(case({"who": "lee/ann"}, {"who": "kaya/dee"}, {"who": "lee/bob"}, {"who": "kaya/dee"}))
    assert found.row_of_line.tolist() == [1, 3, 0, 2]
    assert found.lines.family_offsets.tolist() == [0, 2, 4]
    assert found.lines.person_deductible_slot.tolist() == [0, 0, 1, 2]
    assert found.keys.deductibles["person"]["owner_id"].to_list() == ["kaya/dee", "lee/ann", "lee/bob"]


def test_only_lines_that_need_them_have_visits_and_limits() -> None:
    found = arranged(case({"who": "f/a"}, {"who": "f/a", "service": "office"}, {"who": "f/a", "service": "therapy"}))
    assert found.lines.occasion_slot.tolist() == [NO_SLOT, 0, 1]
    assert found.lines.limit_offsets.tolist() == [0, 0, 0, 2]
    assert found.lines.limit_slot.tolist() == [0, 1]
    assert found.limits["limit_id"].to_list() == ["therapy_visits", "therapy_dollars"]


def test_a_line_with_a_reason_takes_no_slot() -> None:
    found = arranged(case({"who": "f/a", "reason": "duplicate"}))
    assert found.lines.reason.tolist() != [PAID]
    assert found.lines.person_deductible_slot.tolist() == [NO_SLOT]
    assert found.keys.deductibles["person"].height == 0


def test_a_child_of_two_employees_has_one_deductible() -> None:
    compiled = compiled_plan(PLAN)
    rows = ready_rows(case({"who": "x/child"}, {"who": "y/child"}, {"who": "z/other"}), compiled)
    for row in rows[:2]:
        row["member_id"] = "child"
    found = adjudicate(READY.from_rows(rows), compiled)
    assert found.outcomes["deductible_cents"].to_list() == [8_000, 2_000, 8_000]
    both = arrange(READY.from_rows(rows), compiled, ACCUMULATORS.empty(), VISITS.empty())
    assert both.lines.family_offsets.tolist() == [0, 2, 3]


def test_lines_of_nobody_pass_through() -> None:
    compiled = compiled_plan(PLAN)
    nobody = dict.fromkeys(("family_id", "member_id", "plan_code", "plan_year_start", "version_row", "benefit_row"))
    rows = ready_rows(case({"who": "a/a"}, {"who": "b/b", "reason": "unknown_member"}), compiled)
    rows[1] |= nobody | {"benefit": None, "is_family_level": None, "tier": None}
    found = adjudicate(READY.from_rows(rows), compiled).outcomes
    assert found["reason"].to_list() == ["paid", "unknown_member"]
    assert found["allowed_cents"].to_list() == [8_000, 0]


def test_no_lines_give_no_outcomes_and_leave_the_opening() -> None:
    opening = ACCUMULATORS.from_rows(
        [{"plan_code": "PLAN", "plan_year_start": YEAR, "owner": "person", "owner_id": "a", "kind": "deductible",
          "tier": "in", "amount": 5}]
    )  # fmt: skip
    found = adjudicate(READY.empty(), compiled_plan(PLAN), opening)
    assert found.outcomes.schema == OUTCOMES.schema
    assert found.outcomes.is_empty()
    assert found.accumulators.equals(opening)


def test_outcomes_conform_to_their_table() -> None:
    compiled = compiled_plan(PLAN)
    found = adjudicate(ready_frame(case({"who": "f/a"}), compiled), compiled)
    assert OUTCOMES.conform(found.outcomes).equals(found.outcomes)
    assert ACCUMULATORS.conform(found.accumulators).equals(found.accumulators)
    assert VISITS.conform(found.visits).equals(found.visits)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"benefit_row": None}, "ready, claim 1 line 1: benefit_row is empty, expected it of a line without a reason"),
        ({"tier": None}, "ready, claim 1 line 1: tier is empty, expected it of a line without a reason"),
        ({"benefit_row": 9}, "ready, claim 1 line 1: benefit_row is not in the compiled plans"),
        ({"version_row": 1}, "ready, claim 1 line 1: the benefit is not of the plan version that decides"),
        ({"reason": "bad luck"}, "ready, claim 1 line 1: reason is unknown, expected one of paid, "),
        ({"reason": "paid"}, "ready, claim 1 line 1: reason is paid, expected none: the kernel decides what is paid"),
    ],
)
def test_a_line_that_no_plan_can_decide_is_refused(change: dict[str, Any], message: str) -> None:
    compiled = compiled_plan(PLAN)
    rows = ready_rows(case({"who": "f/a"}), compiled)
    with pytest.raises(ReadyError) as refusal:
        adjudicate(READY.from_rows([rows[0] | change]), compiled)
    assert str(refusal.value).startswith(message)


def test_a_frame_that_is_not_ready_is_refused() -> None:
    with pytest.raises(RecordsError, match="ready: column claim_number is missing"):
        adjudicate(pl.DataFrame({"line_number": [1]}), compiled_plan(PLAN))


def test_a_line_uses_limits_in_the_order_of_its_benefit() -> None:
    plan = {
        "limits": {"dollars": {"dollars": 70}, "visits": {"visits": 2, "per": "lifetime"}},
        "benefits": {"therapy": {"limits": ["visits", "dollars"]}, "massage": {"limits": ["dollars"]}},
    }
    compiled = compiled_plan(plan)
    lines = [{"who": "f/a", "service": name, "allowed": 1} for name in ("massage", "therapy")]
    found = arrange(ready_frame({"lines": lines}, compiled), compiled, ACCUMULATORS.empty(), VISITS.empty())
    assert found.lines.limit_offsets.tolist() == [0, 1, 3]
    assert found.lines.limit_slot.tolist() == [0, 1, 0]
    assert found.limits.select("limit_id", "limit_year").rows() == [("dollars", YEAR), ("visits", ALWAYS)]


def test_a_maximum_that_stands_apart_has_slots_of_its_own() -> None:
    plan = {
        "separate_maximums": {"drugs": {"person": 50, "family": 100}},
        "benefits": {"surgery": {}, "drugs": {"maximum": "drugs"}},
    }
    compiled = compiled_plan(plan)
    lines = [{"who": "f/a", "service": name, "allowed": 1} for name in ("surgery", "drugs", "surgery")]
    found = arrange(ready_frame({"lines": lines}, compiled), compiled, ACCUMULATORS.empty(), VISITS.empty())
    assert found.lines.person_deductible_slot.tolist() == [0, 0, 0]
    assert found.lines.person_maximum_slot.tolist() == [0, 1, 0]
    assert found.keys.maximums["person"]["kind"].to_list() == ["out_of_pocket", "out_of_pocket:drugs"]


def test_last_years_slots_are_those_of_the_year_before() -> None:
    plan = {"deductible": {"person": 50}, "carry_over": {"when": "always"}, "benefits": {"surgery": {}}}
    compiled = compiled_plan(plan)
    days = (date(2025, 11, 1), date(2026, 2, 1), date(2026, 11, 1))
    lines = [{"who": "f/a", "service": "surgery", "allowed": 1, "date": day} for day in days]
    found = arrange(ready_frame({"lines": lines}, compiled), compiled, ACCUMULATORS.empty(), VISITS.empty())
    own, last_year = found.lines.person_deductible_slot.tolist(), found.lines.last_year_person_slot.tolist()
    assert own[1] == own[2] != own[0]
    assert last_year[1:] == [own[0], own[0]]
    assert [bool(flags & CARRIES_OVER) for flags in found.lines.flags] == [True, False, True]

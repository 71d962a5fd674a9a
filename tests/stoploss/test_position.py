"""Positions on a day, the example contracts settled, the working behind them, and the rows to store."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from corridor.stoploss.contract import Contract, load_contract
from corridor.stoploss.faults import StopLossError
from corridor.stoploss.lines import PAID_LINES
from corridor.stoploss.position import STORED, Position, positions, stored_rows
from corridor.stoploss.working import Step, aggregate_working, claimant_working

PLANS = Path(__file__).parents[2] / "plans" / "stoploss"
LASERED = "M0001007"


def _contract(name: str) -> Contract:
    path = PLANS / f"{name}.yaml"
    return load_contract(path.read_bytes(), path.name)


def _paid(*rows: tuple[str, date, int]) -> pl.DataFrame:
    """Rows of person, day incurred and paid, dollars."""
    return pl.DataFrame(
        [(who, "medical", day, day, dollars * 100) for who, day, dollars in rows], schema=PAID_LINES, orient="row"
    )


def _enrolment(employees: int, *years: int) -> pl.DataFrame:
    rows = [(date(year, month, 1), "EMP", employees) for year in years for month in range(1, 13)]
    return pl.DataFrame(rows, schema=["month", "coverage_level", "employees"], orient="row")


def _steps(steps: list[Step]) -> dict[str, int]:
    return {step.name: step.amount_cents // 100 for step in steps}


def _only(found: list[Position]) -> Position:
    (position,) = found
    return position


GROUP = _paid(("A", date(2026, 2, 1), 12_500), ("B", date(2026, 2, 1), 9_000), ("C", date(2026, 3, 1), 40_000))


def test_ten_thousand_a_person_read_as_a_specific_deductible() -> None:
    position = _only(positions(_contract("pooling_10000"), GROUP, None, date(2026, 6, 30)))
    assert position.claimants.get_column("reimbursement_cents").to_list() == [250_000, 0, 3_000_000]
    assert position.aggregate is None
    assert position.months.is_empty()


def test_ten_thousand_a_person_read_as_an_aggregate_attachment() -> None:
    contract = _contract("attachment_10000_per_employee")
    position = _only(positions(contract, GROUP, _enrolment(5, 2026), date(2026, 12, 31)))
    assert position.claimants.is_empty()
    assert position.aggregate is not None
    assert position.aggregate.attachment.annual_cents == 5 * 10_000_00
    assert position.aggregate.reimbursement_cents == (61_500 - 50_000) * 100
    assert position.aggregate.attachment.is_final


def _meridian(as_of: date, *rows: tuple[str, date, int], pending: pl.DataFrame | None = None) -> list[Position]:
    return positions(_contract("meridian"), _paid(*rows), _enrolment(400, 2024, 2025, 2026), as_of, pending)


def test_each_policy_that_has_begun_has_a_position() -> None:
    assert [position.policy.start.year for position in _meridian(date(2025, 12, 31))] == [2024, 2025]
    assert _meridian(date(2023, 12, 31)) == []


def test_the_lasered_person_is_held_to_the_laser_from_2025() -> None:
    found = _meridian(date(2025, 12, 31), (LASERED, date(2024, 5, 1), 300_000), (LASERED, date(2025, 5, 1), 300_000))
    assert [position.specific_reimbursement_cents for position in found] == [200_000_00, 50_000_00]


def test_notice_is_due_above_half_of_the_deductible_pending_lines_included() -> None:
    pending = pl.DataFrame(
        [("A", "medical", date(2026, 2, 1), 100), ("N", "medical", date(2026, 2, 1), 60_000_00)],
        schema=["member_id", "product", "service_from", "amount_cents"],
        orient="row",
    )
    day = date(2026, 2, 1)
    found = _meridian(date(2026, 6, 30), ("A", day, 50_000), ("B", day, 50_000), pending=pending)[-1]
    assert found.claimants.select("member_id", "used_bp", "pending_cents", "is_notice_due").rows() == [
        ("A", 5_000, 100, True),
        ("B", 5_000, 0, False),
        ("N", 0, 60_000_00, True),
    ]


def test_the_run_out_months_add_claims_but_no_attachment() -> None:
    rows = (("A", date(2024, 5, 1), 90_000),)
    lines = _paid(*rows).with_columns(pl.lit(date(2025, 2, 10)).alias("paid_on"))
    position = positions(_contract("meridian"), lines, _enrolment(400, 2024, 2025), date(2025, 12, 31))[0]
    last = position.months.tail(2).select("month", "employees", "attachment_cents", "eligible_ytd_cents").rows()
    assert last == [(date(2025, 2, 1), 0, 0, 90_000_00), (date(2025, 3, 1), 0, 0, 90_000_00)]
    assert position.months.height == 15


def test_the_working_of_a_claimant_leads_to_the_reimbursement() -> None:
    position = _meridian(date(2025, 12, 31), (LASERED, date(2025, 5, 1), 300_000))[-1]
    steps = claimant_working(position, LASERED)
    assert _steps(steps) == {
        "eligible_paid": 300_000,
        "laser": 250_000,
        "excess": 50_000,
        "aggregating_deductible": 0,
        "above_deductibles": 50_000,
        "reimbursement": 50_000,
    }
    assert [(step.clause, step.share_bp) for step in steps[1:2] + steps[-1:]] == [("3.4", None), ("3.1", 10_000)]


def test_the_working_of_the_aggregate_adds_up() -> None:
    rows = [(f"P{n}", date(2026, month, 3), 95_000) for n, month in enumerate([1, 2, 3, 4] * 20)]
    position = _meridian(date(2026, 4, 30), ("A", date(2026, 4, 1), 180_000), *rows)[-1]
    steps = _steps(aggregate_working(position))
    assert steps["eligible_paid"] + steps["above_loss_limits"] == steps["counted"] == 80 * 95_000 + 100_000
    assert steps["attachment_to_date"] + steps["months_to_come"] == steps["annual_attachment"]
    assert steps["reimbursement"] == max(0, steps["counted"] - steps["annual_attachment"])
    assert steps["balance"] == steps["reimbursement"] + steps["advanced"]
    advances = position.months.get_column("advance_cents")
    assert -advances.sum() // 100 == steps["advanced"]
    assert advances.sum() == position.months.get_column("owed_ytd_cents")[-1]


def test_the_working_of_nobody_is_refused_without_naming_them() -> None:
    position = _meridian(date(2025, 12, 31))[-1]
    with pytest.raises(StopLossError, match=r"^MERIDIAN-SL, policy 2025-01-01: the person has no position$"):
        claimant_working(position, "M0009999")


def test_an_aggregate_without_enrolment_is_refused() -> None:
    with pytest.raises(StopLossError, match=r"^enrolment: found none, expected months for the aggregate"):
        positions(_contract("meridian"), GROUP, None, date(2026, 6, 30))


def test_rows_to_store_hold_both_covers_of_every_policy() -> None:
    found = _meridian(date(2025, 1, 31), ("A", date(2024, 5, 1), 130_000), ("B", date(2025, 1, 5), 10))
    rows = stored_rows(found)
    assert dict(rows.schema) == STORED
    assert _cells(rows, "specific") == [("A", None, 130_000_00, 30_000_00, 30_000_00), ("B", None, 10_00, 0, 0)]
    assert rows.filter(pl.col("coverage") == "aggregate").height == 13 + 1
    keys = rows.select("contract_code", "policy_start", "coverage", "member_id", "month")
    assert keys.is_duplicated().sum() == 0
    assert stored_rows([]).is_empty()


def _cells(rows: pl.DataFrame, coverage: str) -> list[tuple[Any, ...]]:
    names = ["member_id", "month", "eligible_cents", "excess_cents", "reimbursement_cents"]
    return rows.filter(pl.col("coverage") == coverage).select(names).rows()

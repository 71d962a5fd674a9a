from datetime import date

import polars as pl
import pytest

from corridor.book.summary import member_owes, summary
from corridor.records.decisions import DECISIONS

CENTS = [name for name in DECISIONS.schema if name.endswith("_cents")]


def lines(*rows: dict[str, object]) -> pl.DataFrame:
    usual = {
        "claim_number": 1,
        "version": 0,
        "service_from": date(2024, 5, 6),
        "status": "paid",
        "reason": "paid",
        "plan_code": "PPO",
        "decided_on": date(2024, 6, 1),
    }
    return DECISIONS.from_rows(
        [usual | dict.fromkeys(CENTS, 0) | {"line_number": n} | row for n, row in enumerate(rows, 1)]
    )


@pytest.mark.parametrize(
    ("row", "owed"),
    [
        ({"deductible_cents": 1, "coinsurance_cents": 20, "copay_cents": 300, "write_off_cents": 9}, 321),
        ({"over_limit_cents": 4_000, "above_allowed_cents": 50_000, "plan_paid_cents": 7}, 54_000),
        ({"penalty_cents": 5, "not_recognised_cents": 60, "other_paid_cents": 700}, 65),
        ({"deductible_cents": 900, "account_cents": 650}, 250),
        ({"status": "denied", "reason": "not_covered", "not_covered_cents": 70}, 70),
        ({"status": "denied", "reason": "duplicate", "not_covered_cents": 70}, 0),
        ({"status": "pended", "reason": "unknown_code", "not_covered_cents": 70}, 0),
        ({"status": "denied", "reason": "withdrawn", "not_covered_cents": 70}, 0),
    ],
)
def test_what_the_member_owes_of_a_line(row: dict[str, object], owed: int) -> None:
    assert lines(row).select(member_owes()).item() == owed


def test_sums_in_all_and_by_status_reason_and_benefit() -> None:
    office = {"benefit": "office", "charge_cents": 100, "allowed_cents": 90, "copay_cents": 25, "plan_paid_cents": 65}
    denied = {"status": "denied", "reason": "duplicate", "charge_cents": 500, "not_covered_cents": 500}
    found = summary(lines(office, office | {"claim_number": 2}, denied))
    both = {"lines": 2, "claims": 2, "charge_cents": 200, "allowed_cents": 180, "plan_paid_cents": 130}
    repeat = {"lines": 1, "claims": 1, "charge_cents": 500, "allowed_cents": 0, "plan_paid_cents": 0}
    assert found["by_reason"] == [
        {"status": "denied", "reason": "duplicate", **repeat, "member_owes_cents": 0},
        {"status": "paid", "reason": "paid", **both, "member_owes_cents": 50},
    ]
    assert found["by_benefit"] == [{"plan_code": "PPO", "benefit": "office", **both, "member_owes_cents": 50}]
    assert [one["status"] for one in found["by_status"]] == ["denied", "paid"]
    assert {key: found[key] for key in both} == {
        "lines": 3, "claims": 2, "charge_cents": 700, "allowed_cents": 180, "plan_paid_cents": 130
    }  # fmt: skip


def test_of_nothing_the_sums_are_zero() -> None:
    found = summary(DECISIONS.empty())
    assert (found["lines"], found["claims"], found["charge_cents"], found["by_reason"]) == (0, 0, 0, [])

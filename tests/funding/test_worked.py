"""Published cases of funding, recomputed by the code that runs the plan."""

from datetime import date
from pathlib import Path

import polars as pl
import yaml

from corridor.funding.arrangement import BudgetLine, Float, Rate, load_arrangement
from corridor.funding.budget import actual_by_month, against_budget, budget_by_month, by_plan_year
from corridor.funding.cycle import Fund, run_cycle
from corridor.funding.payments import OPEN_ITEMS
from corridor.ledger.accounts import (
    CLAIMS_EXPENSE,
    CLAIMS_PAYABLE,
    FEE_EXPENSE,
    FEE_PAYABLE,
    PREMIUM_EXPENSE,
    PREMIUM_PAYABLE,
)
from corridor.records.coverage import COVERAGE
from corridor.records.postings import POSTINGS

ROOT = Path(__file__).parents[2]
MERIDIAN = load_arrangement(ROOT / "plans" / "meridian" / "arrangement.yaml")


def case(name: str) -> tuple[dict[str, int], dict[str, int]]:
    document = yaml.safe_load((ROOT / "tests" / "worked" / name).read_text(encoding="utf-8"))
    return document["given"], document["expected"]


def test_the_imprest_account_is_restored():
    given, expected = case("funding_imprest.yaml")
    target = Float(
        formula="claims_then_fixed",
        factor=given["factor_percent"],
        monthly_claims=given["monthly_claims"],
        fixed_costs=given["fixed_costs"],
    )
    assert target.target_cents == expected["target"] * 100
    funding = MERIDIAN.funding.model_copy(update={"float_target": target})
    quoted = MERIDIAN.model_copy(update={"funding": funding})
    call = run_cycle(OPEN_ITEMS.empty(), Fund(given["balance"] * 100, 0), quoted, date(2026, 1, 6)).call
    assert call is not None
    assert call.amount_cents == expected["call"] * 100


def test_self_funded_costs_against_the_insured_premium_as_budget():
    given, expected = case("funding_aso_150_lives.yaml")
    monthly = given["insured_premium"] // given["lives"] // 12
    line = BudgetLine(product="composite", rates=(Rate(effective=date(2024, 1, 1), composite=monthly),))
    insured = MERIDIAN.model_copy(update={"budget": (line,)})
    budget = budget_by_month(covered(given["lives"]), insured, date(2024, 1, 1), date(2025, 1, 1))
    year = by_plan_year(against_budget(budget, actual_by_month(costs(given))), insured).row(0, named=True)
    assert year["budget_cents"] == given["insured_premium"] * 100
    assert year["budget_cents"] - year["fee_cents"] - year["premium_cents"] == expected["claims_budget"] * 100
    assert year["actual_cents"] == expected["self_funded_total"] * 100
    assert year["surplus_cents"] == expected["surplus"] * 100


def covered(lives: int) -> pl.DataFrame:
    people = [f"E{n:03d}" for n in range(lives)]
    return COVERAGE.from_rows(
        [
            {
                "member_id": person,
                "subscriber_id": person,
                "relationship": "self",
                "product": "medical",
                "plan_code": "PPO",
                "coverage_level": "EMP",
                "coverage_start": date(2024, 1, 1),
            }
            for person in people
        ]
    )


def costs(given: dict[str, int]) -> pl.DataFrame:
    pairs = (
        (CLAIMS_EXPENSE, CLAIMS_PAYABLE, given["claims_paid"]),
        (FEE_EXPENSE, FEE_PAYABLE, given["administration_fees"]),
        (PREMIUM_EXPENSE, PREMIUM_PAYABLE, given["stop_loss_premium"]),
    )
    rows = []
    for key, (expense, payable, dollars) in enumerate(pairs):
        head = {"entry_key": str(key), "entry_kind": "test", "currency": "USD", "effective_on": date(2024, 6, 30)}
        rows.append({**head, "leg": 0, "account": expense, "amount_cents": dollars * 100})
        rows.append({**head, "leg": 1, "account": payable, "amount_cents": -dollars * 100})
    return POSTINGS.from_rows(rows)

"""Paid against budget as a sponsor reads it."""

from datetime import date
from pathlib import Path

import polars as pl

from corridor.funding.arrangement import load_arrangement
from corridor.ledger.accounts import CLAIMS_EXPENSE, CLAIMS_PAYABLE
from corridor.records.coverage import COVERAGE
from corridor.records.postings import POSTINGS
from corridor.reports.plan_year import paid_against_budget, plan_years

RATES = {b"1400.00": b"1490.00", b"1470.00": b"1560.00"}
"""The demo's budget is tuned to the demo; the figures here are worked on rates of their own."""


def with_own_rates(content: bytes) -> bytes:
    for theirs, ours in RATES.items():
        assert theirs in content
        content = content.replace(theirs, ours)
    return content


MERIDIAN = load_arrangement(
    with_own_rates((Path(__file__).parents[2] / "plans" / "meridian" / "arrangement.yaml").read_bytes())
)
PEOPLE = COVERAGE.from_rows(
    [
        {
            "member_id": "A",
            "subscriber_id": "A",
            "relationship": "self",
            "product": "medical",
            "plan_code": "PPO",
            "coverage_level": "EMP",
            "coverage_start": date(2024, 1, 1),
        }
    ]
)


def spent(*parts: tuple[date, int]) -> pl.DataFrame:
    rows = []
    for number, (on, cents) in enumerate(parts):
        head = {"entry_key": f"e{number}", "entry_kind": "decision", "currency": "USD", "effective_on": on}
        rows.append({**head, "leg": 0, "account": CLAIMS_EXPENSE, "amount_cents": cents})
        rows.append({**head, "leg": 1, "account": CLAIMS_PAYABLE, "amount_cents": -cents})
    return POSTINGS.from_rows(rows)


def test_cumulative_figures_start_again_with_the_plan_year():
    journal = spent((date(2024, 11, 5), 1_000_00), (date(2024, 12, 5), 2_000_00), (date(2025, 1, 5), 1_600_00))
    months = paid_against_budget(PEOPLE, journal, MERIDIAN, date(2025, 1, 31))
    assert months["month"].to_list()[0] == date(2024, 1, 1)
    shown = months.tail(3).select("month", "surplus_cents", "cumulative_actual_cents", "cumulative_surplus_cents")
    assert shown.rows() == [
        (date(2024, 11, 1), 490_00, 1_000_00, 11 * 1_490_00 - 1_000_00),
        (date(2024, 12, 1), -510_00, 3_000_00, 12 * 1_490_00 - 3_000_00),
        (date(2025, 1, 1), -40_00, 1_600_00, -40_00),
    ]


def test_a_year_ends_in_surplus_or_deficit():
    journal = spent((date(2024, 6, 5), 10_000_00), (date(2025, 1, 5), 2_000_00))
    months = paid_against_budget(PEOPLE, journal, MERIDIAN, date(2025, 1, 31))
    years = plan_years(months, MERIDIAN)
    assert years.select("plan_year_start", "employee_months", "surplus_cents", "result", "actual_bp").rows() == [
        (date(2024, 1, 1), 12, 7_880_00, "surplus", 5592),
        (date(2025, 1, 1), 1, -440_00, "deficit", 12820),
    ]


def test_what_is_posted_for_later_does_not_count_yet():
    journal = spent((date(2024, 1, 5), 1_00), (date(2024, 1, 20), 7_00))
    months = paid_against_budget(PEOPLE, journal, MERIDIAN, date(2024, 1, 10))
    assert months["actual_cents"].to_list() == [1_00]
    assert months["month"].to_list() == [date(2024, 1, 1)]

"""Counts, rates, claimants and lags of decisions."""

from datetime import date

import polars as pl

from corridor.records.decisions import DECISIONS
from corridor.reports.claimants import largest_claimants
from corridor.reports.decisions import auto_adjudication, counts_by_reason, counts_by_status, standing
from corridor.reports.lag import lag_by_kind, paid_by_lag_month

YEAR = date(2026, 1, 1)


def decided(
    claim: int,
    line: int,
    status: str,
    paid: int = 0,
    version: int = 0,
    member: str = "A",
    reason: str | None = None,
    decided_on: date = date(2026, 2, 10),
) -> dict:
    return {
        "claim_number": claim,
        "line_number": line,
        "version": version,
        "member_id": member,
        "plan_year_start": YEAR,
        "service_from": date(2026, 1, 15),
        "status": status,
        "reason": reason or {"paid": "paid", "denied": "duplicate", "pended": "unknown_code"}[status],
        "charge_cents": 1_000,
        "allowed_cents": paid,
        "write_off_cents": 0,
        "above_allowed_cents": 0,
        "deductible_cents": 0,
        "coinsurance_cents": 0,
        "copay_cents": 0,
        "over_limit_cents": 0,
        "penalty_cents": 0,
        "not_recognised_cents": 0,
        "other_paid_cents": 0,
        "account_cents": 0,
        "not_covered_cents": 1_000 - paid,
        "plan_paid_cents": paid,
        "decided_on": decided_on,
    }


MADE = DECISIONS.from_rows(
    [
        decided(1, 1, "paid", 900),
        decided(1, 2, "pended"),
        decided(1, 2, "paid", 100, version=1, decided_on=date(2026, 3, 1)),
        decided(2, 1, "paid", 500, member="B"),
        decided(3, 1, "denied", member="B"),
        decided(4, 1, "paid", 700, member="C"),
        decided(4, 1, "denied", version=1, member="C", reason="after_termination", decided_on=date(2026, 4, 1)),
    ]
)


def test_the_latest_version_of_a_line_stands():
    assert standing(MADE).select("claim_number", "line_number", "version").rows() == [
        (1, 1, 0),
        (1, 2, 1),
        (2, 1, 0),
        (3, 1, 0),
        (4, 1, 1),
    ]


def test_counts_by_reason_are_of_what_stands():
    assert counts_by_reason(MADE).rows() == [
        ("paid", "paid", 3, 2, 3_000, 1_500),
        ("denied", "after_termination", 1, 1, 1_000, 0),
        ("denied", "duplicate", 1, 1, 1_000, 0),
    ]
    assert counts_by_status(MADE).select("status", "lines").rows() == [("denied", 2), ("paid", 3)]


def test_a_claim_that_was_pended_first_is_not_automatic_even_once_it_is_paid():
    rate = auto_adjudication(MADE)
    assert (rate.claims, rate.automatic, rate.rate_bp) == (4, 3, 7_500)


def test_without_claims_there_is_no_rate():
    assert auto_adjudication(DECISIONS.empty()).rate_bp is None


def test_the_costliest_come_first_with_their_share():
    assert largest_claimants(MADE, YEAR, 1).rows() == [("A", 1, 1_000, 6_666)]
    assert largest_claimants(MADE, YEAR, 9)["member_id"].to_list() == ["A", "B"]
    assert largest_claimants(MADE, date(2025, 1, 1), 9).is_empty()


def test_money_by_lag_sums_to_what_stands_and_a_take_back_is_negative():
    lag = paid_by_lag_month(MADE)
    assert lag.rows() == [(YEAR, 1, 2_100), (YEAR, 2, 100), (YEAR, 3, -700)]
    assert lag["plan_paid_cents"].sum() == standing(MADE)["plan_paid_cents"].sum()


def test_days_from_service_to_receipt_and_decision():
    claims = pl.DataFrame(
        {
            "claim_number": [1, 1, 2, 3, 4],
            "kind": ["professional"] * 3 + ["dental", "professional"],
            "service_to": [
                date(2026, 1, 15),
                date(2026, 1, 17),
                date(2026, 1, 15),
                date(2026, 1, 15),
                date(2026, 1, 15),
            ],
            "received_date": [
                date(2026, 1, 27),
                date(2026, 1, 27),
                date(2026, 2, 4),
                date(2026, 2, 10),
                date(2026, 2, 9),
            ],
        }
    )
    assert lag_by_kind(claims, MADE).rows() == [("dental", 1, 26, 26, 0, 0), ("professional", 3, 20, 25, 6, 14)]

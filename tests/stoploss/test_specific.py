"""Specific: deductible, laser, aggregating deductible, share and maxima, with the payments as they fall in time."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from corridor.stoploss.contract import Specific
from corridor.stoploss.specific import settle_specific


def _terms(**changed: Any) -> Specific:
    return Specific.model_validate({"basis": "12/12", "products": ["medical"], "deductible": 100, **changed})


def _months(*rows: tuple[str, int, int]) -> pl.DataFrame:
    """Rows of person, month of 2025, dollars."""
    return pl.DataFrame(
        [(who, date(2025, month, 1), dollars * 100) for who, month, dollars in rows],
        schema={"member_id": pl.String, "month": pl.Date, "specific_cents": pl.Int64},
        orient="row",
    )


def _settled(months: pl.DataFrame, terms: Specific, column: str) -> dict[str, int]:
    settled = settle_specific(months, terms)
    return {who: cents // 100 for who, cents in settled.select("member_id", column).iter_rows()}


def test_only_what_is_above_the_deductible_is_reimbursed() -> None:
    months = _months(("A", 1, 60), ("A", 2, 70), ("B", 1, 100))
    assert _settled(months, _terms(), "reimbursement_cents") == {"A": 30, "B": 0}


def test_a_person_may_be_excluded_altogether() -> None:
    settled = settle_specific(_months(("A", 1, 500)), _terms(lasers=[{"member": "A", "excluded": True}]))
    assert settled.row(0) == ("A", 50_000, None, True, 0, 0, 0, 0)


def test_the_aggregating_deductible_is_filled_by_whichever_excess_comes_first() -> None:
    months = _months(("A", 1, 110), ("B", 2, 150), ("A", 3, 100), ("C", 3, 130))
    terms = _terms(aggregating_deductible=70)
    assert _settled(months, terms, "pooled_cents") == {"A": 20, "B": 50, "C": 0}
    assert _settled(months, terms, "reimbursement_cents") == {"A": 90, "B": 0, "C": 30}


def test_a_refund_undoes_the_latest_excess_and_another_fills_the_pool() -> None:
    months = _months(("A", 1, 160), ("B", 2, 150), ("A", 6, -100))
    terms = _terms(aggregating_deductible=40)
    assert _settled(months, terms, "pooled_cents") == {"A": 0, "B": 40}
    assert _settled(months, terms, "reimbursement_cents") == {"A": 0, "B": 10}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"reimbursement": "90%"}, {"A": 90, "B": 180}),
        ({"person_maximum": 150}, {"A": 100, "B": 150}),
        ({"annual_maximum": 60}, {"A": 20, "B": 40}),
        ({"reimbursement": "90%", "person_maximum": 150, "annual_maximum": 240}, {"A": 90, "B": 150}),
    ],
)
def test_share_and_maxima(changed: dict[str, Any], expected: dict[str, int]) -> None:
    assert _settled(_months(("A", 1, 200), ("B", 1, 300)), _terms(**changed), "reimbursement_cents") == expected


def test_refunds_beyond_the_payments_owe_nothing() -> None:
    settled = settle_specific(_months(("A", 1, -50)), _terms())
    assert settled.select("eligible_cents", "excess_cents", "reimbursement_cents").row(0) == (-5_000, 0, 0)


def test_nobody_is_settled_to_nobody() -> None:
    assert settle_specific(_months(), _terms()).is_empty()

"""Which payments a policy covers: basis, products, exclusions, refunds, and what counts as paid."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from corridor.stoploss.contract import Contract
from corridor.stoploss.faults import StopLossError
from corridor.stoploss.gaps import specific_gaps
from corridor.stoploss.lines import PAID_LINES, pending_by_person
from corridor.stoploss.months import person_months

AS_OF = date(2027, 12, 31)


def _contract(specific: dict[str, Any] | None = None, **changed: Any) -> Contract:
    cover = {"basis": "12/15", "products": ["medical"], "deductible": 0, **(specific or {})}
    years = changed.pop("years", (2025,))
    policies = [
        {
            "start": date(year, 1, 1),
            "end_exclusive": date(year + 1, 1, 1),
            "exclusions": ["experimental"],
            "specific": cover,
        }
        for year in years
    ]
    return Contract.model_validate(
        {
            "code": "LINES",
            "name": "lines",
            "carrier": "nobody",
            "currency": "USD",
            "reading": "specific_per_person",
            "paid_means": "issued",
            "incurred_means": "service_from",
            "policies": policies,
            **changed,
        }
    )


def _lines(*rows: tuple[Any, ...], **more: list[Any]) -> pl.DataFrame:
    frame = pl.DataFrame(rows, schema=PAID_LINES, orient="row")
    return frame.with_columns(pl.Series(name, values) for name, values in more.items())


def _eligible(lines: pl.DataFrame, contract: Contract, as_of: date = AS_OF) -> list[tuple[Any, ...]]:
    months = person_months(lines, contract, contract.policies[0], as_of)
    return months.select("member_id", "month", "specific_cents").rows()


def test_windows_are_days_first_and_last_included() -> None:
    incurred = [date(2024, 12, 31), date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 1)]
    lines = _lines(*(("A", "medical", day, date(2026, 3, 31), 2**n) for n, day in enumerate(incurred)))
    assert _eligible(lines, _contract()) == [("A", date(2026, 3, 1), 0b0110)]
    paid = [date(2024, 12, 31), date(2025, 3, 1), date(2026, 3, 31), date(2026, 4, 1)]
    lines = _lines(*(("A", "medical", date(2025, 2, 1), day, 2**n) for n, day in enumerate(paid)))
    assert _eligible(lines, _contract()) == [("A", date(2025, 3, 1), 0b0010), ("A", date(2026, 3, 1), 0b0100)]


def test_other_products_and_excluded_items_do_not_count() -> None:
    day = date(2025, 2, 1)
    rows = [("A", product, day, day, 2**n) for n, product in enumerate(["medical", "dental", "medical", "medical"])]
    lines = _lines(*rows, exclusion=[None, None, "experimental", "work_related"])
    assert _eligible(lines, _contract()) == [("A", day, 0b1001)]


def test_payments_after_the_day_asked_for_are_not_known_yet() -> None:
    lines = _lines(("A", "medical", date(2025, 2, 1), date(2025, 3, 2), 100))
    assert _eligible(lines, _contract(), date(2025, 3, 1)) == []
    assert _eligible(lines, _contract(), date(2025, 3, 2)) == [("A", date(2025, 3, 1), 100)]


def test_a_refund_counts_however_late_it_arrives() -> None:
    lines = _lines(
        ("A", "medical", date(2025, 2, 1), date(2025, 3, 2), 100), ("A", "medical", date(2025, 2, 1), AS_OF, -30)
    )
    assert _eligible(lines, _contract()) == [("A", date(2025, 3, 1), 100), ("A", date(2027, 12, 1), -30)]


def test_a_refund_of_a_payment_that_was_not_covered_does_not_count() -> None:
    lines = _lines(
        ("A", "medical", date(2025, 2, 1), date(2026, 5, 2), 100),
        ("A", "medical", date(2025, 2, 1), date(2026, 6, 2), -30),
        takes_back_paid_on=[None, date(2026, 5, 2)],
    )
    assert _eligible(lines, _contract()) == []


@pytest.mark.parametrize(("paid_means", "expected"), [("issued", 0b11), ("released", 0b01), ("cleared", 0)])
def test_the_contract_says_which_day_counts_as_paid(paid_means: str, expected: int) -> None:
    in_time, late, day = date(2025, 12, 30), date(2026, 1, 4), date(2025, 2, 1)
    lines = _lines(
        ("A", "medical", day, late, 1),
        ("A", "medical", day, late, 2),
        issued_on=[in_time, in_time],
        released_on=[in_time, late],
        cleared_on=pl.Series([late, None], dtype=pl.Date),
    )
    found = _eligible(lines, _contract({"basis": "12/12"}, paid_means=paid_means))
    assert sum(cents for _, _, cents in found) == expected


def test_the_contract_says_which_day_counts_as_incurred() -> None:
    lines = _lines(("A", "medical", date(2024, 12, 30), date(2025, 2, 1), 5), service_to=[date(2025, 1, 4)])
    assert _eligible(lines, _contract()) == []
    assert _eligible(lines, _contract(incurred_means="service_to")) == [("A", date(2025, 2, 1), 5)]


def test_run_in_counts_up_to_its_maximum_per_person() -> None:
    contract = _contract({"basis": "15/12", "run_in_maximum_per_person": 1})
    day = date(2024, 11, 1)
    lines = _lines(
        ("A", "medical", day, date(2025, 1, 5), 80),
        ("A", "medical", day, date(2025, 2, 5), 80),
        ("A", "medical", date(2025, 1, 1), date(2025, 2, 5), 7),
        ("B", "medical", day, date(2025, 1, 5), 90),
    )
    assert _eligible(lines, contract) == [
        ("A", date(2025, 1, 1), 80),
        ("A", date(2025, 2, 1), 27),
        ("B", date(2025, 1, 1), 90),
    ]


def test_a_missing_column_is_named() -> None:
    with pytest.raises(StopLossError, match=r"^paid lines: found no column amount_cents, expected member_id, "):
        person_months(_lines().drop("amount_cents"), _contract(), _contract().policies[0], AS_OF)


def test_pending_lines_are_judged_by_product_and_day_incurred() -> None:
    pending = pl.DataFrame(
        [
            ("A", "medical", date(2025, 2, 1), 1),
            ("A", "dental", date(2025, 2, 1), 2),
            ("A", "medical", date(2026, 2, 1), 4),
        ],
        schema=["member_id", "product", "service_from", "amount_cents"],
        orient="row",
    )
    assert pending_by_person(pending, _contract(), _contract().policies[0]).rows() == [("A", 1)]


def test_a_payment_that_neither_of_two_policies_covers_is_a_gap() -> None:
    contract = _contract(years=(2024, 2025))
    lines = _lines(
        ("A", "medical", date(2024, 11, 1), date(2025, 3, 31), 100),
        ("A", "medical", date(2024, 11, 1), date(2025, 4, 1), 250),
        ("B", "medical", date(2025, 11, 1), date(2025, 12, 1), 300),
        ("B", "dental", date(2024, 11, 1), date(2025, 4, 1), 400),
    )
    assert specific_gaps(lines, contract, AS_OF).rows() == [("A", date(2025, 4, 1), 250, 0)]


def test_run_in_of_a_new_policy_may_cover_what_the_old_one_covers_in_its_run_out() -> None:
    contract = _contract({"basis": "15/15"}, years=(2024, 2025))
    lines = _lines(("A", "medical", date(2024, 11, 1), date(2025, 2, 1), 100))
    assert specific_gaps(lines, contract, AS_OF).rows() == [("A", date(2025, 2, 1), 0, 100)]

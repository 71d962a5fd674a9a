"""The arrangement document: what it says, and how it is refused."""

from datetime import date
from pathlib import Path

import pytest

from corridor.funding.arrangement import Float, load_arrangement
from corridor.funding.rates import rate_on
from corridor.plan.document import DocumentError

FILE = Path(__file__).parents[2] / "plans" / "meridian" / "arrangement.yaml"
TEXT = FILE.read_text(encoding="utf-8")


def faults_of(text: str) -> list[str]:
    with pytest.raises(DocumentError) as caught:
        load_arrangement(text.encode(), "a.yaml")
    return [str(fault) for fault in caught.value.faults]


def line_of(start: str) -> int:
    return next(n for n, line in enumerate(TEXT.splitlines(), 1) if line.strip().startswith(start))


def test_meridian_reads_whole():
    meridian = load_arrangement(FILE)
    assert meridian.sponsor.code == "MERIDIAN"
    assert meridian.plan_codes("medical") == ["PPO", "HDHP"]
    assert meridian.funding.float_target.target_cents == 400_000_00
    assert meridian.payer_id == "1990000001"
    assert meridian.originator.company_id == meridian.payer_id


def test_the_rate_in_force_is_the_one_that_took_effect_last():
    rates = load_arrangement(FILE).budget[0].rates
    assert rate_on(rates, date(2023, 12, 31)) is None
    found = [rate_on(rates, day) for day in (date(2024, 1, 1), date(2024, 12, 31), date(2025, 1, 1))]
    assert [rate.composite for rate in found if rate] == [1_400_00, 1_400_00, 1_470_00]


def test_calls_fall_on_their_weekday():
    days = load_arrangement(FILE).call_days(date(2026, 1, 1), date(2026, 2, 1))
    assert days == [date(2026, 1, 6), date(2026, 1, 13), date(2026, 1, 20), date(2026, 1, 27)]
    assert load_arrangement(FILE).call_days(date(2026, 1, 7), date(2026, 1, 13)) == []


def test_a_plan_year_starts_in_its_month():
    text = TEXT.replace("plan_year_start_month: 1", "plan_year_start_month: 7")
    assert load_arrangement(text.encode()).plan_year(date(2026, 3, 1)).start == date(2025, 7, 1)


@pytest.mark.parametrize(
    ("old", "new", "where", "message"),
    [
        ("amount: 400000", "amount: 1.005", "amount:", "found '1.005', expected whole cents"),
        ("call_weekday: tuesday", "call_weekday: sunday", "call_weekday:", "found 'sunday', expected 'monday'"),
        ('routing: "091099994"', 'routing: "091099995"', "claims_account:", "a routing number of nine digits"),
        ("days_to_payment: 3", "days_to_payment: 1", "funding:", "found days_to_payment 1, expected 2 or more"),
        ("  DENTAL: dental", "  DENTAL: teeth", "sponsor:", "found product 'teeth', expected one of medical"),
        ("product: composite", "product: everything", "- product:", "found 'everything', expected composite"),
        ("zip_code: ", "zipcode: ", "zipcode:", "found a field of that name, expected only fields"),
        (
            "effective: 2024-01-01, composite: 38.00",
            "effective: 2024-01-01",
            "- {effective: 2024-01-01, composite: 38.00}",
            "either a composite rate or rates by_level",
        ),
    ],
)
def test_each_fault_says_where_what_found_expected(old, new, where, message):
    assert old in TEXT
    text = TEXT.replace(old, new)
    found = faults_of(text)
    assert any(message in fault for fault in found), found
    line = line_of(where) if where != "zipcode:" else line_of("zip_code:")
    assert any(f"a.yaml line {line}, " in fault for fault in found), found


def test_a_level_that_does_not_exist_is_refused():
    text = TEXT.replace("composite: 1400.00", "by_level: {EMP: 700, ALL: 1900}")
    assert "found level 'ALL', expected one of EMP, ESP" in faults_of(text)[0]


def test_the_two_formulas_of_the_float_differ_in_the_fixed_costs():
    figures = {"monthly_claims": 200_000, "fixed_costs": 30_000, "factor": 150}
    assert Float(formula="claims_then_fixed", **figures).target_cents == 330_000_00
    assert Float(formula="all", **figures).target_cents == 345_000_00

"""How a price came about, in words and numbers: every rule, in both languages."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from corridor.adjudication.explaining.price_sentences import PRICE_FORMULAS, PRICE_RULES
from corridor.adjudication.explaining.prices import added_steps, contract_steps, outside_step, surprise_step
from corridor.adjudication.steps import Step
from corridor.adjudication.wording import step_text
from corridor.claims.pricing.book import PriceBook, Priced

Ask = Callable[..., Priced]
Book = Callable[..., PriceBook]

STAY: dict[str, Any] = {
    "kind": "institutional",
    "bill_type": "11",
    "procedure_code": None,
    "revenue_code": "0120",
    "units": 5_000,
    "drg": "470",
    "charge_cents": 900_000,
}
SLEEP: dict[str, Any] = {"procedure_code": "00840", "minutes": 17, "charge_cents": 10**6}
AREA = {"service_zip": "35205"}
OF_CONTRACTS: dict[str, tuple[str, dict[str, Any], str]] = {
    "price_fee_schedule": ("fee_schedule: {schedule: PPO}", {}, "(90.00 x 1 x 100% = 90.00)"),
    "price_percent_of_charge": ("percent_of_charge: {percent: 62.5%}", {}, "(100.00 x 62.5% = 62.50)"),
    "price_rbrvs": (
        "rbrvs: {conversion_factor: 38}",
        {"locality": "AL-00", "place_of_service": "11"},
        "((0.97 x 1 + 0.8 x 0.869 + 0.05 x 0.575) x 38 x 1 x 100% = 64.37)",
    ),
    "price_anaesthesia": (
        "anaesthesia: {conversion_factor: 29.49, decimals: 2, direction: {QK: 50%}, physical_status: {P3: 1}}",
        SLEEP | {"modifiers": "QK:P3"},
        "((6 + 1.13 + 1) x 29.49 x 50% = 119.88)",
    ),
    "price_supervision": (
        "anaesthesia: {conversion_factor: 10}",
        SLEEP | {"modifiers": "AD"},
        "(3 x 10 x 100% = 30.00)",
    ),
    "price_usual_charge": ("usual_charge: {percentile: 80}", AREA, "(80.00 x 1 x 100% = 80.00)"),
    "price_greatest": (
        "reference_based: {take: greatest, of: [{usual_charge: {percentile: 50}}, {fee_schedule: {schedule: PPO}}]}",
        AREA,
        "(max(50.00, 90.00) = 90.00)",
    ),
    "price_least": (
        "reference_based: {take: least, of: [{usual_charge: {percentile: 50}}, {fee_schedule: {schedule: PPO}}]}",
        AREA,
        "(min(50.00, 90.00) = 50.00)",
    ),
    "price_per_diem": (
        "per_diem: {accommodations: [{revenue_code: [01*], bands: [{from_day: 1, amount: 1000}]}]}",
        STAY,
        "so much a day for the claim (5 days): 5,000.00.",
    ),
    "price_case_rate": (
        "case_rate: {amount: 1000, days: 4, day_amount: 500}",
        STAY,
        "(1,000.00 + 1 x 500.00 = 1,500.00)",
    ),
    "price_drg": (
        "drg: {base: 500, add_on: 50, day_outlier: {amount: 100}, "
        "outlier: {threshold: 1000, cost_to_charge: 40%, marginal: 80%}}",
        STAY,
        "(500.00 x 1.9 x 100% + 50.00 + 2 x 100.00 + 1,280.00 = 2,480.00)",
    ),
}
OTHERS: list[Step] = [
    outside_step("usual_charge", 100),
    outside_step("reference", 100),
    surprise_step("law MD", 100),
    surprise_step("qualifying_amount", 100),
    surprise_step("charge", 100),
    *added_steps(100),
    *added_steps(-100),
]


def steps(ask: Ask, book: Book, rule: str, **more: Any) -> list[Step]:
    line, service, _ = OF_CONTRACTS[rule]
    asked = ask(book(f"name: only, {line}"), service | more)
    [chosen], [made] = asked.chosen, asked.inputs
    assert chosen is not None
    assert made is not None
    charge = (service | more).get("charge_cents", 10_000)
    return list(contract_steps(chosen, made, asked.prices.get_column("contract_cents")[0], charge))


@pytest.mark.parametrize("rule", OF_CONTRACTS)
def test_a_contract_says_its_line_its_method_and_its_numbers(rule: str, ask: Ask, book: Book) -> None:
    first, *rest = steps(ask, book, rule)
    assert first.rule == rule
    assert step_text(first, "en").startswith("Contract PPO, line only (clause 1), ")
    assert step_text(first, "en").endswith(OF_CONTRACTS[rule][2])
    assert step_text(first, "tr").startswith("Sözleşme PPO, satır only (madde 1), ")
    is_of_claim = rule in ("price_per_diem", "price_case_rate", "price_drg")
    assert [step.rule for step in rest] == (["price_dealt"] if is_of_claim else [])


def test_where_the_charge_is_less_it_counts(ask: Ask, book: Book) -> None:
    told = steps(ask, book, "price_fee_schedule", charge_cents=8_000)
    assert [step.rule for step in told] == ["price_fee_schedule", "price_lesser"]
    assert step_text(told[1], "en") == "The charge of 80.00 is less than the price, so it counts."


def test_prices_that_are_compared_are_set_apart_as_turkish_does(ask: Ask, book: Book) -> None:
    [step] = steps(ask, book, "price_greatest")
    assert step_text(step, "tr").endswith("(max(50,00; 90,00) = 90,00)")


@pytest.mark.parametrize("step", OTHERS, ids=lambda step: step.rule)
def test_other_prices_are_told_in_both_languages(step: Step) -> None:
    assert "1.00" in step_text(step, "en")
    assert "1,00" in step_text(step, "tr")


def test_every_rule_of_a_price_is_told_here() -> None:
    assert {*OF_CONTRACTS, "price_dealt", "price_lesser", *(step.rule for step in OTHERS)} == set(PRICE_RULES)
    assert set(PRICE_FORMULAS) <= set(PRICE_RULES)
    assert added_steps(0) == ()


def test_the_clause_is_that_of_the_amendment(ask: Ask, book: Book) -> None:
    amended = (
        "amendments:\n  - {effective: 2025-01-01, clause: A1, text: t, "
        "changes: {lines.only.percent_of_charge.percent: 60%}}"
    )
    asked = ask(
        book("name: only, percent_of_charge: {percent: 50%}", amended=amended), {"service_from": date(2025, 1, 1)}
    )
    [chosen], [made] = asked.chosen, asked.inputs
    assert chosen is not None
    assert made is not None
    [step] = contract_steps(chosen, made, 6_000, 10_000)
    assert "(clause A1)" in step_text(step, "en")

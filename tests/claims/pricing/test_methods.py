"""What each method makes of a service: one row a case, the figures worked by hand."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from corridor.claims.pricing.book import PriceBook, Priced

Ask = Callable[..., Priced]
Book = Callable[..., PriceBook]

LOCAL = {"locality": "AL-00"}
DRUG = {"procedure_code": "J1100", "units": 10_500, "charge_cents": 10_000}
SLEEP: dict[str, Any] = {"procedure_code": "00840", "minutes": 17, "charge_cents": 10**6}
CASES: dict[str, tuple[str, dict[str, Any], int | None]] = {
    "a share of the charge, half a cent up": ("percent_of_charge: {percent: 62.5%}", {"charge_cents": 4}, 3),
    "a fee": ("fee_schedule: {schedule: PPO}", {}, 9_000),
    "a share of a fee": ("fee_schedule: {schedule: PPO, percent: 110%}", {}, 9_900),
    "a fee in a facility": ("fee_schedule: {schedule: PPO}", {"place_of_service": "22"}, 6_000),
    "a fee by modifier before one by place": (
        "fee_schedule: {schedule: PPO}",
        {"place_of_service": "22", "modifiers": "GT:95"},
        8_000,
    ),
    "a fee for a unit, ten and a half of them": ("fee_schedule: {schedule: PPO}", DRUG, 137),  # 136.5
    "a schedule of another name": ("fee_schedule: {schedule: HMO}", {}, None),
    # (0.97 + 0.80 + 0.05) x 38.00
    "relative values without geography": ("rbrvs: {conversion_factor: 38, geographic: false}", {}, 6_916),
    # (0.97 + 0.40 + 0.05) x 38.00
    "in a facility": (
        "rbrvs: {conversion_factor: 38, geographic: false}",
        {"place_of_service": "21"},
        5_396,
    ),
    # (0.97 + 0.80 x 0.869 + 0.05 x 0.575) x 38.00 = 1.69395 x 38
    "by locality": ("rbrvs: {conversion_factor: 38}", LOCAL, 6_437),
    # 1.69395 x 32.7442 x 1.2 = 66.5604…
    "a share of Medicare's price": ("rbrvs: {percent: 120%}", LOCAL, 6_656),
    "a locality that the contract names": ("rbrvs: {conversion_factor: 38, locality: AL-00}", {}, 6_437),
    "a locality that nobody knows": ("rbrvs: {conversion_factor: 38}", {"locality": "ZZ-99"}, None),
    "no locality": ("rbrvs: {conversion_factor: 38}", {}, None),
    # (0.18 + 0.07 + 0.01) x 100
    "the professional part": (
        "rbrvs: {conversion_factor: 100, geographic: false}",
        {"procedure_code": "71046", "modifiers": "26"},
        2_600,
    ),
    "a procedure without values": (
        "rbrvs: {conversion_factor: 38, geographic: false}",
        {"procedure_code": "99024"},
        None,
    ),
    "a procedure that the file lacks": (
        "rbrvs: {conversion_factor: 38, geographic: false}",
        {"procedure_code": "99999"},
        None,
    ),
    # (6 + 1.13) x 29.49
    "anaesthesia to two decimals": ("anaesthesia: {conversion_factor: 29.49, decimals: 2}", SLEEP, 21_026),
    # (6 + 1.1) x 29.49
    "to one decimal": ("anaesthesia: {conversion_factor: 29.49}", SLEEP, 20_938),
    "whole units, half a unit up": ("anaesthesia: {conversion_factor: 10, rounding: half}", SLEEP, 7_000),
    "whole units, from half a unit on": (
        "anaesthesia: {conversion_factor: 10, rounding: half}",
        SLEEP | {"minutes": 23},
        8_000,
    ),
    "every unit begun": ("anaesthesia: {conversion_factor: 10, rounding: up}", SLEEP | {"minutes": 31}, 9_000),
    "units of ten minutes": (
        "anaesthesia: {conversion_factor: 10, minutes_per_unit: 10}",
        SLEEP | {"minutes": 25},
        8_500,
    ),
    "medically directed": (
        "anaesthesia: {conversion_factor: 29.49, decimals: 2, direction: {QK: 50%, QX: 50%}}",
        SLEEP | {"modifiers": "QK"},
        10_513,
    ),
    "a patient in a severe state": (
        "anaesthesia: {conversion_factor: 10, physical_status: {P3: 1, P4: 2}, minutes_per_unit: 17}",
        SLEEP | {"modifiers": "AA:P4"},
        9_000,
    ),
    "medical supervision": ("anaesthesia: {conversion_factor: 10}", SLEEP | {"modifiers": "AD"}, 3_000),
    "a qualifying circumstance": (
        "anaesthesia: {conversion_factor: 10}",
        {"procedure_code": "99100", "charge_cents": 9_999},
        1_000,
    ),
    "anaesthesia without minutes": ("anaesthesia: {conversion_factor: 10}", SLEEP | {"minutes": None}, None),
    "usual charges": ("usual_charge: {percentile: 80}", {"service_zip": "35205"}, 8_000),
    "a percentile that the table lacks": ("usual_charge: {percentile: 90}", {"service_zip": "35205"}, None),
    "an area that the table lacks": ("usual_charge: {percentile: 80}", {"service_zip": "10001"}, None),
    "the greatest": (
        "reference_based: {take: greatest, of: [{usual_charge: {percentile: 50}}, {fee_schedule: {schedule: PPO}}]}",
        {"service_zip": "35205"},
        9_000,
    ),
    "the least, of what is found": (
        "reference_based: {take: least, of: [{usual_charge: {percentile: 50}}, {fee_schedule: {schedule: PPO}}]}",
        {},
        9_000,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_price(name: str, ask: Ask, book: Book) -> None:
    line, service, expected = CASES[name]
    prices = ask(book(f"name: only, {line}"), {"place_of_service": "11"} | service).prices
    reason = "no_contract_price" if expected is None else None
    assert prices.row(0) == (expected, "PPO only", reason)


STAY: dict[str, Any] = {"kind": "institutional", "bill_type": "11", "procedure_code": None, "drg": "470"}
ROOM = STAY | {"revenue_code": "0120", "units": 5_000, "charge_cents": 900_000}
UNIT = STAY | {"revenue_code": "0200", "units": 2_000, "charge_cents": 600_000}
DRUGS = STAY | {"revenue_code": "0250", "charge_cents": 300_000}
OF_CLAIM: dict[str, tuple[str, list[dict[str, Any]], list[int | None]]] = {
    # 3 x 1000 + 2 x 800 of the room, 2 x 3000 of intensive care: 10600.00, dealt 9 : 6 : 3
    "so much a day, by accommodation and band": (
        "per_diem: {accommodations: [{revenue_code: [020*], bands: [{from_day: 1, amount: 3000}]}, "
        "{revenue_code: [01*], bands: [{from_day: 1, amount: 1000}, {from_day: 4, amount: 800}]}]}",
        [ROOM, UNIT, DRUGS],
        [530_000, 353_333, 176_667],
    ),
    "no day of any accommodation": (
        "per_diem: {accommodations: [{revenue_code: [020*], bands: [{from_day: 1, amount: 3000}]}]}",
        [ROOM, DRUGS],
        [None, None],
    ),
    "one amount for the case": ("case_rate: {amount: 10000.01}", [ROOM, DRUGS], [750_001, 250_000]),
    "a day more than the case is for": (
        "case_rate: {amount: 8000, days: 4, day_amount: 500}",
        [ROOM, DRUGS],
        [637_500, 212_500],
    ),
    "the lesser of the case and the charges": ("case_rate: {amount: 90000}", [ROOM, DRUGS], [900_000, 300_000]),
    # 6000 x 1.9
    "base and weight": ("drg: {base: 6000}", [ROOM, DRUGS], [855_000, 285_000]),
    # 500 x 1.9 + 50; cost 12000 x 0.4 = 4800; 0.8 x (4800 - 1000 - 1000)
    "a dear stay": (
        "drg: {base: 500, add_on: 50, outlier: {threshold: 1000, cost_to_charge: 40%, marginal: 80%}}",
        [ROOM, DRUGS],
        [243_000, 81_000],
    ),
    # 5 days, mean 2.1: 2 whole days more
    "a long stay": ("drg: {base: 500, day_outlier: {amount: 100}}", [ROOM], [115_000]),
    "a long stay beyond a day more": ("drg: {base: 500, day_outlier: {amount: 100, beyond: 1}}", [ROOM], [105_000]),
    "a group without weight": ("drg: {base: 500}", [ROOM | {"drg": "001"}], [None]),
}


@pytest.mark.parametrize("name", OF_CLAIM)
def test_price_of_a_claim(name: str, ask: Ask, book: Book) -> None:
    line, services, expected = OF_CLAIM[name]
    prices = ask(book(f"name: stay, {line}"), *services).prices
    assert prices.get_column("contract_cents").to_list() == expected


def test_several_lines_at_once_are_priced_as_each_by_itself(ask: Ask, book: Book) -> None:
    contract = book("name: only, rbrvs: {conversion_factor: 38, geographic: false}")
    prices = ask(contract, {"place_of_service": "11"}, {"place_of_service": "21"}).prices
    assert prices.get_column("contract_cents").to_list() == [6_916, 5_396]


def test_carved_out_of_the_case(ask: Ask, book: Book) -> None:
    contract = book(
        "name: implants, match: {revenue_code: ['0278']}, percent_of_charge: {percent: 50%}",
        "name: case, match: {bill_type: [11*]}, case_rate: {amount: 3000}",
    )
    implant = STAY | {"revenue_code": "0278", "charge_cents": 500_000}
    prices = ask(contract, ROOM, implant, DRUGS).prices
    assert prices.rows() == [
        (225_000, "PPO case", None),
        (250_000, "PPO implants", None),
        (75_000, "PPO case", None),
    ]


def test_one_line_takes_the_whole_claim(ask: Ask, book: Book) -> None:
    contract = book(
        "name: rooms, match: {revenue_code: ['0120']}, case_rate: {amount: 3000}",
        "name: rest, percent_of_charge: {percent: 50%}",
    )
    other = DRUGS | {"claim_number": 2, "claim_index": 1}
    prices = ask(contract, ROOM, DRUGS, other).prices
    assert prices.get_column("price_line").to_list() == ["PPO rooms", "PPO rooms", "PPO rest"]
    assert prices.get_column("contract_cents").to_list() == [225_000, 75_000, 150_000]


FREE: list[tuple[str, list[dict[str, Any]], list[str | None]]] = [
    ("before the contract", [{"service_from": "2023"}], ["contract_not_in_force"]),
    ("after it", [{"service_from": "2026"}], ["contract_not_in_force"]),
    ("of another network", [{"contract": "HMO"}], ["contract_not_in_force"]),
    ("no line takes it", [{"procedure_code": "70000"}], ["no_contract_price"]),
    ("the price is above the charge", [{"charge_cents": 100}], ["price_above_charge"]),
    ("at the charge", [{"charge_cents": 9_000}], [None]),
    ("no group", [STAY | {"drg": None}], ["drg_missing"]),
]


@pytest.mark.parametrize(("name", "services", "expected"), FREE)
def test_lines_that_a_contract_leaves_open(
    name: str, services: list[dict[str, Any]], expected: list[str | None], ask: Ask, book: Book
) -> None:
    contract = book(
        "name: visits, match: {procedure_code: [99202-99215]}, fee_schedule: {schedule: PPO}, lesser_of_charge: false",
        "name: stays, match: {bill_type: [11*]}, drg: {base: 500}",
        head="ends: 2026-01-01",
    )
    days = {"2023": date(2023, 12, 31), "2026": date(2026, 1, 1)}
    dated = [row | {"service_from": days[row["service_from"]]} if "service_from" in row else row for row in services]
    assert ask(contract, *dated).prices.get_column("price_reason").to_list() == expected


def test_an_amendment_holds_from_its_day(ask: Ask, book: Book) -> None:
    amended = (
        "amendments:\n  - {effective: 2025-01-01, clause: A1, text: t, "
        "changes: {lines.all.percent_of_charge.percent: 60%}}"
    )
    contract = book("name: all, percent_of_charge: {percent: 50%}", amended=amended)
    days = [{"service_from": date(2024, 12, 31)}, {"service_from": date(2025, 1, 1)}]
    assert ask(contract, *days).prices.get_column("contract_cents").to_list() == [5_000, 6_000]
    clauses = [version.clause_of(version.terms.lines[0]).number for version in contract.contracts.contracts[0].versions]
    assert clauses == ["1", "A1"]


def test_criteria_of_the_provider_and_the_place(ask: Ask, book: Book) -> None:
    contract = book(
        "name: hearts, match: {specialty: [cardiology], place: [nonfacility]}, percent_of_charge: {percent: 90%}",
        "name: houses, match: {provider: [facility]}, percent_of_charge: {percent: 80%}",
        "name: rest, percent_of_charge: {percent: 70%}",
    )
    heart = {"specialty": "cardiology", "place_of_service": "11"}
    rows = [heart, heart | {"place_of_service": "21"}, {"provider_kind": "facility"}]
    assert ask(contract, *rows).prices.get_column("contract_cents").to_list() == [9_000, 7_000, 8_000]

"""Prices on the way to the kernel: contracts, what the plan recognises elsewhere, surprise bills, and their reasons."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from corridor.book.decide import decide
from corridor.claims.known import Known
from corridor.claims.prepare import prepare
from corridor.claims.pricing.book import PriceBook
from corridor.plan.compile import compile_plans
from corridor.plan.compiled import CompiledPlans
from corridor.plan.load import load_plan
from corridor.records.providers import PROVIDERS

Build = Callable[..., pl.DataFrame]
Book = Callable[..., PriceBook]

BASE = yaml.safe_load((Path(__file__).parents[2] / "worked" / "base_plan.yaml").read_text("utf-8"))
CLAUSE = {"clause": "1", "text": "t"}
OUTSIDE = CLAUSE | {"allowed": "30%"}
LISTED = [
    {"npi": "1", "network": "in", "contract": "PPO", "locality": "AL-00"},
    {"npi": "2", "network": "in", "contract": "HMO"},
    {"npi": "3", "network": "out", "state": "MD"},
    {"npi": "4", "network": "out", "locality": "AL-00"},
    {"npi": "5", "network": "in", "kind": "facility"},
]


def plan(deductible: int = 100, **terms: Any) -> CompiledPlans:
    """The base plan with a deductible and coinsurance of 20% in the network, of 50% outside, and other sections."""
    document = yaml.safe_load(yaml.safe_dump(BASE)) | {"code": "MED", "out_of_network": OUTSIDE} | terms
    document["deductible"]["in"] = {"individual": deductible, "family": 2 * deductible}
    document["benefits"][0] |= {
        "match": {"kinds": ["professional", "institutional"]},
        "in": {"deductible_applies": True, "coinsurance": "20%"},
        "out": {"deductible_applies": True, "coinsurance": "50%"},
    }
    return compile_plans([load_plan(yaml.safe_dump(document).encode(), "plan.yaml")])


SURPRISE = {"no_surprises": CLAUSE}
PROVIDER_ROWS = PROVIDERS.from_rows([row | {"effective_from": date(2024, 1, 1)} for row in LISTED])


@pytest.fixture(scope="session")
def contract(book: Book) -> PriceBook:
    return book(
        "name: visits, match: {procedure_code: [99202-99215]}, fee_schedule: {schedule: PPO}",
        "name: stays, match: {bill_type: [11*]}, drg: {base: 500}",
        "name: dear, match: {procedure_code: [J1*]}, lesser_of_charge: false, fee_schedule: {schedule: PPO}",
    )


CASES: dict[str, tuple[dict[str, Any], dict[str, Any], tuple[str, int, str, str | None, str | None]]] = {
    "a contract": ({}, {"billing_npi": "1"}, ("in", 9_000, "contract_line", "PPO visits", None)),
    "the lesser of its price and the charge": (
        {},
        {"billing_npi": "1", "charge_cents": 8_000},
        ("in", 8_000, "contract_line", "PPO visits", None),
    ),
    "a network's price comes before it": (
        {},
        {"billing_npi": "1", "repriced_cents": 7_000},
        ("in", 7_000, "repriced", None, None),
    ),
    "the sender says that it is outside": (
        {},
        {"billing_npi": "1", "network": "out"},
        ("out", 3_000, "plan_percent", None, None),
    ),
    "a contract that is not there": (
        {},
        {"billing_npi": "2"},
        ("in", 10_000, "charge", None, "contract_not_in_force"),
    ),
    "a service that it does not name": (
        {},
        {"billing_npi": "1", "procedure_code": "70010"},
        ("in", 10_000, "charge", None, "no_contract_price"),
    ),
    "a stay without a group": (
        {},
        {"billing_npi": "1", "kind": "institutional", "bill_type": "11", "procedure_code": None},
        ("in", 10_000, "charge", "PPO stays", "drg_missing"),
    ),
    "a price above the charge that is owed in full": (
        {},
        {"billing_npi": "1", "procedure_code": "J1100", "charge_cents": 10},
        ("in", 10, "contract_line", "PPO dear", "price_above_charge"),
    ),
    "a share of the charge outside": ({}, {"billing_npi": "4"}, ("out", 3_000, "plan_percent", None, None)),
    "usual charges outside": (
        {"out_of_network": OUTSIDE | {"percentile": 80}},
        {"billing_npi": "4", "service_zip": "35205"},
        ("out", 8_000, "usual_charge", None, None),
    ),
    "usual charges that nobody knows": (
        {"out_of_network": OUTSIDE | {"percentile": 80}},
        {"billing_npi": "4", "service_zip": "99999"},
        ("out", 3_000, "plan_percent", None, None),
    ),
    # 1.69395 x 32.7442 x 1.4
    "a share of Medicare's price": (
        {"out_of_network": OUTSIDE | {"reference": "140%"}},
        {"billing_npi": "4", "place_of_service": "11"},
        ("out", 7_765, "reference", None, None),
    ),
    # 1.82 x 32.7442 x 1.4
    "of the nation, where the locality is not known": (
        {"out_of_network": OUTSIDE | {"reference": "140%"}},
        {"billing_npi": "9", "place_of_service": "11"},
        ("out", 8_343, "reference", None, None),
    ),
    "the greatest of the two": (
        {"out_of_network": OUTSIDE | {"reference": "140%", "percentile": 80}},
        {"billing_npi": "4", "service_zip": "35205", "place_of_service": "11"},
        ("out", 8_000, "usual_charge", None, None),
    ),
    "an emergency": (
        SURPRISE,
        {"billing_npi": "4", "procedure_code": "99284", "place_of_service": "23", "charge_cents": 90_000},
        ("in", 20_000, "surprise_bill", "qualifying_amount", None),
    ),
    "an emergency that costs less": (
        SURPRISE,
        {"billing_npi": "4", "procedure_code": "99284", "is_emergency": True, "charge_cents": 15_000},
        ("in", 15_000, "surprise_bill", "charge", None),
    ),
    "consent has no effect on an emergency": (
        SURPRISE,
        {"billing_npi": "4", "procedure_code": "99284", "is_emergency": True, "has_consented": True},
        ("in", 10_000, "surprise_bill", "charge", None),
    ),
    "a state's law into which the plan has opted": (
        {"no_surprises": CLAUSE | {"opted_in": ["MD"]}},
        {"billing_npi": "3", "procedure_code": "99284", "is_emergency": True, "charge_cents": 90_000},
        ("in", 25_000, "surprise_bill", "law MD", None),
    ),
    "a state's law into which it has not": (
        SURPRISE,
        {"billing_npi": "3", "procedure_code": "99284", "is_emergency": True, "charge_cents": 90_000},
        ("in", 20_000, "surprise_bill", "qualifying_amount", None),
    ),
    "an outside provider in a network facility": (
        SURPRISE,
        {"billing_npi": "4", "procedure_code": "99284", "facility_npi": "5", "charge_cents": 90_000},
        ("in", 20_000, "surprise_bill", "qualifying_amount", None),
    ),
    "with notice and consent": (
        SURPRISE,
        {"billing_npi": "4", "procedure_code": "99284", "facility_npi": "5", "has_consented": True},
        ("out", 3_000, "plan_percent", None, None),
    ),
    "in a facility outside": (
        SURPRISE,
        {"billing_npi": "4", "procedure_code": "99284", "facility_npi": "4"},
        ("out", 3_000, "plan_percent", None, None),
    ),
    "ancillary services are not asked for consent": (
        SURPRISE,
        {"billing_npi": "4", "procedure_code": "80053", "facility_npi": "5", "has_consented": True},
        ("in", 10_000, "charge", None, "qualifying_amount_missing"),
    ),
    "air ambulance": (
        SURPRISE,
        {"billing_npi": "4", "procedure_code": "A0431", "charge_cents": 5_000_000},
        ("in", 900_000, "surprise_bill", "qualifying_amount", None),
    ),
    "ground ambulance": (
        SURPRISE,
        {"billing_npi": "4", "procedure_code": "A0429", "is_emergency": True},
        ("out", 3_000, "plan_percent", None, None),
    ),
    "a plan on which the act does not bind": (
        {"no_surprises": CLAUSE | {"applies": False}},
        {"billing_npi": "4", "procedure_code": "99284", "is_emergency": True},
        ("out", 3_000, "plan_percent", None, None),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_price_and_its_source(name: str, lines: Build, coverage: Build, contract: PriceBook) -> None:
    terms, line, expected = CASES[name]
    known = Known(providers=PROVIDER_ROWS, prices=contract)
    found = prepare(lines(line), coverage({}), plan(**terms), known=known)
    columns = ("tier", "allowed_cents", "price_source", "price_line", "reason")
    assert found.select(columns).row(0) == expected


def test_what_follows_an_emergency_is_part_of_it_until_the_patient_consents(
    lines: Build, coverage: Build, contract: PriceBook
) -> None:
    room = {"billing_npi": "4", "procedure_code": "99284", "is_emergency": True}
    ward = room | {"is_emergency": None, "line_number": 2}
    known = Known(providers=PROVIDER_ROWS, prices=contract)
    for consented, tier in ((None, "in"), (True, "out")):
        found = prepare(lines(room, ward | {"has_consented": consented}), coverage({}), plan(**SURPRISE), known=known)
        assert found.get_column("tier").to_list() == ["in", tier]


# Recognised 200.00, of which the deductible is 100.00 and the coinsurance 20.00; 900.00 is charged.
OWED = [
    ("nothing is agreed yet", None, 8_000, 20_000, 70_000),
    ("agreed above the recognised amount", 50_000, 38_000, 50_000, 40_000),
    ("agreed below it", 15_000, 3_000, 15_000, 75_000),
    ("agreed below what the member pays", 5_000, 0, 12_000, 78_000),
    ("agreed above the charge", 100_000, 78_000, 90_000, 0),
]


@pytest.mark.parametrize(("name", "agreed", "paid", "allowed", "written_off"), OWED, ids=[row[0] for row in OWED])
def test_the_plan_owes_the_rate_less_the_cost_share(
    name: str,
    agreed: int | None,
    paid: int,
    allowed: int,
    written_off: int,
    lines: Build,
    coverage: Build,
    contract: PriceBook,
) -> None:
    bill = {"billing_npi": "4", "procedure_code": "99284", "is_emergency": True, "charge_cents": 90_000}
    known = Known(providers=PROVIDER_ROWS, prices=contract)
    decided = decide(
        lines(bill | {"repriced_cents": agreed}), coverage({}), plan(**SURPRISE), date(2024, 3, 1), known=known
    )
    line = decided.decisions.row(0, named=True)
    assert (line["tier"], line["deductible_cents"], line["coinsurance_cents"]) == ("in", 10_000, 2_000)
    assert (line["plan_paid_cents"], line["allowed_cents"], line["write_off_cents"]) == (paid, allowed, written_off)
    assert line["above_allowed_cents"] == 0
    met = decided.accumulators.filter(kind="deductible", owner="person", tier="in").get_column("amount").to_list()
    assert met == [10_000]


def test_inside_the_deductible_the_plan_owes_the_rest(lines: Build, coverage: Build, contract: PriceBook) -> None:
    bill = {"billing_npi": "4", "procedure_code": "99284", "is_emergency": True, "charge_cents": 90_000}
    known = Known(providers=PROVIDER_ROWS, prices=contract)
    asked, under = lines(bill | {"repriced_cents": 50_000}), plan(deductible=1_000, **SURPRISE)
    line = decide(asked, coverage({}), under, date(2024, 3, 1), known=known).decisions.row(0, named=True)
    assert (line["deductible_cents"], line["plan_paid_cents"], line["write_off_cents"]) == (20_000, 30_000, 40_000)


def test_nothing_is_asked_where_no_prices_are_known(lines: Build, coverage: Build) -> None:
    bill = {"billing_npi": "1", "procedure_code": "99284", "is_emergency": True}
    found = prepare(lines(bill), coverage({}), plan(**SURPRISE), known=Known(providers=PROVIDER_ROWS))
    assert found.select("price_source", "price_line", "added_cents", "reason").row(0) == ("charge", None, None, None)

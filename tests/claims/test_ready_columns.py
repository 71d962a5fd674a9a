"""What the kernel is told of a line beside its price: a row for every way in which a column comes about."""

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest

from corridor.adjudication.door import MAX_UNITS
from corridor.claims.prepare import prepare
from corridor.claims.units import MOST_UNITS
from corridor.plan.compiled import CompiledPlans
from corridor.records.history import HISTORY

Build = Callable[..., pl.DataFrame]

COVERED: list[dict[str, Any]] = [
    {"plan_code": plan, "product": product}
    for plan, product in (("ALLMED", "medical"), ("ALLDEN", "dental"), ("ALLRX", "pharmacy"))
]
CROWN: dict[str, Any] = {"kind": "dental", "procedure_code": "D2740", "charge_cents": 100_00, "network": "in"}
DRUG: dict[str, Any] = {"kind": "pharmacy", "procedure_code": "22222000101", "charge_cents": 100_00, "network": "in"}
BRAND = DRUG | {"generic_cents": 30_00}
ROOM: dict[str, Any] = {"kind": "institutional", "bill_type": "11", "revenue_code": "0120", "procedure_code": None}
THERAPY: dict[str, Any] = {"procedure_code": "97110"}
AFTER: dict[str, Any] = {"network": "in", "other_payer_paid_cents": 60_00}


def ready(line: dict[str, Any], lines: Build, coverage: Build, all_rules: CompiledPlans) -> dict[str, Any]:
    return prepare(lines(line), coverage(*COVERED), all_rules).row(0, named=True)


TABLE: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("nothing special", {}, {"recognised_cents": None, "allowable_cents": None, "other_paid_cents": None, "units": 1}),
    ("the plan's alternate", CROWN, {"allowed_cents": 100_00, "recognised_cents": 60_00}),
    ("the sender's alternate before it", CROWN | {"alternate_cents": 70_00}, {"recognised_cents": 70_00}),
    ("an alternate dearer than the service", CROWN | {"charge_cents": 50_00}, {"recognised_cents": 50_00}),
    ("no alternate for another code", CROWN | {"procedure_code": "D2391"}, {"recognised_cents": None}),
    ("the patient asked for the brand", BRAND | {"daw": "2"}, {"recognised_cents": 30_00}),
    ("the prescriber asked for the brand", BRAND | {"daw": "1"}, {"recognised_cents": 30_00}),
    ("nobody asked for the brand", BRAND | {"daw": "0"}, {"recognised_cents": None}),
    ("the pharmacy had no generic", BRAND | {"daw": "4"}, {"recognised_cents": None}),
    ("there is no generic", DRUG | {"daw": "1"}, {"recognised_cents": None}),
    ("a plan that pays for brands", BRAND | {"daw": "1", "procedure_code": "11111000101"}, {"recognised_cents": None}),
    ("days' supply", DRUG | {"days_supply": 90, "units": 180_000}, {"units": 90}),
    ("a drug without days' supply", DRUG | {"units": 180_000}, {"units": 1}),
    ("a fill", DRUG | {"procedure_code": "11111000101", "days_supply": 90}, {"units": 1}),
    ("four services", THERAPY | {"units": 4000}, {"units": 4}),
    ("more than a service, less than two", THERAPY | {"units": 1999}, {"units": 1}),
    ("less than a service", THERAPY | {"units": 125}, {"units": 1}),
    ("more than anybody counts", THERAPY | {"units": 10**12}, {"units": MOST_UNITS}),
    ("room and board", ROOM | {"units": 3000, "service_to": date(2024, 2, 9)}, {"units": 3}),
    ("room and board by the dates", ROOM | {"units": 0, "service_to": date(2024, 2, 4)}, {"units": 3}),
    ("room and board within a day", ROOM | {"units": 0}, {"units": 1}),
    ("nursing at home", {"procedure_code": "T1000", "service_to": date(2024, 2, 4), "units": 64_000}, {"units": 4}),
    ("a tooth", CROWN | {"tooth": " 08 "}, {"tooth": "8"}),
    ("teeth", CROWN | {"tooth": "a:10"}, {"tooth": "A:10"}),
    ("the quadrant of a tooth", CROWN | {"procedure_code": "D4341", "tooth": "14"}, {"tooth": "UL"}),
    ("a quadrant as sent", CROWN | {"procedure_code": "D4341", "tooth": "LR"}, {"tooth": "LR"}),
    ("quadrants of teeth", CROWN | {"procedure_code": "D4341", "tooth": "30:31:K:51"}, {"tooth": "LL:LR:UR"}),
    ("surfaces", CROWN | {"surfaces": "m:o,d"}, {"surfaces": "MOD"}),
    ("no surface", CROWN | {"surfaces": ":"}, {"surfaces": None}),
    ("authorisation missing", {"procedure_code": "27447"}, {"is_unauthorised": True}),
    ("authorisation blank", {"procedure_code": "27447", "authorization": " "}, {"is_unauthorised": True}),
    ("authorised", {"procedure_code": "27447", "authorization": "A1"}, {"is_unauthorised": False}),
    ("no authorisation asked for", {}, {"is_unauthorised": False}),
    ("after another payer", AFTER, {"other_paid_cents": 60_00, "allowable_cents": 100_00}),
    (
        "of the higher amount, at most the charge",
        AFTER | {"repriced_cents": 80_00, "other_payer_allowed_cents": 120_00},
        {"allowable_cents": 100_00},
    ),
    (
        "of the higher amount",
        AFTER | {"repriced_cents": 80_00, "other_payer_allowed_cents": 90_00},
        {"allowable_cents": 90_00},
    ),
    ("another payer paid nothing", AFTER | {"other_payer_paid_cents": 0}, {"other_paid_cents": None}),
    ("the first day of a stay", ROOM | {"admission_date": date(2024, 1, 30)}, {"admission_date": date(2024, 1, 30)}),
]


@pytest.mark.parametrize(("line", "expected"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_what_the_kernel_is_told(
    line: dict[str, Any], expected: dict[str, Any], lines: Build, coverage: Build, all_rules: CompiledPlans
) -> None:
    found = ready(line, lines, coverage, all_rules)
    assert {name: found[name] for name in expected} == expected


def test_as_many_units_as_the_kernel_takes() -> None:
    assert MOST_UNITS == MAX_UNITS


def test_the_other_lines_of_a_stay_count_no_days_of_their_own(
    lines: Build, coverage: Build, all_rules: CompiledPlans
) -> None:
    stay = lines(ROOM | {"units": 3000}, ROOM | {"line_number": 2, "revenue_code": "0250", "units": 7000})
    assert prepare(stay, coverage(*COVERED), all_rules)["units"].to_list() == [3, 0]


@pytest.mark.parametrize(
    ("visit", "is_admitted"),
    [
        (date(2024, 2, 3), None),
        (date(2024, 2, 4), True),
        (date(2024, 2, 5), True),
        (date(2024, 2, 6), None),
    ],
)
@pytest.mark.parametrize("in_history", [False, True])
def test_a_visit_on_the_day_of_an_admission_or_before(
    visit: date, is_admitted: bool | None, in_history: bool, lines: Build, coverage: Build, all_rules: CompiledPlans
) -> None:
    stay = ROOM | {
        "admission_date": date(2024, 2, 5),
        "service_from": date(2024, 2, 6),
        "received_date": date(2024, 3, 1),
    }
    seen = {"claim_number": 2, "service_from": visit, "received_date": date(2024, 3, 1)}
    both, people = lines(stay, seen), coverage(*COVERED)
    if in_history:
        decided = both.head(1).with_columns(member_id=pl.lit("E1"), allowed_cents=pl.lit(0), copay_cents=pl.lit(0))
        found = prepare(both.tail(1), people, all_rules, history=HISTORY.conform(decided))
        assert found["is_admitted"].to_list() == [is_admitted]
    else:
        assert prepare(both, people, all_rules)["is_admitted"].to_list() == [True, is_admitted]


def test_a_stay_that_comes_later_changes_nothing_and_of_somebody_else_neither(
    lines: Build, coverage: Build, all_rules: CompiledPlans
) -> None:
    people = coverage(*COVERED, {"plan_code": "ALLMED", "member_id": "E9", "subscriber_id": "E9"})
    batch = lines({}, ROOM | {"claim_number": 2, "member_id": "E9"}, {"claim_number": 3, "procedure_code": "99214"})
    assert prepare(batch, people, all_rules)["is_admitted"].to_list() == [None, True, None]
    later = lines({}, ROOM | {"claim_number": 2})
    assert prepare(later, people, all_rules)["is_admitted"].to_list() == [None, True]

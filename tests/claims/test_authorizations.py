"""Authorisations: a table of states, what the plan does about them, units that run out, and the slow twin."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.book.decide import decide
from corridor.book.opening import Opening
from corridor.claims.authorizations import STATES
from corridor.claims.known import Known
from corridor.claims.prepare import prepare
from corridor.plan.compile import compile_plans
from corridor.plan.compiled import CompiledPlans
from corridor.plan.load import load_plan
from corridor.records.authorizations import AUTHORIZATIONS
from corridor.records.history import HISTORY
from corridor.records.recoveries import RELEASES
from tests.oracle.authorizations import COUNTS_AS_NONE, judge

Build = Callable[..., pl.DataFrame]

DAY = date(2024, 7, 10)
SURGERY = {"procedure_code": "27447", "service_from": DAY, "service_to": DAY, "received_date": date(2024, 8, 1)}
GRANTED: dict[str, Any] = {
    "number": "A-1",
    "member_id": "E1",
    "procedure_first": "27000",
    "procedure_last": "27999",
    "valid_from": date(2024, 7, 1),
    "valid_to_exclusive": date(2024, 8, 1),
    "requested_on": date(2024, 7, 1),
    "status": "approved",
}
PLAN = Path(__file__).parent / "plans" / "all_med.yaml"
SECTION = """
authorization:
  clause: "20"
  text: Ask before the service, or within five days of it.
  late_days: 5
  missing: {missing}
limits:"""


def plans(missing: str) -> CompiledPlans:
    text = PLAN.read_text().replace("\nlimits:", SECTION.format(missing=missing), 1)
    late = "{clause: '21', text: A late one costs $20., amount: 20}"
    least = "{clause: '22', text: None at all costs half., percent: 50%}"
    in_network = "    in: {deductible_applies: true, coinsurance: 20%"
    text = text.replace(in_network, f"{in_network}, penalty: {least}, late_penalty: {late}", 1)
    return compile_plans([load_plan(text.encode(), f"{missing}.yaml")])


PLANS = {missing: plans(missing) for missing in ("penalty", "deny", "hold")}


def known(*rows: dict[str, Any], released: pl.DataFrame | None = None) -> Known:
    return Known(authorizations=AUTHORIZATIONS.from_rows([GRANTED | row for row in rows]), released=released)


TABLE: list[tuple[str, dict[str, Any], list[dict[str, Any]], str | None]] = [
    ("an office visit asks for none", {"procedure_code": "99213"}, [{}], None),
    ("the number is on the claim", {"authorization": "A-1"}, [{}], "authorised"),
    ("written otherwise", {"authorization": " a-1 "}, [{}], "authorised"),
    ("found by person, code and day", {}, [{}], "authorised"),
    ("an open end", {}, [{"valid_to_exclusive": None}], "authorised"),
    ("the last day is not the end", {}, [{"valid_to_exclusive": DAY}], "none"),
    ("stated, but for other days", {"authorization": "A-1"}, [{"valid_to_exclusive": DAY}], "other_days"),
    ("nobody asked", {}, [], "none"),
    ("a number that is of none", {"authorization": "X"}, [{}], "unknown"),
    ("a number of somebody else", {"authorization": "A-1"}, [{"member_id": "E2"}], "others"),
    ("a number for another code", {"authorization": "A-1"}, [{"procedure_last": "27100"}], "others"),
    ("a number for another product", {"authorization": "A-1"}, [{"product": "dental"}], "others"),
    ("a number for another plan", {"authorization": "A-1"}, [{"plan_code": "OTHER"}], "others"),
    ("one code alone", {}, [{"procedure_first": "27447", "procedure_last": None}], "authorised"),
    ("no codes: any service", {}, [{"procedure_first": None, "procedure_last": None}], "authorised"),
    ("by revenue code alone", {}, [{"procedure_first": None, "revenue_first": "0120"}], "none"),
    ("another provider", {}, [{"billing_npi": "1"}], "none"),
    ("its own provider", {"billing_npi": "1"}, [{"billing_npi": "1"}], "authorised"),
    ("on the day of the service", {}, [{"requested_on": DAY}], "authorised"),
    ("the day after it", {}, [{"requested_on": DAY + timedelta(1)}], "late"),
    ("on the last day that is only late", {}, [{"requested_on": DAY + timedelta(5)}], "late"),
    ("a day too late", {}, [{"requested_on": DAY + timedelta(6)}], "requested_too_late"),
    (
        "late counts from the first day of a stay",
        {"admission_date": date(2024, 7, 4)},
        [{"requested_on": DAY}],
        "requested_too_late",
    ),
    ("refused", {}, [{"status": "denied"}], "refused"),
    ("not answered yet", {"authorization": "A-1"}, [{"status": "pending"}], "undecided"),
    ("the best of two counts", {}, [{"status": "denied"}, {"number": "A-2"}], "authorised"),
    ("more units than granted", {"units": 3000}, [{"units_granted": 2}], "used_up"),
    ("as many units as granted", {"units": 2000}, [{"units_granted": 2}], "authorised"),
    ("units used before count", {"units": 2000}, [{"units_granted": 3, "units_used": 2}], "used_up"),
    ("the next one has units left", {}, [{"units_granted": 0}, {"number": "A-2"}], "authorised"),
]


def found(claims: pl.DataFrame, people: pl.DataFrame, plan: str, what: Known, **more: Any) -> list[dict[str, Any]]:
    return prepare(claims, people, PLANS[plan], known=what, **more).to_dicts()


@pytest.fixture
def people(coverage: Build) -> pl.DataFrame:
    return coverage({"plan_code": "ALLMED"}, {"plan_code": "ALLMED", "member_id": "E2", "subscriber_id": "E2"})


@pytest.mark.parametrize(("line", "rows", "state"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_states(
    line: dict[str, Any], rows: list[dict[str, Any]], state: str, lines: Build, people: pl.DataFrame
) -> None:
    [row] = found(lines(SURGERY | line), people, "penalty", known(*rows))
    assert row["authorization_state"] == state
    assert row["is_late"] == (state == "late")
    assert row["is_unauthorised"] == (state in COUNTS_AS_NONE)
    assert row["reason"] == ("authorization_invalid" if state in ("unknown", "others") else None)


def test_every_state_has_a_row() -> None:
    assert {row[-1] for row in TABLE} - {None} == set(STATES)


@pytest.mark.parametrize(
    ("plan", "reason"), [("penalty", None), ("deny", "authorization_missing"), ("hold", "authorization_under_review")]
)
def test_what_the_plan_does_about_a_missing_one(
    plan: str, reason: str | None, lines: Build, people: pl.DataFrame
) -> None:
    claims = lines(SURGERY, SURGERY | {"claim_number": 2, "charge_cents": 7})
    none, used_up = found(claims, people, plan, known({"units_granted": 0}))
    assert [none["reason"], used_up["reason"]] == [reason, reason]
    assert none["authorization_state"] == used_up["authorization_state"] == "used_up"
    [missing] = found(lines(SURGERY), people, plan, known())
    assert (missing["reason"], missing["is_unauthorised"]) == (reason, plan == "penalty")


def test_without_a_file_a_number_is_taken_as_it_is(lines: Build, people: pl.DataFrame) -> None:
    claims = lines(SURGERY, SURGERY | {"claim_number": 2, "authorization": "ANY"})
    silent, stated = found(claims, people, "deny", Known())
    assert (silent["reason"], stated["reason"]) == ("authorization_missing", None)


def test_a_released_claim_is_paid_without_penalty(lines: Build, people: pl.DataFrame) -> None:
    released = RELEASES.from_rows(
        [{"claim_number": 1, "reason": "authorization_under_review", "released_on": DAY, "why": "seen"}]
    )
    for rows in ((), ({"units_granted": 0},)):
        [row] = found(lines(SURGERY), people, "hold", known(*rows, released=released))
        assert (row["reason"], row["is_unauthorised"], row["is_late"]) == (None, False, False)


def test_units_are_used_in_the_order_of_decision(lines: Build, people: pl.DataFrame) -> None:
    claims = lines(*(SURGERY | {"claim_number": n, "charge_cents": n, "units": 2000} for n in range(1, 4)))
    rows = found(claims, people, "penalty", known({"units_granted": 5}))
    assert [row["authorization_state"] for row in rows] == ["authorised", "authorised", "used_up"]
    assert [row["authorization_units"] for row in rows] == [2, 2, None]


def test_what_is_refused_uses_nothing(lines: Build, people: pl.DataFrame) -> None:
    late = {"received_date": date(2025, 8, 1), "units": 2000}
    rows = found(lines(SURGERY | late, SURGERY | {"claim_number": 2}), people, "penalty", known({"units_granted": 1}))
    assert [row["reason"] for row in rows] == ["timely_filing", None]
    assert rows[1]["authorization_units"] == 1


def test_two_batches_use_what_one_would(lines: Build, people: pl.DataFrame) -> None:
    rows = [SURGERY | {"claim_number": n, "charge_cents": n * 100} for n in range(1, 6)]
    what, plan = known({"units_granted": 3}), PLANS["penalty"]
    whole = decide(lines(*rows), people, plan, DAY, known=what)
    first = decide(lines(*rows[:2]), people, plan, DAY, known=what)
    kinds = first.accumulators.filter(pl.col("kind").str.starts_with("authorization:"))
    assert kinds.select("owner_id", "kind", "amount").rows() == [("E1", "authorization:A-1", 2)]
    second = decide(
        lines(*rows[2:]), people, plan, DAY, known=what, opening=Opening(first.accumulators, HISTORY.empty())
    )
    assert second.accumulators.equals(whole.accumulators)
    assert pl.concat([first.decisions, second.decisions]).equals(whole.decisions)


def test_a_late_one_costs_the_late_penalty(lines: Build, people: pl.DataFrame) -> None:
    claims = lines(SURGERY | {"charge_cents": 50_000, "network": "in"})
    late = decide(claims, people, PLANS["penalty"], DAY, known=known({"requested_on": DAY + timedelta(2)}))
    none = decide(claims, people, PLANS["penalty"], DAY, known=known())
    assert late.decisions["penalty_cents"].to_list() == [2_000]
    assert none.decisions["penalty_cents"].to_list() == [25_000]


days = st.dates(date(2024, 7, 5), date(2024, 7, 16))


@st.composite
def authorizations(draw: st.DrawFn, number: str) -> dict[str, Any]:
    return GRANTED | {
        "number": number,
        "member_id": draw(st.sampled_from(["E1", "E1", "e2"])),
        "product": draw(st.sampled_from([None, None, "medical", "dental"])),
        "procedure_first": draw(st.sampled_from([None, "27000", "27447", "27500"])),
        "procedure_last": draw(st.sampled_from([None, "27999"])),
        "billing_npi": draw(st.sampled_from([None, None, "1"])),
        "units_granted": draw(st.sampled_from([None, 0, 1, 3, 5])),
        "units_used": draw(st.sampled_from([None, None, 1])),
        "valid_from": draw(days),
        "valid_to_exclusive": draw(st.sampled_from([None, date(2024, 7, 17)])),
        "requested_on": draw(st.none() | days),
        "status": draw(st.sampled_from(["approved"] * 5 + ["denied", "pending"])),
    }


@st.composite
def services(draw: st.DrawFn) -> dict[str, Any]:
    return SURGERY | {
        "member_id": draw(st.sampled_from(["E1", "E1", "E2"])),
        "procedure_code": draw(st.sampled_from(["27447", "27447", "27600", "99213"])),
        "service_from": draw(days),
        "service_to": date(2024, 7, 16),
        "received_date": draw(st.sampled_from([date(2024, 8, 1)] * 4 + [date(2025, 8, 1)])),
        "admission_date": draw(st.sampled_from([None, None, date(2024, 7, 4)])),
        "billing_npi": draw(st.sampled_from([None, "1"])),
        "authorization": draw(st.sampled_from([None, None, "A-0", "a-1", "A-9"])),
        "units": draw(st.sampled_from([1000, 1000, 2000])),
    }


@settings(max_examples=150, deadline=None)
@given(
    granted=st.integers(0, 3).flatmap(lambda n: st.tuples(*(authorizations(f"A-{each}") for each in range(n)))),
    rows=st.lists(services(), min_size=1, max_size=6),
    plan=st.sampled_from(sorted(PLANS)),
)
def test_the_slow_twin_agrees(
    granted: tuple[dict[str, Any], ...], rows: list[dict[str, Any]], plan: str, lines: Build, coverage: Build
) -> None:
    members = coverage({"plan_code": "ALLMED"}, {"plan_code": "ALLMED", "member_id": "E2", "subscriber_id": "E2"})
    claims = lines(
        *(row | {"claim_number": n, "charge_cents": n, "rendering_npi": str(n)} for n, row in enumerate(rows, 1))
    )
    ready = found(claims, members, plan, known(*granted))
    facts = [
        row
        | {
            "is_asked": row["procedure_code"] != "99213",
            "member": row["member_id"],
            "plan": "ALLMED",
            "product": "medical",
            "late_days": 5,
            "counted": row["units"] // 1000,
            "is_stopped": row["received_date"].year == 2025,
        }
        for row in claims.to_dicts()
    ]
    expected = judge(facts, AUTHORIZATIONS.from_rows(list(granted)).to_dicts(), {})
    states = [(r["authorization_state"], r["authorization_number"], r["authorization_units"]) for r in ready]
    assert states == expected
    for row, fact in zip(ready, facts, strict=True):
        lacks = row["authorization_state"] in COUNTS_AS_NONE
        reason = {"deny": "authorization_missing", "hold": "authorization_under_review"}.get(plan) if lacks else None
        if row["authorization_state"] in ("unknown", "others"):
            reason = "authorization_invalid"
        assert row["reason"] == ("timely_filing" if fact["is_stopped"] else reason)
        assert row["is_unauthorised"] == (lacks and plan == "penalty")

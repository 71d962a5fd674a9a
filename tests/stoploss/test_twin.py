"""The settlement agrees to the cent with its slow twin on generated contracts, payments and enrolment."""

from datetime import date, timedelta
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.stoploss.aggregate import aggregate_eligible, aggregate_reimbursement
from corridor.stoploss.attachment import attachment_point
from corridor.stoploss.contract import Contract
from corridor.stoploss.months import person_months
from corridor.stoploss.position import positions
from corridor.stoploss.specific import settle_specific
from tests.oracle import stoploss as twin

PEOPLE = ["A", "B", "C", "D"]
MONTHS = [date(2025, month, 1) for month in range(1, 13)]
PERCENT = st.sampled_from(["100%", "90%", "66.67%", "0.01%"])
BASIS = st.sampled_from(["12/12", "12/15", "15/12", "24/18", "paid"])
PRODUCTS = st.sampled_from([["medical"], ["medical", "pharmacy"], ["medical", "pharmacy", "dental"]])
DOLLARS = st.integers(0, 400)


@st.composite
def specifics(draw: st.DrawFn) -> dict[str, Any]:
    deductible = draw(st.integers(0, 100))
    lasered = draw(st.lists(st.sampled_from(PEOPLE), unique=True, max_size=2))
    lasers = [
        {"member": member, **draw(st.sampled_from([{"excluded": True}, {"deductible": deductible + 70}]))}
        for member in lasered
    ]
    return {
        "basis": draw(BASIS),
        "products": draw(PRODUCTS),
        "deductible": deductible,
        "lasers": lasers,
        "reimbursement": draw(PERCENT),
        "aggregating_deductible": draw(st.sampled_from([0, 0, 60, 200])),
        "person_maximum": draw(st.sampled_from([None, None, 80])),
        "annual_maximum": draw(st.sampled_from([None, None, 120])),
        "run_in_maximum_per_person": draw(st.sampled_from([None, 50])),
    }


@st.composite
def attachments(draw: st.DrawFn) -> dict[str, Any]:
    levels = draw(st.sampled_from([{"composite": 10.01}, {"EMP": 7.77, "FAM": 19.99}]))
    way: dict[str, Any] = draw(
        st.sampled_from(
            [
                {"expected_per_month": levels, "corridor": "125%"},
                {"expected_per_month": levels, "corridor": "110.5%"},
                {"factor_per_month": levels},
                {"per_employee_per_year": 100},
            ]
        )
    )
    minimum = draw(st.sampled_from([{}, {"first_month_share": "95%"}, {"amount": 300}]))
    return {**way, "minimum": minimum}


@st.composite
def contracts(draw: st.DrawFn) -> Contract:
    specific = draw(st.none() | specifics())
    limits = ["none", 90] if specific is None else ["none", 90, "specific"]
    aggregate = {
        "basis": draw(BASIS),
        "products": draw(PRODUCTS),
        "attachment": draw(attachments()),
        "loss_limit": draw(st.sampled_from(limits)),
        "lasered_amounts_count": draw(st.booleans()),
        "aggregating_amounts_count": draw(st.booleans()),
        "reimbursement": draw(PERCENT),
        "annual_maximum": draw(st.sampled_from([None, 150])),
    }
    policy = {
        "start": MONTHS[0],
        "end_exclusive": date(2026, 1, 1),
        "covered_since": date(2024, 3, 1),
        "exclusions": draw(st.sampled_from([[], ["experimental"]])),
        "specific": specific,
        "aggregate": aggregate,
    }
    return Contract.model_validate(
        {
            "code": "TEST",
            "name": "generated",
            "carrier": "none",
            "currency": "USD",
            "reading": "aggregate_per_employee",
            "paid_means": "issued",
            "incurred_means": "service_from",
            "policies": [policy],
        }
    )


DAYS = st.integers(0, 900).map(lambda days: date(2024, 1, 1) + timedelta(days=days))
LINES = st.lists(
    st.fixed_dictionaries(
        {
            "member_id": st.sampled_from(PEOPLE),
            "product": st.sampled_from(["medical", "pharmacy", "dental"]),
            "service_from": DAYS,
            "paid_on": DAYS,
            "amount_cents": st.integers(-9_000, 15_000),
            "exclusion": st.sampled_from([None, None, "experimental", "work_related"]),
            "takes_back_paid_on": st.none() | DAYS,
        }
    ),
    max_size=25,
)
SCHEMA = {
    "member_id": pl.String,
    "product": pl.String,
    "service_from": pl.Date,
    "paid_on": pl.Date,
    "amount_cents": pl.Int64,
    "exclusion": pl.String,
    "takes_back_paid_on": pl.Date,
}
ENROLMENT = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=12, max_size=12)
AS_OF = st.integers(0, 700).map(lambda days: MONTHS[0] + timedelta(days=days))


def _frame(lines: list[twin.Line]) -> pl.DataFrame:
    return pl.DataFrame(lines, schema=SCHEMA, orient="row")


def _enrolment(counts: list[tuple[int, int]]) -> tuple[pl.DataFrame, dict[date, dict[str, int]]]:
    levels = {month: {"EMP": emp, "FAM": fam} for month, (emp, fam) in zip(MONTHS, counts, strict=True)}
    rows = [(month, level, count) for month, of in levels.items() for level, count in of.items()]
    return pl.DataFrame(rows, schema=["month", "coverage_level", "employees"], orient="row"), levels


def _months(lines: list[twin.Line], policy: Any, as_of: date, name: str) -> dict[tuple[str, date], int]:
    cover = getattr(policy, name)
    return {} if cover is None else twin.eligible_by_month(lines, policy, cover, as_of)


@settings(max_examples=150, deadline=None)
@given(contracts(), LINES, AS_OF)
def test_eligible_paid_by_person_and_month(contract: Contract, lines: list[twin.Line], as_of: date) -> None:
    policy = contract.policies[0]
    found = person_months(_frame(lines), contract, policy, as_of)
    specific, aggregate = (_months(lines, policy, as_of, name) for name in ("specific", "aggregate"))
    expected = [
        (member, month, specific.get((member, month), 0), aggregate.get((member, month), 0))
        for member, month in sorted({*specific, *aggregate})
    ]
    assert found.rows() == expected


@settings(max_examples=200, deadline=None)
@given(contracts(), LINES, AS_OF)
def test_specific_per_person(contract: Contract, lines: list[twin.Line], as_of: date) -> None:
    policy = contract.policies[0]
    if policy.specific is None:
        return
    found = settle_specific(person_months(_frame(lines), contract, policy, as_of), policy.specific)
    members = found.get_column("member_id").to_list()
    people = twin.settle(_months(lines, policy, as_of, "specific"), members, policy.specific)
    names = ("eligible", "deductible", "lasered", "excess", "pooled")
    assert [row[1:6] for row in found.rows()] == [tuple(people[member][name] for name in names) for member in members]
    total = twin.specific_total(people, policy.specific)
    assert found.get_column("reimbursement_cents").sum() == total
    if total == sum(person["reimbursement"] for person in people.values()):
        assert found.get_column("reimbursement_cents").to_list() == [people[who]["reimbursement"] for who in members]


@settings(max_examples=200, deadline=None)
@given(contracts(), LINES, ENROLMENT, AS_OF)
def test_aggregate(contract: Contract, lines: list[twin.Line], counts: list[tuple[int, int]], as_of: date) -> None:
    policy = contract.policies[0]
    assert policy.aggregate is not None
    frame, levels = _enrolment(counts)
    months = person_months(_frame(lines), contract, policy, as_of)
    counted = aggregate_eligible(months, policy).counted_cents
    members = months.get_column("member_id").unique().to_list()
    specific = policy.specific
    people = twin.settle(_months(lines, policy, as_of, "specific"), members, specific) if specific else {}
    assert counted == twin.aggregate_counted(_months(lines, policy, as_of, "aggregate"), people, policy)
    point = attachment_point(frame, policy, as_of)
    ytd, annual = twin.attachment(levels, policy, as_of)
    assert (point.monthly.get_column("attachment_ytd_cents").to_list(), point.annual_cents) == (ytd, annual)
    owed = aggregate_reimbursement(counted, point.annual_cents, policy.aggregate)
    assert owed == twin.aggregate_owed(counted, annual, policy.aggregate)


@settings(max_examples=60, deadline=None)
@given(contracts(), LINES, ENROLMENT, AS_OF, st.randoms(use_true_random=False))
def test_the_position_does_not_depend_on_the_order_of_payments(
    contract: Contract, lines: list[twin.Line], counts: list[tuple[int, int]], as_of: date, random: Any
) -> None:
    enrolment, _ = _enrolment(counts)
    shuffled = random.sample(lines, len(lines))
    (first,) = positions(contract, _frame(lines), enrolment, as_of)
    (second,) = positions(contract, _frame(shuffled), enrolment, as_of)
    assert first.claimants.equals(second.claimants)
    assert first.months.equals(second.months)


@settings(max_examples=60, deadline=None)
@given(contracts(), LINES, ENROLMENT, AS_OF)
def test_the_last_month_shows_what_is_settled(
    contract: Contract, lines: list[twin.Line], counts: list[tuple[int, int]], as_of: date
) -> None:
    enrolment, _ = _enrolment(counts)
    (position,) = positions(contract, _frame(lines), enrolment, as_of)
    assert position.aggregate is not None
    assert position.months.get_column("eligible_ytd_cents")[-1] == position.aggregate.eligible.counted_cents
    known = position.months.get_column("attachment_cents").sum()
    assert position.months.get_column("attachment_ytd_cents")[-1] == known

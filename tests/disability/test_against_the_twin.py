"""On generated plans, people and certifications: the slow twin agrees to the cent, and sums and limits hold."""

from datetime import timedelta
from typing import Any

import polars as pl
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.book.numbering import number_claims
from corridor.codes.reasons import NO_ORIGINAL
from corridor.disability.decide import Week, decide_disability, decide_weeks
from corridor.disability.explain import explain_week
from corridor.disability.load import DisabilityPlan, load_disability_plan
from corridor.disability.weeks import claims_from
from corridor.records.decisions import DECISIONS
from tests.disability.conftest import certifications, covered, day, facts_of, plan_document
from tests.disability.test_cases import twin_plan
from tests.oracle import disability as twin

PEOPLE = ("ANN", "BOB", "CEM")
DAY = timedelta(days=1)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    values: dict[str, Any] = {
        "percent": draw(st.sampled_from([60, 66.67, 50, 99.99, 100])),
        "maximum": draw(st.sampled_from([0, 0.01, 333.33, 1000, 99999])),
        "injury": draw(st.sampled_from([0, 1, 7, 10])),
        "elimination": draw(st.sampled_from([0, 3, 7, 14, 30])),
        "weeks": draw(st.integers(1, 6)),
        "proof_days": draw(st.sampled_from([20, 90])),
        "other_income": draw(st.booleans()),
    }
    if draw(st.booleans()):
        values["recurrent_days"] = draw(st.integers(1, 30))
    return plan_document(**values) | {"effective": day(draw(st.sampled_from([-400, 10])))}


@st.composite
def rows(draw: st.DrawFn) -> list[dict[str, Any]]:
    found = []
    for number in range(draw(st.integers(1, 5))):
        begin = day(draw(st.sampled_from([1, 2, 20, 40])))
        first = begin + draw(st.integers(0, 25)) * DAY
        last = first + draw(st.integers(0, 50)) * DAY
        found.append(
            {
                "claim_id": f"D{number}",
                "member_id": draw(st.sampled_from(PEOPLE)),
                "cause": draw(st.sampled_from(["injury", "sickness"])),
                "disability_from": begin,
                "certified_from": first,
                "certified_to": last,
                "returned_on": draw(st.sampled_from([None, None, first + DAY, last])) if last > first else None,
                "weekly_earnings_cents": draw(st.sampled_from([0, 1, 4, 99_999, 100_033, 250_001])),
                "other_income_cents": draw(st.sampled_from([None, 0, 5_000])),
                "received_date": begin + draw(st.integers(0, 80)) * DAY,
            }
        )
    return sorted(found, key=lambda row: row["received_date"])


@st.composite
def spans(draw: st.DrawFn) -> list[dict[str, Any]]:
    found = []
    for person in PEOPLE[: draw(st.integers(1, 3))]:
        start = day(draw(st.sampled_from([-500, 1, 2])))
        end = draw(st.sampled_from([None, start + DAY, day(20)]))
        relationship = draw(st.sampled_from(["self", "self", "spouse"]))
        found.append(
            {
                "member_id": person,
                "subscriber_id": person,
                "relationship": relationship,
                "coverage_start": start,
                "coverage_end_exclusive": end if end is None or end > start else None,
            }
        )
    return found


def decided(given_rows: list[dict[str, Any]], people: list[dict[str, Any]], plan: DisabilityPlan) -> list[Week]:
    frame = certifications(given_rows)
    claims = number_claims(claims_from(frame))
    return decide_weeks(claims, facts_of(claims, frame), covered(*people), [plan], day(45))


def checked(document: dict[str, Any]) -> DisabilityPlan:
    return load_disability_plan(yaml.safe_dump(document).encode())


@settings(deadline=None, max_examples=100)
@given(documents(), rows(), spans())
def test_the_twin_agrees_to_the_cent(
    document: dict[str, Any], given_rows: list[dict[str, Any]], people: list[dict[str, Any]]
) -> None:
    weeks = decided(given_rows, people, checked(document))
    found = [
        (week.line["claim_id"], week.line["service_from"], week.reason, week.benefit_cents, week.line["charge_cents"])
        for week in weeks
    ]
    answers = twin.decide(given_rows, people, twin_plan(document), day(45))
    expected = [(a.claim_id, a.days[0], a.reason, a.paid_cents, a.earned_cents) for a in answers]
    assert found == expected


@settings(deadline=None, max_examples=40)
@given(documents(), rows(), spans())
def test_sums_and_limits_hold(
    document: dict[str, Any], given_rows: list[dict[str, Any]], people: list[dict[str, Any]]
) -> None:
    plan = checked(document)
    said = plan.versions[0].terms
    for week in decided(given_rows, people, plan):
        assert 0 <= week.benefit_cents <= min(said.weekly_maximum.amount, week.line["charge_cents"])
        wait = getattr(said.elimination_period, week.line["cause"])
        if week.end <= wait or week.first >= wait + 7 * said.maximum_duration.weeks:
            assert week.benefit_cents == 0
        explained = explain_week(week)
        assert (explained.reason, explained.plan_paid_cents) == (week.reason, week.benefit_cents)
        assert (explained.steps[-1].rule == "plan_pays") == week.is_paid


@settings(deadline=None, max_examples=40)
@given(documents(), rows(), spans())
def test_decisions_account_for_the_whole_of_what_was_lost(
    document: dict[str, Any], given_rows: list[dict[str, Any]], people: list[dict[str, Any]]
) -> None:
    frame = certifications(given_rows)
    claims = number_claims(claims_from(frame))
    decisions = decide_disability(claims, facts_of(claims, frame), covered(*people), [checked(document)], day(45))
    parts = ("plan_paid_cents", "above_allowed_cents", "not_covered_cents")
    assert decisions.filter(pl.sum_horizontal(parts) != pl.col("charge_cents")).is_empty()
    per_claim = claims.group_by("claim_number").agg(pl.col("charge_cents").sum() - pl.col("claim_charge_cents").first())
    assert set(per_claim.get_column("charge_cents")) <= {0}


@settings(deadline=None, max_examples=40)
@given(documents(), rows(), spans(), st.integers(0, 5))
def test_a_batch_cut_in_two_is_the_batch(
    document: dict[str, Any], given_rows: list[dict[str, Any]], people: list[dict[str, Any]], cut: int
) -> None:
    plan, frame = checked(document), certifications(given_rows)
    claims = number_claims(claims_from(frame))
    facts, coverage = facts_of(claims, frame), covered(*people)
    whole = decide_disability(claims, facts, coverage, [plan], day(45))
    first, rest = claims.filter(pl.col("claim_number") <= cut), claims.filter(pl.col("claim_number") > cut)
    one = decide_disability(first, facts, coverage, [plan], day(45))
    before = claimed_by(first, facts, one)
    other = decide_disability(rest, facts, coverage, [plan], day(45), before)
    assert pl.concat([one, other]).equals(whole)


def claimed_by(claims: pl.DataFrame, facts: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """CLAIMED of what was decided, as the store would read it."""
    stands = DECISIONS.conform(decisions).filter(~pl.col("reason").is_in(NO_ORIGINAL))
    days = claims.select("claim_number", "line_number", "service_from", "service_to")
    return (
        stands.drop("service_from")
        .join(days, on=["claim_number", "line_number"])
        .join(facts.select("claim_number", "disability_from"), on="claim_number")
    )


@settings(deadline=None, max_examples=40)
@given(st.integers(10_00, 300_000), st.integers(0, 20), st.lists(st.integers(1, 30), min_size=1, max_size=5))
def test_certifications_that_follow_one_another_pay_what_one_would(
    earnings: int, wait: int, lengths: list[int]
) -> None:
    plan = checked(plan_document(elimination=wait, weeks=4, proof_days=400))
    plain = {"member_id": "ANN", "cause": "sickness", "disability_from": day(1), "weekly_earnings_cents": earnings}
    ends = [sum(lengths[: n + 1]) for n in range(len(lengths))]

    def row(number: int, first: int, last: int) -> dict[str, Any]:
        span = {"certified_from": day(first), "certified_to": day(last), "received_date": day(last)}
        return plain | {"claim_id": f"D{number}"} | span

    parts = [row(n, end - length + 1, end) for n, (length, end) in enumerate(zip(lengths, ends, strict=True))]
    whole = [row(0, 1, ends[-1])]
    late = day(400)
    paid = [sum(week.benefit_cents for week in decide_all(some, plan, late)) for some in (parts, whole)]
    assert paid[0] == paid[1]


def decide_all(given_rows: list[dict[str, Any]], plan: DisabilityPlan, decided_on: Any) -> list[Week]:
    frame = certifications(given_rows)
    claims = number_claims(claims_from(frame))
    return decide_weeks(claims, facts_of(claims, frame), covered(), [plan], decided_on)

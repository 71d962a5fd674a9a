"""The kernel and its slow twin agree to the cent, on plans and claims that nobody chose."""

from decimal import Decimal
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.adjudication.decide import adjudicate
from corridor.plan.arrays import PlanArrays
from corridor.records.decisions import ACCUMULATORS
from tests.oracle.adjudicate import adjudicate as adjudicate_slowly
from tests.oracle.generated_claims import (
    compiled_plans,
    frame_accumulators,
    plan_arrays,
    ready_frame,
    ready_rows,
    twin_accumulators,
    twin_line,
)

AMOUNTS = ("deductible", "coinsurance", "copay", "over_limit", "plan_paid")
moderately = settings(max_examples=40, deadline=None)


def in_words(outcomes: pl.DataFrame) -> list[dict[str, Any]]:
    return [
        {"reason": row["reason"], **{name: Decimal(row[f"{name}_cents"]) / 100 for name in AMOUNTS}}
        for row in outcomes.iter_rows(named=True)
    ]


@moderately
@given(plan_arrays(), ready_rows())
def test_outcomes_and_accumulators_agree_to_the_cent(arrays: PlanArrays, rows: list[dict[str, Any]]) -> None:
    compiled = compiled_plans(arrays)
    fast = adjudicate(ready_frame(rows), compiled, serial=True)
    slow, books = adjudicate_slowly(arrays, [twin_line(row, compiled) for row in rows])
    for outcome in slow:
        del outcome["fired"]
    assert in_words(fast.outcomes) == slow
    assert frame_accumulators(fast.accumulators) == twin_accumulators(books)


@moderately
@given(plan_arrays(), ready_rows())
def test_visits_agree(arrays: PlanArrays, rows: list[dict[str, Any]]) -> None:
    compiled = compiled_plans(arrays)
    fast = adjudicate(ready_frame(rows), compiled, serial=True)
    _, books = adjudicate_slowly(arrays, [twin_line(row, compiled) for row in rows])
    visits = {row[:5]: row[5:] for row in fast.visits.iter_rows()}
    assert visits == {
        key: (key in books.copay_taken, key in books.counted) for key in books.copay_taken | books.counted
    }


@moderately
@given(plan_arrays(), ready_rows())
def test_a_paid_line_is_shared_out_without_remainder(arrays: PlanArrays, rows: list[dict[str, Any]]) -> None:
    outcomes = adjudicate(ready_frame(rows), compiled_plans(arrays), serial=True).outcomes
    shares = pl.sum_horizontal(f"{name}_cents" for name in AMOUNTS)
    allowed = pl.Series([row["allowed_cents"] for row in rows])
    assert outcomes.select((shares == pl.col("allowed_cents")).all()).item()
    assert outcomes.select(pl.min_horizontal(f"{name}_cents" for name in AMOUNTS).min()).item() >= 0
    is_paid = outcomes["reason"] == "paid"
    assert outcomes["allowed_cents"].to_list() == (allowed * is_paid.cast(pl.Int64)).to_list()


@moderately
@given(plan_arrays(), ready_rows())
def test_no_accumulator_passes_the_highest_limit_in_force(arrays: PlanArrays, rows: list[dict[str, Any]]) -> None:
    after = adjudicate(ready_frame(rows), compiled_plans(arrays), serial=True).accumulators
    for row in after.filter(~pl.col("kind").str.starts_with("limit:")).iter_rows(named=True):
        versions = [0, 1] if row["plan_code"] == "PPO" else [2]
        limits = getattr(arrays, f"{row['owner']}_{row['kind']}_cents")[versions, :, int(row["tier"] == "out")]
        assert row["amount"] <= limits.max()


@moderately
@given(plan_arrays(), ready_rows())
def test_batch_is_live(arrays: PlanArrays, rows: list[dict[str, Any]]) -> None:
    compiled, ready = compiled_plans(arrays), ready_frame(rows)
    serial, parallel = adjudicate(ready, compiled, serial=True), adjudicate(ready, compiled)
    assert serial.outcomes.equals(parallel.outcomes)
    assert serial.accumulators.equals(parallel.accumulators)
    assert serial.visits.equals(parallel.visits)


@moderately
@given(plan_arrays(), ready_rows(), st.integers(0, 12))
def test_a_split_batch_is_the_whole(arrays: PlanArrays, rows: list[dict[str, Any]], claims: int) -> None:
    compiled, ready = compiled_plans(arrays), ready_frame(rows)
    whole = adjudicate(ready, compiled, serial=True)
    first = adjudicate(ready.filter(pl.col("claim_number") < claims), compiled, serial=True)
    later = ready.filter(pl.col("claim_number") >= claims)
    second = adjudicate(later, compiled, first.accumulators, first.visits, serial=True)
    assert pl.concat([first.outcomes, second.outcomes]).equals(whole.outcomes)
    assert second.accumulators.equals(whole.accumulators)
    assert second.visits.equals(whole.visits)


@moderately
@given(plan_arrays(), ready_rows(), st.randoms(use_true_random=False))
def test_the_order_of_rows_is_irrelevant(arrays: PlanArrays, rows: list[dict[str, Any]], shuffler: Any) -> None:
    compiled = compiled_plans(arrays)
    expected = adjudicate(ready_frame(rows), compiled, serial=True)
    shuffled = list(rows)
    shuffler.shuffle(shuffled)
    found = adjudicate(ready_frame(shuffled), compiled, serial=True)
    assert found.outcomes.sort("claim_number", "line_number").equals(expected.outcomes)
    assert found.accumulators.equals(expected.accumulators)


@moderately
@given(plan_arrays(), ready_rows(), st.integers(0, 2))
def test_a_family_does_not_feel_the_others(arrays: PlanArrays, rows: list[dict[str, Any]], family: int) -> None:
    compiled, ready = compiled_plans(arrays), ready_frame(rows)
    is_ours = ready["family_id"] == f"F{family}"
    together = adjudicate(ready, compiled, serial=True).outcomes.filter(is_ours)
    assert adjudicate(ready.filter(is_ours), compiled, serial=True).outcomes.equals(together)


@moderately
@given(plan_arrays(), ready_rows(), st.integers(0, 5_000))
def test_totals_in_the_accumulators_are_sums_of_decisions(
    arrays: PlanArrays, rows: list[dict[str, Any]], opening_cents: int
) -> None:
    """Within one tier and without cross-accumulation, a person's deductible is what the lines say, plus the opening."""
    identity = arrays.deductible_counts.copy()
    identity[:] = [[1, 0], [0, 1]]
    compiled = compiled_plans(arrays._replace(deductible_counts=identity))
    opening = ACCUMULATORS.from_rows(
        [{"plan_code": row["plan_code"], "plan_year_start": row["plan_year_start"], "owner": "person",
          "owner_id": row["member_id"], "kind": "deductible", "tier": "in", "amount": opening_cents}
         for row in rows[:1]]
    )  # fmt: skip
    ready = ready_frame(rows)
    fast = adjudicate(ready, compiled, opening, serial=True)
    by_person = ["plan_code", "plan_year_start", "member_id", "tier"]
    charged = ready.join(fast.outcomes, on=["claim_number", "line_number"]).group_by(by_person)
    expected = {row[:4]: row[4] for row in charged.agg(pl.col("deductible_cents").sum()).iter_rows()}
    first = (rows[0]["plan_code"], rows[0]["plan_year_start"], rows[0]["member_id"], "in")
    expected[first] = expected.get(first, 0) + opening_cents
    kept = fast.accumulators.filter(owner="person", kind="deductible")
    found = {(r["plan_code"], r["plan_year_start"], r["owner_id"], r["tier"]): r["amount"] for r in kept.to_dicts()}
    assert found == {key: amount for key, amount in expected.items() if amount}


@moderately
@given(plan_arrays(), ready_rows(), st.integers(1, 50_000))
def test_a_dearer_last_line_never_lowers_what_the_plan_pays(
    arrays: PlanArrays, rows: list[dict[str, Any]], more_cents: int
) -> None:
    compiled = compiled_plans(arrays)
    dearer = [*rows[:-1], rows[-1] | {"allowed_cents": rows[-1]["allowed_cents"] + more_cents}]
    cheap, dear = (adjudicate(ready_frame(each), compiled, serial=True).outcomes for each in (rows, dearer))
    assert dear["plan_paid_cents"][-1] >= cheap["plan_paid_cents"][-1]
    assert dear[:-1].equals(cheap[:-1])


@moderately
@given(plan_arrays(), ready_rows())
def test_reasons_do_not_depend_on_deductibles_and_maxima(arrays: PlanArrays, rows: list[dict[str, Any]]) -> None:
    lowered = arrays._replace(
        person_deductible_cents=arrays.person_deductible_cents // 2,
        family_out_of_pocket_cents=arrays.family_out_of_pocket_cents // 3,
        coinsurance_bp=arrays.coinsurance_bp // 2,
    )
    one, other = (adjudicate(ready_frame(rows), compiled_plans(each), serial=True) for each in (arrays, lowered))
    assert one.outcomes["reason"].to_list() == other.outcomes["reason"].to_list()

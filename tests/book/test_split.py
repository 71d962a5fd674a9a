"""A book decided at once and the same book decided in batches, each opening where the one before left off."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.book.decide import decide
from corridor.book.opening import Opening, history_of, nothing_before
from corridor.book.redecide import redecide
from corridor.book.summary import PARTS
from corridor.claims.known import Known
from corridor.plan.compiled import CompiledPlans

Build = Callable[..., pl.DataFrame]
Claim = list[dict[str, Any]]
DECIDED_ON = date(2025, 4, 1)
DAYS = [date(2025, 1, 2) + timedelta(days=n) for n in (0, 1, 2, -2)]  # two plan years
CODES = ["97110", "97110", "97140", "97110", "98940", "99213", "99214", "27447", "15780", "47135", "ZZZZZ"]

moderately = settings(max_examples=25, deadline=None)
LINES = st.fixed_dictionaries(
    {
        "procedure_code": st.sampled_from(CODES),
        "charge_cents": st.sampled_from([10_000] * 6 + [3_333, 25_001, 0, 600_000, -10_000]),
    }
)
FACTS = st.fixed_dictionaries(
    {
        "member_id": st.sampled_from(["ANN"] * 6 + ["BOB", "BOB", "CEM", "DEE"]),
        "service_from": st.sampled_from(DAYS),
        "billing_npi": st.sampled_from(["INSIDE", "INSIDE", "CHEAP", "OUTSIDE", None]),
        "received_date": st.sampled_from([date(2025, 1, 10), date(2025, 2, 1), date(2025, 4, 1)]),
        "frequency": st.sampled_from(["1"] * 9 + ["7"]),
        "other_payer_paid_cents": st.sampled_from([None] * 9 + [100]),
    }
)


@st.composite
def books(draw: st.DrawFn) -> list[Claim]:
    """Claims of a family, of somebody alone and of somebody unknown, some of them sent again."""
    claims: list[Claim] = []
    for _ in range(draw(st.integers(2, 12))):
        if claims and draw(st.integers(0, 4)) == 0:
            claims.append([line | {"frequency": "1"} for line in draw(st.sampled_from(claims))])
        else:
            facts = draw(FACTS)
            claims.append([facts | line for line in draw(st.lists(LINES, min_size=1, max_size=3))])
    return claims


@moderately
@given(book=books(), cuts=st.sets(st.integers(1, 12), max_size=4))
def test_batches_are_the_whole(
    book: list[Claim], cuts: set[int], numbered: Build, people: Build, compiled: CompiledPlans, known: Known
) -> None:
    claims, coverage = numbered(*book), people({"BOB": DAYS[1]})
    whole = decide(claims, coverage, compiled, DECIDED_ON, known=known)
    decisions, accumulators = in_batches(claims, [0, *sorted(cuts), len(book)], coverage, compiled, known)
    assert decisions.equals(whole.decisions)
    assert accumulators.equals(whole.accumulators)


@pytest.mark.parametrize("size", [1, 7])
def test_a_year_of_visits_limits_and_repeats_is_the_same_in_batches(
    size: int, numbered: Build, people: Build, compiled: CompiledPlans, known: Known
) -> None:
    draw = Random(2025)
    book: list[Claim] = []
    for number in range(60):
        facts = {
            "member_id": draw.choice(["ANN", "ANN", "BOB", "CEM"]),
            "service_from": date(2025, 1, 2) + timedelta(days=number // 4),
            "billing_npi": draw.choice(["INSIDE", "CHEAP", "OUTSIDE"]),
            "received_date": date(2025, 2, 1),
        }
        lines = [
            facts | {"procedure_code": draw.choice(CODES), "charge_cents": draw.choice([3_333, 9_000])} for _ in "ab"
        ]
        book.append(draw.choice(book) if number % 6 == 5 else lines)
    claims, coverage = numbered(*book), people()
    whole = decide(claims, coverage, compiled, DECIDED_ON, known=known)
    assert {"paid", "duplicate", "benefit_maximum", "not_covered", "handled_by_hand"} <= set(whole.decisions["reason"])
    assert whole.decisions["over_limit_cents"].max() > 0
    decisions, accumulators = in_batches(claims, [*range(0, 60, size), 60], coverage, compiled, known)
    assert decisions.equals(whole.decisions)
    assert accumulators.equals(whole.accumulators)


def in_batches(
    claims: pl.DataFrame, edges: list[int], coverage: pl.DataFrame, compiled: CompiledPlans, known: Known
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Decisions of all batches, and the accumulators after the last; edges: claim numbers after which one ends."""
    number, opening, parts = pl.col("claim_number"), nothing_before(), []
    for first, last in pairwise(edges):
        batch = claims.filter(number > first, number <= last)
        part = decide(batch, coverage, compiled, DECIDED_ON, known=known, opening=opening)
        parts.append(part.decisions)
        opening = Opening(part.accumulators, history_of(claims, pl.concat(parts)))
    return pl.concat(parts), opening.accumulators


@moderately
@given(book=books())
def test_a_charge_is_the_sum_of_its_parts(
    book: list[Claim], numbered: Build, people: Build, compiled: CompiledPlans, known: Known
) -> None:
    lines = decide(numbered(*book), people(), compiled, DECIDED_ON, known=known).decisions
    assert lines.select(pl.sum_horizontal(PARTS)).to_series().to_list() == lines["charge_cents"].to_list()
    is_paid = lines["status"] == "paid"
    assert lines.filter(~is_paid)["not_covered_cents"].equals(lines.filter(~is_paid)["charge_cents"])
    assert lines.filter(is_paid).filter(pl.min_horizontal(PARTS) < 0).is_empty()


@moderately
@given(book=books())
def test_what_is_decided_again_under_the_same_facts_is_unchanged(
    book: list[Claim], numbered: Build, people: Build, compiled: CompiledPlans, known: Known
) -> None:
    claims, coverage = numbered(*book), people()
    first = decide(claims, coverage, compiled, DECIDED_ON, known=known)
    later = DECIDED_ON + timedelta(days=30)
    again = redecide(claims, first.decisions, coverage, compiled, later, known=known)
    assert again.changed.is_empty()
    assert again.claim_numbers == []
    assert again.accumulators.equals(first.accumulators)


@moderately
@given(book=books(), gone=st.sets(st.integers(1, 12), min_size=1, max_size=3))
def test_a_withdrawn_claim_leaves_the_others_as_if_it_had_never_come(
    book: list[Claim], gone: set[int], numbered: Build, people: Build, compiled: CompiledPlans, known: Known
) -> None:
    claims, coverage = numbered(*book), people()
    before = decide(claims, coverage, compiled, DECIDED_ON, known=known).decisions
    withdrawn = pl.DataFrame({"claim_number": sorted(gone)}, schema={"claim_number": pl.Int64})
    again = redecide(claims, before, coverage, compiled, DECIDED_ON, known=known, withdrawn=withdrawn)
    rest = decide(
        claims.join(withdrawn, on="claim_number", how="anti"),
        coverage,
        compiled,
        DECIDED_ON,
        known=known,
    )
    assert again.accumulators.equals(rest.accumulators)
    taken_back = again.changed.join(withdrawn, on="claim_number", how="semi")
    assert set(taken_back["reason"]) <= {"withdrawn"}
    stands = pl.concat([before, again.changed]).sort("version").unique(("claim_number", "line_number"), keep="last")
    others = stands.join(withdrawn, on="claim_number", how="anti").sort("claim_number", "line_number")
    assert others.drop("version").equals(rest.decisions.drop("version"))

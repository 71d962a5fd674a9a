"""A book decided at once and the same book decided in batches, each opening where the one before left off."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.book.decide import decide
from corridor.book.opening import Opening, history_of, nothing_before
from corridor.book.redecide import redecide
from corridor.book.summary import PARTS
from corridor.plan.compiled import CompiledPlans

Build = Callable[..., pl.DataFrame]
Claim = list[dict[str, Any]]
DECIDED_ON = date(2025, 4, 1)
DAYS = [date(2024, 12, 30) + timedelta(days=n) for n in range(4)]  # two plan years
CODES = ["97110", "97140", "98940", "99213", "99214", "27447", "15780", "47135", "ZZZZZ"]

moderately = settings(max_examples=25, deadline=None)
LINES = st.fixed_dictionaries(
    {
        "procedure_code": st.sampled_from(CODES),
        "charge_cents": st.sampled_from([10_000, 10_000, 3_333, 25_001, 0, 600_000, -10_000]),
    }
)
FACTS = st.fixed_dictionaries(
    {
        "member_id": st.sampled_from(["ANN", "ANN", "BOB", "CEM", "DEE"]),
        "service_from": st.sampled_from(DAYS),
        "billing_npi": st.sampled_from(["INSIDE", "INSIDE", "CHEAP", "OUTSIDE", None]),
        "received_date": st.sampled_from([date(2025, 1, 10), date(2025, 2, 1), date(2025, 3, 31)]),
        "frequency": st.sampled_from(["1"] * 9 + ["7"]),
        "other_payer_paid_cents": st.sampled_from([None] * 9 + [100]),
    }
)


@st.composite
def books(draw: st.DrawFn) -> list[Claim]:
    """Claims of a family, of somebody alone and of somebody unknown, some of them sent again."""
    claims: list[Claim] = []
    for _ in range(draw(st.integers(1, 12))):
        if claims and draw(st.integers(0, 3)) == 0:
            claims.append([line | {"frequency": "1"} for line in draw(st.sampled_from(claims))])
        else:
            facts = draw(FACTS)
            claims.append([facts | line for line in draw(st.lists(LINES, min_size=1, max_size=3))])
    return claims


@moderately
@given(book=books(), cuts=st.sets(st.integers(1, 12), max_size=4))
def test_batches_are_the_whole(
    book: list[Claim], cuts: set[int], numbered: Build, people: Build, compiled: CompiledPlans, providers: pl.DataFrame
) -> None:
    claims, coverage = numbered(*book), people({"BOB": DAYS[3]})
    whole = decide(claims, coverage, compiled, DECIDED_ON, providers=providers)
    number, opening, parts = pl.col("claim_number"), nothing_before(), []
    edges = [0, *sorted(cuts), len(book)]
    for first, last in pairwise(edges):
        batch = claims.filter(number > first, number <= last)
        part = decide(batch, coverage, compiled, DECIDED_ON, providers=providers, opening=opening)
        parts.append(part.decisions)
        opening = Opening(part.accumulators, history_of(claims, pl.concat(parts)))
    assert pl.concat(parts).equals(whole.decisions)
    assert opening.accumulators.equals(whole.accumulators)


@moderately
@given(book=books())
def test_a_charge_is_the_sum_of_its_parts(
    book: list[Claim], numbered: Build, people: Build, compiled: CompiledPlans, providers: pl.DataFrame
) -> None:
    lines = decide(numbered(*book), people(), compiled, DECIDED_ON, providers=providers).decisions
    assert lines.select(pl.sum_horizontal(PARTS)).to_series().to_list() == lines["charge_cents"].to_list()
    is_paid = lines["status"] == "paid"
    assert lines.filter(~is_paid)["not_covered_cents"].equals(lines.filter(~is_paid)["charge_cents"])
    assert lines.filter(is_paid).filter(pl.min_horizontal(PARTS) < 0).is_empty()


@moderately
@given(book=books())
def test_what_is_decided_again_under_the_same_facts_is_unchanged(
    book: list[Claim], numbered: Build, people: Build, compiled: CompiledPlans, providers: pl.DataFrame
) -> None:
    claims, coverage = numbered(*book), people()
    first = decide(claims, coverage, compiled, DECIDED_ON, providers=providers)
    later = DECIDED_ON + timedelta(days=30)
    again = redecide(claims, first.decisions, coverage, compiled, later, providers=providers)
    assert again.changed.is_empty()
    assert again.claim_numbers == []
    assert again.accumulators.equals(first.accumulators)


@moderately
@given(book=books(), gone=st.sets(st.integers(1, 12), min_size=1, max_size=3))
def test_a_withdrawn_claim_leaves_the_others_as_if_it_had_never_come(
    book: list[Claim], gone: set[int], numbered: Build, people: Build, compiled: CompiledPlans, providers: pl.DataFrame
) -> None:
    claims, coverage = numbered(*book), people()
    before = decide(claims, coverage, compiled, DECIDED_ON, providers=providers).decisions
    withdrawn = pl.DataFrame({"claim_number": sorted(gone)}, schema={"claim_number": pl.Int64})
    again = redecide(claims, before, coverage, compiled, DECIDED_ON, providers=providers, withdrawn=withdrawn)
    rest = decide(
        claims.join(withdrawn, on="claim_number", how="anti"), coverage, compiled, DECIDED_ON, providers=providers
    )
    assert again.accumulators.equals(rest.accumulators)
    taken_back = again.changed.join(withdrawn, on="claim_number", how="semi")
    assert set(taken_back["reason"]) <= {"withdrawn"}
    stands = pl.concat([before, again.changed]).sort("version").unique(("claim_number", "line_number"), keep="last")
    others = stands.join(withdrawn, on="claim_number", how="anti").sort("claim_number", "line_number")
    assert others.drop("version").equals(rest.decisions.drop("version"))

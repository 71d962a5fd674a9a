from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest

from corridor.book.decide import decide
from corridor.book.redecide import redecide
from corridor.claims.known import Known
from corridor.plan.compiled import CompiledPlans

Build = Callable[..., pl.DataFrame]
FIRST, LATER = date(2024, 7, 1), date(2024, 8, 1)
MAY, JUNE = date(2024, 5, 6), date(2024, 6, 3)


@pytest.fixture
def claims(numbered: Build) -> pl.DataFrame:
    """Bob in May (1) and in June, two lines (2); Ann in June (3); Cem, of another family, in June (4)."""
    received = {"received_date": date(2024, 6, 20)}
    bob, ann, cem = ({"member_id": name, **received} for name in ("BOB", "ANN", "CEM"))
    return numbered(
        [bob | {"service_from": MAY}],
        [bob | {"service_from": JUNE}, bob | {"service_from": JUNE, "charge_cents": 5_000}],
        [ann | {"service_from": JUNE}],
        [cem | {"service_from": JUNE}],
    )


def standing(before: pl.DataFrame, changed: pl.DataFrame) -> list[dict[str, Any]]:
    both = pl.concat([before, changed]).sort("version").unique(("claim_number", "line_number"), keep="last")
    return both.sort("claim_number", "line_number").to_dicts()


def test_coverage_that_ended_earlier_takes_back_the_lines_after_that_day_and_no_others(
    claims: pl.DataFrame, people: Build, compiled: CompiledPlans, known: Known
) -> None:
    before = decide(claims, people(), compiled, FIRST, known=known).decisions
    ended = people({"BOB": date(2024, 6, 1)})
    again = redecide(claims, before, ended, compiled, LATER, known=known)
    now = standing(before, again.changed)
    assert [row["reason"] for row in now] == ["paid", "after_termination", "after_termination", "paid", "paid"]
    assert again.claim_numbers == [2]
    assert [row["version"] for row in now] == [0, 1, 1, 0, 0]
    assert [row["not_covered_cents"] for row in now] == [0, 10_000, 5_000, 0, 0]
    assert set(again.changed["decided_on"]) == {LATER}


def test_a_deductible_that_was_met_by_lines_taken_back_is_the_familys_to_meet_again(
    numbered: Build, people: Build, compiled: CompiledPlans, known: Known
) -> None:
    bob = {"member_id": "BOB", "service_from": JUNE, "received_date": LATER}
    ann = {"member_id": "ANN", "service_from": MAY, "received_date": LATER}
    claims = numbered([bob], [ann])
    before = decide(claims, people(), compiled, FIRST, known=known).decisions
    assert before["deductible_cents"].to_list() == [10_000, 5_000]
    again = redecide(claims, before, people({"BOB": date(2024, 6, 1)}), compiled, LATER, known=known)
    assert [row["deductible_cents"] for row in standing(before, again.changed)] == [0, 10_000]
    assert again.accumulators.filter(owner_id="BOB").is_empty()


def test_coverage_that_ended_after_the_last_service_changes_nothing(
    claims: pl.DataFrame, people: Build, compiled: CompiledPlans, known: Known
) -> None:
    before = decide(claims, people(), compiled, FIRST, known=known).decisions
    ended = people({"BOB": date(2024, 6, 4)})
    assert redecide(claims, before, ended, compiled, LATER, known=known).changed.is_empty()


def test_a_claim_that_is_taken_back_gives_its_visits_and_dollars_back(
    numbered: Build, people: Build, compiled: CompiledPlans, known: Known
) -> None:
    days = [date(2024, 5, day) for day in (6, 7, 8)]
    therapy = numbered(*([{"procedure_code": "97110", "service_from": day, "charge_cents": 20_000}] for day in days))
    before = decide(therapy, people(), compiled, FIRST, known=known).decisions
    assert before["reason"].to_list() == ["paid", "paid", "benefit_maximum"]
    second = pl.DataFrame({"claim_number": [2]})
    again = redecide(therapy, before, people(), compiled, LATER, known=known, withdrawn=second)
    assert [row["reason"] for row in standing(before, again.changed)] == ["paid", "withdrawn", "paid"]
    assert again.claim_numbers == [2, 3]
    visits = again.accumulators.filter(pl.col("kind") == "limit:therapy_visits")
    assert visits["amount"].to_list() == [2]


def test_a_claim_taken_back_lets_the_one_that_repeated_it_be_paid(
    numbered: Build, people: Build, compiled: CompiledPlans, known: Known
) -> None:
    claims = numbered([{}], [{}])
    before = decide(claims, people(), compiled, FIRST, known=known).decisions
    assert before["reason"].to_list() == ["paid", "duplicate"]
    first = pl.DataFrame({"claim_number": [1]})
    again = redecide(claims, before, people(), compiled, LATER, known=known, withdrawn=first)
    assert [row["reason"] for row in standing(before, again.changed)] == ["withdrawn", "paid"]


def test_a_claim_taken_back_before_stays_so_and_says_nothing_new(
    claims: pl.DataFrame, people: Build, compiled: CompiledPlans, known: Known
) -> None:
    before = decide(claims, people(), compiled, FIRST, known=known).decisions
    gone = pl.DataFrame({"claim_number": [4]})
    once = redecide(claims, before, people(), compiled, LATER, known=known, withdrawn=gone)
    now = pl.concat([before.filter(pl.col("claim_number") != 4), once.changed])
    assert redecide(claims, now, people(), compiled, LATER, known=known, withdrawn=gone).changed.is_empty()

"""The kernel and its slow twin agree to the cent, on plan documents and claims that nobody chose."""

import ast
import copy
import itertools
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corridor.adjudication.decide import adjudicate
from corridor.records.decisions import ACCUMULATORS
from tests.oracle.choices import SeededChoices
from tests.oracle.comparison import differences, frame_accumulators
from tests.oracle.generated_claims import Row, World, generated_world, ready_frame, ready_rows, world_of
from tests.oracle.generated_plans import Document
from tests.oracle.strategies import Book, books, drawn_books
from tests.oracle.twin_plan import Plan, Section

SHARES = (
    "deductible_cents",
    "coinsurance_cents",
    "copay_cents",
    "over_limit_cents",
    "penalty_cents",
    "not_recognised_cents",
    "other_paid_cents",
    "plan_paid_cents",
)
ORACLE = Path(__file__).parents[1] / "oracle"
MEMBERS_SHARES = ("deductible_cents", "coinsurance_cents", "copay_cents")
few = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
moderately = settings(max_examples=25, deadline=None)


@few
@given(drawn_books())
def test_small_books_agree_to_the_cent(book: Book) -> None:
    world, rows = book
    fast = adjudicate(ready_frame(rows), world.compiled, serial=True)
    assert list(differences(fast, world, rows)) == []


@pytest.mark.parametrize("seed", range(60))
def test_outcomes_accumulators_and_visits_agree_to_the_cent(seed: int) -> None:
    choices = SeededChoices(seed)
    world = generated_world(choices)
    rows = ready_rows(choices, world, families=8, claims=10)
    fast = adjudicate(ready_frame(rows), world.compiled, serial=True)
    assert list(differences(fast, world, rows)) == []


@moderately
@given(books())
def test_a_paid_line_is_shared_out_without_remainder(book: Book) -> None:
    world, rows = book
    found = adjudicate(ready_frame(rows), world.compiled, serial=True).outcomes
    assert found.select((pl.sum_horizontal(SHARES) == pl.col("allowed_cents")).all()).item()
    assert found.select(pl.min_horizontal(*SHARES, "account_cents").min()).item() >= 0
    assert found.select((pl.col("account_cents") <= pl.sum_horizontal(MEMBERS_SHARES)).all()).item()
    unpaid = found.filter(pl.col("reason") != "paid")
    assert unpaid.select(pl.sum_horizontal("allowed_cents", *SHARES, "account_cents").sum()).item() == 0


@moderately
@given(books())
def test_the_other_plan_bears_no_more_than_it_paid(book: Book) -> None:
    world, rows = book
    found = adjudicate(ready_frame(rows), world.compiled, serial=True).outcomes.with_columns(
        claim=pl.Series([row["claim_number"] for row in rows]),
        paid_before=pl.Series([row.get("other_paid_cents") or 0 for row in rows]),
    )
    by_claim = found.group_by("claim").agg(pl.col("other_paid_cents", "paid_before").sum())
    assert by_claim.select((pl.col("other_paid_cents") <= pl.col("paid_before")).all()).item()


@moderately
@given(books())
def test_no_deductible_and_no_maximum_is_passed(book: Book) -> None:
    """An amendment of a generated plan may lower a limit, never raise one: the first version holds the highest."""
    world, rows = book
    after = adjudicate(ready_frame(rows), world.compiled, serial=True).accumulators
    highest = highest_limits(world)
    # a family of which somebody was covered alone may hold more than its own limit
    of_one = {row["family_id"] for row in rows if not row["is_family_level"]}
    for row in after.iter_rows(named=True):
        if row["kind"].split(":")[0] in ("deductible", "out_of_pocket") and row["owner_id"] not in of_one:
            key = row["plan_code"], row["kind"], row["owner"], row["tier"]
            assert row["amount"] <= highest[key] * 100, row


def highest_limits(world: World) -> dict[Any, Any]:
    """{(plan, kind, owner, tier): dollars}: what nobody and no family passes in any plan that adds to the total."""
    highest: dict[Any, Any] = defaultdict(int)
    for document in world.documents:
        version = Plan(document).on(document["effective"])
        for benefit in document["benefits"]:
            terms = version.benefit(benefit["name"])
            for word, section in (("deductible", terms.deductible), ("out_of_pocket", terms.maximum)):
                for owner, tier, most in limits_of(section):
                    key = section.plan, section.kind(word), owner, tier
                    highest[key] = max(highest[key], most)
    return highest


def limits_of(section: Section) -> Iterator[tuple[str, str, Any]]:
    for tier in ("in", "out"):
        family = section.family(False, tier)
        in_family = min(section.person(False, tier), family)
        yield "person", tier, max(section.person(True, tier), in_family)
        yield "family", tier, family


@moderately
@given(books())
def test_batch_is_live(book: Book) -> None:
    world, rows = book
    serial = adjudicate(ready_frame(rows), world.compiled, serial=True)
    parallel = adjudicate(ready_frame(rows), world.compiled)
    assert serial.outcomes.equals(parallel.outcomes)
    assert serial.accumulators.equals(parallel.accumulators)
    assert serial.visits.equals(parallel.visits)


@moderately
@given(books(), st.lists(st.integers(0, 18), max_size=3))
def test_a_split_batch_is_the_whole(book: Book, cuts: list[int]) -> None:
    world, rows = book
    ready = ready_frame(rows)
    whole = adjudicate(ready, world.compiled, serial=True)
    outcomes, accumulators, visits = [], None, None
    bounds = [-1, *sorted(cuts), 10**6]
    for first, end in itertools.pairwise(bounds):
        part = ready.filter(pl.col("claim_number") >= first, pl.col("claim_number") < end)
        said = adjudicate(part, world.compiled, accumulators, visits, serial=True)
        outcomes.append(said.outcomes)
        accumulators, visits = said.accumulators, said.visits
    assert pl.concat(outcomes).equals(whole.outcomes)
    assert accumulators is not None
    assert accumulators.equals(whole.accumulators)
    assert visits is not None
    assert visits.equals(whole.visits)


@moderately
@given(books(), st.randoms(use_true_random=False))
def test_the_order_of_rows_is_irrelevant(book: Book, shuffler: Any) -> None:
    world, rows = book
    expected = adjudicate(ready_frame(rows), world.compiled, serial=True)
    shuffled = list(rows)
    shuffler.shuffle(shuffled)
    found = adjudicate(ready_frame(shuffled), world.compiled, serial=True)
    assert found.outcomes.sort("claim_number", "line_number").equals(expected.outcomes)
    assert found.accumulators.equals(expected.accumulators)
    assert found.visits.equals(expected.visits)


@moderately
@given(books(), st.integers(0, 2))
def test_a_family_does_not_feel_the_others(book: Book, family: int) -> None:
    world, rows = book
    ready = ready_frame(rows)
    is_ours = ready["family_id"] == f"F{family}"
    together = adjudicate(ready, world.compiled, serial=True).outcomes.filter(is_ours)
    assert adjudicate(ready.filter(is_ours), world.compiled, serial=True).outcomes.equals(together)


@moderately
@given(books())
def test_a_child_of_two_employees_has_one_set_of_totals(book: Book) -> None:
    world, rows = book
    shared = [row | {"member_id": "CHILD"} if row["member_id"] in ("F1M0", "F2M1") else row for row in rows]
    fast = adjudicate(ready_frame(shared), world.compiled, serial=True)
    assert list(differences(fast, world, shared)) == []


@moderately
@given(books(), st.integers(0, 5_000))
def test_totals_in_the_accumulators_are_sums_of_decisions(book: Book, opening_cents: int) -> None:
    """Where nothing is coordinated and no tier counts toward another: what the lines say, plus the opening."""
    world = changed(book[0], without_coordination, without_cross_accumulation)
    rows = prepared_again(world, book[1])
    opening = ACCUMULATORS.from_rows(
        [{"plan_code": rows[0]["plan_code"], "plan_year_start": rows[0]["plan_year_start"], "owner": "person",
          "owner_id": rows[0]["member_id"], "kind": "deductible", "tier": "in", "amount": opening_cents}]
    )  # fmt: skip
    fast = adjudicate(ready_frame(rows), world.compiled, opening, serial=True)
    expected: dict[Any, int] = defaultdict(int)
    expected[next(opening.select(ACCUMULATORS.key).iter_rows())] = opening_cents
    for row, outcome in zip(rows, fast.outcomes.iter_rows(named=True), strict=True):
        benefit = world.plans[row["plan_code"]].on(row["service_from"]).benefit(row["benefit"])
        is_counted = benefit.terms(row["tier"]).counts_toward_out_of_pocket
        in_all = sum(outcome[name] for name in MEMBERS_SHARES) if is_counted else 0
        for owner in ("person", "family"):
            whose = row["plan_year_start"], owner, row["member_id" if owner == "person" else "family_id"]
            deductible = benefit.deductible.plan, *whose, benefit.deductible.kind("deductible"), row["tier"]
            maximum = benefit.maximum.plan, *whose, benefit.maximum.kind("out_of_pocket"), row["tier"]
            expected[deductible] += outcome["deductible_cents"]
            expected[maximum] += in_all
    kinds = ("deductible", "out_of_pocket")
    found = {key: n for key, n in frame_accumulators(fast.accumulators).items() if key[4].split(":")[0] in kinds}
    assert found == {key: amount for key, amount in expected.items() if amount}


@moderately
@given(books(), st.integers(1, 50_000))
def test_a_dearer_last_line_never_lowers_what_the_plan_pays(book: Book, more_cents: int) -> None:
    """Without penalties, which are a share of the whole line, and without another plan."""
    world = changed(book[0], without_coordination, without_penalties)
    rows = prepared_again(world, book[1])
    rows[-1]["recognised_cents"] = None
    dearer = [*rows[:-1], rows[-1] | {name: rows[-1][name] + more_cents for name in ("allowed_cents", "charge_cents")}]
    cheap, dear = (adjudicate(ready_frame(each), world.compiled, serial=True).outcomes for each in (rows, dearer))
    assert dear["plan_paid_cents"][-1] >= cheap["plan_paid_cents"][-1]
    assert dear[:-1].equals(cheap[:-1])


@moderately
@given(books())
def test_reasons_do_not_depend_on_deductibles_and_maxima(book: Book) -> None:
    world, rows = book
    lowered = changed(world, with_lower_deductibles)
    one, other = (adjudicate(ready_frame(rows), each.compiled, serial=True) for each in (world, lowered))
    assert one.outcomes["reason"].to_list() == other.outcomes["reason"].to_list()


def test_the_twin_shares_no_code_with_the_kernel() -> None:
    for path in [*sorted(ORACLE.glob("twin_*.py")), ORACLE / "adjudicate.py"]:
        imported = [
            name
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names])
        ]
        ours = [name for name in imported if name.startswith(("corridor", "tests", "numpy", "polars"))]
        assert [name for name in ours if not name.startswith(("corridor.money", "tests.oracle.twin_"))] == [], path


def changed(world: World, *changes: Callable[[Document], None]) -> World:
    """The same plans with some of their rules taken out."""
    documents = copy.deepcopy(world.documents)
    for change in changes:
        for document in documents:
            change(document)
    return world_of(documents)


def prepared_again(world: World, rows: list[Row]) -> list[Row]:
    """The lines as if no other plan had paid."""
    return [row | {"allowable_cents": None, "other_paid_cents": None} for row in rows]


def without_coordination(document: Document) -> None:
    document.pop("coordination", None)


def without_cross_accumulation(document: Document) -> None:
    for section in (document["deductible"], document["out_of_pocket_maximum"]):
        section["cross_accumulation"] = "none"
    for section in (*document["separate_deductibles"], *document["separate_maximums"]):
        section["cross_accumulation"] = "none"


def without_penalties(document: Document) -> None:
    for benefit in document["benefits"]:
        for tier in ("in", "out"):
            if benefit[tier] != "not covered":
                benefit[tier].pop("penalty", None)


def with_lower_deductibles(document: Document) -> None:
    for section in (document["deductible"], *document["separate_deductibles"]):
        for tier in ("in", "out"):
            section[tier] = {who: amount // 2 for who, amount in section[tier].items()}
    for benefit in document["benefits"]:
        for tier in ("in", "out"):
            if benefit[tier] != "not covered":
                benefit[tier]["coinsurance"] = "7%"

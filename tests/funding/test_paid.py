"""Which lines a payment paid, and what a later decision takes back."""

from collections import Counter
from datetime import date, timedelta

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.funding.paid import claims_settled, paid_lines, taken_back_lines
from corridor.ledger.accounts import CLAIMS_ACCOUNT, CLAIMS_EXPENSE, CLAIMS_PAYABLE
from corridor.records.decisions import DECISIONS
from corridor.records.paid import PAID
from corridor.records.postings import POSTINGS

PRODUCTS = {"PPO": "medical", "DENTAL": "dental"}
DECIDED, PAID_ON, LATER = date(2026, 1, 5), date(2026, 1, 9), date(2026, 3, 2)


def decision(claim: int, line: int, cents: int, plan: str = "PPO", version: int = 0) -> dict[str, object]:
    """A line that is paid, or denied where the plan owes nothing."""
    zero = {name: 0 for name in DECISIONS.schema if name.endswith("_cents")}
    return zero | {
        "claim_number": claim,
        "line_number": line,
        "version": version,
        "member_id": f"M{claim}",
        "plan_code": plan,
        "service_from": DECIDED,
        "status": "paid" if cents else "denied",
        "reason": "paid" if cents else "not_covered",
        "plan_paid_cents": cents,
        "decided_on": DECIDED,
    }


def payment(claim: int, cents: int, plan: str = "PPO", kind: str = "payment") -> list[dict[str, object]]:
    """The two legs with which a claim's payable is settled."""
    legs = ((CLAIMS_PAYABLE, cents, claim), (CLAIMS_ACCOUNT, -cents, None))
    return [
        {
            "entry_key": f"{kind}:{claim}:{plan}",
            "entry_kind": kind,
            "leg": leg,
            "account": account,
            "amount_cents": amount,
            "currency": "USD",
            "effective_on": PAID_ON,
            "plan_code": plan if number else None,
            "claim_number": number,
            "reference": "PAY-1",
        }
        for leg, (account, amount, number) in enumerate(legs)
    ]


def paid(
    decisions: list[dict[str, object]], *payments: list[dict[str, object]], before: pl.DataFrame | None = None
) -> pl.DataFrame:
    postings = POSTINGS.from_rows([leg for legs in payments for leg in legs])
    return paid_lines(postings, DECISIONS.from_rows(decisions), PRODUCTS, PAID.empty() if before is None else before)


def test_claims_settled_are_those_whose_payable_a_payment_clears() -> None:
    expense = payment(3, 10_00)
    expense[0]["account"] = CLAIMS_EXPENSE
    rows = [*payment(2, 10_00), *payment(1, 5_00), *payment(2, 7_00, "DENTAL"), *payment(4, 1_00, kind="decision")]
    assert claims_settled(POSTINGS.from_rows([*rows, *expense])) == [1, 2]


def test_a_payment_pays_every_line_of_the_claim_that_the_plan_owes() -> None:
    lines = paid([decision(1, 1, 60_00), decision(1, 2, 0), decision(1, 3, 40_00)], payment(1, 100_00))
    assert lines.select("payment_number", "line_number", "product", "amount_cents", "paid_on").rows() == [
        ("PAY-1", 1, "medical", 60_00, PAID_ON),
        ("PAY-1", 3, "medical", 40_00, PAID_ON),
    ]
    assert lines.get_column("takes_back_paid_on").to_list() == [None, None]


def test_of_a_claim_under_two_plans_only_the_settled_plan_is_paid() -> None:
    both = [decision(1, 1, 60_00), decision(1, 2, 40_00, "DENTAL")]
    lines = paid(both, payment(1, 40_00, "DENTAL"))
    assert lines.select("line_number", "product", "amount_cents").rows() == [(2, "dental", 40_00)]


def test_a_claim_that_was_not_settled_has_no_paid_line() -> None:
    assert paid([decision(1, 1, 60_00), decision(2, 1, 30_00)], payment(2, 30_00))["claim_number"].to_list() == [2]
    assert paid([decision(1, 1, 60_00)]).is_empty()


def test_what_is_taken_back_is_negative_and_remembers_the_day_it_was_paid() -> None:
    lines = paid([decision(1, 1, 60_00)], payment(1, 60_00))
    back = taken_back_lines(lines, LATER)
    assert back.select("payment_number", "amount_cents", "paid_on", "takes_back_paid_on").rows() == [
        (None, -60_00, LATER, PAID_ON)
    ]


def test_only_the_version_that_still_stands_is_taken_back() -> None:
    first = paid([decision(1, 1, 60_00)], payment(1, 60_00))
    gone = taken_back_lines(first, LATER)
    second = paid([decision(1, 1, 45_00, version=1)], payment(1, 45_00))
    back = taken_back_lines(pl.concat([first, gone, second]), date(2026, 4, 1))
    assert back.select("version", "amount_cents").rows() == [(1, -45_00)]


def days_and_amounts(lines: pl.DataFrame) -> list[tuple[object, ...]]:
    return lines.select("takes_back_paid_on", "amount_cents").rows()


def test_what_the_payee_kept_is_paid_again_as_of_the_day_it_was_paid_first() -> None:
    first = paid([decision(1, 1, 60_00)], payment(1, 60_00))
    gone = taken_back_lines(first, LATER)
    before = pl.concat([first, gone])
    less = paid([decision(1, 1, 45_00, version=1)], payment(1, 45_00), before=before)
    assert days_and_amounts(less) == [(PAID_ON, 45_00)]
    more = paid([decision(1, 1, 100_00, version=1)], payment(1, 100_00), before=before)
    assert days_and_amounts(more) == [(None, 40_00), (PAID_ON, 60_00)]


def test_a_voided_payment_never_reached_anybody_and_the_next_one_counts_on_its_own_day() -> None:
    first = paid([decision(1, 1, 60_00)], payment(1, 60_00))
    void = taken_back_lines(first, LATER).with_columns(pl.lit("PAY-1").alias("payment_number"))
    again = paid([decision(1, 1, 60_00)], payment(1, 60_00), before=pl.concat([first, void]))
    assert days_and_amounts(again) == [(None, 60_00)]


AMOUNTS = st.lists(st.integers(0, 300), min_size=1, max_size=6)


@settings(max_examples=100, deadline=None)
@given(AMOUNTS)
def test_each_cent_keeps_its_first_day_through_any_number_of_corrections(amounts: list[int]) -> None:
    """A pile of cents, each with its first day: a correction keeps the oldest and lays new ones on top."""
    history, pile, day = PAID.empty(), [], PAID_ON
    for version, cents in enumerate(amounts):
        history = pl.concat([history, taken_back_lines(history, day)])
        day += timedelta(days=7)
        paying = [leg | {"effective_on": day} for leg in payment(1, cents)] if cents else []
        history = pl.concat([history, paid([decision(1, 1, cents, version=version)], paying, before=history)])
        # What was asked back and not kept stays with the payee to be offset: it is the oldest to be paid again.
        pile += [day] * (cents - len(pile))
        standing = history.filter(pl.col("version") == version, pl.col("amount_cents") > 0)
        told = standing.with_columns(pl.coalesce("takes_back_paid_on", "paid_on").alias("first"))
        found = dict(told.group_by("first").agg(pl.col("amount_cents").sum()).rows())
        assert found == Counter(pile[:cents])


def test_nothing_paid_is_nothing_to_take_back() -> None:
    assert taken_back_lines(PAID.empty(), LATER).is_empty()


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 6), st.integers(0, 10**7)), min_size=1, max_size=20))
def test_taking_back_leaves_zero_of_every_line_and_taking_back_twice_changes_nothing(
    amounts: list[tuple[int, int]],
) -> None:
    lines = [decision(claim, line, cents) for line, (claim, cents) in enumerate(amounts, 1)]
    totals: dict[int, int] = {}
    for claim, cents in amounts:
        totals[claim] = totals.get(claim, 0) + cents
    settled = paid(lines, *(payment(claim, cents) for claim, cents in totals.items() if cents))
    assert settled.get_column("amount_cents").sum() == sum(totals.values())
    all_lines = pl.concat([settled, taken_back_lines(settled, LATER)])
    left = all_lines.group_by("claim_number", "line_number").agg(pl.col("amount_cents").sum())
    assert left.filter(pl.col("amount_cents") != 0).is_empty()
    assert taken_back_lines(all_lines, LATER).is_empty()


def test_what_an_account_paid_is_kept_apart_and_taken_back_as_well() -> None:
    made = [decision(1, 1, 0) | {"account_cents": 25_00}, decision(1, 2, 40_00) | {"account_cents": 5_00}]
    lines = paid(made, payment(1, 70_00))
    assert lines.select("line_number", "amount_cents", "account_cents").rows() == [(1, 0, 25_00), (2, 40_00, 5_00)]
    back = taken_back_lines(lines, date(2026, 9, 1))
    assert back.select("line_number", "amount_cents", "account_cents").rows() == [(1, 0, -25_00), (2, -40_00, -5_00)]
    assert taken_back_lines(pl.concat([lines, back]), date(2026, 9, 2)).is_empty()

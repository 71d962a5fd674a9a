"""Kinds of arrangement: what each calls, who bears claims, and what no document may say."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.funding.arrangement import Arrangement, load_arrangement
from corridor.funding.calls import Calls
from corridor.funding.cycle import fund_of, run_cycle
from corridor.funding.kinds import Standing, monthly_dues, year_of
from corridor.funding.payments import CLAIMS, open_items
from corridor.funding.postings import FundingError
from corridor.funding.recoveries import accrued_policies
from corridor.ledger.accounts import CLAIMS_ACCOUNT, CLAIMS_PAYABLE, EMPLOYER_FUNDING, STOPLOSS_RECOVERIES
from corridor.ledger.journal import check_balanced
from corridor.plan.document import DocumentError
from tests.funding.test_cycle import TUESDAY, claim
from tests.funding.test_worked import covered
from tests.oracle.arrangement_kinds import Year, calls_of

TEXT = (Path(__file__).parents[2] / "plans" / "meridian" / "arrangement.yaml").read_text("utf-8")
TERMS = {
    "pay_as_you_go": "",
    "budgeted_aso": "",
    "level_funding": "  level_funding: {claims_fund: 1200.05, clause: 'Schedule 2'}\n",
    "minimum_premium": "  minimum_premium: {annual_limit: 20.00, clause: 'Schedule 2'}\n",
    "refund": "  retention: {share: 9%, clause: 'Schedule 2'}\n",
    "fully_insured": "",
}
"""Kind -> its section, as it stands under `funding`."""


def arrangement_of(kind: str, target: str = "10") -> Arrangement:
    """Meridian's, of another kind and with another float."""
    text = TEXT.replace("funding:\n", f"funding:\n  kind: {kind}\n{TERMS[kind]}").replace("400000", target)
    return load_arrangement(text.encode())


def balance(journal: pl.DataFrame, account: str) -> int:
    return int(journal.filter(pl.col("account") == account).get_column("amount_cents").sum())


def play(arrangement: Arrangement, weeks: list[tuple[int, int]]) -> tuple[list[int], pl.DataFrame]:
    """The calls of rounds a week apart, each after one new claim (cents), with what falls due by then; the journal."""
    journal, called, claims = claim(0, 0).clear(), [], 0
    for number, (cents, dues) in enumerate(weeks, start=1):
        on = TUESDAY + timedelta(weeks=number - 1)
        if cents:
            journal = pl.concat([journal, claim(number, cents, f"P{number % 3}", on=on)])
        insurer = -balance(journal.filter(reference=year_of(arrangement, on)), STOPLOSS_RECOVERIES)
        standing = Standing(dues, sum(called), claims, insurer)
        round_ = run_cycle(open_items(journal), fund_of(journal), arrangement, on, standing=standing)
        called.append(round_.call.amount_cents if round_.call else 0)
        claims += int(round_.payments.filter(pl.col("kind") == CLAIMS).get_column("amount_cents").sum())
        check_balanced(round_.postings)
        journal = pl.concat([journal, round_.postings])
    return called, journal


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(sorted(TERMS)),
    st.lists(st.tuples(st.integers(0, 900), st.integers(0, 2_000)), min_size=1, max_size=6),
    st.sampled_from((0, 10)),
)
def test_the_slow_twin_calls_the_same(kind: str, drawn: list[tuple[int, int]], target: int) -> None:
    dues = [sum(due for _, due in drawn[: n + 1]) + 6_000 for n in range(len(drawn))]  # enough for any claim
    weeks = [(cents, due) for (cents, _), due in zip(drawn, dues, strict=True)]
    called, journal = play(arrangement_of(kind, str(target)), weeks)
    year = Year(kind, target * 100, limit=20_00)
    assert called == calls_of(year, weeks)
    assert balance(journal, CLAIMS_ACCOUNT) == year.bank
    assert -balance(journal, CLAIMS_PAYABLE) == year.waiting
    assert -balance(journal, EMPLOYER_FUNDING) == sum(called)
    assert -balance(journal, STOPLOSS_RECOVERIES) == year.insurer


def test_the_same_claims_are_called_as_the_document_says() -> None:
    """The file alone differs. Claims of 15, 4 and 9 dollars a week apart; 12 fall due in each of two months."""
    weeks = [(15_00, 12_00), (4_00, 12_00), (9_00, 24_00)]
    called = {kind: play(arrangement_of(kind, "0"), weeks)[0] for kind in TERMS}
    assert called == {
        "pay_as_you_go": [15_00, 4_00, 9_00],
        "budgeted_aso": [12_00, 0, 12_00],
        "level_funding": [12_00, 0, 12_00],
        "minimum_premium": [15_00, 4_00, 1_00],  # up to 20 dollars a year
        "refund": [0, 0, 0],
        "fully_insured": [0, 0, 0],
    }


def test_what_an_insurer_bears_is_no_recovery_of_a_stop_loss_policy() -> None:
    _, journal = play(arrangement_of("minimum_premium"), [(30_00, 0)])
    assert balance(journal, STOPLOSS_RECOVERIES) == -10_00
    assert accrued_policies(journal) == []


def test_a_twelfth_of_the_claims_fund_falls_due_each_month_with_fee_and_premium() -> None:
    dues = monthly_dues(covered(2), arrangement_of("level_funding"), date(2024, 12, 31))
    months = [due - 2 * (38_00 + 190_00) for due in dues.filter(pl.col("month") < date(2025, 1, 1))["due_cents"]]
    assert (len(months), sum(months), set(months)) == (12, 1_200_05, {100_00, 100_01})


def test_the_budget_of_each_month_falls_due_where_aso_is_budgeted() -> None:
    dues = monthly_dues(covered(2), arrangement_of("budgeted_aso"), date(2024, 3, 1))
    assert dues["due_cents"].to_list() == [2 * 1400_00] * 3


@pytest.mark.parametrize(
    ("kind", "terms", "found"),
    [
        ("level_funding", "", "kind level_funding without level_funding"),
        ("pay_as_you_go", TERMS["refund"], "retention with kind pay_as_you_go"),
        ("level_funding", TERMS["level_funding"] + "  deposits: confirmed\n  basis: cleared\n", "cleared"),
        ("refund", TERMS["refund"] + "  deposits: confirmed\n", "kind refund with deposits confirmed"),
        ("pooled", "", "'pooled'"),
    ],
)
def test_terms_that_contradict_the_kind_are_refused(kind: str, terms: str, found: str) -> None:
    text = TEXT.replace("  basis: issued\n", "" if "basis" in terms else "  basis: issued\n")
    text = text.replace("funding:\n", f"funding:\n  kind: {kind}\n{terms}")
    with pytest.raises(DocumentError, match="found .*" + found):
        load_arrangement(text.encode())


def test_days_of_call_avoid_closed_days() -> None:
    may = date(2026, 5, 1), date(2026, 6, 1)
    memorial = date(2026, 5, 25)
    weekly = Calls(closed_days="after", holidays=(memorial,))
    assert [day.day for day in weekly.days(*may, "monday")] == [4, 11, 18, 26]
    monthly = Calls(every="month", month_day=2, closed_days="before")
    assert monthly.days(*may, "monday") == [date(2026, 5, 1)]  # the second is a Saturday
    daily = Calls(every="day", closed_days="before", holidays=(memorial,))
    assert len(daily.days(*may, "monday")) == 20
    assert Calls(every="day").days(date(2026, 5, 23), date(2026, 5, 27), "monday") == [memorial, date(2026, 5, 26)]


def test_level_funding_asks_for_an_aggregate_contract() -> None:
    from corridor.funding.kinds import refuse_uncovered

    with pytest.raises(FundingError, match="found level_funding without an aggregate stop-loss"):
        refuse_uncovered(arrangement_of("level_funding"), ())
    refuse_uncovered(arrangement_of("budgeted_aso"), ())

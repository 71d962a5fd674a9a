"""Accidents in the shop: lines that are paid and recovered, held lines that are lifted, money that comes back.

The plan of the shop: network deductible 100, then 80/20 on laboratory tests. Accidents at work are denied, car
accidents held, others paid and recovered. The specific deductible of its stop-loss is 500.
"""

from datetime import date
from typing import Any

import polars as pl
import pytest

from corridor.app.services.cycle import ACCOUNTS, run_round
from corridor.app.services.documents import ARRANGEMENT, PLAN, STOP_LOSS, SourceDocument
from corridor.app.services.errors import ServiceError
from corridor.app.services.explain import explain
from corridor.app.services.overview.drill import figure_postings
from corridor.app.services.release import release
from corridor.app.services.sponsors import add_sponsor
from corridor.app.services.subrogation.cases import Case, case_and_lines, cases
from corridor.app.services.subrogation.changes import Change, Close, Open, Receive, change_case
from corridor.app.services.verify import verify
from corridor.funding.postings import FundingError
from corridor.ledger.accounts import CLAIMS_ACCOUNT, CLAIMS_EXPENSE
from tests.app.conftest import FOUNDED_ON, SHOP, Shop, claim_row, claims_csv, shop_documents

THIRD_PARTY = """
third_party:
  {clause: "13", text: We may wait and recover., work: deny, auto: hold, other_accident: pay_and_recover}
"""
NOBODY = pl.DataFrame(schema=ACCOUNTS)
_codes = iter(range(1, 1000))


@pytest.fixture
def shop(store: object) -> Shop:
    """The shop with members, whose plan speaks of third parties."""
    plan, stop_loss, arrangement = shop_documents(f"SUB{next(_codes)}")
    documents = (
        SourceDocument(PLAN, plan.name, plan.content + THIRD_PARTY.encode()),
        SourceDocument(STOP_LOSS, stop_loss.name, stop_loss.content),
        SourceDocument(ARRANGEMENT, arrangement.name, arrangement.content),
    )
    made = Shop(add_sponsor(documents, FOUNDED_ON))
    made.load("members.csv", (SHOP / "members.csv").read_bytes(), FOUNDED_ON)
    return made


def accident(*rows: str, cause: str = "other_accident") -> str:
    """A claims file whose lines have one cause."""
    head, *lines = claims_csv(*rows).splitlines()
    return "\n".join([f"{head},related_cause", *(f"{line},{cause}" for line in lines)]) + "\n"


def change(shop: Shop, what: Change, day: date) -> Case:
    return change_case(shop.code, what, day)


def sums(case: Case) -> tuple[int, int, int, int]:
    return case.lien_cents, case.received_cents, case.cost_cents, case.left_cents


def test_what_the_plan_paid_on_the_accident_is_the_lien_and_a_recovery_is_posted_line_by_line(shop: Shop) -> None:
    # 1,100 after the deductible of 100: the plan pays 800. Then 80% of 500 = 400.
    file = accident(claim_row("A1", "80053", "1100"), claim_row("A2", "80054", "500", service="2026-01-12"))
    shop.load("a.csv", file, date(2026, 1, 20))
    shop.load("b.csv", claims_csv(claim_row("B1", "80055", "100")), date(2026, 1, 20))
    opened = change(shop, Open("E1", "other_accident", date(2026, 1, 10), "Gate Casualty 77-1"), date(2026, 1, 21))
    assert (opened.case_number, sums(opened)) == (1, (0, 0, 0, 0))  # decided, and not paid yet
    run_round(shop.code, date(2026, 1, 27), NOBODY)
    assert sums(cases(shop.code)[0]) == (1200_00, 0, 0, 1200_00)
    before, decided = shop.balances(), shop.rows("select * from decision order by id")
    received = change(shop, Receive(1, 600_00, 150_00, "first instalment"), date(2026, 3, 2))
    assert sums(received) == (1200_00, 600_00, 150_00, 600_00)
    # 450 after costs, two thirds of it for A1
    case, lines, events = case_and_lines(shop.code, 1)
    assert lines.get_column("recovered_cents").to_list() == [300_00, 150_00]
    assert events.get_column("why").to_list() == ["first instalment"]
    after = shop.balances()
    assert after[CLAIMS_ACCOUNT] - before.get(CLAIMS_ACCOUNT, 0) == 450_00
    assert after[CLAIMS_EXPENSE] - before[CLAIMS_EXPENSE] == -450_00
    assert shop.rows("select * from decision order by id") == decided
    assert verify(shop.code).agrees
    assert case == received


def test_stop_loss_counts_what_is_left_of_the_person(shop: Shop) -> None:
    shop.load("a.csv", accident(claim_row("A1", "80053", "3100")), date(2026, 1, 20))
    change(shop, Open("E1", "other_accident", date(2026, 1, 10)), date(2026, 1, 21))
    run_round(shop.code, date(2026, 1, 27), NOBODY)
    eligible = _eligible(shop)
    change(shop, Receive(1, 1000_00, 100_00), date(2026, 3, 2))
    assert _eligible(shop) == eligible - 900_00
    run_round(shop.code, date(2026, 3, 3), NOBODY)
    assert verify(shop.code).agrees


def test_the_postings_behind_a_claimant_s_figure_hold_what_came_back(shop: Shop) -> None:
    shop.load("a.csv", accident(claim_row("A1", "80053", "3100")), date(2026, 1, 20))
    change(shop, Open("E1", "other_accident", date(2026, 1, 10)), date(2026, 1, 21))
    run_round(shop.code, date(2026, 1, 27), NOBODY)
    change(shop, Receive(1, 1000_00, 100_00), date(2026, 3, 2))
    page = figure_postings(shop.code, "claimant", 2026, rank=1)
    assert [row.amount_cents for row in page.rows] == [-900_00, _eligible(shop) + 900_00]
    assert page.postings_cents == _eligible(shop)


def _eligible(shop: Shop) -> int:
    query = "select eligible_cents from stoploss_position where coverage = 'specific' and member_id = 'E1'"
    return int(shop.rows(query)[0][0])


def test_recoveries_lower_what_is_called_from_the_employer(shop: Shop) -> None:
    shop.load("a.csv", accident(claim_row("A1", "80053", "1100")), date(2026, 1, 20))
    change(shop, Open("E1", "other_accident", date(2026, 1, 10)), date(2026, 1, 21))
    run_round(shop.code, date(2026, 1, 27), NOBODY)
    change(shop, Receive(1, 300_00), date(2026, 2, 2))
    shop.load(
        "b.csv",
        claims_csv(claim_row("B1", "80055", "1000", service="2026-01-30", received="2026-02-01")),
        date(2026, 2, 2),
    )
    due = shop.rows("select -sum(amount_cents)::bigint from posting where account like '2%'")[0][0]
    called = run_round(shop.code, date(2026, 2, 3), NOBODY).called_cents
    assert called == due - 300_00 + _fees_of(shop, date(2026, 2, 3))


def _fees_of(shop: Shop, day: date) -> int:
    """What the round of the day accrued before it called."""
    query = (
        "select coalesce(-sum(amount_cents), 0)::bigint from posting_row where account in ('2100', '2200')"
        f" and amount_cents < 0 and batch_id = (select id from batch where kind = 'cycle' and as_of = '{day}')"
    )
    return int(shop.rows(query)[0][0])


def test_a_held_line_is_lifted_by_an_examiner_and_then_belongs_to_the_case(shop: Shop) -> None:
    shop.load("a.csv", accident(claim_row("A1", "80053", "1100"), cause="auto"), date(2026, 1, 20))
    opened = change(shop, Open("E1", "auto", date(2026, 1, 10)), date(2026, 1, 21))
    assert opened.undecided_cents == 1100_00
    assert shop.decided() == {("A1", 1): ("auto_accident_under_review", 0)}
    done = release(shop.code, "A1", "no other insurance; lien letter sent", date(2026, 2, 2))
    assert done.reasons == ("auto_accident_under_review",)
    assert shop.decided() == {("A1", 1): ("paid", 800_00)}
    run_round(shop.code, date(2026, 2, 3), NOBODY)
    assert sums(cases(shop.code)[0]) == (800_00, 0, 0, 800_00)
    assert explain(shop.code, "A1").is_of_its_day
    assert verify(shop.code).agrees
    with pytest.raises(ServiceError, match="claim 1: found no line that waits for an examiner"):
        release(shop.code, "A1", "again", date(2026, 2, 4))


def test_a_second_accident_begins_a_case_of_its_own(shop: Shop) -> None:
    file = accident(claim_row("A1", "80053", "1100"), claim_row("A2", "80054", "500", service="2026-01-14"))
    shop.load("a.csv", file, date(2026, 1, 20))
    for day in (date(2026, 1, 10), date(2026, 1, 14)):
        change(shop, Open("E1", "other_accident", day), date(2026, 1, 21))
    run_round(shop.code, date(2026, 1, 27), NOBODY)
    assert [case.lien_cents for case in cases(shop.code)] == [800_00, 400_00]


def test_a_closed_case_takes_no_more_and_is_listed_when_all_are(shop: Shop) -> None:
    change(shop, Open("E1", "other_accident", date(2026, 1, 10)), date(2026, 1, 21))
    closed = change(shop, Close(1, "nobody is liable"), date(2026, 2, 1))
    assert closed.closed_on == date(2026, 2, 1)
    assert cases(shop.code) == []
    assert len(cases(shop.code, is_all=True)) == 1
    with pytest.raises(ServiceError, match="case 1: found it closed on 2026-02-01, expected an open one"):
        change(shop, Receive(1, 100), date(2026, 2, 2))
    assert verify(shop.code).agrees


@pytest.mark.parametrize(
    ("what", "message"),
    [
        (Open("E9", "auto", date(2026, 1, 10)), "member: found nobody of that id, expected a member"),
        (
            Open("E1", "fall", date(2026, 1, 10)),
            "cause: found 'fall', expected one of employment, auto, other_accident",
        ),
        (Open("E1", "auto", date(2026, 3, 10)), "accident: found 2026-03-10, expected 2026-02-01 or an earlier day"),
        (
            Open("E1", "other_accident", date(2026, 1, 10)),
            "accident: found case 1 for it, expected one case an accident",
        ),
        (Receive(7, 100), "case 7: found none of that number"),
        (Receive(1, 800_01), "case 1, amount: found 80001 cents, expected 1 to 80000, what is left of the lien"),
        (Receive(1, 0), "case 1, amount: found 0 cents, expected 1 to 80000"),
        (Receive(1, 100, 101), "case 1, costs: found 101 cents, expected 0 to 100, the amount received"),
        (Close(1, " "), "case 1: found no reason to close it, expected one"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(shop: Shop, what: Change, message: str) -> None:
    shop.load("a.csv", accident(claim_row("A1", "80053", "1100")), date(2026, 1, 20))
    change(shop, Open("E1", "other_accident", date(2026, 1, 10)), date(2026, 1, 21))
    run_round(shop.code, date(2026, 1, 27), NOBODY)
    before = _everything(shop)
    with pytest.raises((ServiceError, FundingError)) as error:
        change(shop, what, date(2026, 2, 1))
    assert str(error.value).startswith(message)
    assert _everything(shop) == before


def _everything(shop: Shop) -> list[list[tuple[Any, ...]]]:
    tables = ("batch", "recovery_case", "recovery_event", "recovered_line", "posting")
    return [shop.rows(f"select count(*)::bigint from {table}") for table in tables]

"""Other plans of members in the shop: who is first on the day decides what the plan does with a claim.

The plan of the shop: network deductible 100, then 80/20 on laboratory tests. Here it coordinates by the standard
method, and estimates Medicare at 80% where nobody says what it paid.
"""

from datetime import date

import pytest

from corridor.app.services.documents import ARRANGEMENT, PLAN, SourceDocument
from corridor.app.services.explain import explain
from corridor.app.services.intake import NamedFile
from corridor.app.services.other_plans import order_for
from corridor.app.services.release import release
from corridor.app.services.sponsors import add_sponsor
from corridor.app.services.undo import undo
from corridor.app.services.verify import verify
from tests.app.conftest import FOUNDED_ON, SHOP, Shop, claim_row, claims_csv, shop_documents

COORDINATION = """
coordination: {clause: "12", text: After another plan we pay what is left., method: standard, medicare_estimated: %s}
third_party:
  {clause: "13", text: We may wait and recover., work: deny, auto: hold, other_accident: pay_and_recover}
"""
HEADER = "member_id,payer,kind,covered_through,coverage_start,birthday,medicare_entitlement,medicare_from,own_status\n"
SPOUSES_OWN = HEADER + "E1-02,Harbor Mutual,group,self,2025-01-01,,,,\n"
MEDICARE = HEADER + "E2,Medicare,medicare,self,2025-01-01,,age,2025-01-01,{status}\n"
_codes = iter(range(1, 1000))


def coordinating_shop(estimated: str = "0%", workforce: int | None = None) -> Shop:
    """The shop with members, whose plan coordinates."""
    plan, _, arrangement = shop_documents(f"COB{next(_codes)}")
    body = arrangement.content.decode()
    if workforce is not None:
        sizes = f"currency: USD\n  workforce: [{{effective: 2020-01-01, employees: {workforce}}}]"
        body = body.replace("currency: USD", sizes)
    documents = (
        SourceDocument(PLAN, plan.name, plan.content + (COORDINATION % estimated).encode()),
        SourceDocument(ARRANGEMENT, arrangement.name, body.encode()),
    )
    shop = Shop(add_sponsor(documents, FOUNDED_ON))
    shop.load("members.csv", (SHOP / "members.csv").read_bytes(), FOUNDED_ON)
    return shop


def with_paid(csv: str, paid: str) -> str:
    """A claims file with what another payer paid on every line."""
    head, *rows = csv.splitlines()
    return "\n".join([f"{head},other_payer_paid", *(f"{row},{paid}" for row in rows)]) + "\n"


SPOUSES_TEST = claims_csv(claim_row("A1", "80053", "300", member="E1-02", relationship="spouse"))


def test_a_claim_pends_until_the_plan_that_is_first_has_paid(store: object) -> None:
    shop = coordinating_shop()
    shop.load("others.csv", SPOUSES_OWN, date(2026, 1, 5))
    shop.load("a.csv", SPOUSES_TEST, date(2026, 1, 21))
    assert shop.decided() == {("A1", 1): ("other_payer_first", 0)}
    assert explain(shop.code, "A1").is_of_its_day
    # 300 allowed, 200 paid by the other: alone we pay 80% of 200 = 160, after it min(160, 100).
    again = with_paid(SPOUSES_TEST.replace("A1", "A2").replace("80053", "80054"), "200")
    shop.load("b.csv", again, date(2026, 1, 22))
    assert shop.decided()["A2", 1] == ("paid", 100_00)
    assert explain(shop.code, "A2").is_of_its_day
    assert verify(shop.code).agrees


def test_without_knowing_of_it_a_claim_is_paid_and_a_load_decides_nothing_again(store: object) -> None:
    shop = coordinating_shop()
    shop.load("a.csv", SPOUSES_TEST, date(2026, 1, 21))
    shop.load("others.csv", SPOUSES_OWN, date(2026, 1, 25))
    assert shop.decided() == {("A1", 1): ("paid", 160_00)}
    assert verify(shop.code).agrees


def test_where_we_are_first_it_does_not_matter_what_the_claim_says_was_paid(store: object) -> None:
    shop = coordinating_shop(workforce=20)
    shop.load("others.csv", MEDICARE.format(status=""), date(2026, 1, 5))
    test = with_paid(claims_csv(claim_row("A1", "80053", "300", subscriber="E2", member="E2")), "240")
    shop.load("a.csv", test, date(2026, 1, 21))
    assert shop.decided() == {("A1", 1): ("paid", 160_00)}
    order = order_for(shop.code, "E2", date(2026, 1, 21))
    assert [(one.payer, one.order.first, one.order.rule) for one in order] == [
        ("Medicare", "own", "medicare_working_aged")
    ]


def test_what_medicare_pays_is_estimated_where_the_plan_says_so(store: object) -> None:
    shop = coordinating_shop("80%")
    shop.load("others.csv", MEDICARE.format(status="retired"), date(2026, 1, 5))
    test = claims_csv(claim_row("A1", "80053", "300", subscriber="E2", member="E2"))
    shop.load("a.csv", test, date(2026, 1, 21))
    # Medicare is taken to pay 240 of 300; alone we would pay 160, so the rest of 60.
    assert shop.decided() == {("A1", 1): ("paid", 60_00)}
    assert verify(shop.code).agrees


def test_an_order_that_cannot_be_told_pends_until_an_examiner_lifts_it(store: object) -> None:
    shop = coordinating_shop()  # nobody has said how many employees there are
    shop.load("others.csv", MEDICARE.format(status=""), date(2026, 1, 5))
    test = claims_csv(claim_row("A1", "80053", "300", subscriber="E2", member="E2"))
    shop.load("a.csv", test, date(2026, 1, 21))
    assert shop.decided() == {("A1", 1): ("order_of_benefits_unclear", 0)}
    done = release(shop.code, "A1", "the employer has 45 employees", date(2026, 1, 28))
    assert done.reasons == ("order_of_benefits_unclear",)
    assert shop.decided() == {("A1", 1): ("paid", 160_00)}
    assert explain(shop.code, "A1").is_of_its_day
    assert verify(shop.code).agrees


def test_other_coverage_that_is_taken_back_no_longer_counts(store: object) -> None:
    shop = coordinating_shop()
    shop.load("others.csv", SPOUSES_OWN, date(2026, 1, 5))
    shop.load("a.csv", SPOUSES_TEST, date(2026, 1, 21))
    taken = undo(shop.code, NamedFile("others.csv", SPOUSES_OWN.encode()), date(2026, 2, 2))
    assert taken.counts == {"families_touched": 1, "claims_redecided": 1}
    assert shop.decided() == {("A1", 1): ("paid", 160_00)}
    assert verify(shop.code).agrees


def test_a_later_row_of_the_same_key_takes_the_place_of_the_first(store: object) -> None:
    shop = coordinating_shop()
    shop.load("others.csv", SPOUSES_OWN, date(2026, 1, 5))
    ended = SPOUSES_OWN.replace("coverage_start,", "coverage_start,coverage_end_exclusive,")
    shop.load("ended.csv", ended.replace("2025-01-01,", "2025-01-01,2026-01-01,", 1), date(2026, 1, 6))
    shop.load("a.csv", SPOUSES_TEST, date(2026, 1, 21))
    assert shop.decided() == {("A1", 1): ("paid", 160_00)}


@pytest.mark.parametrize("day", [date(2025, 6, 1)])
def test_who_is_first_is_asked_of_covered_members_only(store: object, day: date) -> None:
    shop = coordinating_shop()
    with pytest.raises(Exception, match="expected a member covered then"):
        order_for(shop.code, "E2", day)

"""A file is taken in once and whole; a fault in one claim is its decision, never the file's end."""

from datetime import date
from pathlib import Path

import pytest

from corridor.app.services.documents import PLAN, SourceDocument
from corridor.app.services.sponsors import add_sponsor
from corridor.app.store.tenancy import tenant_codes
from corridor.plan.document import DocumentError
from tests.app.conftest import FOUNDED_ON, SHOP, Database, Shop, claim_row, claims_csv, shop_documents

VISIT = Path(__file__).parents[2] / "edi" / "x837" / "visit.837"
DAY = date(2026, 1, 21)


def test_a_file_comes_in_once_under_whatever_name(shop: Shop, database: Database) -> None:
    content = claims_csv(claim_row("A1", "99213", "150"))
    first = shop.load("a.csv", content, DAY)
    before = database.digest()
    again = shop.load("another_name.csv", content, date(2026, 3, 1))
    assert (first.is_new, again.is_new) == (True, False)
    assert (again.seq, again.kind) == (first.seq, "claims")
    assert again.counts["lines"] == first.counts["lines"] == 1
    assert database.digest() == before


def test_the_same_claim_in_another_file_is_a_duplicate(shop: Shop) -> None:
    shop.load("a.csv", claims_csv(claim_row("A1", "99213", "150")), DAY)
    shop.load("b.csv", claims_csv(claim_row("A2", "99213", "150", received="2026-01-22")), DAY)
    assert shop.decided() == {("A1", 1): ("paid", 130_00), ("A2", 1): ("duplicate", 0)}


BAD_CLAIMS = {
    "unknown_member": claim_row("X1", "99213", "150", subscriber="NOBODY", member="NOBODY"),
    "before_coverage": claim_row("X1", "99213", "150", service="2025-12-30"),
    "unknown_code": claim_row("X1", "ZZZZZ", "150"),
    "not_covered": claim_row("X1", "15775", "150"),
    "handled_by_hand": claim_row("X1", "33945", "150"),
    "amount_above_limit": claim_row("X1", "80053", "25000.01"),
    "timely_filing": claim_row("X1", "99213", "150", received="2026-05-01"),
    "no_plan_for_service": claim_row("X1", "D1110", "150", kind="dental"),
}


@pytest.mark.parametrize("reason", BAD_CLAIMS)
def test_one_bad_claim_is_put_aside_and_the_rest_is_decided(reason: str, shop: Shop) -> None:
    good = claim_row("G1", "99213", "150", subscriber="E2", member="E2")
    shop.load("mixed.csv", claims_csv(BAD_CLAIMS[reason], good), date(2026, 5, 1))
    assert shop.decided() == {("X1", 1): (reason, 0), ("G1", 1): ("paid", 130_00)}


def test_an_envelope_fault_is_read_on_request_and_told(shop: Shop) -> None:
    content = VISIT.read_bytes().replace(b"SE*26*", b"SE*27*")
    taken = shop.load("visit.837", content, DAY, lenient=True)
    assert taken.is_new
    assert taken.faults == (
        "visit.837, transaction 1, segment 28, SE01: found '27', expected 26, the number of segments.",
    )
    assert taken.counts["lines"] == 2


def test_a_faulty_statement_is_told_and_the_others_count(shop: Shop) -> None:
    header = (SHOP / "members.csv").read_text().splitlines()[0]
    stranger = "E8-02,E8,spouse,Pike,Eve,1985-01-01,F,medical,SHOP,ESP,2026-01-01,"
    sound = "E4,E4,self,Teal,Dot,1985-01-01,F,medical,SHOP,EMP,2026-01-01,"
    taken = shop.load("more.csv", "\n".join((header, stranger, sound, "")), DAY)
    assert len(taken.faults) == 1
    assert not any(word in taken.faults[0] for word in ("Pike", "Eve", "E8"))
    assert shop.rows("select member_id from coverage where subscriber_id in ('E4', 'E8')") == [("E4",)]


def test_a_plan_that_contradicts_itself_makes_no_sponsor(store: object, database: Database) -> None:
    plan, *others = shop_documents("CONTRADICTION")
    wrong = plan.content.replace(b"in: {individual: 100,", b"in: {individual: 1100,")
    codes, before = tenant_codes(), database.digest()
    with pytest.raises(DocumentError) as error:
        add_sponsor((SourceDocument(PLAN, "plan.yaml", wrong), *others), FOUNDED_ON)
    assert str(error.value).splitlines()[0] == (
        "plan.yaml line 11, deductible.in.individual: found $1,100.00,"
        " expected at most the out-of-pocket maximum of $1,000.00"
    )
    assert tenant_codes() == codes
    assert database.digest() == before

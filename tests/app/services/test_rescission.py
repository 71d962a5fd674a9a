"""Retroactive ends of medical cover: what the guard lets through, and what it holds back.

The 834 of the late termination: it came on 2 February and ends the cover of family E1 on 15 January.
"""

from datetime import date

import pytest

from corridor.app.services.errors import ServiceError
from corridor.app.services.intake import NamedFile
from corridor.app.services.rescission import held_ends, record_finding
from corridor.app.services.sponsors import add_sponsor
from corridor.app.services.undo import undo
from corridor.app.services.verify import verify
from tests.app.conftest import FOUNDED_ON, SHOP, Shop, claim_row, claims_csv, shop_documents
from tests.app.services.test_late_termination import termination

TOLD_ON = date(2026, 2, 2)
SECTION = b"""rescission: {clause: "R", text: Cover ends in the past as the law allows., notice_days: 30}
"""
_number = iter(range(1000, 2000))


@pytest.fixture
def guarded(store: object) -> Shop:
    """The shop with a plan that asks for the guard, a claim of 10 January and one of 20 January."""
    documents = shop_documents(f"SHOP{next(_number)}")
    plan = documents[0]
    shop = Shop(add_sponsor((plan.__class__(plan.kind, plan.name, SECTION + plan.content), *documents[1:]), FOUNDED_ON))
    shop.load("members.csv", (SHOP / "members.csv").read_bytes(), FOUNDED_ON)
    rows = (
        claim_row("A1", "80053", "600", service="2026-01-10", received="2026-01-21"),
        claim_row("A2", "80053", "400", service="2026-01-20", received="2026-01-22"),
    )
    shop.load("a.csv", claims_csv(*rows), date(2026, 1, 24))
    return shop


def contributions(*rows: str) -> str:
    return "\n".join(("member_id,product,month,amount", *(f"{row}" for row in rows))) + "\n"


def ends(shop: Shop) -> dict[str, date | None]:
    return dict(shop.rows("select member_id, coverage_end_exclusive from coverage order by 1"))


def test_without_a_feed_nobody_knows_and_the_cover_stays_to_the_end_of_the_month(guarded: Shop) -> None:
    taken = guarded.load("end.834", termination(), TOLD_ON)
    assert ends(guarded) == {"E1": date(2026, 2, 1), "E1-02": date(2026, 2, 1), "E2": None}
    assert taken.counts["claims_redecided"] == 0
    assert taken.counts["ends_held"] == 2
    assert taken.faults[0].endswith(
        "coverage_end_exclusive: found 2026-01-15, held until 2026-02-01: a contribution was taken for "
        "the time after, or it is not known whether (29 CFR 2590.715-2712)"
    )
    assert verify(guarded.code).agrees


def test_nothing_was_taken_for_the_time_after(guarded: Shop) -> None:
    guarded.load("c.csv", contributions("E2,medical,2026-01-01,50"), date(2026, 2, 1))
    taken = guarded.load("end.834", termination(), TOLD_ON)
    assert ends(guarded)["E1"] == date(2026, 1, 15)
    assert (taken.counts["claims_redecided"], taken.counts["ends_held"]) == (1, 0)
    assert guarded.decided()[("A2", 1)] == ("after_termination", 0)


def test_a_contribution_was_taken(guarded: Shop) -> None:
    rows = ("E1,medical,2026-01-01,50", "E1,medical,2026-02-01,50", "E2,medical,2026-02-01,50")
    guarded.load("c.csv", contributions(*rows), date(2026, 2, 1))
    guarded.load("end.834", termination(), TOLD_ON)
    # Paid for to the end of February: the end counts from the day on which it was stated.
    assert ends(guarded) == {"E1": TOLD_ON, "E1-02": TOLD_ON, "E2": None}
    assert [(one.stated_end, one.lawful_end) for one in held_ends(guarded.code, TOLD_ON)] == [
        (date(2026, 1, 15), TOLD_ON)
    ] * 2
    assert guarded.decided()[("A2", 1)][0] == "paid"


def test_fraud_that_was_told_in_time_lets_the_end_through(guarded: Shop) -> None:
    guarded.load("c.csv", contributions("E1,medical,2026-01-01,50"), date(2026, 2, 1))
    guarded.load("end.834", termination(), TOLD_ON)
    early = record_finding(guarded.code, "E1", "fraud", TOLD_ON, "file 7", date(2026, 2, 10))
    assert early.counts["claims_redecided"] == 0
    assert ends(guarded)["E1"] == date(2026, 2, 1)
    later = record_finding(guarded.code, "E1", "fraud", TOLD_ON, "file 7", date(2026, 3, 4))
    assert later.counts["claims_redecided"] == 1
    assert ends(guarded) == {"E1": date(2026, 1, 15), "E1-02": date(2026, 1, 15), "E2": None}
    assert verify(guarded.code).agrees


def test_contributions_that_are_taken_back_are_not_read(guarded: Shop) -> None:
    content = contributions("E1,medical,2026-01-01,0")
    guarded.load("c.csv", content, date(2026, 2, 1))
    guarded.load("end.834", termination(), TOLD_ON)
    assert ends(guarded)["E1"] == date(2026, 1, 15)
    undo(guarded.code, NamedFile("c.csv", content.encode()), date(2026, 2, 5))
    assert ends(guarded)["E1"] == date(2026, 2, 1)
    assert guarded.decided()[("A2", 1)][0] == "paid"
    assert verify(guarded.code).agrees


def test_a_finding_needs_a_person_grounds_and_a_notice(guarded: Shop) -> None:
    for member, finding, day, why in (
        ("E9", "fraud", TOLD_ON, "file 7"),
        ("E1", "unpaid", TOLD_ON, "file 7"),
        ("E1", "fraud", date(2026, 3, 1), "file 7"),
        ("E1", "fraud", TOLD_ON, " "),
    ):
        with pytest.raises(ServiceError):
            record_finding(guarded.code, member, finding, day, why, TOLD_ON)


def test_a_plan_without_the_section_is_not_guarded(shop: Shop) -> None:
    shop.load("end.834", termination(), TOLD_ON)
    assert ends(shop)["E1"] == date(2026, 1, 15)
    assert held_ends(shop.code, TOLD_ON) == ()

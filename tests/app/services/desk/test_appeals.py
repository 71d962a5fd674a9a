"""Appeals in levels with their windows, carried out by overrides; external review by whose turn it is."""

from datetime import date, timedelta

import pytest

from corridor.app.services.desk.acts import do_act
from corridor.app.services.desk.appeals import AskExternal, Decide, DecideExternal, File, appeals
from corridor.app.services.desk.overriding import Propose, SetAuthority
from corridor.app.services.errors import ServiceError
from corridor.app.services.verify import verify
from tests.app.conftest import Shop, claim_row, claims_csv

DECIDED = date(2026, 6, 2)
IROS = ("Iro A", "Iro B", "Iro C")


@pytest.fixture
def denied(shop: Shop) -> Shop:
    """Claims L1 to L3, each denied because it came late."""
    rows = [
        claim_row(f"L{place}", "99213", "100", service=f"2026-01-0{place + 1}", received="2026-06-01")
        for place in (1, 2, 3)
    ]
    shop.load("claims.csv", claims_csv(*rows), DECIDED)
    return shop


def number(shop: Shop, claim_id: str) -> int:
    return int(shop.rows(f"select claim_number from claim where claim_id = '{claim_id}'")[0][0])


def test_an_overturned_appeal_pays_the_claim_under_an_override(denied: Shop) -> None:
    do_act(denied.code, SetAuthority("bea", 500_00, DECIDED, "letter", "cid"), DECIDED)
    day = DECIDED + timedelta(days=30)
    filed = do_act(denied.code, File(number(denied, "L1"), "was abroad", "the member"), day)
    assert (filed.state, filed.level, filed.due.day) == ("open", 1, day + timedelta(days=60))
    decided = do_act(denied.code, Decide(filed.appeal_number, "overturned", "proof of travel", "bea"), day)
    assert (decided.state, decided.override_number) == ("overturned", 1)
    assert denied.decided()["L1", 1] == ("paid", 80_00)
    assert appeals(denied.code) == []
    assert verify(denied.code).agrees


def test_an_appeal_after_180_days_is_refused_and_one_at_a_time_is_open(denied: Shop) -> None:
    one = number(denied, "L1")
    with pytest.raises(ServiceError, match="expected one until 2026-11-29"):
        do_act(denied.code, File(one, "late", "the member"), DECIDED + timedelta(days=181))
    do_act(denied.code, File(one, "in time", "the member"), DECIDED + timedelta(days=180))
    with pytest.raises(ServiceError, match="found an appeal that is open already"):
        do_act(denied.code, File(one, "again", "the member"), DECIDED + timedelta(days=180))
    with pytest.raises(ServiceError, match="expected one of upheld"):
        do_act(denied.code, Decide(1, "perhaps", "x", "bea"), DECIDED + timedelta(days=181))


def test_who_decided_the_claim_does_not_decide_its_appeal(denied: Shop) -> None:
    one = number(denied, "L1")
    deny = Propose(one, (1,), "deny", "came late", "bea", "examiner's rule")
    do_act(denied.code, SetAuthority("bea", 500_00, DECIDED, "letter", "cid"), DECIDED)
    do_act(denied.code, deny, DECIDED)
    do_act(denied.code, File(one, "was abroad", "the member"), DECIDED)
    with pytest.raises(ServiceError, match="expected another person"):
        do_act(denied.code, Decide(1, "upheld", "it came late", "bea"), DECIDED)
    assert do_act(denied.code, Decide(1, "upheld", "it came late", "dan"), DECIDED).state == "upheld"


def upheld(shop: Shop, claim_id: str, day: date) -> int:
    appeal = do_act(shop.code, File(number(shop, claim_id), "please", "the member"), day)
    do_act(shop.code, Decide(appeal.appeal_number, "upheld", "it came late", "bea"), day)
    return int(appeal.appeal_number)


def test_external_reviews_are_for_eligible_issues_and_go_round(denied: Shop) -> None:
    day = DECIDED + timedelta(days=10)
    given = []
    for claim_id in ("L1", "L2", "L3"):
        appeal = upheld(denied, claim_id, day)
        with pytest.raises(ServiceError, match="found contractual, expected a plan with external review"):
            do_act(denied.code, AskExternal(appeal, "contractual", "x", "the member", IROS), day)
        asked = do_act(denied.code, AskExternal(appeal, "medical_judgement", "needed", "the member", IROS), day)
        given.append(asked.reviewer)
    assert given == list(IROS)
    assert [(one.state, one.due.day) for one in appeals(denied.code)] == [("external", day + timedelta(days=45))] * 3


def test_what_the_reviewer_decides_binds_without_limit(denied: Shop) -> None:
    day = DECIDED + timedelta(days=10)
    appeal = upheld(denied, "L2", day)
    with pytest.raises(ServiceError, match="expected an external review now"):
        do_act(denied.code, File(number(denied, "L2"), "again", "the member"), day)
    late = AskExternal(appeal, "medical_judgement", "needed", "the member", IROS)
    with pytest.raises(ServiceError, match="expected one until"):
        do_act(denied.code, late, day + timedelta(days=130))
    do_act(denied.code, AskExternal(appeal, "medical_judgement", "needed", "the member", IROS), day)
    done = do_act(denied.code, DecideExternal(appeal, "overturned", "the record shows need", "Iro A"), day)
    assert done.state == "overturned"
    assert denied.decided()["L2", 1] == ("paid", 80_00)
    assert verify(denied.code).agrees

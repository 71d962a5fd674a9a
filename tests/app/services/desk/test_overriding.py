"""Overrides: within the limit at once, above it by a second person, kept by later decisions, told in explanations."""

from datetime import date

import pytest

from corridor.adjudication.wording import explanation_text
from corridor.app.services.desk.acts import do_act
from corridor.app.services.desk.overriding import Approve, End, Propose, Refuse, SetAuthority, overrides
from corridor.app.services.errors import ServiceError
from corridor.app.services.explain import explain
from corridor.app.services.verify import verify
from tests.app.conftest import Shop, claim_row, claims_csv

TODAY = date(2026, 6, 10)
RULE = "claims manual 4.2"


@pytest.fixture
def desk(shop: Shop) -> Shop:
    """Late (after the filing limit), Big (above the limit of automatic decisions), Ok (paid)."""
    rows = (
        claim_row("Late", "99213", "100", service="2026-01-05", received="2026-06-01"),
        claim_row("Big", "80050", "30000"),
        claim_row("Ok", "99214", "120"),
    )
    shop.load("claims.csv", claims_csv(*rows), date(2026, 6, 2))
    for holder, cents in (("ana", 500_00), ("bea", 50_000_00), ("role:examiner", 50_00)):
        do_act(shop.code, SetAuthority(holder, cents, date(2026, 1, 1), "letter of 1 January", "cid"), date(2026, 6, 2))
    return shop


def number(shop: Shop, claim_id: str) -> int:
    return int(shop.rows(f"select claim_number from claim where claim_id = '{claim_id}'")[0][0])


def propose(shop: Shop, claim_id: str, action: str, who: str = "ana", **more: object) -> object:
    act = Propose(number(shop, claim_id), (), action, "the practice was closed", who, RULE, **more)  # type: ignore[arg-type]
    return do_act(shop.code, act, TODAY)


def test_within_the_limit_the_reason_is_lifted_at_once(desk: Shop) -> None:
    done = propose(desk, "Late", "pay")
    assert (done.state, done.lifts, done.approved_by, done.redecided) == ("approved", ("timely_filing",), "ana", 1)
    assert desk.decided()["Late", 1] == ("paid", 80_00)
    english = explanation_text(explain(desk.code, "Late").lines[0])
    assert english[0] == (
        "Override 1: ana lifted the reason (the claim arrived after the filing limit), claims manual 4.2: "
        "the practice was closed. Approved by ana."
    )
    assert "istisna kararı" in explanation_text(explain(desk.code, "Late").lines[0], "tr")[0]
    assert verify(desk.code).agrees


def test_above_the_limit_a_second_person_with_a_limit_has_to_say_yes(desk: Shop) -> None:
    done = propose(desk, "Big", "pay")
    assert (done.state, desk.decided()["Big", 1][0]) == ("proposed", "amount_above_limit")
    with pytest.raises(ServiceError, match="found the person who proposed it"):
        do_act(desk.code, Approve(1, "ANA", RULE), TODAY)
    with pytest.raises(ServiceError, match=r"found a limit of 50\.00, expected at least 30,000\.00"):
        do_act(desk.code, Approve(1, "dot", RULE, role="examiner"), TODAY)
    with pytest.raises(ServiceError, match="waiting for an answer"):
        propose(desk, "Big", "deny")
    assert do_act(desk.code, Approve(1, "bea", RULE), TODAY).approved_by == "bea"
    assert desk.decided()["Big", 1][0] == "paid"
    with pytest.raises(ServiceError, match="found approved, expected one that is proposed"):
        do_act(desk.code, Approve(1, "bea", RULE), TODAY)
    assert verify(desk.code).agrees


def test_a_refused_proposal_changes_nothing(desk: Shop) -> None:
    propose(desk, "Big", "pay")
    assert do_act(desk.code, Refuse(1, "bea", "no report"), TODAY).state == "refused"
    assert desk.decided()["Big", 1][0] == "amount_above_limit"
    assert [one.state for one in overrides(desk.code)] == ["refused"]
    assert overrides(desk.code, state="proposed") == []


def test_a_line_is_denied_and_every_later_decision_keeps_it(desk: Shop) -> None:
    propose(desk, "Ok", "deny")
    assert desk.decided()["Ok", 1] == ("overridden_denied", 0)
    desk.load("later.csv", claims_csv(claim_row("Next", "99215", "90", service="2026-01-11")), date(2026, 6, 3))
    propose(desk, "Next", "deny", who="bea")
    assert desk.decided()["Ok", 1] == ("overridden_denied", 0)
    assert do_act(desk.code, End(1, "bea", RULE, "a mistake"), TODAY).state == "ended"
    assert desk.decided()["Ok", 1] == ("paid", 100_00)
    assert verify(desk.code).agrees


def test_an_amount_is_allowed_within_the_charge(desk: Shop) -> None:
    with pytest.raises(ServiceError, match=r"found an amount of 121\.00, expected 0 to the charge of 120\.00"):
        propose(desk, "Ok", "allow", allowed_cents=121_00)
    propose(desk, "Ok", "allow", allowed_cents=70_00)
    assert desk.decided()["Ok", 1] == ("paid", 50_00)
    assert "allowed 70.00" in explanation_text(explain(desk.code, "Ok").lines[0])[0]
    assert verify(desk.code).agrees


def test_what_a_payment_would_need_is_not_lifted(waiting: Shop) -> None:
    with pytest.raises(ServiceError, match="handled_by_hand, which no override lifts"):
        propose(waiting, "B", "pay")
    with pytest.raises(ServiceError, match="found it paid"):
        propose(waiting, "D", "pay")
    with pytest.raises(ServiceError, match="found 'wave', expected one of pay, deny, allow"):
        propose(waiting, "D", "wave")
    with pytest.raises(ServiceError, match="found no line 9"):
        do_act(waiting.code, Propose(number(waiting, "D"), (9,), "deny", "x", "ana", RULE), TODAY)

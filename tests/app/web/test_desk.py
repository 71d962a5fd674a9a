"""The desk on pages: what each role finds, what forms do, and that filters travel."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from corridor.app.services.access.people import add_person
from corridor.app.services.desk.acts import do_act
from corridor.app.services.desk.appeals import File
from corridor.app.services.desk.overriding import SetAuthority, overrides
from corridor.app.services.desk.quality import Draw, report
from corridor.app.services.desk.queue import Filters, queue
from corridor.app.services.verify import verify
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.web.templatetags.told import share
from tests.app.conftest import Database
from tests.app.web.conftest import OTHER, PASSWORD, SPONSOR, ClientOf, email_of
from tests.app.web.page_parts import page_parts

QUEUE = f"/sponsors/{SPONSOR}/queue/"
APPROVALS = f"/sponsors/{SPONSOR}/approvals/"
DAY = date(2026, 12, 1)
EXAMINER = email_of("examiner")

Signed = Callable[[str], Client]


@pytest.fixture
def own_client(own_people: Database) -> Signed:
    """A client signed in with a role, at a copy that the test may change."""
    from corridor.app.store.accounts.models import User

    def signed_in(role: str) -> Client:
        client = Client(SERVER_NAME="localhost", raise_request_exception=False)
        client.force_login(User.objects.get(email=role if "@" in role else email_of(role)))
        return client

    return signed_in


def _waiting(**filters: Any) -> list[int]:
    return [one.claim_number for one in queue(SPONSOR, DAY, Filters(**filters)).pends]


def _held() -> list[int]:
    return _waiting(reason="other_payer_first")


def _numbers(answer: Any) -> list[int]:
    return [int(link.text) for link in page_parts(answer).to(r"queue/\d+")]


def _limit(cents: int) -> None:
    do_act(SPONSOR, SetAuthority("role:examiner", cents, date(2026, 1, 1), "letter 1", "tests"), DAY)


def _override(client: Client, number: int, **fields: str) -> Any:
    told = {"action": "override", "what": "deny", "line": "", "why": "never told", "authority": "letter 1"}
    return client.post(f"{QUEUE}{number}/", told | {"then": "stay"} | fields)


def test_the_queue_lists_what_waits_oldest_first_with_counts_by_reason(client_of: ClientOf) -> None:
    answer = client_of("examiner").get(QUEUE)
    page, waiting = page_parts(answer), queue(SPONSOR, DAY)
    assert _numbers(answer) == [one.claim_number for one in waiting.pends]
    for reason, count in waiting.by_reason.items():
        link = next(link for link in page.links if link.address == f"?reason={reason}")
        assert link.text.endswith(f" {count}")
    assert "overdue" in page.text
    assert "Assign next to me" in page.text


@pytest.mark.parametrize(
    ("query", "filters"),
    [
        ("reason=unknown_code", {"reason": "unknown_code"}),
        ("owner=nobody", {"owner": ""}),
        ("owner=mine", {"owner": EXAMINER}),
        ("overdue=1", {"is_overdue": True}),
        ("min=500&max=1000.50", {"min_cents": 500_00, "max_cents": 1000_50}),
        ("priority=3", {"priority": 3}),
    ],
)
def test_filters_are_those_of_the_queue_and_travel_to_the_claim(
    client_of: ClientOf, query: str, filters: dict[str, Any]
) -> None:
    answer = client_of("examiner").get(f"{QUEUE}?{query}")
    assert _numbers(answer) == _waiting(**filters)
    for link in page_parts(answer).to(r"queue/\d+"):
        assert link.address.endswith(f"?{query}")


@pytest.mark.parametrize(
    "query", ["reason=paid", "owner=x", "priority=10", "overdue=2", "min=abc", "page=0", "page=99"]
)
def test_a_broken_filter_is_a_page_that_says_what_was_expected(client_of: ClientOf, query: str) -> None:
    answer = client_of("examiner").get(f"{QUEUE}?{query}")
    assert answer.status_code == 400
    assert "expected" in answer.content.decode()


def test_an_empty_list_says_so_and_leads_to_the_whole_queue(client_of: ClientOf) -> None:
    page = page_parts(client_of("examiner").get(f"{QUEUE}?min=99999999"))
    assert "This list is empty" in page.text
    assert any(link.address == QUEUE for link in page.links)


def test_an_auditor_looks_and_cannot_do(own_client: Signed) -> None:
    client, number = own_client("auditor"), _held()[0]
    page = page_parts(client.get(f"{QUEUE}{number}/"))
    assert "The benefit applied" in page.text
    assert "What to do" not in page.text
    assert "Assign next" not in page_parts(client.get(QUEUE)).text
    for address, form in (
        (QUEUE, {"action": "next"}),
        (f"{QUEUE}{number}/", {"action": "take"}),
        (f"{QUEUE}release/", {"claim": str(number), "why": "x"}),
        (APPROVALS, {"override": "1", "answer": "refuse", "why": "x"}),
    ):
        assert client.post(address, form).status_code == 403, address
    assert number in _waiting()


def test_a_form_from_elsewhere_is_refused(own_people: Database) -> None:
    from corridor.app.store.accounts.models import User

    client = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    client.force_login(User.objects.get(email=EXAMINER))
    assert client.post(QUEUE, {"action": "next"}).status_code == 403


def test_the_next_of_the_list_is_taken_and_opened_and_nobody_gets_it_again(own_client: Signed) -> None:
    client, held = own_client("examiner"), _held()
    for number in held:
        answer = client.post(f"{QUEUE}?reason=other_payer_first", {"action": "next"})
        assert answer["Location"] == f"{QUEUE}{number}/?reason=other_payer_first"
    assert _waiting(owner=EXAMINER) == held
    answer = client.post(f"{QUEUE}?reason=other_payer_first", {"action": "next"}, follow=True)
    assert "no claim of this list is free" in answer.content.decode()
    client.post(f"{QUEUE}{held[0]}/", {"action": "give_back"})
    assert _waiting(owner=EXAMINER) == held[1:]


def test_the_claim_stands_beside_what_would_be_paid_and_release_pays_just_that(own_client: Signed) -> None:
    client, number = own_client("examiner"), _waiting(reason="amount_above_limit")[0]
    text = page_parts(client.get(f"{QUEUE}{number}/")).text
    foreseen = re.search(r"the plan would pay (\$[\d.,]+)", text)
    assert foreseen is not None
    assert "Clauses" in text
    answer = client.post(f"{QUEUE}{number}/", {"action": "release", "why": "looked at", "then": "stay"}, follow=True)
    after = page_parts(answer).text
    assert f"Claim {number} is released." in after
    assert f"Decision 2 Paid {foreseen[1]}" in after
    assert after.index("Received; charge") < after.index("Decision 1") < after.index("looked at")


def test_after_a_form_the_next_of_the_filtered_list_follows_and_its_end_is_said(own_client: Signed) -> None:
    client, query = own_client("examiner"), "?reason=other_payer_first"
    first, second = _held()
    form = {"action": "release", "why": "nobody else pays", "then": "next"}
    assert client.post(f"{QUEUE}{first}/{query}", form)["Location"] == f"{QUEUE}{second}/{query}"
    answer = client.post(f"{QUEUE}{second}/{query}", form)
    assert answer["Location"] == f"{QUEUE}{query}&end=1"
    assert "This list is empty" in page_parts(client.get(answer["Location"])).text
    assert verify(SPONSOR).agrees


def test_the_end_of_a_list_of_which_some_were_passed_over_is_said(client_of: ClientOf) -> None:
    client, last = client_of("examiner"), _waiting()[-1]
    page = page_parts(client.get(f"{QUEUE}{last}/"))
    onward = next(link for link in page.links if link.text.startswith("Next of the list"))
    text = page_parts(client.get(onward.address)).text
    assert "You have come to the end of this list." in text


def test_several_are_released_only_when_chosen_and_confirmed(own_client: Signed) -> None:
    client, held = own_client("examiner"), _held()
    other = _waiting(reason="unknown_code")[0]
    chosen = "&".join(f"claim={number}" for number in [*held, other])
    shown = client.get(f"{QUEUE}release/?{chosen}")
    assert sorted(_numbers(shown)) == sorted(held)
    assert _held() == held  # looking does nothing
    refused = client.post(f"{QUEUE}release/", {"claim": [str(one) for one in held], "why": " "})
    assert refused.status_code == 400
    client.post(f"{QUEUE}release/", {"claim": [str(one) for one in [*held, other]], "why": "nobody else pays"})
    assert _held() == []
    assert other in _waiting()
    with tenant_transaction(SPONSOR) as tx:
        assert tx.scalar("select count(*) from batch where kind = 'desk'") == 1
    assert "No claim is chosen" in page_parts(client.get(f"{QUEUE}release/")).text
    assert client.get(f"{QUEUE}release/?claim=x").status_code == 400


def test_questions_notes_and_priority_stand_on_the_timeline(own_client: Signed) -> None:
    client, number = own_client("examiner"), _held()[0]
    at = f"{QUEUE}{number}/"
    for form in (
        {"action": "note", "what": "called the practice"},
        {"action": "ask", "what": "the other plan's notice"},
        {"action": "priority", "priority": "7"},
    ):
        assert client.post(at, form | {"then": "stay"})["Location"] == at
    text = page_parts(client.get(at)).text
    assert "Information asked for" in text
    assert "called the practice" in text
    assert f"{EXAMINER} : the other plan's notice" in text
    assert _waiting(priority=7) == [number]
    client.post(at, {"action": "answered", "what": "the notice"})
    assert "Information arrived" in page_parts(client.get(at)).text
    client.post(at, {"action": "again", "why": "the notice came", "then": "stay"})
    assert number in _waiting()


def test_an_appeal_is_filed_and_decided_by_somebody_else(own_client: Signed) -> None:
    add_person("second@corridor.example", "examiner", SPONSOR, actor="tests", password=PASSWORD)
    client, second = own_client("examiner"), own_client("second@corridor.example")
    number = _waiting(reason="unknown_code")[0]
    at = f"{QUEUE}{number}/"
    assert "File an appeal" not in page_parts(client.get(at)).text
    _limit(1_000_000_00)
    _override(client, number)
    assert "File an appeal" in page_parts(client.get(at)).text
    assert client.post(at, {"action": "appeal", "why": "it was needed", "then": "stay"})["Location"] == at
    assert "File an appeal" not in page_parts(client.get(at)).text
    decided = {"action": "decide_appeal", "appeal": "1", "outcome": "upheld", "why": "never told", "then": "stay"}
    refused = client.post(at, decided)
    assert refused.status_code == 400
    assert "expected another person" in refused.content.decode()
    assert second.post(at, decided)["Location"] == at
    text = page_parts(second.get(at)).text
    assert "Appeal decided" in text
    assert "Appeal 1 is decided: upheld: the decision stays." in text
    assert verify(SPONSOR).agrees


@pytest.mark.parametrize(
    "form",
    [
        {"action": "release", "why": " "},
        {"action": "answered", "what": "nothing was asked"},
        {"action": "priority", "priority": "many"},
        {"action": "override", "what": "allow", "line": "1", "amount": "a lot", "why": "w", "authority": "a"},
        {"action": "override", "what": "give", "line": "1", "why": "w", "authority": "a"},
        {"action": "override", "what": "deny", "line": "x", "why": "w", "authority": "a"},
    ],
)
def test_what_a_service_refuses_is_said_above_the_form_and_nothing_is_done(
    own_client: Signed, form: dict[str, str]
) -> None:
    client, before = own_client("examiner"), _waiting()
    answer = client.post(f"{QUEUE}{_held()[0]}/", form)
    assert answer.status_code == 400
    text = answer.content.decode()
    assert 'role="alert"' in text
    assert "expected" in text
    assert _waiting() == before


def test_an_override_above_the_limit_waits_for_another_person(own_client: Signed) -> None:
    add_person("second@corridor.example", "examiner", SPONSOR, actor="tests", password=PASSWORD)
    client, second = own_client("examiner"), own_client("second@corridor.example")
    number = _waiting(reason="unknown_code")[0]
    _override(client, number)
    (proposed,) = overrides(SPONSOR, state="proposed")
    assert number in _waiting()
    mine = page_parts(client.get(APPROVALS)).text
    assert "another person has to approve it" in mine
    assert "Approve override" not in mine
    theirs = page_parts(second.get(APPROVALS)).text
    assert "above your limit" in theirs
    _limit(1_000_000_00)
    answer = {"override": str(proposed.override_number), "answer": "approve", "authority": "letter 1"}
    assert client.post(APPROVALS, answer).status_code == 400  # nobody approves an override of the own
    assert second.post(APPROVALS, answer)["Location"] == APPROVALS
    assert number not in _waiting()
    text = page_parts(client.get(f"{QUEUE}{number}/")).text
    assert "second@corridor.example" in text
    assert "Override approved" in text
    assert verify(SPONSOR).agrees


def test_a_proposal_is_refused_with_a_why(own_client: Signed) -> None:
    client, number = own_client("examiner"), _waiting(reason="unknown_code")[0]
    _override(client, number)
    (proposed,) = overrides(SPONSOR, state="proposed")
    answer = {"override": str(proposed.override_number), "answer": "refuse"}
    assert client.post(APPROVALS, answer | {"why": ""}).status_code == 400
    client.post(APPROVALS, answer | {"why": "ask the sender first"})
    assert overrides(SPONSOR, state="proposed") == []
    assert number in _waiting()
    assert "No override waits" in page_parts(client.get(APPROVALS)).text


def test_keys_are_switched_for_the_person_and_only_the_person(own_client: Signed) -> None:
    client, number = own_client("examiner"), _held()[0]
    assert 'data-keys="on"' in client.get(QUEUE).content.decode()
    assert client.post(f"{QUEUE}{number}/", {"action": "keys", "keys": "off"})["Location"] == f"{QUEUE}{number}/"
    text = own_client("examiner").get(QUEUE).content.decode()
    assert 'data-keys="off"' in text
    assert "Single keys are off for you" in text
    assert 'data-keys="on"' in own_client("auditor").get(QUEUE).content.decode()


def test_every_reading_is_logged_with_who_read(own_client: Signed) -> None:
    client, number = own_client("examiner"), _held()[0]
    with tenant_transaction(SPONSOR) as tx:
        before = tx.scalar("select count(*) from access_log")
    for address in (QUEUE, f"{QUEUE}{number}/", APPROVALS):
        client.get(address)
    with tenant_transaction(SPONSOR) as tx:
        rows = tx.read("select who, what, why from access_log order by id").rows()[before:]
    for what in ("queue", f"claim {number}", "overrides"):
        assert (EXAMINER, what, "desk") in rows


@pytest.mark.parametrize("number", ["0", "999999", "99999999999999999999999"])
def test_a_claim_that_is_not_there_is_not_found(client_of: ClientOf, number: str) -> None:
    assert client_of("examiner").get(f"{QUEUE}{number}/").status_code == 404
    assert client_of("examiner").get(f"/sponsors/{OTHER}/queue/").status_code == 404


def test_samples_take_findings_and_measures_tell_what_came_of_them(own_client: Signed) -> None:
    client, at = own_client("examiner"), f"/sponsors/{SPONSOR}/"
    do_act(SPONSOR, Draw("random", 3, 7, date(2026, 1, 1), DAY, "tests"), DAY)
    page = page_parts(client.get(f"{at}quality/"))
    assert "0 of 3 claims looked at" in page.text
    claim = page.to(r"claims/\d+")[0].text
    form = {"sample": "1", "claim": claim, "why": "the wrong tier"}
    assert client.post(f"{at}quality/", form | {"kind": "financial"}).status_code == 400  # without an amount
    assert client.post(f"{at}quality/", form | {"kind": "financial", "amount": "12.50"}).status_code == 302
    text = page_parts(client.get(f"{at}quality/")).text
    assert "1 of 3 claims looked at" in text
    assert "a wrong amount $12.50" in text
    found = report(SPONSOR, date(2026, 1, 1), DAY).all
    shown = page_parts(client.get(f"{at}measures/?from=2026-01-01&to={DAY}")).text
    assert f"Decided without a person {share(found.auto_bp)}" in shown
    assert "Accuracy rests on 1 of 3 sampled claims" in shown
    assert client.get(f"{at}measures/?from=soon").status_code == 400


def test_an_appeal_stands_on_the_list_and_on_the_claims_timeline(own_client: Signed) -> None:
    client = own_client("examiner")
    with tenant_transaction(SPONSOR) as tx:
        number = tx.scalar("select max(claim_number) from decision where status = 'denied'")
        noticed = tx.scalar("select max(decided_on) from decision where claim_number = %s", [number])
    assert "No appeal waits" in page_parts(client.get(f"/sponsors/{SPONSOR}/appeals/")).text
    do_act(SPONSOR, File(number, "it was covered then", "tests"), noticed)
    page = page_parts(client.get(f"/sponsors/{SPONSOR}/appeals/"))
    assert [link.text for link in page.to(r"queue/\d+")] == [str(number)]
    text = page_parts(client.get(f"{QUEUE}{number}/")).text
    assert "Appeal filed (appeal 1, level 1)" in " ".join(text.split()).replace("( ", "(").replace(" )", ")")

"""Signing in, being signed out, and what the pages say when something is the matter."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from corridor.app.services.access.people import add_person, new_password, shut_out
from corridor.app.services.errors import ServiceError
from corridor.app.store.accounts.models import AccountChange, Seat, User
from corridor.app.web.guard import FETCHED_ANEW
from tests.app.conftest import Database
from tests.app.web.conftest import OTHER, PASSWORD, SPONSOR, ClientOf, email_of

SIGN_IN = "/accounts/sign-in/"


def _sign_in(client: Client, email: str, password: str, **more: str) -> object:
    return client.post(SIGN_IN, {"login": email, "password": password, **more})


def test_the_right_password_leads_to_where_one_was_going(stranger: Client) -> None:
    wanted = f"/sponsors/{SPONSOR}/overview/?year=2025"
    sent = stranger.get(wanted)
    assert sent["Location"].startswith(f"{SIGN_IN}?next=/sponsors/")
    answer = _sign_in(stranger, email_of("finance"), PASSWORD, next=wanted)
    assert answer["Location"] == wanted


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/"])
def test_signing_in_leads_to_no_other_site(stranger: Client, elsewhere: str) -> None:
    assert _sign_in(stranger, email_of("finance"), PASSWORD, next=elsewhere)["Location"] == "/"


@pytest.mark.parametrize("email", [email_of("finance"), "nobody@corridor.example"])
def test_a_wrong_password_and_an_unknown_address_look_alike(stranger: Client, email: str) -> None:
    page = _sign_in(stranger, email, "not-the-password").content.decode()
    assert "This address and password do not go together." in page
    assert "Check both" in page
    assert "not-the-password" not in page


def test_a_session_that_is_over_says_so_and_comes_back(client_of: ClientOf) -> None:
    client = client_of("finance")
    Session.objects.filter(session_key=client.session.session_key).delete()
    sent = client.get(f"/sponsors/{SPONSOR}/overview/")
    assert sent.status_code == 302
    assert "Your session is over" in client.get(sent["Location"]).content.decode()


def test_a_part_of_a_page_asked_for_after_the_session_is_401(stranger: Client) -> None:
    answer = stranger.get(f"/sponsors/{SPONSOR}/overview/", headers={FETCHED_ANEW: "1"})
    assert answer.status_code == 401


def test_signing_out_ends_the_session(client_of: ClientOf) -> None:
    client = client_of("finance")
    client.post("/accounts/sign-out/")
    assert client.get(f"/sponsors/{SPONSOR}/overview/").status_code == 302


def test_a_page_says_what_is_the_matter_and_what_to_do(client_of: ClientOf) -> None:
    for role, address, status, words in (
        ("finance", f"/sponsors/{OTHER}/overview/", 404, "nothing at this address"),
        ("examiner", f"/sponsors/{SPONSOR}/overview/", 403, "Your role here, Examiner"),
        ("finance", "/no/such/page/", 404, "nothing at this address"),
    ):
        answer = client_of(role).get(address)
        page = answer.content.decode()
        assert answer.status_code == status
        assert words in page
        assert "What to do:" in page
        assert "Traceback" not in page


def test_a_fault_of_ours_is_a_page_without_a_trace(client_of: ClientOf, monkeypatch: pytest.MonkeyPatch) -> None:
    from corridor.app.web import guard

    def fail(*_: object) -> None:
        raise RuntimeError("a secret of the inside")

    client = client_of("finance")
    monkeypatch.setattr(guard, "place_at", fail)
    answer = client.get(f"/sponsors/{SPONSOR}/overview/")
    assert answer.status_code == 500
    page = answer.content.decode()
    assert "Something went wrong on our side" in page
    assert "secret" not in page


def test_a_form_of_another_session_is_asked_for_again(people: Database) -> None:
    client = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    answer = client.post(SIGN_IN, {"login": "a@b.example", "password": "x"})
    assert answer.status_code == 403
    assert "Please send it again" in answer.content.decode()


def test_pages_load_nothing_from_elsewhere(stranger: Client) -> None:
    answer = stranger.get(SIGN_IN)
    assert answer["Content-Security-Policy"].startswith("default-src 'self'")
    assert answer["X-Frame-Options"] == "DENY"
    assert "http://" not in answer.content.decode()
    assert "https://" not in answer.content.decode()


def test_a_host_that_is_not_ours_is_refused(stranger: Client) -> None:
    assert stranger.get(SIGN_IN, headers={"host": "elsewhere.example"}).status_code == 400


def test_the_language_is_the_readers(stranger: Client) -> None:
    assert 'lang="tr"' in stranger.get(SIGN_IN, headers={"accept-language": "tr-TR,tr;q=0.9"}).content.decode()
    stranger.post("/language/", {"language": "en", "next": SIGN_IN})
    page = stranger.get(SIGN_IN, headers={"accept-language": "tr"}).content.decode()
    assert '<html lang="en">' in page


def test_people_are_added_seated_and_shut_out_and_the_trail_keeps_it(people: Database) -> None:
    email = "new.person@corridor.example"
    before = AccountChange.objects.count()
    added = add_person(email, "actuary", SPONSOR, actor="the operator")
    assert added.is_new
    assert added.password is not None
    client = Client(SERVER_NAME="localhost")
    assert _sign_in(client, email, added.password).status_code == 302
    again = add_person(email, "auditor", SPONSOR, actor="the operator")
    assert (again.is_new, again.password) == (False, None)
    assert [seat.role for seat in Seat.objects.filter(user__email=email)] == ["auditor"]
    assert new_password(email, actor="the operator", password="another-long-word") is None
    shut_out(email, actor="the operator")
    assert client.get(f"/sponsors/{SPONSOR}/overview/").status_code == 302
    assert _sign_in(Client(SERVER_NAME="localhost"), email, "another-long-word").status_code == 200
    trail = AccountChange.objects.order_by("id")[before:]
    assert {change.changed_by for change in trail} == {"the operator"}
    assert {(change.table_name, change.action) for change in trail} >= {
        ("person", "insert"), ("person", "update"), ("seat", "insert"), ("seat", "update"), ("seat", "delete"),
    }  # fmt: skip


def test_the_trail_cannot_be_changed(people: Database) -> None:
    from django.db.utils import ProgrammingError

    with pytest.raises(ProgrammingError, match="permission denied"):
        AccountChange.objects.all().delete()


@pytest.mark.parametrize(
    ("email", "role", "sponsor", "more", "words"),
    [
        ("not an address", "finance", SPONSOR, {}, "email: found no address"),
        ("a@corridor.example", "king", SPONSOR, {}, "role: found 'king', expected one of examiner"),
        ("a@corridor.example", "finance", "NOSUCH", {}, "sponsor: found 'NOSUCH', expected one of"),
        ("a@corridor.example", "member", SPONSOR, {}, "member id: expected one for the role member"),
        ("a@corridor.example", "finance", SPONSOR, {"member_id": "M1"}, "member id: expected one for the role member"),
        ("a@corridor.example", "finance", SPONSOR, {"password": "short"}, "password: "),
    ],
)
def test_a_faulty_order_is_refused_whole(
    people: Database, email: str, role: str, sponsor: str, more: dict[str, str], words: str
) -> None:
    with pytest.raises(ServiceError, match=words):
        add_person(email, role, sponsor, actor="tests", **more)
    assert not User.objects.filter(email=email).exists()


def test_after_too_many_wrong_passwords_the_page_says_to_wait(people: Database) -> None:
    email = "hasty@corridor.example"
    add_person(email, "finance", SPONSOR, actor="tests", password=PASSWORD)
    client = Client(SERVER_NAME="localhost", REMOTE_ADDR="10.9.8.7")
    pages = [_sign_in(client, email, "not-the-password").content.decode() for _ in range(12)]
    assert "do not go together" in pages[0]
    assert "Too many attempts" in pages[-1]
    assert "Wait five minutes" in pages[-1]
    assert _sign_in(client, email, PASSWORD).status_code == 200


def test_somebody_shut_out_who_is_added_again_gets_another_password(people: Database) -> None:
    email = "returns@corridor.example"
    add_person(email, "finance", SPONSOR, actor="tests", password=PASSWORD)
    shut_out(email, actor="tests")
    again = add_person(email, "finance", SPONSOR, actor="tests")
    assert again.password is not None
    client = Client(SERVER_NAME="localhost")
    assert _sign_in(client, email, PASSWORD).status_code == 200
    assert _sign_in(client, email, again.password).status_code == 302


def test_a_member_who_is_not_enrolled_gets_no_seat(people: Database) -> None:
    with pytest.raises(ServiceError, match="member id: found none of that id in enrolment"):
        add_person("odd@corridor.example", "member", SPONSOR, actor="tests", member_id="NOBODY")

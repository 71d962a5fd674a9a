"""The back office: one sponsor's rows at a time, nothing to change but people and seats within one's reach."""

import re

import pytest
from django.test import Client

from corridor.app.services.access.people import add_person
from corridor.app.store.accounts.models import AccountChange, Seat, User
from tests.app.conftest import Database
from tests.app.web.conftest import OTHER, PASSWORD, SPONSOR, ClientOf, email_of

LISTS = ("batches", "files", "documents", "readings", "changes")


@pytest.fixture
def operator(client_of: ClientOf) -> Client:
    """An operator at SPONSOR alone."""
    return client_of("operator")


@pytest.fixture
def operator_of_both(people: Database, client_of: ClientOf) -> Client:
    """An operator at both sponsors."""
    email = "both@corridor.example"
    for sponsor in (SPONSOR, OTHER):
        add_person(email, "operator", sponsor, actor="tests", password=PASSWORD)
    return client_of(email)


def _shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


@pytest.mark.parametrize("name", LISTS)
def test_lists_show_rows_of_the_sponsor_and_offer_no_change(operator: Client, name: str) -> None:
    page = _shown(operator, f"/admin/web/{name}/")
    assert 'name="_save"' not in page
    assert f"/admin/web/{name}/add/" not in page


def test_a_sponsor_is_chosen_and_only_its_rows_are_shown(operator_of_both: Client) -> None:
    shown = {}
    for sponsor in (SPONSOR, OTHER):
        operator_of_both.get(f"/admin/at/{sponsor}/")
        shown[sponsor] = _shown(operator_of_both, "/admin/web/documents/")
    assert "PPO" in shown[SPONSOR]
    assert shown[SPONSOR] != shown[OTHER]


def test_a_row_of_another_sponsor_cannot_be_opened(operator: Client, operator_of_both: Client) -> None:
    operator_of_both.get(f"/admin/at/{OTHER}/")
    listed = _shown(operator_of_both, "/admin/web/batches/")
    theirs = re.findall(r"/admin/web/batches/(\d+)/change/", listed)[0]
    assert operator_of_both.get(f"/admin/web/batches/{theirs}/change/").status_code == 200
    assert operator.get(f"/admin/web/batches/{theirs}/change/", follow=True).redirect_chain


def test_an_operator_chooses_no_sponsor_without_a_seat(operator: Client) -> None:
    assert operator.get(f"/admin/at/{OTHER}/").status_code == 404
    assert OTHER not in _shown(operator, "/admin/")


@pytest.mark.parametrize("name", LISTS)
def test_records_cannot_be_added_changed_or_deleted(operator: Client, name: str) -> None:
    assert operator.get(f"/admin/web/{name}/add/").status_code == 403
    page = _shown(operator, f"/admin/web/{name}/")
    for row in re.findall(rf"/admin/web/{name}/(\d+)/change/", page)[:1]:
        assert operator.post(f"/admin/web/{name}/{row}/change/", {}).status_code == 403
        assert operator.post(f"/admin/web/{name}/{row}/delete/", {"post": "yes"}).status_code == 403


def _person(email: str, *seats: tuple[str, str]) -> dict[str, str]:
    form = {"email": email, "is_active": "on", "new_password": PASSWORD}
    form |= {"seats-TOTAL_FORMS": str(len(seats)), "seats-INITIAL_FORMS": "0"}
    for place, (sponsor, role) in enumerate(seats):
        form |= {f"seats-{place}-sponsor": sponsor, f"seats-{place}-role": role, f"seats-{place}-member_id": ""}
    return form


def test_an_operator_adds_a_person_and_the_trail_names_the_operator(operator: Client) -> None:
    form = _person("Added@corridor.example", (SPONSOR, "examiner"))
    assert operator.post("/admin/accounts/user/add/", form).status_code == 302
    user = User.objects.get(email="added@corridor.example")
    assert user.check_password(PASSWORD)
    assert [(seat.sponsor, seat.role) for seat in user.seats.all()] == [(SPONSOR, "examiner")]
    assert AccountChange.objects.latest("id").changed_by == email_of("operator")


def test_an_operator_gives_no_seat_elsewhere(operator: Client) -> None:
    answer = operator.post("/admin/accounts/user/add/", _person("reach@corridor.example", (OTHER, "auditor")))
    assert answer.status_code == 200
    assert not User.objects.filter(email="reach@corridor.example").exists()


def test_a_weak_password_is_refused(operator: Client) -> None:
    form = _person("weak@corridor.example", (SPONSOR, "finance")) | {"new_password": "1234"}
    assert operator.post("/admin/accounts/user/add/", form).status_code == 200
    assert not User.objects.filter(email="weak@corridor.example").exists()


def test_an_operator_changes_nobody_who_has_a_seat_elsewhere(operator: Client, operator_of_both: Client) -> None:
    both = User.objects.get(email="both@corridor.example")
    answer = operator.post(f"/admin/accounts/user/{both.pk}/change/", _person(both.email))
    assert answer.status_code == 403
    stranger = User.objects.create(email="elsewhere@corridor.example", password="!")
    Seat.objects.create(user=stranger, sponsor=OTHER, role="finance")
    assert "elsewhere@corridor.example" not in _shown(operator, "/admin/accounts/user/")
    assert operator.get(f"/admin/accounts/user/{stranger.pk}/change/").status_code in (302, 404)


def test_an_operator_does_not_change_the_own_seat(operator: Client) -> None:
    own = User.objects.get(email=email_of("operator"))
    seat = own.seats.get()
    form = _person(own.email) | {
        "seats-TOTAL_FORMS": "1", "seats-INITIAL_FORMS": "1", "seats-0-id": str(seat.pk),
        "seats-0-user": str(own.pk), "seats-0-sponsor": SPONSOR, "seats-0-role": "auditor",
    }  # fmt: skip
    operator.post(f"/admin/accounts/user/{own.pk}/change/", form)
    seat.refresh_from_db()
    assert seat.role == "operator"


def test_the_audit_trail_is_open_to_auditors_and_operators(client_of: ClientOf) -> None:
    for role in ("auditor", "operator"):
        page = _shown(client_of(role), f"/sponsors/{SPONSOR}/access/")
        assert "Audit trail" in page
    assert client_of("auditor").get(f"/sponsors/{SPONSOR}/access/?page=none").status_code == 400

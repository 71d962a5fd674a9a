"""People who sign in: made, seated, given a new password, shut out."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connections, transaction

from corridor.app.services.access.roles import role
from corridor.app.services.errors import ServiceError
from corridor.app.store.accounts.models import Seat, User
from corridor.app.store.tenancy import tenant_codes, tenant_transaction
from corridor.wording.said import listed, said


@dataclass(frozen=True)
class Added:
    """What `add_person` did. password: the one that was made for the person; None where one was given or kept."""

    email: str
    is_new: bool
    password: str | None


def add_person(
    email: str,
    role_code: str,
    sponsor: str,
    *,
    actor: str,
    member_id: str | None = None,
    password: str | None = None,
    language: str = "en",
) -> Added:
    """Give a person a seat at a sponsor, making the person where the address is new; another seat there is replaced.

    Somebody who was shut out may sign in again, with another password. Raises ServiceError for a faulty address or
    password, an unknown role or sponsor, a member without a member id or with one that enrolment does not know.
    """
    _check(email, role_code, sponsor, member_id)
    with changing(actor):
        user = User.objects.filter(email__iexact=email).first()
        is_new = user is None
        if user is None:
            user = User(email=email.lower(), language=language)
        needs_password = is_new or not user.is_active
        made = secrets.token_urlsafe(12) if needs_password and not password else None
        if needs_password or password:
            user.is_active = True
            _set_password(user, password or made or "")
        Seat.objects.update_or_create(user=user, sponsor=sponsor, defaults={"role": role_code, "member_id": member_id})
    return Added(user.email, is_new, made)


def new_password(email: str, *, actor: str, password: str | None = None) -> str | None:
    """Give a person another password; returns the one that was made when none is given. Raises ServiceError."""
    made = None if password else secrets.token_urlsafe(12)
    with changing(actor):
        _set_password(_person(email), password or made or "")
    return made


def shut_out(email: str, *, actor: str) -> None:
    """Take all seats from a person and let nobody sign in as that person again. Raises ServiceError."""
    with changing(actor):
        user = _person(email)
        user.seats.all().delete()
        user.is_active = False
        user.save(update_fields=["is_active"])


def people() -> list[tuple[str, str, str, bool]]:
    """(address, sponsor, role, is active) of every seat, by address; people without a seat with empty texts."""
    rows = User.objects.order_by("email", "seats__sponsor")
    return [
        (email, sponsor or "", code or "", active)
        for email, sponsor, code, active in rows.values_list("email", "seats__sponsor", "seats__role", "is_active")
    ]


@contextmanager
def changing(actor: str) -> Iterator[None]:
    """A transaction whose changes of people and seats the trail lays to `actor`."""
    with transaction.atomic():
        with connections["default"].cursor() as cursor:
            cursor.execute("select set_config('corridor.actor', %s, true)", [actor])
        yield


def _check(email: str, role_code: str, sponsor: str, member_id: str | None) -> None:
    role(role_code)
    try:
        validate_email(email)
    except ValidationError:
        raise ServiceError(said("email: found no address, expected one such as name@example.com")) from None
    if sponsor not in tenant_codes():
        raise ServiceError(
            said("sponsor: found {found!r}, expected one of {codes}", found=sponsor, codes=listed(tenant_codes()))
        )
    if (role_code == "member") != bool(member_id):
        raise ServiceError(said("member id: expected one for the role member, and for no other role"))
    if member_id and not _is_enrolled(sponsor, member_id):
        raise ServiceError(said("member id: found none of that id in enrolment, expected a member's"))


def _is_enrolled(sponsor: str, member_id: str) -> bool:
    with tenant_transaction(sponsor) as tx:
        return bool(tx.scalar("select exists (select from coverage where member_id = %s)", [member_id]))


def _person(email: str) -> User:
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise ServiceError(said("email: found nobody of that address, expected somebody who was added"))
    return user


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise ServiceError(said("password: {faults}", faults=listed(error.messages, " "))) from None
    user.set_password(password)
    user.save()

"""Tokens by which another system asks in a person's seat: made, listed, revoked, recognised."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import connections

from corridor.app.services.access.people import changing
from corridor.app.services.access.roles import roles
from corridor.app.services.access.seats import Place
from corridor.app.services.errors import ServiceError
from corridor.app.store.accounts.schema import ACCOUNTS
from corridor.wording.said import said

_SEAT = (
    f"select p.email, s.sponsor, s.role, s.member_id from {ACCOUNTS}.api_token t"
    f" join {ACCOUNTS}.person p on p.id = t.user_id and p.is_active"
    f" join {ACCOUNTS}.seat s on s.user_id = t.user_id and s.sponsor = t.sponsor"
    " where t.token_sha256 = %s and t.revoked_at is null"
)


@dataclass(frozen=True)
class Token:
    """A token as it is listed: never the token itself."""

    name: str
    email: str
    sponsor: str
    made_at: datetime
    is_revoked: bool


def make_token(email: str, sponsor: str, name: str, *, actor: str) -> str:
    """A token for a person's seat at a sponsor; told once, kept as a digest.

    Raises ServiceError without such a seat, and for a name that is taken.
    """
    token = secrets.token_urlsafe(32)
    with changing(actor), connections["default"].cursor() as cursor:
        cursor.execute(
            f"insert into {ACCOUNTS}.api_token (user_id, sponsor, name, token_sha256)"
            f" select p.id, s.sponsor, %s, %s from {ACCOUNTS}.person p join {ACCOUNTS}.seat s on s.user_id = p.id"
            " where lower(p.email) = lower(%s) and s.sponsor = %s and p.is_active on conflict do nothing returning id",
            [name, _digest(token), email, sponsor],
        )
        if cursor.fetchone() is None:
            raise ServiceError(said("token: found no seat of that person there, or a token of that name"))
    return token


def revoke_token(sponsor: str, name: str, *, actor: str) -> None:
    """Nobody asks by this token again. Raises ServiceError when there is none that works."""
    with changing(actor), connections["default"].cursor() as cursor:
        cursor.execute(
            f"update {ACCOUNTS}.api_token set revoked_at = now()"
            " where sponsor = %s and name = %s and revoked_at is null returning id",
            [sponsor, name],
        )
        if cursor.fetchone() is None:
            raise ServiceError(said("token: found none of that name that works, expected one to revoke"))


def tokens(sponsor: str) -> list[Token]:
    """All tokens of a sponsor, by name."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            f"select t.name, p.email, t.sponsor, t.made_at, t.revoked_at is not null from {ACCOUNTS}.api_token t"
            f" join {ACCOUNTS}.person p on p.id = t.user_id where t.sponsor = %s order by t.name",
            [sponsor],
        )
        return [Token(*row) for row in cursor.fetchall()]


def place_of_token(token: str, sponsor: str) -> Place | None:
    """The seat that a token asks in, where it is one at this sponsor; None for a token that is not, or not any more."""
    with connections["default"].cursor() as cursor:
        cursor.execute(_SEAT, [_digest(token)])
        row = cursor.fetchone()
    if row is None or row[1].casefold() != sponsor.casefold() or row[2] not in roles():
        return None
    email, code, role, member = row
    return Place(email, code, roles()[role], member)


def _digest(token: str) -> str:
    """A token is 256 random bits, so that one digest is as good as many."""
    return hashlib.sha256(token.encode()).hexdigest()

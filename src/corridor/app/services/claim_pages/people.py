"""Who a claim is about, to somebody who may know it and to somebody who may not."""

import base64
from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from corridor.app.services.access.roles import Right
from corridor.app.services.access.seats import Place

_SALT = "corridor.app.services.claim_pages.people"


@dataclass(frozen=True)
class Person:
    """A patient. label: the member id, or the code that stands for it; is_named says which. None: matched to nobody."""

    label: str | None
    is_named: bool
    relationship: str | None = None


def person_code(sponsor: str, member_id: str) -> str:
    """A code such as `K3QF-7A2M` that is the same for a person on every page and cannot be turned back.

    It is keyed with the secret that signs cookies: without the key, trying all member ids tells nothing, and with
    another key the codes are others.
    """
    digest = salted_hmac(_SALT, f"{sponsor}\0{member_id}", algorithm="sha256").digest()
    text = base64.b32encode(digest[:5]).decode()
    return f"{text[:4]}-{text[4:]}"


def person_seen_by(place: Place, member_id: str | None, relationship: str | None) -> Person:
    """The patient as the seat may see it."""
    if place.may(Right.SEE_HEALTH):
        return Person(member_id, True, relationship)
    return Person(person_code(place.sponsor, member_id) if member_id else None, False)

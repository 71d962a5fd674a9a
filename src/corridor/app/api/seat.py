"""In whose seat a request asks: its bearer token."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from corridor.app.services.access.roles import Right
from corridor.app.services.access.seats import Place
from corridor.app.services.access.tokens import place_of_token


class NotAllowed(Exception):
    """The role lacks the right that the route asks for."""

    def __init__(self, right: Right):
        self.right = right
        super().__init__(right)


class Seat(HttpBearer):
    """`Authorization: Bearer TOKEN`, of a seat at the sponsor of the address; `request.auth` is then the Place."""

    def authenticate(self, request: HttpRequest, token: str) -> Place | None:
        match = request.resolver_match
        sponsor = match.kwargs.get("sponsor", "") if match else ""
        return place_of_token(token, sponsor)


def place_of(request: HttpRequest, right: Right) -> Place:
    """The seat of the request. Raises NotAllowed when its role lacks the right."""
    place: Place = request.auth  # type: ignore[attr-defined]
    if not place.may(right):
        raise NotAllowed(right)
    return place

"""The seat in which somebody asks: a person, a sponsor, a role."""

from dataclasses import dataclass
from typing import Any

from corridor.app.services.access.roles import Right, Role, roles


@dataclass(frozen=True)
class Place:
    """A person's seat at a sponsor. who: as the access log names the person. member_id: whose claims are the own."""

    who: str
    sponsor: str
    role: Role
    member_id: str | None = None

    def may(self, right: Right) -> bool:
        """Whether the role has the right."""
        return right in self.role.rights


def places_of(user: Any) -> list[Place]:
    """All seats of a signed-in person (a User), by sponsor. A role that the program no longer has gives no seat."""
    rows = user.seats.order_by("sponsor").values_list("sponsor", "role", "member_id")
    return [Place(user.email, sponsor, roles()[code], member) for sponsor, code, member in rows if code in roles()]


def place_at(user: Any, sponsor: str) -> Place | None:
    """The person's seat at the sponsor of that code, in any case of letters; None without one."""
    wanted = sponsor.casefold()
    return next((place for place in places_of(user) if place.sponsor.casefold() == wanted), None)

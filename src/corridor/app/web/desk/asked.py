"""What the queue is asked for in an address: filters that travel from page to page."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from corridor.app.services.claim_pages.filters import page_number
from corridor.app.services.desk.queue import MOST_PRESSING, NOBODY, Filters
from corridor.app.services.errors import ServiceError
from corridor.codes.reasons import REASONS
from corridor.money.cents import MoneyError, parse_cents
from corridor.wording.said import listed, said

MINE, NOBODYS = "mine", "nobody"
OWNERS = (MINE, NOBODYS)
WAITING = tuple(reason.name for reason in REASONS if reason.status == "pended")
PRIORITIES = tuple(range(MOST_PRESSING, 0, -1))
PARTS = ("reason", "owner", "priority", "overdue", "min", "max")


@dataclass(frozen=True)
class Asked:
    """The filters as the queue takes them, and as they stand in the address, by name."""

    filters: Filters
    parts: dict[str, str]
    page: int = 1

    @property
    def query(self) -> str:
        """The filters, without the page, as the query of an address."""
        return urlencode(self.parts)

    def but(self, name: str, value: str = "") -> str:
        """The query with another value of one part, or without it."""
        return urlencode({key: text for key, text in (self.parts | {name: value}).items() if text})


def asked(address: Mapping[str, str], who: str) -> Asked:
    """The parts of an address as filters. who: whose claims are the own.

    Raises ServiceError for a value that a part cannot have.
    """
    parts = {name: address[name].strip() for name in PARTS if address.get(name, "").strip()}
    owner = _one_of("owner", parts.get("owner"), OWNERS)
    priority = _one_of("priority", parts.get("priority"), [str(one) for one in PRIORITIES])
    filters = Filters(
        reason=_one_of("reason", parts.get("reason"), WAITING),
        owner={None: None, MINE: who, NOBODYS: NOBODY}[owner],
        priority=int(priority) if priority else None,
        is_overdue=_one_of("overdue", parts.get("overdue"), ("1",)) is not None,
        min_cents=_cents("min", parts.get("min")),
        max_cents=_cents("max", parts.get("max")),
    )
    return Asked(filters, parts, page_number(address.get("page", "")))


def _one_of(name: str, value: str | None, allowed: tuple[str, ...] | list[str]) -> str | None:
    if value is not None and value not in allowed:
        raise ServiceError(
            said("filter {name}: found an unknown value, expected one of {allowed}", name=name, allowed=listed(allowed))
        )
    return value


def _cents(name: str, text: str | None) -> int | None:
    if text is None:
        return None
    try:
        return parse_cents(text)
    except MoneyError:
        raise ServiceError(said("filter {name}: found no amount, expected one such as 1234.50", name=name)) from None

"""What a list of claims may be asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corridor.app.services.errors import ServiceError
from corridor.codes.reasons import REASONS
from corridor.records.claims import KINDS
from corridor.records.decisions import STATUSES
from corridor.records.enrollment import PRODUCTS
from corridor.wording.said import listed, said

NUMBER_MAX = 2**63 - 1
SOUGHT_LONGEST = 60

CHOICES: Mapping[str, tuple[str, ...]] = {
    "status": STATUSES,
    "product": PRODUCTS,
    "kind": KINDS,
    "reason": tuple(reason.name for reason in REASONS),
}
"""Filters by name, and what each may be."""


@dataclass(frozen=True)
class ClaimFilter:
    """None: any. status: of the claim as a whole; product, reason: of a line, which has that status where one is asked.

    sought: a claim's number, ours or the sender's.
    """

    status: str | None = None
    product: str | None = None
    kind: str | None = None
    reason: str | None = None
    sought: str | None = None
    page: int = 1

    @property
    def is_queue(self) -> bool:
        """Whether this is the examiner's queue: what waits, the oldest first."""
        return self.status == "pended"

    @property
    def query(self) -> dict[str, str]:
        """The filter, without its page, as parts of an address."""
        parts = {**{name: getattr(self, name) for name in CHOICES}, "q": self.sought}
        return {name: value for name, value in parts.items() if value}


def claim_filter(asked: Mapping[str, str]) -> ClaimFilter:
    """The parts of an address as a filter. Raises ServiceError for a value that a part cannot have.

    What was sent is not repeated: it may be anything, and a page shows the message.
    """
    chosen = {name: _chosen(name, asked.get(name, ""), allowed) for name, allowed in CHOICES.items()}
    return ClaimFilter(**chosen, sought=_sought(asked.get("q", "")), page=page_number(asked.get("page", "")))


def page_number(text: str) -> int:
    """A page of a list, from 1; nothing means the first. Raises ServiceError."""
    if not text:
        return 1
    if not (text.isascii() and text.isdecimal() and len(text) <= 6 and int(text) > 0):
        raise ServiceError(said("page: found no number of a page, expected 1 or more"))
    return int(text)


def _chosen(name: str, value: str, allowed: Iterable[str]) -> str | None:
    if value and value not in allowed:
        raise ServiceError(
            said("filter {name}: found an unknown value, expected one of {allowed}", name=name, allowed=listed(allowed))
        )
    return value or None


def _sought(text: str) -> str | None:
    wanted = text.strip()
    if len(wanted) > SOUGHT_LONGEST or not wanted.isprintable():
        raise ServiceError(
            said("filter q: found no claim's number, expected {longest} characters at most", longest=SOUGHT_LONGEST)
        )
    return wanted or None

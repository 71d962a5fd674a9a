"""What a readjudication is asked: since when, because of what, and whom it is kept to."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

READJUDICATION = "readjudication"


@dataclass(frozen=True)
class Asked:
    """since: day from which batches are looked at. family, plan, provider: keep to these, each None for all.

    provider: billing NPI.
    """

    since: date
    because: str
    family: str | None = None
    plan: str | None = None
    provider: str | None = None

    @property
    def is_for_all(self) -> bool:
        """Whether nothing keeps it to some families."""
        return self.family is None and self.plan is None and self.provider is None

    @property
    def params(self) -> dict[str, Any]:
        """As a batch keeps it."""
        return asdict(self)


def asked_from(params: Mapping[str, Any]) -> Asked:
    """What a past batch was asked."""
    return Asked(**{**params, "since": date.fromisoformat(params["since"])})

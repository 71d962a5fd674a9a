"""Seats for the tests of claims on pages."""

from datetime import date

from corridor.app.services.access.roles import role
from corridor.app.services.access.seats import Place

DAY = date(2026, 2, 1)


def seat(code: str, sponsor: str, member_id: str | None = None) -> Place:
    """A seat of a made-up person."""
    return Place(f"{code}@example.com", sponsor, role(code), member_id)

"""What an address asks for, read from its query; what cannot be read is refused with what was expected."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import QueryDict

from corridor.app.services.errors import ServiceError
from corridor.wording.said import said


@dataclass(frozen=True)
class Asked:
    """Parts of a query; None where the address does not name one. month: its first day. page: from 1."""

    code: str | None
    account: str | None
    year: int | None
    month: date | None
    rank: int | None
    page: int


def asked(query: QueryDict) -> Asked:
    """Read a query. Raises ServiceError, which never repeats what was sent: it may be anything."""
    return Asked(
        code=query.get("code") or None,
        account=query.get("account") or None,
        year=_number(query, "year", 1900, 2999),
        month=_month(query.get("month")),
        rank=_number(query, "rank", 1, 9_999_999),
        page=_number(query, "page", 1, 9_999_999) or 1,
    )


def _number(query: QueryDict, name: str, least: int, most: int) -> int | None:
    text = query.get(name)
    if not text:
        return None
    # isdigit knows digits of other scripts, which nobody types into an address.
    if not (text.isascii() and text.isdigit() and len(text) < 9 and least <= int(text) <= most):
        raise ServiceError(
            said(
                "address, {name}: found no number from {least} to {most}, expected one",
                name=name,
                least=least,
                most=most,
            )
        )
    return int(text)


def _month(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        raise ServiceError(said("address, month: found no month, expected one such as 2026-03")) from None

"""Which page of a list is asked for."""

from django.http import HttpRequest

from corridor.app.services.errors import ServiceError
from corridor.wording.said import said

MOST = 1_000_000


def page_of(request: HttpRequest) -> int:
    """The page that the address asks for, from 1. Raises ServiceError for anything else."""
    text = request.GET.get("page", "1")
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text[:9]) <= MOST or len(text) > 9:
        raise ServiceError(said("page: found something else, expected a number from 1"))
    return int(text)

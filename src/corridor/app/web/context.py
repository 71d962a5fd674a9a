"""What every template may use."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from corridor.app.services.access.seats import Place, places_of
from corridor.wording.language import Language, language_named


def language_here() -> Language:
    """The language of the page that is being made."""
    return language_named(get_language() or "en") or "en"


def page(request: HttpRequest) -> dict[str, Any]:
    """place: the seat of this page (None outside a sponsor's pages); rights: its rights; places: all seats."""
    place: Place | None = getattr(request, "place", None)
    user = getattr(request, "user", None)
    is_signed_in = user is not None and user.is_authenticated
    return {
        "place": place,
        "rights": {right.value for right in place.role.rights} if place else set(),
        "role_name": place.role.name_in(language_here()) if place else "",
        "places": places_of(user) if is_signed_in else [],
    }

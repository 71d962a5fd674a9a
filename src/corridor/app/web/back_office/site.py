"""The back office's site."""

from typing import Any

from django.http import HttpRequest
from unfold.sites import UnfoldAdminSite

from corridor.app.services.access.roles import Right
from corridor.app.services.access.seats import places_of


class BackOffice(UnfoldAdminSite):
    """Open to whoever may administer at any sponsor; each page shows the sponsors of such seats only."""

    def has_permission(self, request: HttpRequest) -> bool:
        user: Any = request.user
        return user.is_authenticated and any(place.may(Right.ADMINISTER) for place in places_of(user))


site = BackOffice(name="admin")

"""The day on which the desk works."""

from datetime import date

from corridor.app.services.access.seats import Place
from corridor.app.store.tenancy import tenant_transaction


def desk_day(place: Place, today: date) -> date:
    """`today`, or the day of the sponsor's last batch where that is later: nothing is decided before its grounds."""
    with tenant_transaction(place.sponsor, actor=place.who) as tx:
        latest = tx.scalar("select max(as_of) from batch")
    return max(today, latest) if latest else today

"""Who looked at health data, and which statements changed tables that may change."""

from dataclasses import dataclass
from datetime import datetime

from corridor.app.services.access.seats import Place
from corridor.app.store.tenancy import tenant_transaction

PAGE = 50


@dataclass(frozen=True)
class Reading:
    """One reading: when, who, what (a claim's number or a list's name), why."""

    at: datetime
    who: str
    what: str
    why: str


@dataclass(frozen=True)
class Change:
    """One statement that changed a table: when, which, how many rows, by whom."""

    at: datetime
    table: str
    action: str
    rows: int
    who: str


@dataclass(frozen=True)
class Readings:
    """A page of readings, newest first. is_last: nothing older follows."""

    rows: tuple[Reading, ...]
    count: int
    is_last: bool


def readings(place: Place, page: int) -> Readings:
    """The readings of the sponsor's health data, `PAGE` to a page, from 1."""
    with tenant_transaction(place.sponsor, actor=place.who) as tx, tx.cursor() as cursor:
        cursor.execute(
            "select accessed_at, who, what, why from access_log order by id desc limit %s offset %s",
            [PAGE, (page - 1) * PAGE],
        )
        rows = tuple(Reading(*row) for row in cursor.fetchall())
        count = tx.scalar("select count(*) from access_log")
    return Readings(rows, count, page * PAGE >= count)


def changes(place: Place) -> tuple[Change, ...]:
    """The latest `PAGE` changes."""
    with tenant_transaction(place.sponsor, actor=place.who) as tx, tx.cursor() as cursor:
        cursor.execute(
            "select changed_at, table_name, action, row_count, changed_by from audit_change order by id desc limit %s",
            [PAGE],
        )
        return tuple(Change(*row) for row in cursor.fetchall())

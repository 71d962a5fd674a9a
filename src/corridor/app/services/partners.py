"""Partners: who sends files, and how theirs are read."""

from dataclasses import dataclass
from typing import Any

from corridor.app.services.errors import ServiceError
from corridor.app.services.intake import MAP
from corridor.app.services.reading import LOAD_GOOD, REFUSE_ALL, NamedFile
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx
from corridor.tables.map import load_map
from corridor.wording.said import listed, said

ON_BAD = (LOAD_GOOD, REFUSE_ALL)

_PARTNERS = """
    select p.name, p.on_bad_transaction, p.is_lenient, f.name as map from partner p
    left join stored_file f on f.id = p.column_map_id
"""
_SET = """
    insert into partner (tenant_id, name, on_bad_transaction, is_lenient, column_map_id) values (%s, %s, %s, %s, %s)
    on conflict (tenant_id, name) do update set on_bad_transaction = excluded.on_bad_transaction,
    is_lenient = excluded.is_lenient, column_map_id = excluded.column_map_id
"""


@dataclass(frozen=True)
class Partner:
    """A profile. on_bad_transaction: load_good or refuse_all; map: name of the column map of its tables."""

    name: str
    on_bad_transaction: str
    is_lenient: bool
    map: str | None


@dataclass(frozen=True)
class HowRead:
    """How files are read: what the order says, else the profile of the partner who sent them."""

    column_map: NamedFile | None = None
    is_lenient: bool = False
    partner: str | None = None
    on_bad_transaction: str | None = None

    @property
    def options(self) -> dict[str, Any]:
        """The same, as `take_in` takes it."""
        return {
            "column_map": self.column_map,
            "lenient": self.is_lenient,
            "partner": self.partner,
            "on_bad": self.on_bad_transaction,
        }


def set_partner(
    sponsor: str,
    name: str,
    on_bad_transaction: str,
    *,
    column_map: NamedFile | None = None,
    is_lenient: bool = False,
    actor: str = "",
) -> Partner:
    """Write a partner's profile, in the place of the one that it had. Raises ServiceError or TableError (the map).

    Batches that were taken in before keep how they were read.
    """
    if not name.strip() or on_bad_transaction not in ON_BAD:
        raise ServiceError(
            said(
                "partner {name}: found {found!r} for a bad transaction, expected a name and one of {allowed}",
                name=name,
                found=on_bad_transaction,
                allowed=listed(one.replace("_", "-") for one in ON_BAD),
            )
        )
    if column_map:
        load_map(column_map.content, column_map.name)
    with tenant_transaction(sponsor, actor=actor) as tx:
        map_id = tx.store_file(column_map.content, column_map.name, MAP)[0] if column_map else None
        tx.execute(_SET, [tx.tenant_id, name, on_bad_transaction, is_lenient, map_id])
    return Partner(name, on_bad_transaction, is_lenient, column_map.name if column_map else None)


def partners(sponsor: str) -> list[Partner]:
    """All partners of a sponsor by name."""
    with tenant_transaction(sponsor) as tx:
        return [Partner(*row) for row in _rows(tx, f"{_PARTNERS} order by p.name")]


def how_read(sponsor: str, name: str | None, *, column_map: NamedFile | None = None, lenient: bool = False) -> HowRead:
    """How the files of a partner (None: of nobody in particular) are read; what the order itself says comes first.

    Raises ServiceError for a partner that has no profile.
    """
    if name is None:
        return HowRead(column_map, lenient)
    with tenant_transaction(sponsor) as tx:
        found = _rows(
            tx,
            "select p.on_bad_transaction, p.is_lenient, f.name, f.content from partner p"
            " left join stored_file f on f.id = p.column_map_id where p.name = %s",
            [name],
        )
    if not found:
        raise ServiceError(
            said("partner {name}: found no profile, expected one made with `corridor partner set`", name=name)
        )
    on_bad, is_lenient, map_name, content = found[0]
    profile_map = NamedFile(map_name, bytes(content)) if map_name else None
    return HowRead(column_map or profile_map, lenient or is_lenient, name, on_bad)


def _rows(tx: Tx, query: str, params: list[Any] | None = None) -> list[tuple[Any, ...]]:
    with tx.cursor() as cursor:
        cursor.execute(query, params)
        return list(cursor.fetchall())

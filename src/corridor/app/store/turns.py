"""Who waits for whom: a sponsor alone, a sponsor shared, families, the place in the line of batches.

Every writer takes its locks in this order, so that none waits in a circle; all of them last until the transaction ends
(docs/decisions/store-live-writers-share.md):

1. the sponsor: alone (files, rounds, whatever may touch any family), or shared with other live claims;
2. things by name, such as the families that a live claim can touch, all at once in the order of their keys;
3. the place in the line, where batches and claims get their numbers: one at a time until it commits.
"""

from collections import OrderedDict
from collections.abc import Collection, MutableMapping
from threading import Lock
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

_KEY = "hashtextextended(current_schema() || {} || %s, 0)"
_BOOK = _KEY.format("':batch:'")
_ALONE = f"select pg_advisory_xact_lock({_BOOK})"
_SHARED = f"select pg_advisory_xact_lock_shared({_BOOK})"
_PLACE = f"select pg_advisory_xact_lock({_KEY.format(chr(39) + ':place:' + chr(39))})"
_HOLD = (
    "select pg_advisory_xact_lock(key) from (select distinct"
    " hashtextextended(current_schema() || ':held:' || %s || ':' || thing, 0) as key"
    " from unnest(%s::text[]) as thing order by key) as keys"
)
_STAMP = "select chain_hash from batch where kind <> 'claims' order by seq desc limit 1"

_KEPT_SPONSORS = 8
_kept: OrderedDict[tuple[str, int], tuple[bytes, dict[str, Any]]] = OrderedDict()
_kept_lock = Lock()


def alone(connection: BaseDatabaseWrapper, tenant_id: int) -> None:
    """Wait for the sponsor, alone."""
    _lock(connection, _ALONE, tenant_id)


def shared(connection: BaseDatabaseWrapper, tenant_id: int) -> MutableMapping[str, Any]:
    """Wait for the sponsor, shared; returns what this process has kept since the last batch of other than claims.

    The hash link of that batch tells whether what is kept is still so: it covers all that came before.
    """
    _lock(connection, _SHARED, tenant_id)
    with connection.cursor() as cursor:
        cursor.execute(_STAMP)
        row = cursor.fetchone()
    stamp = bytes(row[0]) if row else b""
    owner = (str(connection.settings_dict["NAME"]), tenant_id)
    with _kept_lock:
        found = _kept.get(owner)
        if found is None or found[0] != stamp:
            found = (stamp, {})
            _kept[owner] = found
        _kept.move_to_end(owner)
        while len(_kept) > _KEPT_SPONSORS:
            _kept.popitem(last=False)
    return found[1]


def hold(connection: BaseDatabaseWrapper, tenant_id: int, things: Collection[str]) -> None:
    """Wait for things by name, in one order for all."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [str(tenant_id), sorted(things)])


def place(connection: BaseDatabaseWrapper, tenant_id: int) -> None:
    """Wait for the place in the line of batches."""
    _lock(connection, _PLACE, tenant_id)


def _lock(connection: BaseDatabaseWrapper, statement: str, tenant_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [str(tenant_id)])

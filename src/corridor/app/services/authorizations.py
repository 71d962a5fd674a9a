"""What the store knows of prior authorisations, as decisions take it."""

from collections.abc import Collection

import polars as pl

from corridor.app.services.documents import UNDONE, Documents
from corridor.app.store.tx import Tx
from corridor.records.authorizations import AUTHORIZATIONS


def authorizations_of(tx: Tx, documents: Documents, members: Collection[str], without: int = 0) -> pl.DataFrame | None:
    """AUTHORIZATIONS of these people as they stand: of each number the row that came last.

    None where no benefit asks for one, or none was ever loaded. without: place of a batch that is being taken back.
    """
    if not documents.compiled.benefits.get_column("requires_authorization").any():
        return None
    if not tx.once(f"has_authorizations {without}", lambda: _has_any(tx, without)):
        return None
    columns = ", ".join(f'a."{name}"' for name in AUTHORIZATIONS.schema)
    rows = tx.read(
        f"select distinct on (a.number) {columns} from prior_authorization a left join batch b on b.id = a.batch_id"
        f" where a.member_id = any(%(members)s) and {_STANDS} order by a.number, a.id desc",
        {"members": list(members), "without": without},
    )
    return AUTHORIZATIONS.conform(rows)


_STANDS = f"(b.seq is null or (b.seq <> %(without)s and b.seq not in {UNDONE}))"


def _has_any(tx: Tx, without: int) -> bool:
    query = f"select exists (select from prior_authorization a left join batch b on b.id = a.batch_id where {_STANDS})"
    return bool(tx.scalar(query, {"without": without}))

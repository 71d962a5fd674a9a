"""Exclusion and sanction lists: loaded by the user, each load in the place of the one before."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from corridor.app.services.errors import ServiceError
from corridor.app.services.reading import NamedFile
from corridor.app.store.tenancy import tenant_transaction
from corridor.funding.screening import name_key
from corridor.records.payment_life import LISTED
from corridor.tables.listed import read_listed
from corridor.wording.said import said

LISTS = "payee_list"


def load_list(
    sponsor: str,
    file: NamedFile,
    list_name: str,
    columns: Mapping[str, Sequence[str]],
    who: str,
    as_of: date,
    *,
    alias: str = "default",
) -> int:
    """Load a list under a name; returns how many rows it has. columns: as in `tables.listed.read_listed`.

    Raises TableError, or ServiceError when the list stands so already.
    """
    read = read_listed(file.content, file.name, list_name, columns)
    keys = [name_key(name) if name else None for name in read.get_column("name")]
    rows = read.with_columns(pl.Series("name_key", keys, dtype=pl.String))
    with tenant_transaction(sponsor, alias, actor=who) as tx:
        tx.wait_for_turn()
        last = tx.scalar(
            "select f.sha256 from batch b join stored_file f on f.id = b.file_id"
            " where b.kind = %s and b.params ->> 'list' = %s order by b.seq desc limit 1",
            [LISTS, list_name],
        )
        if last == hashlib.sha256(file.content).hexdigest():
            raise ServiceError(said("{file}: found this list loaded already, expected a newer one", file=file.name))
        file_id, _ = tx.store_file(file.content, file.name, LISTS)
        params = {
            "name": file.name,
            "list": list_name,
            "columns": {ours: list(theirs) for ours, theirs in columns.items()},
            "who": who,
        }
        batch = tx.next_batch(LISTS, as_of, file_id, params)
        tx.insert("listed", LISTED.conform(rows), batch_id=batch.id)
        tx.seal(batch, {"rows": rows.height})
        return rows.height

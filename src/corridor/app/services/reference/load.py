"""A reference list is loaded: its file kept as a batch, its rows read whole or not at all."""

from datetime import date
from typing import Any

import polars as pl

from corridor.app.services.errors import ServiceError
from corridor.app.services.intake import MAP, TakenIn, standing_load
from corridor.app.services.reading import NamedFile
from corridor.app.store.tenancy import tenant_transaction
from corridor.records.reference import REFERENCE_TABLES
from corridor.tables.reference.layouts import SUBJECT
from corridor.tables.reference.read import read_reference
from corridor.wording.said import listed, said

REFERENCE = "reference"


def load_reference(
    sponsor: str,
    file: NamedFile,
    list_name: str,
    as_of: date,
    effective: date,
    *,
    name: str | None = None,
    column_map: NamedFile | None = None,
    alias: str = "default",
) -> TakenIn:
    """Load a list, in force from `effective` on in the place of the table of its name before.

    name: of pairs and units practitioner or facility, of fees the schedule, of qualifying amounts the network, where
    the file does not say it. column_map: where its headings are neither known nor ours. A file that is in already
    changes nothing. Claims are not decided again by it.
    Raises TableError or ServiceError; the store is then as it was.
    """
    if list_name not in REFERENCE_TABLES:
        allowed = listed(REFERENCE_TABLES)
        raise ServiceError(said("list: found {found!r}, expected one of {allowed}", found=list_name, allowed=allowed))
    if name is not None and list_name not in SUBJECT:
        raise ServiceError(said("name: found {found!r}, expected none for list {list}", found=name, list=list_name))
    read_map = (column_map.content, column_map.name) if column_map else None
    read = read_reference(file.content, file.name, list_name, effective, subject=name, column_map=read_map)
    with tenant_transaction(sponsor, alias) as tx:
        tx.wait_for_turn()
        known = standing_load(tx, file)
        if known is not None:
            return TakenIn(file.name, known[0], known[1], False, known[2])
        file_id, _ = tx.store_file(file.content, file.name, REFERENCE)
        params: dict[str, Any] = {
            "name": file.name,
            "list": list_name,
            "effective": effective.isoformat(),
            "subject": name,
        }
        if column_map:
            params["map"] = tx.store_file(column_map.content, column_map.name, MAP)[0]
        batch = tx.next_batch(REFERENCE, as_of, file_id, params)
        rows = pl.DataFrame({"name": read.names}).with_columns(
            pl.lit(list_name).alias("list"),
            pl.lit(name, pl.String).alias("subject"),
            pl.lit(effective).alias("effective_from"),
            pl.lit(file_id, pl.Int64).alias("file_id"),
        )
        tx.insert("reference_table", rows, batch_id=batch.id)
        counts = {"rows": read.frame.height}
        tx.seal(batch, counts)
        return TakenIn(file.name, REFERENCE, batch.seq, True, counts)

"""Overrides that hold: approved, and not ended since."""

from collections.abc import Collection

import polars as pl

from corridor.app.store.tx import Tx
from corridor.records.overrides import OVERRIDES

LAST_EVENT = (
    "(select e.event from override_event e where (e.tenant_id, e.override_number) = (o.tenant_id, o.override_number)"
    " order by e.event_number desc limit 1)"
)
"""What was last said of override `o`; null: nothing yet."""


def overrides_of(tx: Tx, numbers: Collection[int]) -> pl.DataFrame | None:
    """OVERRIDES of these claims that hold, oldest first; None where there is none, so that nothing is asked of them."""
    columns = ", ".join(f"o.{name}" for name in OVERRIDES.schema)
    found = tx.read(
        f"select {columns} from claim_override o where o.claim_number = any(%s) and {LAST_EVENT} = 'approved'"
        " order by o.override_number, o.line_number",
        [list(numbers)],
    )
    return OVERRIDES.conform(found) if found.height else None

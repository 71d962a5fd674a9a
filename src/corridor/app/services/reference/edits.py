"""What code edits ask of the store: rows of the codes that are claimed, and procedures decided before."""

from collections.abc import Collection
from datetime import date, timedelta

import polars as pl

from corridor.app.services.documents import Documents
from corridor.app.services.reference.tables import ReferenceTables
from corridor.app.services.selectors import STANDS
from corridor.app.store.tx import Tx
from corridor.claims.code_edits.global_days import MOST_DAYS_AFTER
from corridor.claims.code_edits.tables import CodeEdits
from corridor.codes.reasons import NO_ORIGINAL
from corridor.records.history import EARLIER_PROCEDURES


def code_edits_of(
    tables: ReferenceTables, documents: Documents, claims: pl.DataFrame, members: Collection[str], *, is_new: bool
) -> CodeEdits | None:
    """None where no plan asks for code edits, or no table is loaded that they are made against.

    claims: CLAIMS. members: of their families. is_new: they were not decided before, so that earlier claims of the
    families are not among them.
    """
    if not any(documents.compiled.code_edits) or not any(map(tables.has, ("ncci", "mue", "rvu"))):
        return None
    procedures = claims.filter(pl.col("procedure_code").is_not_null())
    if procedures.is_empty():
        return None
    days = procedures.get_column("service_from")
    first, last = days.min(), days.max()
    assert isinstance(first, date)
    assert isinstance(last, date)
    earlier = _earlier(tables.tx, members, first, last) if is_new else EARLIER_PROCEDURES.empty()
    codes = {*procedures.get_column("procedure_code").unique(), *earlier.get_column("procedure_code").unique()}
    return CodeEdits(tables.rows("ncci", codes), tables.rows("mue", codes), tables.rows("rvu", codes), earlier)


def _earlier(tx: Tx, members: Collection[str], first: date, last: date) -> pl.DataFrame:
    """EARLIER_PROCEDURES of the families from the longest global period before the first day on."""
    names = ", ".join(("d." if name in _DECIDED else "c.") + name for name in EARLIER_PROCEDURES.schema)
    return EARLIER_PROCEDURES.conform(
        tx.read(
            f"select {names} from decision d"
            " join claim_row c on (c.claim_number, c.line_number) = (d.claim_number, d.line_number)"
            " where d.family_id in (select subscriber_id from coverage where member_id = any(%(members)s))"
            " and d.service_from between %(first)s and %(last)s and d.reason <> all(%(no_original)s)"
            f" and d.member_id is not null and c.procedure_code is not null and {STANDS}",
            {
                "members": sorted(set(members)),
                "first": first - timedelta(days=MOST_DAYS_AFTER),
                "last": last,
                "no_original": list(NO_ORIGINAL),
            },
        )
    )


_DECIDED = ("claim_number", "line_number", "member_id", "service_from")

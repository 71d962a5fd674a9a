"""A file is taken in: once, whole, in one transaction with all that follows from it."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from corridor.app.services import selectors
from corridor.app.services.ahead import ToRead, read
from corridor.app.services.certifications import decide_certifications
from corridor.app.services.decisions import decide_new, redecide_families
from corridor.app.services.documents import Documents, documents_of
from corridor.app.services.errors import ServiceError
from corridor.app.services.positions import add_waiting, refresh_positions
from corridor.app.services.reading import (
    AUTHORIZATIONS,
    CLAIMS,
    CONTRIBUTIONS,
    DISABILITY,
    ENROLLMENT,
    OTHER_COVERAGE,
    REPRICING,
    InFile,
    NamedFile,
)
from corridor.app.services.repricing.answers import take_answers
from corridor.app.services.rescission_guard import guard_of
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Batch, Tx
from corridor.eligibility.changes import families_touched
from corridor.eligibility.spans import coverage_from
from corridor.eligibility.windows import windows_of
from corridor.records.coverage import COVERAGE
from corridor.wording.said import said

MAP = "column_map"


@dataclass(frozen=True)
class TakenIn:
    """What became of a file. is_new False: it was in already and nothing was changed."""

    name: str
    kind: str
    seq: int
    is_new: bool
    counts: dict[str, Any] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def take_in(
    sponsor: str,
    file: NamedFile,
    as_of: date,
    *,
    column_map: NamedFile | None = None,
    lenient: bool = False,
    partner: str | None = None,
    on_bad: str | None = None,
    ahead: InFile | None = None,
    alias: str = "default",
) -> TakenIn:
    """Take in a file as of a day. A file whose bytes are in already changes nothing.

    ahead: the file as `services.ahead.read` has read it before. partner: who sent it; on_bad: see `reading.read_in`.
    Raises EdiError, TableError, DocumentError or ServiceError; the store is then as it was.
    """
    with tenant_transaction(sponsor, alias) as tx:
        known = standing_load(tx, file)
        if known is None:
            found = ahead or read(ToRead(file, column_map, lenient, on_bad))
            tx.wait_for_turn()
            known = standing_load(tx, file)  # another may have taken it in meanwhile
        if known is not None:
            return TakenIn(file.name, known[0], known[1], False, known[2])
        params = {"name": file.name, "lenient": lenient}
        params |= {name: value for name, value in (("partner", partner), ("on_bad", on_bad)) if value}
        return _take_in(tx, documents_of(tx), file, found, as_of, column_map, params)


def standing_load(tx: Tx, file: NamedFile) -> tuple[str, int, dict[str, Any]] | None:
    """Kind, place and result of the batch that took these bytes in, unless it was taken back."""
    digest = [hashlib.sha256(file.content).hexdigest()]
    stands = "b.kind <> 'undo' and b.seq not in (select (params ->> 'undoes')::bigint from batch where kind = 'undo')"
    with tx.cursor() as cursor:
        for joined in ("f.id = b.file_id", "f.id in (select d.file_id from document d where d.batch_id = b.id)"):
            cursor.execute(
                f"select b.kind, b.seq, b.result::text from batch b join stored_file f on {joined}"
                f" where f.sha256 = %s and f.direction = 'in' and {stands}",
                digest,
            )
            if row := cursor.fetchone():
                return row[0], row[1], json.loads(row[2])
    return None


def _take_in(
    tx: Tx,
    documents: Documents,
    file: NamedFile,
    found: InFile,
    as_of: date,
    column_map: NamedFile | None,
    params: dict[str, Any],
) -> TakenIn:
    if found.kind not in _WRITERS:
        raise ServiceError(
            said(
                "{file}: found {kind}, which comes with a takeover; expected it there", file=file.name, kind=found.kind
            )
        )
    if column_map:
        params["map"] = tx.store_file(column_map.content, column_map.name, MAP)[0]
    file_id, _ = tx.store_file(file.content, file.name, found.form)
    batch = tx.next_batch(found.kind, as_of, file_id, params)
    counts, faults = _WRITERS[found.kind](tx, batch, documents, found.frame)
    counts = {**counts, **found.left_out}
    faults = (*found.faults, *faults)
    tx.seal(batch, {**counts, "warnings": len(found.warnings), "faults": len(faults)})
    return TakenIn(file.name, found.kind, batch.seq, True, counts, faults, found.warnings)


Written = tuple[dict[str, Any], tuple[str, ...]]
"""Counts of what was written, and the faults found in the data: reported, none of them stops the file."""


def _take_enrollment(tx: Tx, batch: Batch, documents: Documents, frame: pl.DataFrame) -> Written:
    tx.insert("enrollment", frame, batch_id=batch.id)
    counts, faults = rebuild_coverage(tx, batch, documents)
    return {"statements": frame.height, **counts}, faults


def rebuild_coverage(tx: Tx, batch: Batch, documents: Documents, undoing: int = 0) -> Written:
    """Draw coverage anew from all statements that stand, and decide again the families whose past it changes.

    Faults are those of the batch's own statements: such a statement is kept and changes nothing. Positions stand
    where coverage changes after the day of the batch only: attachment counts months that have begun.
    """
    before = selectors.coverage(tx)
    guard = guard_of(tx, batch, documents, undoing)
    windows = windows_of(documents.compiled)
    eligibility = coverage_from(selectors.statements(tx, batch, undoing), only_plans(documents), guard, windows)
    found = (*eligibility.faults, *eligibility.held)
    faults = tuple(str(fault) for fault in found if fault.batch_seq == batch.seq)
    after = eligibility.coverage
    touched = families_touched(before, after)
    _replace_coverage(tx, before, COVERAGE.conform(after))
    past = touched.filter(pl.col("from_date") <= batch.as_of).get_column("subscriber_id").to_list()
    changed = redecide_families(tx, batch, documents, past, undoing=undoing) if past else None
    if past:
        refresh_positions(tx, batch, documents)
    counts = {
        "families_touched": touched.height,
        "people_covered": after.get_column("member_id").n_unique(),
        "claims_redecided": 0 if changed is None else changed.get_column("claim_number").n_unique(),
        **({"ends_held": len(eligibility.held)} if guard else {}),
    }
    return counts, faults


def _replace_coverage(tx: Tx, before: pl.DataFrame, after: pl.DataFrame) -> None:
    """The families in which any row is another, or names somebody by another name."""
    changed = [
        one.join(other, on=list(COVERAGE.schema), how="anti", nulls_equal=True).select("subscriber_id")
        for one, other in ((before, after), (after, before))
    ]
    families = pl.concat(changed).unique()
    rows = after.join(families, on="subscriber_id", how="semi", maintain_order="left")
    tx.replace("coverage", rows, ("subscriber_id",), gone=families)


def only_plans(documents: Documents) -> dict[str, str]:
    """Product -> plan, for products of which the sponsor has a single plan."""
    by_product: dict[str, list[str]] = {}
    for code, product in documents.products.items():
        by_product.setdefault(product, []).append(code)
    return {product: codes[0] for product, codes in by_product.items() if len(codes) == 1}


def _take_claims(tx: Tx, batch: Batch, documents: Documents, frame: pl.DataFrame) -> Written:
    return taken(tx, batch, documents, decide_new(tx, batch, documents, frame))


def _take_certifications(tx: Tx, batch: Batch, documents: Documents, frame: pl.DataFrame) -> Written:
    return taken(tx, batch, documents, decide_certifications(tx, batch, documents, frame))


def taken(tx: Tx, batch: Batch, documents: Documents, decisions: pl.DataFrame) -> Written:
    """What follows from new decisions beyond their own rows, and their counts."""
    is_redecided = "is_redecided" in decisions.columns and decisions.get_column("is_redecided").any()
    if is_redecided:
        refresh_positions(tx, batch, documents)
    else:
        add_waiting(tx, batch, documents, decisions)
    by_status = dict(decisions.group_by("status").len().sort("status").rows())
    counts = {
        "claims": decisions.get_column("claim_number").n_unique(),
        "lines": decisions.height,
        **{f"lines_{status}": count for status, count in by_status.items()},
        "plan_paid_cents": int(decisions.get_column("plan_paid_cents").sum()),
        **({"claims_redecided": _redecided_by(tx, batch)} if is_redecided else {}),
    }
    return counts, ()


def _redecided_by(tx: Tx, batch: Batch) -> int:
    """How many claims that were decided before came out differently in the batch."""
    return int(
        tx.scalar("select count(distinct claim_number) from decision where batch_id = %s and version > 0", [batch.id])
    )


def _take_providers(tx: Tx, batch: Batch, documents: Documents, frame: pl.DataFrame) -> Written:
    tx.insert("provider", frame, batch_id=batch.id)
    return {"providers": frame.height}, ()


def _take_other_coverage(tx: Tx, batch: Batch, documents: Documents, frame: pl.DataFrame) -> Written:
    tx.insert("other_coverage", frame, batch_id=batch.id)
    return {"other_plans": frame.height, "people": frame.get_column("member_id").n_unique()}, ()


def _take_authorizations(tx: Tx, batch: Batch, documents: Documents, frame: pl.DataFrame) -> Written:
    tx.insert("prior_authorization", frame, batch_id=batch.id)
    return {"authorizations": frame.height, "people": frame.get_column("member_id").n_unique()}, ()


def _take_contributions(tx: Tx, batch: Batch, documents: Documents, frame: pl.DataFrame) -> Written:
    """Kept, and read when cover is drawn anew: by the next enrolment file, or by `corridor readjudicate`."""
    tx.insert("contribution", frame, batch_id=batch.id)
    return {"contributions": frame.height, "people": frame.get_column("member_id").n_unique()}, ()


_WRITERS = {
    REPRICING: take_answers,
    CONTRIBUTIONS: _take_contributions,
    ENROLLMENT: _take_enrollment,
    CLAIMS: _take_claims,
    DISABILITY: _take_certifications,
    "providers": _take_providers,
    OTHER_COVERAGE: _take_other_coverage,
    AUTHORIZATIONS: _take_authorizations,
}

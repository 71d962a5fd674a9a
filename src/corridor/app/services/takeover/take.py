"""Taking over from a prior administrator: one batch, reconciled to control totals, or nothing at all."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from corridor.app.services import selectors
from corridor.app.services.decisions import decide_new, next_number, redecide_families
from corridor.app.services.documents import Documents, documents_of
from corridor.app.services.errors import ServiceError
from corridor.app.services.intake import TakenIn, standing_load
from corridor.app.services.positions import refresh_positions
from corridor.app.services.reading import NamedFile
from corridor.app.services.takeover.files import CONTROL, Bundle, TakeoverFile, read_bundle
from corridor.app.services.takeover.standing import TAKEOVER
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Batch, Tx
from corridor.book.takeover import Opened, opened, prior_paid
from corridor.book.takeover_checks import cents_of
from corridor.claims.instalments import remaining_instalments
from corridor.records.authorizations import AUTHORIZATIONS
from corridor.records.claims import CLAIMS
from corridor.records.takeover import PRIOR_TREATMENTS
from corridor.wording.said import said


@dataclass(frozen=True)
class TakenOver(TakenIn):
    """As TakenIn. is_dry: nothing was kept. totals: rows and cents by kind of file, as reconciled."""

    is_dry: bool = False
    totals: dict[str, tuple[int, int]] = field(default_factory=dict)


class _OnlyTried(Exception):
    """Carries what a dry run found out of the transaction that it leaves undone."""

    def __init__(self, found: TakenOver):
        super().__init__()
        self.found = found


def take_over(
    sponsor: str,
    taken_over_from: str,
    files: Sequence[TakeoverFile],
    control: NamedFile,
    as_of: date,
    *,
    is_dry: bool = False,
    alias: str = "default",
) -> TakenOver:
    """Take over as of a day. taken_over_from: name of the prior administrator, as explanations say it.

    Raises TableError or ServiceError; the store is then as it was, as it is after a dry run.
    """
    if not taken_over_from.strip():
        raise ServiceError(said("takeover: found no name of the prior administrator, expected one"))
    try:
        with tenant_transaction(sponsor, alias) as tx:
            tx.wait_for_turn()
            known = standing_load(tx, control)
            if known is not None:
                return TakenOver(control.name, known[0], known[1], False, known[2])
            taken = _take(tx, taken_over_from.strip(), files, control, as_of)
            if is_dry:
                raise _OnlyTried(taken)
            return taken
    except _OnlyTried as tried:
        return TakenOver(**{**vars(tried.found), "is_dry": True})


def _take(tx: Tx, source: str, files: Sequence[TakeoverFile], control: NamedFile, as_of: date) -> TakenOver:
    documents = documents_of(tx)
    bundle = read_bundle(files, control, documents.compiled)
    params = {"from": source, "name": control.name, "files": [_kept(tx, each) for each in files]}
    file_id, _ = tx.store_file(control.content, control.name, CONTROL)
    batch = tx.next_batch(TAKEOVER, as_of, file_id, params)
    opening = _open(tx, batch, documents, bundle, source)
    counts: dict[str, Any] = {kind: frame.height for kind, frame in bundle.frames.items()}
    counts |= _decide(tx, batch, documents, opening)
    counts |= _instalments(tx, batch, documents, bundle.frame("treatments"), source)
    refresh_positions(tx, batch, documents)
    tx.seal(batch, counts)
    totals = {kind: (frame.height, cents_of(kind, frame)) for kind, frame in bundle.frames.items()}
    warnings = (*bundle.warnings, *_warnings(tx, bundle, opening, counts))
    return TakenOver(control.name, TAKEOVER, batch.seq, True, counts, (), warnings, totals=totals)


def _kept(tx: Tx, each: TakeoverFile) -> dict[str, Any]:
    """A file as a batch remembers it: by its bytes."""
    tx.store_file(each.file.content, each.file.name, TAKEOVER)
    found: dict[str, Any] = {"name": each.file.name, "sha256": _digest(each.file)}
    if each.column_map is not None:
        tx.store_file(each.column_map.content, each.column_map.name, "column_map")
        found["map"] = {"name": each.column_map.name, "sha256": _digest(each.column_map)}
    return found


def _digest(file: NamedFile) -> str:
    return hashlib.sha256(file.content).hexdigest()


def files_again(tx: Tx, params: dict[str, Any]) -> tuple[TakeoverFile, ...]:
    """The files of a takeover, by what its batch remembers of them."""
    return tuple(
        TakeoverFile(_stored(tx, each), _stored(tx, each["map"]) if "map" in each else None) for each in params["files"]
    )


def _stored(tx: Tx, remembered: dict[str, Any]) -> NamedFile:
    body = tx.scalar("select content from stored_file where (sha256, direction) = (%s, 'in')", [remembered["sha256"]])
    return NamedFile(remembered["name"], bytes(body))


def _open(tx: Tx, batch: Batch, documents: Documents, bundle: Bundle, source: str) -> Opened:
    """Store what was handed over, and with what running totals begin by it."""
    last = tx.scalar("select coalesce(min(claim_number), 0) from run_in_line")
    opening = opened(
        bundle.frame("prior_accumulators"),
        bundle.frame("deductible_credits"),
        bundle.frame("run_in"),
        bundle.frame("treatments"),
        documents.compiled,
        source,
        last,
    )
    authorizations = bundle.frame("authorizations").with_columns(pl.lit(source).alias("taken_over_from"))
    tx.insert("opening_total", opening.openings, batch_id=batch.id)
    tx.insert("run_in_line", opening.run_in, batch_id=batch.id)
    tx.insert("prior_authorization", AUTHORIZATIONS.conform(authorizations), batch_id=batch.id)
    tx.insert("prior_paid", prior_paid(bundle.frame("large_claims"), source), batch_id=batch.id)
    return opening


def _decide(tx: Tx, batch: Batch, documents: Documents, opening: Opened) -> dict[str, int]:
    """Bring the running totals of all whom it concerns to their opening, and decide again what was decided here."""
    people = {*opening.openings.get_column("owner_id"), *opening.run_in.get_column("member_id")}
    people |= set(tx.read("select member_id from prior_authorization where batch_id = %s", [batch.id])["member_id"])
    coverage = selectors.coverage_of(tx, people)
    families = sorted(people | set(coverage.get_column("subscriber_id")))
    changed = redecide_families(tx, batch, documents, families)
    return {
        "families_touched": coverage.get_column("subscriber_id").n_unique(),
        "claims_redecided": changed.get_column("claim_number").n_unique(),
    }


def _instalments(tx: Tx, batch: Batch, documents: Documents, treatments: pl.DataFrame, source: str) -> dict[str, int]:
    """What remains of the treatments, as claims that are decided here when they are due."""
    if treatments.is_empty():
        return {}
    first = next_number(tx)
    begun = _as_claims(treatments, batch.as_of).with_columns(
        (pl.col("claim_index").cast(pl.Int64) + first).alias("claim_number")
    )
    coverage = selectors.coverage_of(tx, selectors.ids_in(begun))
    left = remaining_instalments(begun, coverage, documents.compiled, batch.as_of)
    if left.is_empty():
        return {"instalments": 0}
    order = left.select("claim_index").unique().sort("claim_index").with_row_index("place")
    claims = left.join(order, on="claim_index").with_columns(pl.col("place").cast(pl.Int32).alias("claim_index"))
    decide_new(tx, batch, documents, CLAIMS.conform(claims))
    named = order.select(
        (pl.col("place").cast(pl.Int64) + first).alias("claim_number"),
        pl.col("claim_index"),
        pl.lit(source).alias("taken_over_from"),
    )
    known = treatments.with_row_index("claim_index").with_columns(pl.col("claim_index").cast(pl.Int32))
    tx.insert("prior_treatment", PRIOR_TREATMENTS.conform(named.join(known, on="claim_index")), batch_id=batch.id)
    return {"instalments": left.height}


def _as_claims(treatments: pl.DataFrame, received: date) -> pl.DataFrame:
    """Each treatment as the claim of one line that it was."""
    return CLAIMS.conform(
        treatments.with_row_index("claim_index").with_columns(
            pl.lit(1, pl.Int32).alias("line_number"),
            pl.lit("dental").alias("kind"),
            pl.lit("1").alias("frequency"),
            pl.lit(received).alias("received_date"),
            pl.col("started_on").alias("service_from"),
            pl.col("started_on").alias("service_to"),
            pl.lit(1000, pl.Int64).alias("units"),
            pl.col("months").alias("treatment_months"),
        )
    )


def _warnings(tx: Tx, bundle: Bundle, opening: Opened, counts: dict[str, Any]) -> list[str]:
    """What was taken as it is, and may not be what was meant."""
    found: list[str] = []
    if opening.unmatched:
        found.append(
            said("run_in: {count} lines fall under no benefit: they count toward no limit", count=opening.unmatched)
        )
    owners = opening.openings.get_column("owner_id").unique().to_list()
    covered = selectors.coverage_of(tx, owners)
    known = {*covered.get_column("member_id"), *covered.get_column("subscriber_id")}
    if strangers := sum(owner not in known for owner in owners):
        found.append(said("{count} owners of running totals are not enrolled: kept for when they are", count=strangers))
    if bundle.frame("treatments").height and not counts.get("instalments"):
        found.append(said("treatments: no instalment is due from this day on: nothing is paid of them here"))
    return found

"""Another document for a sponsor: taken in once, and what it changes of the past decided again."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import polars as pl

from corridor.app.services import selectors
from corridor.app.services.decisions import redecide_families
from corridor.app.services.document_list import DocumentRow, document_rows
from corridor.app.services.documents import (
    ARRANGEMENT,
    DISABILITY_PLAN,
    PLAN,
    Documents,
    SourceDocument,
    add_documents,
    code_and_day,
    network_contracts,
    read_documents,
    sources_of,
)
from corridor.app.services.errors import ServiceError
from corridor.app.services.intake import only_plans, rebuild_coverage
from corridor.app.services.positions import refresh_positions
from corridor.app.services.succession import check_successor
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Batch, Tx
from corridor.disability.load import load_disability_plan
from corridor.plan.load import load_plan
from corridor.plan.succession import Dated, differs_from
from corridor.wording.said import said

DOCUMENTS = "documents"
"""Kind of the batches that brought documents after the founding one."""


@dataclass(frozen=True)
class Amended:
    """What became of documents. seq: the batch, None where nothing was written. known: those that were in already.

    counts: see `decide_under`.
    """

    seq: int | None
    is_dry_run: bool
    taken: tuple[SourceDocument, ...] = ()
    known: tuple[DocumentRow, ...] = ()
    counts: dict[str, Any] = field(default_factory=dict)


class _Rehearsed(Exception):
    """Carries what a dry run did out of the transaction, which is rolled back by it."""

    def __init__(self, done: Amended):
        self.done = done


def amend(
    sponsor: str,
    sources: Sequence[SourceDocument],
    as_of: date,
    *,
    is_correction: bool = False,
    is_dry_run: bool = False,
    alias: str = "default",
) -> Amended:
    """Take in documents, all in one batch; one that is in force already changes nothing.

    Raises DocumentError or ServiceError before anything is written.
    """
    try:
        with tenant_transaction(sponsor, alias) as tx:
            tx.wait_for_turn()
            known, new = _known_and_new(tx, sources)
            if not new:
                return Amended(None, is_dry_run, known=known)
            done = replace(amend_batch(tx, new, as_of, is_correction=is_correction), known=known)
            if is_dry_run:
                raise _Rehearsed(replace(done, seq=None, is_dry_run=True))
            return done
    except _Rehearsed as rehearsed:
        return rehearsed.done


def amend_batch(tx: Tx, new: Sequence[SourceDocument], as_of: date, *, is_correction: bool) -> Amended:
    """The batch of new documents, checked before it is begun. Raises DocumentError or ServiceError."""
    before = sources_of(tx)
    after = _check_whole(before, new, as_of, is_correction)
    first = new[0]
    file_id, _ = tx.store_file(first.content, first.name, first.kind)
    batch = tx.next_batch(DOCUMENTS, as_of, file_id, {"is_correction": is_correction})
    add_documents(tx, batch, tuple(new))
    counts = {"documents": len(new), **decide_under(tx, batch, before, after)}
    tx.seal(batch, counts)
    return Amended(batch.seq, False, tuple(new), (), counts)


def decide_under(
    tx: Tx, batch: Batch, before: Sequence[SourceDocument], after: Sequence[SourceDocument], *, undoing: int = 0
) -> dict[str, int]:
    """Bring decisions, postings and positions from documents `before` to those `after`.

    Counts families looked at, claims that come out differently, by how many cents what the plan pays for them moved,
    and policies whose contract changed. undoing: place of the batch that is taken back, 0: none.
    """
    documents = read_documents(tuple(after))
    redrawn = _redraw_coverage(tx, batch, read_documents(tuple(before)), documents, undoing)
    families = sorted(
        {
            *families_under(tx, changed_plans(before, after)),
            *families_priced_by(tx, changed_contracts(before, after), undoing),
        }
    )
    changed = redecide_families(tx, batch, documents, families, undoing=undoing) if families else None
    policies = _changed_policies(read_documents(tuple(before)), documents)
    refresh_positions(tx, batch, documents, is_all=policies > 0)
    own = 0 if changed is None else changed.get_column("claim_number").n_unique()
    return {
        "families_touched": len(families) + redrawn["families_touched"],
        "claims_redecided": own + redrawn["claims_redecided"],
        "plan_paid_moved_cents": _plan_paid_moved_cents(tx, batch),
        "policies_changed": policies,
    }


def _known_and_new(
    tx: Tx, sources: Sequence[SourceDocument]
) -> tuple[tuple[DocumentRow, ...], tuple[SourceDocument, ...]]:
    """Documents in force already, and new ones. Raises ServiceError for one that a later one has replaced."""
    standing = {row.sha256: row for row in document_rows(tx) if row.state != "taken_back"}
    known, new = list[DocumentRow](), dict[str, SourceDocument]()
    for source in sources:
        digest = hashlib.sha256(source.content).hexdigest()
        row = standing.get(digest)
        if row is None:
            new[digest] = source
        elif row.state == "in_force":
            known.append(row)
        else:
            raise ServiceError(
                said(
                    "{file}: found a document that came in batch {seq} and was replaced since, expected a new one; "
                    "`corridor undo` takes the later one back",
                    file=source.name,
                    seq=row.seq,
                )
            )
    return tuple(known), tuple(new.values())


def _check_whole(
    before: tuple[SourceDocument, ...], new: Sequence[SourceDocument], as_of: date, is_correction: bool
) -> tuple[SourceDocument, ...]:
    """All documents with the new ones in their places, checked each and together."""
    after = {_subject(source): source for source in before}
    seen = set[tuple[str, str]]()
    for source in new:
        subject = _subject(source)
        if subject in seen:
            raise ServiceError(
                said("{file}: found a second document of one code, expected each code once", file=source.name)
            )
        seen.add(subject)
        if subject in after:
            check_successor(after[subject], source, as_of, is_correction=is_correction)
        after[subject] = source
    read_documents(tuple(after.values()))
    return tuple(after.values())


def _subject(source: SourceDocument) -> tuple[str, str]:
    """What a document is about: a later one about the same takes its place."""
    return (source.kind, "" if source.kind == ARRANGEMENT else code_and_day(source)[0])


def _redraw_coverage(tx: Tx, batch: Batch, before: Documents, after: Documents, undoing: int) -> dict[str, Any]:
    """Coverage anew where statements that name no plan mean another one now, or none."""
    if only_plans(before) == only_plans(after):
        return {"families_touched": 0, "claims_redecided": 0}
    counts, _ = rebuild_coverage(tx, batch, after, undoing)
    unclear = set(only_plans(before)) - set(only_plans(after))
    if counts["families_touched"] and unclear & set(after.products.values()):
        raise ServiceError(
            said(
                "documents: found a second plan for {product} and families whose enrolment names none ({families}), "
                "expected enrolment that names the plan before there are two",
                product=min(unclear),
                families=counts["families_touched"],
            )
        )
    return counts


def changed_plans(before: Sequence[SourceDocument], after: Sequence[SourceDocument]) -> dict[str, date]:
    """Code of each plan that decides differently -> the first day of service on which it does."""
    was, now = _plans_by_code(before), _plans_by_code(after)
    days = {code: differs_from(was.get(code), now.get(code)) for code in {**was, **now}}
    return {code: day for code, day in days.items() if day is not None}


_LOADED: dict[str, Callable[[bytes, str], Any]] = {PLAN: load_plan, DISABILITY_PLAN: load_disability_plan}


def _plans_by_code(sources: Sequence[SourceDocument]) -> dict[str, Dated]:
    plans = (_LOADED[source.kind](source.content, source.name) for source in sources if source.kind in _LOADED)
    return {plan.code: plan for plan in plans}


def families_under(tx: Tx, changed: dict[str, date]) -> list[str]:
    """Families with a line that a changed plan decides: all others come out as they are.

    A line is decided under the plan that covers its own day, and shares totals, visits and duplicates with lines of
    its family only.
    """
    found = tx.read(
        "select distinct d.family_id from decision d join unnest(%s::text[], %s::date[]) as p (code, day)"
        " on d.plan_code = p.code and d.service_from >= p.day where d.family_id is not null order by 1",
        [list(changed), list(changed.values())],
    )
    return found.get_column("family_id").to_list()


def changed_contracts(before: Sequence[SourceDocument], after: Sequence[SourceDocument]) -> dict[str, date]:
    """Code of each network contract that prices differently -> the first day of service on which it does."""
    was, now = ({each.code: each for each in network_contracts(sources)} for sources in (before, after))
    days = {code: differs_from(was.get(code), now.get(code)) for code in {**was, **now}}
    return {code: day for code, day in days.items() if day is not None}


def families_priced_by(tx: Tx, changed: dict[str, date], undoing: int) -> list[str]:
    """Families with a line that a changed contract prices: of a provider whose row of the day names it.

    What a network has priced already, and what the sender calls out of network, no contract is asked about.
    """
    if not changed:
        return []
    days = pl.DataFrame({"contract": list(changed), "first_day": list(changed.values())})
    spans = selectors.providers(tx, undoing).join(days, on="contract")
    found = tx.read(
        "select distinct d.family_id from unnest(%s::text[], %s::date[], %s::date[]) as p (npi, first_day, until)"
        " join claim_row c on c.billing_npi = p.npi and c.service_from >= p.first_day"
        "  and (p.until is null or c.service_from < p.until)"
        " join decision d on (d.claim_number, d.line_number) = (c.claim_number, c.line_number)"
        " where d.family_id is not null and c.repriced_cents is null and c.network is distinct from 'out' order by 1",
        [
            spans.get_column("npi").to_list(),
            spans.select(pl.max_horizontal("first_day", "effective_from")).to_series().to_list(),
            spans.get_column("effective_to_exclusive").to_list(),
        ],
    )
    return found.get_column("family_id").to_list()


def _changed_policies(before: Documents, after: Documents) -> int:
    """How many policies differ; all of them where the plans differ whose employees an attachment counts."""
    was, now = (
        {(contract.code, policy.start): (contract.model_copy(update={"policies": ()}), policy)
         for contract in documents.contracts for policy in contract.policies}
        for documents in (before, after)
    )  # fmt: skip
    counted = [documents.arrangement.plan_codes("medical") for documents in (before, after)]
    if counted[0] != counted[1]:
        return len({**was, **now})
    return sum(was.get(key) != now.get(key) for key in {**was, **now})


def _plan_paid_moved_cents(tx: Tx, batch: Batch) -> int:
    """By how much what the plan pays moved over the claims that this batch has decided."""
    return int(
        tx.scalar(
            "select coalesce(sum(case d.version when n.now then d.plan_paid_cents else -d.plan_paid_cents end), 0)"
            " from decision d join (select claim_number, min(version) - 1 as was, max(version) as now from decision"
            "  where batch_id = %s group by 1) n on n.claim_number = d.claim_number and d.version in (n.was, n.now)",
            [batch.id],
        )
    )

"""A mistaken load is reversed by its batch: its rows stay, what followed from them is taken back."""

from datetime import date

from corridor.app.services import selectors
from corridor.app.services.amend import DOCUMENTS, decide_under
from corridor.app.services.bank.statements import BANK_STATEMENT, undo_statement
from corridor.app.services.decisions import redecide_families
from corridor.app.services.documents import Documents, documents_of, sources_of
from corridor.app.services.errors import ServiceError
from corridor.app.services.intake import NamedFile, TakenIn, rebuild_coverage, standing_load
from corridor.app.services.payments.lists import LISTS
from corridor.app.services.payments.returns import RETURNS
from corridor.app.services.positions import refresh_positions
from corridor.app.services.reading import (
    AUTHORIZATIONS,
    CLAIMS,
    CONTRIBUTIONS,
    DISABILITY,
    ENROLLMENT,
    OTHER_COVERAGE,
    PROVIDERS,
    REPRICING,
)
from corridor.app.services.reference.load import REFERENCE
from corridor.app.services.repricing.answers import decide_answered
from corridor.app.services.takeover.take import TAKEOVER
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Batch, Tx
from corridor.wording.said import said

UNDO = "undo"


def undo(sponsor: str, file: NamedFile, as_of: date, *, alias: str = "default") -> TakenIn:
    """Take back the load of a file, found by its bytes. Raises ServiceError when it is not in."""
    with tenant_transaction(sponsor, alias) as tx:
        tx.wait_for_turn()
        known = standing_load(tx, file)
        if known is not None and known[0] in _INSTEAD:
            raise ServiceError(said("{file}: {instead}", file=file.name, instead=_INSTEAD[known[0]]))
        if known is None or known[0] not in _UNDOERS:
            raise ServiceError(
                said("{file}: found no load of this file that stands, expected one to take back", file=file.name)
            )
        return undo_batch(tx, known[1], as_of)


def undo_batch(tx: Tx, seq: int, as_of: date) -> TakenIn:
    """Take back the batch at place `seq`."""
    documents = documents_of(tx, without=seq)
    with tx.cursor() as cursor:
        cursor.execute(
            "select b.kind, b.file_id, f.name from batch b join stored_file f on f.id = b.file_id where b.seq = %s",
            [seq],
        )
        kind, file_id, name = cursor.fetchone()
    batch = tx.next_batch(UNDO, as_of, file_id, {"undoes": seq})
    counts = _UNDOERS[kind](tx, batch, documents, seq)
    refresh_positions(tx, batch, documents)
    tx.seal(batch, counts)
    return TakenIn(name, UNDO, batch.seq, True, counts)


def _undo_enrollment(tx: Tx, batch: Batch, documents: Documents, seq: int) -> dict[str, int]:
    return rebuild_coverage(tx, batch, documents, undoing=seq)[0]


def _undo_documents(tx: Tx, batch: Batch, _: Documents, seq: int) -> dict[str, int]:
    """The documents that came together go together: they were checked together. Those before them count again."""
    before, after = sources_of(tx), sources_of(tx, without=seq)
    return decide_under(tx, batch, before, after, undoing=seq)


def _undo_claims(tx: Tx, batch: Batch, documents: Documents, seq: int) -> dict[str, int]:
    """Families of the claims are decided anew without them."""
    families = tx.read(
        "select distinct coalesce(d.family_id, c.subscriber_id, c.member_id) as family from decision d"
        " join claim c on c.claim_number = d.claim_number join batch b on b.id = c.batch_id where b.seq = %s",
        [seq],
    )
    return _redecided(tx, batch, documents, families.get_column("family").drop_nulls().to_list(), seq)


def _undo_providers(tx: Tx, batch: Batch, documents: Documents, seq: int) -> dict[str, int]:
    """Families that saw one of the providers are decided anew without what the file said of them."""
    families = tx.read(
        "select distinct d.family_id as family from decision d join claim c on c.claim_number = d.claim_number"
        " where d.family_id is not null and c.billing_npi in"
        " (select p.npi from provider p join batch b on b.id = p.batch_id where b.seq = %s)",
        [seq],
    )
    return _redecided(tx, batch, documents, families.get_column("family").to_list(), seq)


def _undo_other_coverage(tx: Tx, batch: Batch, documents: Documents, seq: int) -> dict[str, int]:
    """Families of the people are decided anew without what the file said of their other plans."""
    families = tx.read(
        "select distinct d.family_id as family from decision d where d.family_id is not null and d.member_id in"
        " (select o.member_id from other_coverage o join batch b on b.id = o.batch_id where b.seq = %s)",
        [seq],
    )
    return _redecided(tx, batch, documents, families.get_column("family").to_list(), seq)


def _undo_reference(tx: Tx, batch: Batch, documents: Documents, seq: int) -> dict[str, int]:
    """Families of which anything was decided with the list are decided anew without it."""
    families = tx.read(
        "select distinct d.family_id as family from decision d join batch b on b.id = d.batch_id"
        " where d.family_id is not null and b.seq > %s and d.service_from >= (select min(r.effective_from)"
        " from reference_table r join batch l on l.id = r.batch_id where l.seq = %s)",
        [seq, seq],
    )
    return _redecided(tx, batch, documents, families.get_column("family").to_list(), seq)


def _undo_authorizations(tx: Tx, batch: Batch, documents: Documents, seq: int) -> dict[str, int]:
    """Families of the people are decided anew without what the file said of their authorisations."""
    families = tx.read(
        "select distinct d.family_id as family from decision d where d.family_id is not null and d.member_id in"
        " (select a.member_id from prior_authorization a join batch b on b.id = a.batch_id where b.seq = %s)",
        [seq],
    )
    return _redecided(tx, batch, documents, families.get_column("family").to_list(), seq)


def _undo_takeover(tx: Tx, batch: Batch, documents: Documents, seq: int) -> dict[str, int]:
    """Families of all whom it concerned are decided anew without it; instalments that it brought are withdrawn."""
    people = (
        tx.read(
            "with taken as (select id from batch where seq = %(seq)s)"
            " select owner_id as person from opening_total where batch_id in (select id from taken)"
            " union select member_id from run_in_line where batch_id in (select id from taken)"
            " union select member_id from prior_authorization where batch_id in (select id from taken)"
            " union select member_id from claim where batch_id in (select id from taken)",
            {"seq": seq},
        )
        .get_column("person")
        .drop_nulls()
    )
    families = selectors.coverage_of(tx, people).get_column("subscriber_id")
    return _redecided(tx, batch, documents, sorted({*people, *families}), seq)


def _redecided(tx: Tx, batch: Batch, documents: Documents, families: list[str], seq: int) -> dict[str, int]:
    changed = redecide_families(tx, batch, documents, families, undoing=seq)
    return {"families_touched": len(families), "claims_redecided": changed.get_column("claim_number").n_unique()}


def _undo_repricing(tx: Tx, batch: Batch, documents: Documents, seq: int) -> dict[str, int]:
    """The claims wait again, or are priced without the network where its time is up; its fee is taken back."""
    answered = tx.read(
        "select distinct r.claim_number from repriced_line r join batch b on b.id = r.batch_id"
        " where b.seq = %s order by 1",
        [seq],
    )
    numbers = answered.get_column("claim_number").to_list()
    return {"claims_redecided": decide_answered(tx, batch, documents, numbers, undoing=seq)}


_INSTEAD = {
    LISTS: said("found a list of those who may not be paid, expected another file; load the list before it again"),
    RETURNS: said("found returns from the bank, expected another file; payments made anew undo what came back"),
}
"""Kinds of files whose load is not taken back, and what to do instead."""
_UNDOERS = {
    REPRICING: _undo_repricing,
    CONTRIBUTIONS: _undo_enrollment,
    ENROLLMENT: _undo_enrollment,
    CLAIMS: _undo_claims,
    DISABILITY: _undo_claims,
    PROVIDERS: _undo_providers,
    OTHER_COVERAGE: _undo_other_coverage,
    AUTHORIZATIONS: _undo_authorizations,
    TAKEOVER: _undo_takeover,
    DOCUMENTS: _undo_documents,
    REFERENCE: _undo_reference,
    BANK_STATEMENT: undo_statement,
}

"""Doing everything again, in an empty schema: from the stored file bytes, in the order they were taken in."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from corridor.app.services.amend import DOCUMENTS, amend_batch
from corridor.app.services.bank.by_hand import BANK_HAND
from corridor.app.services.bank.by_hand import act as act_at_bank
from corridor.app.services.bank.by_hand import act_from as bank_act_from
from corridor.app.services.bank.matching import BANK_MATCH, match
from corridor.app.services.bank.statements import BANK_STATEMENT, load_statement
from corridor.app.services.cycle import ACCOUNTS, CYCLE, run_round
from corridor.app.services.desk.acts import DESK, act_from, do_act
from corridor.app.services.documents import SourceDocument, read_documents
from corridor.app.services.intake import NamedFile, take_in
from corridor.app.services.ledger.acts import LEDGER
from corridor.app.services.ledger.acts import act_from as ledger_act_from
from corridor.app.services.ledger.acts import do_act as act_on_ledger
from corridor.app.services.live import LIVE, decide_again
from corridor.app.services.live_body import read_body
from corridor.app.services.payments.lists import LISTS, load_list
from corridor.app.services.payments.returns import RETURNS, take_in_returns
from corridor.app.services.payments.steps import PAYMENTS, do_step, step_from
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
from corridor.app.services.readjudication.asked import READJUDICATION, asked_from
from corridor.app.services.readjudication.run import readjudicate
from corridor.app.services.reference.load import REFERENCE, load_reference
from corridor.app.services.release import RELEASE, release_claim
from corridor.app.services.repricing.send import OVERDUE, SEND, price_overdue, send_out
from corridor.app.services.rescission import RESCISSION, record_finding
from corridor.app.services.sponsors import FOUNDING, found
from corridor.app.services.subrogation.changes import SUBROGATION, change_case, change_from
from corridor.app.services.takeover.files import TakeoverFile
from corridor.app.services.takeover.take import TAKEOVER, files_again, take_over
from corridor.app.services.undo import UNDO, undo_batch
from corridor.app.store.tenancy import create_tenant, tenant_transaction
from corridor.app.store.tx import Tx


@dataclass(frozen=True)
class PastBatch:
    """A committed batch: what was asked for, on which day, with which file."""

    seq: int
    kind: str
    as_of: date
    params: dict[str, Any]
    file: NamedFile | None
    column_map: NamedFile | None
    documents: tuple[SourceDocument, ...]
    handed_over: tuple[TakeoverFile, ...] = ()


def past_batches(tx: Tx) -> list[PastBatch]:
    """All batches of the sponsor in their order, with the bytes they were given."""
    with tx.cursor() as cursor:
        cursor.execute(
            "select b.seq, b.id, b.kind, b.as_of, b.params::text, f.name, f.content, m.name, m.content from batch b"
            " left join stored_file f on f.id = b.file_id"
            " left join stored_file m on m.id = (b.params ->> 'map')::bigint"
            " order by b.seq"
        )
        rows = cursor.fetchall()
    return [_past(tx, *row) for row in rows]


def _past(
    tx: Tx, seq: int, id_: int, kind: str, as_of: date, params: str, name: str | None, body: Any, *column_map: Any
) -> PastBatch:
    asked = json.loads(params)
    file, map_file = _file(asked, name, body), _file({}, *column_map)
    handed_over = files_again(tx, asked) if kind == TAKEOVER else ()
    return PastBatch(seq, kind, as_of, asked, file, map_file, _documents(tx, id_), handed_over)


def _file(params: dict[str, Any], name: str | None, body: Any) -> NamedFile | None:
    """The file under the name that it had when this batch took it in."""
    return None if name is None else NamedFile(params.get("name", name), bytes(body))


def _documents(tx: Tx, batch_id: int) -> tuple[SourceDocument, ...]:
    with tx.cursor() as cursor:
        cursor.execute(
            "select d.kind, f.name, f.content from document d join stored_file f on f.id = d.file_id"
            " where d.batch_id = %s order by d.id",
            [batch_id],
        )
        return tuple(SourceDocument(kind, name, bytes(body)) for kind, name, body in cursor.fetchall())


def replay(sponsor: str, batches: list[PastBatch], alias: str) -> Iterator[PastBatch]:
    """Do the batches again as `sponsor` in the schema of `alias`; yields each when it is done."""
    create_tenant(sponsor, sponsor, currency=_currency(batches), alias=alias)
    for past in batches:
        _AGAIN[past.kind](sponsor, past, alias)
        yield past


def _currency(batches: list[PastBatch]) -> str:
    """The sponsor's currency, as its first documents say: the database refuses entries in another."""
    return read_documents(batches[0].documents).arrangement.sponsor.currency if batches else "USD"


def _found_again(sponsor: str, past: PastBatch, alias: str) -> None:
    with tenant_transaction(sponsor, alias) as tx:
        found(tx, past.documents, past.as_of)


def _amend_again(sponsor: str, past: PastBatch, alias: str) -> None:
    with tenant_transaction(sponsor, alias) as tx:
        amend_batch(tx, past.documents, past.as_of, is_correction=bool(past.params["is_correction"]))


def _take_in_again(sponsor: str, past: PastBatch, alias: str) -> None:
    assert past.file is not None, "a load has a file"
    if LIVE in past.params:
        decide_again(sponsor, read_body(past.file.content), past.params[LIVE], past.as_of, alias)
        return
    take_in(
        sponsor,
        past.file,
        past.as_of,
        column_map=past.column_map,
        lenient=bool(past.params.get("lenient")),
        partner=past.params.get("partner"),
        on_bad=past.params.get("on_bad"),
        alias=alias,
    )


def _run_round_again(sponsor: str, past: PastBatch, alias: str) -> None:
    run_round(sponsor, past.as_of, pl.DataFrame(past.params["accounts"], schema=ACCOUNTS), alias=alias)


def _undo_again(sponsor: str, past: PastBatch, alias: str) -> None:
    with tenant_transaction(sponsor, alias) as tx:
        undo_batch(tx, past.params["undoes"], past.as_of)


def _release_again(sponsor: str, past: PastBatch, alias: str) -> None:
    with tenant_transaction(sponsor, alias) as tx:
        release_claim(tx, past.params["claim_number"], past.params["why"], past.as_of)


def _act_again(sponsor: str, past: PastBatch, alias: str) -> None:
    do_act(sponsor, act_from(past.params), past.as_of, alias=alias)


def _step_again(sponsor: str, past: PastBatch, alias: str) -> None:
    do_step(sponsor, step_from(past.params), past.as_of, alias=alias)


def _load_list_again(sponsor: str, past: PastBatch, alias: str) -> None:
    assert past.file is not None, "a list has a file"
    asked = past.params
    load_list(sponsor, past.file, asked["list"], asked["columns"], asked["who"], past.as_of, alias=alias)


def _take_in_returns_again(sponsor: str, past: PastBatch, alias: str) -> None:
    assert past.file is not None, "returns come in a file"
    take_in_returns(sponsor, past.file, past.params["who"], past.as_of, alias=alias)


def _load_statement_again(sponsor: str, past: PastBatch, alias: str) -> None:
    assert past.file is not None, "a statement has a file"
    load_statement(sponsor, past.file, past.as_of, alias=alias)


def _match_again(sponsor: str, past: PastBatch, alias: str) -> None:
    match(sponsor, past.as_of, who=past.params["who"], alias=alias)


def _act_at_bank_again(sponsor: str, past: PastBatch, alias: str) -> None:
    act_at_bank(sponsor, bank_act_from(past.params), past.as_of, alias=alias)


def _act_on_ledger_again(sponsor: str, past: PastBatch, alias: str) -> None:
    act_on_ledger(sponsor, ledger_act_from(past.params), past.as_of, alias=alias)


def _send_again(sponsor: str, past: PastBatch, alias: str) -> None:
    send_out(sponsor, past.as_of, alias=alias)


def _price_overdue_again(sponsor: str, past: PastBatch, alias: str) -> None:
    price_overdue(sponsor, past.as_of, alias=alias)


def _change_again(sponsor: str, past: PastBatch, alias: str) -> None:
    change_case(sponsor, change_from(past.params), past.as_of, alias=alias)


def _load_reference_again(sponsor: str, past: PastBatch, alias: str) -> None:
    assert past.file is not None, "a list has a file"
    effective, name = date.fromisoformat(past.params["effective"]), past.params["subject"]
    load_reference(
        sponsor,
        past.file,
        past.params["list"],
        past.as_of,
        effective,
        name=name,
        column_map=past.column_map,
        alias=alias,
    )


def _take_over_again(sponsor: str, past: PastBatch, alias: str) -> None:
    assert past.file is not None, "a takeover has control totals"
    take_over(sponsor, past.params["from"], past.handed_over, past.file, past.as_of, alias=alias)


def _record_again(sponsor: str, past: PastBatch, alias: str) -> None:
    asked = past.params
    day = date.fromisoformat(asked["noticed_on"])
    record_finding(sponsor, asked["member_id"], asked["finding"], day, asked["why"], past.as_of, alias=alias)


def _readjudicate_again(sponsor: str, past: PastBatch, alias: str) -> None:
    readjudicate(sponsor, asked_from(past.params), past.as_of, is_dry_run=False, alias=alias)


_AGAIN: dict[str, Callable[[str, PastBatch, str], None]] = {
    FOUNDING: _found_again,
    DOCUMENTS: _amend_again,
    ENROLLMENT: _take_in_again,
    CLAIMS: _take_in_again,
    DISABILITY: _take_in_again,
    PROVIDERS: _take_in_again,
    OTHER_COVERAGE: _take_in_again,
    CONTRIBUTIONS: _take_in_again,
    RESCISSION: _record_again,
    READJUDICATION: _readjudicate_again,
    AUTHORIZATIONS: _take_in_again,
    TAKEOVER: _take_over_again,
    CYCLE: _run_round_again,
    UNDO: _undo_again,
    RELEASE: _release_again,
    REPRICING: _take_in_again,
    SEND: _send_again,
    OVERDUE: _price_overdue_again,
    SUBROGATION: _change_again,
    DESK: _act_again,
    PAYMENTS: _step_again,
    LISTS: _load_list_again,
    RETURNS: _take_in_returns_again,
    REFERENCE: _load_reference_again,
    BANK_STATEMENT: _load_statement_again,
    BANK_MATCH: _match_again,
    BANK_HAND: _act_at_bank_again,
    LEDGER: _act_on_ledger_again,
}

"""The hash chain: one link per committed batch and sponsor, over the link before it and all rows of the batch.

A row enters as PostgreSQL writes it, without the empty columns at its end: a column added later (it comes last, and
is null, or shown as null by a view, where nothing was said) leaves old links true. Rows are taken in the order of their
key; each table gives one digest.
"""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date

from django.db.backends.utils import CursorWrapper

from corridor.wording.said import Said, said

GENESIS = b"\0" * 32

CHAINED: dict[str, tuple[str, str]] = {
    "document": ("document", "id"),
    "enrollment": ("enrollment", "statement"),
    "provider": ("provider", 'npi collate "C", effective_from'),
    "claim": ("claim_row", "claim_number, line_number"),
    "disability_claim": ("disability_claim", "claim_number"),
    "decision": ("decision_link", "claim_number, line_number, version"),
    "posting": ("posting_row", 'entry_key collate "C", leg'),
    "funding_call": ("funding_call", 'call_number collate "C"'),
    "paid_line": ("paid_line_link", "id"),
    "payment": ("payment", 'payment_number collate "C"'),
    "other_coverage": ("other_coverage", "id"),
    "reference_table": ("reference_table", "id"),
    "release": ("release", "claim_number, reason"),
    "recovery_case": ("recovery_case", "case_number"),
    "recovery_event": ("recovery_event", "case_number, event_number"),
    "recovered_line": ("recovered_line", "case_number, event_number, claim_number, line_number, version"),
    "claim_event": ("claim_event", "claim_number, event_number"),
    "clock_pause": ("clock_pause", 'county collate "C", paused_from'),
    "claim_override": ("claim_override", "override_number, line_number"),
    "override_event": ("override_event", "override_number, event_number"),
    "authority": ("authority", 'holder collate "C", effective_from'),
    "appeal_event": ("appeal_event", "appeal_number, event_number"),
    "quality_sample": ("quality_sample", "sample_number, claim_number"),
    "live_claim": ("live_claim", "key_sha256"),
    "quality_finding": ("quality_finding", "sample_number, claim_number, finding_number"),
    "prior_authorization": ("prior_authorization", "id"),
    "opening_total": ("opening_total", "id"),
    "run_in_line": ("run_in_line", "id"),
    "prior_paid": ("prior_paid", "id"),
    "prior_treatment": ("prior_treatment", "claim_number"),
    "contribution": ("contribution", "id"),
    "rescission_finding": ("rescission_finding", "id"),
    "letter": ("letter", 'letter_number collate "C"'),
    "repricing_request": ("repricing_request", "claim_number, network"),
    "repriced_line": ("repriced_line", "claim_number, line_number"),
    "hold": ("hold", 'hold_number collate "C"'),
    "hold_event": ("hold_event", 'hold_number collate "C", event_number'),
    "balance_limit": ("balance_limit", "limit_number"),
    "period_close": ("period_close", "close_number"),
    "payee": ("payee", 'payee collate "C", change_number'),
    "payee_account": ("payee_account", 'payee collate "C", account_number'),
    "payee_account_event": ("payee_account_event", 'payee collate "C", account_number, event'),
    "listed": ("listed", 'list_name collate "C", row_number'),
    "payment_run": ("payment_run", 'run_number collate "C"'),
    "payment_candidate": ("payment_candidate", 'payment_number collate "C"'),
    "payment_candidate_item": ("payment_candidate_item", 'payment_number collate "C", item_number'),
    "payment_approval": ("payment_approval", 'run_number collate "C", role'),
    "deposit": ("deposit", 'deposit_number collate "C", call_number collate "C"'),
    "payment_event": ("payment_event", 'payment_number collate "C", event_number'),
    "payment_offset": ("payment_offset", 'payment_number collate "C", claim_number, plan_code, paying_plan_code'),
    "outbox_file": ("outbox_file", 'file_name collate "C"'),
    "sent_file": ("sent_file", 'file_name collate "C"'),
    "arrangement_task": ("arrangement_task", 'task collate "C", entry_number'),
    "arrangement_event": ("arrangement_event", "event_number"),
    "bank_statement": ("bank_statement", 'statement_id collate "C"'),
    "bank_line": ("bank_line", 'statement_id collate "C", line_number'),
    "bank_match": ("bank_match", "match_number, part"),
    "bill_group_member": ("bill_group_member", 'subscriber_id collate "C", assigned_from'),
    "call_part": ("call_part", 'call_number collate "C", bill_group collate "C"'),
    "ledger_export": ("ledger_export", "export_number"),
    "ledger_export_entry": ("ledger_export_entry", 'entry_key collate "C"'),
    "bank_difference": ("bank_difference", 'entry_key collate "C"'),
}
"""Name in the chain -> the table or view that is digested, and the order of its rows."""

_DIGEST = """
    select '{name}', batch_id, encode(sha256(string_agg(
        sha256(convert_to(rtrim(r::text, ',)'), 'UTF8')), ''::bytea order by {order}
    )), 'hex')
    from {table} r where {where} group by batch_id
"""

_BATCHES = """
    select b.id, b.chain_hash, b.seq, b.kind, f.sha256, b.as_of, b.params::text, b.result::text
    from batch b left join stored_file f on f.tenant_id = b.tenant_id and f.id = b.file_id order by b.seq
"""

_DAMAGED_FILES = "select id, sha256 from stored_file where encode(sha256(content), 'hex') <> sha256 order by id"


@dataclass(frozen=True)
class Header:
    """What a link says about the batch itself. params, result: as the database writes them."""

    seq: int
    kind: str
    file_sha256: str | None
    as_of: date
    params: str
    result: str


@dataclass(frozen=True)
class ChainFault:
    """One link, or one file, that is not what was committed."""

    where: str
    found: str
    expected: str

    @property
    def text(self) -> Said:
        """The fault as a sentence."""
        return said("{where}: found {found}, expected {expected}", **vars(self))

    def __str__(self) -> str:
        return self.text


def next_link(cursor: CursorWrapper, batch_id: int, header: Header, written: Collection[str]) -> bytes:
    """The link of the batch that is being written, after the sponsor's last one. 32 bytes.

    written: the tables that the batch has inserted into; the others hold no row of it.
    """
    cursor.execute("select chain_hash from batch order by seq desc limit 1")
    row = cursor.fetchone()
    return _link(bytes(row[0]) if row else GENESIS, header, _digests(cursor, batch_id, written).get(batch_id, {}))


def verify_chain(cursor: CursorWrapper) -> list[ChainFault]:
    """Walk the sponsor's batches and files; an empty list when each is what was committed.

    Each link is checked against the stored one before it, so that a fault names its own batch only.
    """
    cursor.execute(_DAMAGED_FILES)
    faults = [
        ChainFault(said("stored file {number}", number=number), said("other bytes"), f"SHA-256 {sha256}")
        for number, sha256 in cursor
    ]
    digests = _digests(cursor, None)
    cursor.execute(_BATCHES)
    previous = GENESIS
    for place, (batch_id, stored, *header) in enumerate(cursor.fetchall(), start=1):
        found = Header(*header)
        if found.seq != place:
            where = said("batch {batch}", batch=found.seq)
            expected = said("batches numbered from 1 without gaps")
            faults.append(ChainFault(where, said("place {place}", place=place), expected))
        if _link(previous, found, digests.pop(batch_id, {})) != bytes(stored):
            where = said("batch {batch}, {kind}", batch=found.seq, kind=found.kind)
            faults.append(ChainFault(where, said("another hash link"), bytes(stored).hex()))
        previous = bytes(stored)
    return faults


def verify_head(cursor: CursorWrapper) -> ChainFault | None:
    """The sponsor's last batch alone, against the link before it: what there is time for when all is not walked."""
    cursor.execute(f"{_BATCHES} desc limit 2")
    newest = cursor.fetchall()
    if not newest:
        return None
    (batch_id, stored, *header), *before = newest
    last, previous = Header(*header), bytes(before[0][1]) if before else GENESIS
    if _link(previous, last, _digests(cursor, batch_id, CHAINED).get(batch_id, {})) == bytes(stored):
        return None
    where = said("batch {batch}, {kind}", batch=last.seq, kind=last.kind)
    return ChainFault(where, said("another hash link"), bytes(stored).hex())


def _digests(cursor: CursorWrapper, batch_id: int | None, written: Collection[str] = ()) -> dict[int, dict[str, str]]:
    """Batch id -> name in the chain -> digest of its rows, for one batch and its tables or (None) for all."""
    where = "true" if batch_id is None else f"batch_id = {int(batch_id)}"
    names = CHAINED if batch_id is None else [name for name in CHAINED if name in written]
    parts = []
    for name in names:
        table, order = CHAINED[name]
        parts.append(_DIGEST.format(name=name, table=table, order=order, where=where))
    found: dict[int, dict[str, str]] = {}
    if parts:
        cursor.execute(" union all ".join(parts))
        for name, owner, digest in cursor.fetchall():
            found.setdefault(owner, {})[name] = digest
    return found


def _link(previous: bytes, header: Header, digests: dict[str, str]) -> bytes:
    parts = [f"{field.name}={getattr(header, field.name)}" for field in fields(header)]
    parts += [f"{name}:{digests[name]}" for name in sorted(digests)]
    return hashlib.sha256(previous + "\n".join(parts).encode()).digest()

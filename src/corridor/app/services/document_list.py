"""The documents that a sponsor has and had, with the batches that brought them."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from corridor.app.services.documents import ARRANGEMENT, UNDONE
from corridor.app.services.errors import ServiceError
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx
from corridor.wording.said import listed, said

State = Literal["in_force", "replaced", "taken_back"]


@dataclass(frozen=True)
class DocumentRow:
    """A document as a batch brought it. effective_from: its first day; as_of: the day of the batch `seq`."""

    kind: str
    code: str
    name: str
    sha256: str
    effective_from: date
    seq: int
    as_of: date
    state: State


def document_rows(tx: Tx) -> list[DocumentRow]:
    """All documents of the sponsor, the last of each kind and code first."""
    with tx.cursor() as cursor:
        cursor.execute(
            "select d.kind, d.code, f.name, f.sha256, d.effective_from, b.seq, b.as_of,"
            " case when not s.stands then 'taken_back'"
            f"  when d.id = max(d.id) filter (where s.stands) over (partition by d.kind, s.subject) then 'in_force'"
            "  else 'replaced' end"
            " from document d join stored_file f on f.id = d.file_id join batch b on b.id = d.batch_id"
            f" cross join lateral (select b.seq not in {UNDONE} as stands,"
            "  case when d.kind = %s then '' else d.code end as subject) s"
            " order by d.kind, d.code, d.id desc",
            [ARRANGEMENT],
        )
        return [DocumentRow(*row) for row in cursor.fetchall()]


def list_documents(sponsor: str) -> list[DocumentRow]:
    """`document_rows` of a sponsor."""
    with tenant_transaction(sponsor) as tx:
        return document_rows(tx)


def stored_document(sponsor: str, code: str, seq: int | None = None) -> tuple[DocumentRow, bytes]:
    """The document of a code that is in force, or the one that batch `seq` brought, and its bytes.

    Raises ServiceError when there is none.
    """
    with tenant_transaction(sponsor) as tx:
        rows = document_rows(tx)
        for row in rows:
            if row.code == code and (row.state == "in_force" if seq is None else row.seq == seq):
                content = tx.scalar(
                    "select content from stored_file where (sha256, direction) = (%s, 'in')", [row.sha256]
                )
                return row, bytes(content)
    if seq is None:
        codes = listed(sorted({row.code for row in rows if row.state == "in_force"}))
        raise ServiceError(said("document: found {code!r}, expected one of {codes}", code=code, codes=codes))
    raise ServiceError(said("document: found none of {code!r} in batch {seq}, expected one", code=code, seq=seq))

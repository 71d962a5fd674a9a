"""What the guard of retroactive ends reads: contributions, findings, plans that ask for it."""

from datetime import date

from corridor.app.services.documents import UNDONE, Documents
from corridor.app.store.tx import Batch, Tx
from corridor.eligibility.rescission import GUARDED_PRODUCT, Guard

EVER = 2**62
"""A place after all batches."""


def guard_of(tx: Tx, batch: Batch, documents: Documents, undoing: int = 0, *, before: int = EVER) -> Guard | None:
    """The guard as of the batch; None where no plan has a section `rescission`: then nothing is read.

    undoing: place of a batch that is being taken back, 0: none. before: what came from the batch of that place on is
    not read.
    """
    if not _asks(documents):
        return None
    paid = _paid(tx, undoing, before)
    return Guard(
        stated_on=dict(tx.read("select seq, as_of from batch").rows()) | {batch.seq: batch.as_of},
        paid=paid,
        known_months=frozenset(month for _, month in paid),
        noticed_on=_noticed_on(tx, undoing, before),
        as_of=batch.as_of,
        notice_days=lambda plan, day: _notice_days(documents, plan, day),
    )


def _asks(documents: Documents) -> bool:
    return any(version.terms.rescission is not None for plan in documents.plans.values() for version in plan.versions)


def _notice_days(documents: Documents, plan_code: str, day: date) -> int | None:
    plan = documents.plans.get(plan_code)
    version = plan.version_on(day) if plan else None
    rescission = version.terms.rescission if version else None
    return None if rescission is None else rescission.notice_days


def _paid(tx: Tx, undoing: int, before: int) -> dict[tuple[str, date], int]:
    """Of each person and month the row that came last."""
    rows = tx.read(
        "select distinct on (c.member_id, c.month) c.member_id, c.month, c.amount_cents from contribution c"
        f" left join batch b on b.id = c.batch_id where c.product = %s"
        f" and (b.seq is null or (b.seq <> %s and b.seq < %s and b.seq not in {UNDONE}))"
        " order by c.member_id, c.month, c.batch_id desc",
        [GUARDED_PRODUCT, undoing, before],
    )
    return {(member, month.replace(day=1)): cents for member, month, cents in rows.iter_rows()}


def _noticed_on(tx: Tx, undoing: int, before: int) -> dict[str, date]:
    rows = tx.read(
        "select f.member_id, min(f.noticed_on) as day from rescission_finding f left join batch b on b.id = f.batch_id"
        f" where b.seq is null or (b.seq <> %s and b.seq < %s and b.seq not in {UNDONE}) group by 1",
        [undoing, before],
    )
    return dict(rows.iter_rows())

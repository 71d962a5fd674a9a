"""Retroactive ends of medical cover: what the guard reads of the store, findings of fraud, and ends that are held."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from corridor.app.services import selectors
from corridor.app.services.documents import Documents, documents_of
from corridor.app.services.errors import ServiceError
from corridor.app.services.intake import only_plans, rebuild_coverage
from corridor.app.services.rescission_guard import guard_of
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Batch, Tx
from corridor.eligibility.rescission import HeldEnd
from corridor.eligibility.spans import coverage_from
from corridor.eligibility.windows import windows_of
from corridor.records.contributions import FINDINGS, RESCISSION_FINDINGS
from corridor.wording.said import listed, said

RESCISSION = "rescission"


@dataclass(frozen=True)
class Found:
    """A finding as recorded. lawful_from: the day from which it lets an end in the past through."""

    seq: int
    lawful_from: date
    counts: Mapping[str, Any]


def record_finding(
    sponsor: str, member_id: str, finding: str, noticed_on: date, why: str, as_of: date, *, alias: str = "default"
) -> Found:
    """Record that fraud or misrepresentation was found and told; ends that it lets through take effect.

    Raises ServiceError for a person without cover, another finding, a notice in the future, no grounds.
    """
    with tenant_transaction(sponsor, alias) as tx:
        tx.wait_for_turn()
        documents = documents_of(tx)
        _check(tx, member_id, finding, noticed_on, why, as_of)
        params = {"member_id": member_id, "finding": finding, "noticed_on": noticed_on, "why": why}
        batch = tx.next_batch(RESCISSION, as_of, params=params)
        tx.insert("rescission_finding", RESCISSION_FINDINGS.from_rows([params]), batch_id=batch.id)
        counts, _ = rebuild_coverage(tx, batch, documents)
        tx.seal(batch, counts)
    return Found(batch.seq, noticed_on, counts)


def _check(tx: Tx, member_id: str, finding: str, noticed_on: date, why: str, as_of: date) -> None:
    if selectors.coverage_of(tx, [member_id]).filter(pl.col("member_id") == member_id).is_empty():
        raise ServiceError(said("member: found nobody of that id with cover, expected somebody who has or had it"))
    if finding not in FINDINGS:
        raise ServiceError(
            said("finding: found {found}, expected one of {allowed}", found=finding, allowed=listed(FINDINGS))
        )
    if noticed_on > as_of:
        raise ServiceError(said("notice: found {day}, expected {today} or an earlier day", day=noticed_on, today=as_of))
    if not why.strip():
        raise ServiceError(said("why: found nothing, expected what the finding rests on"))


def held_ends(sponsor: str, as_of: date) -> tuple[HeldEnd, ...]:
    """Ends of medical cover that are held back as of a day, by batch and statement. The reading is logged."""
    with tenant_transaction(sponsor) as tx:
        tx.log_access("ends of cover", RESCISSION)
        return held_in(tx, documents_of(tx), as_of)


def held_in(tx: Tx, documents: Documents, as_of: date) -> tuple[HeldEnd, ...]:
    """The same in an open transaction."""
    batch = Batch(0, int(tx.scalar("select coalesce(max(seq), 0) + 1 from batch")), RESCISSION, as_of, None, {})
    guard = guard_of(tx, batch, documents)
    if guard is None:
        return ()
    windows = windows_of(documents.compiled)
    return coverage_from(selectors.statements(tx, batch), only_plans(documents), guard, windows).held

"""Readjudication: the families touched, decided again from their first claim; rehearsed, or as one batch."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from corridor.app.services.decisions import redecide_families
from corridor.app.services.documents import Documents, documents_of
from corridor.app.services.errors import ServiceError
from corridor.app.services.intake import rebuild_coverage
from corridor.app.services.letters import write_letters
from corridor.app.services.positions import refresh_positions
from corridor.app.services.readjudication.asked import READJUDICATION, Asked
from corridor.app.services.readjudication.effect import Effect, effect_of
from corridor.app.services.readjudication.known_before import first_since
from corridor.app.services.readjudication.touched import kept_to, touched_since
from corridor.app.services.rescission import held_in
from corridor.app.services.rescission_guard import guard_of
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Batch, Tx
from corridor.eligibility.rescission import HeldEnd
from corridor.wording.said import said


@dataclass(frozen=True)
class Readjudicated:
    """seq: the batch, None of a rehearsal. families: how many were decided again; by_cause: how many each touched.

    held: ends of medical cover that the guard holds back. letters: how many were written.
    """

    seq: int | None
    families: int
    by_cause: Mapping[str, int]
    effect: Effect
    held: tuple[HeldEnd, ...] = ()
    letters: int = 0


class _Rehearsed(Exception):
    """Carries what a rehearsal did out of the transaction, which is rolled back by it."""

    def __init__(self, done: Readjudicated):
        self.done = done


def readjudicate(
    sponsor: str, asked: Asked, as_of: date, *, is_dry_run: bool = True, alias: str = "default"
) -> Readjudicated:
    """Decide again whatever the batches since a day could decide otherwise. is_dry_run: nothing is written.

    Raises ServiceError where no reason is given, or the day lies ahead.
    """
    if not asked.because.strip():
        raise ServiceError(said("because: found nothing, expected the reason, which is kept"))
    if asked.since > as_of:
        raise ServiceError(said("since: found {day}, expected {today} or an earlier day", day=asked.since, today=as_of))
    try:
        with tenant_transaction(sponsor, alias) as tx:
            done = _batch(tx, asked, as_of)
            if is_dry_run:
                raise _Rehearsed(replace(done, seq=None))
            return done
    except _Rehearsed as rehearsed:
        return rehearsed.done


def _batch(tx: Tx, asked: Asked, as_of: date) -> Readjudicated:
    batch = tx.next_batch(READJUDICATION, as_of, params=asked.params)
    documents, first = documents_of(tx), first_since(tx, asked.since)
    touched = touched_since(tx, batch, documents, first) if first else {}
    families = kept_to(tx, asked, frozenset().union(*touched.values()))
    by_cause = {cause: len(found.intersection(families)) for cause, found in touched.items()}
    _decide(tx, batch, documents, families, redraws=asked.is_for_all and first is not None)
    done = Readjudicated(
        batch.seq,
        len(families),
        {cause: count for cause, count in by_cause.items() if count},
        effect_of(tx, batch),
        held_in(tx, documents, as_of),
        letters=write_letters(tx, batch, documents),
    )
    tx.seal(batch, _result(done))
    return done


def _decide(tx: Tx, batch: Batch, documents: Documents, families: list[str], *, redraws: bool) -> None:
    """redraws: whether cover is drawn anew first, as contributions may have come that let ends through."""
    if redraws and guard_of(tx, batch, documents) is not None:
        rebuild_coverage(tx, batch, documents)
    if families:
        redecide_families(tx, batch, documents, families)
        refresh_positions(tx, batch, documents)


def _result(done: Readjudicated) -> dict[str, int]:
    return {
        "families_touched": done.families,
        "claims_redecided": done.effect.claims,
        "plan_paid_moved_cents": done.effect.plan_moved_cents,
        "asked_back_cents": sum(one.amount_cents for one in done.effect.asked_back),
        "not_asked_back_cents": sum(one.amount_cents for one in done.effect.not_asked_back),
        "ends_held": len(done.held),
        "letters": done.letters,
    }

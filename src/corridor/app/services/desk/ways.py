"""Two ways out of a pend: decide again from scratch, or lift the holds of many claims at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import polars as pl

from corridor.app.services import selectors
from corridor.app.services.desk.doing import Doer, Doing, Done, known_claims, stated
from corridor.app.services.desk.queue import ALL, Filters, listed_pends
from corridor.app.services.errors import ServiceError
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx
from corridor.claims.released import HOLDS
from corridor.records.recoveries import RELEASES
from corridor.wording.said import Said, listed, said


@dataclass(frozen=True)
class Again:
    """Decide the families of claims again from scratch, under what is known now."""

    claim_numbers: tuple[int, ...]
    why: str
    who: str


@dataclass(frozen=True)
class ReleaseMany:
    """Lift the holds on claims, in one batch."""

    claim_numbers: tuple[int, ...]
    why: str
    who: str


@dataclass(frozen=True)
class OutOfPend:
    """What came of the claims. released: those whose holds were lifted. refused: number and the reasons that are no
    holds, of the claims that were left as they are. still_pended: those that wait yet, number and reasons.
    """

    seq: int
    released: tuple[int, ...]
    refused: tuple[tuple[int, tuple[str, ...]], ...]
    still_pended: tuple[tuple[int, tuple[str, ...]], ...]
    redecided: int


def waiting_numbers(sponsor: str, as_of: date, filters: Filters = ALL) -> tuple[int, ...]:
    """Numbers of the claims that a filter means."""
    with tenant_transaction(sponsor) as tx:
        return tuple(one.claim_number for one in listed_pends(tx, as_of, filters))


def _again(doing: Doing, act: Again) -> Done:
    numbers = known_claims(doing.tx, act.claim_numbers)
    stated(act.why, "why")
    redecided = doing.decide_again(numbers)
    out = OutOfPend(doing.batch.seq, (), (), _pended(doing.tx, numbers), redecided)
    return out, {"claims": len(numbers), "claims_redecided": redecided}


def _release_many(doing: Doing, act: ReleaseMany) -> Done:
    """Claims that wait for something else than a person's word are left as they are, and named."""
    numbers = known_claims(doing.tx, act.claim_numbers)
    why, pended = stated(act.why, "why"), dict(_pended(doing.tx, numbers))
    refused = tuple((number, reasons) for number in numbers if (reasons := _no_holds(pended.get(number, ()))))
    rows = [
        {"claim_number": number, "reason": reason, "released_on": doing.day, "why": why}
        for number in numbers
        if number not in dict(refused)
        for reason in pended.get(number, ())
    ]
    if not rows:
        raise ServiceError(_nothing_to_lift(refused))
    doing.tx.insert("release", RELEASES.from_rows(rows), batch_id=doing.batch.id)
    released = sorted({row["claim_number"] for row in rows})
    redecided = doing.decide_again(released)
    out = OutOfPend(doing.batch.seq, tuple(released), refused, _pended(doing.tx, released), redecided)
    return out, {"holds_lifted": len(rows), "claims_redecided": redecided}


def _no_holds(reasons: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(reason for reason in reasons if reason not in HOLDS)


def _nothing_to_lift(refused: Collection[tuple[int, tuple[str, ...]]]) -> Said:
    if not refused:
        return said("found no claim that waits, expected one held for {holds}", holds=listed(HOLDS))
    named = listed(
        (said("claim {claim}: {reasons}", claim=one, reasons=listed(reasons)) for one, reasons in refused), "; "
    )
    return said(
        "found no claim that waits for a person's word alone ({named}), expected one held for {holds}",
        named=named,
        holds=listed(HOLDS),
    )


def _pended(tx: Tx, numbers: Collection[int]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Number and reasons of the claims among these that wait."""
    current = selectors.current_decisions(tx, numbers).filter(pl.col("status") == "pended")
    found: dict[int, set[str]] = {}
    for number, reason in current.select("claim_number", "reason").iter_rows():
        found.setdefault(number, set()).add(reason)
    return tuple((number, tuple(sorted(reasons))) for number, reasons in sorted(found.items()))


DO: dict[type, Doer] = {Again: _again, ReleaseMany: _release_many}

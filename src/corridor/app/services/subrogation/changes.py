"""What changes a case: it is opened, money comes in, it is closed. Each is a batch, and can be done again."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from corridor.app.services.documents import documents_of
from corridor.app.services.errors import ServiceError
from corridor.app.services.positions import refresh_positions
from corridor.app.services.subrogation.cases import Case, case_of, events_of, lien_lines
from corridor.app.store.journal import post
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx
from corridor.funding.third_parties import Receipt, recovery_postings, share_among_lines
from corridor.records.claims import CAUSES
from corridor.records.recoveries import RECOVERY_CASES, RECOVERY_EVENTS
from corridor.wording.said import listed, said

SUBROGATION = "subrogation"


@dataclass(frozen=True)
class Open:
    """A case to open. accident_on: services from that day on belong to it. liable: who may be liable, as people say."""

    member_id: str
    cause: str
    accident_on: date
    liable: str | None = None


@dataclass(frozen=True)
class Receive:
    """Money that came in. amount_cents: before costs; cost_cents: of it, what recovering it cost."""

    case_number: int
    amount_cents: int
    cost_cents: int = 0
    why: str | None = None


@dataclass(frozen=True)
class Close:
    """A case from which no more is expected, and why."""

    case_number: int
    why: str


Change = Open | Receive | Close


def change_case(sponsor: str, change: Change, as_of: date, *, alias: str = "default") -> Case:
    """Do one of the changes on a day; returns the case after it. Raises ServiceError or FundingError."""
    with tenant_transaction(sponsor, alias) as tx:
        tx.wait_for_turn()
        kind = type(change).__name__.lower()
        batch = tx.next_batch(SUBROGATION, as_of, params={"change": kind, **asdict(change)})
        number, counts = _DO[kind](_Doing(tx, batch), change)
        tx.seal(batch, {"case_number": number, **counts})
        return case_of(tx, number)


def change_from(params: dict[str, Any]) -> Change:
    """The change that the parameters of a batch tell of."""
    facts = {name: value for name, value in params.items() if name != "change"}
    if params["change"] == "open":
        return Open(**{**facts, "accident_on": date.fromisoformat(facts["accident_on"])})
    return Receive(**facts) if params["change"] == "receive" else Close(**facts)


@dataclass(frozen=True)
class _Doing:
    tx: Tx
    batch: Any


def _open(doing: _Doing, new: Open) -> tuple[int, dict[str, int]]:
    tx, batch = doing.tx, doing.batch
    if new.cause not in CAUSES:
        raise ServiceError(
            said("cause: found {found!r}, expected one of {allowed}", found=new.cause, allowed=listed(CAUSES))
        )
    if not tx.scalar("select exists (select from coverage where member_id = %s)", [new.member_id]):
        raise ServiceError(said("member: found nobody of that id, expected a member who is or was covered"))
    if new.accident_on > batch.as_of:
        raise ServiceError(
            said("accident: found {found}, expected {day} or an earlier day", found=new.accident_on, day=batch.as_of)
        )
    same = "select case_number from recovery_case where (member_id, cause, accident_on) = (%s, %s, %s)"
    if known := tx.scalar(same, [new.member_id, new.cause, new.accident_on]):
        raise ServiceError(said("accident: found case {case} for it, expected one case an accident", case=known))
    number = tx.scalar("select coalesce(max(case_number), 0) + 1 from recovery_case")
    row = {"case_number": number, "opened_on": batch.as_of, **asdict(new)}
    tx.insert("recovery_case", RECOVERY_CASES.from_rows([row]), batch_id=batch.id)
    return number, {}


def _receive(doing: _Doing, new: Receive) -> tuple[int, dict[str, int]]:
    tx, batch = doing.tx, doing.batch
    case = _open_case(tx, new.case_number)
    documents = documents_of(tx)
    event = _add_event(doing, new.case_number, "received", new.why, new.amount_cents, new.cost_cents)
    receipt = Receipt(new.case_number, event, batch.as_of, new.amount_cents, new.cost_cents)
    recovered = share_among_lines(receipt, lien_lines(tx, new.case_number), case.left_cents)
    tx.insert("recovered_line", recovered, batch_id=batch.id)
    post(tx, batch, recovery_postings(receipt, recovered, documents.arrangement.sponsor.currency))
    refresh_positions(tx, batch, documents)
    return new.case_number, {"recovered_cents": receipt.net_cents}


def _close(doing: _Doing, new: Close) -> tuple[int, dict[str, int]]:
    _open_case(doing.tx, new.case_number)
    if not new.why.strip():
        raise ServiceError(said("case {case}: found no reason to close it, expected one", case=new.case_number))
    _add_event(doing, new.case_number, "closed", new.why)
    return new.case_number, {}


def _open_case(tx: Tx, number: int) -> Case:
    case = case_of(tx, number)
    if case.closed_on is not None:
        raise ServiceError(
            said("case {case}: found it closed on {day}, expected an open one", case=number, day=case.closed_on)
        )
    return case


def _add_event(
    doing: _Doing, case: int, event: str, why: str | None, amount_cents: int = 0, cost_cents: int = 0
) -> int:
    """Write the next event of a case; returns its number in the case."""
    number = events_of(doing.tx, case).height + 1
    row = {
        "case_number": case,
        "event_number": number,
        "event": event,
        "happened_on": doing.batch.as_of,
        "amount_cents": amount_cents,
        "cost_cents": cost_cents,
        "why": why,
    }
    doing.tx.insert("recovery_event", RECOVERY_EVENTS.from_rows([row]), batch_id=doing.batch.id)
    return number


_DO: dict[str, Callable[[_Doing, Any], tuple[int, dict[str, int]]]] = {
    "open": _open,
    "receive": _receive,
    "close": _close,
}

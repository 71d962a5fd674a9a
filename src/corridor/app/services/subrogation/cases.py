"""Cases as they stand: the lines that an accident caused, what the plan paid on them, what came back."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from corridor.app.services import selectors
from corridor.app.services.errors import ServiceError
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx
from corridor.funding.third_parties import LIEN_LINES
from corridor.records.recoveries import RECOVERY_CASES, RECOVERY_EVENTS
from corridor.wording.said import said


@dataclass(frozen=True)
class Case:
    """A case and its sums in cents. lien: what the plan paid on its lines; received: before costs; left: to ask for.

    undecided: charged on lines of the accident that are pended, so that a lien may still grow.
    """

    case_number: int
    member_id: str
    cause: str
    accident_on: date
    opened_on: date
    liable: str | None
    closed_on: date | None
    lien_cents: int
    received_cents: int
    cost_cents: int
    undecided_cents: int

    @property
    def left_cents(self) -> int:
        return max(0, self.lien_cents - self.received_cents)


def cases(sponsor: str, *, is_all: bool = False) -> list[Case]:
    """The open cases of a sponsor, or all, in the order of their numbers. The reading is logged."""
    with tenant_transaction(sponsor) as tx:
        tx.log_access("recovery cases", "subrogation list")
        found = [case_of(tx, number) for number in _numbers(tx)]
        return [case for case in found if is_all or case.closed_on is None]


def case_and_lines(sponsor: str, number: int) -> tuple[Case, pl.DataFrame, pl.DataFrame]:
    """A case, its LIEN_LINES and its RECOVERY_EVENTS. The reading is logged. Raises ServiceError."""
    with tenant_transaction(sponsor) as tx:
        case = case_of(tx, number)
        tx.log_access(f"recovery case {number}", "subrogation show")
        return case, lien_lines(tx, number), events_of(tx, number)


def case_of(tx: Tx, number: int) -> Case:
    """The case of that number. Raises ServiceError where there is none."""
    row = tx.read(f"select {', '.join(RECOVERY_CASES.schema)} from recovery_case where case_number = %s", [number])
    if row.is_empty():
        raise ServiceError(said("case {case}: found none of that number, expected an open one", case=number))
    events = events_of(tx, number)
    closed = events.filter(pl.col("event") == "closed").get_column("happened_on").to_list()
    return Case(
        **row.row(0, named=True),
        closed_on=closed[-1] if closed else None,
        lien_cents=int(lien_lines(tx, number).get_column("paid_cents").sum()),
        received_cents=int(events.get_column("amount_cents").sum()),
        cost_cents=int(events.get_column("cost_cents").sum()),
        undecided_cents=int(tx.scalar(_UNDECIDED, [number])),
    )


def events_of(tx: Tx, number: int) -> pl.DataFrame:
    """RECOVERY_EVENTS of a case, in order."""
    query = (
        f"select {', '.join(RECOVERY_EVENTS.schema)} from recovery_event where case_number = %s order by event_number"
    )
    return RECOVERY_EVENTS.conform(tx.read(query, [number]))


_OF_CASE = """
    from recovery_case r
    join decision d on d.member_id = r.member_id and d.service_from >= r.accident_on
    join claim_line l on (l.claim_number, l.line_number) = (d.claim_number, d.line_number) and l.related_cause = r.cause
    where r.case_number = %s and not exists (
        select from recovery_case later where (later.member_id, later.cause) = (r.member_id, r.cause)
        and later.accident_on > r.accident_on and d.service_from >= later.accident_on)
"""
"""Lines of a case: of the person, from the day of the accident on, said to have its cause; until the next one."""

_UNDECIDED = (
    f"select coalesce(sum(l.charge_cents), 0)::bigint {_OF_CASE} and d.status = 'pended' and {selectors.STANDS}"
)

_LIEN_LINES = f"""
    select p.claim_number, p.line_number, p.version, p.member_id, p.product, p.plan_code, p.service_from,
           min(p.paid_on) as paid_on, sum(p.amount_cents)::bigint as paid_cents, coalesce((
               select -sum(b.amount_cents) from recovered_line b
               where (b.claim_number, b.line_number, b.version) = (p.claim_number, p.line_number, p.version)
           ), 0)::bigint as recovered_cents
    from paid_line p where (p.claim_number, p.line_number, p.version) in
        (select d.claim_number, d.line_number, d.version {_OF_CASE})
    group by 1, 2, 3, 4, 5, 6, 7 having sum(p.amount_cents) > 0 order by 1, 2, 3
"""


def lien_lines(tx: Tx, number: int) -> pl.DataFrame:
    """LIEN_LINES of a case: what the plan paid, and not took back from the provider, on each of its lines."""
    return tx.read(_LIEN_LINES, [number]).select(pl.col(name).cast(dtype) for name, dtype in LIEN_LINES.items())


def _numbers(tx: Tx) -> list[int]:
    return tx.read("select case_number from recovery_case order by case_number").get_column("case_number").to_list()

"""Stop-loss positions after every batch: a cache over paid lines, pending decisions and enrolment."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from corridor.app.services import selectors
from corridor.app.services.documents import Documents
from corridor.app.services.takeover.standing import TAKEOVER, prior_paid_lines
from corridor.app.store.tx import Batch, Tx
from corridor.funding.enrolment import employees
from corridor.periods.spans import months_between
from corridor.records.coverage import COVERAGE
from corridor.stoploss.contract import Contract, Cover, Policy
from corridor.stoploss.lines import PAID_LINES, pending_by_person
from corridor.stoploss.position import STORED, Position, positions, stored_rows

_POLICY = ("contract_code", "policy_start")
_KEY = (*_POLICY, "coverage", "member_id", "month")


def refresh_positions(tx: Tx, batch: Batch, documents: Documents, *, is_all: bool = False) -> None:
    """Bring the stored positions of every policy that can still move to the day of the batch.

    is_all: of every policy that has begun, where contracts have changed; those of policies that are no more go.
    """
    found = current_positions(tx, documents, batch.as_of, is_all=is_all, without=batch.params.get("undoes", 0))
    if found or is_all:
        gone = None if is_all else _emptied(tx, batch, found)
        tx.replace("stoploss_position", stored_rows(found), () if is_all else _POLICY, gone=gone)


def _emptied(tx: Tx, batch: Batch, found: Sequence[Position]) -> pl.DataFrame | None:
    """A policy of which nothing is left once a takeover is taken back: its old rows go by its name."""
    undone = tx.scalar("select kind from batch where seq = %s", [batch.params.get("undoes", 0)])
    if undone != TAKEOVER:
        return None
    named = [(position.contract_code, position.policy.start) for position in found]
    return pl.DataFrame(named, schema={"contract_code": pl.String, "policy_start": pl.Date}, orient="row")


def add_waiting(tx: Tx, batch: Batch, documents: Documents, decisions: pl.DataFrame) -> None:
    """Add what new decisions (DECISIONS, with service_to) owe to what waits for payment in the stored positions.

    Nothing was paid or taken back and nobody enrolled, so nothing else in a position has moved.
    """
    owed = decisions.filter(pl.col("plan_paid_cents") != 0)
    if owed.is_empty():
        return
    lines = _as_pending(owed, documents)
    stored = tx.read(
        f"select {', '.join(STORED)} from stoploss_position where coverage = 'specific' and member_id = any(%s)",
        [lines.get_column("member_id").unique().to_list()],
    )
    for contract in documents.contracts:
        policies = _specific_only(tx, contract, batch.as_of)
        if policies:
            only = contract.model_copy(update={"policies": policies})
            waiting = _waiting_for(only, lines)
            rows = _with_more(stored, waiting)
            if rows.height < waiting.height:
                nothing = pl.DataFrame(schema={**PAID_LINES, "service_to": pl.Date})
                rows = _added(stored, stored_rows(positions(only, nothing, None, batch.as_of, lines)))
            tx.replace("stoploss_position", rows, _KEY)


def _waiting_for(contract: Contract, lines: pl.DataFrame) -> pl.DataFrame:
    """contract_code, policy_start, member_id and `more`: what the policies would have of the lines."""
    of_policy = ("contract_code", "policy_start", "member_id", "more")
    return pl.concat(
        pending_by_person(lines, contract, policy)
        .with_columns(contract_code=pl.lit(contract.code), policy_start=policy.start, more="pending_cents")
        .select(of_policy)
        for policy in contract.policies
    )


def _with_more(stored: pl.DataFrame, waiting: pl.DataFrame) -> pl.DataFrame:
    """STORED rows that are there already, with `more` added to what waits: nothing else in them moves."""
    return (
        stored.join(waiting, on=["contract_code", "policy_start", "member_id"], maintain_order="left")
        .with_columns(pl.col("pending_cents") + pl.col("more"))
        .select(*STORED)
    )


def _specific_only(tx: Tx, contract: Contract, as_of: date) -> tuple[Policy, ...]:
    begun = (policy for policy in contract.policies if policy.start <= as_of and policy.specific is not None)
    return tuple(policy.model_copy(update={"aggregate": None}) for policy in begun if _moves(tx, policy, as_of))


def _added(stored: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """STORED rows: `stored` where there are any, with the waiting amount of `new` added; else those of `new`."""
    both = new.join(stored, on=list(_KEY), how="left", nulls_equal=True, suffix="_stored", maintain_order="left")
    is_known = pl.col("pending_cents_stored").is_not_null()
    kept = [name for name in STORED if name not in _KEY and name != "pending_cents"]
    return both.with_columns(
        *(pl.when(is_known).then(pl.col(f"{name}_stored")).otherwise(pl.col(name)).alias(name) for name in kept),
        pl.col("pending_cents") + pl.col("pending_cents_stored").fill_null(0),
    ).select(*STORED)


def current_positions(
    tx: Tx,
    documents: Documents,
    as_of: date,
    *,
    is_all: bool = False,
    unpaid: list[int] | None = None,
    without: int = 0,
) -> list[Position]:
    """Positions on `as_of` of the policies that can still move, or of all.

    A policy moves until its last day of payment, and whenever a line that it covers is paid or taken back later.
    unpaid: the claims that wait for payment, where the caller knows them. without: place of a batch being taken back.
    """
    found: list[Position] = []
    waiting = selectors.unpaid_claims(tx) if unpaid is None else unpaid
    for contract in documents.contracts:
        moving = [
            policy for policy in contract.policies if policy.start <= as_of and (is_all or _moves(tx, policy, as_of))
        ]
        if moving:
            found += _positions(tx, documents, contract, moving, as_of, waiting, without)
    return found


def _incurred_from(policies: Sequence[Policy]) -> date:
    return min(policy.windows(cover).incurred_from for policy in policies for cover in _covers(policy))


def _positions(
    tx: Tx,
    documents: Documents,
    contract: Contract,
    policies: list[Policy],
    as_of: date,
    waiting: list[int],
    without: int,
) -> list[Position]:
    only = contract.model_copy(update={"policies": tuple(policies)})
    prior = prior_paid_lines(tx, contract.incurred_means, without)
    return positions(
        only,
        pl.concat([paid_lines(tx, only, policies), prior]),
        enrolment(tx, documents, min(policy.start for policy in policies), as_of),
        as_of,
        pending_lines(tx, documents, _incurred_from(policies), waiting),
    )


def _moves(tx: Tx, policy: Policy, as_of: date) -> bool:
    ends = max(policy.windows(cover).paid_end_exclusive for cover in _covers(policy))
    return as_of < ends or bool(
        tx.scalar(
            "select exists (select from stoploss_line where paid_on >= %s and takes_back_paid_on < %s)", [ends, ends]
        )
    )


def _covers(policy: Policy) -> list[Cover]:
    return [cover for cover in (policy.specific, policy.aggregate) if cover is not None]


def paid_lines(tx: Tx, contract: Contract, policies: Sequence[Policy]) -> pl.DataFrame:
    """stoploss.lines.PAID_LINES that one of the policies could cover, summed as far as no window tells them apart.

    Lines of a person and product that lie between the same two limits of every window and policy, and are paid in the
    same month, are one row, under the first of their days.
    """
    windows = [policy.windows(cover) for policy in policies for cover in _covers(policy)]
    starts = {policy.start for policy in policies}  # before it a line is run-in, which may have a maximum of its own
    incurred = sorted(starts | {day for w in windows for day in (w.incurred_from, w.incurred_end_exclusive)})
    paid = sorted({day for w in windows for day in (w.paid_from, w.paid_end_exclusive)})
    days = "l.service_to" if contract.incurred_means == "service_to" else "p.service_from"
    lines = "join claim_line l on (l.claim_number, l.line_number) = (p.claim_number, p.line_number)"
    return tx.read(
        f"select p.member_id, p.product, min({days}) as {contract.incurred_means}, min(p.paid_on) as paid_on,"
        " min(p.takes_back_paid_on) as takes_back_paid_on, sum(p.amount_cents)::bigint as amount_cents"
        f" from stoploss_line p {lines if contract.incurred_means == 'service_to' else ''}"
        f" where {days} >= %(first)s and {days} < %(last)s"
        f" group by p.member_id, p.product, width_bucket({days}, %(incurred)s::date[]),"
        "  width_bucket(p.paid_on, %(paid)s::date[]), date_trunc('month', p.paid_on),"
        "  width_bucket(p.takes_back_paid_on, %(paid)s::date[])",
        {"first": incurred[0], "last": incurred[-1], "incurred": incurred, "paid": paid},
    )


def pending_lines(tx: Tx, documents: Documents, incurred_from: date, claims: list[int]) -> pl.DataFrame:
    """stoploss.lines.PENDING_LINES: what the decisions that stand for `claims` owe and no payment has settled."""
    pending = tx.read(
        "select d.member_id, d.plan_code, d.service_from, l.service_to, d.plan_paid_cents"
        " from decision d join claim_line l on (l.claim_number, l.line_number) = (d.claim_number, d.line_number)"
        " where d.claim_number = any(%s) and d.plan_paid_cents <> 0 and l.service_to >= %s"
        " and not exists (select from decision later where (later.claim_number, later.line_number) ="
        "                 (d.claim_number, d.line_number) and later.version > d.version)"
        " and not exists (select from paid_line p where (p.claim_number, p.line_number, p.version) ="
        "                 (d.claim_number, d.line_number, d.version)"
        "                 having sum(p.amount_cents + p.account_cents) > 0)",
        [claims, incurred_from],
    )
    return _as_pending(pending, documents)


def _as_pending(lines: pl.DataFrame, documents: Documents) -> pl.DataFrame:
    """Lines with plan_code and plan_paid_cents -> stoploss.lines.PENDING_LINES with service_to."""
    product = pl.col("plan_code").replace_strict(documents.products, return_dtype=pl.String).alias("product")
    return lines.select(
        "member_id", product, "service_from", "service_to", pl.col("plan_paid_cents").alias("amount_cents")
    )


def enrolment(tx: Tx, documents: Documents, start: date, as_of: date) -> pl.DataFrame:
    """stoploss.lines.ENROLMENT: employees in a medical plan on the first of each month up to `as_of`, none included."""
    codes = documents.arrangement.plan_codes("medical")
    own = tx.read(
        f"select {', '.join(COVERAGE.schema)} from coverage where relationship = 'self' and plan_code = any(%s)",
        [codes],
    )
    end = date.fromordinal(as_of.toordinal() + 1)
    counted = employees(COVERAGE.conform(own), codes, start, end)
    months = pl.DataFrame({"month": [month.start for month in months_between(start, end)]}, schema={"month": pl.Date})
    nobody = months.join(counted, on="month", how="anti").with_columns(
        pl.lit("EMP").alias("coverage_level"), pl.lit(0, pl.Int64).alias("employees")
    )
    return pl.concat([counted, nobody]).sort("month", "coverage_level")

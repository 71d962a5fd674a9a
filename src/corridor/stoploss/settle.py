"""Layer 2: eligible months of one year or of many -> what the carrier owes, with the parts it is made of.

A real year is one case; simulated years are as many cases as were drawn. The same compiled rules settle both.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridor.stoploss.attachment import AttachmentPoint, attachment_point
from corridor.stoploss.contract import Policy
from corridor.stoploss.kernel.advances import accommodate
from corridor.stoploss.kernel.years import (
    ABOVE,
    LASER_LAYER,
    NO_END,
    PAID,
    POOLED_OFF,
    REIMBURSED,
    TOTALS,
    Rows,
    Rules,
    Terms,
    counted_by_month,
    settle_years,
)
from corridor.stoploss.terms.specific import Corridor

Cents = NDArray[np.int64]
_NO_CORRIDOR = Corridor(of="person", amount=0)


@dataclass(frozen=True)
class Settled:
    """What cases come to, cents.

    totals: (cases, TOTALS), columns of kernel.years. units: (units, 5) where asked for; their reimbursement is before
    the specific's annual maximum. counted, attachment, aggregate: (cases,), zeros without an aggregate. advances:
    (cases, months) of accommodation, no months without.
    """

    totals: Cents
    units: Cents
    counted: Cents
    attachment: Cents
    aggregate: Cents
    advances: Cents

    @property
    def specific(self) -> Cents:
        """What the specific owes in each case, (cases,)."""
        found: Cents = self.totals[:, REIMBURSED]
        return found

    @property
    def employer_keeps(self) -> Cents:
        """What of the aggregate's eligible payments no cover reimburses, (cases,)."""
        kept: Cents = self.totals[:, PAID] - self.specific - self.aggregate
        return kept


def settle(
    rows: Rows,
    enrolment: pl.DataFrame | None,
    policy: Policy,
    *,
    rules: Rules | None = None,
    has_units: bool = False,
    threads: int = 1,
) -> Settled:
    """Settle every case of `rows` under `policy`: specific, aggregate, accommodation.

    rows: kernel.years.Rows, month 0 being the first of the policy. enrolment: lines.ENROLMENT of the whole policy, the
    same for all cases; None without an aggregate. rules: of the units, by default `group_rules(policy)`.
    Raises StopLossError when enrolment lacks a month or a factor.
    """
    held = group_rules(policy) if rules is None else rules
    terms = terms_of(policy, rows)
    totals, units = case_totals(rows, held, terms, has_units=has_units, threads=threads)
    n_cases = len(totals)
    if policy.aggregate is None or enrolment is None:
        nothing = np.zeros(n_cases, np.int64)
        return Settled(totals, units, nothing, nothing, nothing, np.zeros((n_cases, 0), np.int64))
    point = attachment_point(enrolment, policy, policy.ended - timedelta(days=1))
    counted = counted_of(totals, policy)
    attachment = np.full(n_cases, point.annual_cents, np.int64)
    owed = owed_above(counted, point.annual_cents, policy)
    advances = _advances(rows, held, terms, point, policy, threads)
    return Settled(totals, units, counted, attachment, owed, advances)


def group_rules(policy: Policy) -> Rules:
    """Rule 0 of everybody, rule i of laser i (counted from 1), in the order of the contract."""
    specific = policy.specific
    if specific is None:
        return rules_of([(NO_END, False)], policy)
    lasers = [(NO_END if laser.deductible is None else laser.deductible, True) for laser in specific.lasers]
    return rules_of([(specific.deductible, False), *lasers], policy)


def rules_of(kinds: Sequence[tuple[int, bool]], policy: Policy) -> Rules:
    """Rules of kinds of units: deductible in cents (NO_END: excluded) and whether lasered."""
    deductible = np.array([cents for cents, _ in kinds], np.int64)
    is_lasered = np.array([lasered for _, lasered in kinds], np.bool_)
    terms = policy.aggregate
    if terms is None or terms.loss_limit == "none":
        return Rules(deductible, np.full(len(kinds), NO_END, np.int64), is_lasered)
    limit = np.where(is_lasered, _group_deductible(policy), deductible)
    if isinstance(terms.loss_limit, int):
        limit = np.full(len(kinds), terms.loss_limit, np.int64)
    if terms.lasered_amounts_count:
        limit = np.where(is_lasered, np.maximum(limit, deductible), limit)
    return Rules(deductible, limit, is_lasered)


def terms_of(policy: Policy, rows: Rows) -> Terms:
    """The policy's terms as the kernel reads them."""
    specific, aggregate = policy.specific, policy.aggregate
    corridor = (specific.corridor if specific else None) or _NO_CORRIDOR
    n_rows = np.diff(rows.unit_starts)
    return Terms(
        pool=specific.aggregating_deductible if specific else 0,
        corridor=corridor.amount,
        is_corridor_of_group=int(corridor.of == "group"),
        corridor_retained_bp=corridor.retained,
        reimbursement_bp=specific.reimbursement if specific else 0,
        unit_maximum=_most(specific.person_maximum if specific else None),
        case_maximum=_most(specific.annual_maximum if specific else None),
        group_deductible=_group_deductible(policy),
        has_loss_limit=int(aggregate is not None and aggregate.loss_limit != "none"),
        lasered_count=int(aggregate is not None and aggregate.lasered_amounts_count),
        pooled_count=int(aggregate is not None and aggregate.aggregating_amounts_count),
        months=int(rows.month.max(initial=0)) + 1,
        most_rows=int(n_rows.max(initial=0)) + 1,
    )


def case_totals(
    rows: Rows, rules: Rules, terms: Terms, *, has_units: bool, threads: int = 1, through: int | None = None
) -> tuple[Cents, Cents]:
    """(totals, units) of the cases on their months up to `through` (default: all), see kernel.years."""
    n_cases = len(rows.case_starts) - 1
    totals = np.zeros((n_cases, TOTALS), np.int64)
    units = np.zeros((len(rows.unit_starts) - 1 if has_units else 0, 5), np.int64)
    last = terms.months if through is None else through

    def part(first: int, end: int) -> None:
        settle_years(rows, rules, terms, first, end, last, totals, units)

    bounds = [n_cases * place // threads for place in range(threads + 1)]
    if threads < 2 or n_cases < threads:
        part(0, n_cases)
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(part, bounds, bounds[1:]))
    return totals, units


def counted_of(totals: Cents, policy: Policy) -> Cents:
    """What counts toward the attachment in each case: never a loss limit and the specific's reimbursement both."""
    assert policy.aggregate is not None, "the caller asks only of policies with an aggregate"
    off: Cents = totals[:, ABOVE] + totals[:, LASER_LAYER] + totals[:, POOLED_OFF]
    if policy.aggregate.loss_limit == "none":
        off = off + totals[:, REIMBURSED]
    counted: Cents = totals[:, PAID] - off
    return counted


def owed_above(counted: Cents, attachment_cents: int | Cents, policy: Policy) -> Cents:
    """The aggregate's share of what is above the attachment, within its annual maximum; nothing after an early end."""
    terms = policy.aggregate
    assert terms is not None, "the caller asks only of policies with an aggregate"
    if not policy.has_aggregate_benefit:
        return np.zeros_like(counted)
    owed: Cents = (np.maximum(counted - attachment_cents, 0) * terms.reimbursement + 5_000) // 10_000
    return owed if terms.annual_maximum is None else np.minimum(owed, terms.annual_maximum)


def counted_to_date(rows: Rows, rules: Rules, terms: Terms, policy: Policy, threads: int = 1) -> Cents:
    """What counts toward the attachment at the end of each month, (cases, months): settled from the start each time."""
    n_cases = len(rows.case_starts) - 1
    counted = np.zeros((n_cases, terms.months), np.int64)
    if terms.has_loss_limit and not (terms.pooled_count and terms.pool):
        counted_by_month(rows, rules, 0, n_cases, counted)
        return counted
    for month in range(terms.months):
        totals, _ = case_totals(rows, rules, terms, has_units=False, threads=threads, through=month)
        counted[:, month] = counted_of(totals, policy)
    return counted


def _advances(rows: Rows, rules: Rules, terms: Terms, point: AttachmentPoint, policy: Policy, threads: int) -> Cents:
    held = policy.aggregate.accommodation if policy.aggregate else None
    n_cases = len(rows.case_starts) - 1
    if held is None:
        return np.zeros((n_cases, 0), np.int64)
    to_date = point.monthly.get_column("attachment_ytd_cents").to_numpy()
    counted = counted_to_date(rows, rules, terms, policy, threads)
    missing = max(0, len(to_date) - counted.shape[1])
    counted = np.pad(counted, ((0, 0), (0, missing)), mode="edge")[:, : len(to_date)]
    owed = np.ascontiguousarray(owed_above(counted, to_date[None, :], policy))
    last = point.months_in_policy - held.excluded_last_months
    return accommodate(owed, held.least_advance, last, held.repaid == "monthly")


def _group_deductible(policy: Policy) -> int:
    return policy.specific.deductible if policy.specific else NO_END


def _most(cents: int | None) -> int:
    return NO_END if cents is None else cents

"""Stop-loss on the overview: eligible payments by the policy's own rules, and the postings that they are."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from corridor.app.services.documents import Documents
from corridor.app.services.overview.codes import Drill, FigureCode
from corridor.app.services.overview.shapes import Adjustment, Claimant, StopLoss
from corridor.app.store.tx import Tx
from corridor.funding.enrolment import employees
from corridor.periods.spans import Span, months_between
from corridor.stoploss.aggregate import ELIGIBLE, AggregateEligible, aggregate_eligible
from corridor.stoploss.attachment import AttachmentPoint, attachment_point
from corridor.stoploss.contract import Contract, Cover, Policy
from corridor.stoploss.lines import PERSON_MONTHS
from corridor.stoploss.specific import SPECIFIC, settle_specific

LARGEST = 5
_COVERS = ("specific", "aggregate")


@dataclass(frozen=True)
class Held:
    """A policy with what it covers so far. claimants: SPECIFIC, largest first. eligible: None without an aggregate."""

    contract: Contract
    policy: Policy
    is_anything_paid: bool
    claimants: pl.DataFrame
    eligible: AggregateEligible | None


def policy_of(documents: Documents, year: Span, as_of: date) -> tuple[Contract, Policy] | None:
    """The last policy in force in the plan year that has begun by `as_of`; None where the employer has none."""
    in_force = [
        (contract, policy)
        for contract in documents.contracts
        for policy in contract.policies
        if policy.start < year.end_exclusive and year.start < policy.end_exclusive and policy.start <= as_of
    ]
    return max(in_force, key=lambda pair: pair[1].start, default=None)


def held_by(tx: Tx, documents: Documents, year: Span, as_of: date) -> Held | None:
    """What the policy of the plan year holds on `as_of`, run-out included."""
    found = policy_of(documents, year, as_of)
    if found is None:
        return None
    contract, policy = found
    months = person_months(tx, contract, policy, as_of)
    settled = pl.DataFrame(schema=SPECIFIC)
    if policy.specific is not None:
        own = months.filter(pl.col("specific_cents") != 0).get_column("member_id").unique()
        covered = months.filter(pl.col("member_id").is_in(own.implode()))
        settled = settle_specific(covered, policy.specific).sort(-pl.col("eligible_cents"), "member_id")
    eligible = None if policy.aggregate is None else aggregate_eligible(months, policy)
    return Held(contract, policy, not months.is_empty(), settled, eligible)


def stop_loss(
    held: Held, coverage: pl.DataFrame, documents: Documents, year: Span, as_of: date, *, is_named: bool
) -> StopLoss:
    """The policy as a page shows it. coverage: of employees. is_named: with the ids of the largest claimants."""
    policy, attachment = held.policy, None
    if policy.aggregate is not None:
        codes = documents.arrangement.plan_codes("medical")
        attachment = attachment_point(_enrolment(coverage, codes, policy, as_of), policy, as_of)
    return StopLoss(
        policy_start=policy.start,
        deductible_cents=policy.specific.deductible if policy.specific else None,
        claimants=_claimants(held, year, is_named),
        eligible_cents=held.eligible.counted_cents if held.eligible and held.is_anything_paid else None,
        attachment_cents=_attachment_cents(attachment, as_of),
        annual_attachment_cents=attachment.annual_cents if attachment else None,
        is_attachment_final=bool(attachment and attachment.is_final),
        specific_reimbursement_cents=int(held.claimants.get_column("reimbursement_cents").sum()),
        contract_code=held.contract.code,
        specific_clause=policy.specific.clause if policy.specific else "",
        aggregate_clause=policy.aggregate.clause if policy.aggregate else "",
    )


def claimant_adjustments(person: dict[str, Any], postings_cents: int) -> list[Adjustment]:
    """What stands between a person's postings and what is eligible."""
    return _unless_zero({"above_run_in_maximum": person["eligible_cents"] - postings_cents})


def aggregate_adjustments(eligible: AggregateEligible, postings_cents: int) -> list[Adjustment]:
    """What stands between the group's postings and what counts toward the attachment."""
    parts = {"above_run_in_maximum": eligible.paid_cents - postings_cents}
    parts |= {name.removesuffix("_cents"): -getattr(eligible, name) for name in ELIGIBLE[1:]}
    return _unless_zero(parts)


def person_months(tx: Tx, contract: Contract, policy: Policy, as_of: date) -> pl.DataFrame:
    """stoploss.lines.PERSON_MONTHS of a policy, as its paid lines up to the end of `as_of` have them."""
    sums, params = [], {"as_of": as_of, "start": policy.start}
    for name in _COVERS:
        cover = getattr(policy, name)
        params |= {} if cover is None else eligible_params(policy, cover, name)
        sums += [f"{sum_} as {name}_{part}" for part, sum_ in _sums(contract, policy, cover, name).items()]
    rows = tx.read(
        f"select pl.member_id, date_trunc('month', pl.paid_on)::date as month, {', '.join(sums)}"
        f" from stoploss_line pl{incurred_join(contract)}"
        f" where pl.paid_on <= %(as_of)s and ({_any_cover(contract, policy)}) group by 1, 2 order by 1, 2",
        params,
    )
    capped = [_within_run_in(name, getattr(policy, name)) for name in _COVERS]
    return rows.with_columns(capped).select(pl.col(name).cast(dtype) for name, dtype in PERSON_MONTHS.items())


def _sums(contract: Contract, policy: Policy, cover: Cover | None, name: str) -> dict[str, str]:
    """SQL of what a cover holds: cents of lines incurred in the policy, and of run-in where it covers any."""
    nothing = {"cents": "0::bigint", "run_in_cents": "0::bigint"}
    if cover is None:
        return nothing
    covered = is_eligible(contract, policy, cover, name)
    if policy.windows(cover).incurred_from >= policy.start:
        return nothing | {"cents": _sum_of(covered)}
    day = incurred(contract)
    own, run_in = (f"{covered} and {day} {compared} %(start)s" for compared in (">=", "<"))
    return {"cents": _sum_of(own), "run_in_cents": _sum_of(run_in)}


def _sum_of(condition: str) -> str:
    return f"coalesce(sum(pl.amount_cents) filter (where {condition}), 0)::bigint"


def is_eligible(contract: Contract, policy: Policy, cover: Cover, name: str) -> str:
    """SQL over stoploss_line `pl`: what stoploss.lines.is_eligible says of a line. Parameters: `eligible_params`."""
    day = incurred(contract)
    return (
        f"(pl.product = any(%({name}_products)s)"
        f" and {day} >= %({name}_incurred_from)s and {day} < %({name}_incurred_end)s"
        f" and coalesce(pl.takes_back_paid_on, pl.paid_on) >= %({name}_paid_from)s"
        f" and (coalesce(pl.takes_back_paid_on, pl.paid_on) < %({name}_paid_end)s"
        "       or (pl.amount_cents < 0 and pl.takes_back_paid_on is null)))"
    )


def eligible_params(policy: Policy, cover: Cover, name: str) -> dict[str, Any]:
    """Parameters of `is_eligible`."""
    windows = policy.windows(cover)
    return {
        f"{name}_products": list(cover.products),
        f"{name}_incurred_from": windows.incurred_from,
        f"{name}_incurred_end": windows.incurred_end_exclusive,
        f"{name}_paid_from": windows.paid_from,
        f"{name}_paid_end": windows.paid_end_exclusive,
    }


def incurred(contract: Contract) -> str:
    """SQL of the day on which a line is incurred."""
    return "l.service_to" if contract.incurred_means == "service_to" else "pl.service_from"


def incurred_join(contract: Contract) -> str:
    """SQL that joins the claim's lines where the contract looks at the last day of a service."""
    if contract.incurred_means != "service_to":
        return ""
    return " join claim_line l on (l.claim_number, l.line_number) = (pl.claim_number, pl.line_number)"


def _any_cover(contract: Contract, policy: Policy) -> str:
    covers = [(name, getattr(policy, name)) for name in _COVERS]
    return " or ".join(is_eligible(contract, policy, cover, name) for name, cover in covers if cover is not None)


def _within_run_in(name: str, cover: Cover | None) -> pl.Expr:
    """Run-in counts up to the contract's maximum per person, in the order of months."""
    run_in = pl.col(f"{name}_run_in_cents")
    if cover is not None and cover.run_in_maximum_per_person is not None:
        so_far = run_in.cum_sum().over("member_id").clip(upper_bound=cover.run_in_maximum_per_person)
        run_in = so_far - so_far.shift(1, fill_value=0).over("member_id")
    return (pl.col(f"{name}_cents") + run_in).alias(f"{name}_cents")


def _enrolment(coverage: pl.DataFrame, codes: list[str], policy: Policy, as_of: date) -> pl.DataFrame:
    """stoploss.lines.ENROLMENT of the months of a policy that have begun; one that nobody is enrolled in has a 0."""
    end = min(date.fromordinal(as_of.toordinal() + 1), policy.end_exclusive)
    counted = employees(coverage, codes, policy.start, end)
    months = [month.start for month in months_between(policy.start, end)]
    nobody = pl.DataFrame({"month": months}, schema={"month": pl.Date}).join(counted, on="month", how="anti")
    zero = nobody.with_columns(pl.lit("EMP").alias("coverage_level"), pl.lit(0, pl.Int64).alias("employees"))
    return pl.concat([counted, zero])


def _attachment_cents(attachment: AttachmentPoint | None, as_of: date) -> int | None:
    if attachment is None:
        return None
    return attachment.annual_cents if attachment.is_final else attachment.to_date_cents(as_of)


def _claimants(held: Held, year: Span, is_named: bool) -> tuple[Claimant, ...]:
    rows = held.claimants.head(LARGEST).iter_rows(named=True)
    return tuple(_claimant(rank, row, year.start.year, is_named) for rank, row in enumerate(rows, 1))


def _claimant(rank: int, row: dict[str, Any], plan_year: int, is_named: bool) -> Claimant:
    return Claimant(
        rank=rank,
        eligible_cents=row["eligible_cents"],
        deductible_cents=row["deductible_cents"],
        is_lasered=row["is_lasered"],
        excess_cents=row["excess_cents"],
        reimbursement_cents=row["reimbursement_cents"],
        used_bp=share_bp(row["eligible_cents"], row["deductible_cents"]),
        member_id=row["member_id"] if is_named else None,
        drill=Drill(FigureCode.CLAIMANT, plan_year, rank=rank),
    )


def share_bp(cents: int | None, of_cents: int | None) -> int | None:
    """Basis points, rounded down; None where either is unknown, or there is nothing to share."""
    return None if cents is None or not of_cents or of_cents < 0 else cents * 10_000 // of_cents


def _unless_zero(parts: dict[str, int]) -> list[Adjustment]:
    return [Adjustment(code, cents) for code, cents in parts.items() if cents]

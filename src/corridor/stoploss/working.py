"""The working behind a position: named steps with their amounts, for whoever explains it in words."""

from dataclasses import dataclass
from typing import Literal

import polars as pl

from corridor.stoploss.faults import StopLossError
from corridor.stoploss.position import Position
from corridor.wording.said import said

StepName = Literal[
    "eligible_paid", "deductible", "laser", "excluded_by_laser", "excess", "aggregating_deductible",
    "above_deductibles", "reimbursement",
    "above_loss_limits", "specific_reimbursements", "laser_layers", "aggregating_amounts", "counted",
    "attachment_to_date", "months_to_come", "minimum_attachment", "annual_attachment", "advanced", "balance",
]  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One line of the working, in the order of calculation; what is taken off is negative.

    share_bp: the share of the line before that is owed, where the step has one. clause: where the contract says so.
    """

    name: StepName
    amount_cents: int
    clause: str = ""
    share_bp: int | None = None


def claimant_working(position: Position, member_id: str) -> list[Step]:
    """How the reimbursement of one person comes about. Raises StopLossError when the person has no position."""
    row = position.claimants.filter(pl.col("member_id") == member_id)
    terms = position.policy.specific
    if row.is_empty() or terms is None:
        raise StopLossError(
            said(
                "{contract}, policy {start}: the person has no position",
                contract=position.contract_code,
                start=position.policy.start,
            )
        )
    person = row.row(0, named=True)
    return [
        Step("eligible_paid", person["eligible_cents"], terms.clause),
        _deductible(position, member_id, person["deductible_cents"]),
        Step("excess", person["excess_cents"]),
        Step("aggregating_deductible", -person["pooled_cents"], terms.clause),
        Step("above_deductibles", person["excess_cents"] - person["pooled_cents"]),
        Step("reimbursement", person["reimbursement_cents"], terms.clause, terms.reimbursement),
    ]


def aggregate_working(position: Position) -> list[Step]:
    """How the aggregate's reimbursement comes about. Raises StopLossError when the policy has no aggregate."""
    settled, terms = position.aggregate, position.policy.aggregate
    if settled is None or terms is None:
        raise StopLossError(
            said(
                "{contract}, policy {start}: found no aggregate",
                contract=position.contract_code,
                start=position.policy.start,
            )
        )
    eligible, attachment = settled.eligible, settled.attachment
    to_date = attachment.to_date_cents(position.as_of)
    return [
        Step("eligible_paid", eligible.paid_cents, terms.clause),
        Step("above_loss_limits", -eligible.above_limits_cents),
        Step("specific_reimbursements", -eligible.reimbursed_cents),
        Step("laser_layers", -eligible.laser_layers_cents),
        Step("aggregating_amounts", -eligible.pooled_cents),
        Step("counted", eligible.counted_cents),
        Step("attachment_to_date", to_date),
        Step("months_to_come", attachment.projected_cents - to_date),
        Step("minimum_attachment", attachment.minimum_cents),
        Step("annual_attachment", attachment.annual_cents),
        Step("reimbursement", settled.reimbursement_cents, terms.clause, terms.reimbursement),
        Step("advanced", -settled.advanced_cents),
        Step("balance", settled.reimbursement_cents - settled.advanced_cents),
    ]


def _deductible(position: Position, member_id: str, cents: int | None) -> Step:
    terms = position.policy.specific
    assert terms is not None, "the caller asks only of policies with a specific"
    laser = next((laser for laser in terms.lasers if laser.member == member_id), None)
    if laser is None:
        return Step("deductible", terms.deductible, terms.clause)
    return Step("laser" if cents is not None else "excluded_by_laser", cents or 0, laser.clause or terms.clause)

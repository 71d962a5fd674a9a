"""The split of a decision as X12 adjustments: group, reason code, cents."""

from collections.abc import Iterable, Mapping
from typing import Any

from corridor.codes.adjustments import adjustments_of as codes_of
from corridor.edi.x12.write import Segment
from corridor.money.cents import x12_amount
from corridor.wording.said import said

GROUPS = ("CO", "OA", "PI", "PR")
MAX_CAS_PARTS = 6

Adjustments = dict[tuple[str, str], int]
"""(group, code) -> cents, none of them zero; negative: what an account pays of the shares."""


class RemittanceError(ValueError):
    """A remittance that cannot be written: names payment, claim number and line, never a person."""


def adjustments_of(line: Mapping[str, Any]) -> Adjustments:
    """Everything between the charge of a line and what plan and reimbursement account pay for it.

    Raises RemittanceError when they do not add up, or a denied amount has no code.
    """
    where = {"claim": line["claim_number"], "line": line["line_number"]}
    found: Adjustments = {}
    for adjustment in codes_of(line):
        if not adjustment.carc:
            raise RemittanceError(
                said(
                    "claim {claim} line {line}: found reason {reason} on a denied amount, expected one with a code",
                    reason=line["reason"],
                    **where,
                )
            )
        _add(found, (adjustment.group, adjustment.carc), adjustment.cents)
    rest = line["charge_cents"] - paid_cents(line) - sum(found.values())
    if rest:
        raise RemittanceError(
            said(
                "claim {claim} line {line}: found {rest} cents of the charge neither paid nor adjusted, expected 0",
                rest=rest,
                **where,
            )
        )
    return found


def paid_cents(line: Mapping[str, Any]) -> int:
    """What the payee gets for a line: from the plan, and from the reimbursement account by the same payment."""
    return int(line["plan_paid_cents"] + line["account_cents"])


def total_adjustments(of: Iterable[Adjustments]) -> Adjustments:
    """Adjustments of several lines as one."""
    total: Adjustments = {}
    for adjustments in of:
        for key, cents in adjustments.items():
            _add(total, key, cents)
    return total


def cas_segments(adjustments: Adjustments, sign: int) -> list[Segment]:
    """CAS segments by group, its codes in order, six to a segment; sign -1 in a reversal."""
    segments: list[Segment] = []
    for group in GROUPS:
        own = sorted((code, cents) for (of, code), cents in adjustments.items() if of == group and cents)
        for start in range(0, len(own), MAX_CAS_PARTS):
            few = own[start : start + MAX_CAS_PARTS]
            segments.append(
                ("CAS", group, *(part for code, cents in few for part in (code, x12_amount(sign * cents), "")))
            )
    return segments


def patient_share(adjustments: Adjustments) -> int:
    """Cents that the patient still owes: group PR, less what the account pays."""
    return sum(cents for (group, _), cents in adjustments.items() if group == "PR")


def _add(to: Adjustments, key: tuple[str, str], cents: int) -> None:
    if cents:
        to[key] = to.get(key, 0) + cents

"""The split of a decision as X12 adjustments: group, reason code, cents."""

from collections.abc import Iterable, Mapping
from typing import Any

from corridor.codes.reasons import REASON_BY_NAME
from corridor.edi.x12.write import Segment
from corridor.money.cents import x12_amount
from corridor.wording.said import said

GROUPS = ("CO", "OA", "PI", "PR")

# Column of a decision -> group and claim adjustment reason code (RULES 3.12).
_FIXED = (
    ("write_off_cents", "CO", "45"),
    ("deductible_cents", "PR", "1"),
    ("coinsurance_cents", "PR", "2"),
    ("copay_cents", "PR", "3"),
    ("above_allowed_cents", "PR", "45"),
    ("over_limit_cents", "PR", "119"),
)

Adjustments = dict[tuple[str, str], int]
"""(group, code) -> cents, none of them zero."""


class RemittanceError(ValueError):
    """A remittance that cannot be written: names payment, claim number and line, never a person."""


def adjustments_of(line: Mapping[str, Any]) -> Adjustments:
    """Everything between the charge of a line and what the plan pays for it.

    Raises RemittanceError when they do not add up, or a denied amount has no code.
    """
    where = {"claim": line["claim_number"], "line": line["line_number"]}
    found: Adjustments = {}
    for column, group, code in _FIXED:
        _add(found, (group, code), line[column])
    if line["not_covered_cents"]:
        reason = REASON_BY_NAME[line["reason"]]
        if not reason.carc:
            raise RemittanceError(
                said(
                    "claim {claim} line {line}: found reason {reason} on a denied amount, expected one with a code",
                    reason=reason.name,
                    **where,
                )
            )
        _add(found, (reason.group, reason.carc), line["not_covered_cents"])
    rest = line["charge_cents"] - line["plan_paid_cents"] - sum(found.values())
    if rest:
        raise RemittanceError(
            said(
                "claim {claim} line {line}: found {rest} cents of the charge neither paid nor adjusted, expected 0",
                rest=rest,
                **where,
            )
        )
    return found


def total_adjustments(of: Iterable[Adjustments]) -> Adjustments:
    """Adjustments of several lines as one."""
    total: Adjustments = {}
    for adjustments in of:
        for key, cents in adjustments.items():
            _add(total, key, cents)
    return total


def cas_segments(adjustments: Adjustments, sign: int) -> list[Segment]:
    """One CAS per group, its codes in order; sign -1 in a reversal. A group never needs more than six codes."""
    segments: list[Segment] = []
    for group in GROUPS:
        own = sorted((code, cents) for (of, code), cents in adjustments.items() if of == group and cents)
        elements = [part for code, cents in own for part in (code, x12_amount(sign * cents), "")]
        if own:
            segments.append(("CAS", group, *elements))
    return segments


def patient_share(adjustments: Adjustments) -> int:
    """Cents that are the patient's: group PR."""
    return sum(cents for (group, _), cents in adjustments.items() if group == "PR")


def _add(to: Adjustments, key: tuple[str, str], cents: int) -> None:
    if cents:
        to[key] = to.get(key, 0) + cents

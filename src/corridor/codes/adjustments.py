"""What stands between a line's charge and what is paid for it, as X12 adjustments: group, reason code, cents.

Group and CARC by number only, following RULES 3.12. The account's payment is a negative adjustment (CARC 187): the
shares stand in full, the provider is paid by plan and account, and group PR sums to what the patient still owes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from corridor.codes.reasons import REASON_BY_NAME

SHARES: Mapping[str, tuple[str, str]] = {
    "write_off_cents": ("CO", "45"),
    "other_paid_cents": ("OA", "23"),
    "deductible_cents": ("PR", "1"),
    "coinsurance_cents": ("PR", "2"),
    "copay_cents": ("PR", "3"),
    "over_limit_cents": ("PR", "119"),
    "penalty_cents": ("PR", "197"),
    "not_recognised_cents": ("PR", "169"),
    "above_allowed_cents": ("PR", "45"),
}
"""Column of a decision -> its codes. What is not covered (not_covered_cents) has those of the line's reason."""

ACCOUNT = ("PR", "187")
"""Codes of what a health reimbursement account pays of the shares."""


@dataclass(frozen=True)
class Adjustment:
    """A part of the charge that the plan does not pay. column: of DECISIONS; rarc: empty where there is none."""

    column: str
    group: str
    carc: str
    rarc: str
    cents: int

    @property
    def code(self) -> str:
        """`PR-1`, `PR-96 N130`."""
        return f"{self.group}-{self.carc} {self.rarc}".rstrip()


def adjustments_of(decision: Mapping[str, Any]) -> tuple[Adjustment, ...]:
    """The adjustments of a line (row of DECISIONS) that are not zero, in a fixed order.

    charge = what plan and account pay + their sum. Raises KeyError for a reason that is not in codes/reasons.
    """
    reason = REASON_BY_NAME[decision["reason"]]
    parts = [
        *((column, *codes, "", decision[column]) for column, codes in SHARES.items()),
        ("not_covered_cents", reason.group, reason.carc, reason.rarc, decision["not_covered_cents"]),
        ("account_cents", *ACCOUNT, "", -decision["account_cents"]),
    ]
    return tuple(Adjustment(*part) for part in parts if part[-1])

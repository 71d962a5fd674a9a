"""Where the charge of a line went, to the cent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from corridor.codes.reasons import REASON_BY_NAME

_OF_DECISION = {
    "charge": "charge_cents",
    "allowed": "allowed_cents",
    "network_savings": "write_off_cents",
    "other_paid": "other_paid_cents",
    "plan_paid": "plan_paid_cents",
    "account_paid": "account_cents",
    "deductible": "deductible_cents",
    "copay": "copay_cents",
    "coinsurance": "coinsurance_cents",
    "over_limit": "over_limit_cents",
    "penalty": "penalty_cents",
    "not_recognised": "not_recognised_cents",
    "above_allowed": "above_allowed_cents",
}
"""Share -> column of DECISIONS. What is not covered goes by status and reason to one of three shares."""
_OF_COLUMN = {column: share for share, column in _OF_DECISION.items()}

YOURS = (
    "deductible",
    "copay",
    "coinsurance",
    "over_limit",
    "penalty",
    "not_recognised",
    "above_allowed",
    "not_covered",
)
"""The shares that are the member's, in the order in which they are told."""

ADJUSTMENTS = ("network_savings", "other_paid", *YOURS, "refused", "undecided")
"""All that stands between the charge and what the plan pays."""


class EobError(AssertionError):
    """Amounts of a decision that do not add up: the notice is not written."""


@dataclass(frozen=True)
class Shares:
    """Cents. charge = plan_paid + the sum of ADJUSTMENTS; of paid lines allowed = all but network_savings and
    above_allowed.

    account_paid is part of YOURS. not_covered: denied and the member's; refused: denied and not the member's;
    undecided: of a line that waits.
    """

    charge: int = 0
    allowed: int = 0
    network_savings: int = 0
    other_paid: int = 0
    plan_paid: int = 0
    account_paid: int = 0
    deductible: int = 0
    copay: int = 0
    coinsurance: int = 0
    over_limit: int = 0
    penalty: int = 0
    not_recognised: int = 0
    above_allowed: int = 0
    not_covered: int = 0
    refused: int = 0
    undecided: int = 0

    @property
    def yours(self) -> int:
        """The member's shares, whoever pays them."""
        return sum(int(getattr(self, name)) for name in YOURS)

    @property
    def owed(self) -> int:
        """What the member owes the provider: the own shares less what the account pays of them."""
        return self.yours - self.account_paid


def shares_of(decision: Mapping[str, Any]) -> Shares:
    """The shares of a line (row of DECISIONS). Raises EobError when they do not add up."""
    amounts = {share: int(decision[column]) for share, column in _OF_DECISION.items()}
    amounts[_uncovered(decision["status"], decision["reason"])] = int(decision["not_covered_cents"])
    shares = Shares(**amounts)
    _check(shares, f"claim {decision['claim_number']} line {decision['line_number']}")
    return shares


def share_of(column: str, status: str, reason: str) -> str:
    """The share to which a column of a decision with that status and reason belongs."""
    return _OF_COLUMN.get(column) or _uncovered(status, reason)


def total_shares(of: Iterable[Shares]) -> Shares:
    """The sums over lines."""
    lines = list(of)
    return Shares(**{field.name: sum(getattr(line, field.name) for line in lines) for field in fields(Shares)})


def _uncovered(status: str, reason: str) -> str:
    """The share to which a charge that is not covered goes: nobody owes a pended line yet."""
    if status == "pended":
        return "undecided"
    return "not_covered" if REASON_BY_NAME[reason].group == "PR" else "refused"


def _check(shares: Shares, where: str) -> None:
    told = shares.plan_paid + sum(int(getattr(shares, name)) for name in ADJUSTMENTS)
    if told != shares.charge:
        raise EobError(f"{where}: found {told} cents paid and adjusted, expected the charge of {shares.charge}")
    outside = shares.network_savings + shares.above_allowed + shares.not_covered + shares.refused + shares.undecided
    if shares.allowed != shares.charge - outside:
        raise EobError(f"{where}: found {shares.allowed} cents allowed, expected {shares.charge - outside}")
    if not 0 <= shares.account_paid <= shares.yours:
        raise EobError(
            f"{where}: found {shares.account_paid} cents from the account, expected 0 to {shares.yours}, the own shares"
        )

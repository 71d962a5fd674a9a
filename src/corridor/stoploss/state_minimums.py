"""The least that states let a small employer keep, as dated data, and where a contract keeps less (RULES 1.4 step 8).

Sources: Md. Code, Insurance 15-129 (amounts of 2015); Cal. Insurance Code 10752 ff. (amounts of 2016).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from corridor.money.text import amount_said
from corridor.stoploss.contract import Contract, Policy
from corridor.wording.said import Said, said


@dataclass(frozen=True)
class StateMinimum:
    """What policies from a day on must leave to an employer of at most so many employees.

    specific_cents: least deductible. corridor_bp: least attachment as a share of expected claims, in basis points.
    attachment_cents, attachment_per_member_cents: least attachment a year, the greater of what is given; 0: none.
    """

    situs: str
    effective: date
    most_employees: int
    specific_cents: int
    corridor_bp: int
    attachment_cents: int = 0
    attachment_per_member_cents: int = 0


STATE_MINIMUMS = (
    StateMinimum("MD", date(2015, 6, 1), 50, 2_250_000, 12_000),
    StateMinimum("CA", date(2016, 1, 1), 100, 4_000_000, 12_000, 4_000_000, 500_000),
)

Kind = Literal["below", "unknown"]


@dataclass(frozen=True)
class Shortfall:
    """A value of a contract below its state's minimum, or one that cannot be told from the contract alone."""

    kind: Kind
    policy_start: date
    text: Said


def minimum_of(situs: str | None, on: date, employees: int) -> StateMinimum | None:
    """The minimum that holds for a policy that starts `on`; None: the state has none for so many employees then."""
    holding = [m for m in STATE_MINIMUMS if m.situs == situs and m.effective <= on and employees <= m.most_employees]
    return max(holding, key=lambda m: m.effective, default=None)


def shortfalls(contract: Contract, employees: int, members: int) -> list[Shortfall]:
    """Where policies keep less than the state of the contract's situs asks for; none without a situs.

    employees: of the employer; members: people covered.
    """
    found = []
    for policy in contract.policies:
        minimum = minimum_of(contract.situs, policy.start, employees)
        if minimum is not None:
            found += [Shortfall(kind, policy.start, text) for kind, text in _of_policy(policy, minimum, members)]
    return found


def _of_policy(policy: Policy, minimum: StateMinimum, members: int) -> Iterator[tuple[Kind, Said]]:
    facts = {"start": policy.start, "state": minimum.situs}
    for cents in sorted(set(_deductibles(policy))):
        if cents < minimum.specific_cents:
            yield (
                "below",
                said(
                    "policy {start}: found a specific deductible of {found}, expected {least} or more ({state})",
                    found=amount_said(cents),
                    least=amount_said(minimum.specific_cents),
                    **facts,
                ),
            )
    if policy.aggregate is None:
        return
    attachment = policy.aggregate.attachment
    if attachment.corridor is None:
        share = minimum.corridor_bp // 100
        yield (
            "unknown",
            said(
                "policy {start}: the contract states no expected claims; whether its attachment is {share}% of them or"
                " more, as {state} asks, is for a person to say",
                share=share,
                **facts,
            ),
        )
    elif attachment.corridor < minimum.corridor_bp:
        yield (
            "below",
            said(
                "policy {start}: found an attachment of {found}% of expected claims, expected {least}% or more"
                " ({state})",
                found=f"{attachment.corridor / 100:g}",
                least=f"{minimum.corridor_bp / 100:g}",
                **facts,
            ),
        )
    least = max(minimum.attachment_cents, minimum.attachment_per_member_cents * members)
    stated = max(attachment.minimum.amount, attachment.amount_per_year or 0)
    if stated < least:
        yield (
            "below",
            said(
                "policy {start}: found a least attachment of {found} a year, expected {least} or more ({state})",
                found=amount_said(stated),
                least=amount_said(least),
                **facts,
            ),
        )


def _deductibles(policy: Policy) -> Iterator[int]:
    """Every deductible that somebody may have; a laser is never below the contract's own."""
    if policy.specific is None:
        return
    yield policy.specific.deductible
    yield from (policy.specific.deductible_by_class or {}).values()
    if policy.specific.bill_groups is not None:
        yield from policy.specific.bill_groups.deductibles.values()

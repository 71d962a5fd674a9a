"""One claim, ready for a page: what a right hides is None or absent. Amounts in cents."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from corridor.app.services.claim_pages.people import Person

Unit = Literal["money", "visits", "days", "services"]


@dataclass(frozen=True)
class Amounts:
    """Where a charge went. The parts but `allowed` and `member` sum to the charge, except for a disability.

    Its charge are the earnings lost, which nobody is billed; None where earnings are hidden. Only the plan pays then.
    provider: what the network provider forgoes. other_paid: borne by plans that paid before. denied: the charge of
    lines denied or pended; member_denied: the part of it that the member owes. account_paid: what the health
    reimbursement account pays of the member's shares. member: all that the member owes then, amounts above the
    allowed included.
    """

    charge: int | None
    allowed: int
    plan_paid: int
    provider: int = 0
    other_paid: int = 0
    deductible: int = 0
    coinsurance: int = 0
    copay: int = 0
    over_limit: int = 0
    penalty: int = 0
    not_recognised: int = 0
    above_allowed: int = 0
    denied: int = 0
    member_denied: int = 0
    account_paid: int = 0

    @property
    def shares(self) -> int:
        """The member's shares, whoever pays them."""
        shares = self.deductible + self.coinsurance + self.copay + self.over_limit + self.penalty + self.not_recognised
        return shares + self.above_allowed + self.member_denied

    @property
    def member(self) -> int:
        return self.shares - self.account_paid

    @property
    def open(self) -> int:
        """What nobody pays under the plan, or not yet: denied without falling to the member, or still pended."""
        return self.denied - self.member_denied


@dataclass(frozen=True)
class StepTold:
    """A step as a sentence. plan, clause: the clause behind it. is_hidden: the sentence tells of somebody's health."""

    text: str
    plan: str | None
    clause: str | None
    is_hidden: bool = False


@dataclass(frozen=True)
class Accumulated:
    """An accumulator around a line. label: whose and of what. limit: None where there is none."""

    label: str
    unit: Unit
    before: int
    after: int
    limit: int | None

    @property
    def is_reached(self) -> bool:
        return self.limit is not None and self.after >= self.limit


@dataclass(frozen=True)
class Claimed:
    """What was claimed on a line, as far as it tells of somebody's health."""

    procedure: str | None
    modifiers: tuple[str, ...]
    diagnoses: tuple[str, ...]
    revenue_code: str | None
    place_of_service: str | None
    tooth: str | None
    surfaces: str | None
    days_supply: int | None


@dataclass(frozen=True)
class LineView:
    """A line. claimed: None where the right to see health data is missing. units: thousandths."""

    number: int
    service_from: date
    service_to: date
    units: int
    claimed: Claimed | None
    benefit: str | None
    tier: str | None
    status: str
    reason: str
    amounts: Amounts
    steps: tuple[StepTold, ...]
    accumulators: tuple[Accumulated, ...]


@dataclass(frozen=True)
class VersionView:
    """One time that the claim was decided, from 1. reversed_on: the day on which its postings were taken back."""

    number: int
    decided_on: date
    status: str
    plan_paid_cents: int
    stands: bool
    reversed_on: date | None


@dataclass(frozen=True)
class PostingView:
    """A posting of the claim: debit positive, credit negative. Whom it pays is not told: it may be a person."""

    effective_on: date
    entry_kind: str
    account: str
    line_number: int | None
    amount_cents: int
    reference: str | None


@dataclass(frozen=True)
class PaymentView:
    """Money that went out for the claim, or that a later decision claims back (negative)."""

    number: str | None
    paid_on: date
    method: str | None
    amount_cents: int


@dataclass(frozen=True)
class ClaimView:
    """A claim. sender_number: None where hidden. postings: None where the right to see them is missing.

    is_of_its_day: False where what is known has changed since, so that the steps tell how it would be decided today.
    """

    claim_number: int
    sender_number: str | None
    kind: str
    frequency: str
    product: str | None
    plan: str | None
    received: date
    service_from: date
    service_to: date
    decided_on: date
    status: str
    reason: str
    provider: str | None
    person: Person
    amounts: Amounts
    is_of_its_day: bool
    lines: tuple[LineView, ...]
    versions: tuple[VersionView, ...]
    payments: tuple[PaymentView, ...]
    postings: tuple[PostingView, ...] | None

    @property
    def posted_by_account(self) -> dict[str, int]:
        """Account -> sum of the claim's postings on it, in the order of accounts."""
        sums: dict[str, int] = {}
        for posting in self.postings or ():
            sums[posting.account] = sums.get(posting.account, 0) + posting.amount_cents
        return dict(sorted(sums.items()))

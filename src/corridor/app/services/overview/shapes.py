"""What the overview says, ready for a page: amounts in cents, None where nothing is known (never 0 for unknown)."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from corridor.app.services.overview.codes import Drill, FigureCode
from corridor.reports.traditional import TraditionalYear

Result = Literal["surplus", "deficit", "even"]


@dataclass(frozen=True)
class Figure:
    """One amount beside what it is measured against. share_bp: of `against_cents`, rounded down; None without one.

    drill: None where the amount is unknown.
    """

    code: FigureCode
    cents: int | None
    against_cents: int | None
    share_bp: int | None
    drill: Drill | None


@dataclass(frozen=True)
class Arrow:
    """Money of one month from one party to another. basis: `paid`, or `due` where the carrier owes it.

    giver, taker: employer, fund (the plan's account, which the administrator runs), administrator, carrier, providers.
    """

    code: FigureCode
    giver: str
    taker: str
    basis: Literal["paid", "due"]
    cents: int | None
    drill: Drill | None


@dataclass(frozen=True)
class Parties:
    """Who stands at the ends of the arrows. carrier: as the contract names it, else the payee of its premium."""

    employer: str
    administrator: str
    carrier: str


@dataclass(frozen=True)
class Years:
    """The plan year that is shown. through: last day that counts. start of each of `all`, oldest first."""

    start: date
    end_exclusive: date
    through: date
    is_over: bool
    all: tuple["YearChoice", ...]

    @property
    def number(self) -> int:
        return self.start.year


@dataclass(frozen=True)
class YearChoice:
    """A plan year that may be chosen. result: of its postings against its budget; None without postings or budget."""

    number: int
    start: date
    is_over: bool
    result: Result | None
    surplus_cents: int | None


@dataclass(frozen=True)
class Month:
    """Budget and cost of one month, and of the plan year up to its end. recovery_cents is negative, as a cost is not.

    Costs are None in a month without postings, budgets in one without employees.
    """

    month: date
    employees: int
    budget_cents: int | None
    claims_cents: int | None
    fee_cents: int | None
    premium_cents: int | None
    recovery_cents: int | None
    cost_cents: int | None
    surplus_cents: int | None
    budget_to_date_cents: int | None
    cost_to_date_cents: int | None
    surplus_to_date_cents: int | None
    plan_year: int

    def drill(self, code: FigureCode) -> Drill:
        """To the postings of one of the month's figures."""
        return Drill(code, self.plan_year, self.month)


@dataclass(frozen=True)
class Claimant:
    """A person's eligible payments against the specific deductible. deductible_cents: None where lasered out of it.

    member_id: only where the caller may see it.
    """

    rank: int
    eligible_cents: int
    deductible_cents: int | None
    is_lasered: bool
    excess_cents: int
    reimbursement_cents: int
    used_bp: int | None
    member_id: str | None
    drill: Drill


@dataclass(frozen=True)
class StopLoss:
    """Where the policy that begins in the plan year stands. claimants: the largest first.

    eligible_cents counts toward the aggregate; attachment_cents: of the months begun, or the year's once it is final.
    """

    policy_start: date
    deductible_cents: int | None
    claimants: tuple[Claimant, ...]
    eligible_cents: int | None
    attachment_cents: int | None
    annual_attachment_cents: int | None
    is_attachment_final: bool
    specific_reimbursement_cents: int
    contract_code: str
    specific_clause: str
    aggregate_clause: str


@dataclass(frozen=True)
class LatestDecision:
    """A claim that was decided last: what leads it. status: pended if one line is, else paid if one is, else denied.

    benefit and reason are those of its first line of that status. No person, no diagnosis.
    """

    claim_number: int
    decided_on: date
    product: str | None
    benefit: str | None
    status: str
    reason: str
    lines: int
    is_again: bool
    plan_paid_cents: int


@dataclass(frozen=True)
class YearEnd:
    """Surplus kept or deficit owed. result, cents: None where nothing is known. is_final: the plan year is over."""

    result: Result | None
    cents: int | None
    is_final: bool
    drill: Drill | None


@dataclass(frozen=True)
class Overview:
    """The first page. is_empty: the sponsor has no posting at all. has_claims: one claim at least was decided.

    month: the last one of the year that has postings, to which the arrows belong. traditional: None where the
    arrangement has no such terms, or the year is before them. batch_seq: the last batch that counts.
    """

    sponsor: str
    name: str
    currency: str
    as_of: date
    batch_seq: int
    is_empty: bool
    has_claims: bool
    years: Years
    parties: Parties
    month: date | None
    arrows: tuple[Arrow, ...]
    paid: Figure
    surplus: Figure
    fund_balance: Figure
    claimant: Figure
    aggregate: Figure
    stop_loss: StopLoss | None
    traditional: TraditionalYear | None
    decisions: tuple[LatestDecision, ...]
    months: tuple[Month, ...]
    year_end: YearEnd

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The five figures, in the order of the page."""
        return (self.paid, self.surplus, self.fund_balance, self.claimant, self.aggregate)


@dataclass(frozen=True)
class PostingLine:
    """A posting that a figure is made of. amount_cents: debit positive; counted_cents: as the figure counts it."""

    effective_on: date
    account: str
    claim_number: int | None
    line_number: int | None
    kind: str
    reference: str | None
    entry_key: str
    batch_seq: int
    amount_cents: int
    counted_cents: int


@dataclass(frozen=True)
class Adjustment:
    """A part of a figure that is no posting. code: budget, or what a stop-loss contract does not count:

    above_limits, reimbursed, laser_layers, pooled, above_run_in_maximum.
    """

    code: str
    cents: int


@dataclass(frozen=True)
class PostingsPage:
    """The postings of a figure, a page of them. postings_cents + adjustments = total_cents, the figure, over all pages.

    starts_on: the first effective day looked at; None: since the first posting.
    """

    drill: Drill
    starts_on: date | None
    through: date
    rows: tuple[PostingLine, ...]
    postings: int
    page: int
    pages: int
    postings_cents: int
    adjustments: tuple[Adjustment, ...]
    total_cents: int | None


@dataclass(frozen=True)
class BudgetRow:
    """How a month's budget comes about: employees on its first day at a level, times the rate then in force."""

    month: date
    product: str
    coverage_level: str
    employees: int
    rate_cents: int
    budget_cents: int
    rate_since: date

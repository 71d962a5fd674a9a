"""The funding arrangement as data: who pays whom, how much a month, when funds are called."""

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator

from corridor.banking.nacha import Originator, is_routing_number
from corridor.banking.positive_pay_layout import Layout
from corridor.funding.calls import Calls, Weekday
from corridor.funding.kind_terms import (
    INSURERS_CLAIMS,
    KIND_TERMS,
    Kind,
    LevelFunding,
    MinimumPremium,
    Retention,
)
from corridor.funding.monthly_rates import Rate as Rate
from corridor.funding.monthly_rates import Rates as Rates
from corridor.funding.monthly_rates import not_empty
from corridor.funding.traditional import Traditional
from corridor.money.rounding import share_of_cents
from corridor.periods.spans import Span, plan_year_of
from corridor.plan.document import Strict, load_document
from corridor.plan.findings import Unfit
from corridor.plan.values import Cents
from corridor.records.enrollment import PRODUCTS
from corridor.wording.said import listed, said

COMPOSITE = "composite"

Code = Annotated[str, Field(min_length=1, max_length=30)]
Text = Annotated[str, Field(min_length=1, max_length=55)]
TaxId = Annotated[str, Field(pattern=r"^\d{9}$")]


class Charge(Strict):
    """A monthly charge per enrolled employee that goes to one payee."""

    payee: Code
    payee_name: Text
    clause: str
    rates: Rates


class BudgetLine(Strict):
    """Premium-equivalent rates: what the employer sets aside per employee and month, claims and fixed costs together.

    product `composite`: one rate for everything, counted once per employee with medical coverage.
    """

    product: str
    rates: Rates

    @model_validator(mode="after")
    def _is_product(self) -> "BudgetLine":
        if self.product not in (*PRODUCTS, COMPOSITE):
            raise Unfit(repr(self.product), said("composite or one of {allowed}", allowed=listed(PRODUCTS)))
        return self


class Float(Strict):
    """The balance that every call restores: a fixed amount, or a named formula over estimates.

    claims_then_fixed: factor x monthly claims, plus fixed costs. all: factor x (monthly claims + fixed costs).
    """

    formula: Literal["amount", "claims_then_fixed", "all"] = "amount"
    amount: Cents = 0
    factor: Annotated[int, Field(gt=0, description="percent")] = 100
    monthly_claims: Cents = 0
    fixed_costs: Cents = 0

    @property
    def target_cents(self) -> int:
        """Cents to which the account is restored."""
        if self.formula == "amount":
            return self.amount
        if self.formula == "all":
            return share_of_cents(self.monthly_claims + self.fixed_costs, self.factor * 100)
        return share_of_cents(self.monthly_claims, self.factor * 100) + self.fixed_costs


class PaymentRules(Strict):
    """How payments are approved, and when they are no longer good.

    approval_limit: a run above it needs two people, neither of whom prepared it. account_wait_days: days that a
    changed bank account waits. prenote_banking_days: days after its prenote from which a bank account
    may be paid to. positive_pay: the layout in which the bank takes the list of cheques; None: it takes none.
    """

    approval_limit: Cents = 1_000_000
    stale_after_days: Annotated[int, Field(ge=1, le=3660)] = 180
    account_wait_days: Annotated[int, Field(ge=0, le=90)] = 5
    prenote_banking_days: Annotated[int, Field(ge=0, le=30)] = 3
    positive_pay: Layout | None = None


class Funding(Strict):
    """When and on what basis funds are called, and whether deposits are taken for granted.

    basis issued: funds are called when payments are cut; cleared: when the bank has paid them.
    deposits assumed: a call counts as received on its due day; confirmed: payments wait until money is recorded.
    kind: what is called and who bears claims (funding.kinds). calls: on which days.
    """

    kind: Kind = "pay_as_you_go"
    level_funding: LevelFunding | None = None
    minimum_premium: MinimumPremium | None = None
    retention: Retention | None = None
    calls: Calls = Calls()
    basis: Literal["issued", "cleared"]
    deposits: Literal["assumed", "confirmed"] = "assumed"
    payments: PaymentRules = PaymentRules()
    call_weekday: Weekday
    days_to_deposit: Annotated[int, Field(ge=0, le=6)]
    days_to_payment: Annotated[int, Field(ge=0, le=6)]
    float_target: Float

    @model_validator(mode="after")
    def _pays_after_deposit(self) -> "Funding":
        if self.days_to_payment < self.days_to_deposit:
            found = said("days_to_payment {days}", days=self.days_to_payment)
            raise Unfit(found, said("{least} or more", least=self.days_to_deposit))
        return self

    @model_validator(mode="after")
    def _knows_what_clears(self) -> "Funding":
        if self.basis == "cleared" and self.deposits == "assumed":
            raise Unfit(said("basis cleared with deposits assumed"), said("deposits confirmed"))
        return self

    @model_validator(mode="after")
    def _terms_fit_the_kind(self) -> "Funding":
        for kind, name in KIND_TERMS.items():
            if (self.kind == kind) != (getattr(self, name) is not None):
                found = said("kind {kind} without {name}", kind=kind, name=name)
                found = found if self.kind == kind else said("{name} with kind {kind}", kind=self.kind, name=name)
                raise Unfit(found, said("{name} with kind {kind}, and only with it", kind=kind, name=name))
        if self.kind != "pay_as_you_go" and self.basis == "cleared":
            raise Unfit(said("kind {kind} on the cleared basis", kind=self.kind), said("basis issued"))
        if self.kind in INSURERS_CLAIMS and self.deposits == "confirmed":
            raise Unfit(said("kind {kind} with deposits confirmed", kind=self.kind), said("deposits assumed"))
        return self

    def due_on(self, called_on: date) -> date:
        """The day on which the employer's money is due."""
        return self.calls.open_day(called_on + timedelta(days=self.days_to_deposit))

    def pays_on(self, called_on: date) -> date:
        """The day on which the payments of a call are released."""
        return self.calls.open_day(called_on + timedelta(days=self.days_to_payment))


class BankAccount(Strict):
    """An account at a bank in the United States."""

    routing: str
    account: Annotated[str, Field(pattern=r"^[0-9A-Za-z-]{1,17}$")]

    @model_validator(mode="after")
    def _routing_is_valid(self) -> "BankAccount":
        if not is_routing_number(self.routing):
            raise ValueError(said("a routing number of nine digits whose check digit is right"))
        return self


class Bank(Strict):
    """What an ACH file says about its maker: the claims account is debited for payments, credited by calls."""

    name: Annotated[str, Field(max_length=23)]
    company_name: Annotated[str, Field(max_length=16)]
    claims_account: BankAccount
    employer_account: BankAccount


class Party(Strict):
    """A legal person with its address, as an 835 names it."""

    name: Text
    tax_id: TaxId
    street: Text
    city: Text
    state: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    zip_code: Annotated[str, Field(pattern=r"^\d{5}(\d{4})?$")]
    telephone: Annotated[str, Field(pattern=r"^\d{10}$")]


class Workforce(Strict):
    """How many employees the employer has from a day on, as the Medicare secondary payer rules count them."""

    effective: date
    employees: Annotated[int, Field(strict=True, ge=1)]


class Sponsor(Strict):
    """The employer. workforce: asked for where a member has Medicare as well."""

    code: Code
    name: Text
    time_zone: str
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    workforce: tuple[Workforce, ...] = ()


class Arrangement(Strict):
    """One sponsor's funding arrangement."""

    sponsor: Sponsor
    plans: dict[str, str] = Field(min_length=1, description="plan code -> product")
    plan_year_start_month: Annotated[int, Field(ge=1, le=12)] = 1
    charges_from: date
    administration_fee: Charge
    stop_loss_premium: Charge
    budget: Annotated[tuple[BudgetLine, ...], AfterValidator(not_empty)]
    traditional: Traditional | None = None
    funding: Funding
    bank: Bank
    payer: Party

    @model_validator(mode="after")
    def _products_exist(self) -> "Arrangement":
        strange = sorted(set(self.plans.values()) - set(PRODUCTS))
        if strange:
            raise Unfit(
                said("product {product!r}", product=strange[0]), said("one of {allowed}", allowed=listed(PRODUCTS))
            )
        return self

    @property
    def payer_id(self) -> str:
        """The company id that ties an ACH payment to its 835 (TRN03): 1 and the tax id."""
        return f"1{self.payer.tax_id}"

    def plan_codes(self, product: str) -> list[str]:
        """Codes of the sponsor's plans of one product."""
        return [code for code, of in self.plans.items() if of == product]

    def plan_year(self, day: date) -> Span:
        """The plan year that holds `day`."""
        return plan_year_of(day, self.plan_year_start_month)

    def call_days(self, start: date, end_exclusive: date) -> list[date]:
        """The days in the span on which funds are called."""
        return self.funding.calls.days(start, end_exclusive, self.funding.call_weekday)

    @property
    def originator(self) -> Originator:
        """How this sponsor's claims account signs an ACH file."""
        return Originator(
            bank_name=self.bank.name,
            bank_routing=self.bank.claims_account.routing,
            company_name=self.bank.company_name,
            company_id=self.payer_id,
        )


def load_arrangement(source: Path | bytes, file: str | None = None) -> Arrangement:
    """Read and check an arrangement. `file` is the name that errors show. Raises plan.document.DocumentError."""
    if isinstance(source, bytes):
        return load_document(source, file or "arrangement", Arrangement)
    return load_document(source.read_bytes(), file or source.name, Arrangement)

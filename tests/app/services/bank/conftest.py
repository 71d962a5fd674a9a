"""A test bank: it keeps an account and writes statements of it."""

import csv
import io
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from corridor.app.services.bank.by_hand import match_by_hand, post_difference
from corridor.app.services.bank.matching import Matched, match
from corridor.app.services.bank.reconciliation import reconciliation
from corridor.app.services.bank.statements import Loaded, load_statement
from corridor.app.services.reading import NamedFile
from corridor.banking.statement_csv import HEAD
from corridor.funding.bank_book import Reconciliation
from corridor.money.cents import parse_cents
from tests.app.conftest import FOUNDED_ON, SHOP, claim_row, new_shop
from tests.app.services.payments.conftest import PaymentShop, new_payment_shop

ACCOUNT = "4400100300"
COLUMNS = (*HEAD, "booked_on", "amount", "kind", "customer_reference", "text", "trace")


def amount(cents: int) -> str:
    """Units and decimals."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def statement_csv(rows: list[dict[str, Any]]) -> bytes:
    """A table of ours."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


@dataclass
class Bank:
    """The account at the bank: what moved since the last statement, and its balance."""

    balance_cents: int = 0
    number: int = 0
    opened_on: date = date(2026, 1, 26)
    moved: list[dict[str, Any]] = field(default_factory=list)

    def move(
        self, cents: int, on: date, *, reference: str | None = None, trace: str | None = None, text: str = ""
    ) -> None:
        self.moved.append(
            {"booked_on": on, "amount": amount(cents), "customer_reference": reference, "trace": trace, "text": text}
        )

    def statement(
        self, closed_on: date, *, off_by: int = 0, currency: str = "USD", account: str = ACCOUNT
    ) -> NamedFile:
        """The statement up to a day. off_by: cents by which its closing balance is wrong."""
        self.number += 1
        closing = self.balance_cents + sum(parse_cents(row["amount"]) for row in self.moved)
        name = f"S{self.number:03d}"
        head = {"statement_id": name, "account": account, "currency": currency, "kind": "X"}
        head |= {"opened_on": self.opened_on, "closed_on": closed_on}
        head |= {"opening": amount(self.balance_cents), "closing": amount(closing + off_by)}
        content = statement_csv([head | row for row in self.moved or [{}]])
        if not off_by:
            self.balance_cents, self.opened_on, self.moved = closing, closed_on, []
        return NamedFile(f"{name}.csv", content)


@dataclass(frozen=True)
class BankShop:
    """A shop with its bank."""

    shop: PaymentShop
    bank: Bank

    @property
    def code(self) -> str:
        return self.shop.code

    def load(self, closed_on: date, **options: Any) -> Loaded:
        return load_statement(self.code, self.bank.statement(closed_on, **options), closed_on)

    def match(self, day: date) -> Matched:
        return match(self.code, day)

    def stands(self, day: date) -> Reconciliation:
        return reconciliation(self.code, as_of=day)

    def tie(self, line: tuple[str, int], *items: str, day: date) -> int:
        return match_by_hand(self.code, line, items, "fin", day, reason="seen")

    def name(self, line: tuple[str, int], account: str, day: date) -> str:
        return post_difference(self.code, line, account, "as the bank's price list says", "fin", day)


def new_bank_shop(deposits: str = "confirmed", **options: Any) -> BankShop:
    """A shop that owes 800 to one practice and 400 to another, and a bank without money."""
    shop = new_payment_shop(**options) if deposits == "confirmed" else _assumed()
    shop.claims(
        claim_row("A1", "80053", "1100", npi="1000000004"),
        claim_row("A2", "80054", "500", service="2026-01-12", npi="1000000012"),
    )
    return BankShop(shop, Bank())


def _assumed() -> PaymentShop:
    made = PaymentShop(new_shop().code)
    made.load("members.csv", (SHOP / "members.csv").read_bytes(), FOUNDED_ON)
    return made


@pytest.fixture
def shop(store: object) -> BankShop:
    """The issued basis."""
    return new_bank_shop()


@pytest.fixture
def round_shop(store: object) -> BankShop:
    """A shop whose deposits are assumed."""
    return new_bank_shop(deposits="assumed")


@pytest.fixture
def cleared_shop(store: object) -> BankShop:
    """The cleared basis."""
    return new_bank_shop(basis="cleared")

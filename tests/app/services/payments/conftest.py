"""A shop whose deposits are confirmed: payments wait for money, step by step."""

from collections.abc import Callable
from datetime import date
from itertools import count
from typing import Any

import pytest

from corridor.app.services.documents import ARRANGEMENT, PLAN, SourceDocument
from corridor.app.services.payments.approving import Approve
from corridor.app.services.payments.deposits import Deposit
from corridor.app.services.payments.preparing import Prepare
from corridor.app.services.payments.releasing import Release
from corridor.app.services.payments.steps import do_step
from corridor.app.services.sponsors import add_sponsor
from tests.app.conftest import FOUNDED_ON, SHOP, Shop, claim_row, claims_csv, shop_documents

TUESDAY, THURSDAY, FRIDAY = date(2026, 1, 27), date(2026, 1, 29), date(2026, 1, 30)
_codes = count(1)


class PaymentShop(Shop):
    """A shop that pays in steps. ann and bob approve, cem releases, dua deposits and clears."""

    def step(self, step: Any, day: date = TUESDAY) -> Any:
        return do_step(self.code, step, day)

    def claims(self, *rows: str, day: date = date(2026, 1, 20), name: str = "claims.csv") -> None:
        self.load(name, claims_csv(*rows), day)

    def funded_run(self, short_cents: int = 0) -> Any:
        """Prepare, approve, deposit (less what it is short of), release; returns what was released."""
        run = self.step(Prepare("ann"))
        self.step(Approve("ann"))
        self.step(Deposit("dua", run.called_cents - short_cents, THURSDAY), THURSDAY)
        return self.step(Release("cem"), FRIDAY)


def new_payment_shop(
    *, rules: str = "", limit: str = "100000", overpayments: str = "", basis: str = "issued"
) -> PaymentShop:
    """A shop with members. rules: the arrangement's section on payments; overpayments: the plan's."""
    plan, stop_loss, arrangement = shop_documents(f"PAY{next(_codes)}")
    section = rules or f"  payments: {{approval_limit: {limit}}}\n"
    how = f"  basis: {basis}\n  deposits: confirmed\n{section.lstrip(chr(10))}"
    text = arrangement.content.decode().replace("  basis: issued\n", how)
    documents = (
        SourceDocument(PLAN, plan.name, plan.content + overpayments.encode()),
        stop_loss,
        SourceDocument(ARRANGEMENT, arrangement.name, text.encode()),
    )
    made = PaymentShop(add_sponsor(documents, FOUNDED_ON))
    made.load("members.csv", (SHOP / "members.csv").read_bytes(), FOUNDED_ON)
    return made


@pytest.fixture
def shop(store: object) -> PaymentShop:
    """A shop that pays in steps, with nothing to pay but fee and premium."""
    return new_payment_shop()


@pytest.fixture
def busy(shop: PaymentShop) -> PaymentShop:
    """The same with two claims: 800 to one practice, 400 to another."""
    shop.claims(
        claim_row("A1", "80053", "1100", npi="1000000004"),
        claim_row("A2", "80054", "500", service="2026-01-12", npi="1000000012"),
    )
    return shop


Fresh = Callable[..., PaymentShop]


@pytest.fixture
def fresh(store: object) -> Fresh:
    """Makes shops of other arrangements."""
    return new_payment_shop

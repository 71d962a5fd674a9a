"""A weekly round that assumes its deposit pays nobody who may not be paid, and withholds tax where it must."""

from datetime import date

import polars as pl
import pytest

from corridor.app.services.cycle import ACCOUNTS, Round, run_round
from corridor.app.services.payments.payees import SetPayee
from corridor.app.services.payments.steps import do_step
from corridor.app.services.verify import verify
from corridor.ledger.accounts import CLAIMS_PAYABLE, WITHHOLDING_PAYABLE
from tests.app.conftest import FOUNDED_ON, SHOP, Shop, claim_row, claims_csv, new_shop
from tests.app.services.payments.conftest import FRIDAY, TUESDAY

NPI, OTHER = "1000000004", "1000000012"
NEXT_WEEK = date(2026, 2, 3)


@pytest.fixture
def shop(store: object) -> Shop:
    """A shop that owes 800 to one practice and 400 to another."""
    made = new_shop()
    made.load("members.csv", (SHOP / "members.csv").read_bytes(), FOUNDED_ON)
    rows = (
        claim_row("A1", "80053", "1100", npi=NPI),
        claim_row("A2", "80054", "500", service="2026-01-12", npi=OTHER),
    )
    made.load("claims.csv", claims_csv(*rows), date(2026, 1, 20))
    return made


def _round(shop: Shop, day: date) -> Round:
    return run_round(shop.code, day, pl.DataFrame(schema=ACCOUNTS))


def _paid(shop: Shop) -> dict[str, int]:
    return dict(shop.rows("select payee, amount_cents from payment where payee in ('1000000004', '1000000012')"))


def test_whoever_is_blocked_stays_payable_until_the_block_is_lifted(shop: Shop) -> None:
    do_step(shop.code, SetPayee("ann", NPI, "Practice 4", is_blocked=True, reason="under review"), date(2026, 1, 21))
    first = _round(shop, TUESDAY)
    assert first.barred == 1
    assert _paid(shop) == {OTHER: 400_00}
    assert shop.balances()[CLAIMS_PAYABLE] == -800_00
    do_step(shop.code, SetPayee("ann", NPI, "Practice 4", is_blocked=False, reason="reviewed"), FRIDAY)
    later = _round(shop, NEXT_WEEK)
    assert (later.barred, later.called_cents >= 800_00) == (0, True)
    assert _paid(shop) == {OTHER: 400_00, NPI: 800_00}
    assert verify(shop.code).agrees


def test_tax_is_withheld_and_owed_to_the_authority(shop: Shop) -> None:
    do_step(shop.code, SetPayee("ann", NPI, "Practice 4", is_withheld=True), date(2026, 1, 21))
    _round(shop, TUESDAY)
    assert _paid(shop) == {NPI: 608_00, OTHER: 400_00}  # 24% of 800
    assert shop.balances()[WITHHOLDING_PAYABLE] == -192_00
    assert verify(shop.code).agrees

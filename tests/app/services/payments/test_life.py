"""What happens to issued payments: void, stale, reissued, escheated, returned, and the sums after each."""

from datetime import date, timedelta

import polars as pl
import pytest

from corridor.app.services.cycle import ACCOUNTS, run_round
from corridor.app.services.errors import ServiceError
from corridor.app.services.payments.approving import Approve
from corridor.app.services.payments.deposits import Deposit
from corridor.app.services.payments.life import Clear, Escheat, GoStale, Return, Void
from corridor.app.services.payments.preparing import Prepare
from corridor.app.services.payments.reissuing import Reissue
from corridor.app.services.payments.releasing import Release
from corridor.app.services.payments.standing import stale_due, standing
from corridor.app.services.payments.steps import do_step
from corridor.app.services.verify import verify
from corridor.funding.postings import FundingError
from corridor.ledger.accounts import CLAIMS_ACCOUNT, CLAIMS_PAYABLE, STALE_PAYMENTS, UNPRESENTED_PAYMENTS
from tests.app.conftest import FOUNDED_ON, SHOP, claim_row, claims_csv, new_shop
from tests.app.services.payments.conftest import FRIDAY, Fresh, PaymentShop

LATE = FRIDAY + timedelta(days=180)


def _number_of(shop: PaymentShop, cents: int) -> str:
    rows, _ = standing(shop.code)
    return next(row["payment_number"] for row in rows.to_dicts() if row["amount_cents"] == cents)


def _shares(shop: PaymentShop) -> dict[str, int]:
    _, shares = standing(shop.code)
    parts = {part: cents for part, cents in shares.items() if part != "issued"}
    assert sum(parts.values()) == shares["issued"]
    return {part: cents for part, cents in parts.items() if cents}


def test_a_void_payment_is_payable_again_and_a_later_run_pays_it_once(busy: PaymentShop) -> None:
    busy.funded_run()
    number = _number_of(busy, 800_00)
    busy.step(Void("dua", number, "wrong address"), FRIDAY)
    assert busy.balances()[CLAIMS_PAYABLE] == -800_00
    assert _shares(busy) == {"outstanding": 460_00, "void": 800_00}
    with pytest.raises(FundingError, match="found it voided"):
        busy.step(Void("dua", number, "again"), FRIDAY)
    monday = date(2026, 2, 2)
    run = busy.step(Prepare("ann"), monday)
    # the month's fee and premium are new; the account holds the float and what came back
    assert run.candidates.filter(payee="1000000004")["amount_cents"].to_list() == [800_00]
    busy.step(Approve("ann"), monday)
    if run.called_cents:
        busy.step(Deposit("dua", run.called_cents, monday), monday)
    paid = busy.step(Release("cem"), date(2026, 2, 5)).paid
    assert paid.filter(payee="1000000004")["amount_cents"].to_list() == [800_00]
    assert CLAIMS_PAYABLE not in busy.balances()
    sums = busy.rows("select claim_number, sum(amount_cents)::bigint from paid_line group by 1 order by 1")
    assert sums == [(1, 800_00), (2, 400_00)]
    assert verify(busy.code).agrees


def test_a_stale_cheque_is_owed_still_and_is_reissued_or_escheated(busy: PaymentShop) -> None:
    busy.funded_run()
    first, second = _number_of(busy, 800_00), _number_of(busy, 400_00)
    with pytest.raises(FundingError, match="expected 2026-07-29 or later"):
        busy.step(GoStale("dua", first), LATE - timedelta(days=1))
    assert stale_due(busy.code, LATE - timedelta(days=1)) == []
    assert {first, second} <= set(stale_due(busy.code, LATE))
    for number in (first, second):
        busy.step(GoStale("dua", number), LATE)
    assert busy.balances()[STALE_PAYMENTS] == -1200_00
    assert busy.balances()[CLAIMS_ACCOUNT] == 2200_00
    done = busy.step(Reissue("cem", first, "asked for it"), LATE)
    assert done["reissued_as"] == f"{first}-R"
    busy.step(Escheat("dua", second, "Illinois, report of 2026"), LATE)
    assert STALE_PAYMENTS not in busy.balances()
    assert busy.balances()[CLAIMS_ACCOUNT] == 1000_00
    assert _shares(busy) == {"outstanding": 860_00, "stale": 1200_00}
    busy.step(Clear("dua", f"{first}-R", 800_00), LATE)
    assert _shares(busy) == {"outstanding": 60_00, "cleared": 800_00, "stale": 1200_00}
    assert verify(busy.code).agrees


def test_on_the_cleared_basis_the_employer_keeps_the_money_until_the_bank_pays(fresh: Fresh) -> None:
    shop = fresh(basis="cleared")
    shop.claims(claim_row("A1", "80053", "1100"))
    run = shop.step(Prepare("ann"))
    assert run.called_cents == 1000_00  # the float alone
    shop.step(Approve("bob"))
    shop.step(Release("cem"), FRIDAY)
    assert shop.balances()[UNPRESENTED_PAYMENTS] == -860_00
    assert CLAIMS_ACCOUNT not in shop.balances()
    shop.step(Deposit("dua", 1000_00, FRIDAY), FRIDAY)
    number = _number_of(shop, 800_00)
    shop.step(Clear("dua", number, 800_00), FRIDAY)
    assert shop.balances()[CLAIMS_ACCOUNT] == 200_00
    assert shop.balances()[UNPRESENTED_PAYMENTS] == -60_00
    shop.step(Return("dua", number, "R03"), FRIDAY)
    assert shop.balances()[CLAIMS_ACCOUNT] == 1000_00
    assert shop.balances()[CLAIMS_PAYABLE] == -800_00
    assert _shares(shop) == {"outstanding": 60_00, "void": 800_00}
    assert verify(shop.code).agrees


@pytest.mark.parametrize(
    ("step", "error"),
    [
        (Clear("dua", "PAY-1"), "found none of that number"),
        (Clear("dua", "{first}", 799_99), "found 79999 cents at the bank, expected 80000"),
        (Clear("dua", "{first}", None, date(2026, 1, 29)), "expected 2026-01-30 to 2026-01-30"),
        (Void("dua", "{first}", " "), "expected a text"),
        (Escheat("dua", "{first}", "x"), "expected stale"),
        (Reissue("cem", "{first}", "x"), "expected stale"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_posted(busy: PaymentShop, step: object, error: str) -> None:
    busy.funded_run()
    number = step.payment_number.format(first=_number_of(busy, 800_00))  # type: ignore[attr-defined]
    before = busy.rows("select count(*) from posting"), busy.balances()
    with pytest.raises((ServiceError, FundingError), match=error):
        busy.step(type(step)(**{**vars(step), "payment_number": number}), FRIDAY)
    assert (busy.rows("select count(*) from posting"), busy.balances()) == before


def test_a_payment_of_the_weekly_round_has_the_same_life(store: object) -> None:
    shop = new_shop()
    shop.load("members.csv", (SHOP / "members.csv").read_bytes(), FOUNDED_ON)
    shop.load("claims.csv", claims_csv(claim_row("A1", "80053", "1100")), date(2026, 1, 20))
    nobody = pl.DataFrame(schema=ACCOUNTS)
    run_round(shop.code, date(2026, 1, 27), nobody)
    rows, _ = standing(shop.code)
    number = rows.filter(pl.col("amount_cents") == 800_00)["payment_number"][0]
    do_step(shop.code, Void("dua", number, "wrong account"), FRIDAY)
    again = run_round(shop.code, date(2026, 2, 3), nobody)
    assert again.paid_cents == 860_00  # the month's fee and premium too
    third = run_round(shop.code, date(2026, 2, 10), nobody)
    assert third.paid_cents == 0
    assert CLAIMS_PAYABLE not in shop.balances()
    assert shop.rows("select sum(amount_cents)::bigint from paid_line") == [(800_00,)]
    _, shares = standing(shop.code)
    assert (shares["void"], shares["issued"]) == (800_00, 860_00 + 860_00)
    assert verify(shop.code).agrees

"""A payment run: candidates held, called, approved, funded, released, sent, cleared."""

from datetime import date
from pathlib import Path

import pytest

from corridor.app.services.errors import ServiceError
from corridor.app.services.payments.approving import Approve
from corridor.app.services.payments.deposits import Deposit
from corridor.app.services.payments.life import Clear
from corridor.app.services.payments.preparing import Prepare
from corridor.app.services.payments.releasing import Release
from corridor.app.services.payments.sending import send
from corridor.app.services.payments.standing import payments_standing
from corridor.app.services.payments.steps import do_step
from corridor.app.services.verify import verify
from corridor.ledger.accounts import CLAIMS_ACCOUNT, CLAIMS_PAYABLE, FUNDING_RECEIVABLE
from tests.app.services.payments.conftest import FRIDAY, THURSDAY, TUESDAY, PaymentShop


def test_a_run_goes_from_candidates_to_cleared_payments(busy: PaymentShop, tmp_path: Path) -> None:
    run = busy.step(Prepare("ann"))
    # 800 + 400 of claims, fee 2 x 10, premium 2 x 20, float 1,000
    assert (run.run_number, run.called_cents, run.payable_cents) == ("RUN-20260127", 2260_00, 1260_00)
    assert busy.balances()[CLAIMS_PAYABLE] == -1200_00
    approval = busy.step(Approve("bob"))
    assert (approval.role, approval.is_complete) == ("first", True)
    busy.step(Deposit("dua", 2260_00, THURSDAY), THURSDAY)
    assert FUNDING_RECEIVABLE not in busy.balances()
    done = busy.step(Release("cem"), FRIDAY)
    assert done.paid.get_column("amount_cents").sum() == 1260_00
    assert done.unfunded.is_empty()
    assert done.short_cents == 0
    assert busy.balances()[CLAIMS_ACCOUNT] == 1000_00
    assert CLAIMS_PAYABLE not in busy.balances()
    names = send(busy.code, tmp_path, FRIDAY, "cem", do_step)
    assert names == list(done.files)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)
    for number in done.paid.get_column("payment_number"):
        busy.step(Clear("dua", number), date(2026, 2, 3))
    with busy.transaction() as tx:
        assert set(payments_standing(tx).get_column("state")) == {"cleared"}
    assert verify(busy.code).agrees


def test_what_is_not_funded_stops_says_whom_it_affects_and_goes_on(busy: PaymentShop) -> None:
    done = busy.funded_run(short_cents=1500_00)  # 760 is there: the oldest, fee and premium, and nothing after them
    assert busy.balances()[CLAIMS_ACCOUNT] == 760_00 - int(done.paid.get_column("amount_cents").sum())
    assert done.unfunded.height
    assert done.short_cents > 0
    affected = set(done.unfunded.get_column("payee"))
    busy.step(Deposit("dua", done.short_cents, FRIDAY), FRIDAY)
    rest = busy.step(Release("cem"), FRIDAY)
    assert set(rest.paid.get_column("payee")) == affected
    assert rest.unfunded.is_empty()
    again = busy.step(Release("cem"), FRIDAY)
    assert again.paid.is_empty()
    assert again.unfunded.is_empty()
    assert verify(busy.code).agrees


def test_nothing_is_released_that_is_not_approved_or_before_its_day(busy: PaymentShop) -> None:
    with pytest.raises(ServiceError, match="found none"):
        busy.step(Release("cem"))
    busy.step(Prepare("ann"))
    with pytest.raises(ServiceError, match="found 0 approvals, expected 1"):
        busy.step(Release("cem"), FRIDAY)
    busy.step(Approve("bob"))
    with pytest.raises(ServiceError, match="expected 2026-01-30 or later"):
        busy.step(Release("cem"), THURSDAY)
    with pytest.raises(ServiceError, match="expected a later day"):
        busy.step(Prepare("ann"), TUESDAY)

"""A payment run: candidates held, called, approved, funded, released, sent, cleared."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from corridor.app.services.cycle import ACCOUNTS, run_round
from corridor.app.services.errors import ServiceError
from corridor.app.services.ledger.acts import do_act
from corridor.app.services.ledger.entries import PostEntry
from corridor.app.services.ledger.holds import PlaceHold, PostHold
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
from tests.app.conftest import claim_row, claims_csv, new_shop
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


def test_a_candidate_of_which_something_changed_is_left_to_the_next_run(busy: PaymentShop) -> None:
    run = busy.step(Prepare("ann"))
    busy.step(Approve("bob"))
    busy.step(Deposit("dua", run.called_cents, THURSDAY), THURSDAY)
    busy.load("void.csv", _void_of_a2(), THURSDAY)  # its sender takes A2 back
    done = busy.step(Release("cem"), FRIDAY)
    assert done.dropped.get_column("payee").to_list() == ["1000000012"]
    assert "1000000004" in done.paid.get_column("payee")
    later = busy.step(Prepare("ann"), date(2026, 2, 3))
    assert "1000000012" not in later.candidates.get_column("payee")
    with pytest.raises(ServiceError, match="found RUN-20260203 after it"):
        busy.step(Release("cem", "RUN-20260127"), date(2026, 2, 6))
    assert verify(busy.code).agrees


def _void_of_a2() -> str:
    row = claim_row("V1", "80054", "500", service="2026-01-12", npi="1000000012")
    head, line = claims_csv(row).splitlines()
    return f"{head},frequency,original_reference\n{line},8,A2\n"


def test_money_that_was_not_called_in_another_currency_or_twice_is_refused(busy: PaymentShop) -> None:
    run = busy.step(Prepare("ann"))
    before = busy.balances()
    refused = (
        (Deposit("dua", 0, THURSDAY), "expected 1 or more"),
        (Deposit("dua", run.called_cents + 1, THURSDAY), "expected at most the 226000 that are called"),
        (Deposit("dua", 100, THURSDAY, currency="CAD"), "found currency CAD, expected USD"),
        (Deposit("dua", 100, FRIDAY), "expected 2026-01-29 or earlier"),
        (Deposit("dua", 100, date(2026, 1, 26)), "expected 2026-01-27 or later"),
        (Deposit("dua", 100, THURSDAY, "CALL-20260120"), "no call of that number"),
    )
    for step, error in refused:
        with pytest.raises(ServiceError, match=error):
            busy.step(step, THURSDAY)
    assert busy.balances() == before
    busy.step(Deposit("dua", run.called_cents, THURSDAY, run.call_number, "WIRE-1"), THURSDAY)
    with pytest.raises(ServiceError, match="found it recorded already"):
        busy.step(Deposit("dua", run.called_cents, THURSDAY, number="WIRE-1"), THURSDAY)
    with pytest.raises(ServiceError, match="it answered in full"):
        busy.step(Deposit("dua", 1, THURSDAY, run.call_number), THURSDAY)


def test_the_weekly_round_and_the_steps_are_for_different_arrangements(busy: PaymentShop) -> None:
    with pytest.raises(ServiceError, match=r"found funding\.deposits confirmed, expected assumed"):
        run_round(busy.code, TUESDAY, pl.DataFrame(schema=ACCOUNTS))
    assumed = new_shop()
    with pytest.raises(ServiceError, match=r"found funding\.deposits assumed, expected confirmed"):
        do_step(assumed.code, Prepare("ann"), TUESDAY)


def test_a_fee_that_a_person_paid_by_a_hold_is_not_paid_again(busy: PaymentShop) -> None:
    do_act(busy.code, PostEntry("ann", "opening", (("1000", 100_00), ("3000", -100_00)), "opening"), TUESDAY)
    number = do_act(busy.code, PlaceHold("ann", "1000", "2100", 15_00, "fee of the month"), TUESDAY)
    do_act(busy.code, PostHold("ann", number), TUESDAY)
    run = busy.step(Prepare("ann"))
    assert run.candidates.filter(payee="ADMINISTRATOR")["amount_cents"].to_list() == [5_00]

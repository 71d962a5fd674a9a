"""The trace of money: from a bank line to the row of the file, and from a claim to the bank."""

import pytest

from corridor.app.services.errors import ServiceError
from corridor.app.services.payments.approving import Approve
from corridor.app.services.payments.preparing import Prepare
from corridor.app.services.payments.releasing import Release
from corridor.app.services.trace import trace, trace_claim, trace_entry, trace_line, trace_payment
from tests.app.services.bank.conftest import BankShop, shop  # noqa: F401  (a fixture)
from tests.app.services.payments.conftest import FRIDAY, THURSDAY, TUESDAY


@pytest.fixture
def paid(shop: BankShop) -> BankShop:  # noqa: F811
    """Two claims paid, and the bank has shown it."""
    run = shop.shop.step(Prepare("ann"))
    shop.shop.step(Approve("ann"))
    shop.bank.move(run.called_cents, THURSDAY, reference=f"CALL-{TUESDAY:%Y%m%d}")
    shop.load(THURSDAY)
    shop.match(THURSDAY)
    shop.shop.step(Release("cem"), FRIDAY)
    for number, cents in shop.shop.rows("select payment_number, amount_cents from payment order by 1"):
        shop.bank.move(-cents, FRIDAY, reference=number)
    shop.load(FRIDAY)
    shop.match(FRIDAY)
    return shop


def test_from_a_claim_to_the_bank_and_back_to_the_row_of_its_file(paid: BankShop) -> None:
    forward = trace_claim(paid.code, 1)
    [source] = forward.sources
    assert (source.file, source.segment_first, source.batch) == ("claims.csv", 2, 3)
    [payment] = forward.payments
    assert (payment.amount_cents, payment.events) == (800_00, "approved released issued cleared")
    assert {call.received_cents for call in forward.calls} == {2260_00}
    assert {line.matched_cents for line in forward.bank_lines} == {2260_00, -800_00}
    kinds = {posting.entry_kind for posting in forward.postings}
    assert {"decision", "payment", "funding_call", "deposit"} <= kinds
    assert forward.sums["5000"] == 800_00
    line = next(one for one in forward.bank_lines if one.matched_cents == -800_00)
    back = trace_line(paid.code, line.statement_id, line.line_number)
    assert [(row.claim_number, row.file, row.segment_first) for row in back.sources] == [(1, "claims.csv", 2)]
    assert back.payments == forward.payments


def test_from_an_entry_and_from_a_payment(paid: BankShop) -> None:
    [payment] = trace_claim(paid.code, 2).payments
    by_payment = trace_payment(paid.code, payment.payment_number)
    assert [row.claim_number for row in by_payment.sources] == [2]
    assert trace_entry(paid.code, f"payment:{payment.payment_number}").bank_lines == by_payment.bank_lines
    call = trace_entry(paid.code, f"funding_call:CALL-{TUESDAY:%Y%m%d}")
    assert {line.matched_cents for line in call.bank_lines} == {2260_00}
    assert call.sources == ()


def test_nobody_is_named_in_a_trace_and_nothing_unknown_is_traced(paid: BankShop) -> None:
    told = repr(trace_claim(paid.code, 1))
    assert "Practice" not in told
    assert "E1" not in told
    for start, name in (("claim", "99"), ("claim", "x"), ("entry", "no"), ("payment", "no"), ("line", "S001/9")):
        with pytest.raises(ServiceError, match=f"trace of {start}"):
            trace(paid.code, start, name)
    with pytest.raises(ServiceError, match="found no start"):
        trace(paid.code, "balance", "1000")

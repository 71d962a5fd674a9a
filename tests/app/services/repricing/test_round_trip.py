"""A claim of a rented network: out, back, priced; late, priced without it; an answer taken back; what it is owed."""

import csv
import io
from datetime import date

import pytest

from corridor.app.services.amend import amend
from corridor.app.services.documents import NETWORK_CONTRACT, SourceDocument
from corridor.app.services.intake import NamedFile
from corridor.app.services.repricing.send import Overdue, price_overdue, send_out
from corridor.app.services.undo import undo
from corridor.app.services.verify import verify
from corridor.ledger.accounts import NETWORK_FEE_EXPENSE, NETWORK_FEE_PAYABLE
from tests.app.conftest import Shop, claim_row, claims_csv

SENT_ON, DUE_ON = date(2026, 1, 22), date(2026, 2, 1)
CONTRACT = """
code: RENTED
name: A rented network
effective: 2025-01-01
repricing:
  clause: "7"
  text: The network answers within ten days, for $4 a claim and a tenth of the savings.
  answer_days: 10
  fee_per_claim: 4
  share_of_savings: 10%
lines:
  - name: without_an_answer
    clause: "8"
    text: Without an answer in time, 80% of the charge.
    percent_of_charge: {percent: 80%}
"""
PROVIDERS = "npi,network,contract,effective_from\n1000000004,in,RENTED,2025-01-01\n"


@pytest.fixture
def rented(shop: Shop) -> Shop:
    """A shop with a claim of two lines at a provider of the network."""
    amend(shop.code, [SourceDocument(NETWORK_CONTRACT, "rented.yaml", CONTRACT.encode())], date(2026, 1, 20))
    shop.load("providers.csv", PROVIDERS, date(2026, 1, 20))
    two = (claim_row("A", "99213", "100.00", network=""), claim_row("A", "99214", "60.00", network=""))
    shop.load("claims.csv", claims_csv(*two), date(2026, 1, 21))
    return shop


def allowed(shop: Shop) -> list[tuple[str, int]]:
    return shop.rows("select reason, allowed_cents from current_decision order by claim_number, line_number")


def answers(*rows: tuple[int, int, str]) -> str:
    lines = [f"RENTED,{claim},{line},{dollars}" for claim, line, dollars in rows]
    return "\n".join(("network,claim_number,line_number,repriced", *lines)) + "\n"


def test_a_claim_waits_goes_out_once_and_names_nobody(rented: Shop) -> None:
    assert allowed(rented) == [("awaiting_repricing", 0)] * 2
    (file,) = send_out(rented.code, SENT_ON)
    assert (file.network, file.claims, file.due_on) == ("RENTED", 1, DUE_ON)
    rows = list(csv.DictReader(io.StringIO(file.content.decode())))
    assert [row["charge"] for row in rows] == ["100.00", "60.00"]
    assert not {"member_id", "subscriber_id", "patient_last_name", "patient_birth_date"} & set(rows[0])
    assert send_out(rented.code, SENT_ON) == ()


def test_what_the_network_answers_is_the_price_and_it_is_owed_its_fee(rented: Shop) -> None:
    send_out(rented.code, SENT_ON)
    taken = rented.load("answers.csv", answers((1, 1, "70.00"), (1, 2, "45.00")), date(2026, 1, 28))
    assert (taken.counts["lines"], taken.counts["claims_redecided"], taken.faults) == (2, 1, ())
    assert allowed(rented) == [("paid", 7_000), ("paid", 4_500)]
    fee = 400 + (16_000 - 11_500) // 10
    balances = rented.balances()
    assert (balances[NETWORK_FEE_EXPENSE], balances[NETWORK_FEE_PAYABLE]) == (fee, -fee)
    assert verify(rented.code).agrees


def test_without_an_answer_in_time_the_contract_itself_prices(rented: Shop) -> None:
    send_out(rented.code, SENT_ON)
    assert price_overdue(rented.code, DUE_ON) == Overdue(0, 0)
    assert price_overdue(rented.code, date(2026, 2, 2)) == Overdue(1, 1)
    assert allowed(rented) == [("paid", 8_000), ("paid", 4_800)]
    assert NETWORK_FEE_EXPENSE not in rented.balances()
    assert verify(rented.code).agrees


def test_a_line_that_the_network_does_not_price_falls_back_at_once(rented: Shop) -> None:
    send_out(rented.code, SENT_ON)
    rented.load("answers.csv", answers((1, 1, "70.00"), (1, 2, "")), date(2026, 1, 28))
    assert allowed(rented) == [("paid", 7_000), ("paid", 4_800)]


def test_an_answer_that_nobody_asked_for_is_reported_and_the_others_are_taken(rented: Shop) -> None:
    send_out(rented.code, SENT_ON)
    content = answers((1, 1, "70.00"), (1, 2, "999.00"), (77, 1, "5.00"))
    taken = rented.load("answers.csv", content, date(2026, 1, 28))
    assert taken.counts["lines"] == 1
    assert len(taken.faults) == 2
    assert "claim 77 line 1" in " ".join(taken.faults)
    assert allowed(rented) == [("paid", 7_000), ("awaiting_repricing", 0)]


def test_answers_taken_back_leave_the_claim_waiting_and_nothing_owed(rented: Shop) -> None:
    send_out(rented.code, SENT_ON)
    content = answers((1, 1, "70.00"), (1, 2, "45.00"))
    rented.load("answers.csv", content, date(2026, 1, 28))
    undo(rented.code, NamedFile("answers.csv", content.encode()), date(2026, 1, 29))
    assert allowed(rented) == [("awaiting_repricing", 0)] * 2
    assert NETWORK_FEE_EXPENSE not in rented.balances()
    assert verify(rented.code).agrees


def test_a_claim_that_came_repriced_does_not_wait(rented: Shop) -> None:
    header = claims_csv().strip() + ",repriced\n"
    row = claim_row("B", "99213", "100.00", network="", service="2026-01-12") + ",66.00\n"
    rented.load("more.csv", header + row, date(2026, 1, 23))
    assert allowed(rented)[-1] == ("paid", 6_600)

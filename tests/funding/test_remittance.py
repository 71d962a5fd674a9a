"""A round, its bank file and its 835: the same money three times over."""

from datetime import date, datetime
from pathlib import Path

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.banking.nacha import credit_file
from corridor.banking.nacha_check import check
from corridor.banking.nacha_read import read_ach
from corridor.edi.x835.balance import check_balance
from corridor.edi.x835.write import remittance_envelope, write_835
from corridor.funding.arrangement import load_arrangement
from corridor.funding.cycle import Cycle, fund_of, run_cycle
from corridor.funding.payments import open_items
from corridor.funding.postings import decision_postings, payees_of, reversal_postings
from corridor.funding.remittance import Remittances, assign, payer_of, payment_day, reportable_lines
from corridor.records.claims import CLAIMS
from corridor.records.decisions import DECISIONS

MERIDIAN = load_arrangement(Path(__file__).parents[2] / "plans" / "meridian" / "arrangement.yaml")
TUESDAY = date(2026, 1, 6)
PAYEES = ("1999999992", "1888888880", "1777777779")


def made(*lines: tuple[int, int, str], payee: dict[int, str] | None = None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Decisions and claim lines. Each line: claim, cents paid of a charge of 100.00 more, status."""
    decided, sent = [], []
    for number, (claim, cents, status) in enumerate(lines, 1):
        is_paid = status == "paid"
        charge = cents + 100_00
        decided.append(
            {
                "claim_number": claim,
                "line_number": number,
                "version": 0,
                "member_id": f"M{claim}",
                "plan_code": "PPO",
                "service_from": date(2025, 12, 1),
                "status": status,
                "reason": {"paid": "paid", "denied": "duplicate", "pended": "unknown_code"}[status],
                "charge_cents": charge,
                "allowed_cents": charge if is_paid else 0,
                "write_off_cents": 0,
                "above_allowed_cents": 0,
                "deductible_cents": 100_00 if is_paid else 0,
                "coinsurance_cents": 0,
                "copay_cents": 0,
                "over_limit_cents": 0,
                "penalty_cents": 0,
                "not_recognised_cents": 0,
                "other_paid_cents": 0,
                "account_cents": 0,
                "not_covered_cents": 0 if is_paid else charge,
                "plan_paid_cents": cents if is_paid else 0,
                "decided_on": date(2026, 1, 2),
            }
        )
        sent.append(
            {
                "claim_number": claim,
                "claim_index": claim,
                "line_number": number,
                "claim_id": f"A{claim}",
                "kind": "professional",
                "frequency": "1",
                "subscriber_id": f"M{claim}",
                "received_date": date(2026, 1, 2),
                "service_from": date(2025, 12, 1),
                "service_to": date(2025, 12, 1),
                "place_of_service": "11",
                "procedure_code": "99213",
                "units": 1_000,
                "charge_cents": charge,
                "billing_npi": (payee or {}).get(claim, PAYEES[claim % 3]),
                "billing_name": "Clinic",
            }
        )
    claims = CLAIMS.from_rows(sent).with_columns(pl.Series("claim_number", [row["claim_number"] for row in sent]))
    return DECISIONS.from_rows(decided), claims


def round_of(decisions: pl.DataFrame, claims: pl.DataFrame) -> tuple[Cycle, Remittances]:
    journal = decision_postings(decisions, payees_of(claims), {"PPO": "medical"})
    round_ = run_cycle(open_items(journal), fund_of(journal), MERIDIAN, TUESDAY)
    return round_, remit(round_, reportable_lines(decisions, claims, DECISIONS.empty()), claims)


def remit(round_: Cycle, lines: pl.DataFrame, claims: pl.DataFrame) -> Remittances:
    return assign(round_, lines, payees_of(claims), payment_day(MERIDIAN, TUESDAY))


def accounts(payments: pl.DataFrame) -> pl.DataFrame:
    return payments.select(
        pl.col("payee").unique(), pl.lit("072199994").alias("routing"), pl.lit("5500").alias("account")
    )


def file_of(remittances: Remittances) -> bytes:
    return write_835(
        remittances.payments,
        remittances.lines,
        payer=payer_of(MERIDIAN),
        accounts=accounts(remittances.payments),
        offsets=remittances.offsets,
        envelope=remittance_envelope("990000001", "CLEARINGHOUSE", datetime(2026, 1, 9, 9), 1),
    )


def totals_835(content: bytes) -> dict[str, str]:
    """TRN02 -> BPR02."""
    segments = [segment.strip().split("*") for segment in content.decode().split("~")]
    paid = [segment[2] for segment in segments if segment[0] == "BPR"]
    traces = [segment[2] for segment in segments if segment[0] == "TRN"]
    return dict(zip(traces, paid, strict=True))


def test_paid_and_denied_claims_of_a_payee_ride_on_one_payment():
    _, remittances = round_of(*made((3, 500, "paid"), (6, 0, "denied")))
    assert remittances.lines.select("payment_number", "claim_number").rows() == [
        ("PAY-20260106-0001", 3),
        ("PAY-20260106-0001", 6),
    ]


def test_a_payee_with_denials_only_gets_a_remittance_without_money():
    _, remittances = round_of(*made((3, 0, "denied")))
    assert remittances.payments.select("payment_number", "payee_name", "amount_cents", "method").rows() == [
        ("NON-20260109-0001", "Clinic", 0, "NON")
    ]
    assert check_balance(file_of(remittances)) == []


def test_a_pended_line_is_not_reported_and_its_claim_is_partial():
    _, remittances = round_of(*made((3, 500, "paid"), (3, 0, "pended"), (4, 0, "pended")))
    assert remittances.lines.select("claim_number", "line_number", "is_partial").rows() == [(3, 1, True)]


def test_an_employee_who_is_reimbursed_gets_no_835():
    decisions, claims = made((3, 500, "paid"), (4, 0, "denied"))
    unbilled = claims.with_columns(pl.lit(None, pl.String).alias("billing_npi"))
    round_, remittances = round_of(decisions, unbilled)
    assert round_.payments["amount_cents"].to_list() == [500]
    assert remittances.payments.is_empty()
    assert remittances.lines.is_empty()


def test_a_payment_that_is_held_is_not_reported():
    decisions, claims = made((3, 500, "paid"))
    journal = decision_postings(decisions, payees_of(claims), {"PPO": "medical"})
    round_ = run_cycle(open_items(journal), fund_of(journal), MERIDIAN, TUESDAY, received_cents=100)
    remittances = remit(round_, reportable_lines(decisions, claims, DECISIONS.empty()), claims)
    assert remittances.lines.is_empty()


def test_a_claim_taken_back_is_reversed_and_recovered_from_the_next_payment():
    decisions, claims = made((3, 500, "paid"), (6, 900, "paid"))
    first, second = decisions.filter(pl.col("claim_number") == 3), decisions.filter(pl.col("claim_number") == 6)
    journal = decision_postings(first, payees_of(claims), {"PPO": "medical"})
    paid = run_cycle(open_items(journal), fund_of(journal), MERIDIAN, date(2025, 12, 30))
    journal = pl.concat([journal, paid.postings])
    journal = pl.concat(
        [
            journal,
            reversal_postings(journal, [3], date(2026, 1, 5)),
            decision_postings(second, payees_of(claims), {"PPO": "medical"}),
        ]
    )
    round_ = run_cycle(open_items(journal), fund_of(journal), MERIDIAN, TUESDAY)
    remittances = remit(round_, reportable_lines(second, claims, first), claims)
    content = file_of(remittances)
    assert check_balance(content) == []
    assert list(totals_835(content).values()) == ["4"]
    assert [s.split("*")[2] for s in content.decode().split("\n") if s.startswith("CLP")] == ["22", "1"]


@settings(deadline=None, max_examples=30)
@given(
    st.lists(
        st.tuples(st.integers(1, 12), st.integers(0, 10**6), st.sampled_from(["paid", "denied", "pended"])),
        min_size=1,
        max_size=20,
    )
)
def test_bank_file_journal_and_835_pay_the_same(parts):
    round_, remittances = round_of(*made(*parts))
    paid = dict(round_.payments.select("trace", "amount_cents").rows())
    if not len(remittances.payments):
        return
    content = file_of(remittances)
    assert check_balance(content) == []
    said = {trace: round(float(amount) * 100) for trace, amount in totals_835(content).items()}
    assert {trace: cents for trace, cents in said.items() if cents} == paid
    if paid:
        due = round_.payments
        bank = credit_file(MERIDIAN.originator, due, accounts(due), datetime(2026, 1, 6), date(2026, 1, 9))
        assert check(bank) == []
        entries = [r for r in bank.decode().splitlines() if r[0] == "6"]
        traces = [r[3:].split("*")[2] for r in bank.decode().splitlines() if r[0] == "7"]
        assert dict(zip(traces, (int(entry[29:39]) for entry in entries), strict=True)) == paid
        entries_read = read_ach(bank).entries
        assert [(entry.trn, entry.amount_cents) for entry in entries_read] == list(paid.items())
        of_835 = {s.strip() for s in content.decode().split("~") if s.strip().startswith("TRN*")}
        assert {entry.addenda[0].removesuffix("~") for entry in entries_read} <= of_835

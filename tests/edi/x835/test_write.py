"""The 835 that we write: balanced, accepted by an independent reader, and saying what was decided."""

from datetime import date, datetime
from io import StringIO
from typing import Any

import polars as pl
import pytest
import pyx12.params
import pyx12.x12n_document
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.codes.reasons import REASONS
from corridor.edi.x12.write import Address
from corridor.edi.x835.adjustments import RemittanceError
from corridor.edi.x835.balance import check_balance
from corridor.edi.x835.lines import REMITTANCE_LINES
from corridor.edi.x835.write import Payer, remittance_envelope, write_835

PAYER = Payer(
    "Corridor Benefit Administrators",
    "1990000001",
    Address("100 Example Street", "Springfield", "IL", "62701"),
    "2175550100",
    "091099994",
    "4400100200",
)
ENVELOPE = remittance_envelope("990000001", "CLEARINGHOUSE", datetime(2026, 1, 9, 9, 30), 7)
ACCOUNTS = pl.DataFrame({"payee": ["1999999992"], "routing": ["072199994"], "account": ["5500100"]})
NO_OFFSETS = pl.DataFrame(schema={"payment_number": pl.String, "claim_number": pl.Int64, "amount_cents": pl.Int64})


def line(**changed: Any) -> dict[str, Any]:
    """An office visit of 200.00: 40 written off, 25 copay, 135 paid."""
    base = {
        "payment_number": "PAY-1",
        "claim_number": 41,
        "line_number": 1,
        "version": 0,
        "is_reversal": False,
        "is_partial": False,
        "claim_id": "ACCT-7",
        "kind": "professional",
        "frequency": "1",
        "place_of_service": "11",
        "bill_type": None,
        "received_date": date(2026, 1, 2),
        "subscriber_id": "M0000001",
        "member_id": "M0000001-02",
        "patient_first_name": "Ayşe",
        "patient_last_name": "Yıldız",
        "rendering_npi": None,
        "service_from": date(2025, 12, 20),
        "service_to": date(2025, 12, 20),
        "revenue_code": None,
        "procedure_code": "99213",
        "modifiers": None,
        "units": 1_000,
        "reason": "paid",
        "charge_cents": 200_00,
        "allowed_cents": 160_00,
        "write_off_cents": 40_00,
        "above_allowed_cents": 0,
        "deductible_cents": 0,
        "coinsurance_cents": 0,
        "copay_cents": 25_00,
        "over_limit_cents": 0,
        "penalty_cents": 0,
        "not_recognised_cents": 0,
        "other_paid_cents": 0,
        "account_cents": 0,
        "not_covered_cents": 0,
        "plan_paid_cents": 135_00,
    }
    return base | changed


def denied(reason: str, **changed: Any) -> dict[str, Any]:
    nothing = {"allowed_cents": 0, "write_off_cents": 0, "copay_cents": 0, "plan_paid_cents": 0}
    return line(reason=reason, not_covered_cents=200_00, **nothing, **changed)


def payment(cents: int, **changed: Any) -> dict[str, Any]:
    base = {
        "payment_number": "PAY-1",
        "payee": "1999999992",
        "payee_name": "Prairie Family Clinic",
        "paid_on": date(2026, 1, 9),
        "amount_cents": cents,
        "method": "ACH" if cents else "NON",
        "trace": "20260109000001",
    }
    return base | changed


def write(lines: list[dict[str, Any]], cents: int, offsets: pl.DataFrame = NO_OFFSETS, **changed: Any) -> bytes:
    return write_835(
        pl.DataFrame([payment(cents, **changed)]),
        REMITTANCE_LINES.from_rows(lines),
        payer=PAYER,
        accounts=ACCOUNTS,
        offsets=offsets,
        envelope=ENVELOPE,
    )


def offset(cents: int, claim: int = 41) -> pl.DataFrame:
    return pl.DataFrame({"payment_number": ["PAY-1"], "claim_number": [claim], "amount_cents": [cents]})


def segments(content: bytes, *ids: str) -> list[str]:
    return [s for s in content.decode().replace("\n", "").split("~") if s.split("*")[0] in ids]


def assert_accepted(content: bytes) -> None:
    """pyx12 finds nothing wrong, and the file balances."""
    assert check_balance(content) == []
    verdict = StringIO()
    sound = pyx12.x12n_document.x12n_document(pyx12.params.params(), StringIO(content.decode()), verdict, None)
    assert sound, verdict.getvalue()


def test_an_office_visit():
    content = write([line()], 135_00)
    assert_accepted(content)
    assert segments(content, "BPR", "TRN", "CLP", "CAS", "NM1", "SVC", "DTM", "REF", "AMT") == [
        "BPR*I*135*C*ACH*CCP*01*091099994*DA*4400100200*1990000001**01*072199994*DA*5500100*20260109",
        "TRN*1*20260109000001*1990000001",
        "DTM*405*20260109",
        "CLP*ACCT-7*1*200*135*25*12*41*11*1",
        "NM1*QC*1*YILDIZ*AYSE****MI*M0000001-02",
        "DTM*050*20260102",
        "SVC*HC:99213*200*135",
        "DTM*472*20251220",
        "CAS*CO*45*40",
        "CAS*PR*3*25",
        "REF*6R*1",
        "AMT*B6*160",
    ]


def test_every_share_of_the_member_has_its_code():
    shares = {
        "deductible_cents": 10_00,
        "coinsurance_cents": 5_00,
        "over_limit_cents": 7_00,
        "above_allowed_cents": 9_00,
    }
    content = write([line(write_off_cents=31_00, plan_paid_cents=113_00, **shares)], 113_00)
    assert_accepted(content)
    assert segments(content, "CAS") == ["CAS*CO*45*31", "CAS*PR*1*10**119*7**2*5**3*25**45*9"]
    assert segments(content, "CLP")[0].split("*")[5] == "56"


def test_what_another_plan_paid_makes_the_claim_a_secondary_one():
    shares = {"other_paid_cents": 100_00, "penalty_cents": 12_00, "not_recognised_cents": 8_00, "copay_cents": 0}
    content = write([line(plan_paid_cents=40_00, **shares)], 40_00)
    assert_accepted(content)
    assert segments(content, "CAS") == ["CAS*CO*45*40", "CAS*OA*23*100", "CAS*PR*169*8**197*12"]
    assert segments(content, "CLP") == ["CLP*ACCT-7*2*200*40*20*12*41*11*1"]


def test_the_account_pays_with_the_plan_and_lessens_what_the_patient_owes():
    content = write([line(account_cents=20_00)], 155_00)
    assert_accepted(content)
    assert segments(content, "CAS") == ["CAS*CO*45*40", "CAS*PR*187*-20**3*25"]
    assert segments(content, "CLP", "SVC") == ["CLP*ACCT-7*1*200*155*5*12*41*11*1", "SVC*HC:99213*200*155"]


def test_more_than_six_codes_of_a_group_make_another_segment():
    names = ("deductible", "coinsurance", "over_limit", "penalty", "not_recognised", "above_allowed")
    parts = {f"{name}_cents": 1_00 for name in names}
    content = write([line(write_off_cents=34_00, account_cents=2_00, **parts)], 137_00)
    assert check_balance(content) == []
    assert segments(content, "CAS") == [
        "CAS*CO*45*34",
        "CAS*PR*1*1**119*1**169*1**187*-2**197*1**2*1",
        "CAS*PR*3*25**45*1",
    ]


@pytest.mark.parametrize("reason", [r for r in REASONS if r.status == "denied"], ids=lambda r: r.name)
def test_every_denial_is_reported_with_its_code_and_no_money(reason):
    content = write([denied(reason.name)], 0)
    assert_accepted(content)
    assert segments(content, "BPR") == ["BPR*H*0*C*NON************20260109"]
    assert segments(content, "CAS") == [f"CAS*{reason.group}*{reason.carc}*200"]
    assert segments(content, "LQ") == ([f"LQ*HE*{reason.rarc}"] if reason.rarc else [])
    status = "4" if reason.name == "unknown_member" else "1"
    assert segments(content, "CLP")[0].split("*")[2] == status


@pytest.mark.parametrize(
    ("changed", "service"),
    [
        ({"kind": "dental", "procedure_code": "D2740"}, "SVC*AD:D2740*200*135"),
        ({"kind": "pharmacy", "procedure_code": "99999012345", "units": 30_000}, "SVC*N4:99999012345*200*135**30"),
        ({"modifiers": "25:GT"}, "SVC*HC:99213:25:GT*200*135"),
        ({"units": 2_500}, "SVC*HC:99213*200*135**2.5"),
        ({"kind": "institutional", "bill_type": "13", "revenue_code": "0450"}, "SVC*HC:99213*200*135*0450"),
        (
            {"kind": "institutional", "bill_type": "11", "revenue_code": "0120", "procedure_code": None},
            "SVC*NU:0120*200*135",
        ),
    ],
)
def test_each_kind_of_service_is_named_its_own_way(changed, service):
    content = write([line(**changed)], 135_00)
    assert_accepted(content)
    assert segments(content, "SVC") == [service]


def test_a_line_without_any_code_is_reported_at_claim_level():
    content = write([line(procedure_code=None)], 135_00)
    assert_accepted(content)
    assert segments(content, "SVC") == []
    assert segments(content, "CAS", "DTM")[1:] == [
        "CAS*CO*45*40",
        "CAS*PR*3*25",
        "DTM*232*20251220",
        "DTM*233*20251220",
        "DTM*050*20260102",
    ]


def test_a_stay_shows_its_first_and_last_day():
    content = write([line(service_to=date(2025, 12, 24))], 135_00)
    assert_accepted(content)
    assert segments(content, "DTM")[2:] == ["DTM*150*20251220", "DTM*151*20251224"]


def test_a_claim_with_lines_still_open_says_so():
    # The independent reader's list of remark codes lacks this one, so that only the balance is asked of it.
    content = write([line(is_partial=True)], 135_00)
    assert check_balance(content) == []
    assert segments(content, "MOA") == ["MOA***MA15"]


def test_an_overpayment_taken_back_lessens_the_payment():
    content = write([line()], 100_00, offset(35_00, claim=12))
    assert_accepted(content)
    assert segments(content, "PLB") == ["PLB*1999999992*20261231*FB:12*35"]


def test_a_reversal_that_is_recovered_at_once_needs_no_adjustment():
    rows = [line(claim_number=12, is_reversal=True), denied("after_termination", claim_number=12, version=1)]
    content = write([line(), *rows], 0, offset(135_00, claim=12))
    assert_accepted(content)
    assert segments(content, "PLB") == []
    assert [s.split("*")[2:5] for s in segments(content, "CLP")] == [
        ["22", "-200", "-135"],
        ["1", "200", "0"],
        ["1", "200", "135"],
    ]


def test_a_reversal_that_is_not_recovered_yet_goes_forward():
    content = write([line(is_reversal=True)], 0)
    assert_accepted(content)
    assert segments(content, "PLB") == ["PLB*1999999992*20261231*FB:41*-135"]


def test_more_than_six_adjustments_make_another_segment():
    offsets = pl.concat([offset(1_00, claim=n) for n in range(1, 9)])
    # The guide repeats PLB without limit; the independent reader's map allows one, so that it is not asked.
    content = write([line()], 127_00, offsets)
    assert check_balance(content) == []
    assert [s.count("FB:") for s in segments(content, "PLB")] == [6, 2]


def test_a_payment_that_differs_from_its_claims_is_refused():
    with pytest.raises(RemittanceError, match="payment PAY-1: found claims that differ from it by 1 cents, expected 0"):
        write([line()], 134_99)


def test_a_line_that_does_not_add_up_is_refused():
    with pytest.raises(RemittanceError, match="claim 41 line 1: found 1 cents of the charge neither paid nor adjusted"):
        write([line(copay_cents=24_99)], 135_00)


def test_a_denied_amount_without_a_code_is_refused():
    with pytest.raises(RemittanceError, match="claim 41 line 1: found reason paid on a denied amount"):
        write([line(write_off_cents=0, not_covered_cents=40_00)], 135_00)


def test_a_payee_that_is_neither_npi_nor_tax_id_is_refused():
    with pytest.raises(RemittanceError, match="payment PAY-1: found a payee of wrong form, expected NPI or tax id"):
        write([line()], 0, offset(135_00), payee="M0000001", method="NON")


def test_a_payee_without_bank_account_is_refused():
    with pytest.raises(RemittanceError, match="payment PAY-1: found no bank account of the payee, expected one"):
        write([line()], 135_00, payee="1888888880")


shares = st.integers(0, 10**7)
made_lines = st.builds(
    lambda paid, off, above, ded, coins, copay, over, penalty, other, account, units: line(
        charge_cents=paid + off + above + ded + coins + copay + over + penalty + other,
        plan_paid_cents=paid,
        write_off_cents=off,
        above_allowed_cents=above,
        deductible_cents=ded,
        coinsurance_cents=coins,
        copay_cents=copay,
        over_limit_cents=over,
        penalty_cents=penalty,
        other_paid_cents=other,
        account_cents=min(account, ded + coins + copay),
        units=units,
    ),
    *[shares] * 10,
    st.integers(1, 10**6),
)


@settings(deadline=None, max_examples=30)
@given(st.lists(made_lines | st.builds(denied, st.sampled_from(["duplicate", "not_covered"])), min_size=1, max_size=6))
def test_line_claim_and_payment_balance_whatever_was_decided(made):
    numbered = [row | {"line_number": n} for n, row in enumerate(made, 1)]
    content = write(numbered, sum(row["plan_paid_cents"] + row["account_cents"] for row in made))
    assert check_balance(content) == []

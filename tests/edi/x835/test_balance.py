"""The balance check: real files balance, and a cent that is moved is found."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.edi.x835.adjustments import RemittanceError
from corridor.edi.x835.balance import check_balance

SAMPLES = Path(__file__).parents[3] / ".." / "shared" / "samples" / "x12"

ISA = "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260109*0900*^*00501*000000001*0*P*:~"
BODY = (
    "ST*835*0001~BPR*I*{bpr}*C*ACH~CLP*A*1*100*{clp}*20*12*1~CAS*CO*45*10~NM1*QC*1*DOE~SVC*HC:99213*100*{svc}~"
    "CAS*CO*45*10~CAS*PR*{pr}~PLB*1999999999*20261231*FB:1*{plb}~SE*9*0001~"
)


def file(bpr="65", clp="70", svc="70", pr="1*20", plb="5", claim_cas=False) -> bytes:
    body = BODY if claim_cas else BODY.replace("CAS*CO*45*10~NM1", "NM1")
    return (ISA + body.format(bpr=bpr, clp=clp, svc=svc, pr=pr, plb=plb)).encode()


def test_a_file_that_balances_has_no_fault():
    assert check_balance(file()) == []


@pytest.mark.parametrize(
    ("given", "messages"),
    [
        ({"bpr": "65.01"}, ["segment 3, BPR02: found 65.01, expected 65"]),
        ({"plb": "4.99"}, ["segment 3, BPR02: found 65, expected 65.01"]),
        ({"svc": "69.99"}, ["segment 6, SVC02: found 100, expected 99.99"]),
        ({"pr": "1*19*"}, ["segment 6, SVC02: found 100, expected 99", "segment 4, CLP03: found 100, expected 99"]),
        ({"claim_cas": True}, ["segment 4, CLP03: found 100, expected 110"]),
        ({"clp": "71", "bpr": "66"}, ["segment 4, CLP03: found 100, expected 101"]),
    ],
)
def test_a_cent_that_is_moved_is_found(given, messages):
    found = [str(fault) for fault in check_balance(file(**given))]
    for message in messages:
        assert message in found


def test_an_amount_that_is_no_number_is_refused():
    with pytest.raises(RemittanceError, match="found an amount that is missing or no number"):
        check_balance(file(clp="7O"))


@pytest.mark.parametrize(
    "name",
    [
        "linuxforhealth-x12/835/cob-contractural-adjustment.835",
        "linuxforhealth-x12/835/managed-care.835",
        "linuxforhealth-x12/835/medicare-part-a.835",
        "tigershark/835/5010-835-example-1.txt",
        "tigershark/835/5010-835-example-2.txt",
        "badx12/835/X221-dollars-and-data-sent-separate.edi",
        "badx12/835/X221-dollars-and-data-sent-together.edi",
        "badx12/835/X221-secondary-payment-with-higher-fee-schedule.edi",
    ],
)
def test_files_of_others_balance(name):
    if not SAMPLES.exists():
        pytest.skip("../shared is absent")
    assert check_balance((SAMPLES / name).read_bytes()) == []


@settings(deadline=None, max_examples=200)
@given(st.integers(0, len(file()) - 1), st.integers(0, 255), st.integers(0, 3))
def test_a_damaged_file_is_refused_or_read_and_never_a_crash(at, byte, cut):
    damaged = file()[:at] + bytes([byte]) + file()[at + cut :]
    with suppress(RemittanceError):
        assert isinstance(check_balance(damaged), list)

"""The independent check: real files accepted, each kind of damage named."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.banking.nacha_check import check

SAMPLES = Path(__file__).parents[2] / ".." / "shared" / "samples" / "nacha"

FAULT_OF = {
    "addenda_indicator_0": "record 4, addenda: found one, expected none, as the entry says",
    "batch_count_wrong": "record 10, batch count: found 000002, expected 000001",
    "batch_credit_total_one_cent": "record 9, batch credit total: found 000001243568, expected 1243567",
    "batch_hash_wrong": "record 9, batch entry hash: found 0006310005, expected 6310004",
    "batch_number_mismatch": "record 9, batch number: found 0000007, expected 0000001",
    "entry_count_wrong": "record 9, batch entry and addenda count: found 000005, expected 6",
    "file_credit_total_one_cent": "record 10, file credit total: found 000001243568, expected 1243567",
    "header_not_first": "record 1, record type: found 5, expected 1, the file header",
    "non_ascii_name": "record 3, characters: found a byte outside ASCII, expected printable ASCII",
    "not_padded": "record 13, records: found 13, expected a multiple of ten, filled with 9s",
    "record_after_control": "record 11, record type: found 5, expected nothing but fill after the file control",
    "short_line": "record 4, length: found 93, expected 94",
    "trace_descending": "record 5, trace number: found one that does not ascend, expected more than the one before",
    "trace_wrong_odfi": "record 3, trace number: found another bank, expected the ODFI of the batch header",
    "two_addenda_on_ccd": "record 5, addenda: found 2, expected one at most in CCD",
    "unknown_tran_code": "record 3, transaction code: found '99', expected a credit or a debit of a known kind",
    "zero_amount": "record 3, amount: found 0, expected more than 0 for this transaction code",
}


def sample_files(folder: str) -> list[Path]:
    return sorted((SAMPLES / folder).glob("*.ach"))


def test_every_valid_sample_is_accepted():
    if not SAMPLES.exists():
        pytest.skip("../shared is absent")
    files = sample_files("made_valid")
    assert files
    assert {file.name: check(file.read_bytes()) for file in files} == {file.name: [] for file in files}


@pytest.mark.parametrize("name", sorted(FAULT_OF))
def test_the_fault_of_every_invalid_sample_is_named(name):
    file = SAMPLES / "made_invalid" / f"{name}.ach"
    if not SAMPLES.exists():
        pytest.skip("../shared is absent")
    assert FAULT_OF[name] in [str(fault) for fault in check(file.read_bytes())]


def test_every_invalid_sample_has_its_row():
    if not SAMPLES.exists():
        pytest.skip("../shared is absent")
    assert {file.stem for file in sample_files("made_invalid")} == set(FAULT_OF)


def test_a_file_without_control_is_a_fault():
    header = "101 091099994 0910999942601060930A094101" + " " * 54
    faults = [str(fault) for fault in check(f"{header}\n".encode())]
    assert "record 1, file control: found none, expected a record of type 9" in faults


def test_an_entry_outside_a_batch_is_a_fault():
    assert any("a batch header first" in str(fault) for fault in check((("6" * 94 + "\n") * 10).encode()))


def test_files_of_others_are_read_without_a_crash():
    if not SAMPLES.exists():
        pytest.skip("../shared is absent")
    for file in (SAMPLES / "moov").iterdir():
        assert isinstance(check(file.read_bytes()), list)


SOUND = "\n".join(
    [
        "101 091099994 0910999942601060930A094101PRAIRIE TEST BANK      MERIDIAN PLAN                  ",
        "5225MERIDIAN PLAN                       1990000001CCDCLM FUND        260108   1091099990000001",
        "627072199994770020           0000012345CALL-1         MERIDIAN                0091099990000001",
        "82250000010007219999000000012345000000000000" + "1990000001".ljust(35) + "091099990000001",
        "9000001000001000000010007219999000000012345000000000000" + " " * 39,
        *["9" * 94] * 5,
    ]
).encode()


def test_the_file_that_is_damaged_below_is_sound():
    assert check(SOUND) == []


@settings(deadline=None, max_examples=200)
@given(st.integers(0, len(SOUND) - 1), st.integers(0, 255), st.integers(0, 3))
def test_a_damaged_file_gives_faults_and_never_a_crash(at, byte, cut):
    damaged = SOUND[:at] + bytes([byte]) + SOUND[at + cut :]
    assert isinstance(check(damaged), list)


def test_an_empty_file_is_a_fault():
    assert [str(fault) for fault in check(b"")] == ["record 1, length: found 0, expected 94"]

"""ACH files of others: every faulty one refused for the reason that is stated for it, every valid one read."""

import pickle
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.banking.nacha_check import check
from corridor.banking.nacha_read import AchError, read_ach

FAULT_OF = {
    "entry 1 addenda indicator 0 but an addenda follows": "record 4, addenda: found one, expected none",
    "file control batch count 2 for 1": "record 10, batch count: found 000002, expected 000001",
    "batch control credit total off by one cent": "record 9, batch credit total: found 000001243568, expected 1243567",
    "batch control entry hash off by one": "record 9, batch entry hash: found 0006310005, expected 6310004",
    "batch control batch number differs": "record 9, batch number: found 0000007, expected 0000001",
    "batch control entry/addenda count 5 for 6": "record 9, batch entry and addenda count: found 000005, expected 6",
    "file control credit total off by one cent": "record 10, file credit total: found 000001243568, expected 1243567",
    "file header after the batch header": "record 1, record type: found 5, expected 1, the file header",
    "non-ASCII letter in a name": "record 3, characters: found a byte outside ASCII",
    "9-fill lines missing (11 records)": "records: found 13, expected a multiple of ten, filled with 9s",
    "a batch record after the file control": "record 11, record type: found 5, expected nothing but fill",
    "record 4 has 93 characters": "record 4, length: found 93, expected 94",
    "entries 1 and 2 swapped so trace numbers descend": "record 5, trace number: found one that does not ascend",
    "entry 1 trace does not begin with the batch ODFI": "record 3, trace number: found another bank",
    "CCD entry with two addenda": "record 5, addenda: found 2, expected one at most in CCD",
    "transaction code 99": "record 3, transaction code: found '99', expected a credit or a debit of a known kind",
    "zero amount with transaction code 22": "record 3, amount: found 0, expected more than 0",
}
"""What the samples' table says is wrong -> how the fault found begins."""

REFUSED_OF_OTHERS = {
    "neither_file_record": "expected 1, the file header",
    "issue1378_no_control": "file control: found none",
    "issue1378_no_header": "expected 1, the file header",
    "1e5RecordBefore1or8": "expected 1, the file header",
    "2lCompanyNameAllZeros": "record 2, company name: found blanks or zeros, expected a name",
    "3fTELIndvNameAllZeros": "receiver's name: found blanks or zeros, expected a name",
    "pos-invalidEntryDetail": "record 3, characters: found a control character, expected printable ASCII",
    "1k8RecordFollowing9Record": "record 11, length: found 131",
    "issue702": "immediate destination: found a wrong check digit",
    "20110729A-invalid": "record 1, record size and blocking",
    "20110805A": "batch count: found 000005, expected 000004",
    "20180713-IAT": "found '27', expected a code of service class 220",
    "20180716-IAT-A17-A18": "found '27', expected a code of service class 220",
    "FISERV-ZEROFILE": "immediate destination",
    "adv-invalidBatchEntries": "batch entry and addenda count: found 000002, expected 1",
    "adv-noFileControl": "file control: found none",
    "crashers_1": "record 1, length: found 846",
    "crashers_5": "a byte outside ASCII",
    "extended-ascii": "a byte outside ASCII",
    "flattenADVBatchesMultiple": "file credit total",
    "iat-batchHeaderErr": "expected the control of the open batch first",
    "iat-invalidAddenda": "expected a code of service class 22",
    "iat-invalidEntryDetail": "transaction code: found '90'",
    "invalid-two-micro-deposits": "amount and routing number: found no number",
    "nonascii": "a byte outside ASCII",
    "test_testdata_rck": "a multiple of ten",
    "return-no-batch-header": "expected a batch header first",
    "return-no-file-header-control": "expected 1, the file header",
    "skip-validation": "immediate destination",
    "web-invalidNOCFile": "return or change code: found 'C92'",
}
"""Part of a name of others' files that are refused -> what the reader says of it."""


def faults(content: bytes) -> list[str]:
    with pytest.raises(AchError) as refused:
        read_ach(content)
    return [str(fault) for fault in refused.value.faults]


@pytest.mark.parametrize("stated", sorted(FAULT_OF))
def test_a_faulty_file_is_refused_for_its_stated_reason(stated, provenance, nacha_samples):
    files = [name for name, row in provenance.items() if row["what_is_wrong"] == stated]
    assert len(files) == 1
    content = (nacha_samples / files[0]).read_bytes()
    assert any(FAULT_OF[stated] in fault for fault in faults(content))
    assert check(content)


def test_every_stated_reason_is_judged(provenance):
    assert {row["what_is_wrong"] for row in provenance.values() if row["expected"] == "invalid"} == set(FAULT_OF)


def test_every_valid_file_is_read_and_passes_the_check(provenance, nacha_samples):
    valid = [name for name, row in provenance.items() if row["expected"] == "valid"]
    assert len(valid) == 6
    for name in valid:
        content = (nacha_samples / name).read_bytes()
        assert read_ach(content).entries
        assert check(content) == []


def test_files_of_others_are_read_or_refused_by_name(provenance, nacha_samples):
    read = 0
    for name in (name for name, row in provenance.items() if not row["expected"]):
        wrong = [fault for part, fault in REFUSED_OF_OTHERS.items() if part in name]
        content = (nacha_samples / name).read_bytes()
        if wrong:
            assert any(wrong[0] in fault for fault in faults(content)), name
        else:
            assert read_ach(content).entries, name
            read += 1
    assert read == 47


def test_a_payment_is_read_with_its_reassociation_number(nacha_samples):
    found = read_ach((nacha_samples / "made_valid" / "mixed_3_batches.ach").read_bytes())
    assert [(b.entry_class, b.credit_cents, b.debit_cents) for b in found.batches] == [
        ("CCD", 1_243_567, 0),
        ("PPD", 4_250, 0),
        ("CCD", 0, 1_248_067),
    ]
    assert [entry.trn for entry in found.entries[:3]] == [f"EFT2026112300000{n}" for n in (1, 2, 3)]
    assert found.entries[3].trn is None
    assert found.batches[0].effective_on == date(2026, 11, 24)


def test_a_return_names_the_entry_that_came_back(nacha_samples):
    ((entry, back),) = read_ach((nacha_samples / "made_valid" / "return_R02.ach").read_bytes()).returned
    assert (back.code, back.original_trace, entry.amount_cents) == ("R02", "076401250000042", 1_234_567)


def test_a_notification_of_change_brings_the_corrected_data(nacha_samples):
    ((_, change),) = read_ach((nacha_samples / "made_valid" / "noc_C01_cor.ach").read_bytes()).changes
    assert (change.code, change.original_trace, change.corrected) == ("C01", "076401250000042", "1918171614")


def test_a_contested_return_names_the_refusal_that_it_answers(nacha_samples):
    file = nacha_samples / "moov" / "examples_testdata_contested-return.ach"
    (entry,) = read_ach(file.read_bytes()).entries
    assert [(back.code, back.answers_code) for back in entry.returns] == [("R07", ""), ("R68", "R01"), ("R71", "R67")]
    assert entry.returns[1].answers_trace == "123918710000001"


def test_an_international_entry_keeps_account_and_name_elsewhere(nacha_samples):
    file = nacha_samples / "moov" / "test_testdata_iat-mixedDebitCredit.ach"
    entry = read_ach(file.read_bytes()).entries[0]
    assert (entry.account, entry.receiver_name) == ("123456789", "BEK Enterprises")


def test_an_advice_of_the_operator_has_wider_amounts(nacha_samples):
    (batch,) = read_ach((nacha_samples / "moov" / "test_testdata_adv.ach").read_bytes()).batches
    assert (batch.credit_cents, batch.debit_cents) == (50_000, 250_000)


def test_blanks_that_transport_cut_off_are_put_back(nacha_samples):
    content = (nacha_samples / "made_valid" / "return_R02.ach").read_bytes()
    cut = b"\n".join(line.rstrip() if line[:1] in b"19" else line for line in content.split(b"\n"))
    assert len(cut) < len(content)
    assert read_ach(cut) == read_ach(content)
    assert check(cut)


def test_neither_values_nor_errors_show_names_or_accounts(nacha_samples):
    content = (nacha_samples / "made_valid" / "ppd_member_reimbursement.ach").read_bytes()
    shown = repr(read_ach(content)) + " ".join(faults(content.replace(b"0000004250", b"0000004251", 1)))
    assert "DOE" not in shown
    assert "1555501" not in shown
    assert "MBR0001" not in shown


def test_the_error_survives_another_process():
    with pytest.raises(AchError) as refused:
        read_ach(b"")
    assert str(pickle.loads(pickle.dumps(refused.value))) == str(refused.value)
    assert str(refused.value) == "ACH file refused, 1 faults; the first: record 1, length: found 0, expected 94"


@settings(deadline=None, max_examples=400)
@given(
    st.sampled_from(["mixed_3_batches", "noc_C01_cor", "return_R02"]),
    st.integers(0),
    st.integers(0, 255),
    st.integers(),
)
def test_a_damaged_file_is_read_or_refused_and_never_a_crash(nacha_samples, name, at, byte, cut):
    sound = (nacha_samples / "made_valid" / f"{name}.ach").read_bytes()
    at %= len(sound)
    damaged = sound[:at] + bytes([byte]) + sound[at + cut % 3 :]
    with suppress(AchError):
        assert read_ach(damaged).batches


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_no_digit_of_money_or_routing_changes_unnoticed(nacha_samples, data):
    sound = (nacha_samples / "made_valid" / "mixed_3_batches.ach").read_bytes()
    lines = sound.split(b"\n")
    row = data.draw(st.sampled_from([n for n, line in enumerate(lines) if line[:1] == b"6"]))
    at = data.draw(st.sampled_from([*range(3, 12), *range(29, 39)]))
    digit = data.draw(st.sampled_from([d for d in b"0123456789" if d != lines[row][at]]))
    lines[row] = lines[row][:at] + bytes([digit]) + lines[row][at + 1 :]
    assert faults(b"\n".join(lines))

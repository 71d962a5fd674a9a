"""Every 834 and 837 of ../shared/samples/x12: read whole, or refused for what its provenance says is wrong."""

import csv
from pathlib import Path

import pytest

from corridor import edi
from corridor.edi.x12.envelope import read_interchange
from corridor.edi.x12.errors import EnvelopeError, UnreadKindError
from corridor.edi.x12.interchange import rebuild
from corridor.records.claims import CLAIMS
from corridor.records.enrollment import ENROLLMENT

SAMPLES = Path(__file__).parents[4] / "shared" / "samples" / "x12"
READ = ("834", "837P", "837I", "837D")


def samples(status: str, *, kinds: tuple[str, ...] = READ) -> list[str]:
    """Files of a status; the placeholder makes the test report its skip where the folder is absent."""
    if not SAMPLES.exists():
        return ["absent"]
    rows = csv.DictReader((SAMPLES / "PROVENANCE.csv").read_text("utf-8").splitlines())
    return [row["file"] for row in rows if row["status"].startswith(status) and row["transaction_set"] in kinds]


def content_of(name: str) -> bytes:
    if not SAMPLES.exists():
        pytest.skip("../shared is absent")
    return (SAMPLES / name).read_bytes()


@pytest.mark.parametrize("name", samples("valid"))
def test_a_valid_file_is_read_whole_and_rebuilt(name: str) -> None:
    content = content_of(name)
    reading = edi.read(content, name)
    interchange = read_interchange(content, name)
    assert reading.segments.total == interchange.segment_count
    assert rebuild(interchange) == content
    assert reading.faults == ()
    table = ENROLLMENT if reading.kind == "834" else CLAIMS
    assert table.conform(reading.frame).equals(reading.frame)
    assert reading.frame.height or all("predetermination" in warning for warning in reading.warnings)
    assert reading.transactions == len(interchange.transactions)


@pytest.mark.parametrize("name", samples("meant valid"))
def test_a_file_meant_valid_is_refused_for_its_envelope_and_read_leniently(name: str) -> None:
    content = content_of(name)
    with pytest.raises(EnvelopeError) as refusal:
        edi.read(content, name)
    reading = edi.read(content, name, lenient=True)
    assert str(refusal.value) in [str(fault) for fault in reading.faults]
    assert reading.frame.height
    assert reading.segments.total == read_interchange(content, name, lenient=True).segment_count
    assert rebuild(read_interchange(content, name, lenient=True)) == content


CONTENT_FAULTS = {
    "x12_ambiguous_loop.txt": "transaction 1, segment 33, NM109: found 6 characters, expected an NPI of 10 digits.",
    "x12_bad_segment_identifier.txt": "transaction 1, segment 6: a segment without id is no segment of the 837P.",
    "x12_bad_valid_code.txt": "transaction 1, segment 9, NM101: found '117', expected one of 40, 41, 85, 87, PE.",
    "x12_loop_errors1_exceeds_max_1_parent.txt": (
        "transaction 1, segment 15, NM1: loop 2010AA repeats in loop 2000A (HL*20), found 2, expected at most 1."
    ),
    "x12_loop_errors2_exceeds_max_repeats_multiple_parents.txt": (
        "transaction 1, segment 34, NM1: loop 2010AA repeats in loop 2000A (HL*20), found 2, expected at most 1."
    ),
    "x12_missing_required_loops_mult_repeats.txt": (
        "transaction 1, segment 33, SV1: has no place after loop 2300 (CLM), expected it in loop 2400."
    ),
    "MissingEntityCode.txt": (
        "transaction 1, segment 25, NM101: found nothing, "
        "expected one of 45, 77, 82, DD, DN, DQ, FA, LI, P3, PW, QB, TL."
    ),
}


@pytest.mark.parametrize("name", samples("deliberately invalid"))
def test_a_file_made_invalid_is_refused_with_its_segment_even_leniently(name: str) -> None:
    content = content_of(name)
    with pytest.raises(edi.EdiError) as refusal:
        edi.read(content, name)
    assert refusal.value.segment_index is not None
    with pytest.raises(edi.EdiError) as content_fault:
        edi.read(content, name, lenient=True)
    assert str(content_fault.value) == f"{name}, {CONTENT_FAULTS[Path(name).name]}"


UNREAD = ("837P-predet", "837I-predet", "837P-PACDR")


@pytest.mark.parametrize("name", samples("valid", kinds=UNREAD))
@pytest.mark.parametrize("lenient", [False, True])
def test_kinds_that_are_not_read_are_refused_by_name(name: str, lenient: bool) -> None:
    content = content_of(name)
    kind = edi.recognise(content, name)
    assert kind is not None
    with pytest.raises(UnreadKindError) as refusal:
        edi.read(content, name, lenient=lenient)
    assert f"ST: {kind} (005010X" in str(refusal.value)
    assert "is not read yet: 834, 837P, 837I, 837D are." in str(refusal.value)


@pytest.mark.parametrize("name", samples("valid"))
def test_what_is_recognised_is_what_is_read(name: str) -> None:
    content = content_of(name)
    assert edi.recognise(content, name) == edi.read(content, name).kind

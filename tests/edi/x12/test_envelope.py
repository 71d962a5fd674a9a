"""What an envelope may have wrong: the exact words, strictly, and what lenient reading makes of it."""

import pickle
from collections.abc import Callable

import pytest

from corridor.edi.x12.envelope import read_interchange
from corridor.edi.x12.errors import EnvelopeError
from corridor.edi.x12.interchange import rebuild

SEGMENTS = [
    "ISA*00*          *00*          *ZZ*EMPLOYER       *ZZ*ADMINISTRATOR  *260105*0800*^*00501*000000101*0*T*:",
    "GS*BE*EMPLOYER*ADMINISTRATOR*20260105*0800*101*X*005010X220A1",
    "ST*834*0001*005010X220A1",
    "BGN*00*1*20260105",
    "SE*3*0001",
    "ST*834*0002*005010X220A1",
    "BGN*00*2*20260105",
    "SE*3*0002",
    "GE*2*101",
    "IEA*1*000000101",
]
WHOLE = "~".join(SEGMENTS) + "~"
Edit = Callable[[str], str]


def swap(old: str, new: str) -> Edit:
    assert old in WHOLE
    return lambda text: text.replace(old, new, 1)


FAULTS: list[tuple[str, Edit, str]] = [
    (
        "segment count",
        swap("SE*3*0001", "SE*4*0001"),
        "F, transaction 1, segment 5, SE01: found '4', expected 3, the number of segments.",
    ),
    (
        "count that is no number",
        swap("SE*3*0001", "SE*x*0001"),
        "F, transaction 1, segment 5, SE01: found 'x', expected 3, the number of segments.",
    ),
    (
        "count in other digits",
        swap("SE*3*0001", "SE*³*0001"),
        "F, transaction 1, segment 5, SE01: found 1 character, expected 3, the number of segments.",
    ),
    (
        "transaction number",
        swap("SE*3*0002", "SE*3*0003"),
        "F, transaction 2, segment 8, SE02: found '0003', expected '0002' as in ST02.",
    ),
    (
        "transaction count",
        swap("GE*2*101", "GE*1*101"),
        "F, segment 9, GE01: found '1', expected 2, the number of transactions.",
    ),
    ("group number", swap("GE*2*101", "GE*2"), "F, segment 9, GE02: found nothing, expected '101' as in GS06."),
    ("group count", swap("IEA*1*", "IEA*2*"), "F, segment 10, IEA01: found '2', expected 1, the number of groups."),
    (
        "interchange number",
        swap("IEA*1*000000101", "IEA*1*000000102"),
        "F, segment 10, IEA02: found '000000102', expected '000000101' as in ISA13.",
    ),
    ("no SE", swap("SE*3*0001~", ""), "F, transaction 1, segment 3, ST: has no SE."),
    ("no GE", swap("GE*2*101~", ""), "F, segment 8, GS: the group that ends here has no GE."),
    ("no IEA", swap("IEA*1*000000101~", ""), "F, segment 9, ISA: the interchange that ends here has no IEA."),
    ("SE alone", swap("ST*834*0002*005010X220A1~", ""), "F, segment 6: stands outside every transaction."),
    (
        "segment between transactions",
        swap("ST*834*0002", "REF*38*X~ST*834*0002"),
        "F, segment 6: stands outside every transaction.",
    ),
    (
        "ISA element too short",
        swap("EMPLOYER       ", "EMPLOYER "),
        "F, segment 1, ISA06: found 9 characters, expected 15 characters.",
    ),
    ("prose before ISA", lambda text: "Example 1\n\n" + text, "F: does not begin with ISA."),
    (
        "outside ASCII",
        swap("BGN*00*2", "BGN*00*é"),
        "F, segment 7, BGN: holds a character that X12 has not (outside ASCII).",
    ),
    (
        "GE alone",
        swap("GS*BE*EMPLOYER*ADMINISTRATOR*20260105*0800*101*X*005010X220A1~", ""),
        "F, segment 2, ST: stands outside a group.",
    ),
]


@pytest.mark.parametrize(("edit", "message"), [pytest.param(edit, text, id=name) for name, edit, text in FAULTS])
def test_the_first_fault_is_raised_strictly_and_reported_leniently(edit: Edit, message: str) -> None:
    content = edit(WHOLE).encode()
    with pytest.raises(EnvelopeError) as refusal:
        read_interchange(content, "F")
    assert str(refusal.value) == message
    interchange = read_interchange(content, "F", lenient=True)
    assert message in [str(fault) for fault in interchange.faults]
    assert len(interchange.transactions) == 2 or "ST*834*0002" not in edit(WHOLE)
    assert rebuild(interchange) == content


@pytest.mark.parametrize("content", [b"", b"name,birth\n", b"ISA", b"ISA*00*1~", b"\xff\xfe"])
def test_what_is_no_x12_is_refused_even_leniently(content: bytes) -> None:
    with pytest.raises(EnvelopeError):
        read_interchange(content, "F", lenient=True)


def test_delimiters_that_are_letters_are_refused() -> None:
    content = WHOLE.replace("*", "A").encode()
    with pytest.raises(EnvelopeError, match="delimiters that cannot be told apart from the data"):
        read_interchange(content, "F")


def test_a_file_without_isa_is_read_leniently_from_its_group() -> None:
    content = "\n".join(SEGMENTS[1:9]).encode()
    interchange = read_interchange(content, "F", lenient=True)
    assert [transaction.version for transaction in interchange.transactions] == ["005010X220A1"] * 2
    assert rebuild(interchange) == content


def test_interchanges_with_other_delimiters_follow_each_other() -> None:
    other = WHOLE.replace("*", "|").replace("~", "!").replace("SE|3|0001", "SE|3|0001")
    content = f"{WHOLE}\r\n{other}\n".encode()
    interchange = read_interchange(content, "F")
    assert [transaction.number for transaction in interchange.transactions] == [1, 2, 3, 4]
    assert [transaction.position(0) for transaction in interchange.transactions] == [4, 7, 14, 17]
    assert interchange.transactions[3].head(9) == [["BGN", "00", "2", "20260105"]]
    assert interchange.segment_count == 20
    assert interchange.envelope_count == 16
    assert rebuild(interchange) == content


def test_an_error_survives_the_way_between_processes() -> None:
    with pytest.raises(EnvelopeError) as refusal:
        read_interchange(WHOLE.replace("SE*3*0001", "SE*9*0001").encode(), "F")
    copied = pickle.loads(pickle.dumps(refusal.value))
    assert str(copied) == str(refusal.value)
    assert (copied.transaction, copied.segment_index, copied.segment_id, copied.element) == (1, 5, "SE", 1)

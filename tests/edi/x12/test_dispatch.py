"""Which kind a file is, and what happens to kinds that are not read."""

from pathlib import Path

import pytest

from corridor import edi
from corridor.edi.x12.errors import EnvelopeError, UnreadKindError

VISIT = (Path(__file__).parents[1] / "x837" / "visit.837").read_text("utf-8")
FAMILY = (Path(__file__).parents[1] / "x834" / "family.834").read_text("utf-8")


def named(version: str, *, st03: bool = True) -> bytes:
    text = VISIT.replace("005010X222A1", version)
    return (text if st03 else text.replace(f"ST*837*0001*{version}", "ST*837*0001")).encode()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (FAMILY.encode(), "834"),
        (named("005010X222A1"), "837P"),
        (named("005010X222"), "837P"),
        (named("005010X224A2"), "837D"),
        (named("004010X096A1", st03=False), "837I"),
        (named("004010X096A1", st03=False).replace(b"NM1*41", b"REF*87*004010X097~\nNM1*41"), "837D"),
        (named("999999", st03=False), "837P"),
        (named("005010X291"), "837P predetermination"),
        (named("005010X299"), "837I post-adjudicated claims data reporting"),
        (FAMILY.replace("ST*834", "ST*835").encode(), "835"),
        (b"\xef\xbb\xbf" + FAMILY.encode(), "834"),
        (b"An example\n\n" + FAMILY.encode(), "834"),
        (FAMILY.partition("GS*")[2].join(("GS*", "")).encode(), "834"),
        (b"claim_id,charge\n1,2\n", None),
        (b"", None),
        (b"PK\x03\x04\xff\xfe", None),
        (FAMILY[:90].encode(), None),
    ],
)
def test_a_kind_is_recognised_from_the_first_bytes(content: bytes, kind: str | None) -> None:
    assert edi.recognise(content, "F") == kind


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            named("005010X291"),
            "F, transaction 1, segment 3, ST: 837P predetermination (005010X291) is not read yet: "
            "834, 837P, 837I, 837D are.",
        ),
        (
            FAMILY.replace("ST*834", "ST*835").replace("005010X220A1", "005010X221A1").encode(),
            "F, transaction 1, segment 3, ST: 835 (005010X221A1) is not read yet: 834, 837P, 837I, 837D are.",
        ),
        (
            FAMILY.replace("ST*834", "ST*SMITH").encode(),
            "F, transaction 1, segment 3, ST: the transaction is not read: 834, 837P, 837I, 837D are.",
        ),
        (
            (FAMILY + VISIT).encode(),
            "F, transaction 2, segment 37, ST01: a file holds one kind of transaction, found 837P, expected 834.",
        ),
    ],
)
def test_what_is_not_read_is_refused_by_name(content: bytes, message: str) -> None:
    with pytest.raises(UnreadKindError) as refusal:
        edi.read(content, "F")
    assert str(refusal.value) == message


def test_an_envelope_around_nothing_is_refused() -> None:
    start, end = FAMILY.index("ST*834"), FAMILY.index("GE*")
    content = (FAMILY[:start] + FAMILY[end:]).replace("GE*1*", "GE*0*").encode()
    with pytest.raises(EnvelopeError, match="F: holds no transaction"):
        edi.read(content, "F")

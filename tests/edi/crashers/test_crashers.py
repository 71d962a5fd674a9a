"""Whatever the bytes, reading ends in a Reading that accounts for them or in an EdiError that says where."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor import edi
from corridor.edi.x12.envelope import read_interchange
from corridor.edi.x12.interchange import rebuild

HERE = Path(__file__).parent
FILES = sorted(path for folder in ("x834", "x837", "crashers") for path in (HERE.parent / folder).glob("*.83[47]"))
WHOLE = [path.read_bytes() for path in FILES]
PIECES = [b"", b"~", b"*", b":", b"\n", b"ISA*", b"ST*837*1~", b"SE*1*1~", b"\xff", "é²".encode(), b"99991231"]


def check(content: bytes, *, lenient: bool) -> None:
    """Reads; anything but an EdiError is a failure, and a file read is accounted for to the last byte."""
    try:
        reading = edi.read(content, "F", lenient=lenient)
    except edi.EdiError:
        return
    interchange = read_interchange(content, "F", lenient=lenient)
    assert reading.segments.total == interchange.segment_count
    assert rebuild(interchange) == content


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.parametrize("lenient", [False, True])
def test_files_that_were_once_hard(path: Path, lenient: bool) -> None:
    check(path.read_bytes(), lenient=lenient)


@settings(deadline=None, max_examples=400)
@given(data=st.data(), content=st.sampled_from(WHOLE), lenient=st.booleans())
def test_random_edits_of_a_file(data: st.DataObject, content: bytes, lenient: bool) -> None:
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        length = data.draw(st.integers(0, 30))
        piece = data.draw(st.sampled_from(PIECES) | st.binary(max_size=3))
        content = content[:start] + piece + content[start + length :]
    check(content, lenient=lenient)
    edi.recognise(content, "F")


@settings(deadline=None, max_examples=300)
@given(data=st.data(), content=st.sampled_from(WHOLE), lenient=st.booleans())
def test_segments_lost_doubled_and_moved(data: st.DataObject, content: bytes, lenient: bool) -> None:
    segments = content.split(b"~")
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(segments) - 1))
        segment = segments.pop(at) if data.draw(st.booleans()) else segments[at]
        segments.insert(data.draw(st.integers(0, len(segments))), segment)
    check(b"~".join(segments), lenient=lenient)

"""Whatever the bytes, a table is read or refused with a TableError."""

from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.tables.faults import TableError
from corridor.tables.read import read_table

SOUND = (
    b"claim_id,line_number,kind,patient_sex,received_date,service_from,service_to,charge,units\n"
    b'C1,1,pharmacy,F,2026-02-03,2026-02-01,2026-02-01,"1,250.00",1.5\n'
    b"C1,2,dental,M,2026-02-03,2026-02-01,2026-02-02,-0.07,\n"
)
EDITS = st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.binary(max_size=3), st.integers(0, 3)), max_size=4)


def _edited(edits: list[tuple[int, bytes, int]]) -> bytes:
    content = SOUND
    for place, inserted, removed in edits:
        content = content[:place] + inserted + content[place + removed :]
    return content


def _refusal(content: bytes) -> TableError | None:
    try:
        read_table(content, "edited.csv")
    except TableError as error:
        return error
    return None


@settings(max_examples=400, deadline=None)
@given(EDITS)
def test_edited_bytes_never_raise_anything_else(edits: list[tuple[int, bytes, int]]) -> None:
    refusal = _refusal(_edited(edits))
    assert refusal is None or (refusal.faults and str(refusal).startswith("edited.csv"))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=60))
def test_random_bytes_are_refused(content: bytes) -> None:
    refusal = _refusal(content)
    assert refusal is not None
    assert refusal.faults

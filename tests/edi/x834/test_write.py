"""834 files as written: read by pyx12, read back by Corridor, and segment by segment where it matters."""

from datetime import date, time
from typing import Any

import pytest

from corridor import edi
from corridor.edi.x12.write import Address, Envelope, X12WriteError
from corridor.edi.x834.write import VERSION, MemberDetail, Organization, write_834
from corridor.records.enrollment import ENROLLMENT
from tests.oracle.x12_validator import faults_of

ENVELOPE = Envelope("MAKER", "CORRIDOR", "BE", VERSION, date(2025, 12, 22), time(6), 4)
PARTIES = {"sponsor": Organization("A MAKER", "990000002"), "payer": Organization("A PAYER", "990000001")}


def statement(**changes: Any) -> dict[str, Any]:
    row = {
        "statement": 0,
        "member_id": "M0000001",
        "subscriber_id": "M0000001",
        "relationship": "self",
        "last_name": "Millrace",
        "first_name": "Nora",
        "birth_date": date(1980, 5, 6),
        "sex": "F",
        "group_number": "GRP1",
        "action": "add",
        "termination_reason": "28",
        "product": "medical",
        "plan_code": "PPO",
        "coverage_level": "FAM",
        "coverage_start": date(2026, 1, 1),
        "coverage_end_exclusive": None,
    }
    return row | changes


def spouse(**changes: Any) -> dict[str, Any]:
    names = {"first_name": "Otto", "sex": "M", "birth_date": date(1979, 1, 2)}
    return statement(member_id="M0000001-02", relationship="spouse", **names) | changes


def written(*rows: dict[str, Any], **options: Any) -> bytes:
    frame = ENROLLMENT.from_rows([row | {"statement": position} for position, row in enumerate(rows)])
    return write_834(frame, envelope=ENVELOPE, reference="REF1", **PARTIES, **options)


def segments(content: bytes) -> list[str]:
    return content.decode("ascii").replace("~", "").splitlines()


FAMILY = (
    statement(),
    statement(product="dental", plan_code="DENTAL"),
    spouse(),
    spouse(product="dental", plan_code="DENTAL"),
)
ENDED = {"action": "terminate", "termination_reason": "59", "coverage_end_exclusive": date(2026, 4, 1)}


def test_an_independent_reader_accepts_it() -> None:
    detail = MemberDetail(Address("1 Mill Road", "Weir Hollow", "OH", "43004"), "6145550199", "es", 118_50, "LM1", "LM")
    details = {"M0000001": detail, "M0000001-02": detail}
    assert faults_of(written(*FAMILY, is_full=True, details=details)) == []
    assert faults_of(written(statement(**ENDED), spouse(**ENDED, product=None, plan_code=None))) == []


@pytest.mark.parametrize("rows", [FAMILY, (statement(**ENDED), spouse(**ENDED)), (spouse(action="change"),)])
def test_it_reads_back_as_it_was(rows: tuple[dict[str, Any], ...]) -> None:
    frame = edi.read(written(*rows), "made.834").frame
    expected = ENROLLMENT.from_rows([row | {"statement": position} for position, row in enumerate(rows)])
    positions = ["segment_first", "segment_last"]
    assert frame.drop(positions).equals(expected.drop(positions))


def test_one_member_loop_holds_the_coverages_of_a_person() -> None:
    ids = [segment.split("*")[0] for segment in segments(written(*FAMILY))]
    assert ids.count("INS") == 2
    assert ids.count("HD") == 4


def test_a_dependant_carries_both_ids() -> None:
    found = segments(written(spouse()))
    assert "REF*0F*M0000001" in found
    assert "REF*17*M0000001-02" in found


def test_the_last_day_is_inclusive_and_the_reason_stands_in_the_member_segment() -> None:
    found = segments(written(statement(**ENDED)))
    assert "INS*Y*18*024*59*A***TE" in found
    assert "DTP*357*D8*20260331" in found
    assert "DTP*349*D8*20260331" in found


@pytest.mark.parametrize(("is_full", "code"), [(True, "4"), (False, "2")])
def test_the_header_says_whether_it_restates_or_changes(is_full: bool, code: str) -> None:
    assert f"BGN*00*REF1*20251222*0600****{code}" in segments(written(statement(), is_full=is_full))


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(X12WriteError, match="834: found no statement, expected at least one"):
        write_834(ENROLLMENT.empty(), envelope=ENVELOPE, reference="R", **PARTIES)

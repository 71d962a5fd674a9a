"""834 -> records.enrollment: a family line by line, and each fault by its file's name."""

from datetime import date
from pathlib import Path

import pytest

from corridor import edi
from corridor.edi.x834.read import Coverage, Member, coverage_span
from corridor.records.enrollment import ENROLLMENT

HERE = Path(__file__).parent


def content_of(name: str) -> bytes:
    return (HERE / f"{name}.834").read_bytes()


def test_a_family() -> None:
    reading = edi.read(content_of("family"), "family.834")
    assert (reading.kind, reading.version, reading.transactions) == ("834", "005010X220A1", 1)
    assert (reading.faults, reading.warnings) == ((), ())
    assert ENROLLMENT.conform(reading.frame).equals(reading.frame)
    said = reading.frame.select(
        "member_id", "relationship", "action", "product", "plan_code", "coverage_level", "coverage_start"
    ).rows()
    assert said == [
        ("E1", "self", "audit", "medical", "PPO", "FAM", date(2026, 1, 1)),
        ("E1", "self", "audit", "dental", "DPPO", "FAM", date(2026, 1, 1)),
        ("E1-2", "spouse", "add", "medical", "PPO", "FAM", date(2026, 1, 1)),
        ("E1-20100304FC", "child", "terminate", "medical", "PPO", "FAM", None),
    ]
    frame = reading.frame
    assert frame["subscriber_id"].to_list() == ["E1"] * 4
    assert frame["coverage_end_exclusive"].to_list() == [None, date(2026, 2, 1), None, date(2026, 1, 1)]
    assert frame["group_number"].to_list() == ["GROUP1", "GROUP1", "GROUP9", "GROUP9"]
    assert frame["termination_reason"].to_list() == ["XN", "XN", "28", "07"]
    assert frame["birth_date"].to_list()[1:3] == [date(1980, 1, 2), date(1979, 2, 3)]
    assert frame.select("segment_first", "segment_last").rows() == [(8, 18), (8, 18), (19, 25), (26, 31)]


def test_every_segment_of_a_family_is_counted() -> None:
    segments = edi.read(content_of("family"), "family.834").segments
    assert (segments.envelope, segments.used, segments.kept) == (6, 25, 3)
    assert segments.total == len(content_of("family").split(b"~")) - 1


FAULTS = {
    "birth_date_that_does_not_exist": (
        "segment 13, DMG02: found 8 characters that are no date, expected a date that exists, as CCYYMMDD."
    ),
    "coverage_before_member": ("segment 8, HD: has no place after loop 1000B (N1*IN), expected it in loop 2300."),
    "date_that_does_not_exist": ("segment 15, DTP03: found '20260231', expected a date that exists, as CCYYMMDD."),
    "file_without_members": "segment 4: loop 2000 (INS) is missing in the transaction.",
    "header_without_sponsor": "segment 4: loop 1000A (N1*P5) is missing in the transaction.",
    "insurance_line_unknown": (
        "segment 14, HD03: found 'CAR', expected one of AG, AH, AJ, AK, DCP, DEN, EPO, FAC, HE, HLT, HMO, LTC, LTD, "
        "MAC, MM, MOD, PDG, POS, PPO, PRA, STD, UR, VIS."
    ),
    "maintenance_code_unknown": "segment 8, INS03: found '99', expected one of 001, 021, 024, 025, 030.",
    "member_named_twice": ("segment 14, NM1: loop 2100A repeats in loop 2000 (INS), found 2, expected at most 1."),
    "member_without_name": "segment 8, INS: loop 2100A (NM1*74|IL) is missing in loop 2000 (INS).",
    "member_without_subscriber": ("segment 19, INS: REF*0F (subscriber number) is missing in loop 2000 (INS)."),
    "segment_of_a_claim": "segment 14: 'SV1' is no segment of the 834.",
    "subscriber_called_child": "segment 8, INS02: found '19', expected 18, for INS01 is Y.",
}


@pytest.mark.parametrize("lenient", [False, True])
@pytest.mark.parametrize("name", FAULTS)
def test_a_faulty_file_is_refused_in_these_words(name: str, lenient: bool) -> None:
    with pytest.raises(edi.EdiError) as refusal:
        edi.read(content_of(name), f"{name}.834", lenient=lenient)
    assert str(refusal.value) == f"{name}.834, transaction 1, {FAULTS[name]}"


def test_every_faulty_file_has_its_message() -> None:
    assert {path.stem for path in HERE.glob("*.834")} == {*FAULTS, "family"}


def test_an_insurance_line_that_is_no_product_is_kept_and_said() -> None:
    content = content_of("family").replace(b"HD*030**DEN*DPPO*E2D", b"HD*030**LTC*DPPO*E2D")
    reading = edi.read(content, "F")
    assert reading.frame["product"].to_list() == ["medical"] * 3
    assert reading.warnings == ("transaction 1: segment 16, HD03: LTC is no product that Corridor runs, kept unread",)
    assert (reading.segments.used, reading.segments.kept) == (22, 6)


def test_the_dates_of_a_coverage_that_is_no_product_do_not_reach_the_coverage_before_it() -> None:
    content = content_of("family").replace(b"HD*030**DEN*DPPO*E2D", b"HD*030**LTC*DPPO*E2D")
    assert edi.read(content, "F").frame["coverage_end_exclusive"].to_list()[0] is None


def member(action: str, **dates: date) -> Member:
    return Member(0, "self", action, None, dates={code.removeprefix("d"): day for code, day in dates.items()})


def coverage(action: str, *, is_deleted: bool = False, **dates: date) -> Coverage:
    days = {code.removeprefix("d"): day for code, day in dates.items()}
    return Coverage(action, "medical", None, None, is_deleted, days)


D1, D2, D3 = date(2026, 1, 1), date(2026, 3, 1), date(2026, 6, 30)


@pytest.mark.parametrize(
    ("of_member", "of_coverage", "span"),
    [
        (member("add"), coverage("add", d348=D1), (D1, None)),
        (member("add", d356=D1), coverage("add"), (D1, None)),
        (member("add", d356=D1), coverage("add", d348=D2), (D2, None)),
        (member("change", d356=D1, d303=D2), coverage("change"), (D2, None)),
        (member("audit", d356=D1, d303=D2), coverage("audit"), (D1, None)),
        (member("terminate", d357=D3), coverage("terminate"), (None, date(2026, 7, 1))),
        (member("terminate", d303=D3), None, (None, date(2026, 7, 1))),
        (member("terminate", d357=D2), coverage("terminate", d348=D1, d349=D3), (D1, date(2026, 7, 1))),
        (member("change"), coverage("terminate", is_deleted=True, d348=D1), (D1, D1)),
        (member("add"), coverage("add", d348=D1, d349=date.max), (D1, None)),
    ],
)
def test_dates_of_a_coverage(
    of_member: Member, of_coverage: Coverage | None, span: tuple[date | None, date | None]
) -> None:
    assert coverage_span(of_member, of_coverage) == span

"""837 -> records.claims: visits, stays and fillings line by line, and each fault by its file's name."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from corridor import edi
from corridor.edi.reading import Reading
from corridor.records.claims import CLAIMS

HERE = Path(__file__).parent


def content_of(name: str) -> bytes:
    return (HERE / f"{name}.837").read_bytes()


def read(name: str, *edits: tuple[str, str]) -> Reading:
    """The file read, after replacing text in it; segment counts stay as they are."""
    content = content_of(name)
    for old, new in edits:
        assert old.encode() in content
        content = content.replace(old.encode(), new.encode())
    return edi.read(content, f"{name}.837")


def line(reading: Reading, number: int = 1) -> dict[str, Any]:
    return reading.frame.row(number - 1, named=True)


NOT_SENT = (
    "other_payer_allowed_cents",
    "related_cause",
    "authorization",
    "admission_date",
    "formulary_tier",
    "channel",
    "daw",
    "generic_cents",
    "alternate_cents",
    "tooth_lost_on",
    "treatment_months",
    "original_reference",
    "minutes",
    "drg",
    "is_emergency",
    "has_consented",
    "facility_npi",
    "patient_county",
)
"""Columns of which an office visit says nothing."""


def test_an_accident_at_work_says_all_that_a_plan_may_ask() -> None:
    first, second = read("accident_at_work").frame.select(*NOT_SENT, "other_payer_paid_cents").to_dicts()
    assert first["related_cause"] == second["related_cause"] == "employment"  # before the car that it was as well
    assert first["admission_date"] == second["admission_date"] == date(2026, 1, 1)
    assert (first["authorization"], second["authorization"]) == ("AUTH1", "AUTH2")
    assert (first["other_payer_paid_cents"], first["other_payer_allowed_cents"]) == (60_00, 85_00)
    assert (second["other_payer_paid_cents"], second["other_payer_allowed_cents"]) == (0, 10_00)


def test_braces_say_how_long_and_scaling_which_quadrant() -> None:
    lines = read("braces").frame.select("procedure_code", "treatment_months", "tooth").rows()
    assert lines == [("D8080", 24, None), ("D4341", None, "UR:LL"), ("D0330", None, None)]


@pytest.mark.parametrize(
    ("occurrence", "cause"),
    [("04", "employment"), ("02", "auto"), ("05", "other_accident"), ("11", None)],
)
def test_a_hospital_tells_the_cause_by_an_occurrence(occurrence: str, cause: str | None) -> None:
    reading = read("hospital_stay", ("HI*ABF:I10", f"HI*BH:{occurrence}:D8:20260101*ABF:I10"))
    assert set(reading.frame["related_cause"]) == {cause}
    assert set(reading.frame["admission_date"]) == {date(2026, 1, 1)}
    assert set(reading.frame["diagnosis_codes"]) == {"K3580:I10:E119"}


def test_an_older_file_states_what_the_other_payer_allowed() -> None:
    reading = read("hospital_stay", ("OI***Y***Y", "AMT*B6*1200"))
    assert reading.frame["other_payer_allowed_cents"].to_list() == [900_00, 300_00]


def test_a_visit() -> None:
    reading = read("visit")
    assert (reading.kind, reading.version, reading.transactions) == ("837P", "005010X222A1", 1)
    assert (reading.faults, reading.warnings) == ((), ())
    assert CLAIMS.conform(reading.frame).equals(reading.frame)
    assert line(reading) == {
        "claim_index": 0,
        "line_number": 1,
        "claim_id": "A-1",
        "kind": "professional",
        "frequency": "1",
        "subscriber_id": "E1",
        "member_id": "E1",
        "patient_relationship": "self",
        "patient_first_name": "ADA",
        "patient_last_name": "ALDER",
        "patient_birth_date": date(1980, 1, 2),
        "patient_sex": "F",
        "received_date": date(2026, 1, 5),
        "service_from": date(2026, 1, 2),
        "service_to": date(2026, 1, 2),
        "place_of_service": "11",
        "bill_type": None,
        "revenue_code": None,
        "procedure_code": "99213",
        "modifiers": "25:57",
        "diagnosis_codes": "J029:R05",
        "units": 1000,
        "days_supply": None,
        "tooth": None,
        "surfaces": None,
        "charge_cents": 10050,
        "claim_charge_cents": 15000,
        "repriced_cents": None,
        "other_payer_paid_cents": None,
        **dict.fromkeys(NOT_SENT),
        "service_zip": "62701",
        "billing_npi": "1234567893",
        "billing_tax_id": "000000003",
        "billing_name": "SAMPLE CLINIC",
        "rendering_npi": "1457389260",
        "network": None,
        "segment_first": 18,
        "segment_last": 27,
    }
    second = line(reading, 2)
    assert (second["place_of_service"], second["units"], second["service_to"]) == ("22", 2000, date(2026, 1, 3))


def test_a_child_is_the_patient_and_its_parent_the_subscriber() -> None:
    child = line(read("child_as_patient"))
    assert (child["subscriber_id"], child["member_id"], child["patient_relationship"]) == ("E1", None, "child")
    assert (child["patient_first_name"], child["patient_birth_date"]) == ("CARA", date(2010, 3, 4))


def test_a_patient_with_an_own_id_keeps_it() -> None:
    child = line(
        read("child_as_patient", ("NM1*QC*1*ALDER*CARA", "NM1*QC*1*ALDER*CARA****MI*E1-3"), ("PAT*19", "PAT*53"))
    )
    assert (child["member_id"], child["patient_relationship"]) == ("E1-3", "other")


def test_a_hospital_stay() -> None:
    reading = read("hospital_stay")
    assert reading.kind == "837I"
    room, laboratory = line(reading), line(reading, 2)
    assert (room["bill_type"], room["frequency"], room["place_of_service"]) == ("11", "7", None)
    assert (room["revenue_code"], room["procedure_code"], room["units"]) == ("0120", None, 3000)
    assert (room["service_from"], room["service_to"]) == (date(2026, 1, 1), date(2026, 1, 4))
    assert (laboratory["service_from"], laboratory["units"]) == (date(2026, 1, 2), 1500)
    assert room["diagnosis_codes"] == "K3580:I10:E119"
    assert reading.frame["repriced_cents"].to_list() == [112500, 37500]
    assert reading.frame["other_payer_paid_cents"].to_list() == [22500, 7500]


def test_anaesthesia_where_the_biller_is_not() -> None:
    reading = read("anaesthesia_elsewhere")
    asked = ("minutes", "units", "is_emergency", "facility_npi", "service_zip", "original_reference", "patient_county")
    assert reading.frame.select(asked).rows() == [
        (61, 1000, True, "1999000008", "61602", "P26000007", "17167"),
        (None, 2000, False, "1999000016", "61554", "P26000007", "17167"),
    ]


def test_a_facility_without_a_number_or_an_address_says_what_it_can() -> None:
    number = ("XX*1999000008", "XX*199900000")
    place = read("anaesthesia_elsewhere", number).frame.select("facility_npi", "service_zip").row(0)
    assert place == (None, "61602")
    address = ("N4*PEORIA*IL*616021234", "N4*TORONTO*ON*M4B1B3*CA")
    place = read("anaesthesia_elsewhere", address).frame.select("facility_npi", "service_zip").row(0)
    assert place == ("1999000008", "62701")


def test_a_county_is_five_digits_under_its_qualifier() -> None:
    for other in ("CY*167", "CO*17167"):
        edit = ("CY*17167", other)
        assert read("anaesthesia_elsewhere", edit).frame["patient_county"].to_list() == [None, None]


def test_a_stay_of_a_diagnosis_related_group() -> None:
    stay = line(read("stay_of_a_group"))
    assert (stay["drg"], stay["original_reference"], stay["diagnosis_codes"]) == ("071", "I-0", "K3580:I10:E119")


def test_fillings() -> None:
    reading = read("fillings")
    assert reading.kind == "837D"
    filling, cleaning = line(reading), line(reading, 2)
    assert (filling["procedure_code"], filling["tooth"], filling["surfaces"]) == ("D2392", "14:15", "MO:O")
    assert (filling["service_from"], cleaning["service_from"]) == (date(2026, 1, 10), date(2026, 1, 10))
    assert (cleaning["units"], cleaning["tooth"]) == (1000, None)


def test_what_no_contract_prices_is_not_priced_at_nothing() -> None:
    room = line(read("hospital_stay", ("HCP*10*1500*500", "HCP*00*0**P*********T1")))
    assert (room["repriced_cents"], room["network"]) == (None, "out")


def test_a_line_with_a_price_of_its_own_keeps_it() -> None:
    reading = read(
        "visit",
        ("REF*D9*TRACE1", "HCP*03*90"),
        ("DTP*472*D8*20260102", "DTP*472*D8*20260102~HCP*03*70"),
        ("SE*26", "SE*27"),
    )
    assert reading.frame["repriced_cents"].to_list() == [7000, 2000]


@pytest.mark.parametrize(
    ("name", "segments"),
    [("crown_without_date", "18 to 20"), ("predetermination_by_clm19", "18 to 21")],
)
def test_an_estimate_asked_for_is_kept_and_not_decided(name: str, segments: str) -> None:
    reading = read(name)
    assert "D-2" not in reading.frame["claim_id"].to_list()
    assert reading.warnings == (
        f"transaction 1: segments {segments}: asks for a predetermination (CLM19 PB, or no date of service), "
        "kept, not decided",
    )
    assert reading.segments.total == content_of(name).count(b"~")


def test_the_group_date_stands_in_for_a_received_date_that_does_not_exist() -> None:
    assert line(read("received_date_missing"))["received_date"] == date(2026, 1, 5)


def test_claims_that_use_another_component_separator_than_declared_are_read_with_theirs() -> None:
    reading = read("visit", ("11:B:1", "11>B>1"), ("HC:99213:25:57", "HC>99213>25>57"), ("HC:87880", "HC>87880"))
    assert line(reading)["procedure_code"] == "99213"
    assert reading.warnings == ("transaction 1: ISA16 declares ':' between components, CLM05 uses '>': read with that",)


def test_versions_that_are_retired_are_read_and_said() -> None:
    reading = read("visit", ("005010X222A1", "004010X098A1"))
    assert reading.warnings == ("1 transaction: version '004010X098A1' is retired, read by the rules of 5010",)


def test_several_kinds_in_one_file_keep_their_claims_apart() -> None:
    reading = edi.read(content_of("visit") + content_of("hospital_stay") + content_of("fillings"), "F")
    assert reading.kind == "837D+837I+837P"
    assert reading.frame["claim_index"].to_list() == [0, 0, 1, 1, 2, 2]
    assert reading.frame["kind"].unique(maintain_order=True).to_list() == ["professional", "institutional", "dental"]
    assert reading.frame["segment_first"].unique(maintain_order=True).to_list() == [18, 48, 86]


def test_segments_are_counted_as_what_became_of_them() -> None:
    segments = read("visit").segments
    assert (segments.envelope, segments.used, segments.kept, segments.total) == (6, 18, 6, 30)


FAULTS = {
    "amount_beyond_all_bounds": (
        "segment 18, CLM02: found '999999999999999', expected an amount in whole cents, such as 1234.50."
    ),
    "birth_date_that_does_not_exist": (
        "segment 16, DMG02: found 7 characters that are no date, expected a date that exists, as CCYYMMDD."
    ),
    "claim_without_line": "segment 18, CLM: loop 2400 (LX) is missing in loop 2300 (CLM).",
    "date_that_does_not_exist": (
        "segment 24, DTP03: found '20260230', expected dates that exist, as CCYYMMDD or CCYYMMDD-CCYYMMDD, "
        "the first not after the last."
    ),
    "diagnosis_without_code": "segment 20, HI01: found 'ABK', expected a qualifier and a diagnosis code.",
    "fraction_of_a_cent": ("segment 23, SV102: found '100.505', expected an amount in whole cents, such as 1234.50."),
    "frequency_missing": ("segment 18, CLM05-3: found nothing, expected a claim frequency code such as 1, 7 or 8."),
    "group_of_four_digits": "segment 24, HI01: found 'DR:0071', expected a diagnosis-related group of three digits.",
    "header_missing": "segment 17, CLM: BHT is missing before the first claim.",
    "level_without_parent": ("segment 13, HL02: found '7', expected '1', the level of the billing provider above."),
    "line_of_another_kind": "segment 23: 'SV2' is no segment of the 837P.",
    "line_without_date": ("segment 22, LX: DTP*472 (date of service) is missing in loop 2400 (LX) and in its claim."),
    "line_without_service": "segment 22, LX: SV1 is missing in loop 2400 (LX).",
    "minutes_beyond_a_week": "segment 29, SV104: found '10081', expected minutes from 0 to 10080.",
    "money_not_a_number": ("segment 18, CLM02: found '15O.00', expected an amount in whole cents, such as 1234.50."),
    "npi_of_nine_digits": "segment 21, NM109: found 9 characters, expected an NPI of 10 digits.",
    "procedure_without_qualifier": ("segment 23, SV101: found '99213', expected a qualifier and a procedure code."),
    "received_on_no_day": ("segment 4, BHT04: found '99999999', expected a date that exists, here or in GS04."),
    "span_that_ends_before_it_begins": (
        "segment 27, DTP03: found '20260103-20260102', expected dates that exist, as CCYYMMDD or CCYYMMDD-CCYYMMDD, "
        "the first not after the last."
    ),
    "units_not_a_number": "segment 23, SV104: found '1X', expected a number with at most three decimals.",
}
READ_LENIENTLY = {"diagnosis_without_code", "group_of_four_digits", "level_without_parent"}
WHOLE = {
    "anaesthesia_elsewhere",
    "stay_of_a_group",
    "visit",
    "accident_at_work",
    "braces",
    "child_as_patient",
    "hospital_stay",
    "fillings",
    "received_date_missing",
}
ESTIMATES = {"crown_without_date", "predetermination_by_clm19"}


@pytest.mark.parametrize("name", FAULTS)
def test_a_faulty_file_is_refused_in_these_words(name: str) -> None:
    with pytest.raises(edi.EdiError) as refusal:
        read(name)
    assert str(refusal.value) == f"{name}.837, transaction 1, {FAULTS[name]}"


@pytest.mark.parametrize("name", FAULTS)
def test_only_faults_that_leave_no_doubt_are_read_leniently(name: str) -> None:
    file = f"{name}.837"
    message = f"{file}, transaction 1, {FAULTS[name]}"
    if name in READ_LENIENTLY:
        assert [str(fault) for fault in edi.read(content_of(name), file, lenient=True).faults] == [message]
        return
    with pytest.raises(edi.EdiError) as refusal:
        edi.read(content_of(name), file, lenient=True)
    assert str(refusal.value) == message


def test_every_file_here_has_its_test() -> None:
    assert {path.stem for path in HERE.glob("*.837")} == {*FAULTS, *WHOLE, *ESTIMATES}


def test_errors_hold_no_name_id_or_birth_date() -> None:
    for name, message in FAULTS.items():
        assert not any(personal in message for personal in ("ALDER", "ADA", "CARA", "19800102")), name


SAMPLES = Path(__file__).parents[4] / "shared" / "samples" / "x12"
ASKED = ("minutes", "units", "facility_npi", "service_zip", "drg", "is_emergency", "original_reference")
PUBLISHED = {
    "badx12/837P/X222-anesthesia.edi": (61, 1000, None, "37232", None, None, None),
    "badx12/837P/X222-encounter.edi": (None, 1000, "5812345679", "33111", None, None, None),
}


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_examples_say_where_and_how_long(name: str) -> None:
    if not SAMPLES.exists():
        pytest.skip("../shared is absent")
    frame = edi.read((SAMPLES / name).read_bytes(), name).frame
    assert frame.select(ASKED).row(0) == PUBLISHED[name]

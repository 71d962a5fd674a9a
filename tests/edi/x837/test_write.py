"""837 files as written: read by pyx12, read back by Corridor, and segment by segment where it matters."""

from datetime import date, time
from typing import Any

import pytest

from corridor import edi
from corridor.edi.x12.write import Address, Envelope, X12WriteError
from corridor.edi.x837.write import VERSIONS, write_837
from corridor.edi.x837.write_parties import (
    ClaimExtras,
    Directory,
    Exchange,
    LineExtras,
    OtherPayer,
    ProviderCard,
    SubscriberCard,
)
from corridor.records.claims import CLAIMS
from tests.oracle.x12_validator import faults_of, syntax_faults_of

HOME = Address("1 Mill Road", "Weir Hollow", "OH", "430040001")
BILLING, RENDERING = "1999000008", "1999000016"
EXCHANGE = Exchange("A NETWORK", "NET1", "6145550100", "A PAYER", "PAY1", "A PAYER", "99001", "990000777")
DIRECTORY = Directory(
    {
        BILLING: ProviderCard("Flintlock Hospital", "990000003", HOME, taxonomy="282N00000X", phone="6145550101"),
        RENDERING: ProviderCard("Kestrel", "990000003", HOME, first_name="Vera", taxonomy="207Q00000X"),
    },
    {"M0000001": SubscriberCard("Millrace", "Nora", date(1980, 5, 6), "F", HOME, "GRP1")},
)
OTHER = OtherPayer("LAKELAND MUTUAL", "98002", "LM1", "Millrace", "Otto", "spouse", date(2026, 2, 1))


def line(**changes: Any) -> dict[str, Any]:
    row = {
        "claim_index": 0,
        "line_number": 1,
        "claim_id": "P26000001",
        "kind": "professional",
        "frequency": "1",
        "subscriber_id": "M0000001",
        "patient_relationship": "self",
        "patient_first_name": "Nora",
        "patient_last_name": "Millrace",
        "patient_birth_date": date(1980, 5, 6),
        "patient_sex": "F",
        "received_date": date(2026, 2, 6),
        "service_from": date(2026, 1, 20),
        "service_to": date(2026, 1, 20),
        "place_of_service": "11",
        "procedure_code": "99213",
        "modifiers": "25",
        "diagnosis_codes": "J069:I10",
        "units": 1_000,
        "charge_cents": 180_50,
        "repriced_cents": 112_25,
        "billing_npi": BILLING,
        "billing_tax_id": "990000003",
        "billing_name": "Flintlock Hospital",
        "rendering_npi": RENDERING,
    }
    return row | changes


def child(**changes: Any) -> dict[str, Any]:
    names = {"patient_first_name": "Milo", "patient_sex": "M", "patient_birth_date": date(2015, 7, 8)}
    return line(patient_relationship="child", claim_id="P26000002", claim_index=1) | names | changes


def hospital(**changes: Any) -> dict[str, Any]:
    place = {"kind": "institutional", "place_of_service": None, "bill_type": "11", "revenue_code": "0120"}
    stay = {"procedure_code": None, "modifiers": None, "units": 3_000, "service_to": date(2026, 1, 23)}
    return line(**place, **stay) | changes


def dental(**changes: Any) -> dict[str, Any]:
    service = {"procedure_code": "D2392", "modifiers": None, "tooth": "14", "surfaces": "MO", "diagnosis_codes": None}
    return line(kind="dental", **service) | changes


def written(*rows: dict[str, Any], extras: dict[int, ClaimExtras] | None = None) -> bytes:
    """The rows as a file; each claim states the total of its lines."""
    totals: dict[int, int] = {}
    for row in rows:
        totals[row["claim_index"]] = totals.get(row["claim_index"], 0) + row["charge_cents"]
    frame = CLAIMS.from_rows([row | {"claim_charge_cents": totals[row["claim_index"]]} for row in rows])
    version = VERSIONS[rows[0]["kind"]]
    envelope = Envelope("NET1", "PAY1", "HC", version, date(2026, 2, 27), time(6), 9)
    return write_837(frame, envelope=envelope, exchange=EXCHANGE, directory=DIRECTORY, extras=extras or {})


def segments(content: bytes) -> list[str]:
    return content.decode("ascii").replace("~", "").splitlines()


SECOND_LINE = {"line_number": 2, "procedure_code": "36415", "modifiers": None, "charge_cents": 19_00}
PROFESSIONAL = (line(), line(**SECOND_LINE, repriced_cents=None), child())
INSTITUTIONAL = (
    hospital(),
    hospital(line_number=2, revenue_code="0250", units=1_000, charge_cents=99_99, repriced_cents=50_00),
)
DENTAL = (dental(), dental(claim_index=1, claim_id="D2", procedure_code="D0120", tooth=None, surfaces=None))
FILES = {"837P": PROFESSIONAL, "837I": INSTITUTIONAL, "837D": DENTAL}


@pytest.mark.parametrize("kind", ["837P", "837I"])
def test_an_independent_reader_accepts_it(kind: str) -> None:
    assert faults_of(written(*FILES[kind])) == []


def test_an_independent_reader_finds_the_dental_envelope_levels_and_lines_right() -> None:
    assert syntax_faults_of(written(*DENTAL)) == []


@pytest.mark.parametrize("kind", FILES)
def test_it_reads_back_as_it_was(kind: str) -> None:
    rows = FILES[kind]
    reading = edi.read(written(*rows), "made.837")
    assert reading.kind == kind
    frame = reading.frame
    not_read = {"rendering_npi"} if kind == "837I" else set()  # sent as the attending provider
    for column in rows[0].keys() - not_read:
        assert frame.get_column(column).to_list() == [row[column] for row in rows], column


SITE = {"facility_npi": BILLING, "service_zip": "61602", "patient_county": "17167", "original_reference": "C1"}
ALL_SAID = {
    "837P": [
        line(related_cause="auto", authorization="A1", admission_date=date(2026, 1, 19), **SITE, minutes=61),
        line(
            **SECOND_LINE,
            is_emergency=True,
            **SITE | {"facility_npi": RENDERING},
            related_cause="auto",
            authorization="A2",
            admission_date=date(2026, 1, 19),
        ),
    ],
    "837I": [hospital(related_cause="employment", authorization="A1", admission_date=date(2026, 1, 18), drg="071")],
    "837D": [
        dental(procedure_code="D8080", tooth=None, surfaces=None, treatment_months=24, related_cause="other_accident"),
        dental(line_number=2, procedure_code="D4341", tooth="UR:LL", surfaces=None, related_cause="other_accident"),
    ],
}


@pytest.mark.parametrize("kind", ALL_SAID)
def test_what_the_plan_may_ask_reads_back_as_it_was(kind: str) -> None:
    rows, asked = ALL_SAID[kind], ("related_cause", "authorization", "admission_date", "treatment_months", "tooth")
    asked += ("minutes", "drg", "is_emergency", "facility_npi", "original_reference", "patient_county")
    content = written(*rows)
    assert syntax_faults_of(content) == []
    frame = edi.read(content, "made.837").frame
    assert frame.select(asked).rows() == [tuple(row.get(name) for name in asked) for row in rows]
    assert frame["service_zip"].to_list() == [row.get("service_zip", "43004") for row in rows]


@pytest.mark.parametrize("build", [line, hospital, dental])
def test_what_the_payer_before_us_allowed_reads_back_as_it_was(build: Any) -> None:
    row = build(other_payer_paid_cents=60_00, other_payer_allowed_cents=75_00)
    content = written(row, extras={0: ClaimExtras(other_payer=OTHER)})
    assert {"CAS*CO*45*105.5", "CAS*PR*2*15"} <= set(segments(content))
    frame = edi.read(content, "made.837").frame
    assert frame.select("other_payer_paid_cents", "other_payer_allowed_cents").rows() == [(60_00, 75_00)]


def test_the_allowed_amount_may_stand_once_for_the_claim() -> None:
    content = written(*INSTITUTIONAL, extras={0: ClaimExtras(is_repriced_by_claim=True)})
    assert [s for s in segments(content) if s.startswith("HCP")] == ["HCP*03*162.25*118.24*990000777"]
    assert edi.read(content, "made.837").frame.get_column("repriced_cents").sum() == 162_25


def test_a_dependant_stands_in_a_patient_loop_below_the_employee() -> None:
    found = segments(written(*PROFESSIONAL))
    assert [s for s in found if s.startswith(("HL", "SBR", "PAT"))] == [
        "HL*1**20*1",
        "HL*2*1*22*0",
        "SBR*P*18*GRP1******CI",
        "HL*3*1*22*1",
        "SBR*P**GRP1******CI",
        "HL*4*3*23*0",
        "PAT*19",
    ]


def test_each_received_date_is_a_transaction_of_its_own() -> None:
    found = segments(written(line(), child(received_date=date(2026, 2, 13))))
    assert [s.split("*")[4] for s in found if s.startswith("BHT")] == ["20260206", "20260213"]
    assert "GE*2*9" in found


def test_a_payer_before_us_makes_us_second_and_says_what_it_paid() -> None:
    rows = [row | {"other_payer_paid_cents": 60_00} for row in (line(), child())]
    content = written(*rows, extras={0: ClaimExtras(other_payer=OTHER), 1: ClaimExtras(other_payer=OTHER)})
    found = segments(content)
    assert faults_of(content) == []
    assert "SBR*S*18*GRP1******CI" in found
    assert "AMT*D*60" in found
    assert "SVD*98002*60*HC:99213:25**1" in found
    assert "CAS*CO*45*120.5" in found
    assert edi.read(content, "made.837").frame.get_column("other_payer_paid_cents").to_list() == [60_00, 60_00]


@pytest.mark.parametrize("row", [hospital(other_payer_paid_cents=60_00), dental(other_payer_paid_cents=60_00)])
def test_other_kinds_say_what_was_paid_before_on_the_claim(row: dict[str, Any]) -> None:
    content = written(row, extras={0: ClaimExtras(other_payer=OTHER)})
    assert syntax_faults_of(content) == []
    assert "CAS*CO*45*120.5" in segments(content)
    assert edi.read(content, "made.837").frame.get_column("other_payer_paid_cents").to_list() == [60_00]


def test_segments_without_a_column_are_put_where_the_guide_has_them() -> None:
    body = (("HI", "BG:09"), ("REF", "EA", "R1"), ("HI", "BH:11:D8:20260119"), ("AMT", "F3", "10"))
    found = segments(written(*INSTITUTIONAL, extras={0: ClaimExtras(body=body)}))
    start = next(i for i, s in enumerate(found) if s.startswith("CLM"))
    assert [s[:6] for s in found[start + 1 : start + 11]] == [
        "DTP*09",
        "DTP*43",
        "DTP*43",
        "CL1*3*",
        "AMT*F3",
        "REF*EA",
        "HI*ABK",
        "HI*ABJ",
        "HI*ABF",
        "HI*BH:",
    ]


def test_a_line_carries_its_certificate_before_its_forms() -> None:
    extras = LineExtras(
        body=(("DTP", "463", "D8", "20250101"), ("CR3", "R", "MO", "12")),
        loops=(("LQ", "UT", "484.3"), ("FRM", "4", "Y")),
    )
    found = segments(written(line(), extras={0: ClaimExtras(lines={1: extras})}))
    ids = [s.split("*")[0] for s in found]
    assert ids[ids.index("LX") : ids.index("SE")] == ["LX", "SV1", "CR3", "DTP", "DTP", "REF", "HCP", "LQ", "FRM"]


def test_an_interim_bill_says_that_the_patient_stays() -> None:
    found = segments(written(hospital(frequency="2"), extras={0: ClaimExtras(discharge_status="30")}))
    assert "CLM*P26000001*180.5***11:A:2**A*Y*Y" in found
    assert "CL1*3*1*30" in found
    assert not any(s.startswith("DTP*096") for s in found)


def test_mixed_kinds_are_refused() -> None:
    with pytest.raises(X12WriteError, match="837: found claims of kinds"):
        written(line(), dental(claim_index=1))


def test_a_kind_without_a_guide_is_refused() -> None:
    frame = CLAIMS.from_rows([line(kind="pharmacy")])
    envelope = Envelope("A", "B", "HC", VERSIONS["professional"], date(2026, 1, 1), time(0), 1)
    with pytest.raises(X12WriteError, match=r"found claims of kinds \['pharmacy'\]"):
        write_837(frame, envelope=envelope, exchange=EXCHANGE, directory=DIRECTORY)


def test_another_version_than_the_kind_has_is_refused() -> None:
    envelope = Envelope("A", "B", "HC", VERSIONS["dental"], date(2026, 1, 1), time(0), 1)
    with pytest.raises(X12WriteError, match="GS08: found '005010X224A2', expected '005010X222A1'"):
        write_837(CLAIMS.from_rows([line()]), envelope=envelope, exchange=EXCHANGE, directory=DIRECTORY)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"billing_npi": "1999999999"}, "837: found a provider that the directory lacks, expected its card"),
        ({"subscriber_id": "M9999999"}, "837: found a subscriber whom the directory lacks, expected their card"),
    ],
)
def test_somebody_unknown_is_refused_without_naming_them(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(X12WriteError) as caught:
        written(line(**changes))
    assert str(caught.value) == message

"""Lists in the shape in which they are published. Codes, pairs and numbers here are made up."""

from datetime import date

import pytest

from corridor.tables.faults import TableError
from corridor.tables.reference.read import read_reference

JANUARY = date(2026, 1, 1)

PAIRS = """CPT only copyright. All rights reserved.\t\t\t\t\t\t
Column1/Column 2 Edits\t\t\t\t\t\t
Column 1\tColumn 2\t"* = In existence\nprior to 1996"\tEffective Date\t"Deletion Date\n*=no data"\t"Modifier\n0=not allowed\n1=allowed\n9=not applicable"\tPTP Edit Rationale
A1001\tA1002\t\t20200101\t*\t1\tWords that are not kept
A1001\tA1003\t*\t19960101\t20251231\t0\tWords that are not kept
"""  # noqa: E501

UNITS = """"HCPCS codes are public. All rights reserved. CPT is a trademark of its owner.",,,
"HCPCS/
CPT Code",Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale
A1001,1,2 Date of Service Edit: Policy,Nature of Service
A1002,12,3 Date of Service Edit: Clinical,Clinical: Data
A1003,0,1 Line Edit,Code Descriptor
"""

VALUES = """2026 National Physician Fee Schedule Relative Value File January Release,,,,,,,,,,,,,,,,,,,,,
"CPT codes only are copyright, all rights reserved.",,,,,,,,,,,,,,,,,,,,,
,,,,,,,,,,,,,,,,,,,,,
,,,,NOT USED FOR,,,,,,,,,,,,,,,,,
,,,STATUS,MEDICARE,WORK,NON-FAC,,FACILITY,,MP,NON-FACILITY,FACILITY,PCTC,GLOB,PRE,MULT,BILAT,ASST,CO-,TEAM,CONV
HCPCS,MOD,DESCRIPTION,CODE,PAYMENT,RVU,PE RVU,INDICATOR,PE RVU,INDICATOR,RVU,TOTAL,TOTAL,IND,DAYS,OP,PROC,SURG,SURG,SURG,SURG,FACTOR
A1001,,Words that are not kept,A,,1.30,1.26,,0.55,,0.10,2.66,1.95,0,XXX,0.00,0,0,0,0,0,32.3465
S2001,,Words that are not kept,A,,12.00,NA,NA,9.12,,2.40,,23.52,0,090,0.10,2,1,2,1,0,32.3465
S2001,26,Words that are not kept,A,,6.00,1.00,,1.00,,1.00,,,0,090,0.10,2,1,2,1,0,32.3465
"""  # noqa: E501

INDICES = """ADDENDUM E. GEOGRAPHIC PRACTICE COST INDICES,,,,,,,
,,,,,,,
Medicare Administrative Contractor (MAC),State,Locality Number,Locality Name,2026 PW GPCI (without 1.0 Floor),2026 PW GPCI (with 1.0 Floor),2026 PE GPCI,2026 MP GPCI
10112,AL,0,A PLACE,0.975,1.000,0.869,0.575
01182,CA,18,ANOTHER PLACE,1.046,1.046,1.179,0.701
* A note below the table.,,,,,,,
"""  # noqa: E501

WEIGHTS = """TABLE 5.--LIST OF GROUPS, RELATIVE WEIGHTING FACTORS\t\t\t\t\t\t\t\t
MS-DRG\tFY 2026 Final Post-Acute DRG\tFY 2026 Final Special Pay DRG\tMDC\tTYPE\tMS-DRG Title\tWeights\tGeometric mean LOS\tArithmetic mean LOS
001\tNo\tNo\tPRE\tSURG\t"WORDS, THAT ARE NOT KEPT"\t26.4106\t28.3\t36.5
470\tYes\tYes\t08\tSURG\tWORDS THAT ARE NOT KEPT\t1.9003\t1.6\t2.0
"""  # noqa: E501


def rows(text: str, name: str, **more: str) -> list[dict[str, object]]:
    return read_reference(text.encode(), "list.txt", name, JANUARY, **more).frame.to_dicts()


def test_pairs_of_procedures_below_notices_with_headings_of_several_lines() -> None:
    first, second = rows(PAIRS, "ncci", subject="practitioner")
    assert first == {
        "setting": "practitioner",
        "column_one": "A1001",
        "column_two": "A1002",
        "modifier_indicator": "1",
        "effective_from": date(2020, 1, 1),
        "effective_to_exclusive": None,
    }
    assert second["effective_from"] == date(1996, 1, 1)
    assert second["effective_to_exclusive"] == date(2026, 1, 1)  # the last day of an edit is its deletion date


def test_the_setting_of_pairs_is_told_by_the_name_of_the_file() -> None:
    read = read_reference(PAIRS.encode(), "ccioph-v320r0-f1.txt", "ncci", JANUARY)
    assert read.names == ("facility",)


def test_units_name_their_setting_in_the_heading_and_their_indicator_with_words() -> None:
    found = rows(UNITS, "mue")
    assert [(row["code"], row["most_units"], row["adjudication"]) for row in found] == [
        ("A1001", 1, "2"),
        ("A1002", 12, "3"),
        ("A1003", 0, "1"),
    ]
    assert {row["setting"] for row in found} == {"practitioner"}
    assert {row["effective_from"] for row in found} == {JANUARY}


def test_relative_values_below_headings_that_stand_one_on_another() -> None:
    first, second, third = rows(VALUES, "rvu")
    assert first == {
        "code": "A1001",
        "modifier": None,
        "status": "A",
        "work": 130,
        "pe_nonfacility": 126,
        "pe_facility": 55,
        "mp": 10,
        "global_period": "XXX",
        "multiple_procedure": "0",
        "bilateral": "0",
        "assistant": "0",
        "co_surgeon": "0",
        "conversion_factor": 323_465,
        "effective_from": JANUARY,
        "effective_to_exclusive": None,
    }
    assert (second["pe_nonfacility"], second["global_period"], second["bilateral"]) == (0, "090", "1")
    assert third["modifier"] == "26"


def test_indices_take_the_column_with_the_floor_and_leave_notes_aside() -> None:
    read = read_reference(INDICES.encode(), "gpci.csv", "gpci", JANUARY)
    assert read.frame.select("locality", "work", "pe", "mp").rows() == [
        ("AL-00", 10_000, 8_690, 5_750),
        ("CA-18", 10_460, 11_790, 7_010),
    ]
    assert read.notes == 1


def test_weights_of_groups() -> None:
    assert [tuple(row.values())[:4] for row in rows(WEIGHTS, "drg")] == [
        ("001", 264_106, 283, 365),
        ("470", 19_003, 16, 20),
    ]


def test_a_notice_in_windows_text_is_read() -> None:
    content = ("© a notice\n" + UNITS).encode("cp1252")
    assert read_reference(content, "mue.csv", "mue", JANUARY).frame.height == 3


@pytest.mark.parametrize(
    ("text", "name", "where"),
    [
        (PAIRS.replace("20200101", "20201301"), "ncci", "list.txt row 9, Effective Date: found '20201301'"),
        (PAIRS.replace("\t1\tWords", "\t7\tWords"), "ncci", "row 9, Modifier 0=not allowed 1=allowed"),
        (PAIRS.replace("A1002", "A-2"), "ncci", "row 9, Column 2: found 'A-2', expected a code"),
        (UNITS.replace("12,3 Date", "1.5,3 Date"), "mue", "row 5, Practitioner Services MUE Values: found '1.5'"),
        (VALUES.replace("1.30", "1.305"), "rvu", "row 7, WORK RVU: found '1.305'"),
        (VALUES.replace(",090,", ",91,", 1), "rvu", "row 8, GLOB DAYS: found '91'"),
        (WEIGHTS.replace("1.9003", "x"), "drg", "row 4, Weights: found 'x'"),
        (PAIRS + "A1001\tA1002\t\t20200101\t*\t0\tagain\n", "ncci", "row 11"),
        ("code,price\nA1,2\n", "drg", "found no headings of this list, expected columns drg, weight"),
    ],
)
def test_a_bad_row_is_named(text: str, name: str, where: str) -> None:
    subject = "practitioner" if name == "ncci" else None
    with pytest.raises(TableError) as error:
        read_reference(text.encode(), "list.txt", name, JANUARY, subject=subject)
    assert where in str(error.value)


def test_a_setting_that_nothing_tells_is_asked_for() -> None:
    with pytest.raises(
        TableError, match="setting: found nothing that tells it, expected one of practitioner, facility"
    ):
        read_reference(PAIRS.encode(), "pairs.txt", "ncci", JANUARY)

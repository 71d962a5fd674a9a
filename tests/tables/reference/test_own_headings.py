"""Lists under our own headings, and the same as a workbook. Codes and amounts are made up."""

import io
from datetime import date

import polars as pl
import pytest

from corridor.records.reference import REFERENCE_TABLES
from corridor.tables.faults import TableError
from corridor.tables.reference.layouts import LAYOUTS
from corridor.tables.reference.read import read_reference

JANUARY = date(2026, 1, 1)


def test_every_list_has_a_layout_with_a_cell_for_each_of_its_columns() -> None:
    assert LAYOUTS.keys() == REFERENCE_TABLES.keys()
    for name, table in REFERENCE_TABLES.items():
        cells = {cell.name for cell in LAYOUTS[name]}
        assert {column.name for column in table.columns} - cells <= {"setting"}


def test_fees_in_dollars_under_the_schedules_that_the_file_names() -> None:
    text = (
        "schedule,code,modifier,place,fee,effective_from\nGOLD,A1001,,,80.50,\nGOLD,A1001,26,facility,40,2026-02-01\n"
    )
    read = read_reference(text.encode(), "fees.csv", "fees", JANUARY)
    assert read.names == ("GOLD",)
    assert read.frame.rows() == [
        ("GOLD", "A1001", None, None, 8_050, JANUARY, None),
        ("GOLD", "A1001", "26", "facility", 4_000, date(2026, 2, 1), None),
    ]


def test_a_schedule_that_the_file_does_not_name_is_given() -> None:
    text = "code,fee_cents\nA1001,80.50\n"
    read = read_reference(text.encode(), "fees.csv", "fees", JANUARY, subject="SILVER")
    assert read.frame.get_column("schedule").to_list() == ["SILVER"]
    with pytest.raises(TableError, match="schedule: found nothing"):
        read_reference(text.encode(), "fees.csv", "fees", JANUARY)


def test_usual_charges_bases_and_qualifying_amounts() -> None:
    usual = read_reference(b"area,code,percentile,charge\n606,A1001,80,120.00\n", "u.csv", "ucr", JANUARY)
    assert usual.frame.row(0)[:5] == ("606", "A1001", None, 80, 12_000)
    bases = read_reference(b"Code,Base Units\n00100,5\n", "a.csv", "anaesthesia", JANUARY)
    assert bases.frame.row(0)[:2] == ("00100", 5)
    median = read_reference(b"network,code,area,qpa\nGOLD,A1001,,99.99\n", "q.csv", "qpa", JANUARY)
    assert median.frame.row(0)[:5] == ("GOLD", "A1001", None, None, 9_999)


def test_a_workbook_is_read_as_its_text() -> None:
    cells = {"Column 1": ["A1001"], "Column 2": ["A1002"], "Effective Date": [20200101], "Deletion Date": ["*"]}
    frame = pl.DataFrame(cells | {"Modifier": [1]})
    buffer = io.BytesIO()
    frame.write_excel(buffer)
    read = read_reference(buffer.getvalue(), "Practitioner PTP.xlsx", "ncci", JANUARY)
    assert read.frame.rows() == [("practitioner", "A1001", "A1002", "1", date(2020, 1, 1), None)]


def test_a_workbook_that_is_none_is_refused() -> None:
    with pytest.raises(TableError, match="expected a workbook"):
        read_reference(b"PK\x03\x04 and then nothing", "x.xlsx", "ncci", JANUARY)


def test_words_of_codes_are_not_kept() -> None:
    text = "code,description,base units\n00100,secret words,5\n"
    read = read_reference(text.encode(), "a.csv", "anaesthesia", JANUARY)
    assert "secret" not in str(read.frame.to_dicts())


def test_a_map_names_the_headings_of_somebody_else() -> None:
    text, column_map = b"Proc,Rate,Fee\nA1001,80.50,1\n", b'[columns]\ncode = "proc"\nfee_cents = "Rate"\n'
    read = read_reference(text, "f.csv", "fees", JANUARY, subject="GOLD", column_map=(column_map, "m.toml"))
    assert read.frame.row(0)[:5] == ("GOLD", "A1001", None, None, 8_050)


@pytest.mark.parametrize(
    ("column_map", "fault"),
    [
        (b"[columns", "m.toml, TOML: found no TOML"),
        (b"x = 1", "m.toml, columns: found nothing, expected our columns and their headings"),
        (b'[columns]\nfee_cent = "Rate"', r"expected a column of this list \(nearest: fee_cents\)"),
        (b"[columns]\ncode = 1", "m.toml, columns.code: found 1, expected a heading of the file"),
        (b'[columns]\ncode = "Absent"', "f.csv, header: found no headings of this list"),
    ],
)
def test_a_map_that_does_not_fit_is_refused(column_map: bytes, fault: str) -> None:
    with pytest.raises(TableError, match=fault):
        read_reference(b"code,fee\nA1,2\n", "f.csv", "fees", JANUARY, subject="X", column_map=(column_map, "m.toml"))

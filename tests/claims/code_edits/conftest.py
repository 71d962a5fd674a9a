"""Prepared lines and tables for code edits. Codes, pairs and values are made up."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from corridor.claims.code_edits.tables import CodeEdits
from corridor.records.claims import CLAIMS
from corridor.records.reference import PTP_EDITS, RELATIVE_VALUES, UNIT_EDITS
from tests.claims.code_edits.lines import BEFORE, lines_of, value

PAIRS = [
    {"column_one": "A1001", "column_two": "A1002", "modifier_indicator": "1"},
    {"column_one": "A1001", "column_two": "A1003", "modifier_indicator": "0"},
    {"column_one": "A1001", "column_two": "A1004", "modifier_indicator": "9"},
    {"column_one": "A1002", "column_two": "A1005", "modifier_indicator": "0"},
    {
        "column_one": "A1001",
        "column_two": "A1006",
        "modifier_indicator": "0",
        "effective_to_exclusive": date(2023, 1, 1),
    },
]
UNITS = [
    {"code": "A2001", "most_units": 2, "adjudication": "1"},
    {"code": "A2002", "most_units": 2, "adjudication": "2"},
    {"code": "A2003", "most_units": 0, "adjudication": "3"},
]
VALUES = [
    value("S0090", global_period="090", multiple_procedure="2", bilateral="1", assistant="2", co_surgeon="1"),
    value("S0010", global_period="010", multiple_procedure="2", bilateral="3", assistant="1", co_surgeon="0"),
    value("S0000", global_period="000", multiple_procedure="3", bilateral="0", assistant="0", co_surgeon="2"),
    value("99213", global_period="XXX", multiple_procedure="0", bilateral="0", assistant="9", co_surgeon="9"),
]


@pytest.fixture(scope="session")
def edits() -> CodeEdits:
    """Pairs and units of practitioners, values from 2020 on."""
    of_practitioners: dict[str, Any] = {"setting": "practitioner", "effective_from": BEFORE}
    return CodeEdits(
        PTP_EDITS.from_rows([of_practitioners | row for row in PAIRS]),
        UNIT_EDITS.from_rows([of_practitioners | row for row in UNITS]),
        RELATIVE_VALUES.from_rows(VALUES),
    )


@pytest.fixture(scope="session")
def columns() -> pl.DataFrame:
    """A line as prepared, for its columns."""
    lines = lines_of({})
    assert set(CLAIMS.schema) <= set(lines.columns)
    return lines

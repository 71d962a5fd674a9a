"""Lists of those who may not be paid, as they are published."""

import pytest

from corridor.tables.faults import TableError
from corridor.tables.listed import read_listed

PUBLISHED = b"LASTNAME,FIRSTNAME,NPI,TAX\nQuill,Ada,0000000000,12-3456789\nNorth Clinic,,1999000007,\n"


def test_columns_are_mapped_names_joined_and_numbers_of_zeros_are_none() -> None:
    columns = {"name": ["FIRSTNAME", "LASTNAME"], "npi": ["NPI"], "tin": ["TAX"]}
    found = read_listed(PUBLISHED, "list.csv", "exclusions", columns)
    assert found.rows() == [
        ("exclusions", 1, None, "123456789", None, "Ada Quill"),
        ("exclusions", 2, "1999000007", None, None, "North Clinic"),
    ]


def test_columns_of_our_names_need_no_map() -> None:
    assert read_listed(b"name\nNorth Clinic\n", "l.csv", "x", {})["name"].to_list() == ["North Clinic"]


@pytest.mark.parametrize(
    ("content", "columns", "error"),
    [
        (PUBLISHED, {"name": ["SURNAME"]}, "no column 'SURNAME'"),
        (PUBLISHED, {"birth": ["NPI"]}, "a column of ours that is none"),
        (PUBLISHED, {}, "no column of ours"),
        (b"npi,name\n0000000000,\n", {}, "list.csv row 2, row: found nobody"),
        (b"npi,name\n", {}, "found nobody"),
    ],
)
def test_a_list_that_cannot_be_read_is_refused(content: bytes, columns: dict[str, list[str]], error: str) -> None:
    with pytest.raises(TableError, match=error):
        read_listed(content, "list.csv", "x", columns)

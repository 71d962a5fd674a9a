"""Names made comparable, and who stands on a list."""

import polars as pl
import pytest

from corridor.funding.screening import matches, name_key, same_name
from corridor.records.payment_life import LISTED, PAYEES


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("North Clinic, LLC", "CLINIC NORTH"),
        ("José Álvarez M.D.", "Alvarez Jose"),
        ("Işık & Öz Ltd.", "OZ ISIK"),
        ("O'Hara P.C.", "OHARA"),
    ],
)
def test_one_name_written_differently(one: str, other: str) -> None:
    assert same_name(one, other)


def test_other_names_differ_and_words_of_form_alone_are_a_name() -> None:
    assert not same_name("North Clinic", "South Clinic")
    assert name_key("The Co.") == "CO THE"


def test_a_number_always_bars_and_a_name_until_a_person_has_looked() -> None:
    paid = pl.DataFrame({"payee": ["1", "2", "3"], "payee_name": ["North Clinic", "South Clinic", "East"]})
    row = {"change_number": 1, "entity": "provider", "method": "ach", "done_by": "a", "is_withheld": False}
    row |= {"is_blocked": False, "is_cleared": True, "done_on": None}
    columns = PAYEES.schema
    payees = pl.DataFrame(
        [{**row, "payee": "1", "name": "x"}, {**row, "payee": "3", "name": "x", "tin": "123456789"}], schema=columns
    )
    listed = LISTED.from_rows(
        [
            {"list_name": "L", "row_number": 1, "name_key": name_key("North Clinic")},
            {"list_name": "L", "row_number": 2, "name_key": name_key("SOUTH CLINIC INC")},
            {"list_name": "L", "row_number": 3, "tin": "123456789"},
        ]
    )
    assert matches(paid, payees, listed) == {"2": "L: name", "3": "L: tin"}
    assert matches(paid, payees, LISTED.empty()) == {}

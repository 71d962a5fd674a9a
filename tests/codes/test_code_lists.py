"""Places of service and the shapes of codes."""

import re
from datetime import date

import pytest

from corridor.codes.code_shapes import PROCEDURE_NEVER, PROCEDURE_SHAPE, REVENUE_SHAPE
from corridor.codes.lists import read_list
from corridor.codes.place_of_service import place_of_service_names


def test_places_that_claims_use_are_known() -> None:
    names = place_of_service_names()
    assert names["11"] == "Office"
    assert names["23"] == "Emergency room"
    assert {"02", "10", "20", "21", "22", "24", "31", "41", "81", "99"} <= names.keys()
    assert "88" not in names


def test_each_place_stands_once_with_a_day_and_a_source() -> None:
    rows = read_list("place_of_service")
    assert len(place_of_service_names()) == len(rows)
    for row in rows:
        assert re.fullmatch("[0-9]{2}", row["code"])
        assert date.fromisoformat(row["effective_from"])
        assert row["source"]


@pytest.mark.parametrize("code", ["99213", "J1885", "0001F", "D2740", "1AA11", "68084051101"])
def test_well_formed_procedure_codes(code: str) -> None:
    assert re.search(PROCEDURE_SHAPE, code)
    assert not re.search(PROCEDURE_NEVER, code)


@pytest.mark.parametrize("code", ["ZZZZZ", "00000", "9921", "992133", "99-13", "00000000000", "j1885", ""])
def test_malformed_procedure_codes(code: str) -> None:
    assert not re.search(PROCEDURE_SHAPE, code) or re.search(PROCEDURE_NEVER, code)


def test_revenue_codes_have_four_digits() -> None:
    assert re.search(REVENUE_SHAPE, "0450")
    assert not re.search(REVENUE_SHAPE, "450")

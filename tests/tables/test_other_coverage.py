"""Tables of other coverage: recognised by their header, read whole, refused with the place of the fault."""

from datetime import date

import pytest

from corridor.tables.faults import TableError
from corridor.tables.read import read_table

HEADER = (
    "member_id,payer,kind,covered_through,coverage_start,birthday,has_cob_provision,medicare_entitlement,medicare_from"
)


def read(*rows: str, header: str = HEADER) -> list[dict[str, object]]:
    reading = read_table("\n".join((header, *rows)).encode(), "others.csv")
    assert reading.kind == "other_coverage"
    return reading.frame.to_dicts()


def test_a_table_in_our_names_is_read() -> None:
    child, employee = read(
        "C1,Gate Mutual,group,parent,2024-01-01,02-29,no,,", "E1,Medicare,medicare,self,2025-09-01,,,age,2025-09-01"
    )
    assert (child["birthday"], child["has_cob_provision"], child["medicare_from"]) == ("02-29", False, None)
    assert (employee["has_cob_provision"], employee["medicare_from"]) == (None, date(2025, 9, 1))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "C1,Gate,group,parent,2024-01-01,13-01,,,",
            "others.csv row 2, birthday: found a text of 5 characters, expected month and day such as 01-01",
        ),
        (
            "C1,Gate,group,parent,2024-01-01,,maybe,,",
            "others.csv row 2, has_cob_provision: found a text of 5 characters, expected one of yes, no",
        ),
        (
            "C1,Gate,group,cousin,2024-01-01,,,,",
            "others.csv row 2, covered_through: found 'cousin', expected one of self, spouse, parent, other",
        ),
        (
            "E1,Medicare,medicare,self,2024-01-01,,,age,",
            "others.csv row 2, medicare_from: found nothing, expected a value, as the kind is medicare",
        ),
        (
            "E1,Gate,group,self,2024-01-01,,,age,",
            "others.csv row 2, medicare_entitlement: found 'age', expected nothing, as the kind is not medicare",
        ),
    ],
)
def test_a_fault_is_named_with_its_place(row: str, message: str) -> None:
    with pytest.raises(TableError) as error:
        read(row)
    assert str(error.value) == message


def test_a_row_of_the_same_key_is_refused() -> None:
    row = "C1,Gate,group,parent,2024-01-01,,,,"
    with pytest.raises(TableError, match="row 3, coverage_start: found a row of the same key again"):
        read(row, row)

"""Rows are deleted by what they hold: an empty text is not a null, and two nulls are the same."""

from datetime import date

import polars as pl
import pytest

from corridor.app.store.bulk import delete_matching
from corridor.app.store.tenancy import tenant_transaction

DAY = date(2026, 1, 1)
ROWS = [(code, day) for code in ("a", "", None) for day in (DAY, date(2026, 2, 1), None)]
SCHEMA = {"code": pl.String, "day": pl.Date}


@pytest.mark.parametrize("others", [0, 400], ids=["as arrays", "staged"])
@pytest.mark.parametrize(
    ("gone", "columns"),
    [
        ([("a", DAY)], ["code", "day"]),
        ([("", None)], ["code", "day"]),
        ([(None, None)], ["code", "day"]),
        ([(None, DAY), ("", DAY)], ["code", "day"]),
        ([(None,)], ["code"]),
        ([("",), ("b",)], ["code"]),
    ],
)
def test_exactly_the_rows_with_a_key_go(
    tenant: str, gone: list[tuple[object, ...]], columns: list[str], others: int
) -> None:
    strangers = [(f"stranger {number}", *(DAY for _ in columns[1:])) for number in range(others)]
    keys = pl.DataFrame([*gone, *strangers], {name: SCHEMA[name] for name in columns}, orient="row")
    with tenant_transaction(tenant) as tx, tx.cursor() as cursor:
        cursor.execute("create temporary table keyed_of_test (tenant_id bigint not null, code text, day date)")
        cursor.executemany("insert into keyed_of_test values (%s, %s, %s)", [(tx.tenant_id, *row) for row in ROWS])
        cursor.execute("insert into keyed_of_test select -1, code, day from keyed_of_test")
        left = [row for row in ROWS if row[: len(columns)] not in gone]
        assert delete_matching(cursor, tx.tenant_id, "keyed_of_test", keys) == len(ROWS) - len(left)
        cursor.execute("select code, day from keyed_of_test where tenant_id = %s", [tx.tenant_id])
        assert sorted(cursor.fetchall(), key=str) == sorted(left, key=str)
        assert tx.scalar("select count(*) from keyed_of_test where tenant_id = -1") == len(ROWS)
        cursor.execute("drop table keyed_of_test")

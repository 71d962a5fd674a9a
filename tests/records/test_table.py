import polars as pl
import pytest

from corridor.records.table import Column, RecordsError, Table

FRUIT = Table(
    name="fruit",
    grain="one row per fruit",
    key=("name",),
    columns=(
        Column("name", pl.String, "what it is called"),
        Column("cents", pl.Int64, "what it costs", unit="cents"),
        Column("colour", pl.String, "when ripe", nullable=True, values=("red", "green")),
    ),
)


def test_a_frame_is_put_in_order_and_an_absent_nullable_column_is_null() -> None:
    frame = FRUIT.conform(pl.DataFrame({"cents": [5], "name": ["plum"], "more": [1]}))
    assert frame.columns == ["name", "cents", "colour"]
    assert frame.row(0) == ("plum", 5, None)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"name": ["plum"]}, "fruit: column cents is missing"),
        ({"name": ["plum", None], "cents": [1, 2]}, "fruit.name: 1 rows are empty"),
        (
            {"name": ["plum"], "cents": [1], "colour": ["blue"]},
            "fruit.colour: found 'blue', expected one of red, green",
        ),
    ],
)
def test_what_is_not_the_table_is_named(columns: dict[str, list[object]], message: str) -> None:
    with pytest.raises(RecordsError) as error:
        FRUIT.conform(pl.DataFrame(columns))
    assert str(error.value) == message


@pytest.mark.parametrize(("cents", "found"), [(["dear"], "String"), ([1.5], "Float64"), ([2**40], "Int64")])
def test_another_type_is_refused_without_quoting_a_value(cents: list[object], found: str) -> None:
    small = Table("fruit", FRUIT.grain, FRUIT.key, (FRUIT.columns[0], Column("cents", pl.Int32, "what it costs")))
    with pytest.raises(RecordsError) as error:
        small.conform(pl.DataFrame({"name": ["plum"], "cents": cents}))
    assert str(error.value) == f"fruit.cents: found values of type {found}, expected Int32"


def test_rows_become_the_table() -> None:
    assert FRUIT.from_rows([{"name": "plum", "cents": 5}]).height == 1
    assert FRUIT.empty().schema == pl.Schema(FRUIT.schema)

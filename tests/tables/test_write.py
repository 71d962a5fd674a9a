"""Tables written are read back to the cent."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.records.claims import CLAIMS
from corridor.tables.read import read_table
from corridor.tables.write import csv_bytes, parquet_bytes

CENTS = st.integers(-(10**13), 10**13)


def _claims(amounts: list[int], units: list[int]) -> pl.DataFrame:
    rows = [
        {
            "claim_index": index,
            "line_number": 1,
            "claim_id": f"C{index}",
            "kind": "pharmacy",
            "frequency": "1",
            "received_date": "2026-02-03",
            "service_from": "2026-02-01",
            "service_to": "2026-02-01",
            "units": quantity,
            "charge_cents": amount,
            "segment_first": index + 1,
            "segment_last": index + 1,
        }
        for index, (amount, quantity) in enumerate(zip(amounts, units, strict=False))
    ]
    dates = ("received_date", "service_from", "service_to")
    return CLAIMS.conform(pl.DataFrame(rows).with_columns(pl.col(dates).str.to_date()))


def test_money_is_decimal_text_without_floating_point() -> None:
    frame = pl.DataFrame({"paid_cents": [0, 7, -7, -123456, None], "note": ["a", "b", "c", "d", "e"]})
    assert csv_bytes(frame) == b"paid,note\n0.00,a\n0.07,b\n-0.07,c\n-1234.56,d\n,e\n"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CENTS, st.integers(-(10**9), 10**9)), min_size=1, max_size=20))
def test_claims_survive_csv_and_parquet(rows: list[tuple[int, int]]) -> None:
    frame = _claims([cents for cents, _ in rows], [units for _, units in rows])
    places = ["segment_first", "segment_last"]
    assert read_table(csv_bytes(frame, CLAIMS), "c.csv").frame.drop(places).equals(frame.drop(places))
    assert read_table(parquet_bytes(frame, CLAIMS), "c.parquet").frame.equals(frame)

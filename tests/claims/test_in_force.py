from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.claims import in_force
from corridor.claims.in_force import dated_rows, with_row_in_force

FIRST = date(1969, 12, 28).toordinal()  # days on both sides of the epoch, from which days are counted
SPAN_SCHEMA = {"who": pl.String, "rank": pl.Int64, "start": pl.Int64, "end": pl.Int64, "note": pl.Int64}


def dated(frame: pl.DataFrame, *columns: str) -> pl.DataFrame:
    epoch = date(1970, 1, 1).toordinal()
    return frame.with_columns((pl.col(column) + FIRST - epoch).cast(pl.Int32).cast(pl.Date) for column in columns)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["a", "b", None]), st.integers(0, 9)), max_size=8),
    st.lists(
        st.tuples(st.sampled_from(["a", "b"]), st.integers(0, 1), st.integers(0, 9), st.integers(0, 10) | st.none()),
        max_size=6,
    ),
)
def test_the_preferred_row_that_holds_the_day(lines: list[tuple[Any, int]], spans: list[tuple[Any, ...]]) -> None:
    rows = [(*span, note) for note, span in enumerate(spans)]
    frame = pl.DataFrame(lines, schema={"who": pl.String, "service_from": pl.Int64}, orient="row")
    spans_by_rank = dated_rows(
        dated(pl.DataFrame(rows, schema=SPAN_SCHEMA, orient="row"), "start", "end"),
        by=("who",),
        start="start",
        end_exclusive="end",
        preference=("rank",),
    )
    found = with_row_in_force(dated(frame, "service_from"), spans_by_rank)
    expected = []
    for who, day in lines:
        holding = [
            (rank, start, end is None, end or 0, note)
            for name, rank, start, end, note in rows
            if name == who and start <= day and (end is None or day < end)
        ]
        expected.append(max(holding)[:2] if holding else (None, None))
    notes = {note: (rank, start) for _, rank, start, _, note in rows}
    assert [notes.get(note, (None, None)) for note in found["note"]] == expected
    assert found["who"].to_list() == [who for who, _ in lines]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(in_force, "FEW_PAIRS", -1)
        assert with_row_in_force(dated(frame, "service_from"), spans_by_rank).equals(found)

"""A certification becomes a claim: one line for each week of the disability that it touches."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import polars as pl

from corridor.disability.benefit import DAYS_IN_WEEK, earned_cents
from corridor.records.claims import CLAIMS
from corridor.records.disability import DISABILITY

KIND = "disability"


def claims_from(certifications: pl.DataFrame) -> pl.DataFrame:
    """DISABILITY rows -> CLAIMS of kind `disability`: a line a week, the first and the last perhaps shorter.

    Weeks count from the first day of the disability. The charge of a line is what would have been earned on its days.
    """
    rows = DISABILITY.conform(certifications).to_dicts()
    return CLAIMS.from_rows([line for row in rows for line in _lines(row)])


def last_day(row: dict[str, Any]) -> date:
    """The last day of disability that a certification shows: that before the return to work, where it is known."""
    certified: date = row["certified_to"]
    returned: date | None = row["returned_on"]
    return certified if returned is None else min(certified, returned - timedelta(days=1))


def _lines(row: dict[str, Any]) -> list[dict[str, Any]]:
    begin: date = row["disability_from"]
    lines = [
        _header(row)
        | {
            "line_number": number,
            "service_from": begin + timedelta(days=first),
            "service_to": begin + timedelta(days=end - 1),
            "units": (end - first) * 1000,
            "charge_cents": earned_cents(row["weekly_earnings_cents"], first, end),
        }
        for number, (first, end) in enumerate(_stretches(row), start=1)
    ]
    total = sum(line["charge_cents"] for line in lines)
    return [line | {"claim_charge_cents": total} for line in lines]


def _stretches(row: dict[str, Any]) -> Iterator[tuple[int, int]]:
    """First day and the day after the last of each week certified, counted from the first day of the disability."""
    first = (row["certified_from"] - row["disability_from"]).days
    end = (last_day(row) - row["disability_from"]).days + 1
    while first < end:
        week_end = (first // DAYS_IN_WEEK + 1) * DAYS_IN_WEEK
        yield first, min(week_end, end)
        first = week_end


def _header(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "claim_index": row["claim_index"],
        "claim_id": row["claim_id"],
        "kind": KIND,
        "frequency": "1",
        "subscriber_id": row["member_id"],
        "member_id": row["member_id"],
        "patient_relationship": "self",
        "received_date": row["received_date"],
        "segment_first": row["segment_first"],
        "segment_last": row["segment_first"],
    }

"""The published stop-loss examples of tests/worked come out as printed."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from corridor.periods.spans import add_months
from corridor.stoploss.contract import Contract
from corridor.stoploss.position import Position, positions

CASES = yaml.safe_load((Path(__file__).parents[1] / "worked" / "stoploss_published.yaml").read_text("utf-8"))
DOLLAR = 100


def _contract(case: dict[str, Any], start: date) -> Contract:
    covers = {
        name: {"products": ["medical"], **case[name]}
        for name in ("specific", "aggregate")
        if case.get(name) is not None
    }
    return Contract.model_validate(
        {
            "code": "PUBLISHED",
            "name": case["title"],
            "carrier": "as published",
            "currency": "USD",
            "reading": "specific_per_person" if "specific" in covers else "aggregate_per_employee",
            "paid_means": "issued",
            "incurred_means": "service_from",
            "policies": [{"start": start, "end_exclusive": add_months(start, 12), **covers}],
        }
    )


def _position(case: dict[str, Any]) -> tuple[Position, pl.DataFrame]:
    start = case.get("start", date(case.get("year", 2026), 1, 1))
    schema = ["member_id", "service_from", "paid_on", "dollars"]
    paid = pl.DataFrame(
        case["payments"], orient="row", schema=dict(zip(schema, (pl.String, pl.Date, pl.Date, pl.Int64), strict=True))
    ).with_columns(pl.lit("medical").alias("product"), (pl.col("dollars") * DOLLAR).alias("amount_cents"))
    months = [(add_months(start, month), "EMP", case.get("employees", 0)) for month in range(12)]
    enrolment = pl.DataFrame(months, schema=["month", "coverage_level", "employees"], orient="row")
    as_of = case.get("as_of", add_months(start, 24))
    (position,) = positions(_contract(case, start), paid, enrolment, as_of)
    return position, paid


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_published(case: dict[str, Any]) -> None:
    position, paid = _position(case)
    owed = position.claimants.filter(pl.col("reimbursement_cents") > 0).select("member_id", "reimbursement_cents")
    expected = {who: dollars * DOLLAR for who, dollars in case.get("reimbursed", {}).items()}
    assert dict(owed.iter_rows()) == expected
    if "employer_keeps" in case:
        kept = paid.get_column("amount_cents").sum() - position.specific_reimbursement_cents
        assert kept == case["employer_keeps"] * DOLLAR
    if "monthly_attachment" in case:
        assert set(position.months.get_column("attachment_cents")) == {case["monthly_attachment"] * DOLLAR}
    if "advances" in case:
        advances = [cents // DOLLAR for cents in position.months.get_column("advance_cents")]
        assert advances == case["advances"]
        assert position.months.get_column("eligible_ytd_cents")[-1] == case["eligible_to_date"] * DOLLAR


def test_the_last_day_to_pay_is_shown_while_a_claim_is_pending() -> None:
    case = next(case for case in CASES if "last_day_to_pay" in case)
    start = case["start"]
    pending = pl.DataFrame(
        [("A", "medical", date(2011, 2, 1), 900_000 * DOLLAR)],
        schema=["member_id", "product", "service_from", "amount_cents"],
        orient="row",
    )
    nothing = pl.DataFrame(
        schema={
            "member_id": pl.String,
            "product": pl.String,
            "service_from": pl.Date,
            "paid_on": pl.Date,
            "amount_cents": pl.Int64,
        }
    )
    (position,) = positions(_contract(case, start), nothing, None, date(2011, 4, 1), pending)
    row = position.claimants.row(0, named=True)
    assert (row["pay_by"], row["pending_cents"]) == (case["last_day_to_pay"], 900_000 * DOLLAR)
    assert row["is_notice_due"]

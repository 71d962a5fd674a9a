"""Prices of a whole claim: so much a day, one amount for the case, base x weight of its group."""

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

from corridor.claims.code_tables import CodeTable
from corridor.claims.pricing.exact import cents_of, wide
from corridor.claims.pricing.methods import Band, CaseRate, Drg, PerDiem
from corridor.claims.pricing.tables import PriceTables, found
from corridor.claims.stays import IS_ROOM_AND_BOARD
from corridor.money.cents import MAX_CENTS
from corridor.money.split import split_cents
from corridor.plan.match import Match

_BP = 10_000
_MOST_DAYS = 10_000
_nights = (pl.col("service_to") - pl.col("service_from")).dt.total_days()
DAYS = (
    pl.when(IS_ROOM_AND_BOARD)
    .then(pl.when(pl.col("units") > 0).then(pl.col("units") // 1_000).otherwise(_nights))
    .otherwise(0)
    .clip(0, _MOST_DAYS)
)
"""Days of a stay that a line is: of room and board as billed, else by the dates; of any other none."""


def claims_in(lines: pl.DataFrame) -> pl.DataFrame:
    """Claims by number: charge_cents (bounded), days, drg, service_from (first day)."""
    charge = pl.col("charge_cents").clip(0, MAX_CENTS).sum().clip(0, MAX_CENTS)
    return lines.group_by("claim_number", maintain_order=True).agg(
        charge, DAYS.sum().cast(pl.Int64).alias("days"), pl.col("drg").first(), pl.col("service_from").min()
    )


def per_diem(lines: pl.DataFrame, terms: PerDiem, tables: PriceTables) -> pl.DataFrame:
    """One row per claim: claim_number, price_cents, days_1, days_2, … by accommodation. Without such days no price."""
    table = CodeTable("revenue_code", lines.get_column("revenue_code"))
    masks = table.masks([Match.model_validate({"revenue_code": each.revenue_code}) for each in terms.accommodations])[
        table.ids
    ]
    # What the first has taken, the later ones do not see: only the lowest bit stands.
    first = pl.Series("first", (masks & (~masks + 1)).astype("int64"))
    counted = [
        pl.when(pl.col("first") == 1 << place).then(DAYS).otherwise(0).sum().cast(pl.Int64).alias(f"days_{place + 1}")
        for place in range(len(terms.accommodations))
    ]
    days = lines.with_columns(first).group_by("claim_number", maintain_order=True).agg(counted)
    paid = [_banded(pl.col(f"days_{place}"), each.bands) for place, each in enumerate(terms.accommodations, start=1)]
    is_stay = pl.any_horizontal(pl.col(f"days_{place + 1}") > 0 for place in range(len(terms.accommodations)))
    return days.with_columns(pl.when(is_stay).then(pl.sum_horizontal(paid)).alias("price_cents"))


def _banded(days: pl.Expr, bands: tuple[Band, ...]) -> pl.Expr:
    ends = [band.from_day - 1 for band in bands[1:]]
    within = [
        (days.clip(upper_bound=end) if end is not None else days) - (band.from_day - 1)
        for band, end in zip(bands, [*ends, None], strict=True)
    ]
    parts = [each.clip(lower_bound=0) * band.amount for each, band in zip(within, bands, strict=True)]
    return pl.sum_horizontal(parts)


def case_rate(lines: pl.DataFrame, terms: CaseRate, tables: PriceTables) -> pl.DataFrame:
    """One row per claim: claim_number, price_cents, days, further_days (beyond those of the rate)."""
    further = (pl.col("days") - (terms.days or _MOST_DAYS)).clip(lower_bound=0)
    return claims_in(lines).select(
        "claim_number",
        (terms.amount + further * terms.day_amount).alias("price_cents"),
        "days",
        further.alias("further_days"),
        amount_cents=pl.lit(terms.amount),
    )


def drg(lines: pl.DataFrame, terms: Drg, tables: PriceTables) -> pl.DataFrame:
    """One row per claim: claim_number, price_cents, drg, weight, days, outlier_days. A group without weight: no price.

    base x weight x percent + add-on; beyond the threshold, marginal x (charges x ratio - payment - threshold).
    """
    claims = claims_in(lines)
    claims = pl.concat([claims, found(claims, tables.weights_by_drg, drg=pl.col("drg"))], how="horizontal")
    claims = claims.with_columns(_outlier_days(terms).alias("outlier_days"))
    # In hundred-millionths of a cent: weight and percent are ten-thousandths each, as ratio and marginal share are.
    scale = _BP * _BP
    payment = wide("weight") * terms.base * terms.percent + terms.add_on * scale
    by_days = pl.col("outlier_days").cast(pl.Int128) * (terms.day_outlier.amount if terms.day_outlier else 0) * scale
    excess = pl.lit(0).cast(pl.Int128)
    if terms.outlier is not None:
        cost = wide("charge_cents") * terms.outlier.cost_to_charge * _BP
        excess = (cost - payment - terms.outlier.threshold * scale) * terms.outlier.marginal
        excess = pl.when(excess > 0).then(excess).otherwise(0)
    return claims.with_columns(
        cents_of((payment + by_days) * _BP + excess, scale * _BP).alias("price_cents"),
        cents_of(excess, scale * _BP).alias("outlier_cents"),
    ).drop("service_from")


def _outlier_days(terms: Drg) -> pl.Expr:
    """Whole days beyond the mean and what is let pass beyond it; means are tenths of a day."""
    if terms.day_outlier is None:
        return pl.lit(0, pl.Int64)
    mean = pl.col(f"{terms.day_outlier.mean}_days").cast(pl.Int64)
    beyond = pl.col("days") * 10 - mean - terms.day_outlier.beyond * 10
    return (beyond.clip(lower_bound=0) // 10).fill_null(0)


OF_CLAIM: Mapping[str, Callable[[pl.DataFrame, Any, PriceTables], pl.DataFrame]] = {
    "per_diem": per_diem,
    "case_rate": case_rate,
    "drg": drg,
}
"""Method -> lines of claims, its terms, tables -> one row per claim with its price beside what made it."""


def dealt(lines: pl.DataFrame, prices: pl.DataFrame) -> pl.Series:
    """(n_lines,) the share of each line in the price of its claim, by charge; no cent is lost. Null: no price.

    prices: claim_number, price_cents. Where no line charges anything all have an equal weight.
    """
    shares: dict[tuple[int, int], int | None] = {}
    of_claim = dict(prices.select("claim_number", "price_cents").iter_rows())
    grouped = lines.group_by("claim_number", maintain_order=True).agg("line_number", "charge_cents")
    for number, line_numbers, charges in grouped.iter_rows():
        weights = [max(charge, 0) for charge in charges]
        price = of_claim[number]
        parts = [None] * len(weights) if price is None else split_cents(price, weights if any(weights) else
                                                                       [1] * len(weights))  # fmt: skip
        shares |= {(number, line): part for line, part in zip(line_numbers, parts, strict=True)}
    keys = lines.select("claim_number", "line_number").iter_rows()
    return pl.Series("price_cents", [shares[number, line] for number, line in keys], pl.Int64)

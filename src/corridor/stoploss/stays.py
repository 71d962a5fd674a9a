"""The day on which a line is incurred, as the contract says: of a stay each day, the first or the last (RULES 1.2)."""

from collections.abc import Iterable, Mapping
from datetime import date

import polars as pl

from corridor.stoploss.contract import Contract, Policy

_COLUMNS: Mapping[str, tuple[str, str]] = {
    "service_from": ("service_from", "service_from"),
    "service_to": ("service_to", "service_to"),
    "each_day": ("service_from", "service_from"),
    "admission": ("admitted_on", "service_from"),
    "discharge": ("discharged_on", "service_to"),
    "fill": ("filled_on", "service_from"),
    "disability": ("disabled_on", "service_from"),
}
"""What a contract means -> the column of lines that says it, and the one that stands in where that is not known."""


def needed_columns(contract: Contract) -> tuple[str, ...]:
    """Columns of lines without which it cannot be told when they were incurred."""
    meanings = [contract.incurred_means, *contract.incurred_of.values()]
    names = {_COLUMNS[meaning][1] for meaning in meanings}
    return tuple(sorted(names | ({"service_to"} if "each_day" in meanings else set())))


def incurred_day(lines: pl.DataFrame, contract: Contract) -> pl.Expr:
    """The day on which a line is incurred; of a stay that counts day by day its first (see `by_days`)."""
    day = _column(lines, contract.incurred_means)
    for product, meaning in contract.incurred_of.items():
        day = pl.when(pl.col("product") == product).then(_column(lines, meaning)).otherwise(day)
    return day


def by_days(lines: pl.DataFrame, contract: Contract, policies: Iterable[Policy]) -> pl.DataFrame:
    """`lines`, those that count day by day cut at the limits of the policies' incurred windows.

    A part has the amount of its days: the whole amount is spread over the days of the line, and rounded so that the
    parts sum to it.
    """
    meant = [product for product, meaning in contract.incurred_of.items() if meaning == "each_day"]
    other = [product for product, meaning in contract.incurred_of.items() if meaning != "each_day"]
    counts = pl.col("product").is_in(meant)
    if contract.incurred_means == "each_day":
        counts = ~pl.col("product").is_in(other)
    elif not meant:
        return lines
    is_stay = counts & (pl.col("service_to") > pl.col("service_from")).fill_null(False)
    stays = lines.filter(is_stay)
    return lines if stays.is_empty() else pl.concat([lines.filter(~is_stay), _cut(stays, _limits(policies))])


def _column(lines: pl.DataFrame, meaning: str) -> pl.Expr:
    own, stand_in = _COLUMNS[meaning]
    return pl.coalesce(own, stand_in) if own in lines.columns else pl.col(stand_in)


def _limits(policies: Iterable[Policy]) -> list[date]:
    days = {date.min, date.max}
    for policy in policies:
        days.add(policy.start)
        for cover in (policy.specific, policy.aggregate):
            if cover is not None:
                windows = policy.windows(cover)
                days |= {windows.incurred_from, windows.incurred_end_exclusive}
    return sorted(days)


def _cut(stays: pl.DataFrame, limits: list[date]) -> pl.DataFrame:
    spans = pl.DataFrame({"low": limits[:-1], "high": limits[1:]}, schema={"low": pl.Date, "high": pl.Date})
    end = pl.col("service_to").dt.offset_by("1d")
    first, last = pl.max_horizontal("service_from", "low"), pl.min_horizontal(end, "high")
    parts = (
        stays.join(spans, how="cross")
        .with_columns(
            first.alias("first"), last.alias("last"), (end - pl.col("service_from")).dt.total_days().alias("days")
        )
        .filter(pl.col("first") < pl.col("last"))
    )
    through = _up_to((pl.col("last") - pl.col("service_from")).dt.total_days())
    before = _up_to((pl.col("first") - pl.col("service_from")).dt.total_days())
    return parts.with_columns(
        (through - before).alias("amount_cents"),
        pl.col("first").alias("service_from"),
        pl.col("last").dt.offset_by("-1d").alias("service_to"),
    ).select(stays.columns)


def _up_to(days: pl.Expr) -> pl.Expr:
    """Cents of the first `days` of a line, half a cent away from zero."""
    amount, whole = pl.col("amount_cents"), pl.col("days")
    return amount.sign() * ((2 * amount.abs() * days + whole) // (2 * whole))

"""Layer 2 for frames: person-months of cases as a table -> arrays of the kernel, and back."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from corridor.stoploss.contract import Policy, Specific
from corridor.stoploss.kernel.years import NO_END, Rows, Rules
from corridor.stoploss.settle import rules_of


@dataclass(frozen=True)
class Framed:
    """Arrays of a table. units: the case, member_id, deductible_cents (null: excluded) and is_lasered of each unit."""

    rows: Rows
    rules: Rules
    units: pl.DataFrame
    cases: pl.Series


def framed(months: pl.DataFrame, policy: Policy, case: str) -> Framed:
    """`months` (lines.PERSON_MONTHS, either amount may be absent, with a column `case`) as arrays of the kernel."""
    keys = [case, "member_id"]
    ordered = months.sort(*keys, "month")
    own = [pl.col("deductible_cents").max()] if "deductible_cents" in months.columns else []
    units = with_deductible(
        ordered.group_by(keys, maintain_order=True).agg(pl.len().alias("rows"), *own), policy.specific
    )
    kinds = units.select("deductible_cents", "is_lasered").unique(maintain_order=True).with_row_index("rule")
    rule = units.join(kinds, on=["deductible_cents", "is_lasered"], how="left", nulls_equal=True, maintain_order="left")
    cases = units.group_by(case, maintain_order=True).len()
    rows = Rows(
        _starts(cases.get_column("len")),
        _starts(units.get_column("rows")),
        _month_places(ordered),
        _cents(ordered, "specific_cents"),
        _cents(ordered, "aggregate_cents"),
        rule.get_column("rule").cast(pl.Int32).to_numpy(),
    )
    pairs = [(NO_END if cents is None else cents, lasered) for _, cents, lasered in kinds.iter_rows()]
    return Framed(rows, rules_of(pairs or [(NO_END, False)], policy), units.drop("rows"), cases.get_column(case))


def with_deductible(units: pl.DataFrame, terms: Specific | None) -> pl.DataFrame:
    """`units` (member_id) with deductible_cents (null: excluded) and is_lasered; a laser goes before all else."""
    lasers = lasered(terms).with_columns(is_lasered=pl.lit(True))
    stated = pl.lit(terms.deductible if terms else NO_END)
    own = pl.coalesce("deductible_cents", stated) if "deductible_cents" in units.columns else stated
    return (
        units.join(lasers, on="member_id", how="left", maintain_order="left")
        .with_columns(pl.col("is_lasered").fill_null(False))
        .with_columns(pl.when("is_lasered").then("laser_cents").otherwise(own).cast(pl.Int64).alias("deductible_cents"))
        .drop("laser_cents")
    )


def lasered(terms: Specific | None) -> pl.DataFrame:
    """The lasered people: member_id, laser_cents (null: excluded), sorted."""
    rows = [(laser.member, laser.deductible) for laser in terms.lasers] if terms else []
    return pl.DataFrame(rows, schema={"member_id": pl.String, "laser_cents": pl.Int64}, orient="row").sort("member_id")


def _starts(counts: pl.Series) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    return np.concatenate([np.zeros(1, np.int64), counts.cast(pl.Int64).cum_sum().to_numpy()])


def _month_places(ordered: pl.DataFrame) -> "np.ndarray[tuple[int], np.dtype[np.int16]]":
    number = ordered.select(pl.col("month").dt.year().cast(pl.Int64) * 12 + pl.col("month").dt.month()).to_series()
    return (number - (number.min() or 0)).cast(pl.Int16).to_numpy()


def _cents(ordered: pl.DataFrame, name: str) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    if name not in ordered.columns:
        return np.zeros(ordered.height, np.int64)
    return ordered.get_column(name).cast(pl.Int64).to_numpy()

"""Whom a deductible is for: a person, a subscriber or a family, in a bill group, and how much it is for them."""

import polars as pl

from corridor.stoploss.contract import Specific
from corridor.stoploss.terms.specific import BillGroups

_OF = {"person": "member_id", "subscriber": "subscriber_id", "family": "family_id"}


def unit_columns(terms: Specific | None) -> tuple[str, ...]:
    """Columns that lines must have to tell whom the deductible is for, and which one."""
    if terms is None:
        return ("member_id",)
    own = ("coverage_class",) if terms.deductible_by_class else ("bill_group",) if terms.bill_groups else ()
    return ("member_id", _OF[terms.per], *own)


def unit(terms: Specific | None) -> pl.Expr:
    """Name of the unit that a line belongs to. Bill groups that count apart are units of their own: `id@group`."""
    if terms is None:
        return pl.col("member_id").alias("unit")
    name = pl.col(_OF[terms.per])
    if terms.bill_groups is not None and terms.bill_groups.rule == "apart":
        name = pl.concat_str([name, pl.col("bill_group")], separator="@")
    return name.alias("unit")


def has_own_deductibles(terms: Specific | None) -> bool:
    """Whether units differ in their deductible, lasers aside."""
    return terms is not None and (terms.deductible_by_class is not None or terms.bill_groups is not None)


def own_deductibles(lines: pl.DataFrame, terms: Specific) -> pl.DataFrame:
    """unit, deductible_cents of each unit in `lines` (unit, incurred_day, paid_day, amount_cents and what is asked).

    Of a coverage class or a current bill group, the latest service says which.
    """
    if terms.deductible_by_class is not None:
        amounts: dict[str, int] = {str(level): cents for level, cents in terms.deductible_by_class.items()}
        return _of_latest(lines, "coverage_class", amounts, terms.deductible)
    assert terms.bill_groups is not None, "the caller asks only where units differ"
    if terms.bill_groups.rule == "proportional":
        return _weighted(lines, terms.bill_groups, terms.deductible)
    return _of_latest(lines, "bill_group", terms.bill_groups.deductibles, terms.deductible)


def _of_latest(lines: pl.DataFrame, column: str, amounts: dict[str, int], otherwise: int) -> pl.DataFrame:
    latest = lines.sort("incurred_day", "paid_day", column).group_by("unit").agg(pl.col(column).last())
    return latest.select("unit", _amount(column, amounts, otherwise).alias("deductible_cents"))


def _weighted(lines: pl.DataFrame, groups: BillGroups, otherwise: int) -> pl.DataFrame:
    """Deductibles of the groups, weighted by what each has paid, half a cent up."""
    paid = lines.group_by("unit", "bill_group").agg(pl.col("amount_cents").sum().clip(lower_bound=0).alias("paid"))
    weighted = paid.with_columns(_amount("bill_group", groups.deductibles, otherwise).alias("deductible"))
    sums = weighted.group_by("unit").agg(
        pl.col("paid").sum(), (pl.col("paid").cast(pl.Int128) * pl.col("deductible")).sum().alias("product")
    )
    share = ((2 * pl.col("product") + pl.col("paid")) // (2 * pl.col("paid"))).cast(pl.Int64)
    return sums.select("unit", pl.when(pl.col("paid") > 0).then(share).otherwise(otherwise).alias("deductible_cents"))


def _amount(column: str, amounts: dict[str, int], otherwise: int) -> pl.Expr:
    return pl.col(column).replace_strict(amounts, default=otherwise, return_dtype=pl.Int64)

"""What is allowed of procedures done on both sides, by assistants, by two surgeons, and beside others of a day.

Source: CMS, Medicare Claims Processing Manual, chapter 12, sections 20.4.3, 40.6, 40.7 and 40.8: the second side first,
then assistants and second surgeons, then further procedures, ranked by what that leaves.
"""

from collections.abc import Callable, Sequence
from typing import Any, cast

import polars as pl

from corridor.claims.code_edits.assistants import OTHER_ASSISTS, SECOND_SURGEON, SURGEON_ASSISTS
from corridor.claims.code_edits.billed import LINE, has_modifier
from corridor.money.rounding import BASIS_POINTS, share_of_cents
from corridor.plan.code_edit_terms import CodeEdits as Terms

# Rounding is plain integer arithmetic, which columns do as numbers do.
_share_of_column = cast(Callable[[pl.Expr, pl.Expr], pl.Expr], share_of_cents)

NOT_REDUCED = ("repriced", "surprise_bill", "override")
"""Prices that stand as they are: what a network, the law on surprise bills or an examiner has said."""

BILATERAL, ASSISTANT, CO_SURGEON, MULTIPLE = "bilateral", "assistant", "co_surgeon", "multiple_procedures"
RULES = (BILATERAL, ASSISTANT, CO_SURGEON, MULTIPLE)
"""In the order in which they are applied."""

_RANKED = ("2", "3")
"""Indicators of procedures that count among those of a day; further endoscopies (3) as other procedures."""
_DAY = ("person", "provider", "day")
_SHARED = ("50", *SURGEON_ASSISTS, *OTHER_ASSISTS, *SECOND_SURGEON)
_REDUCTIONS: dict[str, Any] = {
    "claim_number": pl.Int64,
    "line_number": pl.Int32,
    "code": pl.String,
    "effective_from": pl.Date,
    "rank": pl.Int32,
    **dict.fromkeys(RULES, pl.Int64),
}


def reductions_of(with_values: pl.DataFrame, prices: pl.DataFrame, terms: Sequence[Terms | None]) -> pl.DataFrame:
    """The lines that are reduced: LINE, code, effective_from, rank, and of each of RULES the share, null: none.

    Shares are basis points. with_values: `valued`, of the lines that stand. prices: LINE, allowed_cents, price_source
    and charge_cents of the lines to be decided.
    """
    if not with_values.select((_counts() | has_modifier(_SHARED)).any()).item():
        return pl.DataFrame(schema=_REDUCTIONS)
    is_own = pl.col("version_row").is_not_null()
    known = with_values.join(prices, on=LINE, how="left", maintain_order="left").join(
        _shares(terms), on="version_row", how="left", maintain_order="left"
    )
    may = is_own & (pl.col("setting") == "practitioner") & ~pl.col("price_source").is_in(NOT_REDUCED)
    both_sides = pl.col("bilateral")
    sides = pl.when(both_sides == "1").then(BASIS_POINTS + pl.col("second_side_bp"))
    other_assists = pl.when(has_modifier(OTHER_ASSISTS)).then("assistant_other_bp")
    shared = known.with_columns(
        pl.when(may & has_modifier(("50",)))
        .then(sides.when(both_sides == "3").then(2 * BASIS_POINTS))
        .alias(BILATERAL),
        pl.when(may)
        .then(pl.when(has_modifier(SURGEON_ASSISTS)).then("assistant_bp").otherwise(other_assists))
        .alias(ASSISTANT),
        pl.when(may & has_modifier(SECOND_SURGEON)).then("co_surgeon_bp").alias(CO_SURGEON),
        pl.when(may).then("multiple_bp").alias("multiple_bp"),
    )
    ranked = _ranked(shared)
    # A line that waits counts among the others and is itself reduced when it is decided.
    return ranked.filter("is_asked", pl.any_horizontal(pl.col(RULES).is_not_null())).select(
        *LINE, "code", "effective_from", "rank", *RULES
    )


def _ranked(lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` with rank among the procedures of the day, from 1, and MULTIPLE, its share where that is not the whole.

    Those of earlier claims come first, as what was decided stands; within a claim the dearest comes first.
    """
    price, charge = pl.col("allowed_cents"), pl.col("charge_cents").clip(lower_bound=0)
    for rule in (BILATERAL, ASSISTANT, CO_SURGEON):
        share = _share_of_column(price, pl.col(rule))
        price = pl.coalesce(pl.min_horizontal(pl.when(share.is_not_null()).then(charge), share), price)
    order = lines.filter(_counts()).with_columns(price.alias("_price"))
    order = order.sort("place", -pl.col("_price"), "line_number", nulls_last=True)
    rank = order.select(*LINE, pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over(_DAY).alias("rank"))
    ranked = lines.join(rank, on=LINE, how="left", maintain_order="left")
    place = pl.min_horizontal(pl.col("rank"), pl.col("multiple_bp").list.len().cast(pl.Int32)) - 1
    share = pl.col("multiple_bp").list.get(place, null_on_oob=True)
    is_less = pl.col("rank").is_not_null() & (share != BASIS_POINTS)
    return ranked.with_columns(pl.when(is_less).then(share).alias(MULTIPLE))


def _counts() -> pl.Expr:
    """Whether a line counts among the procedures of its day."""
    return pl.col("multiple_procedure").is_in(_RANKED).fill_null(False) & (pl.col("setting") == "practitioner")


def _shares(terms: Sequence[Terms | None]) -> pl.DataFrame:
    """What each version of a plan allows."""
    rows = [
        (row, said.bilateral, said.assistant, said.assistant_other, said.co_surgeon, list(said.multiple_procedures))
        for row, said in enumerate(terms)
        if said is not None
    ]
    return pl.DataFrame(rows, schema=_SHARES, orient="row")


_SHARES: dict[str, Any] = {
    "version_row": pl.Int32,
    "second_side_bp": pl.Int64,
    "assistant_bp": pl.Int64,
    "assistant_other_bp": pl.Int64,
    "co_surgeon_bp": pl.Int64,
    "multiple_bp": pl.List(pl.Int64),
}


def reduced_cents(allowed_cents: int, charge_cents: int, share_bp: int) -> int:
    """A share of what is allowed, never above the charge. cents."""
    return min(share_of_cents(allowed_cents, share_bp), max(charge_cents, 0))

"""What payers before this plan paid, and the amount that is shared out with them."""

import polars as pl

_paid = pl.col("other_payer_paid_cents")
_is_second = pl.col("is_secondary")
_was_paid = (_paid > 0).fill_null(False)
_comes_after = pl.when(_is_second.is_not_null()).then(_is_second).otherwise(_was_paid)
_coordinates = pl.col("coordinates").fill_null(False)
_own, _theirs = pl.col("allowed_cents"), pl.col("other_payer_allowed_cents")

HAS_UNCLEAR_ORDER = _is_second.is_null() & pl.col("order_rule").is_not_null() & ~_was_paid
"""Another plan covers the person, it cannot be told which of the two pays first, and no payment shows it."""

IS_OTHERS_FIRST = _comes_after & (~_coordinates | (_paid.is_null() & pl.col("estimated_paid_cents").is_null()))
"""Another payer comes first, and the plan does not say what it pays then, or nobody what the other has paid."""


def with_shared_amounts(lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` with `other_paid_cents` and `allowable_cents`, null where no plan that coordinates comes second.

    The order of benefits, where it is known, comes before what the claim shows; what was paid before what is
    estimated. Allowable: the plan's own allowed amount, or the higher or lower of the two; never above the charge.
    lines: CLAIMS columns, `coordinates`, `allowable`, `allowed_cents`, `is_secondary`, `estimated_paid_cents`.
    """
    shares = _coordinates & _comes_after
    paid = pl.coalesce(_paid, "estimated_paid_cents", pl.lit(0, pl.Int64)).clip(lower_bound=0)
    which = pl.col("allowable")
    allowable = (
        pl.when(which == "higher")
        .then(pl.max_horizontal(_own, _theirs))
        .when(which == "lower")
        .then(pl.min_horizontal(_own, _theirs))
        .otherwise(_own)
    )
    charge = pl.col("charge_cents").clip(lower_bound=0)
    return lines.with_columns(
        pl.when(shares).then(paid).alias("other_paid_cents"),
        pl.when(shares).then(pl.min_horizontal(allowable, charge)).alias("allowable_cents"),
    )

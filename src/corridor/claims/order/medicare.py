"""Whether a group plan or Medicare pays first.

Source: 42 USC 1395y(b); 42 CFR 411.162 (kidney disease), 411.163 (two entitlements), 411.172 (working aged),
411.204 (disability). The expressions read rules.PAIR, its statuses filled in, and `entitlements`.
"""

import polars as pl

AGED_EMPLOYEES, DISABLED_EMPLOYEES, ESRD_MONTHS = 20, 100, 30
"""Employees from which a group plan pays first; months in which it does for kidney disease, whatever its size."""

_day = pl.col("day")
_BASES = ("age", "disability", "esrd")
_is_medicare = pl.col("other_kind") == "medicare"
_is_base = pl.col("is_age") | pl.col("is_disability")
_is_base_first = _is_base & (pl.min_horizontal("age_from", "disability_from") < pl.col("esrd_from"))


def entitlements() -> dict[str, pl.Expr]:
    """is_age, is_disability, is_esrd: entitled on the day; is_esrd_months: in the months of the group plan."""
    end = pl.col("esrd_from").dt.offset_by(f"{ESRD_MONTHS}mo")
    begun = {f"is_{basis}": (pl.col(f"{basis}_from") <= _day).fill_null(False) for basis in _BASES}
    return {**begun, "is_esrd_months": begun["is_esrd"] & (_day < end).fill_null(False)}


def _by_employment(side: str) -> pl.Expr:
    """group or medicare by age or disability alone: a group plan is first only where it covers through current work.

    Null: the number of employees is asked for and not known.
    """
    is_at_work = pl.col(f"{side}_status") == "active"
    is_family = pl.col(f"{side}_through").is_in(("self", "spouse"))
    by_age = pl.col("is_age")
    least = pl.when(by_age).then(AGED_EMPLOYEES).otherwise(DISABLED_EMPLOYEES)
    may_be_first = is_at_work & (is_family | ~by_age) & (pl.col(f"{side}_kind").fill_null("group") == "group")
    return (
        pl.when(~may_be_first)
        .then(pl.lit("medicare"))
        .when(pl.col(f"{side}_employees") >= least)
        .then(pl.lit("group"))
        .when(pl.col(f"{side}_employees") < least)
        .then(pl.lit("medicare"))
    )


def group_or_medicare(side: str) -> pl.Expr:
    """group, or medicare, whichever pays first for the person on the day; null: the employer's size is not known.

    In the thirty months of kidney disease the group plan stays first, unless Medicare was already first when they
    began. side: own or other.
    """
    alone = _by_employment(side)
    return (
        pl.when(pl.col("is_esrd_months") & ~_is_base_first)
        .then(pl.lit("group"))
        .when(pl.col("is_esrd_months"))
        .then(alone)
        .when(pl.col("is_esrd"))
        .then(pl.lit("medicare"))
        .when(_is_base)
        .then(alone)
        .otherwise(pl.lit("group"))
    )


def medicare_first() -> pl.Expr:
    """own or other where the other plan is Medicare; null elsewhere and where a fact is lacking."""
    own = pl.col("own_medicare")
    return (
        pl.when(_is_medicare & (own == "group"))
        .then(pl.lit("own"))
        .when(_is_medicare & (own == "medicare"))
        .then(pl.lit("other"))
    )


def medicare_lacks() -> pl.Expr:
    """The fact without which Medicare's place cannot be told."""
    has_none = pl.all_horizontal(pl.col("age_from", "disability_from", "esrd_from").is_null())
    return (
        pl.when(_is_medicare & has_none)
        .then(pl.lit("entitlement"))
        .when(_is_medicare & pl.col("own_medicare").is_null())
        .then(pl.lit("employees"))
    )


def medicare_rule() -> pl.Expr:
    """Name of the rule that put Medicare in its place."""
    is_at_work = pl.col("own_status") == "active"
    return (
        pl.when(pl.col("is_esrd_months") & ~_is_base_first)
        .then(pl.lit("medicare_esrd_months"))
        .when(pl.col("is_esrd") & ~pl.col("is_esrd_months"))
        .then(pl.lit("medicare_esrd_months_over"))
        .when(~_is_base)
        .then(pl.lit("medicare_not_begun"))
        .when(~is_at_work)
        .then(pl.lit("medicare_without_work"))
        .when(pl.col("is_age"))
        .then(pl.lit("medicare_working_aged"))
        .otherwise(pl.lit("medicare_disability"))
    )

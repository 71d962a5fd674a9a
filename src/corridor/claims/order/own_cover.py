"""Our own plan's side of the order of benefits: through whom we cover the person, and since when."""

import polars as pl

_SPAN = ("member_id", "product")
_THROUGH = {"self": "self", "spouse": "spouse", "child": "parent", "other": "other"}


def own_cover(pairs: pl.DataFrame, coverage: pl.DataFrame) -> pl.DataFrame:
    """The columns of rules.PAIR that our coverage answers, a row for each of `pairs`.

    pairs: member, family_id, product, day, coordinates. coverage: COVERAGE.
    """
    near = coverage.filter(pl.col("subscriber_id").is_in(pairs.get_column("family_id").implode()))
    people = near.sort("coverage_start").unique(("member_id", "subscriber_id"), keep="last")
    own = people.select(
        pl.col("member_id").alias("member"),
        pl.col("subscriber_id").alias("family_id"),
        pl.col("relationship").replace_strict(_THROUGH, default="other").alias("own_through"),
    )
    employees = people.filter(pl.col("relationship") == "self").select(
        pl.col("subscriber_id").alias("family_id"),
        pl.col("member_id").alias("employee"),
        pl.col("birth_date").dt.strftime("%m-%d").alias("own_birthday"),
        pl.col("sex").replace("U", None).alias("own_sex"),
    )
    known = pairs.select("member", "family_id", "product", "day", pl.col("coordinates").alias("own_has_provision"))
    known = known.join(own, on=("member", "family_id"), how="left", maintain_order="left").join(
        employees.unique("family_id", keep="last"), on="family_id", how="left", maintain_order="left"
    )
    known = _since(known, near, "member", "own_since")
    return _since(known, near, "employee", "own_through_since").select(
        pl.lit("group").alias("own_kind"),
        "own_through",
        "own_has_provision",
        "own_birthday",
        "own_sex",
        "own_since",
        "own_through_since",
    )


def _since(known: pl.DataFrame, coverage: pl.DataFrame, person: str, name: str) -> pl.DataFrame:
    """`known` with the first day of the person's coverage for the product, spans without a gap taken as one.

    Two plans of one sponsor, one after the other, are one plan to the rule (NAIC 120, section 6D(5)).
    """
    spells = _spells(coverage).select(
        pl.col("member_id").alias(person), "product", pl.col("coverage_start").alias(name)
    )
    numbered = known.with_row_index("_row").sort("day")
    found = numbered.join_asof(
        spells.sort(name), left_on="day", right_on=name, by=(person, "product"), coalesce=False, check_sortedness=False
    )
    return found.sort("_row").drop("_row")


def _spells(coverage: pl.DataFrame) -> pl.DataFrame:
    """First day of each unbroken spell of a person's coverage for a product."""
    before = pl.col("coverage_end_exclusive").fill_null(pl.date(9999, 12, 31)).cum_max().shift().over(_SPAN)
    ordered = coverage.sort(*_SPAN, "coverage_start")
    return ordered.filter(before.is_null() | (pl.col("coverage_start") > before)).select(*_SPAN, "coverage_start")

"""Lines of people whom other plans cover as well: does one of these pay before us, and by which rule."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import polars as pl

from corridor.claims.order.own_cover import own_cover
from corridor.claims.order.rules import order_of_benefits
from corridor.money.rounding import share_of_cents
from corridor.records.other_coverage import ENTITLEMENTS

ADDED = {"is_secondary": pl.Boolean, "order_rule": pl.String, "estimated_paid_cents": pl.Int64}
UNCLEAR = "unclear"
"""An order_rule that begins with it names the rule and the fact that it lacks: unclear:birthday:birthday."""

HALF_BP = 5_000
_LINE = ("claim_number", "line_number")
_PART_A_BILLS = ("11", "18", "21", "41", "81", "82")
"""Types of bill that part A pays: hospital, swing bed, nursing facility, religious institution, hospice."""
_share_of_column = cast(Callable[[pl.Expr, pl.Expr], pl.Expr], share_of_cents)
_is_medicare = pl.col("other_kind") == "medicare"


@dataclass(frozen=True)
class OtherPlans:
    """What is known of other plans. coverage: OTHER_COVERAGE. workforce: WORKFORCE of ours, empty: not known."""

    coverage: pl.DataFrame
    workforce: pl.DataFrame


def with_order_of_benefits(
    lines: pl.DataFrame, other: OtherPlans | None, coverage: pl.DataFrame, versions: pl.DataFrame
) -> pl.DataFrame:
    """`lines` with ADDED; all null where no other plan is known to cover the person on the day.

    is_secondary: another plan pays before this one, or shares equally; false: we are first, whatever the claim says
    was paid; null beside an order_rule: it cannot be told, see UNCLEAR.
    estimated_paid_cents: what the plans before this one are taken to pay where the claim does not say: of Medicare
    the plan's own estimate, of a plan that shares equally half; null: nobody estimates it.
    lines: CLAIMS columns, member, family_id, product, version_row, allowed_cents. coverage: COVERAGE. versions: that
    of the compiled plans.
    """
    is_known = other is not None and not other.coverage.is_empty()
    placed = placed_plans(lines, other, coverage, versions) if other is not None and is_known else None
    if placed is None or placed.is_empty():
        return lines.with_columns(pl.lit(None, dtype).alias(name) for name, dtype in ADDED.items())
    added = lines.select(_LINE).join(_by_line(placed), on=_LINE, how="left", maintain_order="left")
    return pl.concat([lines, added.select(*ADDED)], how="horizontal")


def placed_plans(
    lines: pl.DataFrame, other: OtherPlans, coverage: pl.DataFrame, versions: pl.DataFrame
) -> pl.DataFrame:
    """Each line with each other plan that covers the person on its day, and ORDER of ours and that one.

    The entitlements to Medicare are one plan. As `with_order_of_benefits` takes them; of several plans the payers'
    order.
    """
    pairs = _pairs(lines, other, versions)
    if pairs.is_empty():
        return pairs
    known = pl.concat([pairs, own_cover(pairs, coverage)], how="horizontal")
    placed = pl.concat([known, order_of_benefits(known)], how="horizontal")
    lacks_part_b = _lacks_part_b()
    return placed.with_columns(
        pl.when(lacks_part_b).then(pl.lit("own")).otherwise("first").alias("first"),
        pl.when(lacks_part_b).then(pl.lit("medicare_without_part_b")).otherwise("order_rule").alias("order_rule"),
    ).sort(*_LINE, "payer")


def _pairs(lines: pl.DataFrame, other: OtherPlans, versions: pl.DataFrame) -> pl.DataFrame:
    """Each line with each other plan that covers the person on its day, in the columns of PAIR as far as they go."""
    terms = versions.select("coordinates", "medicare_estimated_bp")
    facts = pl.concat(
        [lines.select(*_FACTS), terms.select(pl.all().gather(lines.get_column("version_row")))], how="horizontal"
    )
    rows = other.coverage.select(*_ROWS)
    met = facts.join(rows, on="member", how="inner").filter(_is_on_day() & _is_of_product())
    sizes = other.workforce.select("effective_from", pl.col("employees").alias("own_employees")).sort("effective_from")
    sized = met.sort("day").join_asof(sizes, left_on="day", right_on="effective_from")
    entitled = sized.with_columns(_entitled_from(basis) for basis in ENTITLEMENTS)
    return entitled.filter(~_is_medicare | pl.struct(*_LINE, _is_medicare).is_first_distinct())


_FACTS = (
    *_LINE,
    "member",
    "family_id",
    "product",
    pl.col("kind").alias("claim_kind"),
    "bill_type",
    "allowed_cents",
    pl.col("service_from").alias("day"),
)
_ROWS = (
    pl.col("member_id").alias("member"),
    "payer",
    pl.col("product").alias("other_product"),
    "coverage_start",
    "coverage_end_exclusive",
    "own_status",
    "own_custody",
    "parents",
    "decree",
    "medicare_entitlement",
    "medicare_from",
    "has_part_b",
    pl.col("kind").alias("other_kind"),
    pl.col("covered_through").alias("other_through"),
    pl.col("status").alias("other_status"),
    pl.col("has_cob_provision").alias("other_has_provision"),
    pl.col("uses_gender_rule").alias("other_uses_gender_rule"),
    pl.col("birthday").alias("other_birthday"),
    pl.col("sex").alias("other_sex"),
    pl.col("custody").alias("other_custody"),
    pl.col("employees").alias("other_employees"),
    pl.coalesce("covered_since", "coverage_start").alias("other_since"),
    pl.coalesce("covered_since", "coverage_start").alias("other_through_since"),
)


def _is_on_day() -> pl.Expr:
    end = pl.col("coverage_end_exclusive")
    return (pl.col("coverage_start") <= pl.col("day")) & (end.is_null() | (pl.col("day") < end))


def _is_of_product() -> pl.Expr:
    """Whether the other coverage is for such a service: Medicare leaves drugs, teeth and glasses to others."""
    named, is_drug = pl.col("other_product"), pl.col("claim_kind") == "pharmacy"
    unnamed = pl.when(_is_medicare).then((pl.col("product") == "medical") & ~is_drug).otherwise(True)
    same = (named == pl.col("product")) & ~(_is_medicare & is_drug & (named == "medical"))
    return pl.when(named.is_null()).then(unnamed).otherwise(same | (is_drug & (named == "pharmacy"))).fill_null(False)


def _entitled_from(basis: str) -> pl.Expr:
    own = pl.when(_is_medicare & (pl.col("medicare_entitlement") == basis)).then("medicare_from")
    return own.min().over(_LINE).alias(f"{basis}_from")


def _by_line(placed: pl.DataFrame) -> pl.DataFrame:
    """One row a line: a plan that cannot be placed makes the line unclear, else one before us makes us second."""
    rank = pl.col("first").replace_strict(_RANK, return_dtype=pl.Int8)
    is_before = pl.col("rank") < _RANK["own"]
    ranked = placed.with_columns(rank=rank, estimate=_estimate())
    ordered = ranked.sort(*_LINE, "rank", "payer").group_by(_LINE, maintain_order=True)
    lines = ordered.agg(
        pl.col("first", "lacks").first(),
        pl.col("order_rule").first(),
        pl.col("allowed_cents").first(),
        pl.col("estimate").filter(is_before).sum().alias("estimated"),
        (pl.col("estimate").is_null() & is_before).any().alias("is_unknown"),
    )
    is_unclear, is_second = pl.col("first") == "unclear", pl.col("first").is_in(("other", "equal"))
    unclear = pl.concat_str(pl.lit(UNCLEAR), "order_rule", "lacks", separator=":")
    return lines.select(
        *_LINE,
        pl.when(~is_unclear).then(is_second).alias("is_secondary"),
        pl.when(is_unclear).then(unclear).otherwise("order_rule").alias("order_rule"),
        pl.when(is_second & ~pl.col("is_unknown"))
        .then(pl.min_horizontal("estimated", "allowed_cents"))
        .alias("estimated_paid_cents"),
    )


_RANK = {"unclear": 0, "other": 1, "equal": 2, "own": 3, "both": 4}


def _lacks_part_b() -> pl.Expr:
    """Medicare pays nothing for a service of part B to who is not enrolled in it, unless the plan estimates as if."""
    is_part_a = (pl.col("claim_kind") == "institutional") & pl.col("bill_type").is_in(_PART_A_BILLS).fill_null(False)
    lacks = _is_medicare & ~pl.col("has_part_b").fill_null(True) & ~is_part_a
    return lacks & (pl.col("first") == "other") & (pl.col("medicare_estimated_bp").fill_null(0) == 0)


def _estimate() -> pl.Expr:
    estimated_bp = pl.col("medicare_estimated_bp").cast(pl.Int64)
    return (
        pl.when(pl.col("first") == "equal")
        .then(_share_of_column(pl.col("allowed_cents"), pl.lit(HALF_BP, pl.Int64)))
        .when(_is_medicare & (estimated_bp > 0))
        .then(_share_of_column(pl.col("allowed_cents"), estimated_bp))
    )

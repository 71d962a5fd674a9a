"""What was decided, and how much of it without a person."""

from dataclasses import dataclass

import polars as pl

from corridor.money.rounding import prorate_cents

LINE_KEY = ("claim_number", "line_number")


@dataclass(frozen=True)
class AutoAdjudication:
    """Claims decided, and those among them that nobody had to look at; rate_bp is None where no claim was decided."""

    claims: int
    automatic: int
    rate_bp: int | None


def standing(decisions: pl.DataFrame) -> pl.DataFrame:
    """DECISIONS -> the latest version of each line."""
    return decisions.sort(*LINE_KEY, "version").unique(LINE_KEY, keep="last", maintain_order=True)


def counts_by_reason(decisions: pl.DataFrame) -> pl.DataFrame:
    """Standing decisions by status and reason, most lines first within a status.

    Columns: status, reason, lines, claims, charge_cents, plan_paid_cents.
    """
    counts = (
        standing(decisions)
        .group_by("status", "reason")
        .agg(
            pl.len().cast(pl.Int64).alias("lines"),
            pl.col("claim_number").n_unique().cast(pl.Int64).alias("claims"),
            pl.col("charge_cents").sum(),
            pl.col("plan_paid_cents").sum(),
        )
    )
    order = pl.col("status").replace_strict({"paid": 0, "denied": 1, "pended": 2}, return_dtype=pl.Int8)
    return counts.sort(order, -pl.col("lines"), "reason")


def counts_by_status(decisions: pl.DataFrame) -> pl.DataFrame:
    """Standing decisions by status: status, lines, claims, charge_cents, plan_paid_cents."""
    counts = (
        standing(decisions)
        .group_by("status")
        .agg(
            pl.len().cast(pl.Int64).alias("lines"),
            pl.col("claim_number").n_unique().cast(pl.Int64).alias("claims"),
            pl.col("charge_cents").sum(),
            pl.col("plan_paid_cents").sum(),
        )
    )
    return counts.sort("status")


def auto_adjudication(decisions: pl.DataFrame) -> AutoAdjudication:
    """A claim is automatic when no line of its first decision was pended; later versions do not change that."""
    first = decisions.filter(pl.col("version") == pl.col("version").min().over("claim_number"))
    claims = first.group_by("claim_number").agg((pl.col("status") == "pended").any().alias("is_pended"))
    automatic = int((~claims.get_column("is_pended")).sum())
    rate = prorate_cents(10_000, automatic, len(claims)) if len(claims) else None
    return AutoAdjudication(len(claims), automatic, rate)

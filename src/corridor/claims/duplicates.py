"""Exact duplicates: the same service to the same person, charged once more on another claim."""

import polars as pl

from corridor.codes.reasons import NEVER_REPEATED

SERVICE = (
    "kind",
    "service_from",
    "service_to",
    "procedure_code",
    "modifiers",
    "revenue_code",
    "tooth",
    "surfaces",
    "units",
    "charge_cents",
)
_PRINT = ("member", *SERVICE, "billing_provider")
_PROVIDER = pl.coalesce("billing_npi", "billing_tax_id").alias("billing_provider")
_LINE = ("claim_number", "line_number")


def with_duplicates(lines: pl.DataFrame, history: pl.DataFrame | None) -> pl.DataFrame:
    """`lines` with `is_duplicate`: an earlier claim, of this batch or of `history`, has a line equal to this one.

    lines: CLAIMS columns, `claim_number`, `member`, and `reason` by the other edits; what was refused before the plan
    was asked is nothing that another line could repeat. history: HISTORY of lines decided before; of a claim in the
    batch the batch speaks.
    A line repeated inside one claim, or by a later version of it (`case_number`), is no duplicate. place: the order in
    which claims are decided.
    """
    if (history is None or history.is_empty()) and not _has_repeats(lines):
        return lines.with_columns(pl.lit(False).alias("is_duplicate"))
    case = pl.col("case_number" if "case_number" in lines.columns else "claim_number").alias("case")
    batch = lines.filter(pl.col("member").is_not_null()).select(
        *_LINE,
        "place",
        case,
        "member",
        *SERVICE,
        _PROVIDER,
        (~pl.col("reason").is_in(NEVER_REPEATED)).fill_null(True).alias("is_counted"),
    )
    alike = _alike(batch if history is None else pl.concat([batch, _earlier(history, lines, batch)]))
    first = (
        alike.filter("is_counted")
        .sort("place")
        .group_by(_PRINT, maintain_order=True)
        .agg(pl.col("place").first().alias("first_place"), pl.col("case").first().alias("first_case"))
    )
    repeats = (
        alike.join(first, on=_PRINT, nulls_equal=True)
        .filter(pl.col("first_place") < pl.col("place"), pl.col("first_case") != pl.col("case"))
        .select(*_LINE, pl.lit(True).alias("is_duplicate"))
        .unique()
    )
    marked = lines.select(_LINE).join(repeats, on=_LINE, how="left", maintain_order="left")
    return lines.with_columns(marked.get_column("is_duplicate").fill_null(False))


def _has_repeats(lines: pl.DataFrame) -> bool:
    """Whether any line could equal another: most small batches need no more than this."""
    hashes = lines.select(pl.struct("member", *SERVICE, _PROVIDER).hash()).to_series()
    return hashes.n_unique() < lines.height


def _alike(lines: pl.DataFrame) -> pl.DataFrame:
    """The lines that may have an equal: one pass over a hash spares the exact comparison of all the others."""
    return lines.filter(pl.struct(_PRINT).hash().is_duplicated())


def _earlier(history: pl.DataFrame, lines: pl.DataFrame, batch: pl.DataFrame) -> pl.DataFrame:
    """History as far as it can matter to the batch, in the batch's columns."""
    return (
        history.join(lines, on="claim_number", how="anti")
        .join(batch, left_on=("member_id", "service_from"), right_on=("member", "service_from"), how="semi")
        .select(
            *_LINE,
            pl.col("claim_number").alias("place"),
            pl.col("claim_number").alias("case"),
            pl.col("member_id").alias("member"),
            *SERVICE,
            _PROVIDER,
            pl.lit(True).alias("is_counted"),
        )
    )

"""Lines that may repeat another one: alike in who, when and what, but not in all that makes an exact duplicate."""

import polars as pl

from corridor.codes.reasons import NEVER_REPEATED

SAYS_AGAIN = ("24", "27", "58", "59", "76", "77", "78", "79", "91", "XE", "XP", "XS", "XU")
"""Modifiers by which a provider says that the service was done again, or apart from another of the day."""

TELLS_APART = (
    *("50", "LT", "RT", "E1", "E2", "E3", "E4", "FA", "TA", "LC", "LD", "LM", "RC", "RI"),
    *(f"F{number}" for number in range(1, 10)),
    *(f"T{number}" for number in range(1, 10)),
    *("26", "TC"),
    *("62", "66", "80", "81", "82", "AS", "AA", "AD", "QK", "QX", "QY", "QZ"),
    *("GN", "GO", "GP", "JW"),
)
"""Modifiers of a side, finger, toe, eyelid or artery, of a part of the service, of who took which part in it, of a kind
of therapy, of what was discarded: lines with others of these are other services."""

_SAME = ("member", "kind", "service_from", "service_to", "procedure_code", "revenue_code", "tooth", "surfaces")
_LOOKED_AT = (*_SAME, "modifiers", "units", "charge_cents", "billing_npi", "billing_tax_id", "rendering_npi")
_LINE = ("claim_number", "line_number")
_WHAT = pl.struct("member", "service_from", "procedure_code")
_NONE = pl.lit(False).alias("is_possible_duplicate")


def with_possible_duplicates(lines: pl.DataFrame, history: pl.DataFrame | None) -> pl.DataFrame:
    """`lines` with `is_possible_duplicate`: an earlier claim has a line so much like this one that a person must look.

    Alike are lines of one procedure for the same person, days, revenue code, tooth and surfaces, with the same
    modifiers of TELLS_APART and none of SAYS_AGAIN, that either one billing provider bills, whatever the charge, the
    units and the other modifiers; or two of the same tax id bill for the same charge and units. Where both name who
    rendered the service, it is the same. lines, history: as for `with_duplicates`.
    """
    if (history is None or history.is_empty()) and lines.select(_WHAT.hash()).to_series().n_unique() == lines.height:
        return lines.with_columns(_NONE)
    alike = _candidates(lines, history)
    if alike.is_empty():
        return lines.with_columns(_NONE)
    found = _pairs(alike).select(*_LINE, pl.lit(True).alias("is_possible_duplicate")).unique()
    marked = lines.select(_LINE).join(found, on=_LINE, how="left", maintain_order="left")
    return lines.with_columns(marked.get_column("is_possible_duplicate").fill_null(False))


def repeated_claims(lines: pl.DataFrame, asked: pl.DataFrame) -> dict[tuple[int, int], int]:
    """(claim, line) of `asked` -> the first claim that the line may repeat. lines: as above, with all reasons."""
    alike = _candidates(lines, None).join(asked, on=("member", "service_from", "procedure_code"), how="semi")
    pairs = _pairs(alike).sort("place_first").unique(_LINE, keep="first", maintain_order=True)
    rows = pairs.select(*_LINE, "claim_number_first").iter_rows()
    return {(claim, line): first for claim, line, first in rows}


def _pairs(alike: pl.DataFrame) -> pl.DataFrame:
    """Each line beside every earlier one that it may repeat."""
    first = alike.filter("is_counted").drop("line_number", "is_counted")
    return alike.join(first, on=[*_SAME, "apart"], nulls_equal=True, suffix="_first").filter(
        pl.col("place_first") < pl.col("place"), pl.col("case_first") != pl.col("case"), _is_alike()
    )


def _candidates(lines: pl.DataFrame, history: pl.DataFrame | None) -> pl.DataFrame:
    """Lines of the batch and of `history` for whose person, day and procedure there is another claim's."""
    case = pl.col("case_number" if "case_number" in lines.columns else "claim_number").alias("case")
    counted = (~pl.col("reason").is_in(NEVER_REPEATED)).fill_null(True).alias("is_counted")
    known = lines.filter(
        pl.col("member").is_not_null(), pl.col("procedure_code").is_not_null(), pl.col("charge_cents") > 0
    )
    own = known.select(*_LINE, "place", case, *_LOOKED_AT, counted)
    if history is not None and history.height:
        own = pl.concat([own, _earlier(history, lines, own)])
    again = own.filter(_WHAT.hash().is_duplicated())
    modifiers = pl.col("modifiers").fill_null("").str.split(":")
    apart = modifiers.list.eval(pl.element().filter(pl.element().is_in(TELLS_APART)).unique().sort()).list.join(":")
    return again.with_columns(apart.alias("apart")).filter(
        modifiers.list.eval(pl.element().is_in(SAYS_AGAIN)).list.any().not_(),
        pl.col("case").n_unique().over(*_SAME, "apart") > 1,
    )


def _earlier(history: pl.DataFrame, lines: pl.DataFrame, own: pl.DataFrame) -> pl.DataFrame:
    """History as far as it can matter to the batch, in the batch's columns."""
    by = ("service_from", "procedure_code")
    return (
        history.filter(pl.col("charge_cents") > 0)
        .join(lines, on="claim_number", how="anti")
        .join(own, left_on=("member_id", *by), right_on=("member", *by), how="semi")
        .select(
            *_LINE,
            pl.col("claim_number").alias("place"),
            pl.col("claim_number").alias("case"),
            pl.col("member_id").alias("member"),
            *_LOOKED_AT[1:],
            pl.lit(True).alias("is_counted"),
        )
    )


def _is_alike() -> pl.Expr:
    """Of a line beside an earlier one: by one provider, or the same service by another of its tax id."""
    is_same_npi = pl.col("billing_npi") == pl.col("billing_npi_first")
    is_same_tax_id = (pl.col("billing_tax_id") == pl.col("billing_tax_id_first")).fill_null(False)
    has_npis = pl.col("billing_npi").is_not_null() & pl.col("billing_npi_first").is_not_null()
    is_same_amount = (pl.col("charge_cents") == pl.col("charge_cents_first")) & (
        pl.col("units") == pl.col("units_first")
    )
    is_same_provider = is_same_npi.fill_null(False) | (is_same_tax_id & (~has_npis | is_same_amount))
    return is_same_provider & (pl.col("rendering_npi") == pl.col("rendering_npi_first")).fill_null(True)

"""The code edits of a batch: lines denied, and what is allowed of the others reduced."""

from collections.abc import Callable, Sequence
from typing import Any, cast

import polars as pl

from corridor.claims.code_edits.assistants import assistant_hits
from corridor.claims.code_edits.billed import LINE, billed_of
from corridor.claims.code_edits.global_days import global_hits, valued
from corridor.claims.code_edits.notes import NOTE, NOTES_SCHEMA
from corridor.claims.code_edits.pairs import pair_hits
from corridor.claims.code_edits.reductions import RULES, reduced_cents, reductions_of
from corridor.claims.code_edits.settle import Lifted, settle
from corridor.claims.code_edits.tables import CodeEdits
from corridor.claims.code_edits.unit_limits import limited
from corridor.claims.other_payers import with_shared_amounts
from corridor.money.rounding import prorate_cents
from corridor.plan.code_edit_terms import CodeEdits as Terms

# Rounding is plain integer arithmetic, which columns do as numbers do.
_prorated = cast(Callable[[pl.Expr, pl.Expr, pl.Expr], pl.Expr], prorate_cents)
NO_NOTES = pl.lit(None, NOTES_SCHEMA["code_edits"]).alias("code_edits")


def with_code_edits(
    lines: pl.DataFrame, edits: CodeEdits, terms: Sequence[Terms | None], overrides: pl.DataFrame | None = None
) -> pl.DataFrame:
    """`lines` with `code_edits` (NOTE), and `reason`, `allowed_cents` and what follows from it as they say.

    An edit denies a line that has no reason yet, or waits for its amount alone. lines: as prepared, priced and with
    `reason`. terms: what each version row says of code edits. overrides: OVERRIDES, whose reasons are not given
    again.
    """
    if not any(terms):
        return lines.with_columns(NO_NOTES)
    billed = billed_of(lines, edits.earlier, terms)
    if not billed.get_column("is_asked").any():
        return lines.with_columns(NO_NOTES)
    with_values = valued(billed, edits.values)
    hits = [pair_hits(billed, edits.pairs), global_hits(with_values), assistant_hits(with_values)]
    denied = settle(pl.concat(hits), limited(billed, edits.units), billed, terms, _lifted(overrides))
    standing = with_values
    if denied:
        standing = with_values.join(
            pl.DataFrame(denied, schema=_LINE_SCHEMA), on=LINE, how="anti", maintain_order="left"
        )
    prices = lines.select(*LINE, "allowed_cents", "price_source", "charge_cents")
    reduced = _reduced(reductions_of(standing, prices, terms), prices)
    if not denied and not reduced:
        return lines.with_columns(NO_NOTES)
    return _changed(lines, {_line(hit): hit for hit in denied}, reduced)


def _lifted(overrides: pl.DataFrame | None) -> Lifted:
    if overrides is None:
        return {}
    found = overrides.drop_nulls("lifts").group_by(LINE).agg("lifts")
    return {(claim, line): set(lifts) for claim, line, lifts in found.select(*LINE, "lifts").iter_rows()}


_LINE_SCHEMA: dict[str, Any] = {"claim_number": pl.Int64, "line_number": pl.Int32}


def _line(row: dict[str, Any]) -> tuple[int, int]:
    return row["claim_number"], row["line_number"]


def _reduced(found: pl.DataFrame, prices: pl.DataFrame) -> dict[tuple[int, int], list[dict[str, Any]]]:
    """Line -> the steps by which it is reduced."""
    steps: dict[tuple[int, int], list[dict[str, Any]]] = {}
    if found.is_empty():
        return steps
    for row in found.join(prices, on=LINE).iter_rows(named=True):
        cents, own = row["allowed_cents"], []
        for rule in RULES:
            if row[rule] is not None:
                after = reduced_cents(cents, row["charge_cents"], row[rule])
                amounts = {"share_bp": row[rule], "before_cents": cents, "after_cents": after}
                own.append({"rule": rule, "code": row["code"], "row_from": row["effective_from"], **amounts})
                own[-1]["count"] = row["rank"]
                cents = after
        steps[_line(row)] = own
    return steps


def _changed(
    lines: pl.DataFrame,
    denied: dict[tuple[int, int], dict[str, Any]],
    reduced: dict[tuple[int, int], list[dict[str, Any]]],
) -> pl.DataFrame:
    rows = [(*line, hit["reason"], None, [_note_of(hit)]) for line, hit in denied.items()] + [
        (*line, None, notes[-1]["after_cents"], [_filled(note) for note in notes]) for line, notes in reduced.items()
    ]
    schema = _LINE_SCHEMA | {"_reason": pl.String, "_allowed": pl.Int64}
    found = pl.DataFrame(rows, schema=schema | {"code_edits": NOTES_SCHEMA["code_edits"]}, orient="row")
    edited = lines.join(found, on=LINE, how="left", maintain_order="left")
    new = pl.coalesce("_allowed", "allowed_cents")
    estimated = pl.col("estimated_paid_cents")
    edited = edited.with_columns(
        pl.coalesce("_reason", "reason").alias("reason"),
        new.alias("allowed_cents"),
        pl.min_horizontal("recognised_cents", pl.when(pl.col("recognised_cents").is_not_null()).then(new)),
        pl.when(pl.col("_allowed").is_not_null() & (pl.col("allowed_cents") > 0))
        .then(_prorated(estimated, pl.col("_allowed"), pl.col("allowed_cents")))
        .otherwise(estimated)
        .alias("estimated_paid_cents"),
    ).drop("_reason", "_allowed")
    return with_shared_amounts(edited) if reduced else edited


def _note_of(hit: dict[str, Any]) -> dict[str, Any]:
    return _filled(hit | {"rule": hit["reason"], "count": hit["most"]})


def _filled(note: dict[str, Any]) -> dict[str, Any]:
    return {name: note.get(name) for name in NOTE}

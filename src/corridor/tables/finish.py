"""What a kind of table needs beyond its columns: numbering, claim totals, spans that fit, keys that are unique."""

import polars as pl

from corridor.tables.certifications import certifications
from corridor.tables.columns import Findings
from corridor.tables.faults import SHOWN_FAULTS
from corridor.tables.map import ColumnMap
from corridor.tables.other_coverage import check_other_coverage
from corridor.wording.said import listed, said


def finish(frame: pl.DataFrame, column_map: ColumnMap, findings: Findings) -> pl.DataFrame:
    """The finished table in its own columns and order; faults go to `findings`."""
    table = column_map.table
    if column_map.kind == "claims":
        return table.conform(_claims(frame, column_map, findings))
    if column_map.kind == "disability":
        return certifications(frame, findings)
    if column_map.kind == "run_in":
        frame = _numbered(frame)
    start, end = _SPANS.get(column_map.kind, ("", ""))
    if end in frame.columns:
        _check_order(frame, start, end, findings, strictly=end.endswith("_exclusive"))
    if column_map.kind == "other_coverage":
        check_other_coverage(frame, findings)
    _check_key(frame, tuple(name for name in table.key if name in frame.columns), findings)
    return table.conform(frame)


_SPANS = {
    "members": ("coverage_start", "coverage_end_exclusive"),
    "providers": ("effective_from", "effective_to_exclusive"),
    "other_coverage": ("coverage_start", "coverage_end_exclusive"),
    "authorizations": ("valid_from", "valid_to_exclusive"),
    "run_in": ("service_from", "service_to"),
    "large_claims": ("service_from", "service_to"),
}


def _numbered(frame: pl.DataFrame) -> pl.DataFrame:
    """Lines are counted in each claim where the source does not number them."""
    if "line_number" in frame.columns:
        return frame
    return frame.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over("claim_id").alias("line_number"))


def _claims(frame: pl.DataFrame, column_map: ColumnMap, findings: Findings) -> pl.DataFrame:
    numbered = frame.with_row_index("segment_first", offset=findings.source.first_row).with_columns(
        (pl.col("segment_first").min().over("claim_id").rank("dense") - 1).alias("claim_index"),
        pl.col("segment_first").alias("segment_last"),
    )
    if "line_number" not in frame.columns:
        numbered = numbered.with_columns(pl.col("segment_first").cum_count().over("claim_id").alias("line_number"))
    _check_order(numbered, "service_from", "service_to", findings, strictly=False)
    _check_key(numbered, ("claim_id", "line_number"), findings)
    for column, kinds in column_map.claim_totals.items():
        numbered = _once_per_claim(numbered, column, kinds, findings)
    places = pl.col("segment_first").min().over("claim_id"), pl.col("segment_last").max().over("claim_id")
    return numbered.with_columns(places).sort("claim_index", "line_number")


def _once_per_claim(frame: pl.DataFrame, column: str, kinds: tuple[str, ...], findings: Findings) -> pl.DataFrame:
    """An amount that the source repeats on each line of a claim -> on its first line, 0 on the others."""
    is_total = pl.col("kind").is_in(kinds)
    amount = pl.col(column)
    differs = frame.select(is_total & (amount != amount.first().over("claim_id"))).to_series()
    findings.add_rows(
        differs.fill_null(False).arg_true(), column, said("another amount"), said("the same on each line of the claim")
    )
    is_first = pl.col("line_number") == pl.col("line_number").min().over("claim_id")
    once = pl.when(is_total & ~is_first).then(0).otherwise(amount).alias(column)
    if column != "charge_cents":
        return frame.with_columns(once)
    stated = pl.col("claim_charge_cents") if "claim_charge_cents" in frame.columns else pl.lit(None, pl.Int64)
    return frame.with_columns(once, pl.when(is_total).then(amount).otherwise(stated).alias("claim_charge_cents"))


def _check_order(frame: pl.DataFrame, start: str, end: str, findings: Findings, *, strictly: bool) -> None:
    first, last = pl.col(start), pl.col(end)
    wrong = frame.select((last <= first) if strictly else (last < first)).to_series().fill_null(False).arg_true()
    rows = frame[wrong.head(SHOWN_FAULTS)]
    expected = [
        said("after {start} {day}", start=start, day=day)
        if strictly
        else said("on or after {start} {day}", start=start, day=day)
        for day in rows.get_column(start)
    ]
    findings.add_rows(wrong, end, rows.get_column(end).cast(pl.String).to_list(), expected)


def _check_key(frame: pl.DataFrame, key: tuple[str, ...], findings: Findings) -> None:
    repeated = frame.select(~pl.struct(key).is_first_distinct()).to_series().arg_true()
    findings.add_rows(repeated, key[-1], said("a row of the same key again"), said("each {key} once", key=listed(key)))

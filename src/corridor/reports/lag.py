"""How long claims take: from service to receipt, from receipt to decision."""

import polars as pl


def lag_by_kind(claims: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """One row per kind of claim: the usual and the slow case, in days, over claims decided.

    claims: CLAIMS lines with claim_number. Columns: kind, claims, receipt_days_median, receipt_days_p90 (last day of
    service to receipt), decision_days_median, decision_days_p90 (receipt to first decision). Percentiles are whole
    days: the value of a claim, the longer where two are as near.
    """
    sent = claims.group_by("claim_number").agg(
        pl.col("kind").first(), pl.col("service_to").max(), pl.col("received_date").min()
    )
    first = decisions.group_by("claim_number").agg(pl.col("decided_on").min())
    both = sent.join(first, on="claim_number", how="inner").select(
        "kind",
        (pl.col("received_date") - pl.col("service_to")).dt.total_days().alias("receipt"),
        (pl.col("decided_on") - pl.col("received_date")).dt.total_days().alias("decision"),
    )
    figures = [
        pl.col(name).quantile(at, interpolation="higher").cast(pl.Int64).alias(f"{name}_days_{label}")
        for name in ("receipt", "decision")
        for at, label in ((0.5, "median"), (0.9, "p90"))
    ]
    return both.group_by("kind").agg(pl.len().cast(pl.Int64).alias("claims"), *figures).sort("kind")


def paid_by_lag_month(decisions: pl.DataFrame) -> pl.DataFrame:
    """Month of service by months until decided: service_month, lag_months, plan_paid_cents.

    decisions: all versions; a re-decision counts with its difference in the month in which it was made.
    """
    key = ("claim_number", "line_number")
    ordered = decisions.sort(*key, "version")
    change = (pl.col("plan_paid_cents") - pl.col("plan_paid_cents").shift(1).over(key).fill_null(0)).alias("change")
    service, decided = pl.col("service_from"), pl.col("decided_on")
    months = (decided.dt.year() - service.dt.year()) * 12 + decided.dt.month().cast(pl.Int32) - service.dt.month()
    dated = ordered.with_columns(change, service.dt.month_start().alias("service_month"), months.alias("lag_months"))
    sums = dated.group_by("service_month", "lag_months").agg(pl.col("change").sum().alias("plan_paid_cents"))
    return sums.filter(pl.col("plan_paid_cents") != 0).sort("service_month", "lag_months")
